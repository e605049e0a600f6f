// Tries a draft before it is committed: pasted, read by the server as `helpcenter check` reads it, and played.

import type { Walkthrough } from "../contract.ts";
import { element } from "../core/nodes.ts";
import type { Tour } from "../tour/tour.ts";
import { code, reason, type Content, type Desk } from "./desk.ts";
import { play, type Missing, type Played } from "./playing.ts";

interface Problem {
  readonly line: number;
  readonly message: string;
  readonly suggestion: string;
}

interface Read {
  readonly walkthrough: Walkthrough | null;
  readonly problems: readonly Problem[];
}

export interface Drafting {
  readonly open: () => void;
  /** The tour of the draft while it is played. */
  readonly playing: () => Tour | undefined;
}

/** Opens what tries drafts; the last one stays in the field. */
export function openDrafting(desk: Desk, home: () => void): Drafting {
  const { said, show, action, ask } = desk;
  let draft = "";
  let playing: Tour | undefined;

  const told = ({ line, message, suggestion }: Problem): HTMLElement =>
    element("li", { class: "unfit" }, line > 0 ? element("b", {}, said("at_line", { line })) : "", ` ${message} ${suggestion}`);
  const missed = ({ steps }: Walkthrough, { step, candidates }: Missing): HTMLElement =>
    element("p", { class: "unfit", role: "alert" }, `${steps.find(({ id }) => id === step)?.t}: ${said("is_nowhere")} `, code(candidates.join(" || ")));

  const open = (found: readonly Problem[] = [], before: Content = []): void => {
    const field = element("textarea", { rows: "9", id: "picker-draft", spellcheck: "false" });
    field.value = draft;
    field.addEventListener("input", () => {
      draft = field.value;
    });
    show(
      said("try"),
      [
        ...before,
        element("div", { role: "alert" }, ...(found[0] ? [element("ul", {}, ...found.map(told))] : [])),
        element("label", { for: "picker-draft" }, said("draft")),
        field,
        action(said("play"), () => void begin(), { class: "go" }),
      ],
      home,
    );
    field.focus({ preventScroll: true });
  };
  const begin = async (): Promise<void> => {
    if (!draft.trim()) return;
    const signal = show(said("try"), [element("p", { role: "status" }, said("wait"))], open);
    let read: Read;
    try {
      read = await ask<Read>("draft", { method: "POST", body: JSON.stringify({ markdown: draft }) });
    } catch (error) {
      if (!signal.aborted) open([{ line: 0, message: reason(desk, error), suggestion: "" }]);
      return;
    }
    if (signal.aborted) return;
    const { walkthrough, problems } = read;
    if (!walkthrough?.steps[0]) return open(problems);
    const says = element("div", {}, element("p", { role: "status" }, said("playing")));
    show(said("try"), [says, action(said("stop_playing"), () => playing?.stop(), { class: "wide" })]);
    const ended = ({ shown, missing }: Played): void => {
      playing = undefined;
      const counted = said("played", { shown: walkthrough.steps.filter(({ id }) => shown.has(id)).length, total: walkthrough.steps.length });
      if (desk.token) open(problems, [element("p", { role: "status" }, counted), ...missing.map((each) => missed(walkthrough, each))]);
    };
    playing = play(desk.help, walkthrough, (each) => says.append(missed(walkthrough, each)), ended);
  };
  return { open: () => open(), playing: () => playing };
}
