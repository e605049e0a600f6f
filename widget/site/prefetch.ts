// Fetches the page a reader is about to open: when a link is pointed at for a moment, touched or focused.

const PATIENCE = 65; // milliseconds; a pointer on its way elsewhere is gone by then
const PAGES = /^\/[a-z]{2}(-[A-Z]{2})?\/((articles|topics)\/[^.]*)?$/;

interface Connection {
  readonly saveData?: boolean;
  readonly effectiveType?: string;
}

const connection = (navigator as { connection?: Connection }).connection;
const asked = new Set([location.pathname]);
let timer: ReturnType<typeof setTimeout> | undefined;

function fetchSoon(event: Event, patience: number): void {
  clearTimeout(timer);
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link || link.origin !== location.origin || !PAGES.test(link.pathname) || asked.has(link.pathname)) return;
  timer = setTimeout(() => {
    asked.add(link.pathname);
    const hint = document.createElement("link");
    hint.rel = "prefetch";
    hint.href = link.pathname;
    document.head.append(hint);
  }, patience);
}

if (!connection?.saveData && !connection?.effectiveType?.includes("2g")) {
  document.addEventListener("pointerover", (event) => event.pointerType === "mouse" && fetchSoon(event, PATIENCE));
  document.addEventListener("pointerout", () => clearTimeout(timer));
  document.addEventListener("touchstart", (event) => fetchSoon(event, 0), { passive: true });
  document.addEventListener("focusin", (event) => fetchSoon(event, PATIENCE));
}
