// Where the card stands: pure geometry.

import { shared, type Box } from "../core/frames.ts";

/** Between the target and the card, and between the card and the edge of the window. */
export const GAP = 12;
export const EDGE = 8;

/** The least height in which a card can be read and its buttons reached. */
const LEAST = 64;

/**
 * The place of a card of the given size: below the target, else above, right or left of it, wherever there is room.
 * Without room on any side it is made lower, to be scrolled; where even that is too little, it goes to the edge of the
 * window opposite the target. Without a target it stands in the middle.
 */
export function place(target: Box | null, w: number, h: number, view: Box): readonly [x: number, y: number, h?: number] {
  const left = view.x + EDGE;
  const top = view.y + EDGE;
  const right = Math.max(left, view.x + view.w - w - EDGE);
  const bottom = Math.max(top, view.y + view.h - h - EDGE);
  const at = (x: number, y: number): [number, number] => [
    Math.round(Math.max(left, Math.min(x, right))),
    Math.round(Math.max(top, Math.min(y, bottom))),
  ];
  const seen = shared(view, target ?? view);
  const x = seen.x + (seen.w - w) / 2;
  const y = seen.y + (seen.h - h) / 2;
  const below = seen.y + seen.h + GAP;
  const over = seen.y - h - GAP;
  const after = seen.x + seen.w + GAP;
  const before = seen.x - w - GAP;
  if (!target) return at(x, y);
  if (below <= bottom) return at(x, below);
  if (over >= top) return at(x, over);
  if (after <= right) return at(after, y);
  if (before >= left) return at(before, y);
  const under = view.y + view.h - EDGE - below;
  const above = seen.y - GAP - top;
  const room = Math.max(under, above);
  if (room >= LEAST) return [at(x, y)[0], under < above ? top : below, room];
  return at(x, y > view.y + (view.h - h) / 2 ? top : bottom);
}
