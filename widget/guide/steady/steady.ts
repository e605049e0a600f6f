// Keeps a step right while it is open: shifts of the target that nothing announces, and what other tabs do.
// Loaded once the first step can be seen.

import css from "../brand.css";
import { chain } from "../core/frames.ts";
import type { Help, Module } from "../core/help.ts";
import { sheet } from "../core/layer.ts";
import { KEY } from "../core/memory.ts";
import type { Shown } from "../tour/tour.ts";

/** Watches the element's place in its window: the observed root is shrunk to the element, so that any move leaves it. */
function onShift(element: Element, moved: () => void, signal: AbortSignal): void {
  let observer: IntersectionObserver | undefined;
  const root = element.ownerDocument;
  const observe = (share = 1): void => {
    observer?.disconnect();
    if (signal.aborted) return;
    const { left, top, right, bottom } = element.getBoundingClientRect();
    const { clientWidth, clientHeight } = root.documentElement;
    const rootMargin = [top, clientWidth - right, clientHeight - bottom, left].map((inset) => `${-Math.floor(inset)}px`).join(" ");
    let isFirst = true;
    const heard = ([entry]: IntersectionObserverEntry[]): void => {
      const ratio = entry!.intersectionRatio;
      if (!isFirst) {
        moved();
        observe();
      } else if (ratio && ratio < share) observe(ratio);
      isFirst = false;
    };
    observer = new IntersectionObserver(heard, { root, rootMargin, threshold: [share, Math.min(1, share + 0.01)] });
    observer.observe(element);
  };
  signal.addEventListener("abort", () => observer?.disconnect());
  observe();
}

/** Opens the module. */
export function open(help: Help): Module {
  const style = sheet(css);
  return {
    call: (_method, [given]) => {
      const shown = given as Shown;
      if (shown.signal.aborted) return;
      help.layer(style);
      addEventListener("storage", ({ key }) => key === KEY && shown.sync(), { signal: shown.signal });
      for (const each of shown.target ? chain(shown.target) : []) onShift(each, shown.moved, shown.signal);
    },
  };
}
