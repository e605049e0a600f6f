// Which tabs a reader chose, the latest first, kept in this browser where it allows that.

const KEY = "hc-tabs";
const MOST = 20;

/** The labels chosen on earlier pages. */
export function chosen(): string[] {
  try {
    return readable(localStorage.getItem(KEY));
  } catch {
    return []; // storage is switched off
  }
}

/** Keeps a label as the latest choice, and gives all choices. */
export function remember(label: string, before: readonly string[]): string[] {
  const labels = [label, ...before.filter((each) => each !== label)].slice(0, MOST);
  try {
    localStorage.setItem(KEY, JSON.stringify(labels));
  } catch {
    // the choice counts on this page all the same
  }
  return labels;
}

/** The labels in what was stored, by whomever. */
export function readable(stored: string | null): string[] {
  try {
    const labels: unknown = JSON.parse(stored ?? "[]");
    return Array.isArray(labels) ? labels.filter((each) => typeof each === "string").slice(0, MOST) : [];
  } catch {
    return [];
  }
}
