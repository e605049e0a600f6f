// The shapes that the server sends and the modules pass to each other; types only, nothing of this is in a bundle.

/** A body without HTML: text, or `[tag, attributes, ...children]`. */
export type Body = string | readonly [tag: string, attributes: Readonly<Record<string, string>>, ...children: Body[]];

/** How a walkthrough starts: manual, first-visit, error, idle:SECONDS, event:NAME, element:CSS or appear:CSS. */
export interface WalkthroughEntry {
  readonly s: string; // slug
  readonly t: string; // title
  readonly v: string; // version
  readonly screens?: readonly string[];
  readonly start?: string;
  readonly audience?: Readonly<Record<string, readonly string[]>>;
  readonly n?: number;
  readonly frequency?: "once" | "daily" | "always";
  readonly quiet?: readonly [from: string, until: string];
  readonly survey?: number;
}

export interface HintEntry {
  readonly s: string;
  readonly k: "hotspot" | "banner" | "announcement" | "checklist" | "survey";
  readonly v: string;
  readonly t: string;
  readonly screens?: readonly string[];
  readonly target?: readonly string[];
  readonly audience?: Readonly<Record<string, readonly string[]>>;
  readonly frequency?: "once" | "daily" | "always";
  readonly from?: string;
  readonly until?: string;
  readonly after?: string;
}

export interface Manifest {
  readonly v: number;
  readonly locale: string;
  readonly assets: Readonly<Record<string, string>>;
  readonly articles?: readonly (readonly [slug: string, title: string, screens: readonly string[]])[];
  readonly walkthroughs?: readonly WalkthroughEntry[];
  readonly hints?: readonly HintEntry[];
  readonly theme?: Readonly<Record<string, string>>;
  readonly texts?: Readonly<Record<string, string>>;
}

export interface Step {
  readonly id: string;
  readonly t: string;
  readonly body?: readonly Body[];
  readonly targets?: readonly string[];
  readonly advance?: string;
  readonly missing?: "wait" | "skip" | "fallback" | "stop";
  readonly screen?: string | null;
  readonly go?: Readonly<Record<string, string>> | null;
  readonly then?: string | null;
}

export interface Walkthrough {
  readonly s: string;
  readonly v: string;
  readonly t: string;
  readonly intro?: readonly Body[];
  readonly steps: readonly Step[];
}

/** What the script tag or `boot` says. */
export interface Options {
  locale?: string;
  launcher?: "off" | "always";
  position?: "left";
  consent?: boolean | "off";
  [other: string]: unknown;
}

/** The answer of `start`. */
export interface Started {
  readonly shown: boolean;
  readonly reason?: string;
}

/** What happened, as it is recorded. */
export interface Happening {
  readonly name: string;
  readonly [field: string]: unknown;
}

/** What the loader hands to the core. */
export interface Page {
  readonly base: string;
  readonly options: Options;
  readonly manifest: Manifest;
  /** Whether one of the patterns fits the screen; an empty list fits every screen. */
  readonly fits: (screens: readonly string[] | undefined) => boolean;
  /** The modules that may show something on this screen. */
  readonly wanted: () => readonly string[];
}

/** A running core, as the loader sees it. */
export interface Core {
  readonly call: (method: string, parameters: readonly unknown[]) => unknown;
  readonly close: () => void;
}
