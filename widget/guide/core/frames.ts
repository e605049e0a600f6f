// Boxes in the window's own coordinates, also for elements inside same-origin frames, and what of them can be seen.

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

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

/** Where the element is drawn in our window, as far as nothing on the page clips it. */
export function seenBox(element: Element): Box {
  let seen = drawn(element);
  for (const [n, each] of chain(element).entries()) {
    if (n > 0) {
      const frame = each as HTMLElement;
      const { x, y, w } = drawn(frame);
      const scale = w / frame.offsetWidth;
      const { paddingLeft, paddingTop } = getComputedStyle(frame);
      const inside = shared({ x: 0, y: 0, w: frame.clientWidth, h: frame.clientHeight }, seen);
      seen = {
        x: x + (frame.clientLeft + parseFloat(paddingLeft) + inside.x) * scale,
        y: y + (frame.clientTop + parseFloat(paddingTop) + inside.y) * scale,
        w: inside.w * scale,
        h: inside.h * scale,
      };
    }
    let { position } = getComputedStyle(each);
    for (let parent = above(each); parent && position !== "fixed"; parent = above(parent)) {
      const style = getComputedStyle(parent);
      if (position === "absolute" && style.position === "static" && style.transform === "none") continue;
      position = style.position;
      if (style.overflow !== "visible" && !/^(html|body)$/.test(parent.localName)) seen = shared(drawn(parent), seen);
    }
  }
  return seen;
}
