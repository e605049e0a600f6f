// Tells when an element has moved or changed its size, however that came about; without any timer or frame of our own.

/** Watches the element's place in its window: the observed root is shrunk to the element, so that any move leaves it. */
export function onShift(element: Element, moved: () => void, signal: AbortSignal): void {
  let observer: IntersectionObserver | undefined;
  const root = element.ownerDocument;
  const observe = (share = 1): void => {
    observer?.disconnect();
    if (signal.aborted) return;
    const { left, top, right, bottom } = element.getBoundingClientRect();
    const { clientWidth, clientHeight } = root.documentElement;
    const rootMargin = [top, clientWidth - right, clientHeight - bottom, left].map((inset) => `${-Math.floor(inset)}px`).join(" ");
    let isFirst = true;
    const heard = ([entry]: IntersectionObserverEntry[]): void => {
      const ratio = entry!.intersectionRatio;
      if (!isFirst) {
        moved();
        observe();
      } else if (ratio && ratio < share) observe(ratio);
      isFirst = false;
    };
    observer = new IntersectionObserver(heard, { root, rootMargin, threshold: [share, Math.min(1, share + 0.01)] });
    observer.observe(element);
  };
  signal.addEventListener("abort", () => observer?.disconnect());
  observe();
}
