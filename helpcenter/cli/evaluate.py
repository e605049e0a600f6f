"""``helpcenter evaluate``: how well searches answer judged queries."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click
import msgspec
from rich.console import Console
from rich.table import Table

from helpcenter.cli.console import progress_bar
from helpcenter.cli.meaning import opened
from helpcenter.cli.options import configured
from helpcenter.cli.runs import compared, read_run, run_of
from helpcenter.cli.runs import losers as losing_lines
from helpcenter.errors import JudgmentsError
from helpcenter.search.evaluation import ask, summarise
from helpcenter.search.judgments import read_judgments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from helpcenter.config import Config
    from helpcenter.search.comparing import Comparison
    from helpcenter.search.evaluation import Evaluation, Rates
    from helpcenter.search.generation import Generation
    from helpcenter.search.judgments import Judgment
    from helpcenter.search.results import SearchRequest, SearchResults


_WRITTEN = click.File("w", encoding="utf-8", lazy=True)


@click.command("evaluate")
@click.argument("judgments", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.option("--losers", type=_WRITTEN, help="Write the queries not answered in the first three hits, as a table.")
@click.option("--save", type=_WRITTEN, help="Write the rank of every query, for --compare.")
@click.option("--compare", "saved", type=click.Path(path_type=Path), help="Compare with a run that --save wrote.")
@click.option("--rerank", is_flag=True, help="Ask the reranking server too, as searches on the site do.")
@configured("instance", "semantic")
def command(
    judgments: Path,
    *,
    as_json: bool,
    losers: IO[str] | None,
    save: IO[str] | None,
    saved: Path | None,
    rerank: bool,
    config: Config,
) -> None:
    """Measure how well searches answer judged queries.

    JUDGMENTS is a tab-separated file with the header line: query, lang, slugs and, if there are kinds, kind.
    lang is the locale whose site is asked; slugs are the articles that answer, separated by spaces, best
    first; none when no article answers. A list of {query, locale, articles} in YAML is read too.

    Rates are fractions from 0 to 1 over the answerable queries; a query is answered at k when any of its
    articles is among the first k hits. The published index is asked: run `helpcenter index` before.

    --losers writes tab-separated columns: query, lang, slugs, kind, rank (0: not in the first ten) and the
    first three slugs found. --compare says how answer_at_3 changed, and how probable so large a change is by
    chance (p; two-sided paired permutation test).
    """
    if rerank and not config.rerank_url:
        raise click.UsageError("--rerank needs a server: set rerank_url.")
    before = read_run(saved) if saved else None
    generation = opened(config)
    asked = read_judgments(judgments)
    _check_locales(asked, generation, judgments)
    answers = []
    incomplete = 0

    def search(request: SearchRequest) -> SearchResults:
        nonlocal incomplete
        results = generation.search(replace(request, rerank=rerank))
        incomplete += not results.complete
        return results

    with progress_bar() as progress:
        for judgment in asked:
            answers.append(ask(judgment, search))
            progress("Searching", len(answers), len(asked))
    if rerank and incomplete:
        click.echo(f"Warning: {incomplete} of {len(asked)} searches went on without a model that was late.", err=True)
    report = summarise(answers)
    run = run_of(answers, generation.id)
    comparison = compared(before, run) if before else None
    if losers:
        losers.writelines(f"{line}\n" for line in losing_lines(answers))
    if save:
        save.write(msgspec.json.encode(run).decode())
    if as_json:
        parts = msgspec.to_builtins(report) | ({"comparison": comparison} if comparison else {})
        click.echo(msgspec.json.format(msgspec.json.encode(parts), indent=2).decode())
    else:
        _print_table(report, generation)
    if comparison and before and not as_json:
        _print_comparison(comparison, before.generation)


def _check_locales(judgments: Sequence[Judgment], generation: Generation, path: Path) -> None:
    for judgment in judgments:
        if judgment.locale not in generation.locales:
            raise JudgmentsError(
                f"{path}:{judgment.line}: there is no published article in {judgment.locale!r} "
                f"(published: {', '.join(generation.locales)}). Mend the line, or publish that locale."
            )


def _print_table(report: Evaluation, generation: Generation) -> None:
    console = Console()
    table = Table("", "queries", "at 1", "at 3", "at 5", "mrr", title=f"Answer rate on {generation.id}")
    for column in table.columns[1:]:
        column.justify = "right"
    answerable = report.queries - report.unanswerable.queries
    table.add_row("all answerable", str(answerable), *_cells(report))
    table.add_row("averaged by article", "", *_cells(report.by_article), end_section=True)
    for kind, rates in report.by_kind.items():
        table.add_row(kind, str(rates.queries), *_cells(rates))
    console.print(table)
    unanswerable, latency = report.unanswerable, report.latency_ms
    console.print(f"no hit at all      {_percent(report.zero_result_rate)} of the answerable queries")
    console.print(f"doubted            {report.answerable_flagged} of {answerable} answerable queries")
    console.print(f"rightly doubted    {unanswerable.flagged} of {unanswerable.queries} unanswerable queries")
    cards = report.cards
    console.print(
        f"cards              {cards.carded} of {answerable} answerable queries, {cards.carded_right} of them right"
    )
    console.print(f"false cards        {cards.unanswerable_carded} of {cards.unanswerable} unanswerable queries")
    console.print(f"time for a search  p50 {_time(latency.p50)}, p95 {_time(latency.p95)}")


def _print_comparison(comparison: Comparison, before: str) -> None:
    click.echo(
        f"compared with {before:<5} answer_at_3 {_percent(comparison.answer_at_3_before)} → "
        f"{_percent(comparison.answer_at_3_after)} ({comparison.difference:+.1%}; {comparison.gained} gained, "
        f"{comparison.lost} lost), p = {comparison.p_value:.4f}"
    )


def _cells(rates: Rates) -> tuple[str, str, str, str]:
    mrr = "-" if rates.mrr is None else f"{rates.mrr:.3f}"
    return _percent(rates.answer_at_1), _percent(rates.answer_at_3), _percent(rates.answer_at_5), mrr


def _percent(rate: float | None) -> str:
    return "-" if rate is None else f"{rate:.1%}"


def _time(milliseconds: float | None) -> str:
    return "-" if milliseconds is None else f"{milliseconds:.2f} ms"
