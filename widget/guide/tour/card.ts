// What a step looks like: a ring around its target, and a card with its text and buttons.

import type { Body } from "../contract.ts";
import type { Box } from "../core/frames.ts";
import type { Help } from "../core/help.ts";
import { activeElement } from "../core/layer.ts";
import { element, nodes } from "../core/nodes.ts";
import { inView, visibleWindow } from "./moving.ts";
import { EDGE, place } from "./placement.ts";

const PADDING = 4;
const BORDERS = 2;

export type Choice = readonly [text: string, act: () => void, isMain?: boolean];

export interface Card {
  readonly card: HTMLElement;
  readonly fill: (title: string, body: readonly Body[] | undefined, todo: string, count: string, choices: readonly Choice[]) => void;
  /** Draws ring and card where the target now is; without one, the card in the middle. */
  readonly put: (target: Element | null) => void;
  readonly hide: () => void;
  readonly say: (text: string) => void;
  readonly close: () => void;
}

/** Puts a box of the layer beside what is seen of a target, or into the middle. */
export function putBeside(box: HTMLElement, seen: Box | null): void {
  const view = visibleWindow();
  const [left, top, height = view.h - 2 * EDGE] = place(seen, box.offsetWidth, box.scrollHeight + BORDERS, view);
  box.style.cssText = `left:${left}px;top:${top}px;max-height:${height}px`;
}

/** Puts an empty card into the layer. */
export function openCard(help: Help, dismiss: () => void, leave: () => void): Card {
  const layer = help.layer();
  const ring = element("div", { class: "ring" });
  const status = element("p", { class: "said", role: "status" });
  const card = element("section", { class: "float card", role: "dialog", tabindex: "-1", "aria-labelledby": "title" });
  const all = element("div", {}, ring, card, status);
  layer.hear(card, {
    keydown: (event: KeyboardEvent) => {
      const acts: Readonly<Record<string, () => void>> = { Escape: dismiss, F6: leave };
      const act = acts[event.key];
      if (!act || event.isComposing) return;
      event.preventDefault();
      act();
    },
  });
  layer.box.appendChild(all);
  return {
    card,
    fill: (title, body, todo, count, choices) => {
      const hadFocus = card.contains(activeElement());
      card.replaceChildren(
        element(
          "div",
          { class: "bar" },
          element("h2", { id: "title" }, title),
          help.button({ class: "x", "aria-label": help.text("close") }, dismiss, "×"),
        ),
        element("div", { class: "text" }, ...nodes(body), element("p", { class: "small" }, todo)),
        element(
          "div",
          { class: "bar" },
          element("span", { class: "small" }, count),
          ...choices.map(([text, act, isMain]) => help.button({ class: isMain ? "go" : "" }, act, text)),
        ),
      );
      card.hidden = false;
      if (hadFocus) card.focus();
    },
    put: (target) => {
      layer.raise(target);
      const seen = target && inView(target);
      // Without a target, an empty ring out of sight dims the whole page.
      const { x, y, w, h } = seen ?? { x: -99, y: -99, w: -2 * PADDING, h: -2 * PADDING };
      ring.hidden = !(w * h);
      ring.style.cssText = `left:${x - PADDING}px;top:${y - PADDING}px;width:${w + 2 * PADDING}px;height:${h + 2 * PADDING}px`;
      putBeside(card, seen);
    },
    hide: () => {
      card.hidden = ring.hidden = true;
    },
    say: (text) => {
      status.textContent = text;
    },
    close: () => help.release(all),
  };
}
