"""What pages send: JSON, small, and with nothing in it that is not known."""

from __future__ import annotations

from typing import Final, TypeVar

from flask import request
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

MOST_BYTES: Final = 16 * 1024
_MOST_TOLD: Final = 5

FormT = TypeVar("FormT", bound=BaseModel)


def read_json(form: type[FormT], most: int = MOST_BYTES) -> FormT:
    """The body as a form, of at most so many bytes.

    ``text/plain`` is taken too: it is what `navigator.sendBeacon` can send without asking before.

    Raises:
        RequestEntityTooLarge: it has more.
        UnsupportedMediaType: it is neither JSON nor plain text.
        BadRequest: it is not what is expected; the detail names each part that is wrong.
    """
    if request.mimetype not in {"application/json", "text/plain"}:
        raise UnsupportedMediaType("Send JSON, as application/json or text/plain.")
    request.max_content_length = most
    if (request.content_length or 0) > most:
        raise RequestEntityTooLarge(f"The body has more than {most:,} bytes.")
    try:
        return form.model_validate_json(request.get_data())
    except ValidationError as error:
        raise BadRequest(_told(error)) from error


def _told(error: ValidationError) -> str:
    errors = error.errors(include_url=False, include_input=False, include_context=False)
    told = [f"{'.'.join(map(str, each['loc'])) or 'the body'}: {each['msg']}" for each in errors[:_MOST_TOLD]]
    more = len(errors) - len(told)
    return "; ".join(told) + (f"; and {more} more" if more else "") + "."
