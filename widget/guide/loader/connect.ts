// The part on every page: the queue, the manifest, and what this screen needs.

import type { Core, Manifest, Options, Page } from "../contract.ts";
import { onNavigation } from "./navigation.ts";
import { fits } from "./screens.ts";

/** `HelpCenter(method, …)`; `q` keeps taking calls from whoever still holds the stub. */
export interface Api {
  (method: string, ...parameters: unknown[]): Promise<unknown>;
  q?: Iterable<unknown>[] | { push: (call: Iterable<unknown>) => void };
  ready?: true;
}

/** Calls that need the core even on a screen without a match; of the others it takes note. */
const LOUD = /^(start|open|search|article)$/;

const isOwn = (screens?: readonly string[]): boolean | undefined => screens?.some(fits);
const matches = (screens?: readonly string[]): boolean => !screens?.[0] || isOwn(screens)!;

/** What this tab and this browser remember. */
function remembered(): string {
  try {
    return localStorage["help-guide"] + sessionStorage["help-guide-picker"];
  } catch {
    return ""; // storage is denied
  }
}

/** Makes the API of one help center, whose addresses begin with `base`. */
export function connect(base: string, options: Options): Api {
  let manifest: Promise<Manifest> | undefined;
  let core: Promise<Core> | undefined;
  let noted: [string, unknown[]][] = [];

  const forget = (): void => {
    manifest = core = undefined;
  };
  const read = async (): Promise<Manifest> =>
    (manifest ??= fetch(
      `${base}manifest/${encodeURIComponent(options.locale || document.documentElement.lang || navigator.language)}.json`,
    ).then((answer) => answer.json()));

  /** The modules that may show something on this screen. */
  const wanted = ({ walkthroughs = [], hints = [], articles = [] }: Manifest): string[] => {
    const hasOwn = articles.some((each) => isOwn(each[2])) || walkthroughs.some(({ screens }) => isOwn(screens));
    const told = location.href + remembered();
    const needs: Readonly<Record<string, unknown>> = {
      core: /"active":\{/.test(told),
      starts: /helpcenter-walkthrough=/.test(told) || walkthroughs.some(({ start, screens }) => start && matches(screens)),
      hints: hints.some(({ screens }) => matches(screens)),
      launcher: options.launcher !== "off" && (options.launcher || hasOwn),
    };
    return /helpcenter-picker=/.test(told) ? ["picker"] : Object.keys(needs).filter((name) => needs[name]);
  };

  const wake = (): Promise<Core> =>
    (core ??= read().then(async (manifest) => {
      const { boot } = (await import(`${base}assets/${manifest.assets["core"]}`)) as { boot: (page: Page) => Core };
      const running = boot({ base, options, manifest, fits: matches, wanted: () => wanted(manifest) });
      for (const call of noted) running.call(...call);
      noted = [];
      return running;
    }));

  const look = (): void =>
    void (core ? core.then(({ call }) => call("page", [])) : read().then((found): unknown => wanted(found)[0] && wake())).catch(forget);

  const api: Api = async (method, ...parameters): Promise<unknown> => {
    if (method === "boot") {
      core?.then(({ close }) => close());
      forget();
      Object.assign(options, parameters[0]);
      look();
    } else if (!core && !LOUD.test(method)) {
      noted.push([method, parameters]);
      if (method === "page") look();
    } else {
      try {
        return await (await wake()).call(method, parameters);
      } catch {
        forget();
        return { shown: false, reason: "unavailable" };
      }
    }
    return undefined;
  };
  queueMicrotask(look); // calls that waited may say more about the options
  onNavigation(look);
  addEventListener("DOMContentLoaded", look);
  return api;
}
