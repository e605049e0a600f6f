// For bundlers: import { load } from "…/guide.mjs"; const help = load("https://HELP/embed/v1/", { locale: "ja" });

import type { Options } from "../contract.ts";
import { connect, type Api } from "./connect.ts";

/** Connects to the help center whose guide is served below `address`; nothing is added to `window`. */
export function load(address: string, options: Options = {}): Api {
  return connect(new URL("./", address).href, options);
}
