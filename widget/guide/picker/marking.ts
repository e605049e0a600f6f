// Marks one element of the page after the other, by mouse, finger or keyboard, until one is picked. A pane of glass over
// the page takes what is done meanwhile, so that nothing of it reaches the product.

import { above, chain, drawn } from "../core/frames.ts";
import type { Help } from "../core/help.ts";
import { element } from "../core/nodes.ts";
import { inView, onMove } from "../tour/moving.ts";
import { title } from "./choosing.ts";

/** What is meant by a click on a picture or a word inside. */
const WHOLE = "a[href],button,input,select,textarea,summary,[role=button],[role=link],[role=tab],[role=menuitem],[role=option],[role=switch],[role=checkbox]";

export interface Marking {
  /** Shows where an element is, without picking. */
  readonly show: (target: Element | null) => void;
  readonly pick: (picked: (target: Element) => void, stopped: () => void, moved: (target: Element) => void) => void;
  readonly stop: () => void;
  readonly close: () => void;
}

/** The innermost element at a point of the window, in open shadow roots and same-origin frames too. */
function hit(x: number, y: number): Element | null {
  let found: Element | null = null;
  for (let root: Document | ShadowRoot | null = document; root; ) {
    const here: Document | ShadowRoot = root;
    const next: Element | undefined = here.elementsFromPoint(x, y).find((each) => each.localName !== "help-guide" && each.getRootNode() === here);
    if (!next) break;
    found = next;
    const frame: Document | null | undefined = (next as HTMLIFrameElement).contentDocument;
    if (frame) {
      const inner = next as HTMLElement;
      const box = drawn(inner);
      const scale = box.w / inner.offsetWidth;
      x = (x - box.x) / scale - inner.clientLeft;
      y = (y - box.y) / scale - inner.clientTop;
    }
    root = next.shadowRoot ?? frame ?? null;
  }
  return found;
}

function whole(found: Element | null): Element | null {
  const around = found?.closest(WHOLE);
  return around && around.getRootNode() === found!.getRootNode() ? around : found;
}

function around(target: Element): Element | null {
  return above(target) ?? chain(target)[1] ?? null;
}

function inside(target: Element): Element | null {
  const root = target.shadowRoot ?? (target as HTMLIFrameElement).contentDocument?.body ?? target;
  return root.firstElementChild;
}

function beside(target: Element, way: "previousElementSibling" | "nextElementSibling"): Element | null {
  let next = target[way];
  while (next && (next.localName === "help-guide" || !next.getClientRects().length)) next = next[way];
  return next;
}

/** Scrolls whatever readers could scroll under the pointer; the glass would keep it still. */
function scroll(found: Element | null, { deltaX, deltaY }: WheelEvent): void {
  for (let each = found; each; each = around(each)) {
    const { scrollTop, scrollLeft } = each;
    if (/auto|scroll/.test(getComputedStyle(each).overflow) || each === document.scrollingElement) each.scrollBy(deltaX, deltaY);
    if (each.scrollTop !== scrollTop || each.scrollLeft !== scrollLeft) return;
  }
}

/** Opens what marks; nothing is shown yet. */
export function openMarking(help: Help, label: () => string): Marking {
  const mark = element("div", { class: "mark", hidden: "" });
  const tag = element("span", {});
  const glass = element("div", { class: "glass", role: "application", tabindex: "-1" });
  let target: Element | null = null;
  let trail: Element[] = []; // the way up, to go down again
  let presence = new AbortController();
  let end: () => void = () => {};
  mark.appendChild(tag);

  const put = (): void => {
    if (!target) return;
    const { x, y, w, h } = inView(target);
    mark.hidden = !target.isConnected || !(w * h);
    mark.className = y < 32 ? "mark low" : "mark";
    mark.style.cssText = `left:${x}px;top:${y}px;width:${w}px;height:${h}px`;
  };
  const show = (found: Element | null): void => {
    presence.abort();
    presence = new AbortController();
    target = found;
    mark.hidden = true;
    if (!found) return mark.replaceWith();
    const layer = help.layer();
    layer.raise(found);
    if (!mark.isConnected) layer.box.prepend(mark);
    tag.textContent = `${found.localName} · ${title(found)}`;
    onMove(found, put, presence.signal);
    put();
  };
  const stop = (): void => {
    glass.replaceWith();
    end();
    end = () => {};
    show(null);
  };
  return {
    show,
    stop,
    close: () => {
      stop();
      help.release(mark, glass);
    },
    pick: (picked, stopped, moved) => {
      const life = new AbortController();
      const { box, hear } = help.layer();
      const go = (found: Element | null): void => {
        if (!found || found === target) return;
        show(found);
        moved(found);
      };
      const done = (): void => {
        const found = target;
        stop();
        if (found) picked(found);
        else stopped();
      };
      const keys: Readonly<Record<string, () => void>> = {
        ArrowUp: () => {
          const up = target && around(target);
          if (!up || up === document.documentElement) return;
          trail.push(target!);
          go(up);
        },
        ArrowDown: () => go(trail.pop() ?? (target && inside(target))),
        ArrowLeft: () => target && go(beside(target, "previousElementSibling")),
        ArrowRight: () => target && go(beside(target, "nextElementSibling")),
        Enter: done,
        Escape: () => {
          stop();
          stopped();
        },
      };
      end = () => life.abort();
      glass.ariaLabel = label();
      hear(glass, {
        click: ({ clientX, clientY }: MouseEvent) => {
          go(whole(hit(clientX, clientY)));
          done();
        },
        keydown: (event: KeyboardEvent) => {
          const act = keys[event.key];
          if (!act) return;
          event.preventDefault();
          if (event.key === "ArrowLeft" || event.key === "ArrowRight") trail = [];
          act();
        },
      });
      glass.addEventListener(
        "pointermove",
        ({ clientX, clientY }) => {
          trail = [];
          go(whole(hit(clientX, clientY)));
        },
        { signal: life.signal },
      );
      glass.addEventListener("wheel", (event) => scroll(hit(event.clientX, event.clientY), event), { passive: true, signal: life.signal });
      glass.addEventListener("contextmenu", (event) => event.preventDefault(), { signal: life.signal });
      box.prepend(glass);
      show(null);
      glass.focus({ preventScroll: true });
      // By keyboard it begins with the first thing of the page, so that every arrow leads somewhere.
      go(document.querySelector("main,[role=main]") ?? document.body.firstElementChild);
    },
  };
}
