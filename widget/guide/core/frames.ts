// Boxes in the window's own coordinates, also for elements inside same-origin frames, and what of them can be seen.

import { kinds } from "./kinds.ts";

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

const PAGE = /^(html|body)$/;

/** The part that two boxes share; without one, its size is 0 and its place the nearest. */
export function shared(a: Box, b: Box): Box {
  const span = (from: number, to: number, start: number, end: number): [number, number] => {
    const low = Math.max(from, Math.min(start, to));
    return [low, Math.max(0, Math.min(to, end) - low)];
  };
  const [x, w] = span(a.x, a.x + a.w, b.x, b.x + b.w);
  const [y, h] = span(a.y, a.y + a.h, b.y, b.y + b.h);
  return { x, y, w, h };
}

/** Where an element is drawn in the window of its own document. */
export function drawn(element: Element): Box {
  const { x, y, width: w, height: h } = element.getBoundingClientRect();
  return { x, y, w, h };
}

/** The parent in the tree that is drawn: slots and shadow hosts included. */
export function above(element: Element): Element | null {
  return element.assignedSlot ?? element.parentElement ?? (element.getRootNode() as Partial<ShadowRoot>).host ?? null;
}

/** The element and the same-origin frames around it, innermost first. */
export function chain(element: Element): Element[] {
  const frame = element.ownerDocument.defaultView?.frameElement;
  return frame && element.ownerDocument !== document ? [element, ...chain(frame)] : [element];
}

/** The elements around it in its own document that scroll it with them and may clip it, innermost first. */
export function* holders(element: Element): Generator<Element> {
  let { position } = getComputedStyle(element);
  for (let parent = above(element); parent; parent = above(parent)) {
    const { transform, perspective, filter, position: own } = getComputedStyle(parent);
    const isLeft = position === "fixed" || (position === "absolute" && own === "static" && !PAGE.test(parent.localName));
    if (isLeft && transform + perspective + filter === "nonenonenone") continue;
    position = own;
    yield parent;
  }
}

/** Where the element is drawn in our window, as far as nothing on the page clips it. */
export function seenBox(element: Element): Box {
  let seen = drawn(element);
  chain(element).forEach((each, n) => {
    if (n > 0) seen = kinds.outOf!(each as HTMLElement, seen);
    for (const parent of holders(each)) {
      if (getComputedStyle(parent).overflow !== "visible" && !PAGE.test(parent.localName)) seen = shared(drawn(parent), seen);
    }
  });
  return seen;
}
