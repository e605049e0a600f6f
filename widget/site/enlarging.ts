// Opens an image large, over the page. Without a script, its link shows the file itself.

/** Whether a click asks for a new tab or the like. */
export function wantsElsewhere(event: MouseEvent): boolean {
  return event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
}

/** Lets the images of an article open large; Escape, a click and the button close them again. */
export function enlargeImages(article: HTMLElement, close: string): void {
  article.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a.zoom") : null;
    const image = link?.querySelector("img");
    if (!link || !image || wantsElsewhere(event)) return;
    event.preventDefault();
    show(link.href, image, close);
  });
}

function show(address: string, image: HTMLImageElement, close: string): void {
  const dialog = document.createElement("dialog");
  dialog.className = "hc-large";
  dialog.ariaLabel = image.alt;
  const large = new Image();
  for (const side of ["width", "height"]) large.setAttribute(side, image.getAttribute(side) ?? "");
  large.src = address;
  large.alt = image.alt;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = close;
  dialog.append(large, button);
  dialog.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  button.focus();
}
