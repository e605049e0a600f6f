// Walkthroughs that start by themselves, or by a link: when, for whom, and how often. Never two at once.

import type { WalkthroughEntry } from "../contract.ts";
import { follow } from "../core/follow.ts";
import type { Help, Module } from "../core/help.ts";
import { isRare } from "../core/kinds.ts";
import { belongs, isDue, isQuiet } from "./audience.ts";

/** Signs of somebody at work, each of which begins the idle time anew. */
const ACTIVE = ["pointerdown", "keydown", "scroll", "input"];

/** Opens the module. */
export function open(help: Help): Module {
  const { manifest, memory, fits } = help;
  let life = new AbortController();
  let was = "";
  const asked = new URLSearchParams(location.search).get("helpcenter-walkthrough");

  const may = ({ s, audience, frequency, quiet, screens }: WalkthroughEntry): boolean => {
    const now = new Date();
    const clock = `${String(now.getHours()).padStart(2, "0")}:${String(now.getMinutes()).padStart(2, "0")}`;
    return (
      !help.tour!.busy() &&
      fits(screens) &&
      belongs(audience, help.identity.traits) &&
      isDue(frequency, memory.read().seen[s]?.at, now.getTime()) &&
      !isQuiet(quiet, clock)
    );
  };
  let starting = false;
  const begin = async (entry: WalkthroughEntry, how: string): Promise<void> => {
    if (starting || !may(entry)) return;
    starting = true;
    try {
      await help.tour!.start(entry.s, how);
    } catch (error) {
      help.note(error);
    } finally {
      starting = false;
    }
  };

  /** Begins once the target is there. */
  const watch = async (entry: WalkthroughEntry, target: string, signal: AbortSignal): Promise<void> => {
    if (isRare(target)) await help.use("kinds");
    const life = new AbortController();
    signal.addEventListener("abort", () => life.abort());
    follow(
      [target],
      ({ element }) => {
        if (!element) return;
        queueMicrotask(() => life.abort());
        void begin(entry, "element");
      },
      life.signal,
    );
  };

  const listen = (): void => {
    life.abort();
    life = new AbortController();
    const { signal } = life;
    const byEvent = new Map<string, WalkthroughEntry>();
    for (const entry of manifest.walkthroughs ?? []) {
      if (!entry.start || !fits(entry.screens) || !belongs(entry.audience, help.identity.traits)) continue;
      const [, kind = entry.start, detail = ""] = /^(element|appear|event|idle):(.*)$/s.exec(entry.start) ?? [];
      if (kind === "first-visit") void begin(entry, kind);
      else if (kind === "error") {
        byEvent.set("error", entry);
        // A form that the browser refuses to send is an error too.
        addEventListener("invalid", () => void begin(entry, kind), { capture: true, signal });
      } else if (kind === "event") {
        byEvent.set(detail, entry);
        document.addEventListener(detail, () => void begin(entry, kind), { signal });
      } else if (kind === "idle") {
        let timer: ReturnType<typeof setTimeout>;
        const rest = (): void => {
          clearTimeout(timer);
          if (isDue(entry.frequency, memory.read().seen[entry.s]?.at, Date.now())) timer = setTimeout(() => void begin(entry, kind), Number(detail) * 1000);
        };
        for (const sign of ACTIVE) addEventListener(sign, rest, { capture: true, passive: true, signal });
        signal.addEventListener("abort", () => clearTimeout(timer));
        rest();
      } else if (kind === "element" || kind === "appear") {
        void watch(entry, detail, signal).catch(help.note);
      }
    }
    events = byEvent;
  };
  let events = new Map<string, WalkthroughEntry>();
  const refresh = (): void => {
    const now = `${location.href} ${Object.entries(help.identity.traits)}`;
    if (now === was) return;
    was = now;
    listen();
  };
  help.signal.addEventListener("abort", () => life.abort());
  refresh();
  if (asked) void help.tour!.start(asked, "link");
  return {
    page: refresh,
    event: (name) => {
      const entry = events.get(name);
      if (entry) void begin(entry, name === "error" ? "error" : "event");
    },
  };
}
