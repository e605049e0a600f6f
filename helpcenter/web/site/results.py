"""What the results page shows: hits, the best answer, ways to narrow down, and an honest word about all of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from markupsafe import Markup

from helpcenter.content.article import Kind
from helpcenter.content.topics import ArticleSummary, TopicSummary
from helpcenter.search.corrections import corrected
from helpcenter.search.results import MAX_PAGE, Confidence, SearchRequest, SearchResults
from helpcenter.web.addresses import article_url, search_url
from helpcenter.web.site.found import Found, Link, found
from helpcenter.web.site.frame import Alternate, Frame, Site, look_of

if TYPE_CHECKING:
    from helpcenter.search.generation import Generation
    from helpcenter.search.results import BestAnswer, Facets

_PAGES_BESIDE = 1
"""Page numbers shown on either side of the current one."""


@dataclass(frozen=True, slots=True)
class TopicChoice:
    """The same search below one topic; `level` is 0 for the outermost topics."""

    title: str
    level: int
    count: int
    url: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class KindChoice:
    """The same search for one kind of article."""

    kind: Kind
    count: int
    url: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What the best section of the first hit says; `html` is sanitised, `section` leads to where it goes on."""

    html: Markup
    section: Link
    has_code: bool


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """What a search found, or an honest word when it found nothing good."""

    frame: Frame
    results: SearchResults
    hits: tuple[Found, ...]
    answer: Answer | None
    truncated: bool
    topics: tuple[TopicSummary, ...]
    topic_choices: tuple[TopicChoice, ...]
    kind_choices: tuple[KindChoice, ...]
    chosen_trail: tuple[str, ...]
    recent: tuple[ArticleSummary, ...]

    @property
    def title(self) -> str:
        """What the browser's tab says before the site's name."""
        return self.frame.query

    @property
    def request(self) -> SearchRequest:
        """What was asked."""
        return self.results.request

    @property
    def state(self) -> str:
        """What the page has to say first: ``empty``, ``nothing``, ``filtered``, ``beyond``, ``unsure`` or ``sure``."""
        if not self.frame.query:
            return "empty"
        if not self.results.unfiltered:
            return "nothing"
        if not self.results.total:
            return "filtered"
        if not self.hits:
            return "beyond"
        return "unsure" if self.results.confidence is Confidence.LOW_CONFIDENCE else "sure"

    @property
    def pages(self) -> int:
        """How many pages of hits a reader can turn to."""
        return page_count(self.results)

    @property
    def page_numbers(self) -> tuple[int | None, ...]:
        """The numbers of pages to offer, None where some are left out."""
        current = self.request.page
        near = range(current - _PAGES_BESIDE, current + _PAGES_BESIDE + 1)
        shown = sorted({1, self.pages, *(number for number in near if 1 <= number <= self.pages)})
        numbers: list[int | None] = []
        for before, number in zip([0, *shown], shown, strict=False):
            numbers += [before + 1] if number == before + 2 else [None] if number > before + 2 else []
            numbers.append(number)
        return tuple(numbers)

    @property
    def first(self) -> int:
        """The place of the first hit of this page among all."""
        return (self.request.page - 1) * self.request.per_page + 1

    @property
    def last(self) -> int:
        """The place of the last hit of this page among all."""
        return self.first + len(self.hits) - 1

    @property
    def is_exact(self) -> bool:
        """Whether only the words as typed were searched for."""
        return bool(self.request.without)

    @property
    def understood(self) -> str:
        """The query as it was understood; empty when that is as it was typed."""
        corrections = self.results.corrections
        return corrected(self.results.request.text, corrections) if corrections else ""

    def page_url(self, page: int) -> str:
        """The address of another page of the same search."""
        return url_of(replace(self.request, page=page))

    def search_for(self, text: str) -> str:
        """The address of a search for something else."""
        return search_url(self.request.locale, text)

    @property
    def any_topic_url(self) -> str:
        """The same search in all topics."""
        return url_of(replace(self.request, page=1, topic=""))

    @property
    def any_kind_url(self) -> str:
        """The same search for all kinds of articles."""
        return url_of(replace(self.request, page=1, kind=None))

    @property
    def unfiltered_url(self) -> str:
        """The same search in all topics and for all kinds."""
        return url_of(replace(self.request, page=1, topic="", kind=None))

    @property
    def exact_url(self) -> str:
        """The same search for the words as typed."""
        return url_of(replace(self.request, page=1), exact=True)

    @property
    def corrected_url(self) -> str:
        """The same search with corrections."""
        return url_of(replace(self.request, page=1), exact=False)


