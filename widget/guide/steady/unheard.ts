// What hosts keep from us that stop events before we hear of them, as far as the browser tells it in another way.

import { is } from "../core/layer.ts";
import { hear } from "../tour/advancing.ts";

/** Longer than any browser takes from the release of a finger to its click, in milliseconds. */
const CLICK = 400;

interface Watcher {
  onclose: () => void;
  readonly destroy: () => void;
}

/** Calls back for a press and a release on the target after which no click is heard. */
export function onUnheardClick(target: Element, clicked: () => void, signal: AbortSignal): void {
  let pressed = -Infinity;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const heard = (): void => clearTimeout(timer);
  const press = (event: PointerEvent): void => {
    const isMeant = event.button === 0 && event.isPrimary && event.composedPath().includes(target);
    pressed = isMeant ? event.timeStamp : -Infinity;
  };
  target.ownerDocument.defaultView?.addEventListener("pointerdown", press, { capture: true, signal });
  hear<PointerEvent>(
    target,
    "pointerup",
    ({ timeStamp }) => {
      if (timeStamp - pressed > CLICK || is(target, ":disabled")) return;
      heard();
      timer = setTimeout(clicked, CLICK);
    },
    signal,
  );
  hear(target, "click", heard, signal);
  signal.addEventListener("abort", heard);
}

/** Calls back for Escape while the card has the focus: browsers that know close requests tell it without any key. */
export function onUnheardEscape(card: HTMLElement, dismiss: () => void, signal: AbortSignal): void {
  const { CloseWatcher } = window as { readonly CloseWatcher?: new () => Watcher };
  if (!CloseWatcher) return;
  let watcher: Watcher | undefined;
  const left = (): void => {
    watcher?.destroy();
    watcher = undefined;
  };
  const entered = (): void => {
    watcher ??= new CloseWatcher();
    watcher.onclose = dismiss;
  };
  card.addEventListener("focus", entered, { capture: true, signal });
  card.addEventListener("blur", left, { capture: true, signal });
  signal.addEventListener("abort", left);
  if (is(card, ":focus-within")) entered();
}
