// The panel: what helps on this screen, search, articles in place, and walkthroughs to start.

import type { Body } from "../contract.ts";
import type { Help, Module } from "../core/help.ts";
import { activeElement, sheet } from "../core/layer.ts";
import { element, nodes } from "../core/nodes.ts";
import { isAllowed, session } from "../record/transport.ts";
import brand from "../brand.css";
import css from "./panel.css";

const REST = 150;

interface Article {
  readonly slug: string;
  readonly title: string;
  readonly body: readonly Body[];
  readonly url: string;
  readonly walkthrough?: string | null;
}

interface Hit {
  readonly title: string;
  readonly slug: string;
  readonly snippet?: readonly (readonly [text: string, isMarked: boolean])[];
  readonly question?: Hit["snippet"]; // of the article, that tells why it was found
  readonly walkthrough?: boolean;
}

interface Found {
  readonly results: readonly Hit[];
  readonly outcome: string;
}

/** Opens the module; the panel itself opens when it is called. */
export function open(help: Help): Module {
  const { manifest, record, text, button, layer } = help;
  const style = sheet(brand + css);
  let panel: HTMLElement | undefined;
  let cameFrom: HTMLElement | null = null;
  let page: HTMLElement;
  let head: HTMLElement;
  let field: HTMLInputElement;
  let turn = 0; // of the answers under way, the latest counts
  let timer: ReturnType<typeof setTimeout> | undefined;
  let life = new AbortController(); // of an outage that is shown

  const row = (act: () => void, ...content: (Node | string)[]): HTMLElement => button({ class: "row" }, act, ...content);

  const close = (): void => {
    if (!panel) return;
    turn++;
    const hadFocus = panel.contains(activeElement());
    life.abort();
    layer().box.classList.remove("beside");
    help.release(panel);
    panel = undefined;
    help.tour!.page!(); // a step that waited comes back where its target is now
    if (hadFocus) cameFrom?.focus({ preventScroll: true });
  };
  const start = (slug: string): void => {
    close();
    help.tour!.start(slug, "manual").catch(help.note);
  };
  /** Shows a page of the panel under its title; with a way back when it is not the first. */
  const show = (title: string, content: (Node | string)[], isInner = false): void => {
    head.replaceChildren(
      ...(isInner ? [button({ class: "x", "aria-label": text("back") }, home, "‹")] : []),
      element("h2", { id: "panel-title" }, title),
      button({ class: "x", "aria-label": text("close") }, close, "×"),
    );
    page.replaceChildren(...content);
    page.scrollTop = 0;
  };
  /** Waits for an answer, and says so when there is none. */
  const ask = async <T>(path: string, answered: (found: T) => void, again: () => void, given?: RequestInit): Promise<void> => {
    const mine = ++turn;
    life.abort();
    try {
      const found = await help.fetch<T>(path, given);
      if (mine === turn && panel) answered(found);
    } catch (error) {
      help.note(error);
      if (mine !== turn || !panel) return;
      life = new AbortController();
      addEventListener("online", again, { signal: life.signal });
      show(text("search"), [element("p", { role: "alert" }, text("offline")), button({ class: "go" }, again, text("retry"))], true);
    }
  };

  const home = (): void => {
    turn++;
    const articles = (manifest.articles ?? []).filter(([, , screens]) => screens.length > 0 && help.fits(screens));
    const guides = (manifest.walkthroughs ?? []).filter(({ screens }) => help.fits(screens));
    const { seen } = help.memory.read();
    const list = (title: string, rows: HTMLElement[]): Node[] => (rows.length > 0 ? [element("h3", {}, title), ...rows] : []);
    show(text("open"), [
      ...list(text("here"), articles.map(([slug, title]) => row(() => void article(slug), title))),
      ...list(
        text("guides"),
        guides.map(({ s, t }) => {
          const isDone = seen[s]?.state === "done";
          return row(() => start(s), t, ...(isDone ? [element("span", { class: "small" }, `✓ ${text("done")}`)] : []));
        }),
      ),
    ]);
    field.value = "";
  };
  const article = (slug: string): Promise<void> =>
    ask<Article>(
      `article/${manifest.locale}/${encodeURI(slug)}.json`,
      ({ title, body, url, walkthrough }) => {
        const content = element("div", { class: "text" }, ...nodes(body));
        for (const link of content.querySelectorAll<HTMLElement>("a[data-article]")) {
          layer().hear(link, {
            click: (event: MouseEvent) => {
              if (event.ctrlKey || event.metaKey || event.shiftKey) return;
              event.preventDefault();
              void article(link.dataset["article"]!);
            },
          });
        }
        const vote = (helpful: boolean) => () => {
          record("vote", { slug, helpful });
          asked.replaceChildren(text("thanks"));
        };
        const asked = element("p", {}, `${text("helpful")} `, button({}, vote(true), text("yes")), button({}, vote(false), text("no")));
        const out = element("a", { href: url, target: "_blank", rel: "noopener", class: "small" }, `${text("read_more")} (${text("opens_new")})`);
        const begin = walkthrough ? [button({ class: "go" }, () => start(slug), text("guides"))] : [];
        show(title, [...begin, content, asked, out], true);
        record("article_read", { slug });
      },
      () => void article(slug),
    );
  const search = (query: string): Promise<void> => {
    const { token } = help.identity;
    const visit = isAllowed(help.options.consent) ? session() : ""; // what has no visit is not logged
    return ask<Found>(
      `search?${new URLSearchParams({ q: query, locale: manifest.locale, screen: location.pathname, visit })}`,
      ({ results, outcome }) => {
        const rows = results.map(({ title, slug, snippet = [], question = snippet }, n) =>
          row(
            () => {
              record("result_click", { query, slug, rank: n + 1 });
              void article(slug);
            },
            title,
            element("span", { class: "small" }, ...question.map(([part, isMarked]) => (isMarked ? element("mark", {}, part) : part))),
          ),
        );
        const note = results.length === 0 ? text("none") : outcome === "low_confidence" ? text("unsure") : "";
        show(text("results"), [element("p", { role: "status", class: "small" }, note || `${text("results")}: ${results.length}`), ...rows], true);
        record("search", { query, results: results.length });
      },
      () => void search(query),
      token ? { headers: { Authorization: `Bearer ${token}` } } : {},
    );
  };

  const build = (): void => {
    if (panel) return;
    cameFrom = activeElement();
    const { box, hear, raise } = layer(style);
    box.classList.add("beside");
    const place = help.options.position === "left" ? " left" : "";
    head = element("div", { class: "bar" });
    page = element("div", { class: "page", tabindex: "0" });
    field = element("input", { type: "search", "aria-label": text("search"), placeholder: text("placeholder"), autocomplete: "off" });
    const form = element("form", { role: "search" }, field);
    panel = element("section", { class: `float panel${place}`, role: "dialog", "aria-labelledby": "panel-title" }, head, form, page);
    const typed = (now: boolean): void => {
      clearTimeout(timer);
      const query = field.value.trim();
      timer = setTimeout(() => (query ? void search(query) : home()), now ? 0 : REST);
    };
    field.addEventListener("input", (event) => (event as InputEvent).isComposing || typed(false));
    field.addEventListener("compositionend", () => typed(false));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      typed(true);
    });
    const key = (event: KeyboardEvent): void => {
      if (event.key !== "Escape" || event.isComposing) return;
      event.preventDefault();
      close();
    };
    hear(panel, { keydown: key });
    box.appendChild(panel);
    raise();
    home();
    if (matchMedia("(pointer: fine)").matches) field.focus({ preventScroll: true });
  };
  return {
    call: (method, [given]) => {
      if (method === "close" || (given === "toggle" && panel)) close();
      else build();
      if (method === "search") {
        field.value = String(given);
        return search(field.value.trim());
      }
      return method === "article" ? article(String(given)) : undefined;
    },
    page: () => {
      // Whoever is looking something up is not taken away from it.
      if (panel && !field.value && head.childElementCount < 3) home();
    },
    close,
  };
}
