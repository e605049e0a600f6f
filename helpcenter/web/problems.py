"""Errors at the edge: RFC 9457 problem documents for the API, pages for readers."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import current_app, request
from werkzeug.exceptions import HTTPException, InternalServerError, ServiceUnavailable
from werkzeug.wrappers import Response

from helpcenter.errors import IndexUnavailableError, NotKeptError
from helpcenter.web.addresses import API, EMBED
from helpcenter.web.api.models import ProblemDocument
from helpcenter.web.api.parameters import InvalidParametersError
from helpcenter.web.serving import serving
from helpcenter.web.site.errors import error_html

if TYPE_CHECKING:
    from flask import Flask

RETRY_AFTER_SECONDS = 10


def init_app(app: Flask) -> None:
    """Answers every error in the form its reader understands."""
    app.register_error_handler(HTTPException, answer_error)
    app.register_error_handler(IndexUnavailableError, answer_outage)
    app.register_error_handler(NotKeptError, answer_loss)


def answer_error(error: HTTPException) -> Response:
    """The error as a problem document below the addresses that programs ask, as a page anywhere else."""
    status = error.code or 500
    if status < 400:  # the router's redirects travel as exceptions
        return Response.force_type(error.get_response())
    if request.path == API or request.path.startswith((f"{API}/", f"{EMBED}/")):
        response = Response(problem_json(error), status, mimetype="application/problem+json")
    else:
        response = Response(error_html(error), status, mimetype="text/html")
    response.headers["Cache-Control"] = "no-store"
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After", "WWW-Authenticate"}:
            response.headers[name] = value
    return response


def answer_outage(error: IndexUnavailableError) -> Response:
    """503: nothing can be searched now, which is never shown as "no results"."""
    if serving().outages.is_due():
        current_app.logger.error("No published index can be served: %s", error)
    detail = "No index is published at the moment. Try again in a little while."
    return answer_error(ServiceUnavailable(detail, retry_after=RETRY_AFTER_SECONDS))


def answer_loss(error: NotKeptError) -> Response:
    """500: what a reader sent can be written nowhere, and they are told so."""
    current_app.logger.error("%s", error)
    return answer_error(InternalServerError("It could not be kept. Try again in a little while."))


def problem_json(error: HTTPException) -> str:
    """The problem document of an error."""
    status = error.code or 500
    problem = ProblemDocument(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=error.description or "",
        instance=request.path,
        errors=error.errors if isinstance(error, InvalidParametersError) else (),
    )
    return problem.json()
