// The meaning of a glossary term shows by style alone while the term is pointed at or focused; this closes it again.

const CLOSED = "term-closed";

/** Lets Escape close a meaning until its term is left. */
export function closeMeanings(article: HTMLElement): void {
  if (!article.querySelector("dfn.term")) return;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const term of article.querySelectorAll("dfn.term:is(:hover, :focus)")) term.classList.add(CLOSED);
  });
  for (const name of ["pointerout", "focusout"]) {
    article.addEventListener(name, (event) => {
      if (event.target instanceof Element) event.target.closest("dfn.term")?.classList.remove(CLOSED);
    });
  }
}
