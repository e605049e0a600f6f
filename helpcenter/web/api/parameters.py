"""What can be asked: models that turn a request into typed parameters, or say what is wrong with it."""

from __future__ import annotations

from typing import Annotated, TypeVar

from flask import request
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from helpcenter.content.article import Kind
from helpcenter.insights.votes import MAX_COMMENT
from helpcenter.search.layers import LAYER_NAMES, switched_off
from helpcenter.search.results import MAX_PAGE, MAX_QUERY_CHARACTERS
from helpcenter.web.api.models import FieldError

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


class LeftBody(Parameters):
    """Words with which a reader leaves a page, having seen suggestions for them and taken none."""

    query: Query
    locale: Annotated[str, Field(description="The page's locale.", pattern="^[a-z]{2}(-[A-Z]{2})?$")]
    suggestions: Annotated[int, Field(description="How many suggestions were shown for them.", ge=0, le=50)]


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


ParametersT = TypeVar("ParametersT", bound=Parameters)


class InvalidParametersError(BadRequest):
    """A parameter is missing or malformed; `errors` says which and how."""

    def __init__(self, errors: tuple[FieldError, ...]) -> None:
        super().__init__("Some parameters are missing or malformed; see errors.")
        self.errors = errors


def read_parameters(model: type[ParametersT]) -> ParametersT:
    """The request's parameters, validated."""
    try:
        return model.model_validate(request.args.to_dict())
    except ValidationError as error:
        raise _invalid(error) from error


def read_body(model: type[ParametersT]) -> ParametersT:
    """The request's JSON, validated."""
    if request.mimetype != "application/json":  # a form of another site cannot send this
        raise UnsupportedMediaType("Send JSON, with Content-Type: application/json.")
    try:
        return model.model_validate_json(request.get_data())
    except ValidationError as error:
        raise _invalid(error) from error


def _invalid(error: ValidationError) -> InvalidParametersError:
    return InvalidParametersError(
        tuple(
            FieldError(parameter=".".join(str(part) for part in item["loc"]), detail=item["msg"])
            for item in error.errors(include_url=False, include_input=False)
        )
    )
