// Tells the server which result or suggestion a reader opens: the page it leads to may have been fetched ahead, and is
// not asked for again then. And what was only typed, when its reader leaves.

const ARTICLE = /^\/([a-z]{2}(?:-[A-Z]{2})?)\/articles\/(.+)$/;

/** What a link was, beside its place in the list. */
export interface Way {
  readonly suggested?: boolean;
  readonly asking?: boolean;
}

/** Tells that the link in this place, counted from 1, is being opened; links to anything but articles are not told. */
export function tellOpened(address: string, query: string, link: HTMLAnchorElement, rank: number, way: Way = {}): void {
  const [, locale, slug] = ARTICLE.exec(link.pathname) ?? [];
  if (!locale || !slug || !query) return;
  const body = JSON.stringify({ query, locale, slug: decodeURIComponent(slug), rank, ...way });
  const headers = { "Content-Type": "application/json" };
  fetch(address, { method: "POST", keepalive: true, headers, body }).catch(() => undefined); // nobody waits for it
}

/** Tells the words with which a reader leaves, who saw suggestions and took none; not of those who ask not to be counted. */
export function tellLeft(address: string, locale: string, query: string, suggestions: number): void {
  const { doNotTrack, globalPrivacyControl } = navigator as Navigator & { globalPrivacyControl?: boolean };
  if (doNotTrack === "1" || globalPrivacyControl) return;
  const body = JSON.stringify({ query, locale, suggestions });
  navigator.sendBeacon(address, new Blob([body], { type: "application/json" }));
}

/** Listens for links below an element being opened, in this tab or another. */
export function onOpened(element: HTMLElement, opened: (link: HTMLAnchorElement) => void): void {
  const listen = (event: MouseEvent): void => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (link && event.button < 2) opened(link);
  };
  element.addEventListener("click", listen);
  element.addEventListener("auxclick", listen);
}
