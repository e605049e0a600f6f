"""The guide in products made with React, Vue and htmx, which mount twice, redraw and swap whatever they like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.guide.origins import FRAMEWORKS, step
from tests.browser.guide.seeing import assert_comes_to_stand, assert_shown, card, press

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.guide.conftest import Visit
    from tests.browser.guide.origins import Origins

pytestmark = pytest.mark.usefixtures("frameworks")


@pytest.fixture(scope="module")
def frameworks() -> None:
    """The frameworks are there."""
    assert FRAMEWORKS.is_dir(), "Run make test, or npm ci in tests/browser/guide/frameworks."


STUB = """<script>window.HelpCenter = window.HelpCenter || function () {
    (HelpCenter.q = HelpCenter.q || []).push(arguments); };
    window.told = []; for (const name of ['guide_started', 'step_shown', 'guide_dismissed'])
        HelpCenter('on', name, (fields) => told.push(name));</script>"""
REACT = """<div id=root></div>
<script src=/frameworks/react/umd/react.development.js></script>
<script src=/frameworks/react-dom/umd/react-dom.development.js></script><script>
const {StrictMode, useEffect, useState, createElement: h} = React;
function Guided() {
    useEffect(() => { HelpCenter('start', 'tour'); return () => { HelpCenter('stop'); }; }, []);
    return null;
}
function App() {
    const [state, setState] = useState({turn: 0, page: 'first', isGuided: true});
    window.change = (part) => setState((now) => ({...now, ...part}));
    const target = h('button', {key: state.turn, id: 'target', style: {margin: 40 + 30 * state.turn}}, 'Save');
    const other = h('button', {id: 'other', style: {margin: 90}}, 'Other');
    return h('main', null, state.page === 'first' ? target : other, state.isGuided && h(Guided));
}
window.mount = () => { window.root = ReactDOM.createRoot(document.getElementById('root'));
    root.render(h(StrictMode, null, h(App))); };
mount();</script>"""
VUE = """<div id=root></div><script src=/frameworks/vue/dist/vue.global.js></script><script>
const Guided = {render: () => null, mounted: () => void HelpCenter('start', 'tour'),
    unmounted: () => void HelpCenter('stop')};
const App = {components: {Guided}, data: () => ({turn: 0, page: 'first', isGuided: true}),
    created() { window.change = (part) => Object.assign(this, part); },
    template: `<main><Transition><button v-if="page === 'first'" id=target :key=turn
        :style="{margin: 40 + 30 * turn + 'px'}">Save</button></Transition>
        <button v-if="page !== 'first'" id=other style="margin:90px">Other</button><Guided v-if=isGuided /></main>`};
