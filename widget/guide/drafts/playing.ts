// Plays a draft as readers would see it, by a tour of its own, which tells nobody, and remembers only in this tab.

import { openTour } from "../core/core.ts";
import type { Help } from "../core/help.ts";
import type { Missing, Playing } from "../picker/keeping.ts";
import type { Tour } from "../tour/tour.ts";

const SLUG = "draft";

/** Plays a draft from where it is; tells of every change, and when it is over. */
export function play(help: Help, from: Playing, changed: (now: Playing) => void, ended: () => void): Tour {
  const draft = { ...from.walkthrough, s: SLUG };
  let now = from;
  const turn = (change: Partial<Playing>): void => {
    now = { ...now, ...change };
    changed(now);
  };
  const record = (name: string, { step, candidates }: Partial<Missing>): void => {
    const { shown, missing } = now;
    if (name === "step_shown") turn({ shown: [...shown, step!] });
    if (name === "target_missing") turn({ missing: [...missing, { step: step!, candidates: candidates! }] });
    if (/^guide_(completed|dismissed)$/.test(name)) queueMicrotask(ended);
  };
  const tour = openTour({
    ...help,
    manifest: { ...help.manifest, walkthroughs: [{ s: SLUG, t: draft.t, v: draft.v }] },
    memory: {
      read: () => now.own,
      write: (change) => turn({ own: { ...now.own, ...change } }),
    },
    fetch: async <T>() => draft as T,
    record: record as Help["record"],
  });
  const { active } = now.own;
  (active ? tour.start(SLUG, "resume", active.step) : tour.start(SLUG, "manual")).catch(help.note);
  return tour;
}
