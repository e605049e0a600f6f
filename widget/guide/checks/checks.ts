// Shows whether the targets of a published walkthrough are still there, while the writer goes through the product, from
// page to page. A part of the picker, loaded when a writer goes there.

import type { Walkthrough } from "../contract.ts";
import type { Module } from "../core/help.ts";
import { activeElement } from "../core/layer.ts";
import { element } from "../core/nodes.ts";
import { code, reason, type Desk } from "../picker/desk.ts";
import type { Marking } from "../picker/marking.ts";
import { check, type Checked } from "./checking.ts";

/** Lets the writer choose a walkthrough to check; those of this screen come first. */
function list(desk: Desk, marking: Marking, home: () => void): void {
  const { said, show, action, help, keeping } = desk;
  keeping.write({ checking: undefined });
  const fit = (screens: readonly string[] | undefined): number => Number(help.fits(screens));
  const guides = [...(help.manifest.walkthroughs ?? [])].sort((a, b) => fit(b.screens) - fit(a.screens));
  const rows = guides.map(({ s, t }) => action(t, () => void inspect(desk, marking, home, s), { class: "wide" }));
  show(said("check"), [element("p", {}, said(guides[0] ? "choose" : "no_guides")), ...rows], home);
}

async function inspect(desk: Desk, marking: Marking, home: () => void, slug: string): Promise<void> {
  const { said, show, action, help, keeping } = desk;
  const back = (): void => list(desk, marking, home);
  const waiting = show(said("check"), [element("p", { role: "status" }, said("wait"))], back);
  let guide: Walkthrough;
  try {
    guide = await help.fetch<Walkthrough>(`walkthrough/${help.manifest.locale}/${encodeURI(slug)}.json`);
  } catch (error) {
    if (!waiting.aborted) show(said("check"), [element("p", { role: "alert" }, reason(desk, error))], back);
    return;
  }
  if (waiting.aborted) return;
  const { checking } = keeping.read();
  const once = new Set(checking?.slug === slug ? checking.once : []); // the steps that were found on some screen
  const status = element("p", { role: "status" });
  const rows = element("ol");
  const row = ({ step, isHere, tried, element: found }: Checked): HTMLElement => {
    const { id, t, targets = [], screen } = step;
    const isFound = isHere && !!found;
    if (isFound || !targets[0]) once.add(id);
    const state = !targets[0] ? "by_itself" : isFound ? "is_found" : once.has(id) ? "was_found" : isHere ? "is_nowhere" : "elsewhere";
    const each = tried.map(({ target, state: how, count }) =>
      element("li", { class: how === "is_found" ? "stable" : "unfit" }, code(target), ` ${said(how, { count })}`),
    );
    const look = (): void => {
      found!.scrollIntoView({ block: "center", behavior: "instant" });
      marking.show(found!);
    };
    return element(
      "li",
      {},
      element("b", {}, t),
      element("p", { class: "small" }, `${once.has(id) ? "✓" : "–"} ${said(state, { screen: screen ?? "" })}`),
      isHere && state !== "was_found" ? element("ul", {}, ...each) : "",
      isFound ? action(said("show"), look, { "aria-label": `${said("show")}: ${t}` }) : "",
    );
  };
  let shown = "";
  const changed = (checked: readonly Checked[]): void => {
    const made = checked.map(row);
    const text = made.map((each) => each.textContent).join();
    if (text === shown) return; // what changed on the page changes nothing here
    keeping.write({ checking: { slug, once: [...once] } });
    const focused = activeElement()?.ariaLabel;
    shown = text;
    rows.replaceChildren(...made);
    if (focused) [...rows.querySelectorAll("button")].find(({ ariaLabel }) => ariaLabel === focused)?.focus();
    status.textContent = said("seen", { done: once.size, total: checked.length });
  };
  const signal = show(guide.t, [status, rows], back);
  check(help, guide, changed, signal);
}

/** Opens the module: `call` shows the walkthroughs, or goes on with the one that is checked. */
export function open(): Module {
  return {
    call: (method, given) => {
      const [desk, home, marking] = given as [Desk, () => void, Marking];
      const { checking } = desk.keeping.read();
      if (method === "resume" && checking) void inspect(desk, marking, home, checking.slug);
      else list(desk, marking, home);
    },
  };
}
