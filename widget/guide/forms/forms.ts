// What checklists and surveys have beside their text; loaded only with the first of them.

import type { Help, Module } from "../core/help.ts";
import { sheet } from "../core/layer.ts";
import { element, nodes } from "../core/nodes.ts";
import css from "./forms.css";

interface Item {
  readonly t: string;
  readonly walkthrough?: string | null;
  readonly event?: string | null;
  readonly url?: string | null;
}

interface Hint {
  readonly t: string;
  readonly items?: readonly Item[];
  readonly question?: string;
  readonly scale?: number;
}

/** Opens the module: `call` gives the nodes of a checklist or a survey. */
export function open(help: Help): Module {
  const { memory, text, button } = help;
  const style = sheet(css);

  const isDone = ({ walkthrough, event }: Item): boolean => {
    const { seen, events = {} } = memory.read();
    return walkthrough ? seen[walkthrough]?.state === "done" : !!event && events[event] === 1;
  };
  const checklist = ({ items = [] }: Hint): Node[] => {
    const done = items.filter(isDone).length;
    const counted = text("progress", { done, total: items.length });
    const rows = items.map((item) => {
      const { t, walkthrough, url } = item;
      const act = walkthrough
        ? button({}, () => void help.tour!.start(walkthrough, "manual").catch(help.note), t)
        : element("span", {}, ...(url ? nodes([["a", { href: url }, t]]) : [t]));
      return element("li", {}, element("span", { role: "img", "aria-label": isDone(item) ? text("done") : "–" }, isDone(item) ? "✓" : "○"), act);
    });
    const bar = element("progress", { max: String(items.length), value: String(done), "aria-label": counted });
    return [bar, element("p", { class: "small" }, counted), element("ul", {}, ...rows)];
  };
  const survey = ({ t, question = t, scale = 5 }: Hint, answered: (given: object) => void): Node[] => {
    let score: number | undefined;
    const scores = [...Array<void>(scale === 10 ? 11 : scale)].map((_, n): HTMLElement => {
      const value = scale === 10 ? n : n + 1;
      const choose = (): void => {
        score = value;
        for (const each of scores) each.ariaPressed = String(each.textContent === String(value));
        send.hidden = false;
      };
      return button({ "aria-pressed": "false" }, choose, String(value));
    });
    const comment = element("textarea", { "aria-label": text("comment"), placeholder: text("comment"), maxlength: "1000" });
    const send = element("div", { hidden: "" }, comment);
    const answer = (): void => answered({ score, ...(comment.value.trim() && { comment: comment.value.trim() }) });
    send.appendChild(button({ class: "go" }, answer, text("send")));
    const ends = element("p", { class: "small" }, `${scores[0]!.textContent}: ${text("low")} – ${scores.at(-1)!.textContent}: ${text("high")}`);
    return [element("p", {}, question), element("div", { role: "group", "aria-label": question }, ...scores), ends, send];
  };
  return {
    call: (kind, [given, answered]) => {
      help.layer(style);
      const hint = given as Hint;
      return kind === "checklist" ? checklist(hint) : survey(hint, answered as (given: object) => void);
    },
  };
}