def url_of(request: SearchRequest, *, exact: bool | None = None) -> str:
    """The address of a search, with all that was asked."""
    return search_url(
        request.locale,
        request.text,
        page=request.page,
        topic=request.topic,
        kind=request.kind or "",
        exact=bool(request.without) if exact is None else exact,
    )


def page_count(results: SearchResults) -> int:
    """How many pages the hits fill, as far as a reader may turn."""
    return min(-(-results.total // results.request.per_page), MAX_PAGE)


def results_page(
    generation: Generation, frame: Frame, results: SearchResults, best: BestAnswer | None, *, truncated: bool
) -> ResultsPage:
    """A results page's value."""
    root = generation.topic(frame.locale, "")
    topics, kinds = _choices(results.facets, results.request)
    hits = [found(hit, frame.locale) for hit in generation.with_questions(results).hits]
    if best:
        hits[0] = _without_what_is_told(hits[0], best)
    below = f"{results.request.topic}/"
    trail = [topic.title for topic in results.facets.topics if below.startswith(f"{topic.path}/")]
    return ResultsPage(
        frame=frame,
        results=results,
        hits=tuple(hits),
        answer=_answer(best) if best else None,
        truncated=truncated or results.truncated,
        topics=root.subtopics if root else (),
        topic_choices=topics,
        kind_choices=kinds,
        chosen_trail=tuple(trail),
        recent=generation.recent(frame.locale)[:5] if not results.unfiltered else (),
    )


def search_frame(site: Site, wanted: SearchRequest) -> Frame:
    """The frame of a results page: another locale is asked the same; search engines keep away."""
    alternates: list[Alternate] = []
    for other in site.generation.locales:
        if other != wanted.locale:
            topic = wanted.topic if wanted.topic and site.generation.topic(other, wanted.topic) else ""
            same = replace(wanted, locale=other, page=1, topic=topic)
            alternates.append(Alternate(other, url_of(same), exact=True))
    return Frame(
        wanted.locale,
        site.name_in(wanted.locale),
        tuple(alternates),
        query=wanted.text,
        topic=wanted.topic,
        kind=wanted.kind or "",
        look=look_of(site, wanted.locale),
    )


def _choices(facets: Facets, request: SearchRequest) -> tuple[tuple[TopicChoice, ...], tuple[KindChoice, ...]]:
    first = replace(request, page=1)
    return (
        tuple(
            TopicChoice(each.title, each.level, each.count, url_of(replace(first, topic=each.path)), each.is_chosen)
            for each in facets.topics
        ),
        tuple(
            KindChoice(each.kind, each.count, url_of(replace(first, kind=each.kind)), each.is_chosen)
            for each in facets.kinds
        ),
    )


def _without_what_is_told(hit: Found, best: BestAnswer) -> Found:
    """The first hit without links to sections that its answer already shows."""
    if hit.kind is Kind.WALKTHROUGH and best.excerpt.steps:
        return replace(hit, further=())
    links = (hit.section, *hit.further) if hit.section else hit.further
    shown = article_url(best.hit.locale, best.hit.slug, best.excerpt.section.anchor)
    return replace(hit, further=tuple(link for link in links if link.url != shown))


def _answer(best: BestAnswer) -> Answer:
    section, html = best.excerpt.section, best.excerpt.html
    link = Link(section.heading, article_url(best.hit.locale, best.hit.slug, section.anchor))
    return Answer(Markup(html), link, has_code='class="highlight"' in html)  # noqa: S704  # sanitised
