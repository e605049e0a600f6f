// What this browser remembers; when its storage refuses, the page remembers it as long as it lives.

/** The walkthrough under way. */
export interface Active {
  readonly s: string;
  readonly v: string;
  readonly step: string;
  readonly at: number;
}

/** How a walkthrough or hint was last left. */
export interface Seen {
  readonly state: "active" | "done" | "dismissed";
  readonly version: string;
  readonly step: string;
  readonly at: number;
}

export interface Remembered {
  readonly active?: Active | null;
  readonly seen: Readonly<Record<string, Seen>>;
  readonly events?: Readonly<Record<string, 1>>; // custom events, for checklists; no array, which a host may have given a toJSON
}

export const KEY = "help-guide";

export interface Memory {
  readonly read: () => Remembered;
  readonly write: (change: Partial<Remembered>) => void;
}

/** Opens the memory. */
export function openMemory(): Memory {
  let own: Remembered = { seen: {} };
  let isDenied = false;
  const read = (): Remembered => {
    try {
      return isDenied ? own : { seen: {}, ...JSON.parse(localStorage[KEY]) };
    } catch {
      return own; // nothing is stored yet, or storage is denied
    }
  };
  return {
    read,
    write: (change) => {
      own = { ...read(), ...change };
      try {
        localStorage[KEY] = JSON.stringify(own);
      } catch {
        isDenied = true;
      }
    },
  };
}
