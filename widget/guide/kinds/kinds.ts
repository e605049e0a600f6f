// The rarer kinds of steps: targets by role, those in frames, and steps that are done by filling in a field or by the appearance of the next one.
// Loaded only for a walkthrough that has one.

import { follow } from "../core/follow.ts";
import { drawn, shared, type Box } from "../core/frames.ts";
import { kinds } from "../core/kinds.ts";
import { hear, type Done } from "../tour/advancing.ts";
import { onShift } from "../steady/shifting.ts";
import { byRole, nameOf, native } from "./roles.ts";

const REST = 800;

function input(target: Element, done: Done, signal: AbortSignal): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  // Whoever is typing is not taken away from it: leaving the field, or a rest, says that it is filled in.
  const filled = ({ target: field, type, isComposing }: InputEvent): void => {
    clearTimeout(timer);
    if (isComposing || (field as HTMLInputElement).value?.trim() === "") return;
    if (type === "change") done(true);
    else timer = setTimeout(done, REST, false);
  };
  for (const type of ["input", "change", "compositionend"]) hear(target, type, filled, signal);
  signal.addEventListener("abort", () => clearTimeout(timer));
}

function late(root: Node, soon: () => void, signal: AbortSignal): void {
  if (root.nodeType !== Node.ELEMENT_NODE) return;
  const host = root as Element;
  const life = new AbortController();
  const changed = (): void => {
    if (host.shadowRoot) life.abort();
    soon();
  };
  signal.addEventListener("abort", () => life.abort());
  // What is drawn in a new shadow root makes its host larger, or else the pointer finds it.
  onShift(host, changed, life.signal);
  for (const sign of ["pointerover", "keyup"]) addEventListener(sign, changed, { capture: true, passive: true, signal: life.signal });
}

function outOf(frame: HTMLElement, box: Box): Box {
  const { x, y, w } = drawn(frame);
  const scale = w / frame.offsetWidth;
  const { paddingLeft, paddingTop } = getComputedStyle(frame);
  const inside = shared({ x: 0, y: 0, w: frame.clientWidth, h: frame.clientHeight }, box);
  return {
    x: x + (frame.clientLeft + parseFloat(paddingLeft) + inside.x) * scale,
    y: y + (frame.clientTop + parseFloat(paddingTop) + inside.y) * scale,
    w: inside.w * scale,
    h: inside.h * scale,
  };
}

function visible(next: readonly string[], done: () => void, signal: AbortSignal): void {
  let wasThere = true;
  follow(
    next,
    ({ element }) => {
      if (element && !wasThere) done();
      wasThere = !!element;
    },
    signal,
  );
}

/** Lets the core know them from now on. */
export function open(): object {
  return Object.assign(kinds, { byRole, input, late, nameOf, native, outOf, visible });
}
