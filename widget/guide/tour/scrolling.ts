// Brings a target into view and moves nothing else: only what readers could scroll themselves, and only when needed.

import { above, chain, drawn, seenBox, shared } from "../core/frames.ts";
import { visibleWindow } from "./moving.ts";

/** Whether the middle of the element is under something of the host, such as a header that sticks. */
function isCovered(element: Element): boolean {
  const { x, y, w, h } = drawn(element);
  const root = element.getRootNode() as Document;
  const hit = root.elementsFromPoint(x + w / 2, y + h / 2).find((each) => each.localName !== "help-guide");
  return !!hit && !element.contains(hit) && !hit.contains(element);
}

/** Scrolls the element into view, in its frame and in those around it. */
export function reveal(element: Element): void {
  const { w, h } = drawn(element);
  const seen = shared(visibleWindow(), seenBox(element));
  if (seen.w >= w - 1 && seen.h >= h - 1 && !isCovered(element)) return;
  // The browser also scrolls shells that readers cannot scroll back: these return to where they were.
  const shells: [Element, number, number][] = [];
  for (const each of chain(element)) {
    for (let parent = above(each); parent; parent = above(parent)) {
      if (/hidden/.test(getComputedStyle(parent).overflow)) shells.push([parent, parent.scrollLeft, parent.scrollTop]);
    }
  }
  element.scrollIntoView({ block: h < innerHeight ? "center" : "start", inline: "nearest", behavior: "instant" });
  for (const [shell, left, top] of shells) shell.scrollTo({ left, top, behavior: "instant" });
}
