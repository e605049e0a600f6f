// What a step looks like: a ring around its target, and a card with its text and buttons.

import type { Body } from "../contract.ts";
import { seenBox, shared } from "../core/frames.ts";
import type { Help } from "../core/help.ts";
import { activeElement } from "../core/layer.ts";
import { element, nodes } from "../core/nodes.ts";
import { visibleWindow } from "./moving.ts";
import { place } from "./placement.ts";

const PADDING = 4;

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

/** Puts an empty card into the layer. */
export function openCard(help: Help, dismiss: () => void, leave: () => void): Card {
  const layer = help.layer();
  const ring = element("div", { class: "ring" });
  const status = element("p", { class: "said", role: "status" });
  const card = element("section", { class: "float card", role: "dialog", tabindex: "-1", "aria-labelledby": "title" });
  const button = (text: string, act: () => void, attributes = {}): Element =>
    layer.hear(element("button", { type: "button", ...attributes }, text), {
      // The second half of a double click means the same as the first.
      click: ({ detail }: MouseEvent) => detail < 2 && act(),
    });
  layer.hear(card, {
    keydown: (event: KeyboardEvent) => {
      const act = event.isComposing ? null : event.key === "Escape" ? dismiss : event.key === "F6" ? leave : null;
      if (!act) return;
      event.preventDefault();
      act();
    },
  });
  layer.box.append(ring, card, status);
  return {
    card,
    fill: (title, body, todo, count, choices) => {
      const hadFocus = card.contains(activeElement());
      card.replaceChildren(
        element(
          "div",
          { class: "bar" },
          element("h2", { id: "title" }, title),
          button("×", dismiss, { class: "x", "aria-label": help.text("close") }),
        ),
        element("div", { class: "text" }, ...nodes(body), element("p", { class: "small" }, todo)),
        element(
          "div",
          { class: "bar" },
          element("span", { class: "small" }, count),
          ...choices.map(([text, act, isMain]) => button(text, act, isMain ? { class: "go" } : {})),
        ),
      );
      card.hidden = false;
      if (hadFocus) card.focus();
    },
    put: (target) => {
      layer.raise(target);
      const view = visibleWindow();
      const box = target && seenBox(target);
      // Without a target, an empty ring out of sight dims the whole page.
      const { x, y, w, h } = box ?? { x: -99, y: -99, w: -2 * PADDING, h: -2 * PADDING };
      const seen = box && shared(view, box);
      ring.hidden = !!seen && !(seen.w * seen.h);
      ring.style.cssText = `left:${x - PADDING}px;top:${y - PADDING}px;width:${w + 2 * PADDING}px;height:${h + 2 * PADDING}px`;
      const [left, top] = place(box, card.offsetWidth, card.offsetHeight, view);
      card.style.cssText = `left:${left}px;top:${top}px`;
    },
    hide: () => {
      card.hidden = ring.hidden = true;
    },
    say: (text) => {
      status.textContent = text;
    },
    close: () => help.release(ring, card, status),
  };
}
