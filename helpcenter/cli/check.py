"""``helpcenter check``: what is wrong in the articles, before anybody publishes them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click
import msgspec
from rapidfuzz import process

from helpcenter.cli.console import counted, print_problems, progress_bar, summary_of
from helpcenter.cli.options import configured
from helpcenter.content.article import Visibility
from helpcenter.content.library import load_library
from helpcenter.content.problems import Problem, Severity
from helpcenter.content.questions import read_pattern
from helpcenter.errors import JudgmentsError
from helpcenter.search.evaluation import ask
from helpcenter.search.generations import Generations
from helpcenter.search.judgments import read_judgments
from helpcenter.search.publish import publish
from helpcenter.search.results import Confidence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from helpcenter.config import Config
    from helpcenter.content.article import Article
    from helpcenter.search.generation import Generation
    from helpcenter.search.judgments import Judgment

SEARCHES = "searches.yml"
WANTED_RANK = 3


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions written in public articles, and how many phrasings they stand for."""

    patterns: int
    phrasings: int


@dataclass(frozen=True, slots=True)
class Checked:
    """What is wrong, how many judged queries were asked, and what questions there are."""

    problems: tuple[Problem, ...]
    queries: int
    questions: Questions


@click.command("check")
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON.")
@click.option("--strict", is_flag=True, help="Let warnings fail too.")
@configured("articles")
def command(*, as_json: bool, strict: bool, config: Config) -> None:
    """Find what is wrong in the articles, without publishing.

    Each problem comes with file, line, key and how to mend it. The judged queries of searches.yml in the
    articles folder are asked on a temporary index: one whose article is not in the top 3 is an error,
    and of one that closed a gap both places are told, the proven one and today's.
    The exit code is 1 when there are errors, with --strict also when there are warnings.
    """
    with progress_bar() as progress:
        found = find_problems(config.articles, progress)
    problems, questions = found.problems, found.questions
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    if as_json:
        report = {
            "errors": errors,
            "warnings": len(problems) - errors,
            "queries": found.queries,
            "questions": questions,
            "problems": problems,
        }
        click.echo(msgspec.json.format(msgspec.json.encode(report), indent=2))
    else:
        print_problems(problems)
        click.echo(f"{config.articles}: {summary_of(problems)}, judged queries: {found.queries}")
        patterns = counted(questions.patterns, "question pattern")
        click.echo(f"{patterns} for {counted(questions.phrasings, 'phrasing')} of what readers ask")
    if errors or (strict and problems):
        raise click.exceptions.Exit(1)


def find_problems(articles: Path, progress: Callable[[str, int, int], None]) -> Checked:
    """Return what is wrong in the files and in what searches find."""
    path = articles / SEARCHES
    judgments: tuple[Judgment, ...] = ()
    wrong: tuple[Problem, ...] = ()
    try:
        judgments = read_judgments(path) if path.exists() else ()
    except JudgmentsError as error:
        wrong = (Problem(Severity.ERROR, SEARCHES, 0, "", str(error), "The judged queries were not asked."),)
    if not judgments:
        library = load_library(articles, progress=lambda done, total: progress("Reading articles", done, total))
        public = (article for article in library.articles if article.visibility is Visibility.PUBLIC)
        return Checked(library.problems + wrong, 0, _questions(public))
    with TemporaryDirectory() as folder:
        published = publish(articles, Path(folder), progress=progress)
        generation = Generations(Path(folder)).current()
        lost = [problem for judgment in judgments for problem in _lost(judgment, generation)]
        questions = _questions(article for locale in generation.locales for article in generation.articles(locale))
    return Checked((*published.problems, *lost), len(judgments), questions)


def _questions(articles: Iterable[Article]) -> Questions:
    counts = [read_pattern(question).count() for article in articles for question in article.questions]
    return Questions(len(counts), sum(counts))


def _lost(judgment: Judgment, generation: Generation) -> Iterator[Problem]:
    """Yield what is wrong with the answer to one judged query."""
    for slug in judgment.slugs:
        if generation.article(judgment.locale, slug) is None:
            yield _unknown(judgment, slug, generation)
            return
    answer = ask(judgment, generation.search)
    query = f"{judgment.query!r} ({judgment.locale})"
    if judgment.slugs and not 1 <= answer.rank <= WANTED_RANK:
        yield _not_found(judgment, query, f"in place {answer.rank}" if answer.rank else "not among the first ten")
    if not judgment.slugs and answer.confidence is Confidence.ANSWERED:
        yield Problem(
            Severity.WARNING,
            SEARCHES,
            judgment.line,
            "query",
            f"{query} is answered with confidence, though no article answers it.",
            "If one does by now, name it in articles.",
        )


def _not_found(judgment: Judgment, query: str, place: str) -> Problem:
    wanted = " or ".join(judgment.slugs)
    if judgment.proven is None:
        message = f"{query} does not find {wanted} in the top {WANTED_RANK}; it is {place}."
        suggestion = "Add the reader's words to the article's title, headings or questions."
    else:
        message = (
            f"{query} was proven on {judgment.proven} to find {wanted} in place {judgment.rank}, and is lost: "
            f"it is {place}."
        )
        suggestion = "Give the article the reader's words back; git log shows what changed since."
    return Problem(Severity.ERROR, SEARCHES, judgment.line, "query", message, suggestion)


def _unknown(judgment: Judgment, slug: str, generation: Generation) -> Problem:
    known = [article.slug for article in generation.articles(judgment.locale)]
    near = process.extractOne(slug, known, score_cutoff=60)
    return Problem(
        Severity.ERROR,
        SEARCHES,
        judgment.line,
        "articles",
        f"{slug!r} is no published article in {judgment.locale!r}.",
        f"Did you mean {near[0]!r}?" if near else "A slug is the path below the locale folder without .md.",
    )
