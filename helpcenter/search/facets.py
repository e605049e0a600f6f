"""Facets: how many of the articles found stand below each topic and are of each kind.

Topic and kind of every article are small mapped arrays, so counting hundreds of articles reads none of them. A facet
counts what the other one lets through, never what it lets through itself: its numbers say what a click would show.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from helpcenter.content.article import Kind
from helpcenter.search.results import Facets, KindCount, TopicCount, TopicName
from helpcenter.search.tables import open_array, save_array

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from helpcenter.content.article import Article
    from helpcenter.search.finding import Found
    from helpcenter.search.locale_index import LocaleIndex
    from helpcenter.search.results import SearchRequest

MOST_TOPICS = 8
"""Topics offered on one level; more are found faster by another word."""
_KINDS = tuple(Kind)
_NAMES = "facets.msgpack"
_decode_names = msgspec.msgpack.Decoder(tuple[TopicName, ...]).decode


class FacetTable:
    """Topic and kind of a locale's articles: `topics` and `kinds` hold numbers by article.

    Topics are numbered in the order of their paths, kinds as `Kind` lists them. `trails` says of each topic which
    topics lead to it, outermost first and itself last; nothing leads to the root.
    """

    def __init__(self, folder: Path) -> None:
        self.topics: NDArray[np.int32] = open_array(folder / "facets-topics.npy")
        self.kinds: NDArray[np.int8] = open_array(folder / "facets-kinds.npy")
        self.names = {name.path: name for name in _decode_names((folder / _NAMES).read_bytes())}
        self._topic_of, self._kind_of = self.topics.data, self.kinds.data
        self.trails = tuple(tuple(self.names[above] for above in _path_to(path)) for path in self.names)

    @staticmethod
    def save(folder: Path, articles: Sequence[Article], titles: Mapping[str, str]) -> None:
        """Write the table; `titles` are those of topics by path."""
        paths = sorted({path for article in articles for path in ("", *_path_to(article.topic))})
        numbers = {path: number for number, path in enumerate(paths)}
        names = [TopicName(path, titles.get(path, path)) for path in paths]
        (folder / _NAMES).write_bytes(msgspec.msgpack.encode(names))
        topics = [numbers[article.topic] for article in articles]
        save_array(folder / "facets-topics.npy", np.array(topics, dtype=np.int32))
        kinds = [_KINDS.index(article.kind) for article in articles]
        save_array(folder / "facets-kinds.npy", np.array(kinds, dtype=np.int8))

    def trail(self, article: int) -> tuple[TopicName, ...]:
        """Return the topics an article stands in, outermost first."""
        return self.trails[self._topic_of[article]]

    def kind(self, article: int) -> Kind:
        """Return what sort of help an article is."""
        return _KINDS[self._kind_of[article]]

    def below(self, topic: str) -> NDArray[np.bool_]:
        """Tell of each topic whether it is `topic` or stands below it; all stand below the root."""
        if not topic:
            return np.ones(len(self.names), dtype=np.bool_)
        return np.array([f"{path}/".startswith(f"{topic}/") for path in self.names], dtype=np.bool_)


def narrow(
    found: Sequence[Found], request: SearchRequest, indexes: Mapping[str, LocaleIndex]
) -> tuple[Sequence[Found], Facets]:
    """Keep what has the topic and the kind that are asked for, and count what every other choice would keep."""
    topics: defaultdict[str, int] = defaultdict(int)
    kinds: Counter[int] = Counter()
    names: dict[str, TopicName] = {}
    kept: set[tuple[str, int]] = set()
    in_kind = 0
    for locale in sorted({one.locale for one in found}, key=lambda each: (each != request.locale, each)):
        table = indexes[locale].facets
        articles = np.array([one.article for one in found if one.locale == locale])
        topic_of, kind_of = table.topics[articles], table.kinds[articles]
        has_topic = table.below(request.topic)[topic_of]
        has_kind = kind_of == _KINDS.index(request.kind) if request.kind else np.ones(len(articles), dtype=np.bool_)
        if _is_narrow(request):
            kept.update((locale, article) for article in articles[has_topic & has_kind].tolist())
        kinds.update(dict(enumerate(np.bincount(kind_of[has_topic]).tolist())))
        in_kind += int(has_kind.sum())
        for number, count in enumerate(np.bincount(topic_of[has_kind]).tolist()):
            for name in table.trails[number] if count else ():
                topics[name.path] += count
                names.setdefault(name.path, name)
    for path in _path_to(request.topic):  # what is chosen can be seen, and left, even when it has nothing
        topics[path] += 0
        names.setdefault(path, indexes[request.locale].facets.names.get(path, TopicName(path, path)))
    facets = Facets(_offered_topics(topics, names, request.topic, in_kind), _offered_kinds(kinds, request.kind))
    return [one for one in found if (one.locale, one.article) in kept] if _is_narrow(request) else found, facets


def _is_narrow(request: SearchRequest) -> bool:
    return bool(request.topic or request.kind)


def _offered_topics(
    counts: Mapping[str, int], names: Mapping[str, TopicName], chosen: str, total: int
) -> tuple[TopicCount, ...]:
    """The topics with the most articles, each level below the one that is open; none when there is no choice."""
    way = _path_to(chosen)
    children: defaultdict[str, list[str]] = defaultdict(list)
    for path in sorted(counts, key=lambda path: (-counts[path], names[path].title, path)):
        children[path.rpartition("/")[0]].append(path)

    def level(parent: str, depth: int) -> Iterator[TopicCount]:
        for place, path in enumerate(children[parent]):
            is_above = path in way
            if place < MOST_TOPICS or is_above:
                yield TopicCount(path, names[path].title, depth, counts[path], path == chosen)
            if is_above or counts[path] == total:  # a topic that has everything is no choice; those in it are
                yield from level(path, depth + 1)

    offered = tuple(level("", 0))
    return offered if chosen or any(topic.count < total for topic in offered) else ()


def _offered_kinds(counts: Mapping[int, int], chosen: Kind | None) -> tuple[KindCount, ...]:
    """The kinds there are, the most frequent first; none when there is no choice."""
    offered = [
        KindCount(kind, counts.get(number, 0), kind is chosen)
        for number, kind in enumerate(_KINDS)
        if counts.get(number) or kind is chosen
    ]
    return tuple(sorted(offered, key=lambda each: -each.count)) if chosen or len(offered) > 1 else ()


def _path_to(topic: str) -> list[str]:
    """Return the topics that lead to a topic, outermost first and itself last."""
    parts = topic.split("/") if topic else []
    return ["/".join(parts[:end]) for end in range(1, len(parts) + 1)]
