// The picker, for writers: it turns a click in the product into the heading of a step, plays drafts, and checks whether
// the targets of a walkthrough are still there. Opened by a link of the help center, which carries a token; in that tab it
// stays open from page to page.

import type { Help, Module } from "../core/help.ts";
import { element } from "../core/nodes.ts";
import { openDesk, reason } from "./desk.ts";
import { openMarking } from "./marking.ts";
import { pick } from "./offering.ts";

const TOKEN = /[#&]helpcenter-picker=([\w.-]+)/;

interface Welcome {
  readonly texts: Readonly<Record<string, string>>;
}

/** Opens the module, which begins as soon as the address or this tab has a token. */
export function open(help: Help): Module {
  const before = { tour: help.tour!, wanted: help.wanted };
  let drafts: Module | undefined;
  const end = (): void => {
    desk.token = undefined;
    desk.keeping.clear();
    drafts?.close!();
    marking.close();
    desk.clear();
    Object.assign(help, before);
    help.refresh();
  };
  const marking = openMarking(help, () => desk.said("how"));
  const desk = openDesk(help, () => marking.show(null), end);
  /** Goes into a part of the picker that is loaded only then. */
  const go = async (name: "drafts" | "checks", method = "open"): Promise<void> => {
    try {
      const part = await help.use(name);
      if (name === "drafts") drafts = part;
      if (desk.token) part.call!(method, [desk, home, marking]);
    } catch (error) {
      help.note(error);
      desk.show(desk.said("title"), [element("p", { role: "alert" }, desk.said("failed"))], home);
    }
  };
  const home = (): void => {
    const { said, action, keeping } = desk;
    keeping.write({ checking: undefined });
    desk.show(said("title"), [
      element("p", {}, said("welcome")),
      action(said("pick"), () => pick(desk, marking, home), { class: "go wide" }),
      action(said("try"), () => void go("drafts"), { class: "wide" }),
      action(said("check"), () => void go("checks"), { class: "wide" }),
    ]);
  };

  const begin = async (): Promise<void> => {
    const link = TOKEN.exec(location.hash)?.[0] ?? desk.keeping.read().link ?? "";
    desk.token = TOKEN.exec(link)?.[1];
    if (!desk.token) return;
    desk.keeping.write({ link });
    // Nothing else shows itself meanwhile; what is under way here goes on when the picker has ended.
    before.tour.close!();
    before.tour.stop();
    Object.assign(help, { wanted: () => [], tour: { ...before.tour, busy: () => true } });
    if (TOKEN.test(location.hash)) history.replaceState(history.state, "", location.href.replace(TOKEN, ""));
    try {
      desk.texts = (await desk.ask<Welcome>("picker")).texts;
      await help.use("kinds");
      const { playing, checking } = desk.keeping.read();
      if (playing) await go("drafts", "resume");
      else if (checking) await go("checks", "resume");
      else home();
    } catch (error) {
      // A token that the server refuses is told once, and not asked with again.
      if (typeof error === "string") desk.keeping.clear();
      desk.texts = { failed: help.text("offline"), close: help.text("close") };
      desk.show(help.text("open"), [element("p", { role: "alert" }, reason(desk, error))]);
    }
  };
  void begin();
  return {
    page: () => {
      if (TOKEN.test(location.hash)) void begin();
    },
    close: () => {
      if (desk.token) end();
    },
  };
}
