"""Videos on other hosts: which addresses are one, and where its player is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from lxml.html import builder

from helpcenter.content.markup import words

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MARK: Final = "video"  # the class a writer gives to the player of any other host
_YOUTUBE: Final = re.compile(
    r"https://(?:(?:www\.|m\.)?youtube(?:-nocookie)?\.com/(?:watch\?(?:[^#\s]*&)?v=|shorts/|live/|embed/)|youtu\.be/)"
    r"(?P<id>[\w-]{6,20})(?:[?&#][^\s]*)?"
)
_VIMEO: Final = re.compile(r"https://(?:www\.|player\.)?vimeo\.com/(?:video/)?(?P<id>\d{5,12})(?:[/?#][^\s]*)?")


@dataclass(frozen=True, slots=True)
class Video:
    """A video: the page a reader may open it at, and the address of its player."""

    page: str
    player: str

    @property
    def host(self) -> str:
        """The host a reader would recognise."""
        return (urlsplit(self.page).hostname or "").removeprefix("www.")


def video_of(address: str, *, marked: bool) -> Video | None:
    """The video at an https address: one of YouTube or Vimeo, or of any host when the writer marked it as one."""
    if match := _YOUTUBE.fullmatch(address):
        name = match["id"]
        page = f"https://www.youtube.com/watch?v={name}"
        return Video(page, f"https://www.youtube-nocookie.com/embed/{name}?autoplay=1")
    if match := _VIMEO.fullmatch(address):
        name = match["id"]
        return Video(f"https://vimeo.com/{name}", f"https://player.vimeo.com/video/{name}?autoplay=1&dnt=1")
    if marked and address.startswith("https://") and urlsplit(address).hostname:
        return Video(address, address)
    return None


def show_video(media: HtmlElement, video: Video, locale: str) -> None:
    """Puts a link to a video where its image stood; a script turns it into the player when it is clicked."""
    link = builder.A(builder.SPAN(media.get("alt") or video.host), href=video.page, rel="noopener noreferrer")
    link.set("class", "video-link")
    link.set("data-player", video.player)
    figure = builder.FIGURE(link, builder.FIGCAPTION(words(locale)["video"].format(video.host)))
    figure.set("class", "video")
    paragraph = media.getparent()
    if paragraph is None:
        return
    around = paragraph.getparent()
    is_alone = len(paragraph) == 1 and not f"{paragraph.text or ''}{media.tail or ''}".strip()
    if around is not None and paragraph.tag == "p" and is_alone:
        figure.tail = paragraph.tail
        around.replace(paragraph, figure)
    else:
        link.tail = media.tail
        paragraph.replace(media, link)
