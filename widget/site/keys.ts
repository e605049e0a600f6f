// What a key does to the popup: pure, after the ARIA practices' "editable combobox with list autocomplete".

/** The popup as the keyboard sees it; `active` is -1 while the caret, not an option, has the reader's attention. */
export interface Popup {
  readonly open: boolean;
  readonly active: number;
  readonly count: number;
}

/** The part of a keyboard event that matters here. */
export interface Press {
  readonly key: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
}

/** `handled` keys are kept from the browser; `act` says what follows beside the popup's change. */
export interface Outcome {
  readonly popup: Popup;
  readonly handled: boolean;
  readonly act?: "follow" | "clear";
}

const MOVES = { ArrowDown: 1, ArrowUp: -1 } as const;

/** Answers one key press. */
export function press(popup: Popup, { key, altKey, ctrlKey, metaKey, shiftKey }: Press): Outcome {
  const untouched: Outcome = { popup, handled: false };
  if (ctrlKey || metaKey) return untouched;
  switch (key) {
    case "ArrowDown":
    case "ArrowUp":
      return shiftKey || popup.count === 0 ? untouched : arrow(popup, key, altKey);
    case "Enter":
      if (popup.open && popup.active >= 0) return { popup: closed(popup), handled: true, act: "follow" };
      return { popup: closed(popup), handled: false };
    case "Escape":
      // Browsers disagree on what it does to a search field, so both of its halves are ours.
      return popup.open ? { popup: closed(popup), handled: true } : { popup, handled: false, act: "clear" };
    case "Tab":
      return { popup: closed(popup), handled: false };
    case "Home":
    case "End":
    case "ArrowLeft":
    case "ArrowRight":
      return { popup: { ...popup, active: -1 }, handled: false };
    default:
      return untouched;
  }
}

/** The popup out of sight, no option active. */
export function closed(popup: Popup): Popup {
  return { ...popup, open: false, active: -1 };
}

function arrow(popup: Popup, key: keyof typeof MOVES, alt: boolean): Outcome {
  if (alt) {
    const next = key === "ArrowDown" ? { ...popup, open: true } : closed(popup);
    return { popup: next, handled: true };
  }
  const from = popup.active < 0 && key === "ArrowUp" ? popup.count : popup.active;
  const active = (from + MOVES[key] + popup.count) % popup.count;
  return { popup: { ...popup, open: true, active }, handled: true };
}
