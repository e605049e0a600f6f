// Keeps a step right while it is open: shifts of the target that nothing announces, what other tabs do, and what the host
// lets nobody hear.
// Loaded once the first step can be seen.

import css from "../brand.css";
import { chain } from "../core/frames.ts";
import type { Help, Module } from "../core/help.ts";
import { sheet } from "../core/layer.ts";
import { KEY } from "../core/memory.ts";
import type { Shown } from "../tour/tour.ts";
import { onShift } from "./shifting.ts";
import { onUnheardClick, onUnheardEscape } from "./unheard.ts";

/** Opens the module. */
export function open(help: Help): Module {
  const style = sheet(css);
  return {
    call: (_method, [given]) => {
      const shown = given as Shown;
      const { target, card, moved, sync, dismiss, clicked, signal } = shown;
      if (signal.aborted) return;
      help.layer(style);
      addEventListener("storage", ({ key }) => key === KEY && sync(), { signal });
      for (const each of target ? chain(target) : []) onShift(each, moved, signal);
      if (target && clicked) onUnheardClick(target, clicked, signal);
      onUnheardEscape(card, dismiss, signal);
    },
  };
}
