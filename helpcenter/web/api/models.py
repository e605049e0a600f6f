"""Parameters and answers of the API; the same models validate, serialise and document it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from helpcenter.content.article import Kind
from helpcenter.insights.votes import MAX_COMMENT
from helpcenter.search.layers import LAYER_NAMES, switched_off
from helpcenter.search.results import MAX_PAGE, MAX_QUERY_CHARACTERS, Confidence

Query = Annotated[
    str,
    Field(
        description=f"What the reader typed. The first {MAX_QUERY_CHARACTERS} characters are read.",
        examples=["reset password"],
    ),
]
LocaleName = Annotated[
    str,
    Field(description="The locale whose site is asked.", pattern="^[a-z]{2}(-[A-Z]{2})?$", examples=["en"]),
]


def _layer_names(text: str) -> str:
    try:
        switched_off(_listed(text))
    except ValueError as error:
        raise PydanticCustomError("unknown_layer", "{reason}", {"reason": str(error)}) from error
    return text


def _listed(text: str) -> list[str]:
    return [name for part in text.split(",") if (name := part.strip())]


LayerNames = Annotated[
    str,
    AfterValidator(_layer_names),
    Field(
        description=f"Layers of matching to switch off, separated by commas: {', '.join(LAYER_NAMES)}.",
        examples=["typo,reading"],
    ),
]


class Parameters(BaseModel):
    """What an operation can be asked; unknown parameters are ignored."""

    model_config = ConfigDict(frozen=True)


class VoteBody(Parameters):
    """A vote on an article."""

    helpful: Annotated[bool, Field(description="Whether the article helped.", strict=True)]
    comment: Annotated[
        str, Field(description="What could be better; personal data is masked.", max_length=MAX_COMMENT)
    ] = ""
    visit: Annotated[
        str,
        Field(description="`visit` of an earlier answer: this vote takes the place of that one.", max_length=500),
    ] = ""


class OpenedBody(Parameters):
    """A result or a suggestion that a reader opens."""

    query: Query
    locale: Annotated[str, Field(description="The article's locale.", pattern="^[a-z]{2}(-[A-Z]{2})?$")]
    slug: Annotated[str, Field(description="The article's path below its locale.", max_length=1_024)]
    rank: Annotated[int | None, Field(description="Its place, counted from 1.", ge=1, le=1_000)] = None
    suggested: Annotated[
        bool, Field(description="Whether it was suggested while typing, so that nothing was searched for yet.")
    ] = False
    asking: Annotated[bool, Field(description="Whether it was suggested while a question to people was typed.")] = False


class SearchParameters(Parameters):
    """Parameters of a search."""

    q: Query
    locale: LocaleName
    page: Annotated[int, Field(ge=1, le=MAX_PAGE, description="Which ten hits, counted from 1.")] = 1
    topic: Annotated[str, Field(max_length=500, description="Keeps hits below this topic.")] = ""
    kind: Annotated[Kind | None, Field(description="Keeps hits of this kind.")] = None
    explain: Annotated[bool, Field(description="Says how each hit came to its score.")] = False
    exact: Annotated[bool, Field(description="Searches for the words as typed: without typo and reading.")] = False
    without: LayerNames = ""
    visit: Annotated[
        str,
        Field(
            max_length=64,
            description="A random name of the reader's visit, by which a server that asks for many tells them apart.",
        ),
    ] = ""

    @property
    def layers_off(self) -> frozenset[str]:
        """The layers to search without."""
        return switched_off(_listed(self.without), exact=self.exact)


class SuggestParameters(Parameters):
    """Parameters of suggestions while typing."""

    q: Query
    locale: LocaleName
    limit: Annotated[int, Field(ge=1, le=20, description="How many suggestions at most.")] = 8


class Answer(BaseModel):
    """A JSON object this API answers with."""

    model_config = ConfigDict(frozen=True, from_attributes=True, extra="forbid")


class FragmentModel(Answer):
    """A run of text; `marked` where the reader's words are."""

    text: str
    marked: bool


class TopicModel(Answer):
    """The topic an article belongs to; an empty path is the root."""

    path: str
    title: str
    url: str


class ContributionModel(Answer):
    """How much one layer and token added to an article's score."""

    layer: str
    token: str
    score: float


