// Who the reader is, and what happened: it goes to the server, unless the reader does not want to be tracked, or the host
// has no consent yet.

import type { Help, Module } from "../core/help.ts";
import { openProgress } from "./progress.ts";
import { isAllowed, openTransport } from "./transport.ts";

/** Fields of a size that the server takes. */
function bounded(fields: Readonly<Record<string, unknown>>): object {
  const { candidates } = fields as { candidates?: readonly string[] };
  return candidates ? { ...fields, candidates: candidates.slice(0, 10).map((each) => each.slice(0, 300)) } : fields;
}

/** Opens the module. */
export function open(help: Help): Module {
  const { base, manifest, options } = help;
  const transport = openTransport(`${base}events`, () => help.identity.token, help.signal);
  const progress = openProgress(help);
  return {
    call: async (method, [given]) => {
      if (method === "identify") {
        Object.assign(help.identity, given);
        await progress.read();
      } else if (method === "reset") {
        help.tour?.stop();
        Object.assign(help.identity, { token: null, traits: {} });
        help.memory.write({ active: null, seen: {}, events: {} });
      } else if (method === "gone") {
        // What was under way here has been withdrawn meanwhile; the reader is told, once.
        help.memory.write({ active: null });
        (await help.use("hints")).call!(method, []);
        return;
      } else {
        const about = { name: method, at: Date.now(), locale: manifest.locale, screen: location.pathname.slice(0, 300) };
        if (isAllowed(options.consent)) transport.add({ ...about, ...bounded(given as Readonly<Record<string, unknown>>) });
        return;
      }
      help.refresh();
    },
    close: transport.close,
  };
}
