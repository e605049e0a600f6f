// Articles that may answer a question, offered while it is typed; without this script they are shown before it is sent.
//
//   <form data-ask="/api/v1/suggest" data-locale>… <textarea name="question"> <section class="hc-ask-near" hidden><ul>

import { Asking, queryOf } from "./asking.ts";
import { onOpened, tellOpened } from "./opening.ts";
import { fetchSuggestions, type Suggestion } from "./suggestions.ts";

const MOST = 3;
const form = document.querySelector<HTMLFormElement>("[data-ask]");
const field = form?.querySelector("textarea");
const near = form?.querySelector<HTMLElement>(".hc-ask-near");
const list = near?.querySelector("ul");
const looked = form?.querySelector<HTMLInputElement>("[name=looked]");

if (form && field && near && list && looked) {
  const made = (name: "a" | "span", className: string, ...content: (Node | string)[]): HTMLElement => {
    const element = document.createElement(name);
    element.className = className;
    element.append(...content);
    return element;
  };
  const offer = (suggestions: readonly Suggestion[]): void => {
    if (suggestions.length === 0) return; // what was found for fewer words stays
    list.replaceChildren(...suggestions.slice(0, MOST).map(({ url, title, topic }) => {
      const shown = made("span", "hc-list-title", title.map(({ text }) => text).join(""));
      const link = made("a", "hc-list-link", shown, made("span", "hc-count", topic));
      Object.assign(link, { href: url, target: "_blank" });
      const item = document.createElement("li");
      item.append(link);
      return item;
    }));
    near.hidden = false;
    looked.value = "1";
  };
  const asking = new Asking<readonly Suggestion[]>({
    fetch: (query, signal) => fetchSuggestions(form.dataset["ask"] ?? "", form.dataset["locale"] ?? "", query, signal),
    answered: (_, suggestions) => offer(suggestions),
    failed: () => undefined,
  });
  onOpened(list, (link) => {
    const rank = [...list.querySelectorAll("a")].indexOf(link) + 1;
    tellOpened(form.dataset["openedUrl"] ?? "", queryOf(field.value), link, rank, { asking: true });
  });
  field.addEventListener("input", () => {
    const query = queryOf(field.value);
    if (query) asking.ask(query);
  });
}
