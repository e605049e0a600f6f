// Turns the search form into a combobox that suggests answers as the reader types.
//
//   <form data-search action="/ja/search" role="search" data-suggest-url data-search-url data-locale
//         data-text-label data-text-count data-text-none data-text-all data-text-unavailable>
//     <input id="hc-search-input" type="search" name="q" data-autofocus>
//
// `{count}` and `{query}` in the texts are filled in. `data-autofocus` focuses the field where that opens no keyboard
// on the screen. Without this script the form works as any form does.

import { Announcer } from "./announcer.ts";
import { Asking, queryOf } from "./asking.ts";
import { Composition } from "./composition.ts";
import { closed, press, type Popup } from "./keys.ts";
import { SuggestionList } from "./list.ts";
import { onOpened, tellLeft, tellOpened } from "./opening.ts";
import { focusOnShortcut } from "./shortcut.ts";
import { fetchSuggestions, type Suggestion } from "./suggestions.ts";

/** The suggestions of one form. */
class SearchField {
  private popup: Popup = { open: false, active: -1, count: 0 };
  private seen: { query: string; count: number } | undefined; // the last suggestions, until one is taken or all are
  private dismissed = false; // closed by the reader: an answer still on its way must not open the popup again
  private readonly list: SuggestionList;
  private readonly announcer = new Announcer();
  private readonly composition: Composition;
  private readonly asking: Asking<readonly Suggestion[]>;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly field: HTMLInputElement,
  ) {
    const { suggestUrl = "", locale = "" } = form.dataset;
    this.list = new SuggestionList(this.text("label"), this.text("internal"));
    this.asking = new Asking({
      fetch: (query, signal) => fetchSuggestions(suggestUrl, locale, query, signal),
      answered: (query, suggestions) => this.show(query, suggestions),
      failed: () => this.fail(),
    });
    this.composition = new Composition(
      field,
      () => this.asking.drop(),
      () => this.typed(),
    );
    form.append(this.list.listbox, this.list.notice, this.announcer.element);
    field.role = "combobox";
    field.autocomplete = "off";
    field.ariaAutoComplete = "list";
    field.setAttribute("aria-controls", this.list.listbox.id);
    this.change(this.popup);
    this.listen();
  }

  private listen(): void {
    const { form, field, list } = this;
    field.addEventListener("input", () => this.typed());
    field.addEventListener("keydown", (event) => this.pressed(event));
    field.addEventListener("click", () => {
      if (this.popup.count > 0) this.change({ ...this.popup, open: true });
    });
    onOpened(list.listbox, (link) => {
      this.seen = undefined;
      tellOpened(form.dataset["openedUrl"] ?? "", field.value, link, list.options.indexOf(link) + 1, { suggested: true });
    });
    form.addEventListener("submit", (event) => {
      if (this.composition.converting) {
        event.preventDefault();
        return;
      }
      this.seen = undefined;
      this.asking.drop();
      this.close();
    });
    form.addEventListener("focusout", ({ relatedTarget }) => {
      if (!form.contains(relatedTarget as Node | null)) this.close();
    });
    list.listbox.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    list.listbox.addEventListener("click", () => this.close());
    addEventListener("pagehide", () => {
      this.leave();
      this.close(); // coming back must not find an old list open
    });
  }

  private typed(): void {
    if (this.composition.converting) return;
    const query = queryOf(this.field.value);
    this.dismissed = false;
    if (query) {
      this.change({ ...this.popup, active: -1 });
      this.asking.ask(query);
    } else {
      this.asking.drop();
      this.announcer.say("");
      this.change({ open: false, active: -1, count: 0 });
    }
  }

  private pressed(event: KeyboardEvent): void {
    if (this.composition.owns(event)) return;
    const active = this.list.options[this.popup.active];
    const { popup, handled, act } = press(this.popup, event);
    if (handled) event.preventDefault();
    if (this.popup.open && !popup.open) this.dismissed = true;
    this.change(popup);
    if (act === "follow") active?.click();
    if (act === "clear") {
      this.field.value = "";
      this.typed();
    }
  }

  private show(query: string, suggestions: readonly Suggestion[]): void {
    const chosen = this.list.options[this.popup.active]?.href;
    this.list.fill(suggestions, this.resultsUrl(query), this.text("all", query));
    const active = this.list.options.findIndex(({ href }) => href === chosen);
    if (this.welcome) this.seen = { query, count: suggestions.length };
    this.change({ open: this.welcome, active, count: suggestions.length + 1 });
    const count = String(suggestions.length);
    this.announcer.say(suggestions.length > 0 ? this.text("count", count) : this.text("none"));
  }

  private resultsUrl(query: string): string {
    const parameters = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) parameters.set(name, String(value));
    parameters.set("q", query);
    return `${this.form.dataset["searchUrl"]}?${parameters}`;
  }

  private fail(): void {
    const sentence = this.text("unavailable");
    this.list.notice.textContent = sentence;
    this.change({ open: this.welcome, active: -1, count: 0 });
    this.announcer.say(sentence);
  }

  /** Whoever leaves with words in the field that suggestions were shown for has searched, and taken nothing. */
  private leave(): void {
    const { leftUrl, locale = "" } = this.form.dataset;
    const { seen } = this;
    this.seen = undefined;
    if (leftUrl && seen && seen.query === queryOf(this.field.value)) tellLeft(leftUrl, locale, seen.query, seen.count);
  }

  private close(): void {
    this.change(closed(this.popup));
  }

  private change(popup: Popup): void {
    this.popup = popup;
    const filled = popup.count > 0;
    this.list.open(!popup.open ? "neither" : filled ? "listbox" : "notice");
    this.field.ariaExpanded = String(popup.open && filled);
    const link = this.list.activate(popup.active);
    if (link) this.field.setAttribute("aria-activedescendant", link.id);
    else this.field.removeAttribute("aria-activedescendant");
  }

  private get welcome(): boolean {
    return !this.dismissed && document.activeElement === this.field;
  }

  private text(name: string, value = ""): string {
    const text = this.form.dataset[`text${name[0]?.toUpperCase()}${name.slice(1)}`] ?? "";
    return text.replace(/\{(count|query)\}/, () => value);
  }
}

/** Tells which results of this page are opened; its list says which place the first one has among all. */
function tellResults(form: HTMLFormElement, query: string): void {
  const list = document.querySelector<HTMLOListElement>(".hc-hits");
  if (!list) return;
  onOpened(list, (link) => {
    const place = [...list.children].findIndex((hit) => hit.contains(link));
    tellOpened(form.dataset["openedUrl"] ?? "", query, link, Number(list.dataset["first"]) + place);
  });
}

const form = document.querySelector<HTMLFormElement>("form[data-search]");
const field = document.querySelector<HTMLInputElement>("#hc-search-input");
if (form && field) {
  new SearchField(form, field);
  tellResults(form, field.defaultValue);
  focusOnShortcut(field);
  if ("autofocus" in field.dataset && matchMedia("(pointer: fine)").matches) field.focus({ preventScroll: true });
}
