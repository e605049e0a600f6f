// Tries a draft before it is committed: pasted, read by the server as `helpcenter check` reads it, and played, from page to
// page. A part of the picker, loaded when a writer goes there.

import type { Walkthrough } from "../contract.ts";
import type { Help, Module } from "../core/help.ts";
import { element } from "../core/nodes.ts";
import { code, reason, type Content, type Desk } from "../picker/desk.ts";
import type { Missing, Playing, Problem } from "../picker/keeping.ts";
import type { Tour } from "../tour/tour.ts";
import { play } from "./playing.ts";

interface Read {
  readonly walkthrough: Walkthrough | null;
  readonly problems: readonly Problem[];
}

/** Opens the module: `call` shows the field for a draft, or goes on with the one that is played; the draft stays. */
export function open(help: Help): Module {
  let tour: Tour | undefined;

  const show = (desk: Desk, home: () => void, found: readonly Problem[] = [], before: Content = []): void => {
    const { said, action, keeping } = desk;
    const told = ({ line, message, suggestion }: Problem): HTMLElement =>
      element("li", { class: "unfit" }, line > 0 ? element("b", {}, said("at_line", { line })) : "", ` ${message} ${suggestion}`);
    const field = element("textarea", { rows: "9", id: "picker-draft", spellcheck: "false" });
    const note = element("p", { class: "small", role: "status" });
    const keep = (): void => keeping.write({ draft: field.value });
    // Browsers ask the writer first, and some let no page read it: then it is pasted by hand.
    const paste = async (): Promise<void> => {
      try {
        field.value = await navigator.clipboard.readText();
        note.textContent = "";
        keep();
      } catch {
        note.textContent = said("paste_failed");
      }
      field.focus({ preventScroll: true });
    };
    field.value = keeping.read().draft ?? "";
    field.addEventListener("input", keep);
    desk.show(
      said("try"),
      [
        ...before,
        element("div", { role: "alert" }, ...(found[0] ? [element("ul", {}, ...found.map(told))] : [])),
        element("label", { for: "picker-draft" }, said("draft")),
        field,
        note,
        action(said("play"), () => void begin(desk, home), { class: "go" }),
        ...("clipboard" in navigator ? [action(said("paste"), () => void paste())] : []),
      ],
      home,
    );
    field.focus({ preventScroll: true });
  };
  const begin = async (desk: Desk, home: () => void): Promise<void> => {
    const { said, keeping } = desk;
    const markdown = keeping.read().draft ?? "";
    if (!markdown.trim()) return;
    const signal = desk.show(said("try"), [element("p", { role: "status" }, said("wait"))], () => show(desk, home));
    let read: Read;
    try {
      read = await desk.ask<Read>("draft", { method: "POST", body: JSON.stringify({ markdown }) });
    } catch (error) {
      if (!signal.aborted) show(desk, home, [{ line: 0, message: reason(desk, error), suggestion: "" }]);
      return;
    }
    if (signal.aborted) return;
    const { walkthrough, problems } = read;
    if (walkthrough?.steps[0]) goOn(desk, home, { walkthrough, problems, own: { seen: {} }, shown: [], missing: [] });
    else show(desk, home, problems);
  };
  const goOn = (desk: Desk, home: () => void, from: Playing): void => {
    const { said, action, keeping } = desk;
    const { steps } = from.walkthrough;
    const missed = ({ step, candidates }: Missing): HTMLElement =>
      element("p", { class: "unfit", role: "alert" }, `${steps.find(({ id }) => id === step)?.t}: ${said("is_nowhere")} `, code(candidates.join(" || ")));
    const says = element("div", {}, element("p", { role: "status" }, said("playing")), ...from.missing.map(missed));
    let now = from;
    const changed = (next: Playing): void => {
      for (const each of next.missing.slice(now.missing.length)) says.appendChild(missed(each));
      now = next;
      if (desk.token) keeping.write({ playing: now });
    };
    const ended = (): void => {
      tour = undefined;
      if (!desk.token) return;
      keeping.write({ playing: undefined });
      const counted = said("played", { shown: steps.filter(({ id }) => now.shown.includes(id)).length, total: steps.length });
      show(desk, home, now.problems, [element("p", { role: "status" }, counted), ...now.missing.map(missed)]);
    };
    desk.show(said("try"), [says, action(said("stop_playing"), () => tour?.stop(), { class: "wide" })]);
    tour = play(help, now, changed, ended);
  };
  return {
    call: (method, given) => {
      const [desk, home] = given as [Desk, () => void];
      const { playing } = desk.keeping.read();
      if (method === "resume" && playing) goOn(desk, home, playing);
      else show(desk, home);
    },
    page: () => tour?.page!(),
    event: (name) => tour?.event!(name),
    close: () => tour?.stop(),
  };
}
