// From a picked element to the heading of a step: its targets with what speaks for each, and the line to paste.

import { element } from "../core/nodes.ts";
import { advanceOf, choices, title, type Choice } from "./choosing.ts";
import { code, type Desk } from "./desk.ts";
import type { Marking } from "./marking.ts";
import { headingLine } from "./naming.ts";

const STRENGTHS = ["", "fragile", "fair", "stable"] as const;
const TICKED = 2;

/** Lets the writer pick an element, and offers what leads to it. */
export function pick(desk: Desk, marking: Marking, home: () => void): void {
  const { said, show, action } = desk;
  const now = element("p", { class: "now", role: "status" }, said("nothing"));
  const stop = (): void => {
    marking.stop();
    home();
  };
  show(said("pick"), [element("p", {}, said("how")), now, action(said("stop"), stop, { class: "wide" })]);
  marking.pick(
    (target) => offer(desk, marking, home, target),
    home,
    (target) => {
      now.textContent = `${target.localName} · ${title(target)}`;
    },
  );
}

function offer(desk: Desk, marking: Marking, home: () => void, target: Element): void {
  const { said, show, action } = desk;
  const found = choices(target);
  const name = title(target);
  const usable = found.filter(({ count }) => count === 1);
  const ticked = new Set(usable.filter(({ strength }, n) => n === 0 || strength > 1).slice(0, TICKED));
  const told = element("p", { class: "small", role: "status" });
  const line = element("textarea", { readonly: "", rows: "3", "aria-label": said("line"), dir: "ltr" });
  const options = ["click", "input", "next"].map((kind) => element("option", { value: kind }, said(`advance_${kind}`)));
  const advance = element("select", { id: "picker-advance" }, ...options);
  advance.value = advanceOf(target);
  const renew = (): void => {
    const heading = advance.value === "next" ? name : said(`heading_${advance.value}`, { name });
    const targets = found.filter((each) => ticked.has(each)).map((each) => each.target);
    line.value = headingLine(heading, targets, advance.value);
  };
  const copying = (content: string, of: string): HTMLElement => {
    const act = async (): Promise<void> => {
      told.textContent = said((await isCopied(content || line.value, line)) ? "copied" : "copy_failed");
    };
    return action(said("copy"), () => void act(), { class: content ? "" : "go", "aria-label": `${said("copy")}: ${of}` });
  };
  const row = (choice: Choice): HTMLElement => {
    const { target: written, kind, strength, count } = choice;
    const isAlone = count === 1;
    const tick = element("input", { type: "checkbox" });
    tick.checked = ticked.has(choice);
    tick.disabled = !isAlone;
    tick.addEventListener("change", () => {
      if (!ticked.delete(choice)) ticked.add(choice);
      renew();
    });
    const worth = `${said(STRENGTHS[strength])} · ${isAlone ? said("unique") : said("many", { count })}`;
    const why = element("p", { class: "small" }, element("b", {}, worth), element("br"), said(`why_${kind}`));
    const attributes = { class: isAlone ? STRENGTHS[strength] : "unfit", "data-kind": kind };
    return element("li", attributes, element("label", {}, tick, code(written)), copying(written, written), why);
  };
  advance.addEventListener("change", renew);
  renew();
  const heading = [
    element("h3", {}, said("line")),
    line,
    element("label", { for: "picker-advance" }, said("advance")),
    advance,
    copying("", said("line")),
  ];
  const own = `data-guide="${name.toLowerCase().replace(/\W+/g, "-").replace(/^-|-$/g, "") || "name"}"`;
  show(
    said("found", { what: name }),
    [
      usable.length > 0 ? "" : element("p", { role: "alert" }, said("none")),
      ...(usable.length > 0 ? heading : []),
      told,
      element("ul", {}, ...found.map(row)),
      found[0]?.kind === "guide" ? "" : element("p", { class: "small" }, said("best", { attribute: own })),
      action(said("again"), () => pick(desk, marking, home), { class: "wide" }),
    ],
    home,
  );
  marking.show(target);
}

/** Puts a text on the clipboard; where pages may not, through the field, in which it stays selected if that fails too. */
async function isCopied(text: string, field: HTMLTextAreaElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const was = field.value;
    field.value = text;
    field.focus();
    field.select();
    const isDone = document.execCommand("copy");
    if (isDone) field.value = was;
    return isDone;
  }
}
