// Leads through a walkthrough, step by step: one at a time, across pages, with each step's own rules.

import type { Started, Step, Walkthrough } from "../contract.ts";
import { follow } from "../core/follow.ts";
import type { Help, Module } from "../core/help.ts";
import { activeElement, is } from "../core/layer.ts";
import type { Seen } from "../core/memory.ts";
import { isRare, kinds } from "../core/kinds.ts";
import { look } from "../core/targets.ts";
import { onAdvance } from "./advancing.ts";
import { openCard, type Card, type Choice } from "./card.ts";
import { onMove } from "./moving.ts";
import { reveal } from "./scrolling.ts";

/** How long a target may take to come before it is reported and the step's policy decides. */
const PATIENCE = 2500;
const DAY = 86_400_000;
const EDITABLE = "input,textarea,select,iframe,[contenteditable]";

interface Underway {
  readonly guide: Walkthrough;
  readonly how: string;
  readonly trail: number[];
  index: number; // -1 is the opening card
  card?: Card;
  readonly answer: (started: Started) => void;
}

/** A step that can be seen, as the module `steady` gets it. */
export interface Shown {
  readonly target: Element | null;
  readonly card: HTMLElement;
  readonly moved: () => void;
  readonly dismiss: () => void;
  /** Goes on, when a click on the target is what the step asks for. */
  readonly clicked: false | (() => void);
  /** Takes over what another tab has done. */
  readonly sync: () => void;
  readonly signal: AbortSignal;
}

export interface Tour extends Module {
  readonly start: (slug: string, how: string, from?: string) => Promise<Started>;
  readonly stop: () => void;
  readonly busy: () => boolean;
}

