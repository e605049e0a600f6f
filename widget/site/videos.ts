// Plays videos of other hosts in place. Nothing is asked of those hosts before the reader clicks; without a script, or
// for a host the site does not allow, the link leads to the video's own page.

import { wantsElsewhere } from "./enlarging.ts";

/** Turns the link to a video into its player when it is followed. */
export function playVideos(article: HTMLElement, hosts: readonly string[]): void {
  for (const link of article.querySelectorAll<HTMLAnchorElement>("a.video-link")) {
    const address = link.dataset["player"] ?? "";
    if (!URL.canParse(address) || !hosts.includes(new URL(address).host)) continue;
    link.addEventListener("click", (event) => {
      if (wantsElsewhere(event)) return;
      event.preventDefault();
      const player = document.createElement("iframe");
      player.title = link.textContent ?? "";
      player.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
      player.referrerPolicy = "strict-origin-when-cross-origin";
      player.src = address;
      link.replaceWith(player);
      player.focus();
    });
  }
}
