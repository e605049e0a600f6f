"""Building an index: all of 400 articles beside Whoosh alone, and one changed article until it is found.

Ours and Whoosh take turns, the median of the rounds counts. Whoosh alone indexes the same sections with the same
terms and stores their texts; that is an index, but no pages, impacts, checksums or durable files.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

from whoosh import index

from helpcenter.search.generations import Generations
from helpcenter.search.publish import publish
from helpcenter.search.results import SearchRequest
from tests.benchmarks import corpus
from tests.benchmarks.figures import Figure, beside, wanted
from tests.benchmarks.peers import Whoosh, whoosh_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from helpcenter.content.article import Article

ARTICLES = 400
_ROUNDS = 3
_CHANGES = 5


def measure(_sizes: Sequence[int]) -> Iterator[Figure]:
    """Yield the figures."""
    articles = [
        article for locale in corpus.LOCALES for article in corpus.grown(locale, ARTICLES // len(corpus.LOCALES))
    ]
    with tempfile.TemporaryDirectory(dir=corpus.bench_folder()) as scratch:
        yield from _full_build(articles, Path(scratch))
    with tempfile.TemporaryDirectory(dir=corpus.bench_folder()) as scratch:
        yield _one_changed_article(Path(scratch))


def _full_build(articles: Sequence[Article], scratch: Path) -> Iterator[Figure]:
    markdown = _markdown_library(scratch / "articles")
    builds: dict[str, Callable[[Path], object]] = {
        "index": lambda folder: corpus.build(articles, folder),
        "index, Markdown and git": lambda folder: publish(markdown, folder),
        Whoosh.name: lambda folder: _whoosh_alone(articles, folder),
    }
    seconds: dict[str, list[float]] = {name: [] for name in builds}
    for turn in range(_ROUNDS):
        for name, build in builds.items():
            folder = scratch / f"{name}-{turn}"
            started = perf_counter()
            build(folder)
            seconds[name].append(perf_counter() - started)
            shutil.rmtree(folder)
    alone = median(seconds.pop(Whoosh.name))
    for name, times in seconds.items():
        yield beside(f"build {ARTICLES}: {name}", median(times), f"{Whoosh.name} alone", Whoosh.version, alone, "s")


def _whoosh_alone(articles: Sequence[Article], folder: Path) -> None:
    """Index each section as a document, one index a locale, as we do."""
    for locale in corpus.LOCALES:
        (folder / locale).mkdir(parents=True)
        writer = index.create_in(str(folder / locale), whoosh_schema()).writer(limitmb=256)
        for article in articles:
            if article.locale == locale:
                for number, section in enumerate(article.sections):
                    heading = section.heading if number else article.title
                    writer.add_document(slug=f"{article.slug}#{section.anchor}", title=heading, body=section.text)
        writer.commit()


def _markdown_library(folder: Path) -> Path:
    """Lay out real Markdown files, some of them twice, in a git repository."""
    sources = sorted(corpus.articles_folder().glob("*/**/*.md"))
    for number in range(ARTICLES):
        source = sources[number % len(sources)]
        target = folder / source.relative_to(corpus.articles_folder())
        if number >= len(sources):
            target = target.with_stem(f"{target.stem}-copy-{number // len(sources)}")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)
    for command in (
        ("init", "--quiet"),
        ("add", "."),
        ("-c", "user.name=bench", "-c", "user.email=bench@localhost", "commit", "--quiet", "--message=Articles"),
    ):
        subprocess.run(("git", *command), cwd=folder, check=True)
    return folder


def _one_changed_article(scratch: Path) -> Figure:
    """Change a file and publish, until a search finds the new word; the process stays, as that of `serve` does."""
    folder = _markdown_library(scratch / "articles")
    generations = Generations(scratch / "index")
    publish(folder, generations.folder)
    files = sorted(folder.glob("en/**/*.md"))
    seconds = []
    for change in range(_CHANGES):
        word = f"zyzzyva{'abcde'[change]}"
        with files[change * len(files) // _CHANGES].open("a", encoding="utf-8") as file:
            file.write(f"\n{word} is a new word.\n")
        started = perf_counter()
        publish(folder, generations.folder)
        found = generations.current().search(SearchRequest(word, "en")).total
        seconds.append(perf_counter() - started)
        if found != 1:
            raise RuntimeError(f"The changed article was found {found} times, not once.")
    return wanted(f"one changed article of {ARTICLES} is found", median(seconds), 1.0, "s")
