// Plays a draft as readers would see it, by a tour of its own, which remembers nothing and tells nobody.

import type { Walkthrough } from "../contract.ts";
import { openTour } from "../core/core.ts";
import type { Help } from "../core/help.ts";
import type { Remembered } from "../core/memory.ts";
import type { Tour } from "../tour/tour.ts";

const SLUG = "draft";

export interface Missing {
  readonly step: string;
  readonly candidates: readonly string[];
}

export interface Played {
  readonly shown: ReadonlySet<string>;
  readonly missing: readonly Missing[];
}

/** Plays a walkthrough; tells of each step without its target at once, and of everything at the end. */
export function play(help: Help, walkthrough: Walkthrough, missed: (missing: Missing) => void, ended: (played: Played) => void): Tour {
  const draft = { ...walkthrough, s: SLUG };
  const shown = new Set<string>();
  const missing: Missing[] = [];
  let own: Remembered = { seen: {} };
  const record = (name: string, { step, candidates }: Partial<Missing>): void => {
    if (name === "step_shown") shown.add(step!);
    if (name === "target_missing") {
      missing.push({ step: step!, candidates: candidates! });
      missed(missing.at(-1)!);
    }
    if (/^guide_(completed|dismissed)$/.test(name)) queueMicrotask(() => ended({ shown, missing }));
  };
  const tour = openTour({
    ...help,
    manifest: { ...help.manifest, walkthroughs: [{ s: SLUG, t: draft.t, v: draft.v }] },
    memory: {
      read: () => own,
      write: (change) => {
        own = { ...own, ...change };
      },
    },
    fetch: async <T>() => draft as T,
    record: record as Help["record"],
  });
  tour.start(SLUG, "manual").catch(help.note);
  return tour;
}
