// Knows when the text in a field is not yet what its writer means, because an input method is still converting it.

const LATIN = /^[\u0020-\u024f\u2019]*$/;

/** Follows the conversions of one field and tells when one begins and is confirmed. */
export class Composition {
  /** Whether a conversion is under way. */
  converting = false;
  private readonly touch = matchMedia("(pointer: coarse)").matches;

  constructor(field: HTMLInputElement, began: () => void, confirmed: () => void) {
    field.addEventListener("compositionstart", () => {
      this.converting = true;
      began();
    });
    field.addEventListener("compositionupdate", ({ data }) => {
      // Keyboards on touch screens "compose" plain Latin words too, only to predict them: those are typed, not converted.
      this.converting = !(this.touch && LATIN.test(data));
    });
    field.addEventListener("compositionend", () => {
      this.converting = false;
      confirmed();
    });
  }

  /** Whether a key belongs to the input method; Safari sends the confirming Enter after the conversion's end, as 229. */
  owns(event: KeyboardEvent): boolean {
    return this.converting || event.isComposing || event.keyCode === 229;
  }
}