/** Opens the tour; it goes on where this browser left off. */
export function openTour(help: Help): Tour {
  const { memory, manifest, record } = help;
  let tour: Underway | undefined;
  let turn = 0; // of two starts on their way, the later one counts
  let life = new AbortController(); // of the step
  let cameFrom: HTMLElement | null = null;
  let shown: Element | null | undefined; // what the step points at; null when it stands by itself
  let again: () => void = () => {};

  const stepOf = ({ guide, index }: Underway): Step => guide.steps[index] ?? { id: "", t: guide.t, body: guide.intro ?? [] };
  const about = ({ guide }: Underway): Record<string, unknown> => ({ walkthrough: guide.s, version: guide.v });
  const tell = (name: string, on: Underway, more = {}): void => record(name, { ...about(on), step: stepOf(on).id, ...more });
  const remember = (on: Underway, state: Seen["state"]): void => {
    const { s, v } = on.guide;
    const now = { step: stepOf(on).id, at: Date.now() };
    memory.write({ active: state === "active" ? { s, v, ...now } : null, seen: { ...memory.read().seen, [s]: { state, version: v, ...now } } });
  };

  /** Takes the tour off the screen. */
  const leave = (reason: string): void => {
    const on = tour;
    life.abort();
    tour = undefined;
    again = () => {};
    if (on?.card?.card.contains(activeElement())) cameFrom?.focus({ preventScroll: true });
    on?.card?.close();
    on?.answer({ shown: false, reason });
    cameFrom = null;
  };
  const dismiss = (reason = "dismissed"): void => {
    if (!tour) return;
    remember(tour, "dismissed");
    tell("guide_dismissed", tour);
    leave(reason);
  };
  const go = (on: Underway, index: number, later?: boolean): void => {
    life.abort();
    if (index >= on.guide.steps.length) {
      remember(on, "done");
      record("guide_completed", about(on));
      leave("completed");
      return;
    }
    // The page may go away with this very click: what comes next is remembered first, and shown when the host is done.
    on.index = index;
    remember(on, "active");
    if (later) setTimeout(() => tour === on && show(on));
    else show(on);
  };
  const following = ({ guide: { steps }, index }: Underway, then = steps[index]?.then): number => {
    const named = steps.findIndex(({ id }) => id === then);
    return then === "end" ? steps.length : named < 0 ? index + 1 : named;
  };
  const advance = (on: Underway, then?: string, later?: boolean): void => {
    if (tour !== on || life.signal.aborted) return;
    tell("step_done", on);
    on.trail.push(on.index);
    go(on, following(on, then), later);
  };
  const choices = (on: Underway, step: Step, isAsked: boolean): Choice[] => {
    const { steps } = on.guide;
    const { trail } = on;
    const before = steps[trail.at(-1)!]?.targets ?? [];
    const canGoBack = trail.length && (!before.length || look(before).element);
    return [
      ...(canGoBack ? [[help.text("back"), () => go(on, trail.pop()!)] as Choice] : []),
      ...(step.go
        ? Object.entries(step.go).map(([text, id]): Choice => [text, () => advance(on, id), true])
        : [[help.text(isAsked ? "skip" : following(on) < steps.length ? "next" : "done"), () => advance(on), !isAsked] as Choice]),
    ];
  };

  const toTarget = (): void => {
    (shown as HTMLElement | null | undefined)?.focus();
    if (!shown || !is(shown, ":focus")) cameFrom?.focus();
  };

  /** Shows the step as soon as its target is there, and follows it. */
  const show = (on: Underway): void => {
    life = new AbortController();
    const { signal } = life;
    const step = stepOf(on);
    const { targets = [], advance: kind = "next" } = step;
    const isAsked = /^(click|input|event:)/.test(kind) && !!targets[0]; // to do something on the page
    const values = { n: on.index + 1, total: on.guide.steps.length };
    let isAlone = !targets.length; // stands by itself, without a target
    let isFirst = true;
    shown = undefined;
    let presence = new AbortController(); // of the target, which may be replaced
    let timer: ReturnType<typeof setTimeout> | undefined;
    let failed: readonly string[] = [];
    const fits = (): boolean => help.fits([step.screen ?? ""]);

    const appear = (target: Element | null): void => {
      presence.abort();
      presence = new AbortController();
      shown = target;
      const isOpening = !on.card;
      const card = (on.card ??= openCard(help, dismiss, toTarget));
      const todo = isAsked && kind.length < 6 ? help.text(kind) : "";
      const counted = on.index < 0 ? "" : help.text("step", values);
      card.fill(step.t, step.body, todo, counted && `${values.n} / ${values.total}`, choices(on, step, isAsked));
      if (target) reveal(target);
      card.put(target);
      const steady: Shown = {
        target,
        card: card.card,
        moved: () => card.put(target),
        dismiss,
        clicked: kind === "click" && (() => advance(on)),
        sync: () => (memory.read().active ? resume() : leave("dismissed")),
        signal: presence.signal,
      };
      // F6 leads from the page to the card, as it leads from pane to pane elsewhere.
      const toCard = (event: KeyboardEvent): void => {
        if (event.key !== "F6" || event.defaultPrevented || card.card.hidden) return;
        event.preventDefault();
        cameFrom = activeElement();
        card.card.focus({ preventScroll: true });
      };
      for (const view of [window, target?.ownerDocument.defaultView]) view?.addEventListener("keydown", toCard, steady);
      onMove(target, steady.moved, steady.signal);
      help.use("steady").then(({ call }) => call!("", [steady]), help.note);
      if (target && isAsked) onAdvance(kind, target, (later) => advance(on, undefined, later), presence.signal);
      const active = activeElement();
      if (isOpening && on.how === "manual" && !(active && is(active, EDITABLE))) {
        cameFrom = active;
        card.card.focus({ preventScroll: true });
      } else if (!card.card.contains(active)) card.say(`${step.t} ${counted} ${help.text("reach")}`);
      if (isFirst) tell("step_shown", on);
      isFirst = false;
      on.answer({ shown: true });
    };
    const missing = (): void => {
      if (signal.aborted || shown !== undefined || !fits()) return;
      tell("target_missing", on, { candidates: targets });
      help.note(...failed);
      if (step.missing === "skip") go(on, following(on));
      else if (step.missing === "stop") dismiss("missing");
      else if (step.missing === "fallback") {
        isAlone = true;
        again();
      } else on.answer({ shown: false, reason: "waiting" });
    };
    signal.addEventListener("abort", () => {
      presence.abort();
      clearTimeout(timer);
    });
    again = follow(
      targets,
      (found) => {
        failed = found.failed;
        const target = found.element ?? null;
        if (!fits() || (!target && !isAlone)) {
          shown = undefined;
          presence.abort();
          on.card?.hide();
          timer ??= setTimeout(missing, PATIENCE);
        } else if (shown === target) on.card!.put(target);
        else appear(target);
      },
      signal,
    );
    if (kind === "visible") kinds.visible!(on.guide.steps[following(on)]?.targets ?? [], () => advance(on), signal);
  };

  const read = async (slug: string, version: string): Promise<Walkthrough> => {
    const path = `walkthrough/${manifest.locale}/${encodeURI(slug)}.json?v=`;
    const guide = await help.fetch<Walkthrough>(path + version).catch(async (answer) => help.fetch<Walkthrough>(path + (await answer.json()).current));
    if (guide.steps.some(({ advance, targets }) => isRare([advance, targets]))) await help.use("kinds");
    return guide;
  };
  const start = async (slug: string, how: string, from?: string): Promise<Started> => {
    const entry = manifest.walkthroughs?.find(({ s }) => s === slug);
    if (!entry) {
      if (how === "resume") record("gone", {});
      return { shown: false, reason: "unknown" };
    }
    const mine = ++turn;
    let guide: Walkthrough;
    try {
      guide = await read(slug, entry.v);
    } catch (error) {
      help.note(error);
      return { shown: false, reason: "unavailable" };
    }
    if (mine !== turn) return { shown: false, reason: "replaced" };
    if (!guide.steps[0]) return { shown: false, reason: "no_steps" };
    // Not `Promise`, which may be the host's: whoever awaits calls `then`.
    const then = (answer: Underway["answer"]): void => {
      dismiss();
      const index = from === undefined && guide.intro?.[0] ? -1 : Math.max(0, guide.steps.findIndex(({ id }) => id === from));
      tour = { guide, how, trail: [], index, answer };
      if (how !== "resume") record("guide_started", { ...about(tour), how });
      go(tour, index);
    };
    return { then } as PromiseLike<Started>;
  };
  /** Goes on where this browser left off, here or in another tab. */
  const resume = (): void => {
    const { active } = memory.read();
    if (!active || active.at < Date.now() - DAY || (tour?.guide.s === active.s && stepOf(tour).id === active.step)) return;
    leave("resumed");
    void start(active.s, "resume", active.step);
  };
  return {
    start,
    stop: () => {
      turn++;
      dismiss();
    },
    busy: () => !!tour,
    page: () => (turn ? again() : resume()),
    event: (name) => {
      if (tour && stepOf(tour).advance === `event:${name}`) advance(tour);
    },
    close: () => leave("closed"),
  };
}
