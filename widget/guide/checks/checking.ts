// Looks for all targets of a walkthrough on the live screen, while the writer goes through the product.

import type { Step, Walkthrough } from "../contract.ts";
import { follow } from "../core/follow.ts";
import type { Help } from "../core/help.ts";

/** What is known of one candidate: how many visible elements it means of how many, or that it is none. */
export interface Tried {
  readonly target: string;
  readonly state: "is_found" | "is_nowhere" | "is_hidden" | "is_many" | "is_invalid";
  readonly count: number;
}

export interface Checked {
  readonly step: Step;
  readonly isHere: boolean; // the screen is the step's own
  readonly tried: readonly Tried[];
  readonly element?: Element | undefined;
}

/** Reads what `look` says of a candidate that does not mean one element alone. */
export function readFailure(failure: string): Tried {
  const [, target = failure, visible, all] = /^(.*): (?:(\d+) visible of (\d+)|invalid)$/s.exec(failure) ?? [];
  const count = Number(visible ?? 0);
  const state = visible === undefined ? "is_invalid" : count > 1 ? "is_many" : Number(all) > 0 ? "is_hidden" : "is_nowhere";
  return { target, state, count };
}

/** Follows every step's candidates, each by itself, until the signal aborts. */
export function check(help: Help, { steps }: Walkthrough, changed: (checked: readonly Checked[]) => void, signal: AbortSignal): void {
  const known = steps.map((step): Checked => ({ step, isHere: true, tried: [] }));
  let isSoon = false;
  const tell = (): void => {
    isSoon = false;
    if (!signal.aborted) changed([...known]);
  };
  steps.forEach((step, n) => {
    const found = new Map<string, Element | undefined>();
    for (const target of step.targets ?? []) {
      follow(
        [target],
        ({ element, failed }) => {
          found.set(target, element);
          const tried = [...(known[n]?.tried ?? []).filter((each) => each.target !== target)];
          const now: Tried = element ? { target, state: "is_found", count: 1 } : readFailure(failed[0]!);
          tried.push(now);
          tried.sort((a, b) => step.targets!.indexOf(a.target) - step.targets!.indexOf(b.target));
          known[n] = { step, isHere: !step.screen || help.fits([step.screen]), tried, element: [...found.values()].find(Boolean) };
          if (!isSoon) queueMicrotask(tell);
          isSoon = true;
        },
        signal,
      );
    }
  });
  tell();
}
