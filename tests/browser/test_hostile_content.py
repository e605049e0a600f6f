from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import open_page
from tests.browser.hostile import articles, titles, vectors
from tests.browser.serving import served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

PARTS = 4  # so that both cores have something to do

# Pokes everything an article shows, then lists what should not be there.
POKE = """() => {
  const events = ['click', 'focus', 'blur', 'mouseover', 'mouseenter', 'pointerdown', 'pointerover', 'pointerenter',
                  'keydown', 'toggle', 'beforetoggle', 'animationstart', 'animationend', 'transitionend', 'error',
                  'load', 'scroll', 'wheel', 'copy', 'cut', 'paste', 'drag', 'begin', 'end', 'repeat', 'close'];
  const wrong = [];
  addEventListener('click', (event) => event.preventDefault(), {capture: true});
  for (const each of document.querySelectorAll('main, main *')) {
    if (each.closest('form[data-search], section[data-vote]')) continue; // ours
    for (const {name, value} of each.attributes) {
      const address = ['href', 'src', 'xlink:href', 'data', 'poster', 'background', 'cite'].includes(name);
      if (/^on|^(style|srcdoc|srcset|action|formaction|ping|background)$/.test(name)) wrong.push(each.outerHTML);
      if (address && !/^(https?|mailto|tel):$/.test(new URL(value, location.href).protocol)) wrong.push(each.outerHTML);
      if (address && new URL(value, location.href).hostname === 'evil.example') wrong.push(each.outerHTML);
    }
    for (const name of events) each.dispatchEvent(new Event(name, {bubbles: false, cancelable: true}));
  }
  const banned = 'main :is(script, style, iframe, object, embed, base, meta, link, math)';
  for (const each of document.querySelectorAll(banned)) wrong.push(each.outerHTML);
  if (document.querySelectorAll('#hc-search-input').length !== 1) wrong.push('clobbered #hc-search-input');
  if ('pwned' in window) wrong.push('a script ran');
  return wrong;
}"""


@pytest.fixture(scope="session")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The origin of a site whose every article attacks its reader."""
    folder = tmp_path_factory.mktemp("hostile")
    attacks = folder / "articles" / "en" / "attacks"
    attacks.mkdir(parents=True)
    for number, body in enumerate(articles()):
        _write(attacks / f"body-{number}.md", f"Body {number}", f"pwned\n\n{body}\n\nThe end.\n")
    for number, title in enumerate(titles()):
        _write(attacks / f"title-{number}.md", title, f"pwned\n\n## {title}\n\nThe end.\n")
    with served(folder / "articles", folder / "instance") as origin:
        yield origin


def _write(path: Path, title: str, body: str) -> None:
    text = f"---\ntitle: {json.dumps(title, ensure_ascii=False)}\nsummary: {json.dumps(title)}\n---\n{body}"
    path.write_text(text, encoding="utf-8")


def opened(page: Page, address: str) -> bool:
    response = page.goto(address)
    return response is not None and response.status == 200


def test_there_are_enough_attacks() -> None:
    assert len(set(vectors())) >= 200


@pytest.mark.parametrize("part", range(PARTS))
def test_no_article_runs_a_script_or_leaves_the_site(chromium: Browser, hostile_site: str, part: int) -> None:
    page, watch = open_page(chromium, hostile_site)
    found: dict[str, list[str]] = {}
    shown = 0
    attacks = list(enumerate(articles()))[part::PARTS]
    for number, body in attacks:
        watch.errors.clear()
        watch.requests.clear()
        if not opened(page, f"/en/articles/attacks/body-{number}"):
            continue  # a file that cannot be an article is refused as a whole
        shown += 1
        wrong = [*page.evaluate(POKE), *watch.findings()]
        # A picture that is not there is the browser's own complaint.
        if wrong := [each for each in wrong if "status of 404" not in each]:
            found[body] = wrong
    page.context.close()
    assert found == {}
    assert shown >= len(attacks) - 5


@pytest.mark.parametrize("address", ["/en/", "/en/topics/attacks", "/en/search?q=pwned", "/en/search?q=%3Cscript%3E"])
def test_hostile_titles_stay_text_in_lists(chromium: Browser, hostile_site: str, address: str) -> None:
    page, watch = open_page(chromium, hostile_site)
    assert opened(page, address)
    assert page.evaluate(POKE) == []
    assert watch.findings() == []
    page.context.close()


@pytest.mark.parametrize("query", ['"><script>window.pwned=1</script>', "'-window.pwned=1-'", "{{7*7}}", "</title>"])
def test_a_hostile_query_stays_text(chromium: Browser, hostile_site: str, query: str) -> None:
    page, watch = open_page(chromium, hostile_site)
    assert opened(page, "/en/")
    page.locator("#hc-search-input").fill(query)
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search?**")
    expect(page.locator("#hc-search-input")).to_have_value(query)
    assert page.evaluate(POKE) == []
    assert watch.findings() == []
    page.context.close()


def test_hostile_titles_stay_text_in_suggestions(chromium: Browser, hostile_site: str) -> None:
    page, watch = open_page(chromium, hostile_site)
    assert opened(page, "/en/")
    page.locator("#hc-search-input").fill("script")
    expect(page.get_by_role("option").first).to_be_visible()
    assert page.locator("[role=listbox] :is(script, img, svg)").count() == 0
    assert watch.findings() == []
    page.context.close()
