// Finds the one element that a step means.
//
// A candidate is a CSS selector, `testid:NAME` or `role:button[name='Save']`; `host >>> inner` crosses open shadow roots
// and same-origin frames. It counts only when it matches exactly one visible element; else the next one is tried.

import { chain, drawn, holders } from "./frames.ts";
import { kinds } from "./kinds.ts";

type Root = ParentNode & Node;

export interface Look {
  /** The element, when a candidate names exactly one. */
  readonly element?: Element | undefined;
  /** Where a change may bring the element about. */
  readonly roots: Set<Root>;
  /** Candidates and what is wrong with each: invalid, or the number of visible elements and of all. */
  readonly failed: string[];
}

/** Whether the element takes room on the page and nothing hides it; it may still have to be scrolled to. */
export function isVisible(element: Element): boolean {
  return chain(element).every((each) => {
    let { x, y, w, h } = drawn(each);
    for (const { scrollLeft, scrollTop } of holders(each)) {
      x += scrollLeft;
      y += scrollTop;
    }
    return (
      w * h > 0 &&
      (x + w > 0 || getComputedStyle(each).direction === "rtl") &&
      y + h > 0 &&
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
  const testId = CSS.escape(/^testid:(.*)/.exec(part)?.[1] ?? "");
  return [...root.querySelectorAll(testId ? `[data-testid=${testId}],[data-test=${testId}],[data-cy=${testId}]` : part)];
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
        const inner = found.map((each) => each.shadowRoot ?? (each as HTMLIFrameElement).contentDocument ?? each);
        if (candidate.includes(">>>")) inner.forEach((root) => roots.add(root));
        within = inner.filter((root) => !found.includes(root as Element));
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
