// Tells screen readers, politely, what sighted readers see at a glance.

const REST = 600;

/** A live region that speaks once the changes have settled. */
export class Announcer {
  readonly element = document.createElement("div");
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.element.className = "hc-visually-hidden";
    this.element.setAttribute("role", "status");
  }

  /** Says a sentence instead of whatever was about to be said. */
  say(sentence: string): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.element.textContent = sentence;
    }, REST);
  }
}
