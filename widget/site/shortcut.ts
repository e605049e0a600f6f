// `/` and Ctrl+K or Command+K bring the reader to the search field.

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}

/** Focuses a field on the shortcuts, unless the reader is typing somewhere. */
export function focusOnShortcut(field: HTMLInputElement): void {
  document.addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey, altKey, target } = event;
    const command = ctrlKey || metaKey;
    const asked = command ? key.toLowerCase() === "k" && ctrlKey !== metaKey : key === "/";
    if (!asked || altKey || event.defaultPrevented || typing(target)) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
}
