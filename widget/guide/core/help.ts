// What the core gives to the modules it loads, and what it asks of them; types only.

import type { Page } from "../contract.ts";
import type { Tour } from "../tour/tour.ts";
import type { Layer } from "./layer.ts";
import type { Memory } from "./memory.ts";

/** Who the reader is, as far as the host has told. */
export interface Identity {
  token: string | null;
  traits: Readonly<Record<string, unknown>>;
}

export interface Help extends Page {
  readonly memory: Memory;
  readonly identity: Identity;
  /** Ends when the core does. */
  readonly signal: AbortSignal;
  /** An interface text in the reader's language; `{n}`, `{total}` and `{done}` are filled in. */
  readonly text: (key: string, values?: Readonly<Record<string, string | number>>) => string;
  /** The layer, opened when it is not yet, with the style sheet of a module. */
  readonly layer: (style?: CSSStyleSheet) => Layer;
  /** A button of the layer; a double click counts once. */
  readonly button: (attributes: Readonly<Record<string, string>>, act: () => void, ...content: (Node | string)[]) => HTMLElement;
  /** Takes elements out of the layer, and closes it when it is empty. */
  readonly release: (...elements: Element[]) => void;
  /** An answer of the server as JSON; throws the answer when it is none, or what kept it from coming. */
  readonly fetch: <T>(path: string, given?: RequestInit) => Promise<T>;
  readonly record: (name: string, fields: Readonly<Record<string, unknown>>) => void;
  readonly on: (name: string, listener: (fields: never) => void) => void;
  readonly use: (module: string) => Promise<Module>;
  /** The walkthroughs; while one is under way, nothing else may show itself unasked. */
  tour?: Tour;
  /** Looks again at what this screen wants. */
  readonly refresh: () => void;
  /** Tells a developer who called `HelpCenter('debug')`. */
  readonly note: (...words: unknown[]) => void;
}

/** A module in use; each answers what concerns it. */
export interface Module {
  readonly call?: (method: string, parameters: readonly unknown[]) => unknown;
  /** The address, the identity or what is remembered has changed. */
  readonly page?: () => void;
  readonly event?: (name: string) => void;
  readonly close?: () => void;
}
