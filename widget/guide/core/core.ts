// The heart of the guide: the API, walkthroughs, and the modules that are loaded when they are needed.

import type { Core, Page, Started } from "../contract.ts";
import { openTour } from "../tour/tour.ts";
import type { Help, Module } from "./help.ts";
import { openLayer, type Layer } from "./layer.ts";
import { openMemory } from "./memory.ts";

export { hear } from "../tour/advancing.ts";
export { follow } from "./follow.ts";
export { seenBox } from "./frames.ts";
export { activeElement, sheet } from "./layer.ts";
export { KEY } from "./memory.ts";
export { element, nodes } from "./nodes.ts";
export { kinds, look } from "./targets.ts";
export { openTour } from "../tour/tour.ts";

type Listener = (fields: never) => void;

/** Starts the guide on a page. */
export function boot(page: Page): Core {
  const { base, manifest } = page;
  const life = new AbortController();
  const listeners = new Map<string, Set<Listener>>();
  const modules = new Map<string, Promise<Module>>();
  let layer: Layer | undefined;
  let isDebugging = false;
  let asked = new URLSearchParams(location.search).get("helpcenter-walkthrough");

  const emit = (name: string, fields: unknown): void => {
    help.note(name, fields);
    // A listener that throws is its own affair.
    for (const listener of listeners.get(name) ?? []) queueMicrotask(() => listener(fields as never));
  };
  const on = (name: string, listener: Listener): void => void listeners.set(name, (listeners.get(name) ?? new Set()).add(listener));
  const use = (name: string): Promise<Module> => {
    let module = modules.get(name);
    if (!module) {
      module = import(`${base}assets/${manifest.assets[name]}`).then(({ open }) => {
        const opened: Module = open(help);
        opens.push(opened);
        return opened;
      });
      modules.set(name, module);
      module.catch(() => modules.delete(name));
    }
    return module;
  };
  const refresh = (): void => {
    for (const { page: changed } of opens) changed?.();
    if (asked) tour.start(asked, "link");
    asked = null;
    for (const name of help.wanted()) if (manifest.assets[name] && name !== "core") use(name).catch(help.note);
  };
  const help: Help = {
    ...page,
    on,
    use,
    refresh,
    memory: openMemory(),
    identity: { token: null, traits: {} },
    signal: life.signal,
    text: (key, values = {}) => (manifest.texts?.[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => `${values[name]}`),
    layer: () => (layer ??= openLayer(manifest)),
    release: (...elements) => {
      for (const element of elements) element.remove();
      if (layer?.box.firstChild) return;
      layer?.close();
      layer = undefined;
    },
    fetch: async (path, given) => {
      const answer = await fetch(base + path, given);
      return answer.ok ? answer.json() : Promise.reject(answer);
    },
    record: (name, fields) => {
      use("record").then(({ call }) => call!(name, [fields]), help.note);
      emit(name, fields);
    },
    note: (...words) => {
      if (isDebugging) console.info("HelpCenter:", ...words);
    },
  };
  const tour = (help.tour = openTour(help));
  const opens: Module[] = [tour];

  const methods: Readonly<Record<string, (...given: never[]) => unknown>> = {
    page: refresh,
    start: (slug: string): Promise<Started> => tour.start(slug, "manual"),
    stop: tour.stop,
    track: (name: string) => {
      for (const { event } of opens) event?.(name);
      emit("track", name);
    },
    on,
    off: (name: string, listener?: Listener) => (listener ? listeners.get(name)?.delete(listener) : listeners.delete(name)),
    debug: (isOn = true) => {
      isDebugging = isOn;
      return { manifest, identity: help.identity, ...help.memory.read() };
    },
  };
  queueMicrotask(refresh); // the calls that waited go first
  return {
    call: async (method, given): Promise<unknown> => {
      const module = /^(open|close|search|article)$/.test(method) ? "panel" : /^(identify|reset)$/.test(method) ? "record" : "";
      if (module) return (await use(module)).call!(method, given);
      if (Object.hasOwn(methods, method)) return methods[method]!(...(given as never[]));
      return console.warn(`HelpCenter: no method ${method}`);
    },
    close: () => {
      for (const { close } of opens) close?.();
      life.abort();
      layer?.close();
    },
  };
}
