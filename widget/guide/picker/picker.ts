// The picker, for writers: it turns a click in the product into the heading of a step, plays drafts, and checks whether
// the targets of a walkthrough are still there. Opened by a link of the help center, which carries a token.

import type { Help, Module } from "../core/help.ts";
import { element } from "../core/nodes.ts";
import { openDesk, reason } from "./desk.ts";
import { openDrafting } from "./drafting.ts";
import { list } from "./inspecting.ts";
import { openMarking } from "./marking.ts";
import { pick } from "./offering.ts";

const TOKEN = /[#&]helpcenter-picker=([\w.-]+)/;

interface Welcome {
  readonly texts: Readonly<Record<string, string>>;
}

/** Opens the module, which begins as soon as the address brings a token. */
export function open(help: Help): Module {
  const before = { tour: help.tour!, wanted: help.wanted };
  const end = (): void => {
    desk.token = undefined;
    drafting.playing()?.stop();
    marking.close();
    desk.clear();
    Object.assign(help, before);
    help.refresh();
  };
  const marking = openMarking(help, () => desk.said("how"));
  const desk = openDesk(help, () => marking.show(null), end);
  const home = (): void => {
    const { said, action } = desk;
    desk.show(said("title"), [
      element("p", {}, said("welcome")),
      action(said("pick"), () => pick(desk, marking, home), { class: "go wide" }),
      action(said("try"), drafting.open, { class: "wide" }),
      action(said("check"), () => list(desk, marking, home), { class: "wide" }),
    ]);
  };
  const drafting = openDrafting(desk, home);

  const begin = async (): Promise<void> => {
    desk.token = TOKEN.exec(location.hash)?.[1];
    if (!desk.token) return;
    // Nothing else shows itself meanwhile; what is under way here goes on when the picker has ended.
    before.tour.close!();
    before.tour.stop();
    Object.assign(help, { wanted: () => [], tour: { ...before.tour, busy: () => true } });
    history.replaceState(history.state, "", location.href.replace(TOKEN, ""));
    try {
      desk.texts = (await desk.ask<Welcome>("picker")).texts;
      await help.use("kinds");
      home();
    } catch (error) {
      desk.texts = { failed: help.text("offline"), close: help.text("close") };
      desk.show(help.text("open"), [element("p", { role: "alert" }, reason(desk, error))]);
    }
  };
  void begin();
  return {
    page: () => {
      if (TOKEN.test(location.hash)) void begin();
      drafting.playing()?.page!();
    },
    event: (name) => drafting.playing()?.event!(name),
    close: () => {
      if (desk.token) end();
    },
  };
}
