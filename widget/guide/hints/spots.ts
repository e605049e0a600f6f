// Hotspots: a dot at the corner of its target, which follows it about.

import type { HintEntry } from "../contract.ts";
import { follow } from "../core/follow.ts";
import type { Help } from "../core/help.ts";
import { isRare } from "../core/kinds.ts";
import { inView, onMove } from "../tour/moving.ts";

const HALF = 22;

/** Keeps a dot at the target of a hint until the signal aborts. */
export async function mark(help: Help, style: CSSStyleSheet, entry: HintEntry, toggle: (dot: Element) => void, signal: AbortSignal): Promise<void> {
  const { t, target = [] } = entry;
  const dot = help.button({ class: "spot", "aria-label": t, "aria-haspopup": "dialog" }, () => toggle(dot));
  let presence = new AbortController();
  let at: Element | undefined;
  const put = (): void => {
    if (!at) return;
    const { x, y, w, h } = inView(at);
    dot.hidden = !(w * h);
    dot.style.cssText = `left:${x + w - HALF}px;top:${y - HALF}px`;
  };
  signal.addEventListener("abort", () => {
    presence.abort();
    help.release(dot);
  });
  if (isRare(target)) await help.use("kinds");
  follow(
    target,
    ({ element: found }) => {
      if (found === at && (!found || dot.isConnected)) return put();
      presence.abort();
      presence = new AbortController();
      at = found;
      if (!found) return help.release(dot);
      const { box, raise } = help.layer(style);
      box.prepend(dot);
      raise();
      onMove(found, put, presence.signal);
      put();
    },
    signal,
  );
}
