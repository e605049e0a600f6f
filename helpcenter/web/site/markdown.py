"""Articles for programs: each as plain Markdown, and all of them listed in `llms.txt`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from helpcenter.web.addresses import article_url, home_url, markdown_url
from helpcenter.web.locales import language_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helpcenter.content.article import Article
    from helpcenter.content.topics import ArticleSummary, Topic
    from helpcenter.web.site.frame import Site

MARKDOWN: Final = "text/markdown"


def markdown_of(article: Article, origin: str) -> str:
    """The source of an article with the front matter that concerns readers."""
    keys = {
        "title": article.title,
        "summary": article.summary,
        "locale": article.locale,
        "updated": article.updated.isoformat() if article.updated else "",
        "url": origin + article_url(article.locale, article.slug),
    }
    # JSON's way to write a text is one of YAML's.
    front = "".join(f"{key}: {json.dumps(text, ensure_ascii=False)}\n" for key, text in keys.items() if text)
    return f"---\n{front}---\n\n{article.markdown}"


def llms_txt(site: Site, locale: str) -> str:
    """What there is to read in a locale, by topic, in the form of llmstxt.org."""
    root = site.generation.topic(locale, "")
    parts = [f"# {_line(site.name_in(locale))}"]
    if root and root.summary:
        parts.append(f"> {_line(root.summary)}")
    for topic in site.generation.topics(locale):
        if topic.articles:
            heading = " / ".join(_line(title) for title in (*(above.title for above in topic.ancestors), topic.title))
            parts.append(f"## {heading}\n\n" + "\n".join(_articles(site.origin, topic)))
    others = [other for other in site.generation.locales if other != locale]
    if others:
        lines = (f"- [{language_name(other)}]({site.origin}{home_url(other)}llms.txt)" for other in others)
        parts.append("## Optional\n\n" + "\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _articles(origin: str, topic: Topic) -> Iterator[str]:
    for article in topic.articles:
        yield _entry(origin, article)


def _entry(origin: str, article: ArticleSummary) -> str:
    title = _line(article.title).replace("[", "\\[").replace("]", "\\]")
    link = f"- [{title}]({origin}{markdown_url(article.locale, article.slug)})"
    return f"{link}: {_line(article.summary)}" if article.summary else link


def _line(text: str) -> str:
    return " ".join(text.split())
