// Builds what the server sends as nodes, by an allow-list and without any HTML, so that no Trusted Types policy is needed.

import type { Body } from "../contract.ts";

const TAGS = /^(p|strong|em|a|code|[uod]l|li|d[td]|[bh]r|img|kbd|h\d|pre|blockquote|table|thead|tbody|t[rhd]|details|summary)$/;
const ATTRIBUTES = /^((href|src)=(https?:|mailto:|tel:|#)|(alt|width|height|id|data-article)=)/i;

/** An element with attributes and children; text is always text. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  for (const child of children) made.appendChild(typeof child === "string" ? document.createTextNode(child) : child);
  return made;
}

/** The nodes of a body. */
export function nodes(bodies: readonly Body[] = []): (Node | string)[] {
  return bodies.map((body) => {
    if (typeof body === "string") return body;
    const [tag, attributes, ...children] = body;
    const made = element((TAGS.test(tag) ? tag : "span") as "span", tag === "a" ? { target: "_blank", rel: "noopener" } : {}, ...nodes(children));
    for (const [name, value] of Object.entries(attributes)) {
      if (ATTRIBUTES.test(`${name}=${value}`)) made.setAttribute(name, value);
    }
    return made;
  });
}
