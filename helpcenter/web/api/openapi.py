"""The OpenAPI 3.1 document, made from the table of operations, the parameters and the answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from inspect import cleandoc
from typing import TYPE_CHECKING, Any

import msgspec
from pydantic.json_schema import models_json_schema
from werkzeug.wrappers import Response

from helpcenter.web.addresses import API
from helpcenter.web.api.models import Answer, ProblemDocument
from helpcenter.web.api.parameters import Parameters

if TYPE_CHECKING:
    from collections.abc import Iterable


PROBLEMS = {
    301: "The article has moved; `Location` is where it lives now.",
    304: "The answer is the one the caller already has (`If-None-Match`).",
    400: "A parameter is missing or malformed.",
    403: "The request came from a page of another site.",
    404: "There is no such article or locale.",
    413: "The body is larger than 64 KB.",
    415: "The body is not JSON.",
    429: "Too many from this address; try again after `Retry-After` seconds.",
    503: "No index is published at the moment; try again after `Retry-After` seconds.",
}
_PATH_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
_SCHEMAS = "#/components/schemas/"


@dataclass(frozen=True, slots=True)
class Operation:
    """One route of the API: how it is reached, what it takes and what it answers."""

    path: str
    view: Callable[..., Response]
    summary: str
    answer: type[Answer] | None
    parameters: type[Parameters] | None = None
    path_parameters: tuple[tuple[str, str], ...] = ()
    statuses: tuple[int, ...] = ()
    method: str = "GET"
    body: type[Parameters] | None = None
    is_silent: bool = False

    @property
    def name(self) -> str:
        """The operation's name, also the endpoint's."""
        return self.view.__name__


def openapi_document(operations: Iterable[Operation], *, title: str, version: str) -> dict[str, Any]:
    """The document that describes the operations."""
    operations = tuple(operations)
    answers = {operation.answer for operation in operations if operation.answer} | {ProblemDocument}
    bodies = {operation.body for operation in operations if operation.body}
    _, described = msgspec.json.schema_components(sorted(answers, key=_name), ref_template=_SCHEMAS + "{name}")
    _, taken = models_json_schema(
        [(body, "validation") for body in sorted(bodies, key=_name)], ref_template=_SCHEMAS + "{model}"
    )
    schemas = {name: _complete(schema) for name, schema in described.items()} | taken["$defs"]
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        methods = paths.setdefault(_PATH_PARAMETER.sub(r"{\1}", operation.path), {})
        methods[operation.method.lower()] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": version, "license": {"name": "MIT", "identifier": "MIT"}},
        "servers": [{"url": API}],
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _name(model: type) -> str:
    return model.__name__


def _complete(schema: dict[str, Any]) -> dict[str, Any]:
    """An answer has all of its keys and no others, also those that have a default in Python."""
    described = schema | {"description": cleandoc(schema["description"])}
    if "properties" in schema:
        described |= {"required": list(schema["properties"]), "additionalProperties": False}
    return described


def _operation(operation: Operation) -> dict[str, Any]:
    schema = {"$ref": _SCHEMAS + operation.answer.__name__} if operation.answer else {"type": "object"}
    answered = {"description": "The answer.", "content": {"application/json": {"schema": schema}}}
    responses: dict[str, Any] = {"204": {"description": "It is noted."}} if operation.is_silent else {"200": answered}
    problem = {"application/problem+json": {"schema": {"$ref": _SCHEMAS + ProblemDocument.__name__}}}
    for status in operation.statuses:
        responses[str(status)] = {"description": PROBLEMS[status]} | ({"content": problem} if status >= 400 else {})
    taken = {"$ref": _SCHEMAS + operation.body.__name__} if operation.body else None
    body = {"requestBody": {"required": True, "content": {"application/json": {"schema": taken}}}} if taken else {}
    return body | {
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": [*_path_parameters(operation), *_query_parameters(operation)],
        "responses": responses,
    }


def _path_parameters(operation: Operation) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "description": text, "schema": {"type": "string"}}
        for name, text in operation.path_parameters
    ]


def _query_parameters(operation: Operation) -> list[dict[str, Any]]:
    if operation.parameters is None:
        return []
    schema = operation.parameters.model_json_schema()
    required = schema.get("required", [])
    return [
        {
            "name": name,
            "in": "query",
            "required": name in required,
            "description": field.get("description", ""),
            "schema": {key: value for key, value in field.items() if key not in {"description", "title"}},
        }
        for name, field in schema["properties"].items()
    ]
