// Keeps a step right while it is open: shifts of the target that nothing announces, and what other tabs do.
// Loaded once the first step can be seen.

import css from "../brand.css";
import { chain } from "../core/frames.ts";
import type { Help, Module } from "../core/help.ts";
import { sheet } from "../core/layer.ts";
import { KEY } from "../core/memory.ts";
import type { Shown } from "../tour/tour.ts";
import { onShift } from "./shifting.ts";

/** Opens the module. */
export function open(help: Help): Module {
  const style = sheet(css);
  return {
    call: (_method, [given]) => {
      const shown = given as Shown;
      if (shown.signal.aborted) return;
      help.layer(style);
      addEventListener("storage", ({ key }) => key === KEY && shown.sync(), { signal: shown.signal });
      for (const each of shown.target ? chain(shown.target) : []) onShift(each, shown.moved, shown.signal);
    },
  };
}
