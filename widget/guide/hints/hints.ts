// Hotspots, banners, announcements, checklists and surveys: quiet, one card at a time, and gone once they were read.

import type { Body, HintEntry } from "../contract.ts";
import type { Help, Module } from "../core/help.ts";
import { activeElement, sheet } from "../core/layer.ts";
import { element, nodes } from "../core/nodes.ts";
import { putBeside } from "../tour/card.ts";
import { inView } from "../tour/moving.ts";
import { belongs, isBetween, isDue } from "../starts/audience.ts";
import brand from "../brand.css";
import css from "./hints.css";
import { mark } from "./spots.ts";
import spotsCss from "./spots.css";

const PREFIX = "hint:";

interface Hint {
  readonly t: string;
  readonly body?: readonly Body[];
  readonly url?: string;
}

/** Opens the module. */
export function open(help: Help): Module {
  const { manifest, memory, record, text, button, layer } = help;
  const style = sheet(brand + css + spotsCss);
  const spots = new Map<string, AbortController>();
  let card: { readonly entry: HintEntry; readonly box: HTMLElement } | undefined;
  let turn = 0;

  const remember = ({ s, v }: HintEntry): void =>
    memory.write({ seen: { ...memory.read().seen, [PREFIX + s]: { state: "done", version: v, step: "", at: Date.now() } } });
  const may = ({ s, screens, audience, frequency, from, until }: HintEntry): boolean => {
    const now = new Date();
    const day = new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
    return (
      help.fits(screens) &&
      belongs(audience, help.identity.traits) &&
      isBetween(from, until, day) &&
      isDue(frequency, memory.read().seen[PREFIX + s]?.at, now.getTime())
    );
  };
  const close = (): void => {
    if (!card) return;
    help.release(card.box);
    card = undefined;
  };
  const dismiss = (): void => {
    if (!card) return;
    const { entry } = card;
    remember(entry);
    spots.get(entry.s)?.abort();
    record("hint_dismissed", { hint: entry.s });
    close();
    refresh();
  };

  const put = (box: HTMLElement, leave: () => void): void => {
    const { box: home, hear, raise } = layer(style);
    const key = (event: KeyboardEvent): void => {
      if (event.key !== "Escape" || event.isComposing) return;
      event.preventDefault();
      leave();
    };
    hear(box, { keydown: key });
    home.appendChild(box);
    raise();
  };

  /** Shows a hint as a card; beside its hotspot when it has one. */
  const show = async (entry: HintEntry, spot?: Element): Promise<void> => {
    const mine = ++turn;
    const answered = (given: object): void => {
      record("survey", { hint: entry.s, ...given });
      remember(entry);
      card?.box.querySelector(".text")?.replaceChildren(text("thanks"));
    };
    let hint: Hint;
    let form: readonly Node[] = [];
    try {
      hint = await help.fetch<Hint>(`hint/${manifest.locale}/${encodeURI(entry.s)}.json?k=${entry.k}&v=${entry.v}`);
      if (/checklist|survey/.test(entry.k)) form = (await help.use("forms")).call!(entry.k, [hint, answered]) as Node[];
    } catch (error) {
      return help.note(error);
    }
    if (mine !== turn || (!spot && (help.tour!.busy() || !may(entry)))) return;
    close();
    const kind = spot ? "" : entry.k === "banner" ? " banner" : " docked";
    const link = hint.url ? nodes([["p", {}, ["a", { href: hint.url }, text("read_more")]]]) : [];
    const box = element(
      "section",
      { class: `float hint${kind}`, role: spot ? "dialog" : "region", "aria-labelledby": "hint-title", tabindex: "-1" },
      element(
        "div",
        { class: "bar" },
        element("h2", { id: "hint-title" }, hint.t),
        button({ class: "x", "aria-label": text("dismiss") }, dismiss, "×"),
      ),
      element("div", { class: "text" }, ...nodes(hint.body), ...form, ...link),
    );
    card = { entry, box };
    put(box, spot ? close : dismiss);
    if (spot) {
      putBeside(box, inView(spot));
      if (activeElement() === spot) box.focus({ preventScroll: true });
    }
    record("hint_shown", { hint: entry.s });
  };
  /** Says in one line that the walkthrough under way is no longer there. */
  const gone = (): void => {
    close();
    const away = (): void => help.release(box);
    const line = element("p", {}, text("gone"));
    const box = element("section", { class: "float hint docked", role: "status" }, line, button({}, away, text("dismiss")));
    put(box, away);
  };
  const hotspot = (entry: HintEntry): void => {
    const life = new AbortController();
    spots.set(entry.s, life);
    life.signal.addEventListener("abort", () => spots.delete(entry.s));
    mark(help, style, entry, (dot) => (card?.entry === entry ? close() : void show(entry, dot)), life.signal).catch(help.note);
  };

  const refresh = (): void => {
    const due = (manifest.hints ?? []).filter(may);
    for (const [slug, life] of spots) if (!due.some(({ s }) => s === slug)) life.abort();
    for (const entry of due) if (entry.k === "hotspot" && !spots.has(entry.s)) hotspot(entry);
    if (card && !due.includes(card.entry) && card.entry.k !== "survey") close();
    const next = due.find(({ k, after }) => k !== "hotspot" && !after);
    if (!card && next && !help.tour!.busy()) void show(next);
  };
  help.on("guide_completed", ({ walkthrough }: { walkthrough: string }) => {
    const wanted = (manifest.hints ?? []).find((entry) => entry.after === walkthrough && may(entry));
    if (wanted) void show(wanted);
    else if (card?.entry.k === "checklist") void show(card.entry);
    else refresh();
  });
  help.on("guide_started", close);
  help.on("guide_dismissed", refresh);
  refresh();
  return {
    call: gone,
    page: refresh,
    event: (name) => {
      const { events = {} } = memory.read();
      if (events[name] === 1) return;
      memory.write({ events: Object.fromEntries(Object.entries({ ...events, [name]: 1 as const }).slice(-200)) });
      if (card?.entry.k === "checklist") void show(card.entry);
    },
    close: () => {
      close();
      for (const life of spots.values()) life.abort();
    },
  };
}
