from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from jinja2 import DictLoader, Environment
from markupsafe import Markup

from helpcenter.web.folding import Folding, is_folded

if TYPE_CHECKING:
    from collections.abc import Callable


def environment_of(asked: Counter[str], **templates: str) -> Environment:
    environment = Environment(loader=DictLoader({f"site/parts/{name}": text for name, text in templates.items()}))
    environment.autoescape = True
    environment.code_generator_class = Folding

    def answering(name: str) -> Callable[..., str]:
        def answer(*given: object, **values: object) -> str:
            asked[name] += 1
            return Markup("<{}>").format(" ".join(map(str, (name, *given, *values.values()))))

        return answer

    environment.globals |= {name: answering(name) for name in ("_", "icon", "asset_url", "icon_of")}
    return environment


def test_texts_icons_and_addresses_are_asked_for_once_and_not_with_every_page() -> None:
    asked: Counter[str] = Counter()
    text = "{{ _('Home') }} {{ icon('lock') }} {{ asset_url('a.css') }} {{ word }}"
    template = environment_of(asked, page=text).get_template("site/parts/page")
    for word in ("one", "<two>"):
        written = template.render(word=word)
    assert written == "<_ Home> <icon lock> <asset_url a.css> &lt;two&gt;"
    assert asked == {"_": 1, "icon": 1, "asset_url": 1}


def test_calls_that_depend_on_the_page_are_made_with_the_page() -> None:
    asked: Counter[str] = Counter()
    text = "{{ _('%(n)s of', n=word) }} {{ icon(word) }} {{ icon_of('lock') }}"
    template = environment_of(asked, page=text).get_template("site/parts/page")
    assert not asked
    assert template.render(word="x") == "<_ %(n)s of x> <icon x> <icon_of lock>"


def test_name_that_a_template_gives_a_meaning_of_its_own_keeps_it() -> None:
    asked: Counter[str] = Counter()
    templates = {
        "own": "{% macro icon(name) %}own {{ name }}{% endmacro %}{{ icon('lock') }}",
        "imported": "{% from 'site/parts/own' import icon %}{{ icon('x') }}",
        "set": "{% set icon = ''.join %}{{ icon('ab') }}",
    }
    environment = environment_of(asked, **templates)
    assert environment.get_template("site/parts/own").render() == "own lock"
    assert environment.get_template("site/parts/imported").render() == "own x"
    assert environment.get_template("site/parts/set").render() == "ab"
    assert not asked


def test_templates_of_pages_that_are_remembered_are_compiled_once_for_all_languages() -> None:
    assert is_folded("site/results.html")
    assert is_folded("default/site/parts/hit.html")
    assert not is_folded("site/article.html")
    assert not is_folded("dashboard/base.html")
