// For whom, how often and when something may show itself: pure.

import type { WalkthroughEntry } from "../contract.ts";

const DAY = 86_400_000;

/** Whether the traits are those of the audience: of each trait one of its values. */
export function belongs(audience: WalkthroughEntry["audience"], traits: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(audience ?? {}).every(([name, wanted]) => [traits[name]].flat().some((value) => wanted.includes(String(value))));
}

/** Whether a time of day ("HH:MM") lies in the quiet hours, which may pass midnight. */
export function isQuiet(quiet: WalkthroughEntry["quiet"], now: string): boolean {
  if (!quiet) return false;
  const [from, until] = quiet;
  return from <= until ? from <= now && now < until : now >= from || now < until;
}

/** Whether something last seen then may show itself again. */
export function isDue(frequency: string | undefined, lastSeen: number | undefined, now: number): boolean {
  if (lastSeen === undefined || frequency === "always") return true;
  return frequency === "daily" && now - lastSeen >= DAY;
}

/** Whether a day ("2026-12-01", inclusive) lies between two, of which either may be missing. */
export function isBetween(from: string | undefined, until: string | undefined, day: string): boolean {
  return (!from || from <= day) && (!until || day <= until);
}
