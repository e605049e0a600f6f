// The script tag: <script async src="https://HELP/embed/v1/guide.js" data-locale="ja"></script>

import type { Options } from "../contract.ts";
import { connect, type Api } from "./connect.ts";

declare global {
  interface Window {
    HelpCenter?: Api;
  }
}

const stub = window.HelpCenter;
const script = document.currentScript as HTMLScriptElement; // for modules there is guide.mjs
if (!stub?.ready) {
  const api = connect(new URL(".", script.src).href, { ...script.dataset } as Options);
  const push = (call: Iterable<unknown>): void => void api(...([...call] as [string, ...unknown[]]));
  window.HelpCenter = Object.assign(api, { ready: true as const, q: { push } });
  for (const call of (stub?.q ?? []) as Iterable<unknown>[]) push(call);
}
