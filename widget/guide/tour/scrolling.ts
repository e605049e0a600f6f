// Brings a target into view and moves nothing else: only what readers could scroll themselves, and only when needed.

import { chain, drawn, holders } from "../core/frames.ts";
import { inView } from "./moving.ts";

/** Whether the middle of the element is under something of the host, such as a header that sticks. */
function isCovered(element: Element): boolean {
  const { x, y, w, h } = drawn(element);
  const root = element.getRootNode() as Document;
  const hit = root.elementsFromPoint(x + w / 2, y + h / 2).find((each) => each.localName !== "help-guide");
  return !!hit && !element.contains(hit) && !hit.contains(element);
}

function isSeen(element: Element): boolean {
  const { w, h } = drawn(element);
  const seen = inView(element);
  return seen.w >= w - 1 && seen.h >= h - 1 && !isCovered(element);
}

/** Scrolls the element into view, in its frame and in those around it. */
export function reveal(element: Element): void {
  // The browser also scrolls shells that readers cannot scroll back: these return to where they were, in that direction.
  const shells = chain(element)
    .flatMap((each) => [...holders(each)])
    .filter((each) => /hidden/.test(getComputedStyle(each).overflow))
    .map((each) => {
      const { scrollLeft, scrollTop } = each;
      const { overflowX, overflowY } = getComputedStyle(each);
      return (): void => {
        const left = overflowX === "hidden" ? scrollLeft : each.scrollLeft;
        const top = overflowY === "hidden" ? scrollTop : each.scrollTop;
        each.scroll({ left, top, behavior: "instant" });
      };
    });
  // In three dimensions it takes several tries: what is farther away moves by less than was scrolled.
  for (let tries = 9; tries && !isSeen(element); tries--) {
    element.scrollIntoView({ block: drawn(element).h < innerHeight ? "center" : "start", inline: "nearest", behavior: "instant" });
  }
  for (const back of shells) back();
}
