// What the reader does with a target that moves a step on.

import { kinds } from "../core/kinds.ts";

/** Says that the step is done; `later` when the host must have its turn with the event first. */
export type Done = (later: boolean) => void;

/** Hears an event that happens on or inside the target, before the host does. */
export function hear<E extends Event>(target: Element, type: string, heard: (event: E) => void, signal: AbortSignal): void {
  const filter = (event: Event): void => {
    if (event.composedPath().includes(target)) heard(event as E);
  };
  target.ownerDocument.defaultView?.addEventListener(type, filter, { capture: true, signal });
}

/** Calls `done` once the reader has done with the target what `kind` says. */
export function onAdvance(kind: string, target: Element, done: Done, signal: AbortSignal): void {
  // The second half of a double click means the same as the first.
  if (kind === "click") hear<MouseEvent>(target, kind, ({ detail }) => detail < 2 && done(true), signal);
  else if (kind === "input") kinds.input!(target, done, signal);
  else document.addEventListener(kind.slice(6), () => done(true), { signal }); // event:NAME
}
