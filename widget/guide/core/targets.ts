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
    let ways = ""; // in which what is around it goes
    for (const holder of holders(each)) {
      const { direction, writingMode, flexDirection } = getComputedStyle(holder);
      ways += direction + writingMode + flexDirection;
      x += holder.scrollLeft;
      y += holder.scrollTop;
    }
    return (
      w * h > 0 &&
      (/rtl|-rl|reverse/.test(ways) || (x + w > 0 && y + h > 0)) &&
      each.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })
    );
  });
}

/** What is drawn of an element without a box of its own: the list of an option, the first part of `display: contents`. */
function drawnPart(each: Element): Element {
  const { w, h } = drawn(each);
  const part = each.firstElementChild;
  return w * h ? each : each.localName === "option" ? each.parentElement! : part ? drawnPart(part) : each;
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
