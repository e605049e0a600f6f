// Marks, in an article's table of contents, the heading under which the reader is.
//
//   <nav data-toc><a href="#anchor">…</a></nav>      (several may stand on a page)

const LINE = "1000000px 0px -75% 0px"; // everything above a line a quarter down the window counts as reached

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment; // a heading such as "100%" makes an id that is no encoding
  }
}

/** Follows the reader through the page, and through the links of its tables of contents. */
export function followContents(): void {
  const links = new Map<Element | null, HTMLAnchorElement[]>();
  for (const link of document.querySelectorAll<HTMLAnchorElement>("[data-toc] a[href^='#']")) {
    const heading = document.getElementById(decoded(link.hash.slice(1)));
    if (heading) links.set(heading, [...(links.get(heading) ?? []), link]);
  }

  const reached = new Set<Element>();
  let chosen: Element | null = null; // followed from the contents; the last sections of a page never reach the line
  let current: Element | null = null;

  function mark(): void {
    let heading = chosen;
    if (!heading) for (const each of links.keys()) if (each && reached.has(each)) heading = each;
    if (heading === current) return;
    for (const link of links.get(current) ?? []) link.ariaCurrent = null;
    for (const link of links.get(heading) ?? []) link.ariaCurrent = "true";
    current = heading;
  }

  function choose(): void {
    const heading = document.getElementById(decoded(location.hash.slice(1)));
    chosen = heading && links.has(heading) ? heading : null;
    mark();
  }

  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) reached.add(target);
        else reached.delete(target);
      }
      mark();
    },
    { rootMargin: LINE },
  );
  for (const heading of links.keys()) if (heading) observer.observe(heading);
  addEventListener("hashchange", choose);
  for (const name of ["wheel", "touchmove", "keydown", "pointerdown"]) {
    addEventListener(name, () => (chosen = null), { passive: true });
  }
  choose();
}
