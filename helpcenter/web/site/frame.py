"""What stands around every page: names, links, the other locales, and what machines read in its head."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from helpcenter.content.brand import Logo, NavigationLink, in_locale
from helpcenter.search.generation import Generation
from helpcenter.web.addresses import article_url, card_url, home_url, markdown_url, picture_url, search_url, topic_url
from helpcenter.web.cards.drawing import Card, can_draw
from helpcenter.web.cards.keeping import article_card, home_card
from helpcenter.web.site.head import Head, Version, beginning, script_data
from helpcenter.web.site.structured import article_data, home_data, topic_data

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from helpcenter.content.article import Article
    from helpcenter.content.topics import Topic


_SEPARATOR: Final = " · "


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same page in another locale, or that locale's home when it has no such page."""

    locale: str
    url: str
    exact: bool


@dataclass(frozen=True, slots=True)
class Look:
    """The brand as readers of one locale see it; empty where the product's own look stays."""

    stylesheet: str = ""
    logo: Logo | None = None
    favicon: str = ""
    navigation: tuple[NavigationLink, ...] = ()
    footer_text: str = ""
    footer_links: tuple[NavigationLink, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page."""

    locale: str
    site_name: str
    alternates: tuple[Alternate, ...] = ()
    query: str = ""
    topic: str = ""
    kind: str = ""
    look: Look = field(default_factory=Look)
    head: Head | None = None

    @property
    def home_url(self) -> str:
        """Where the site's name leads."""
        return home_url(self.locale)

    @property
    def search_url(self) -> str:
        """Where the search form leads."""
        return search_url(self.locale)


@dataclass(frozen=True, slots=True)
class Site:
    """What every frame is made from.

    `origin` is the address the site is known by, without a slash at its end; `stylesheet` the brand's own, if any.
    """

    generation: Generation
    origin: str
    name: str
    default_locale: str
    stylesheet: str = ""

    def name_in(self, locale: str) -> str:
        """What the site is called in a locale."""
        return in_locale(self.generation.brand.names, locale, self.name)


def home_frame(site: Site, root: Topic) -> Frame:
    """The frame of a locale's home page."""
    alternates = tuple(Alternate(other, home_url(other), exact=True) for other in _others(site, root.locale))
    versions = _versions(root.locale, home_url(root.locale), alternates)
    name = site.name_in(root.locale)
    head = Head(
        origin=site.origin,
        versions=versions,
        title=name,
        description=root.summary or beginning(_SEPARATOR.join(topic.title for topic in root.subtopics), name),
        otherwise="/",
        image=_home_image(site, root.locale),
        data=script_data(home_data(site.origin, root.locale, name, root.summary)),
    )
    return Frame(root.locale, name, alternates, look=look_of(site, root.locale), head=head)


def topic_frame(site: Site, topic: Topic) -> Frame:
    """The frame of a topic's page."""
    locale, path = topic.locale, topic.path
    alternates = tuple(
        _alternates(site, locale, lambda other: topic_url(other, path) if site.generation.topic(other, path) else "")
    )
    name = site.name_in(locale)
    versions = _versions(locale, topic_url(locale, path), alternates)
    head = Head(
        origin=site.origin,
        versions=versions,
        title=topic.title,
        description=topic.summary or beginning(_SEPARATOR.join(each.title for each in topic.articles), topic.title),
        image=_home_image(site, locale),
        otherwise=_otherwise(versions, site.default_locale),
        data=script_data(topic_data(site.origin, name, topic)),
    )
    return Frame(locale, name, alternates, look=look_of(site, locale), head=head)


def article_frame(site: Site, article: Article, readers: str) -> Frame:
    """The frame of an article's page for readers of a locale; without a translation, machines are led to the original.

    Every locale has a page at the article's address: one without a translation shows the article as it is.
    """
    locale, slug = article.locale, article.slug
    translated = site.generation.translations(slug)
    alternates = tuple(
        Alternate(other, article_url(other, slug), exact=other in translated and readers in translated)
        for other in _others(site, readers)
    )
    name = site.name_in(locale)
    topic = site.generation.topic(locale, article.topic) if article.topic else None
    versions = _versions(locale, article_url(locale, slug), alternates)
    head = Head(
        origin=site.origin,
        versions=versions,
        title=article.title,
        description=article.summary or beginning(*(section.text for section in article.sections), article.title),
        otherwise=_otherwise(versions, site.default_locale),
        data=script_data(article_data(site.origin, name, article, topic)),
        updated=article.updated,
        markdown=markdown_url(locale, slug),
        image=_image(locale, slug, article_card(site.generation, article, site.name)),
    )
    return Frame(readers, site.name_in(readers), alternates, look=look_of(site, readers), head=head)


def look_of(site: Site, locale: str) -> Look:
    """The brand as readers of a locale see it."""
    brand = site.generation.brand
    return Look(
        stylesheet=site.stylesheet,
        logo=brand.logo,
        favicon=picture_url(brand.favicon.path, brand.favicon.digest) if brand.favicon else "",
        navigation=in_locale(brand.navigation, locale, ()),
        footer_text=in_locale(brand.footer_text, locale, ""),
        footer_links=in_locale(brand.footer_links, locale, ()),
    )


def _home_image(site: Site, locale: str) -> str:
    return _image(locale, "", home_card(site.generation, locale, site.name))


def _image(locale: str, slug: str, card: Card) -> str:
    """Where the picture of a page is; empty when nobody here can draw it."""
    return card_url(locale, slug, card.digest) if can_draw(card) else ""


def _others(site: Site, locale: str) -> Iterator[str]:
    return (other for other in site.generation.locales if other != locale)


def _alternates(site: Site, locale: str, twin: Callable[[str], str]) -> Iterator[Alternate]:
    for other in _others(site, locale):
        url = twin(other)
        yield Alternate(other, url or home_url(other), exact=bool(url))


def _versions(locale: str, url: str, alternates: tuple[Alternate, ...]) -> tuple[Version, ...]:
    """The page itself first, then its translations."""
    return (Version(locale, url), *(Version(other.locale, other.url) for other in alternates if other.exact))


def _otherwise(versions: tuple[Version, ...], default_locale: str) -> str:
    """Where readers of any other language are best sent."""
    return next((version.path for version in versions if version.locale == default_locale), versions[0].path)
