// Tells when a target has moved with the page; the module `steady` adds what nothing announces.

import { chain, seenBox, shared, type Box } from "../core/frames.ts";

/** Calls `moved` after each scroll, resize and shift that concerns the element, until the signal aborts. */
export function onMove(target: Element | null, moved: () => void, signal: AbortSignal): void {
  const sizes = new ResizeObserver(moved);
  const passive = { capture: true, passive: true, signal };
  const from: (EventTarget | null)[] = [window, visualViewport];
  for (const each of target ? chain(target) : []) {
    from.push(each.ownerDocument.defaultView);
    sizes.observe(each);
  }
  for (const each of from) for (const type of ["scroll", "resize"]) each?.addEventListener(type, moved, passive);
  signal.addEventListener("abort", () => sizes.disconnect());
}

/** The part of the window that can be seen: less than all of it while a keyboard is on the screen. */
export function visibleWindow(): Box {
  const view = visualViewport;
  return view?.scale === 1
    ? { x: view.offsetLeft, y: view.offsetTop, w: view.width, h: view.height }
    : { x: 0, y: 0, w: document.documentElement.clientWidth, h: innerHeight };
}

/** What of the element can be seen in the window; when nothing can, the nearest place without a size. */
export function inView(element: Element): Box {
  return shared(visibleWindow(), seenBox(element));
}
