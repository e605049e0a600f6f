"""Structured data in the vocabulary of schema.org: what a page is, in words that search engines know."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeAlias

from helpcenter.web.addresses import article_url, home_url, search_url, topic_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helpcenter.content.article import Article, Section
    from helpcenter.content.topics import Topic

Data: TypeAlias = dict[str, object]

_CONTEXT: Final = "https://schema.org"
_HEADLINE: Final = 110  # search engines cut longer ones
_FEWEST: Final = 2  # one question is no list of questions, one step no instructions
_QUESTION: Final = re.compile(r"[?？]\s*$")
_NUMBERED: Final = re.compile(r"(?:(?:step|手順|ステップ)\s*)?[0-9０-９]{1,2}\s*(?:[.．:：、)）]|\s|$)", re.IGNORECASE)


def home_data(origin: str, locale: str, name: str, description: str) -> Data:
    """A site that can be searched."""
    words = "search_term_string"
    return {
        "@context": _CONTEXT,
        "@type": "WebSite",
        "name": name,
        **({"description": description} if description else {}),
        "url": origin + home_url(locale),
        "inLanguage": locale,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{origin}{search_url(locale)}?q={{{words}}}"},
            "query-input": f"required name={words}",
        },
    }


def topic_data(origin: str, site_name: str, topic: Topic) -> Data:
    """Where a topic stands."""
    return {"@context": _CONTEXT, **_trail(origin, site_name, topic)}


def article_data(origin: str, site_name: str, article: Article, topic: Topic | None) -> Data:
    """An article, what kind of article it is, and where it stands."""
    url = origin + article_url(article.locale, article.slug)
    common: Data = {"inLanguage": article.locale, "url": url}
    if article.summary:
        common["description"] = article.summary
    if article.updated:
        common["dateModified"] = article.updated.isoformat()
    things: list[Data] = [
        {
            "@type": "Article",
            "headline": article.title[:_HEADLINE],
            **common,
            "mainEntityOfPage": url,
            "author": {"@type": "Organization", "name": site_name, "url": origin + home_url(article.locale)},
        }
    ]
    if questions := _questions(article):
        entities = [
            {"@type": "Question", "name": section.heading, "acceptedAnswer": {"@type": "Answer", "text": text}}
            for section, text in questions
        ]
        things.append({"@type": "FAQPage", "name": article.title, **common, "mainEntity": entities})
    if steps := _steps(article):
        listed = [
            {
                "@type": "HowToStep",
                "position": number,
                "name": section.heading,
                "text": text or section.heading,
                "url": origin + article_url(article.locale, article.slug, section.anchor),
            }
            for number, (section, text) in enumerate(steps, start=1)
        ]
        things.append({"@type": "HowTo", "name": article.title, **common, "step": listed})
    things.append(_trail(origin, site_name, topic, article))
    return {"@context": _CONTEXT, "@graph": things}


def _trail(origin: str, site_name: str, topic: Topic | None, article: Article | None = None) -> Data:
    """The way from the home page to a page, which is the last of its links."""
    locale = article.locale if article else topic.locale if topic else ""
    places = [(site_name, home_url(locale))]
    if topic:
        places += [(above.title, topic_url(locale, above.path)) for above in topic.ancestors]
        places.append((topic.title, topic_url(locale, topic.path)))
    if article:
        places.append((article.title, article_url(locale, article.slug)))
    links = [
        {"@type": "ListItem", "position": number, "name": name, "item": {"@type": "WebPage", "@id": origin + url}}
        for number, (name, url) in enumerate(places, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": links}


def _questions(article: Article) -> list[tuple[Section, str]]:
    """The questions that an article answers under a heading each, when that is most of it."""
    chapters = list(_chapters(article))
    asked = [(section, text) for section, text in chapters if _QUESTION.search(section.heading) and text]
    return asked if len(asked) >= _FEWEST and 2 * len(asked) >= len(chapters) else []


def _steps(article: Article) -> list[tuple[Section, str]]:
    """The steps of a walkthrough, or the headings of an article that numbers them."""
    chapters = list(_chapters(article))
    steps = [(section, section.text) for section in article.sections if section.step]
    if not steps:
        steps = [(section, text) for section, text in chapters if _NUMBERED.match(section.heading)]
    return steps if len(steps) >= _FEWEST or (steps and article.walkthrough) else []


def _chapters(article: Article) -> Iterator[tuple[Section, str]]:
    """The outermost headings, each with all text up to the next of them."""
    headed = [section for section in article.sections if section.anchor]
    outermost = min((section.level for section in headed), default=0)
    chapter: Section | None = None
    texts: list[str] = []
    for section in headed:
        if section.level == outermost:
            if chapter:
                yield chapter, "\n".join(filter(None, texts))
            chapter, texts = section, [section.text]
        else:
            texts += [section.heading, section.text]
    if chapter:
        yield chapter, "\n".join(filter(None, texts))
