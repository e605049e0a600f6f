// Finds the targets that lead to an element, the most lasting first, and tries each as readers' browsers will.

import { kinds } from "../core/kinds.ts";
import { look } from "../core/targets.ts";
import { isWritten, quoted, saysWhat } from "./naming.ts";

export type Kind = "guide" | "testid" | "role" | "id" | "attribute" | "css" | "place";

/** How long a target will last: 3 stable, 2 fairly, 1 fragile. */
export type Strength = 1 | 2 | 3;

export interface Choice {
  readonly target: string;
  readonly kind: Kind;
  readonly strength: Strength;
  /** How many visible elements it means; 1 when it means this element alone. */
  readonly count: number;
}

const LONGEST = 300;
const LONGEST_NAME = 60;
const NAMED = /^(button|link|checkbox|combobox|heading|img|radio|searchbox|slider|spinbutton|textbox|tab|menuitem|option|switch|dialog)$/;
const TEST_IDS = ["data-testid", "data-test", "data-cy"];
const DEEPEST = 6;

/** What a browser takes the element for. */
export function roleOf(element: Element): string {
  const written = element.getAttribute("role");
  return written ?? Object.entries(kinds.native!).find(([, selector]) => element.matches(selector))?.[0] ?? "";
}

/** What leads into the shadow root or the frame that the element is in; empty in the page itself. */
function way(element: Element): string {
  const root = element.getRootNode() as Document | ShadowRoot;
  if (root === document) return "";
  const host = "host" in root ? root.host : root.defaultView?.frameElement;
  return host ? `${choices(host)[0]?.target ?? host.localName} >>> ` : "";
}

/** How many visible elements a target means; 1 only when it means this very element. */
function counted(target: string, element: Element): number {
  const { element: found, failed } = look([target]);
  if (found) return found === element ? 1 : 0;
  return Number(/: (\d+) visible/.exec(failed[0] ?? "")?.[1] ?? 0);
}

function testId(element: Element): string {
  return TEST_IDS.map((name) => element.getAttribute(name)).find((value) => value && !/[\s"'\\|>{}]/.test(value)) ?? "";
}

/** How the element is told among its siblings; an attribute of its own makes it known anywhere. */
function part(element: Element): readonly [selector: string, isKnown: boolean] {
  const tag = CSS.escape(element.localName);
  const guide = element.getAttribute("data-guide");
  if (guide) return [`[data-guide=${quoted(guide)}]`, true];
  const test = TEST_IDS.find((name) => isWritten(element.getAttribute(name) ?? ""));
  if (test) return [`[${test}=${quoted(element.getAttribute(test)!)}]`, true];
  if (isWritten(element.id)) return [`#${CSS.escape(element.id)}`, true];
  const telling = [...element.classList].find(saysWhat);
  const own = telling ? `${tag}.${CSS.escape(telling)}` : tag;
  const alike = [...(element.parentNode?.children ?? [])].filter((each) => each.matches(own));
  if (alike.length < 2) return [own, false];
  const place = [...element.parentNode!.children].filter((each) => each.localName === element.localName).indexOf(element) + 1;
  return [`${tag}:nth-of-type(${place})`, false];
}

/** The shortest path of CSS that means the element alone, if there is one. */
function path(element: Element, prefix: string): string {
  const means = (selector: string): boolean => counted(prefix + selector, element) === 1;
  const [own] = part(element);
  if (means(own)) return own;
  let whole = own;
  let alone = "";
  let around = element.parentElement;
  for (let depth = 0; around && depth < DEEPEST; depth++, around = around.parentElement) {
    const [selector, isKnown] = part(around);
    // Below something that is known anywhere, a path outlives what happens above it.
    if (isKnown) return [own, alone || whole].map((inner) => `${selector} ${inner}`).find(means) ?? alone;
    whole = `${selector} > ${whole}`;
    if (!alone && means(whole)) alone = whole;
  }
  return alone;
}

/** All targets that may be given for the element: first those that mean it alone, the more lasting ones before. */
export function choices(element: Element): Choice[] {
  const prefix = way(element);
  const found: Choice[] = [];
  const add = (kind: Kind, strength: Strength, selector: string): void => {
    const target = prefix + selector;
    if (!selector || target.length > LONGEST || found.some((each) => each.target === target)) return;
    found.push({ target, kind, strength, count: counted(target, element) });
  };
  const guide = element.getAttribute("data-guide");
  if (guide) add("guide", isWritten(guide) ? 3 : 2, `[data-guide=${quoted(guide)}]`);
  const test = testId(element);
  if (test) add("testid", isWritten(test) ? 3 : 1, `testid:${test}`);
  const role = roleOf(element);
  const name = kinds.nameOf!(element);
  if (NAMED.test(role) && name && name.length <= LONGEST_NAME && !/["'|>\\{}]/.test(name)) {
    add("role", /\d{3}/.test(name) ? 1 : 2, `role:${role}[name='${name}']`);
  }
  if (isWritten(element.id)) add("id", 2, `#${CSS.escape(element.id)}`);
  for (const attribute of ["name", "href"]) {
    const value = element.getAttribute(attribute);
    if (value && (attribute === "name" ? isWritten(value) : value.startsWith("/") && !/\d{3}|[?#]/.test(value))) {
      add("attribute", 2, `${element.localName}[${attribute}=${quoted(value)}]`);
    }
  }
  const css = path(element, prefix);
  if (!found.some(({ target }) => target === prefix + css)) add(css.includes(":nth") ? "place" : "css", css.includes("data-guide") && !css.includes(":nth") ? 2 : 1, css);
  return found.sort((a, b) => Number(b.count === 1) - Number(a.count === 1) || (a.count === 1 ? b.strength - a.strength : 0));
}

/** How a reader is done with the element. */
export function advanceOf(element: Element): "click" | "input" | "next" {
  const role = roleOf(element);
  if (/^(textbox|searchbox|combobox|spinbutton|slider)$/.test(role)) return "input";
  return /^(button|link|checkbox|radio|tab|menuitem|option|switch)$/.test(role) ? "click" : "next";
}

/** What the element is called, for people. */
export function title(element: Element): string {
  const name = kinds.nameOf!(element);
  const spoken = NAMED.test(roleOf(element)) || name.length <= LONGEST_NAME ? name : "";
  return spoken.slice(0, LONGEST_NAME) || element.getAttribute("data-guide") || element.localName;
}
