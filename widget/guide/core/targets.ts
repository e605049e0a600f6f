// Finds the one element that a step means.
//
// A candidate is a CSS selector, `testid:NAME` or `role:button[name='Save']`; `host >>> inner` crosses open shadow roots
// and same-origin frames. It counts only when it matches exactly one visible element; else the next one is tried.

import { chain, drawn } from "./frames.ts";

type Root = ParentNode & Node;

export interface Look {
  /** The element, when a candidate names exactly one. */
  readonly element?: Element | undefined;
  /** Where a change may bring the element about. */
  readonly roots: Set<Root>;
  /** Candidates and what is wrong with each: invalid, or the number of visible elements and of all. */
  readonly failed: string[];
}

/** Where the module `kinds` puts what it knows. */
export const kinds: {
  native?: Readonly<Record<string, string>>;
  nameOf?: (element: Element) => string;
  byRole?: (root: ParentNode, part: string) => Element[];
  input?: (target: Element, done: (later: boolean) => void, signal: AbortSignal) => void;
  visible?: (next: readonly string[], done: () => void, signal: AbortSignal) => void;
} = {};

/** Whether the element takes room on the page and nothing hides it; it may still have to be scrolled to. */
export function isVisible(element: Element): boolean {
  return chain(element).every((each) => {
    const { x, y, w, h } = drawn(each);
    const { scrollX, scrollY } = each.ownerDocument.defaultView ?? window;
    return (
      w * h > 0 &&
      (x + w + scrollX > 0 || getComputedStyle(each).direction === "rtl") &&
      y + h + scrollY > 0 &&
      each.checkVisibility?.({ checkOpacity: true, checkVisibilityCSS: true }) !== false
    );
  });
}

/** What is drawn of an element that has no box of its own, such as with `display: contents`: the first part that has one. */
function drawnPart(each: Element): Element {
  const { w, h } = drawn(each);
  return w * h || !each.firstElementChild ? each : drawnPart(each.firstElementChild);
}

function matching(root: ParentNode, part: string): Element[] {
  if (part.startsWith("role:")) return kinds.byRole!(root, part);
  const testId = /^testid:(.*)/.exec(part)?.[1];
  const is = JSON.stringify(testId);
  return [...root.querySelectorAll(testId ? `[data-testid=${is}],[data-test=${is}],[data-cy=${is}]` : part)];
}

/** Looks for the candidates, best first. */
export function look(candidates: readonly string[]): Look {
  const roots = new Set<Root>([document]);
  const failed: string[] = [];
  for (const candidate of candidates) {
    try {
      let found: Element[] = [];
      let within: Root[] = [document];
      for (const part of candidate.split(">>>")) {
        found = within.flatMap((root) => matching(root, part.trim()));
        within = found.map((each) => each.shadowRoot ?? (each as HTMLIFrameElement).contentDocument).filter((root) => root != null);
        if (candidate.includes(">>>")) within.forEach((root) => roots.add(root));
      }
      const visible = found.map(drawnPart).filter(isVisible);
      if (visible.length === 1) return { element: visible[0], roots, failed };
      failed.push(`${candidate}: ${visible.length} visible of ${found.length}`);
    } catch {
      failed.push(`${candidate}: invalid`);
    }
  }
  return { roots, failed };
}
