// What the pages of the picker share: its words, its panel and the way to the server.

import { activeElement, element, sheet } from "../core/core.ts";
import type { Help } from "../core/help.ts";
import brand from "../brand.css";
import { openKeeping, type Keeping } from "./keeping.ts";
import css from "./picker.css";

export type Content = (Node | string)[];

export interface Desk {
  readonly help: Help;
  readonly keeping: Keeping;
  /** The picker's own words, in the language of the writer. */
  texts: Readonly<Record<string, string>>;
  token: string | undefined;
  readonly said: (key: string, values?: Readonly<Record<string, string | number>>) => string;
  /** Asks the server as the writer; throws its own words where there are some, else what kept it from answering. */
  readonly ask: <T>(path: string, given?: RequestInit) => Promise<T>;
  /** Lays out a page of the panel, with a way back where there is one; the signal ends with the page. */
  readonly show: (name: string, content: Content, back?: () => void) => AbortSignal;
  readonly action: (content: string, act: () => void, attributes?: Record<string, string>) => HTMLElement;
  readonly clear: () => void;
}

/** What kept an answer from coming. */
export function reason(desk: Desk, error: unknown): string {
  return typeof error === "string" ? error : desk.said("failed");
}

export function code(content: string): HTMLElement {
  return element("code", { dir: "ltr" }, content);
}

/** Opens the desk; `left` is called when a page goes, `end` by whoever has done. */
export function openDesk(help: Help, left: () => void, end: () => void): Desk {
  const style = sheet(brand + css);
  let panel: HTMLElement | undefined;
  let life = new AbortController();
  let isOnOtherSide = false;

  const turn = (): void => {
    isOnOtherSide = !isOnOtherSide;
    panel!.classList.toggle("other", isOnOtherSide);
  };
  // A popover closes with a click outside of it; once one is open, the panel is inside.
  const opened = ({ target, newState }: Event & { readonly newState?: string }): void => {
    if (panel && newState === "open") help.layer().raise(target as Element);
  };
  addEventListener("toggle", opened, { capture: true, signal: help.signal });
  const desk: Desk = {
    help,
    keeping: openKeeping(),
    texts: {},
    token: undefined,
    said: (key, values = {}) => (desk.texts[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => `${values[name]}`),
    ask: async (path, given = {}) => {
      const headers = { Authorization: `Bearer ${desk.token}`, "Content-Type": "application/json" };
      const answer = await fetch(help.base + path, { ...given, headers, credentials: "omit" });
      const found = await answer.json();
      return answer.ok ? found : Promise.reject(found.detail);
    },
    action: (content, act, attributes = {}) => help.button(attributes, act, content),
    show: (name, content, back) => {
      const { said, action } = desk;
      const layer = help.layer(style);
      life.abort();
      life = new AbortController();
      left();
      if (!panel) {
        panel = element("section", { class: "float picker", role: "dialog", "aria-labelledby": "picker-title", tabindex: "-1" });
        const key = (event: KeyboardEvent): void => {
          if (event.key !== "Escape" || event.isComposing) return;
          event.preventDefault();
          end();
        };
        layer.hear(panel, { keydown: key });
      }
      panel.replaceChildren(
        element(
          "div",
          { class: "bar" },
          ...(back ? [action("‹", back, { class: "x", "aria-label": said("back") })] : []),
          element("h2", { id: "picker-title" }, name),
          action("⇄", turn, { class: "x", "aria-label": said("side") }),
          action("×", end, { class: "x", "aria-label": said("close") }),
        ),
        element("div", { class: "body" }, ...content),
      );
      layer.box.appendChild(panel);
      layer.raise();
      if (!panel.contains(activeElement())) panel.focus({ preventScroll: true });
      return life.signal;
    },
    clear: () => {
      life.abort();
      if (panel) help.release(panel);
      panel = undefined;
    },
  };
  return desk;
}
