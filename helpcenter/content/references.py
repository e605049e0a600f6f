"""The links and images of one article: resolved, checked against the files beside it, and noted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from lxml.html import HtmlElement, builder

from helpcenter.content.addresses import IMAGE_SUFFIXES, VIDEO_SUFFIXES, Address, Kind, resolve, safe_id
from helpcenter.content.article import Link
from helpcenter.content.attachment import Attachment
from helpcenter.content.attachments import AttachmentFolder
from helpcenter.content.problems import Problem, Severity
from helpcenter.content.sourcetext import SourceLines
from helpcenter.content.videos import MARK, show_video, video_of

# Below, an image is as large as it gets even on a phone.
_WORTH_ENLARGING: Final = 320


@dataclass(slots=True)
class References:
    """Gathers what one article links to and shows while its tree is walked."""

    locale: str
    slug: str
    source: str
    folder: AttachmentFolder
    lines: SourceLines
    links: list[Link] = field(default_factory=list)
    attachments: dict[str, Attachment] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def settle(self, root: HtmlElement) -> None:
        """Gives every link and image of the tree the address it has on the site."""
        for element in list(root.iter("a", "img", "video")):
            if element.tag == "a":
                self._link(element)
            else:
                self._media(element)

    def warn(self, written: str, message: str, suggestion: str, line: int | None = None) -> None:
        """Notes a problem at the line where `written` stands."""
        place = self.lines.of_text(written) if line is None else line
        self.problems.append(Problem(Severity.WARNING, self.source, place, "", message, suggestion))

    def _link(self, link: HtmlElement) -> None:
        if (name := link.attrib.pop("name", None)) and not link.get("id"):
            link.set("id", safe_id(name))
        written = link.attrib.pop("href", None)
        if written is None:
            return
        address = resolve(written, self.locale, self.slug)
        line = self.lines.of_text(written)
        if address.href:
            link.set("href", address.href)
        match address.kind:
            case Kind.EXTERNAL:
                link.set("rel", "noopener noreferrer")
            case Kind.UNSAFE:
                self.warn(
                    written,
                    f"The address `{_short(written)}` is not allowed; the link was taken out.",
                    "Use http, https, mailto, tel, or a path to another article.",
                    line,
                )
            case Kind.OUTSIDE:
                message = f"The link `{written}` leaves the articles folder; it was taken out."
                self.warn(written, message, "Link to a file below a locale folder.", line)
            case Kind.ATTACHMENT:
                if self._attach(address, line, "link"):
                    self._note(address, line)
                else:
                    link.attrib.pop("href")
            case _:
                self._note(address, line)

    def _note(self, address: Address, line: int) -> None:
        own = address.locale == self.locale and address.kind in {Kind.ARTICLE, Kind.ATTACHMENT}
        target = address.path if own else address.href.partition("#")[0].partition("?")[0]
        if not own and address.kind is Kind.ARTICLE:
            target = f"/{address.locale}/articles/{address.path}"
        elif address.kind is Kind.TOPIC:
            target = f"/{address.locale}/topics/{address.path}"
        self.links.append(Link(target, address.anchor, line))

    def _media(self, media: HtmlElement) -> None:
        written = media.attrib.pop("src", "")
        address = resolve(written, self.locale, self.slug)
        line = self.lines.of_text(written) if written else 0
        marked = MARK in (media.get("class") or "").split()
        if address.kind is Kind.EXTERNAL and (video := video_of(written.strip(), marked=marked)):
            show_video(media, video, self.locale)
        elif address.kind is not Kind.ATTACHMENT:
            message, suggestion = _not_a_picture(address, written)
            self.warn(written, message, suggestion, line)
            _replace_by_text(media)
        elif attachment := self._attach(address, line, "image"):
            self._note(address, line)
            media.set("src", address.href)
            _show(media, attachment)
        else:
            _replace_by_text(media)

    def _attach(self, address: Address, line: int, what: str) -> Attachment | None:
        if address.locale != self.locale:
            reason = "is outside the folder of this locale"
        else:
            reason = self.folder.why_not(path := f"{address.locale}/{address.path}")
        if reason:
            suggestion = "Put the file beside the article and write its path from there."
            self.warn("", f"The {what} `{address.path}` {reason}.", suggestion, line)
            return None
        self.attachments[path] = self.folder.attachment(path)
        return self.attachments[path]


def _not_a_picture(address: Address, written: str) -> tuple[str, str]:
    if address.kind is Kind.EXTERNAL:
        message = f"The image `{_short(written)}` is on another host and is not shown."
        return message, "Save it beside the article, so that readers send no request elsewhere."
    return f"The image `{_short(written)}` cannot be shown.", "Use a file beside the article, such as picture.png."


def _show(media: HtmlElement, attachment: Attachment) -> None:
    suffix = "." + attachment.path.rpartition(".")[2].casefold()
    if suffix in VIDEO_SUFFIXES:
        alt = media.attrib.pop("alt", "")
        media.tag = "video"
        media.attrib.update({"controls": "", "preload": "none"})
        if alt:
            media.set("title", alt)
        return
    if suffix not in IMAGE_SUFFIXES or media.tag == "video":
        _replace_by_text(media)
        return
    media.attrib.update({"loading": "lazy", "decoding": "async"})
    if media.get("alt") is None:
        media.set("alt", "")  # decoration; without it a screen reader would read the address
    # What a browser takes for a drawing that does not say how large it is.
    _size(media, attachment.width or 300, attachment.height or 150)
    if (attachment.width or 0) >= _WORTH_ENLARGING and media.get("alt"):
        _let_enlarge(media)


def _let_enlarge(image: HtmlElement) -> None:
    """Links an image to itself, so that it opens large; an image that leads elsewhere already stays as it is."""
    parent = image.getparent()
    if parent is None or parent.tag == "picture" or next(image.iterancestors("a", "summary"), None) is not None:
        return
    link = builder.A(href=image.get("src", ""))
    link.set("class", "zoom")
    link.tail, image.tail = image.tail, None
    parent.replace(image, link)
    link.append(image)


def _size(image: HtmlElement, width: int, height: int) -> None:
    """Writes both sides, so that nothing moves when the image arrives; a width the writer chose is kept."""
    wanted = image.get("width", "")
    if wanted.isdecimal() and 0 < int(wanted) < width:
        width, height = int(wanted), round(height * int(wanted) / width)
    image.set("width", str(width))
    image.set("height", str(max(height, 1)))


def _replace_by_text(media: HtmlElement) -> None:
    """Leaves the description where a picture cannot be."""
    parent = media.getparent()
    if parent is None:
        return
    text = builder.SPAN(media.get("alt") or "")
    text.set("class", "missing")
    text.tail = media.tail
    parent.replace(media, text)


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"
