// Types of the guide, for the script tag and for `guide.mjs`.

export interface Options {
  /** Language of the interface and the articles; by default that of the page, then that of the browser. */
  locale?: string;
  /** The button that opens the panel: by default on screens that have an article or a walkthrough of their own. */
  launcher?: "off" | "always";
  /** The corner of launcher and panel; by default the one where lines end. */
  position?: "left";
  /** `false` keeps anything from being recorded, until `boot` says otherwise. */
  consent?: boolean;
}

export interface Started {
  shown: boolean;
  /** Why nothing is shown yet: waiting, unknown, no_steps, unavailable, replaced, dismissed or missing. */
  reason?: "waiting" | "unknown" | "no_steps" | "unavailable" | "replaced" | "dismissed" | "missing" | "completed" | "closed";
}

export type Happening =
  | "guide_started"
  | "step_shown"
  | "step_done"
  | "guide_dismissed"
  | "guide_completed"
  | "target_missing"
  | "search"
  | "result_click"
  | "article_read"
  | "vote"
  | "survey"
  | "hint_shown"
  | "hint_dismissed"
  | "track";

export interface HelpCenter {
  /** Sets options and begins anew. */
  (method: "boot", options?: Options): Promise<void>;
  /** Says who the user is: a token signed by your server, and traits that choose the audience. */
  (method: "identify", identity: { token?: string; traits?: Record<string, unknown> }): Promise<void>;
  /** Says that the screen has changed, where the address has not. */
  (method: "page"): Promise<void>;
  (method: "open" | "close"): Promise<void>;
  (method: "search", query: string): Promise<void>;
  (method: "article", slug: string): Promise<void>;
  (method: "start", slug: string): Promise<Started>;
  (method: "stop"): Promise<void>;
  /** Names something that happened in your product, such as `error`; never send what people typed. */
  (method: "track", event: string): Promise<void>;
  (method: "on" | "off", event: Happening, listener?: (fields: Record<string, unknown>) => void): Promise<void>;
  /** Forgets the user, as after signing out. */
  (method: "reset"): Promise<void>;
  /** Tells the console what happens and why; answers what is known. */
  (method: "debug", on?: boolean): Promise<unknown>;
}

export function load(address: string, options?: Options): HelpCenter;

declare global {
  interface Window {
    HelpCenter?: HelpCenter;
  }
}
