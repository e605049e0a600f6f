"""Turns the query string of a request into typed parameters, or says what is wrong with it."""

from __future__ import annotations

from typing import TypeVar

from flask import request
from pydantic import ValidationError
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from helpcenter.web.api.models import FieldError, Parameters

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
