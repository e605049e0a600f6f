// The heart of the guide: the API, walkthroughs, and the modules that are loaded when they are needed.

import type { Core, Page, Started } from "../contract.ts";
import { openTour } from "../tour/tour.ts";
import type { Help, Module } from "./help.ts";
import { openLayer, type Layer } from "./layer.ts";
import { openMemory } from "./memory.ts";
import { element } from "./nodes.ts";

export { hear } from "../tour/advancing.ts";
export { follow } from "./follow.ts";
export { isRare, kinds } from "./kinds.ts";
export { activeElement, is, sheet } from "./layer.ts";
export { KEY } from "./memory.ts";
export { element, nodes } from "./nodes.ts";
export { look } from "./targets.ts";
export { putBeside } from "../tour/card.ts";
export { inView, onMove } from "../tour/moving.ts";
export { openTour } from "../tour/tour.ts";

type Listener = (fields: never) => void;

/** Starts the guide on a page. */
export function boot(page: Page): Core {
  const { base, manifest } = page;
  const life = new AbortController();
  const modules: Record<string, Promise<Module> | undefined> = {};
  let listeners: readonly (readonly [name: string, listener: Listener])[] = [];
  let layer: Layer | undefined;
  let isDebugging = false;

  const emit = (name: string, fields: unknown): void => {
    help.note(name, fields);
    // A listener that throws is its own affair.
    for (const [wanted, listener] of listeners) if (wanted === name) queueMicrotask(() => listener(fields as never));
  };
  const off = (name: string, listener?: Listener): void => {
    listeners = listeners.filter((each) => each[0] !== name || (listener && each[1] !== listener));
  };
  const on = (name: string, listener: Listener): void => {
    listeners = [...listeners, [name, listener]];
  };
  const use = (name: string): Promise<Module> => {
    const module = (modules[name] ??= import(`${base}assets/${manifest.assets[name]}`).then(({ open }) => {
      const opened: Module = open(help);
      opens.push(opened);
      return opened;
    }));
    module.catch(() => delete modules[name]);
    return module;
  };
  const refresh = (): void => {
    for (const { page: changed } of opens) changed?.();
    for (const name of help.wanted()) if (name !== "core") use(name).catch(help.note);
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
    layer: (style) => {
      layer ??= openLayer(manifest);
      const { adoptedStyleSheets } = layer.root;
      if (style && !adoptedStyleSheets.includes(style)) adoptedStyleSheets.push(style);
      return layer;
    },
    button: (attributes, act, ...content) =>
      help.layer().hear(element("button", { commandfor: "layer", command: "--press", ...attributes }, ...content), {
        // The second half of a double click means the same as the first.
        click: ({ detail }: MouseEvent) => detail > 1 || act(),
      }),
    release: (...elements) => {
      for (const each of elements) each.replaceWith();
      if (layer?.box.firstChild) return;
      layer?.close();
      layer = undefined;
    },
    fetch: async (path, given) => {
      const answer = await fetch(base + path, given);
      if (answer.ok) return answer.json();
      throw answer;
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
    off,
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
