// The rarer kinds of steps, which the module `kinds` teaches the core when a walkthrough has one.

import type { Box } from "./frames.ts";

export const kinds: {
  native?: Readonly<Record<string, string>>;
  nameOf?: (element: Element) => string;
  byRole?: (root: ParentNode, part: string) => Element[];
  /** A box inside of a frame, as it is drawn around the frame. */
  outOf?: (frame: HTMLElement, box: Box) => Box;
  /** Tells when an element that is to have a shadow root may have got it: no change of the document says so. */
  late?: (root: Node, soon: () => void, signal: AbortSignal) => void;
  input?: (target: Element, done: (later: boolean) => void, signal: AbortSignal) => void;
  visible?: (next: readonly string[], done: () => void, signal: AbortSignal) => void;
} = {};

/** Whether targets, or the way to go on, need the module. */
export function isRare(words: unknown): boolean {
  return /^input|^visible|role:|>>>/.test(`${words}`);
}