window.mount = () => { window.root = Vue.createApp(App); root.mount('#root'); };
mount();</script>"""
PRODUCTS = {"react": REACT, "vue": VUE}
in_both = pytest.mark.parametrize("product", PRODUCTS)


def opened(origins: Origins, visit: Visit, product: str, **more: Any) -> Page:
    origins.walkthrough(step("#target", "a", missing="wait"), step("#other", "b"))
    return visit(PRODUCTS[product], head=STUB, **more)


@in_both
def test_component_that_mounts_twice_starts_once(origins: Origins, visit: Visit, product: str) -> None:
    page = opened(origins, visit, product)
    assert_shown(page, page.locator("#target"), "The a")
    assert page.locator("help-guide").count() == 1
    assert card(page).count() == 1
    assert page.evaluate("told") == ["guide_started", "step_shown"]


@in_both
def test_target_that_is_rendered_anew_keeps_its_step(origins: Origins, visit: Visit, product: str) -> None:
    page = opened(origins, visit, product)
    assert_shown(page, page.locator("#target"), "The a")
    for turn in (1, 2, 3):
        page.evaluate("(turn) => change({turn})", turn)
        assert_comes_to_stand(page, page.locator("#target"), "The a")
    assert page.evaluate("told") == ["guide_started", "step_shown"]


@in_both
def test_route_of_the_framework_leads_to_the_next_step(origins: Origins, visit: Visit, product: str) -> None:
    page = opened(origins, visit, product)
    assert_shown(page, page.locator("#target"), "The a")
    page.evaluate("history.pushState({}, '', '/host/other'); change({page: 'second'})")
    card(page).wait_for(state="hidden")
    page.evaluate("history.back(); change({page: 'first', turn: 9})")
    assert_comes_to_stand(page, page.locator("#target"), "The a")
    press(page, "Next")
    page.evaluate("change({page: 'second'})")
    assert_comes_to_stand(page, page.locator("#other"), "The b")


@in_both
def test_component_that_goes_takes_its_walkthrough_along(origins: Origins, visit: Visit, product: str) -> None:
    page = opened(origins, visit, product)
    assert_shown(page, page.locator("#target"), "The a")
    for _ in range(3):
        page.evaluate("change({isGuided: false})")
        page.locator("help-guide").wait_for(state="detached")
        page.evaluate("change({isGuided: true})")
        assert_shown(page, page.locator("#target"), "The a")
    page.evaluate("root.unmount()")
    page.locator("help-guide").wait_for(state="detached")
    assert page.evaluate("document.querySelectorAll('body > *:not(script)').length") == 1
    page.evaluate("mount()")
    assert_shown(page, page.locator("#target"), "The a")
    assert page.locator("help-guide").count() == 1


def test_react_that_owns_the_whole_document_leaves_the_step(origins: Origins, visit: Visit) -> None:
    origins.walkthrough(step("#target", "a"))
    scripts = "".join(
        f"<script src=/frameworks/{name}/umd/{name}.development.js></script>" for name in ("react", "react-dom")
    )
    page = visit("<button id=target style='margin:50px'>Save</button>", head=STUB + scripts)
    page.evaluate("HelpCenter('start', 'tour')")
    assert_shown(page, page.locator("#target"), "The a")
    page.evaluate("""() => { const h = React.createElement; window.HelpCenterBefore = HelpCenter;
        const root = ReactDOM.createRoot(document);
        root.render(h('html', null, h('head', null, h('title', null, 'New')), h('body', null,
            h('button', {id: 'target', style: {margin: 120}}, 'Save')))); }""")
    page.wait_for_function("document.title === 'New'")
    assert_comes_to_stand(page, page.locator("#target"), "The a")


HTMX = """<script src=/frameworks/htmx.org/dist/htmx.js></script><main id=main>
<a id=target href=/second hx-boost=true hx-target=#main hx-select=#main hx-swap=outerHTML style="margin:40px">Go</a>
<button id=load hx-get=/part hx-target=#main hx-swap=innerHTML>Load</button></main>"""
SECOND = "<main id=main><h1>Second</h1><button id=other style='margin:80px'>Other</button></main>"


def test_pages_that_htmx_swaps_lead_on_and_back(origins: Origins, visit: Visit) -> None:
    origins.pages["/second"] = (f"<!doctype html><title>Second</title>{SECOND}", {})
    origins.walkthrough(step("#target", "a", advance="click"), step("#other", "b", screen="/second"))
    page = visit(HTMX, head=STUB)
    page.evaluate("HelpCenter('start', 'tour')")
    assert_shown(page, page.locator("#target"), "The a")
    page.click("#target")
    assert_comes_to_stand(page, page.locator("#other"), "The b")
    assert page.url.endswith("/second")
    assert page.title() == "Second"
    page.go_back()
    card(page).wait_for(state="hidden")
    page.go_forward()
    assert_comes_to_stand(page, page.locator("#other"), "The b")
    assert page.locator("help-guide").count() == 1


def test_part_that_htmx_loads_keeps_the_step(origins: Origins, visit: Visit) -> None:
    origins.pages["/part"] = ("<p>Loaded</p><button id=target style='margin:130px'>Again</button>", {})
    origins.walkthrough(step("#target", "a"))
    page = visit(HTMX, head=STUB)
    page.evaluate("HelpCenter('start', 'tour')")
    assert_shown(page, page.locator("#target"), "The a")
    page.click("#load")
    page.get_by_text("Loaded").wait_for()
    assert_comes_to_stand(page, page.locator("#target"), "The a")
    assert page.evaluate("told") == ["guide_started", "step_shown"]
