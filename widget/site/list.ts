// What pops up under the search field: a listbox of links, or one line saying why there is none.

import type { Fragment, Suggestion } from "./suggestions.ts";

const ALL = "hc-option hc-option-all";

function element<Name extends keyof HTMLElementTagNameMap>(name: Name, className: string, ...children: (Node | string)[]) {
  const made = document.createElement(name);
  made.className = className;
  made.append(...children);
  return made;
}

function marked({ text, marked }: Fragment): Node | string {
  return marked ? element("mark", "", text) : text;
}

// A link that is an option keeps what a link can do: open in a new tab, be copied, show where it leads.
function option(url: string, className: string, ...children: (Node | string)[]): HTMLAnchorElement {
  const link = element("a", className, ...children);
  link.href = url;
  link.tabIndex = -1;
  link.role = "option";
  link.ariaSelected = "false";
  return link;
}

/** The elements that pop up; what is open or active is decided elsewhere. */
export class SuggestionList {
  readonly listbox = element("div", "hc-suggestions");
  readonly notice = element("p", "hc-suggestions hc-suggestion-notice");
  private all = option("", ALL);
  private shown = "";

  constructor(
    label: string,
    private readonly internal: string,
  ) {
    this.listbox.id = "hc-suggestion-list";
    this.listbox.role = "listbox";
    this.listbox.ariaLabel = label;
  }

  /** The options in order. */
  get options(): readonly HTMLAnchorElement[] {
    return [...this.listbox.children] as HTMLAnchorElement[];
  }

  /** Puts one of the two in sight, or neither. */
  open(which: "listbox" | "notice" | "neither"): void {
    this.listbox.hidden = which !== "listbox";
    this.notice.hidden = which !== "notice";
  }

  /** Holds suggestions and the link to all results; what is already there is left as it stands. */
  fill(suggestions: readonly Suggestion[], allUrl: string, allText: string): void {
    const showing = JSON.stringify(suggestions);
    if (showing === this.shown) {
      this.all.textContent = allText;
      this.all.href = allUrl;
      return;
    }
    this.shown = showing;
    this.all = option(allUrl, ALL, allText); // a new one: the old one moving would be a shift of layout
    this.listbox.replaceChildren(
      ...suggestions.map(({ kind, url, title, topic, is_internal }) =>
        option(
          url,
          kind === "question" ? "hc-option hc-option-question" : "hc-option",
          element("span", "hc-option-title", ...title.map(marked)),
          ...(topic ? [element("span", "hc-option-topic", topic)] : []),
          ...(is_internal ? [element("span", "hc-internal", this.internal)] : []),
        ),
      ),
      this.all,
    );
    this.options.forEach((link, index) => (link.id = `hc-option-${index}`));
  }

  /** Marks the active option and brings it into sight; -1 marks none. */
  activate(active: number): HTMLAnchorElement | undefined {
    this.options.forEach((link, index) => (link.ariaSelected = String(index === active)));
    const link = this.options[active];
    link?.scrollIntoView({ block: "nearest" });
    return link;
  }
}
