"""How the labels that were found for what was typed are shown as suggestions, with the words marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpcenter.search.results import Fragment, Suggestion, SuggestionKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from helpcenter.search.label_texts import LabelText
    from helpcenter.search.locale_index import LocaleIndex
    from helpcenter.search.typed_slots import Slot

_LONGEST_TITLE = 80


class ShownLabels:
    """How labels are shown for what was typed."""

    def __init__(self, locale: str, index: LocaleIndex, slots: Sequence[Slot]) -> None:
        self._locale = locale
        self._index = index
        self._slots = slots
        self._known: dict[int, LabelText] = {}
        self._known_questions: dict[int, Sequence[tuple[str, int, bytes]]] = {}
        self._counted = [slot for slot in slots if slot.counts and slot.rows]
        self._identifiers = [slot for slot in slots if slot.is_identifier]
        self._beginnings = tuple(beginning for slot in slots for beginning in slot.beginnings)
        self._surfaces = frozenset().union(*(slot.surfaces for slot in slots))
        self._terms = frozenset().union(*(slot.terms for slot in slots))

    def count(self, label: int) -> int:
        """Return how many of the words that were typed a label has, of those that say something."""
        if label < self._index.section_count:
            words = [(word, term) for word, term, _, _ in self._label_text(label).words]
        else:
            words = [(word, term) for word, term, _ in self._words_of_question(label - self._index.section_count)]
        found = 0
        for slot in self._counted:
            terms, surfaces, beginnings = slot.terms, slot.surfaces, slot.beginnings
            for word, term in words:
                if term in terms or word in surfaces or word.startswith(beginnings):
                    found += 1
                    break
        return found

    def suggestion(self, label: int) -> Suggestion | None:
        """Return what is shown of a label; None when it names another code or number than the one that was typed."""
        if label < self._index.section_count:
            return self._section(label)
        return self._question(label - self._index.section_count)

    def _section(self, section: int) -> Suggestion | None:
        """A title with its topic, or a heading with its article."""
        index = self._index
        article = index.article_of(section)
        number = section - index.sections_of(article).start
        label = self._label_text(section)
        if self._identifiers and self._is_another(label.words):
            return None
        card = index.card(article)
        return Suggestion(
            locale=self._locale,
            slug=card.slug,
            anchor=card.sections[number][0] if number else "",
            title=self._marked(label),
            about=_shortened(card.title if number else card.topic_title),
            kind=SuggestionKind.SECTION if number else SuggestionKind.ARTICLE,
        )

    def _question(self, question: int) -> Suggestion | None:
        """The phrasing of a question that has most of what was typed, with its article."""
        index = self._index
        phrasing = index.asked.phrasing(question, self._phrasing(question))
        if self._identifiers and self._is_another(phrasing.words):
            return None
        article = index.article_of_label(index.section_count + question)
        card = index.card(article)
        number = index.asked.section_of(question) - index.sections_of(article).start
        return Suggestion(
            locale=self._locale,
            slug=card.slug,
            anchor=card.sections[number][0] if number else "",
            title=self._marked(phrasing),
            about=_shortened(card.title),
            kind=SuggestionKind.QUESTION,
        )

    def _phrasing(self, question: int) -> int:
        """The number of the first phrasing that has the words: those that count first, and as typed if it can be."""
        index = self._index
        count = index.asked.count(question)
        if count == 1:
            return 0
        words = self._words_of_question(question)
        having = (1 << count) - 1
        for slot in sorted(self._slots, key=lambda slot: not slot.counts):
            terms, surfaces, beginnings, typed = slot.terms, slot.surfaces, slot.beginnings, slot.typed
            meant = as_typed = 0
            for word, term, phrasings in words:
                if term in typed or word.startswith(beginnings):
                    as_typed |= int.from_bytes(phrasings, "little")
                elif term in terms or word in surfaces:
                    meant |= int.from_bytes(phrasings, "little")
            having = having & as_typed or having & meant or having
        return (having & -having).bit_length() - 1

    def _words_of_question(self, question: int) -> Sequence[tuple[str, int, bytes]]:
        words = self._known_questions.get(question)
        if words is None:
            words = self._known_questions[question] = self._index.asked.words(question)
        return words

    def _label_text(self, section: int) -> LabelText:
        label = self._known.get(section)
        if label is None:
            label = self._known[section] = self._index.label_text(section)
        return label

    def _is_another(self, words: Sequence[tuple[str, int, int, int]]) -> bool:
        """Tell whether a label lacks a code or number that was typed, and has one that was not: E1043 for E1044."""
        lacks = any(not any(slot.has(word, term) for word, term, _, _ in words) for slot in self._identifiers)
        return lacks and any(
            any(map(str.isdigit, word)) and not any(slot.has(word, term) for slot in self._slots)
            for word, term, _, _ in words
        )

    def _marked(self, label: LabelText) -> tuple[Fragment, ...]:
        """A label, shortened, with the words marked that were typed or meant."""
        shown = _shortened(label.text).replace("\n", " ")
        beginnings, terms, surfaces = self._beginnings, self._terms, self._surfaces
        spans = [
            (first, last)
            for word, term, first, last in label.words
            if term in terms or word in surfaces or word.startswith(beginnings)
        ]
        fragments: list[Fragment] = []
        end = 0
        for first, last in _runs(spans):
            if last > len(shown):
                break
            if first > end:
                fragments.append(Fragment(shown[end:first], marked=False))
            fragments.append(Fragment(shown[first:last], marked=True))
            end = last
        if end < len(shown):
            fragments.append(Fragment(shown[end:], marked=False))
        return tuple(fragments)


def suggested_article(locale: str, article: int, index: LocaleIndex) -> Suggestion:
    """Return a suggestion of an article, with nothing marked."""
    card = index.card(article)
    return Suggestion(
        locale=locale,
        slug=card.slug,
        anchor="",
        title=(Fragment(_shortened(card.title).replace("\n", " "), marked=False),),
        about=_shortened(card.topic_title),
        kind=SuggestionKind.ARTICLE,
    )


def _runs(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches in order; those that touch or overlap are one."""
    if len(spans) < 2:
        return spans
    runs: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if runs and first <= runs[-1][1]:
            runs[-1] = (runs[-1][0], max(last, runs[-1][1]))
        else:
            runs.append((first, last))
    return runs


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_TITLE else f"{text[: _LONGEST_TITLE - 1]}…"
