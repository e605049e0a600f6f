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

const matches = (screens?: readonly string[]): boolean => !screens?.[0] || screens.some(fits);
const isOwn = (screens?: readonly string[]): boolean | undefined => screens?.some(fits);

/** Whether a walkthrough is under way, or the address asks for one. */
function isUnderWay(): boolean {
  try {
    return /[?&]helpcenter-walkthrough=/.test(location.search) || /"active":\{/.test(localStorage["help-guide"]);
  } catch {
    return false; // storage is denied
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
  const read = (): Promise<Manifest> =>
    (manifest ??= fetch(
      `${base}manifest/${encodeURIComponent(options.locale || document.documentElement.lang || navigator.language)}.json`,
    ).then((answer) => answer.json()));

  /** The modules that may show something on this screen. */
  const wanted = ({ walkthroughs = [], hints = [], articles = [] }: Manifest): string[] => {
    const hasOwn = articles.some((each) => isOwn(each[2])) || walkthroughs.some(({ screens }) => isOwn(screens));
    const needs: [string, unknown][] = [
      ["core", isUnderWay()],
      ["starts", walkthroughs.some(({ start, screens }) => start && matches(screens))],
      ["hints", hints.some(({ screens }) => matches(screens))],
      ["launcher", options.launcher !== "off" && (options.launcher || hasOwn)],
    ];
    if (location.hash.includes("helpcenter-picker=")) return ["picker"];
    return needs.flatMap(([name, isNeeded]) => (isNeeded ? name : []));
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
