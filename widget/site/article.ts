// The article page: what helps to read, on top of a page that works without it.
//
//   <article data-reading data-text-copy="…" data-text-copied="…" data-text-close="…" data-video-hosts="a b">…

import { Announcer } from "./announcer.ts";
import { copyCode, copyLinks } from "./copying.ts";
import { followContents } from "./contents.ts";
import { enlargeImages } from "./enlarging.ts";
import { makeTabs } from "./tabs.ts";
import { closeMeanings } from "./terms.ts";
import { playVideos } from "./videos.ts";

const article = document.querySelector<HTMLElement>("[data-reading]");
if (article) {
  const text = article.dataset as Record<string, string>;
  makeTabs(article);
  if (navigator.clipboard) {
    const announcer = new Announcer();
    article.append(announcer.element);
    const copy = (words: string, done: () => void): void => {
      navigator.clipboard.writeText(words).then(() => {
        done();
        announcer.say(text["textCopied"] ?? "");
      }, () => undefined);
    };
    copyCode(article, text["textCopy"] ?? "", text["textCopied"] ?? "", copy);
    copyLinks(article, text["textCopied"] ?? "", copy);
  }
  enlargeImages(article, text["textClose"] ?? "");
  playVideos(article, (text["videoHosts"] ?? "").split(" "));
  closeMeanings(article);
}
followContents();
