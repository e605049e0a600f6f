// What this tab remembers of the picker while the writer goes from page to page: its link, and what was being done.
// Gone with the tab, or as soon as the picker has ended.

import type { Walkthrough } from "../contract.ts";
import type { Remembered } from "../core/memory.ts";
import { json } from "../record/transport.ts";

/** The loader looks for the link under this key. */
const KEY = "help-guide-picker";

export interface Problem {
  readonly line: number;
  readonly message: string;
  readonly suggestion: string;
}

export interface Missing {
  readonly step: string;
  readonly candidates: readonly string[];
}

/** A draft that is being played. */
export interface Playing {
  readonly walkthrough: Walkthrough;
  readonly problems: readonly Problem[];
  readonly own: Remembered; // how far it is
  readonly shown: readonly string[];
  readonly missing: readonly Missing[];
}

export interface Kept {
  /** The fragment with the token, by which the picker was opened. */
  readonly link?: string;
  readonly draft?: string;
  readonly playing?: Playing | undefined;
  /** The walkthrough being checked, and its steps that were found on some page. */
  readonly checking?: { readonly slug: string; readonly once: readonly string[] } | undefined;
}

export interface Keeping {
  readonly read: () => Kept;
  readonly write: (change: Kept) => void;
  readonly clear: () => void;
}

/** Opens what is kept; where storage is denied, only this page remembers. */
export function openKeeping(): Keeping {
  let own: Kept = {};
  try {
    own = JSON.parse(sessionStorage[KEY]) as Kept;
  } catch {
    // nothing is kept yet, or storage is denied
  }
  return {
    read: () => own,
    write: (change) => {
      own = { ...own, ...change };
      try {
        sessionStorage[KEY] = json(own);
      } catch {
        // the picker ends with this page
      }
    },
    clear: () => {
      own = {};
      try {
        sessionStorage.removeItem(KEY);
      } catch {
        // there was none
      }
    },
  };
}
