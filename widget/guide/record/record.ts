// Who the reader is, and what happened: it goes to the server, unless the reader does not want to be tracked, or the host
// has no consent yet.

import type { Help, Module } from "../core/help.ts";
import { openTransport } from "./transport.ts";

/** Opens the module. */
export function open(help: Help): Module {
  const { base, manifest, options } = help;
  const transport = openTransport(`${base}events`, () => help.identity.token, help.signal);
  const isAllowed = (): boolean => {
    const { doNotTrack, globalPrivacyControl } = navigator as Navigator & { globalPrivacyControl?: boolean };
    return ![false, "off", "false"].includes(options.consent as string | boolean) && doNotTrack !== "1" && !globalPrivacyControl;
  };
  return {
    call: (method, [given]) => {
      if (method === "identify") Object.assign(help.identity, given);
      else if (method === "reset") {
        help.tour?.stop();
        help.identity = { token: null, traits: {} };
        help.memory.write({ active: null, seen: {}, events: [] });
      } else {
        if (isAllowed()) transport.add({ name: method, at: Date.now(), locale: manifest.locale, screen: location.pathname, ...(given as object) });
        return;
      }
      help.refresh();
    },
    close: transport.close,
  };
}