class SectionHitModel(Answer):
    """A matching section; the part before the first heading has an empty anchor and heading."""

    anchor: str
    heading: str
    url: str
    snippet: tuple[FragmentModel, ...]
    score: float


class HitModel(Answer):
    """An article that was found, best sections first; `trail` are the topics it stands in, outermost first."""

    locale: str
    slug: str
    url: str
    title: tuple[FragmentModel, ...]
    summary: str
    topic: TopicModel
    updated: date | None
    score: float
    sections: tuple[SectionHitModel, ...]
    explanation: tuple[ContributionModel, ...]
    kind: Kind
    trail: tuple[TopicModel, ...]
    is_internal: bool


class CorrectionModel(Answer):
    """A word no article has, and the one that was searched for instead."""

    typed: str
    meant: str


class TopicCountModel(Answer):
    """How many articles the search finds below a topic; `level` is 0 for the outermost ones."""

    path: str
    title: str
    level: int
    count: int
    is_chosen: bool


class KindCountModel(Answer):
    """How many articles of a kind the search finds."""

    kind: Kind
    count: int
    is_chosen: bool


class FacetsModel(Answer):
    """Ways to narrow the search down; topics are counted under the chosen kind, kinds under the chosen topic."""

    topics: tuple[TopicCountModel, ...]
    kinds: tuple[KindCountModel, ...]


class BestAnswerModel(Answer):
    """What the best section of the first hit says; `html` is sanitised, `steps` is empty when it tells no steps."""

    locale: str
    slug: str
    anchor: str
    url: str
    title: str
    heading: str
    trail: tuple[TopicModel, ...]
    kind: Kind
    updated: date | None
    html: str
    text: str
    steps: tuple[str, ...]
    is_whole: bool


class SearchAnswer(Answer):
    """One page of hits.

    `first` and `last` are the places of its hits among all `total`, 0 when it has none; `unfiltered` counts the
    articles found in all topics and of all kinds. `best_answer` stands on the first page of a search that is sure.
    `truncated` says that part of the query was not read, `sureness` is the score that `confidence` was judged by.
    `unmatched_phrases` were quoted, but no article here has them so; their words were searched for instead.
    A hit's locale is not the one that was asked when the article has no translation.
    """

    query: str
    locale: str
    page: int
    pages: int
    first: int
    last: int
    total: int
    unfiltered: int
    confidence: Confidence
    sureness: float
    corrections: tuple[CorrectionModel, ...]
    unmatched_phrases: tuple[str, ...]
    truncated: bool
    generation: str
    best_answer: BestAnswerModel | None
    hits: tuple[HitModel, ...]
    facets: FacetsModel


class SuggestionModel(Answer):
    """An article, or a section of it when `anchor` is not empty; `topic` is the topic's title."""

    locale: str
    slug: str
    anchor: str
    url: str
    title: tuple[FragmentModel, ...]
    topic: str
    is_internal: bool


class SuggestAnswer(Answer):
    """Suggestions, best first."""

    query: str
    locale: str
    suggestions: tuple[SuggestionModel, ...]
    generation: str


class SectionModel(Answer):
    """A heading of an article, to link to."""

    anchor: str
    heading: str
    level: int
    url: str


class TranslationModel(Answer):
    """The same article in another locale."""

    locale: str
    url: str


class ArticleLinkModel(Answer):
    """Another article, to link to."""

    slug: str
    title: str
    url: str


class ArticleAnswer(Answer):
    """One article; `html` is sanitised. `also_read` are articles its readers read as well, most first."""

    locale: str
    slug: str
    url: str
    title: str
    summary: str
    topic: TopicModel
    updated: date | None
    html: str
    sections: tuple[SectionModel, ...]
    translations: tuple[TranslationModel, ...]
    generation: str
    published: datetime
    is_internal: bool
    also_read: tuple[ArticleLinkModel, ...]


class VoteAnswer(Answer):
    """A vote that was kept."""

    helpful: bool
    visit: Annotated[str, Field(description="Send it with the next vote, or with a comment on this one.")]


class HealthAnswer(Answer):
    """A server that answers from its index. Without a database it does all but record."""

    generation: str
    published: datetime
    articles: int
    database: Literal["ok", "unavailable"]


class FieldError(Answer):
    """What is wrong with one parameter."""

    parameter: str
    detail: str


class ProblemDocument(Answer):
    """An error as described by RFC 9457."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    instance: str
    errors: tuple[FieldError, ...] = ()
