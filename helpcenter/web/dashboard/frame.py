"""What stands around every page of the dashboard: who is signed in, the ways to the pages, the filters."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from flask import current_app, get_flashed_messages, request
from flask_babel import gettext
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from helpcenter.accounts.users import Role, User
from helpcenter.errors import IndexUnavailableError
from helpcenter.insights.demo.filling import is_demo
from helpcenter.insights.reports.searches import Found, choices
from helpcenter.insights.searches.events import SearchSurface
from helpcenter.web import sessions
from helpcenter.web.addresses import dashboard_url
from helpcenter.web.dashboard.filters import NARROWING, Filters, filters_of, today
from helpcenter.web.locales import INTERFACE_LOCALES
from helpcenter.web.rendering import render
from helpcenter.web.serving import generation, serving
from helpcenter.web.site.bare import bare_frame
from helpcenter.web.site.frame import Alternate, Frame

if TYPE_CHECKING:
    from collections.abc import Iterable

    from helpcenter.search.generation import Generation

# The pages in their order: the function of each, without the blueprint's name, and whom it is for.
_PLACES: Final = (
    ("overview", Role.WRITER),
    ("gaps", Role.WRITER),
    ("searches", Role.WRITER),
    ("articles", Role.WRITER),
    ("walkthroughs", Role.WRITER),
    ("screens", Role.WRITER),
    ("adoption", Role.WRITER),
    ("surveys", Role.WRITER),
    ("users", Role.ADMIN),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A page the navigation leads to."""

    name: str
    title: str
    url: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen in the filters: values of each, beside "" for all."""

    locales: tuple[str, ...] = ()
    surfaces: tuple[str, ...] = ()
    screens: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Board:
    """What stands around a page.

    `path` is its address without parameters, `kept` the parameters beside filters that its links keep. `used` are the
    filters that narrow it down. `token` is for its forms, `told` what is said once after something was done.
    `is_demo` says that the traffic is invented, `has_guide` that the guide shows its own users around.
    """

    frame: Frame
    user: User | None
    token: str
    path: str
    places: tuple[Place, ...]
    filters: Filters
    used: frozenset[str] = frozenset()
    choices: Choices = Choices()
    kept: tuple[tuple[str, str], ...] = ()
    told: tuple[str, ...] = ()
    is_demo: bool = False
    has_guide: bool = False

    def with_days(self, days: int) -> str:
        """The address of this page for so many days up to today."""
        return self.filters.url(self.path, days=days, **dict(self.kept))

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but a number of days was chosen that this page is narrowed down by."""
        chosen = self.filters.parameters
        return not self.filters.preset or any(chosen[name] for name in self.used)

    @property
    def ignored(self) -> tuple[str, ...]:
        """The filters of the address that this page is not narrowed down by."""
        chosen = self.filters.parameters
        return tuple(name for name in NARROWING if chosen[name] and name not in self.used)


@dataclass(frozen=True, slots=True)
class BoardPage:
    """A page of the dashboard; each kind adds what it shows."""

    board: Board
    title: str

    @property
    def frame(self) -> Frame:
        """What stands around every page of the site."""
        return self.board.frame


def board_of(
    locale: str,
    here: str,
    *,
    used: Iterable[str] = (),
    kept: Iterable[tuple[str, str]] = (),
    path: str = "",
) -> Board:
    """What stands around the page that is asked for; `here` is the place in the navigation it belongs to.

    `used` are the filters that narrow the page down, `kept` the parameters beside them that its links keep. `path` is
    the page's address, if not the one that was asked for; what a form leads to has, without it, that of the place.

    Raises:
        NotFound: the site has no such locale.
        DatabaseUnavailableError: what there is to choose from cannot be read.
    """
    current = _generation_if_any()
    locales = current.locales if current else INTERFACE_LOCALES
    if locale not in locales:
        raise NotFound
    if not path:
        path = request.path if request.method in {"GET", "HEAD"} else dashboard_url(locale, here)
    rest = path.removeprefix(f"/{locale}/")
    query = request.query_string.decode("ascii", "ignore")
    there = f"{rest}?{query}" if query else rest
    others = tuple(Alternate(each, f"/{each}/{there}", exact=True) for each in locales if each != locale)
    frame = bare_frame(current, locale, others) if current else Frame(locale, serving().config.site_name, others)
    user, filters = sessions.reader(), filters_of(request.args, today())
    return Board(
        frame=frame,
        user=user,
        token=sessions.form_token() if user else "",
        path=path,
        places=_places(locale, here, user, filters),
        filters=filters,
        used=frozenset(used),
        choices=_choices(tuple(locales), filters, frozenset(used)),
        kept=tuple(kept),
        has_guide=bool(here) and serving().config.demo == "on",
        is_demo=bool(here) and is_demo(serving().recording.database),
        told=tuple(map(str, get_flashed_messages())) if user else (),
    )


def send_page(template: str, page: BoardPage, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """The page, which neither the browser nor anything between keeps."""
    response = Response(render(template, page, folder="dashboard"), status, mimetype="text/html")
    response.headers["Cache-Control"] = sessions.PRIVATE
    return response


def _places(locale: str, here: str, user: User | None, filters: Filters) -> tuple[Place, ...]:
    titles = {
        "overview": gettext("Overview"),
        "gaps": gettext("Gaps"),
        "searches": gettext("Searches"),
        "articles": gettext("Articles"),
        "walkthroughs": gettext("Walkthroughs"),
        "screens": gettext("Screens"),
        "adoption": gettext("Adoption"),
        "surveys": gettext("Surveys"),
        "users": gettext("Users"),
    }
    return tuple(
        Place(
            name,
            titles[name],
            filters.url(dashboard_url(locale, "" if name == "overview" else name)),
            is_here=name == here,
        )
        for name, role in _PLACES
        if user and user.may_act_as(role) and f"dashboard.{name}" in current_app.view_functions
    )


def _choices(locales: tuple[str, ...], filters: Filters, used: frozenset[str]) -> Choices:
    found = choices(serving().recording.database, filters.scope) if used & {"screen", "segment"} else Found()
    return Choices(locales, tuple(SearchSurface), found.screens, found.segments)


def _generation_if_any() -> Generation | None:
    try:
        return generation()
    except IndexUnavailableError:
        return None
