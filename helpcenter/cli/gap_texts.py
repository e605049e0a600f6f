"""Gaps as they are told in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from helpcenter.cli.console import counted
from helpcenter.insights.gaps.confirming import Standing
from helpcenter.insights.gaps.gap import Happened
from helpcenter.insights.gaps.states import State
from helpcenter.insights.gaps.values import FailureKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from helpcenter.insights.gaps.gap import Entry, Gap, GapQuery
    from helpcenter.insights.gaps.proving import Proof

KINDS = {
    FailureKind.MISSING: "not written yet",
    FailureKind.UNFINDABLE: "written, but not found",
    FailureKind.OTHER_LOCALE: "only in the other language",
    FailureKind.FILTERED: "hidden by audience",
}
_WAITS = {
    Standing.NONE: "nobody has said yet that its text answers them",
    Standing.OUTDATED: "its text was changed since somebody confirmed it",
}
_COLOURS = {State.PROVEN: "green", State.REGRESSED: "red", State.SHIPPED: "yellow"}
_MOST_HISTORY = 20


def list_line(gap: Gap) -> str:
    """Return a gap in one line."""
    kind = "" if gap.state is State.PROVEN else KINDS[gap.kind] if gap.kind else "not known"
    owner = gap.owner.name if gap.owner else "-"
    return f"{gap.id:5}  {gap.harm.value:8.1f}  {_state(gap.state, 11)}  {kind:26}  {owner:12.12}  {_title(gap)}"


def gap_lines(gap: Gap, queries: Sequence[GapQuery], history: Sequence[Entry]) -> Iterator[str]:
    """Yield a gap as lines: what it is, its queries, its history."""
    yield f"{click.style(_title(gap), bold=True)} (gap {gap.id}, {gap.locale})"
    yield f"  state   {_state(gap.state)}" + (f", {gap.owner.name}" if gap.owner else "")
    if gap.state is not State.PROVEN:  # nothing fails any more
        named = f": {gap.article}" if gap.article else ""
        kind = KINDS[gap.kind] if gap.kind else "not known"
        yield f"  kind    {kind}{named}" + (f" ({gap.reason})" if gap.reason else "")
    if gap.hint and gap.state is not State.PROVEN:
        yield f"  perhaps {gap.hint}, which is near; whether it answers, the search cannot say"
    harm = gap.harm
    yield f"  harm    {harm.value:.1f} = volume {harm.volume:.1f} x trend {harm.trend:.2f} x weight {harm.weight:.2f}"
    if gap.answer:
        yield f"  answer  {gap.answer}"
    if gap.confirmed:
        by = gap.confirmed.by.name if gap.confirmed.by else "somebody"
        yield f"  text    {gap.confirmed.section} answers it, said {by} on {gap.confirmed.at:%Y-%m-%d}"
    elif gap.state is State.PROVEN:
        yield f"  text    proven before confirmations were asked for: helpcenter gaps confirm {gap.id}"
    if gap.proven_at:
        yield f"  proven  {gap.proven_at:%Y-%m-%d %H:%M} UTC" + (
            f", commit {gap.proven_commit}" if gap.proven_commit else ""
        )
    shown = [query for query in queries if query.is_shown]
    yield f"  {_queries(len(queries))}, {len(shown)} asked by more than one person:"
    for query in shown:
        ranks = f"  {_rank(query.rank_before)} -> {_rank(query.rank_after)}" if query.replayed_at else ""
        yield f"    {query.times:5} x  {' '.join(query.text.split())}{ranks}"
    for entry in history[:_MOST_HISTORY]:
        who = entry.author.name if entry.author else "helpcenter"
        yield f"  {entry.at:%Y-%m-%d %H:%M}  {who}: {_told(entry)}"


def proof_lines(proof: Proof) -> Iterator[str]:
    """Yield what came of a replay, and which queries still miss their answer."""
    gap = proof.gap
    found = sum(each.is_found for each in proof.asked)
    moved = f"{gap.state} -> " if proof.is_moved else ""
    answer = gap.answer or gap.article or "an answer"
    yield f"gap {gap.id}: {moved}{_state(proof.state)}, {found} of {len(proof.asked)} queries find {answer}"
    if not proof.is_published:
        yield f"  {gap.answer or 'no article'} is not published"
    if proof.waits_for_a_person:
        yield f"  {_WAITS[proof.standing]}: helpcenter gaps confirm {gap.id}"
    for each in proof.missing:
        text = " ".join(each.text.split())
        doubt = ", found but not answered" if each.is_found else ""
        yield f"  {text!r} ({each.key.locale}): {_rank(each.before)} before, {_rank(each.now)} now{doubt}"


def _title(gap: Gap) -> str:
    return gap.title or f"({counted(gap.queries, 'search of one person')})"


def _state(state: State, width: int = 0) -> str:
    return click.style(f"{state:{width}}", fg=_COLOURS.get(state))


def _queries(number: int) -> str:
    return f"{number:,} {'query' if number == 1 else 'queries'}"


def _rank(rank: int | None) -> str:
    return "none" if rank is None else str(rank)


def _told(entry: Entry) -> str:
    said = {name: entry.detail.get(name) or "nobody" for name in ("from", "to")}  # what was erased says nothing more
    match entry.kind:
        case Happened.STATE | Happened.OWNER:
            told = f"{said['from']} -> {said['to']}"
        case Happened.REPLAY:
            found, of = (entry.detail.get(name, 0) for name in ("found", "of"))
            told = f"{found} of {of} queries find the answer, {said['to']}"
        case Happened.CREATED:
            told = "found by the software"
        case Happened.QUERIES:
            told = f"{entry.detail.get('queries', 0)} more queries"
        case Happened.SPLIT:
            told = ", ".join(f"{name} {value}" for name, value in entry.detail.items())
        case Happened.CONFIRMED:
            answers = "answers" if entry.detail.get("answers") else "does not answer"
            told = f"{entry.detail.get('section', 'a text that was erased')} {answers} it"
        case Happened.MERGED:
            told = ", ".join(f"{name} gap {other}" for name, other in entry.detail.items())
        case _:
            told = str(entry.kind)
    return f"{told}: {entry.text}" if entry.text else told
