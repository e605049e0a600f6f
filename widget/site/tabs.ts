// Makes tabs of blocks that stand one below the other, each under its label:
//
//   <div class="tabs"><div class="tab"><p class="tab-label">Windows</p>…</div>…</div>
//
// A choice counts for every group that has a tab of that name, on this page and on later ones.

import { chosen, remember } from "./choices.ts";

interface Group {
  readonly labels: readonly string[];
  select(label: string): void;
}

/** Makes the tabs of an article, and opens those the reader chose before. */
export function makeTabs(article: HTMLElement): void {
  const groups: Group[] = [];
  let known = chosen();

  const choose = (label: string, anchor: HTMLElement): void => {
    const before = anchor.getBoundingClientRect().top;
    for (const group of groups) group.select(label);
    known = remember(label, known);
    // Groups above may have become longer or shorter; what the reader pointed at stays where it is.
    scrollBy({ top: anchor.getBoundingClientRect().top - before, behavior: "instant" });
  };

  for (const [number, box] of [...article.querySelectorAll<HTMLElement>(".tabs")].entries()) {
    const group = made(box, number, choose);
    if (!group) continue;
    groups.push(group);
    group.select(known.find((label) => group.labels.includes(label)) ?? group.labels[0] ?? "");
  }
}

function made(box: HTMLElement, number: number, choose: (label: string, anchor: HTMLElement) => void): Group | null {
  const panels = [...box.children].filter((child): child is HTMLElement => child.matches(".tab"));
  const labels = panels.map((panel) => panel.querySelector(":scope > .tab-label")?.textContent?.trim() ?? "");
  if (panels.length < 2 || labels.includes("")) return null;
  const list = document.createElement("div");
  list.className = "tab-list";
  list.setAttribute("role", "tablist");
  const tabs = labels.map((label, place) => {
    const tab = document.createElement("button");
    const panel = panels[place] as HTMLElement;
    tab.type = "button";
    tab.textContent = label;
    tab.id = `hc-tab-${number}-${place}`;
    tab.setAttribute("role", "tab");
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
    panel.id ||= `hc-panel-${number}-${place}`;
    tab.setAttribute("aria-controls", panel.id);
    tab.addEventListener("click", () => choose(label, tab));
    // The browser's own search and links into a closed tab open it.
    panel.addEventListener("beforematch", () => choose(label, box));
    list.append(tab);
    return tab;
  });
  list.addEventListener("keydown", (event) => {
    const place = tabs.indexOf(event.target as HTMLButtonElement);
    const next = target(event.key, place, tabs.length);
    const tab = next === null ? undefined : tabs[next];
    if (!tab || place < 0) return;
    event.preventDefault();
    choose(tab.textContent ?? "", tab);
    tab.focus();
  });
  box.prepend(list);
  box.classList.add("tabs-live");
  return {
    labels,
    select(label) {
      const place = labels.indexOf(label);
      if (place < 0) return;
      for (const [each, tab] of tabs.entries()) {
        const open = each === place;
        tab.setAttribute("aria-selected", String(open));
        tab.tabIndex = open ? 0 : -1;
        const panel = panels[each] as HTMLElement;
        if (open) panel.removeAttribute("hidden");
        else panel.setAttribute("hidden", "until-found");
        panel.ariaHidden = open ? null : "true"; // a panel that can be found is not hidden enough for screen readers
      }
    },
  };
}

/** The tab that a key leads to from another, null for other keys. */
export function target(key: string, place: number, count: number): number | null {
  switch (key) {
    case "ArrowRight":
      return (place + 1) % count;
    case "ArrowLeft":
      return (place - 1 + count) % count;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return null;
  }
}
