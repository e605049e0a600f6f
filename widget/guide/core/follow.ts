// Follows what candidates mean while the page changes: late, hidden, replaced and removed elements.
// It rests on observers alone; nothing is polled, and without a change nothing runs.

import { kinds } from "./kinds.ts";
import { look, type Look } from "./targets.ts";

/** What may show or hide an element without a change in the document. */
const SIGNS = ["transitionend", "animationend", "load", "toggle", "change", "focusin"];

/** Looks now, and again after every change, until the signal aborts; gives a way to look at once. */
export function follow(candidates: readonly string[], looked: (found: Look) => void, signal: AbortSignal): () => void {
  let frame = 0;
  const known = new Set<Node>();
  const soon = (): void => {
    frame ||= requestAnimationFrame(again);
  };
  const mutations = new MutationObserver(soon);

  const again = (): void => {
    frame = 0;
    if (signal.aborted) return;
    const found = look(candidates);
    for (const root of found.roots) {
      if (known.has(root)) continue;
      known.add(root);
      kinds.late?.(root, soon, signal);
      mutations.observe(root, { subtree: true, childList: true, attributes: true });
      for (const sign of SIGNS) root.addEventListener(sign, soon, { capture: true, signal });
      for (const each of root.querySelectorAll(":not(:defined)")) void customElements.whenDefined?.(each.localName)?.then(soon);
    }
    looked(found);
  };
  addEventListener("resize", soon, { signal });
  signal.addEventListener("abort", () => mutations.disconnect());
  again();
  return again;
}
