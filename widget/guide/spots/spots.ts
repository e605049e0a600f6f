// Hotspots: a dot at the corner of its target, which follows it about; loaded only with the first of them.

import type { HintEntry } from "../contract.ts";
import { follow } from "../core/follow.ts";
import { drawn, seenBox, shared } from "../core/frames.ts";
import type { Help, Module } from "../core/help.ts";
import { sheet } from "../core/layer.ts";
import { element } from "../core/nodes.ts";
import { onMove, visibleWindow } from "../tour/moving.ts";
import { place } from "../tour/placement.ts";
import css from "./spots.css";

const HALF = 22;

type Toggle = (dot: HTMLElement) => void;

/** Puts a box beside its hotspot. */
function beside(box: HTMLElement, spot: Element): void {
  const [left, top] = place(drawn(spot), box.offsetWidth, box.offsetHeight, visibleWindow());
  box.style.cssText = `left:${left}px;top:${top}px`;
}

/** Opens the module. */
export function open(help: Help): Module {
  const style = sheet(css);

  const mark = ({ t, target = [] }: HintEntry, toggle: Toggle, signal: AbortSignal): void => {
    const dot = element("button", { type: "button", class: "spot", "aria-label": t, "aria-haspopup": "dialog" });
    let presence = new AbortController();
    let at: Element | undefined;
    const put = (): void => {
      if (!at) return;
      const { x, y, w, h } = shared(visibleWindow(), seenBox(at));
      dot.hidden = !(w * h);
      dot.style.cssText = `left:${x + w - HALF}px;top:${y - HALF}px`;
    };
    signal.addEventListener("abort", () => {
      presence.abort();
      help.release(dot);
    });
    follow(
      target,
      ({ element: found }) => {
        if (found === at && (!found || dot.isConnected)) return put();
        presence.abort();
        presence = new AbortController();
        at = found;
        if (!found) return help.release(dot);
        const { root, box, hear, raise } = help.layer();
        if (!root.adoptedStyleSheets.includes(style)) root.adoptedStyleSheets.push(style);
        box.prepend(hear(dot, { click: () => toggle(dot) }));
        raise();
        onMove(found, put, presence.signal);
        put();
      },
      signal,
    );
  };
  return {
    call: (method, given) => {
      if (method === "beside") beside(...(given as [HTMLElement, Element]));
      else mark(...(given as [HintEntry, Toggle, AbortSignal]));
    },
  };
}
