"""The articles and queries that are measured: real ones, and libraries of any size grown from them.

A grown library consists of blocks, each a copy of the real one in which every article keeps its title and the first
half of its sections, and takes the second half from another article drawn with a fixed seed. Lengths, sections and
the words that stand together are so those of real articles; what happens to the vocabulary is told in `variation`.
Generations of grown libraries stay in `instance/bench`, under a fingerprint of all they depend on, so that only the
first run is slow.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cache
from itertools import count
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from helpcenter.config import load_config
from helpcenter.content.article import Article, Library
from helpcenter.search.fingerprint import software_fingerprint
from helpcenter.search.generations import Generations
from helpcenter.search.judgments import read_judgments
from helpcenter.search.publish import publish, publish_library
from tests.benchmarks.variation import Variation
from tests.relevance import evaluation_data

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from helpcenter.content.article import Section
    from helpcenter.search.generation import Generation

REPOSITORY = Path(__file__).parents[2]
LOCALES = ("en", "ja")
QUERIES = 400
_SEED = 20261121  # to be changed with how articles are put together, so that kept generations are made anew


@dataclass(frozen=True, slots=True)
class Document:
    """An article as a peer indexes it; `sections` are (heading, text), the lead first."""

    slug: str
    title: str
    sections: tuple[tuple[str, str], ...]

    @property
    def body(self) -> str:
        """Headings and texts in reading order."""
        return "\n".join(text for section in self.sections for text in section if text)


def bench_folder() -> Path:
    """Where generations for measuring are kept between runs."""
    return load_config().instance / "bench"


def articles_folder() -> Path:
    """The real articles: those of the evaluation data where present, else the product's own manual."""
    present = evaluation_data.is_present("mackerel")
    return evaluation_data.articles_of("mackerel") if present else REPOSITORY / "articles"


def _judgments_file() -> Path:
    present = evaluation_data.is_present("mackerel")
    return evaluation_data.judgments_of("mackerel") if present else REPOSITORY / "articles" / "searches.yml"


@cache
def real_generation() -> Generation:
    """The real articles, published."""
    index = real_instance() / "index"
    publish(articles_folder(), index)
    return Generations(index).current()


def real_instance() -> Path:
    """The instance folder from which the real articles are served."""
    return bench_folder() / "real"


def real_queries(locale: str) -> list[str]:
    """The judged queries of a locale, as they were asked."""
    return [judgment.query for judgment in read_judgments(_judgments_file()) if judgment.locale == locale]


def grown_generation(locale: str, size: int) -> Generation:
    """A generation of `size` articles in one locale, built unless an earlier run has left it."""
    folder = bench_folder() / f"{locale}-{size}"
    mark = folder / "fingerprint"
    fingerprint = _fingerprint(locale)
    if not mark.exists() or mark.read_text(encoding="ascii") != fingerprint:
        build(grown(locale, size), folder)
        mark.write_text(fingerprint, encoding="ascii")
    return Generations(folder).current()


def build(articles: Sequence[Article], folder: Path) -> None:
    """Publish articles that are already rendered: all that `publish` does after reading the Markdown."""
    publish_library(Library(tuple(articles), (), ""), folder)


def grown(locale: str, size: int) -> list[Article]:
    """Make a library of `size` articles from the real ones of a locale, sorted by slug."""
    originals = list(real_generation().articles(locale))
    variation = _variation(originals)
    articles: list[Article] = []
    for block, donors in _blocks(originals):
        for original, donor in zip(originals, donors, strict=True):
            if len(articles) == size:
                return articles
            articles.append(_recombined(original, donor, block, variation))
    raise AssertionError  # blocks never end


def grown_queries(locale: str, size: int) -> list[str]:
    """Queries of real readers, each in the words of a block of the library of that size."""
    originals = list(real_generation().articles(locale))
    variation = _variation(originals)
    random = Random(_SEED)
    asked = real_queries(locale)
    blocks = max(1, size // len(originals))
    return [variation.apply(asked[number % len(asked)], random.randrange(blocks)) for number in range(QUERIES)]


def documents_of(generation: Generation, locale: str) -> list[Document]:
    """The articles of a generation as peers index them."""
    return [
        Document(article.slug, article.title, tuple((section.heading, section.text) for section in article.sections))
        for article in generation.articles(locale)
    ]


def _variation(articles: Sequence[Article]) -> Variation:
    return Variation(
        " ".join([article.title, *(f"{section.heading} {section.text}" for section in article.sections)])
        for article in articles
    )


def _blocks(originals: Sequence[Article]) -> Iterator[tuple[int, list[Article]]]:
    random = Random(_SEED)
    for block in count():
        yield block, random.sample(originals, len(originals))


def _recombined(original: Article, donor: Article, block: int, variation: Variation) -> Article:
    kept = original.sections[: len(original.sections) // 2 + 1]
    taken = donor.sections[len(donor.sections) // 2 + 1 :]
    sections = tuple(
        replace(
            section,
            anchor=f"s{number}" if number else "",
            heading=variation.apply(section.heading, block),
            text=variation.apply(section.text, block),
        )
        for number, section in enumerate((*kept, *taken))
    )
    slug = f"block-{block:03}/{original.slug}"
    texts = [original.title, original.summary, *original.questions, *(text for s in sections for text in _text_of(s))]
    return replace(
        original,
        slug=slug,
        title=variation.apply(original.title, block),
        summary=variation.apply(original.summary, block),
        questions=tuple(variation.apply(question, block) for question in original.questions),
        topic=slug.rpartition("/")[0],
        aliases=(),
        attachments=(),
        sections=sections,
        source=f"{original.locale}/{slug}.md",
        # Of the texts alone, so that a changed renderer does not have all of them analysed again.
        digest=hashlib.sha256("\0".join([str(block), *texts]).encode()).hexdigest(),
    )


def _text_of(section: Section) -> tuple[str, str]:
    return section.heading, section.text


def _fingerprint(locale: str) -> str:
    digest = hashlib.sha256(software_fingerprint().encode())
    digest.update(f"{_SEED} {Path(__file__).with_name('variation.py').read_text(encoding='utf-8')}".encode())
    for article in real_generation().articles(locale):
        digest.update(article.digest.encode())
    return digest.hexdigest()
