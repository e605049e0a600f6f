// How far an identified reader is, kept on the server too, so that it holds on every device. Of two, the newer one counts.

import type { Help } from "../core/help.ts";
import type { Seen } from "../core/memory.ts";

const DAY = 86_400_000;

interface Answer {
  readonly walkthroughs: Readonly<Record<string, Seen>>;
  readonly traits?: Readonly<Record<string, unknown>>;
}

export interface Progress {
  /** Reads what the server knows, and takes over what is newer. */
  readonly read: () => Promise<void>;
}

/** Opens the way to the reader's progress; without a token nothing is asked or sent. */
export function openProgress({ base, identity, memory, note, on }: Help): Progress {
  const ask = async (given: RequestInit): Promise<Answer | undefined> => {
    try {
      const headers = { Authorization: `Bearer ${identity.token}`, "Content-Type": "application/json" };
      const answer = await fetch(`${base}progress`, { ...given, headers, keepalive: true });
      const found = await answer.json();
      if (answer.ok) return found as Answer;
      note("progress:", found.detail);
    } catch (error) {
      note(error);
    }
    return undefined;
  };
  const changed = ({ walkthrough }: { walkthrough: string }): void => {
    const seen = memory.read().seen[walkthrough];
    if (identity.token && seen) void ask({ method: "PUT", body: JSON.stringify({ walkthroughs: { [walkthrough]: seen } }) });
  };
  for (const name of ["step_shown", "guide_completed", "guide_dismissed"]) on(name, changed);
  return {
    read: async () => {
      const found = identity.token ? await ask({}) : undefined;
      if (!found) return;
      const { seen, active } = memory.read();
      const newer = Object.entries(found.walkthroughs).filter(([slug, { at }]) => at > (seen[slug]?.at ?? 0));
      const [slug, last] = newer.filter(([, { state, at }]) => state === "active" && at > Date.now() - DAY).sort(([, a], [, b]) => b.at - a.at)[0] ?? [];
      const own = active && newer.some(([each]) => each === active.s) ? null : active;
      const resumed = slug && last && !own ? { s: slug, v: last.version, step: last.step, at: last.at } : (own ?? null);
      memory.write({ seen: { ...seen, ...Object.fromEntries(newer) }, active: resumed });
      identity.traits = { ...identity.traits, ...found.traits };
    },
  };
}
