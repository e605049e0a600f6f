"""The guide and the server that is really there: whom it believes, and articles that attack their readers."""

from __future__ import annotations

import base64
import contextlib
import json
import time
from typing import TYPE_CHECKING, Any

import jwt
import pytest

from helpcenter.app import create_app
from helpcenter.search.publish import publish
from tests.browser.guide.seeing import assert_shown, card, eventually, press, start
from tests.browser.guide.test_guest import POLICY, WATCH, violations
from tests.browser.hostile import articles, titles
from tests.browser.serving import hosted
from tests.content.conftest import ArticlesFolder
from tests.web.conftest import config_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.guide.conftest import Visit
    from tests.browser.guide.origins import Origins

BODY = "<button id=one style='margin:60px'>One</button><button id=two style='margin:200px'>Two</button>"
BARE = "<button id=one>One</button><button id=two>Two</button>"
TOUR = '## First { #first target="#one" }\n\nHere.\n\n## Second { #second target="#two" }\n\nThere.\n'
SECRET = "0123456789abcdef0123456789abcdef-secret"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a walkthrough, and articles that are attacks."""
    folder = tmp_path_factory.mktemp("real")
    (folder / "articles").mkdir()
    library = ArticlesFolder(folder / "articles")
    library.article("en/tour.md", TOUR, title="Tour", walkthrough="{start: manual}", screens="[/host]")
    for number, body in enumerate(articles()):
        with contextlib.suppress(UnicodeEncodeError):
            library.article(f"en/attack-{number}.md", body, title=f"Attack {number}")
    for number, title in enumerate(titles()):
        ask = f'## {title} {{ target="#one" }}\n\n{title}\n\n- [{title}](#x){{ go }}'
        steps = f'{title}\n\n{ask}\n\n## X {{ #x target="#two" }}\n'
        library.article(f"en/title-{number}.md", steps, title=json.dumps(title), summary=json.dumps(title))
    publish(folder / "articles", folder / "instance/index", internal=folder / "instance/index-internal")
    return folder


@pytest.fixture
def real(published: Path, origins: Origins, tmp_path: Path) -> Iterator[Origins]:
    """The host of `origins` with the real server in the place of the other."""
    settings: dict[str, Any] = {
        "embed_origins": (origins.host,),
        "identity_keys": (f"k1:{SECRET}",),
        "database_url": f"sqlite:///{tmp_path}/a.db",
        "default_locale": "en",
    }
    with hosted(create_app(config_for(published, **settings))) as origin:
        origins.help = origin
        yield origins


def token(subject: str = "ada", secret: str = SECRET, **claims: Any) -> str:
    return jwt.encode({"sub": subject, "exp": int(time.time()) + 300, **claims}, secret, headers={"kid": "k1"})


def part(content: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


def unsigned() -> str:
    return f"{part({'alg': 'none', 'kid': 'k1'})}.{part({'sub': 'ada', 'exp': int(time.time()) + 300})}."


def swapped() -> str:
    """The signature of one user below the name of another."""
    head, _, signature = token("bob").split(".")
    return f"{head}.{token('ada').split('.')[1]}.{signature}"


FORGED: dict[str, tuple[Callable[[], str], str]] = {
    "of another secret": (lambda: token(secret="f" * 40), "The signature does not fit"),
    "expired": (lambda: token(exp=int(time.time()) - 600), "The token ended 10 minutes ago"),
    "of a clock an hour behind": (lambda: token(exp=int(time.time()) - 3_300), "one of the two clocks is wrong"),
    "of a clock an hour ahead": (lambda: token(exp=int(time.time()) + 3_900), "one of the two clocks is wrong"),
    "without a signature": (unsigned, "The token"),
    "with the signature of somebody else": (swapped, "The signature does not fit"),
    "no token at all": (lambda: "ada", "This is no JSON Web Token"),
}


def identify(page: Page, given: str) -> None:
    page.evaluate("(token) => HelpCenter('identify', {token})", given)


def assert_refused(page: Page, given: str, reason: str) -> None:
    """A developer who looks is told why; the page itself hears nothing."""
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.evaluate("HelpCenter('debug')")
    identify(page, given)
    eventually(page, lambda: any("progress:" in each and reason in each for each in told))


def test_only_a_token_of_the_backend_leads_to_somebodys_progress(real: Origins, visit: Visit) -> None:
    first = visit(BODY)
    identify(first, token())
    assert start(first) == {"shown": True}
    press(first, "Next")
    assert_shown(first, first.locator("#two"), "Second")
    for forged, reason in FORGED.values():
        page = visit(BODY)
        assert_refused(page, forged(), reason)
        assert card(page).count() == 0
        assert start(page) == {"shown": True}
        assert_shown(page, page.locator("#one"), "First")
    other = visit(BODY)
    identify(other, token())
    assert_shown(other, other.locator("#two"), "Second")


# Pokes everything that is shown, then lists what should not be there.
POKE = """() => {
  const wrong = [];
  const shown = document.querySelector('help-guide').shadowRoot.querySelector('.float');
  const forbidden = /^(on.*|style|srcdoc|srcset|action|formaction|ping|background|name|data-(?!article$).*)$/;
  const events = ['click', 'focus', 'blur', 'mouseover', 'pointerover', 'toggle', 'animationstart', 'error', 'load'];
  for (const each of shown.querySelectorAll('*')) {
    for (const {name, value} of each.attributes) {
      const isAddress = name === 'href' || name === 'src';
      const isOpen = isAddress && !/^(https?|mailto|tel):$/.test(new URL(value, location.href).protocol);
      if (isOpen || forbidden.test(name)) wrong.push(each.outerHTML);
    }
    if (each.closest('button')) continue; // ours
    for (const type of events) each.dispatchEvent(new Event(type, {cancelable: true}));
  }
  const banned = 'script,style,iframe,object,embed,base,meta,link,math,svg,form:not([role]),template,dialog,video';
  for (const each of shown.querySelectorAll(banned)) wrong.push(each.outerHTML);
  if ('pwned' in window) wrong.push('a script ran');
  return wrong;
}"""


def test_articles_that_attack_their_readers_are_text_in_the_panel(real: Origins, visit: Visit) -> None:
    policy = {"Content-Security-Policy": POLICY.format(help=real.help, more="")}
    page = visit(BARE, headers=policy, attributes='nonce="abc"', script=WATCH)
    page.route("**://evil.example/**", lambda route: route.abort())
    found: dict[str, list[str]] = {}
    shown = 0
    for number, body in enumerate(articles()):
        page.evaluate("(slug) => HelpCenter('article', slug)", f"attack-{number}")
        if page.locator("help-guide .panel h2").inner_text() != f"Attack {number}":
            continue  # a file that cannot be an article is refused as a whole
        shown += 1
        if wrong := page.evaluate(POKE):
            found[body] = wrong
    assert found == {}
    assert shown >= len(articles()) - 5
    # A picture of elsewhere is refused by the host's own policy.
    assert [each for each in violations(page) if not each.startswith("img-src")] == []
    assert page.url.endswith("/host")


def test_titles_that_attack_their_readers_are_text_in_steps(real: Origins, visit: Visit) -> None:
    policy = {"Content-Security-Policy": POLICY.format(help=real.help, more="")}
    page = visit(BARE, headers=policy, attributes='nonce="abc"', script=WATCH)
    found: dict[str, list[str]] = {}
    for number, title in enumerate(titles()):
        assert start(page, f"title-{number}") == {"shown": True}
        last = card(page).get_by_role("heading", name="X", exact=True)
        wrong = page.evaluate(POKE)
        while not last.is_visible():  # with or without an opening card: some titles leave nothing of it
            card(page).locator(".go").click()
            wrong += page.evaluate(POKE)
        if wrong:
            found[title] = wrong
    assert found == {}
    assert violations(page) == []
