// The one place of the page where we draw: a shadow root in the browser's top layer. No node of the host is changed.

import type { Manifest } from "../contract.ts";
import { above, drawn, shared, type Box } from "./frames.ts";
import css from "./layer.css";
import { element } from "./nodes.ts";

type Handlers = Readonly<Record<string, (event: never) => void>>;

/** Kept from the host: its shortcuts, focus traps and "click outside" must not see what happens in here. */
const KEPT = "click,pointerdown,pointerup,mousedown,mouseup,touchstart,touchend,keydown,keyup,keypress,focusin".split(",");

/** The longest time between the two halves of a double click at one place, in milliseconds. */
const DOUBLE = 500;

/** How often the layer comes back at once to a page that has taken it away. */
const LIVES = 9;

/** What elements of layers do, as long as they live. */
const handlers = new WeakMap<EventTarget, Handlers>();

export interface Layer {
  readonly root: ShadowRoot;
  readonly box: HTMLElement;
  /** Brings the layer to the top, beside or inside whatever the host has opened there. */
  readonly raise: (target?: Element | null) => void;
  /** Hears events on an element of the layer. */
  readonly hear: <T extends Element>(element: T, handlers: Handlers) => T;
  readonly close: () => void;
}

/** The style sheet of a module; constructed, so that no `style-src` is in its way. */
export function sheet(text: string): CSSStyleSheet {
  const made = new CSSStyleSheet();
  made.replaceSync(text);
  return made;
}

/** The element that has the focus, looked for inside shadow roots too. */
export function activeElement(): HTMLElement | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active as HTMLElement | null;
}

/** Whether the selector means the element; its root is asked, for the method `matches` may be the host's. */
export function is(element: Element, selector: string): boolean {
  return [...(element.getRootNode() as Document).querySelectorAll(selector)].includes(element);
}

/** The element itself, or the nearest one around it, that is an open dialog or popover as the selector says. */
function nearest(element: Element | null | undefined, selector: string): Element | undefined {
  for (let each = element; each; each = above(each)) {
    // Few are asked about, for that looks through the whole page.
    if (((each as HTMLElement).popover || each.localName === "dialog") && is(each, selector)) return each;
  }
  return undefined;
}

/** Where the layer can be used: inside the dialog or popover that the host has opened, else in the document itself. */
function home(target?: Element | null): Element | undefined {
  // Of several open dialogs only the last opened one takes clicks. One in a shadow root is told by the focus that it holds.
  const modal =
    nearest(activeElement(), ":modal") ??
    [...document.querySelectorAll(":modal")].find((each) => {
      const { x, y, w, h } = drawn(each);
      return document.elementsFromPoint(x + w / 2, y + h / 2).some((hit) => each.contains(hit));
    });
  const around = nearest(target, ":modal,:popover-open");
  return around && (!modal || modal.contains(around)) ? around : modal;
}

/** Opens the layer. */
export function openLayer({ locale, theme }: Manifest): Layer {
  const host = document.createElement("help-guide");
  const root = host.attachShadow({ mode: "open" });
  const box = element("div", { class: "layer", id: "layer", popover: "manual", lang: locale });
  const life = new AbortController();
  const hears = { capture: true, signal: life.signal };
  let target: Element | null | undefined;
  let ground: Element = document.documentElement;
  let lives = LIVES;
  let pressed = 0;
  let pressedAt: Box = { x: 0, y: 0, w: 0, h: 0 };

  box.dir = /^(ar|fa|he|ur)/.test(locale) ? "rtl" : "ltr";
  root.adoptedStyleSheets = [sheet(css)];
  root.appendChild(box);
  for (const [name, value] of Object.entries(theme ?? {})) box.style.setProperty(`--hg-t-${name}`, value);

  const show = (anew?: boolean): void => {
    // A page that clears away what it does not know may spare its body; one that spares nothing has its way in the end.
    if (!host.isConnected) {
      if (!lives) return;
      if (lives-- < LIVES) ground = document.body ?? ground;
    }
    const parent = home(target) ?? ground;
    box.style.zoom = `${1 / ((parent as Element & { currentCSSZoom?: number }).currentCSSZoom ?? 1)}`;
    const focused = root.activeElement as HTMLElement | null;
    if (host.parentNode !== parent) parent.appendChild(host);
    else if (anew) box.hidePopover();
    else if (is(box, ":popover-open")) return;
    box.showPopover();
    if (root.activeElement !== focused) focused?.focus({ preventScroll: true });
  };
  for (const type of KEPT) {
    const keep = (event: Event): void => {
      const path = event.composedPath();
      if (!path.includes(host)) return;
      event.stopImmediatePropagation();
      for (const each of path) handlers.get(each)?.[type]?.(event as never);
      // A press on a button leaves the focus where it is: menus stay open, and focus traps have nothing to object to.
      // What its click does is done by now.
      if (/mousedown|click/.test(type) && path.some((each) => (each as Element).localName === "button")) event.preventDefault();
    };
    addEventListener(type, keep, hears);
  }
  // A host that keeps all clicks from us cannot keep what they do: a button gives its command, of which only our root hears.
  const commanded = ({ timeStamp, source }: Event & { readonly source?: Element }): void => {
    const at = drawn(source!);
    const { w, h } = shared(at, pressedAt);
    if (timeStamp > pressed + DOUBLE || !(w * h)) handlers.get(source!)?.["click"]?.({} as never);
    pressed = timeStamp;
    pressedAt = at;
  };
  box.addEventListener("command", commanded, hears);
  // A trap that holds the keyboard inside the host's dialog would take it back from us.
  const leaving = (event: FocusEvent): void => {
    const isIn = (each: EventTarget): boolean => (each as Element).ariaModal === "true" || (each as Element).localName === "dialog";
    if (event.relatedTarget === host && event.composedPath().some(isIn)) event.stopImmediatePropagation();
  };
  const opened = (event: Event): void => {
    if (host.isConnected && (event.target as Element).localName !== "details") show(!/close|focus/.test(event.type));
  };
  addEventListener("focusout", leaving, hears);
  for (const type of ["toggle", "close", "fullscreenchange", "focusin"]) addEventListener(type, opened, hears);
  // Whatever took it off the screen, such as the end of a dialog in a shadow root, it comes back.
  const sizes = new ResizeObserver(() => (box.offsetWidth ? (lives = LIVES - 1) : show()));
  sizes.observe(box);
  show();
  return {
    root,
    box,
    raise: (wanted) => {
      target = wanted;
      show();
    },
    hear: (element, given) => {
      handlers.set(element, given);
      return element;
    },
    close: () => {
      life.abort();
      sizes.disconnect();
      host.replaceWith();
    },
  };
}
