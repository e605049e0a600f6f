"""Postings as numpy arrays: read once from each Whoosh segment, then kept beside it."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from helpcenter.search.whoosh_index import Field

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from helpcenter.search.whoosh_index import Segment

FIELDS = tuple(Field)
_FIELD_NUMBER = {str(field): number for number, field in enumerate(FIELDS)}


@dataclass(frozen=True, slots=True)
class Streams:
    """Terms in reading order for many texts, two a section: heading and body.

    `ends[i]` closes text i in `terms`, `starts_at` and `ends_at` (character offsets), which are parallel.
    """

    ends: NDArray[np.int64]
    terms: NDArray[np.int32]
    starts_at: NDArray[np.int32]
    ends_at: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Postings:
    """Counted terms of sections.

    `vocabulary` is sorted; `term`, `field` (a place in `FIELDS`), `section` and `count` are parallel, one entry a
    posting. `sections` says which section (slug, number) each section number means, in order.
    """

    vocabulary: Sequence[str]
    sections: Sequence[tuple[str, int]]
    term: NDArray[np.int32]
    field: NDArray[np.int8]
    section: NDArray[np.int32]
    count: NDArray[np.float32]
    streams: Streams


def read(segment: Segment) -> Postings:
    """Read all postings and term streams of a Whoosh segment, those of deleted documents too."""
    numbers: dict[str, int] = {}
    # Machine integers, not lists: a large library has tens of millions of them.
    terms, fields, lengths, documents = array("i"), array("b"), array("i"), array("i")
    counts = array("f")
    for name, term, numbers_of_term, counts_of_term in segment.postings():
        before = len(documents)
        documents.extend(numbers_of_term)
        counts.extend(counts_of_term)
        terms.append(numbers.setdefault(term, len(numbers)))
        fields.append(_FIELD_NUMBER[name])
        lengths.append(len(documents) - before)
    vocabulary = sorted(numbers)
    rank = np.empty(len(vocabulary), dtype=np.int32)
    rank[[numbers[term] for term in vocabulary]] = np.arange(len(vocabulary))
    sections, streams = _streams(segment, numbers, rank)
    return Postings(
        vocabulary=vocabulary,
        sections=sections,
        term=np.repeat(rank[np.frombuffer(terms, dtype=np.int32)], lengths),
        field=np.repeat(np.frombuffer(fields, dtype=np.int8), lengths),
        section=np.frombuffer(documents, dtype=np.int32),
        count=np.frombuffer(counts, dtype=np.float32),
        streams=streams,
    )


def _streams(
    segment: Segment, numbers: Mapping[str, int], rank: NDArray[np.int32]
) -> tuple[list[tuple[str, int]], Streams]:
    """Read which section each document is, and the terms of its texts in reading order."""
    sections: list[tuple[str, int]] = []
    lengths, terms, starts_at, ends_at = array("i"), array("i"), array("i"), array("i")
    for document in segment.documents():
        sections.append((document.slug, document.number))
        for text in (document.heading, document.body):
            lengths.append(len(text.terms))
            terms.extend(map(numbers.__getitem__, text.terms))
            starts_at.extend(text.starts)
            ends_at.extend(text.ends)
    return sections, Streams(
        ends=np.cumsum(np.frombuffer(lengths, dtype=np.int32), dtype=np.int64),
        terms=rank[np.frombuffer(terms, dtype=np.int32)],
        starts_at=np.frombuffer(starts_at, dtype=np.int32),
        ends_at=np.frombuffer(ends_at, dtype=np.int32),
    )


def save(path: Path, postings: Postings) -> None:
    """Write postings to one file."""
    streams = postings.streams
    with path.open("wb") as file:
        np.savez(
            file,
            vocabulary=_pack(postings.vocabulary),
            slugs=_pack([slug for slug, _ in postings.sections]),
            numbers=np.array([number for _, number in postings.sections], dtype=np.int32),
            term=postings.term,
            field=postings.field,
            section=postings.section,
            count=postings.count,
            stream_ends=streams.ends,
            stream_terms=streams.terms,
            stream_starts_at=streams.starts_at,
            stream_ends_at=streams.ends_at,
        )


def load(path: Path) -> Postings:
    """Read what `save` wrote."""
    with np.load(path, allow_pickle=False) as arrays:
        return Postings(
            vocabulary=_unpack(arrays["vocabulary"]),
            sections=list(zip(_unpack(arrays["slugs"]), arrays["numbers"].tolist(), strict=True)),
            term=arrays["term"],
            field=arrays["field"],
            section=arrays["section"],
            count=arrays["count"],
            streams=Streams(
                ends=arrays["stream_ends"],
                terms=arrays["stream_terms"],
                starts_at=arrays["stream_starts_at"],
                ends_at=arrays["stream_ends_at"],
            ),
        )


def _pack(strings: Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(strings).encode(), dtype=np.uint8)


def _unpack(array: NDArray[Any]) -> list[str]:
    return array.tobytes().decode().split("\n") if array.size else []


def merge(
    parts: Sequence[Postings], sections: Mapping[tuple[str, int], int], alive: Sequence[NDArray[np.bool_]]
) -> Postings:
    """Join segments into one, sections renumbered by `sections`; those not `alive` are left out with their terms."""
    vocabulary = sorted(set().union(*(_living_terms(part, living) for part, living in zip(parts, alive, strict=True))))
    rank = {term: number for number, term in enumerate(vocabulary)}
    joined: list[tuple[NDArray[Any], ...]] = []
    streams: list[tuple[NDArray[Any], ...]] = []
    for part, living in zip(parts, alive, strict=True):
        term = np.array([rank.get(term, -1) for term in part.vocabulary], dtype=np.int32)
        section = np.array(
            [sections[key] if lives else -1 for key, lives in zip(part.sections, living.tolist(), strict=True)],
            dtype=np.int32,
        )
        kept = living[part.section]
        joined.append((term[part.term[kept]], part.field[kept], section[part.section[kept]], part.count[kept]))
        texts = part.streams
        streams.append((section, texts.ends, term[texts.terms], texts.starts_at, texts.ends_at))
    columns = [np.concatenate(column) for column in zip(*joined, strict=True)]
    return Postings(
        vocabulary=vocabulary,
        sections=sorted(sections, key=sections.__getitem__),
        term=columns[0],
        field=columns[1],
        section=columns[2],
        count=columns[3],
        streams=_join_streams(streams, len(sections)),
    )


def _living_terms(part: Postings, living: NDArray[np.bool_]) -> set[str]:
    if living.all():
        return set(part.vocabulary)
    return {part.vocabulary[number] for number in np.unique(part.term[living[part.section]]).tolist()}


def _join_streams(parts: Sequence[tuple[NDArray[Any], ...]], sections: int) -> Streams:
    """Lay the streams of several segments in the order of sections."""
    lengths = np.zeros(2 * sections, dtype=np.int64)
    for section, ends, *_ in parts:
        texts = _texts_of(section)
        lengths[texts[texts >= 0]] = np.diff(ends, prepend=0)[texts >= 0]
    starts = np.concatenate(([0], np.cumsum(lengths)))
    columns = [np.zeros(starts[-1], dtype=np.int32) for _ in range(3)]
    for section, ends, *values in parts:
        texts = _texts_of(section)
        part_lengths = np.diff(ends, prepend=0)
        alive = np.repeat(texts >= 0, part_lengths)
        places = np.arange(len(alive)) + np.repeat(starts[texts] - (ends - part_lengths), part_lengths)
        for column, value in zip(columns, values, strict=True):
            column[places[alive]] = value[alive]
    return Streams(starts[1:], *columns)


def _texts_of(section: NDArray[np.int32]) -> NDArray[np.int64]:
    """Number the two texts of each section: heading, body; negative for sections that are gone."""
    heading = section.astype(np.int64) * 2
    return np.column_stack((heading, np.where(heading < 0, heading, heading + 1))).ravel()
