"""What a reader sees of the guide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Frame, Locator, Page

CARD = "help-guide .card"
RING = "help-guide .ring"
NEAR = 40
PADDING = 4
LONGEST = 5_000
BETWEEN = 25


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in the window, in CSS pixels."""

    x: float
    y: float
    width: float
    height: float

    def distance(self, other: Box) -> float:
        """The shortest way from one to the other; 0 when they touch."""
        across = max(0.0, other.x - self.x - self.width, self.x - other.x - other.width)
        down = max(0.0, other.y - self.y - self.height, self.y - other.y - other.height)
        return float((across**2 + down**2) ** 0.5)

    def inside(self, width: float, height: float) -> tuple[float, float, float, float]:
        """The left, top, right and bottom edge of what is inside a window of that size."""
        right, bottom = min(width, self.x + self.width), min(height, self.y + self.height)
        return max(0.0, self.x), max(0.0, self.y), right, bottom

    def overlaps(self, other: Box) -> bool:
        """Whether they share a pixel."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )


def box(locator: Locator) -> Box:
    """Where an element is drawn, in the window of the whole page."""
    found = locator.bounding_box()
    assert found is not None, f"{locator} is not drawn"
    return Box(**found)


def eventually(page: Page, holds: Callable[[], bool]) -> None:
    """Waits until something holds, however busy the machine is."""
    for _ in range(LONGEST // BETWEEN):
        if holds():
            return
        page.wait_for_timeout(BETWEEN)
    assert holds()


def start(page: Page | Frame, slug: str = "tour") -> Any:
    """Starts a walkthrough as a host does; gives the answer."""
    return page.evaluate("(slug) => HelpCenter('start', slug)", slug)


def card(page: Page) -> Locator:
    """The card that is shown."""
    return page.locator(CARD)


def press(page: Page, name: str) -> None:
    """Chooses one of the card's buttons with the mouse."""
    card(page).get_by_role("button", name=name, exact=True).click()


def focused(page: Page) -> str:
    """What has the focus: an id of the page, or what it is in the guide."""
    return str(
        page.evaluate("""() => {
            let active = document.activeElement;
            while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
            if (active?.getRootNode().host?.localName !== "help-guide") return active?.id || active?.localName;
            return active.className.includes("card") ? "card" : active.textContent;
        }""")
    )


def assert_shown(page: Page, target: Locator, title: str | None = None) -> None:
    """The card can be seen and used, near its target and not over it; the ring is around it."""
    card(page).wait_for()
    if title is not None:
        card(page).get_by_role("heading", name=title).wait_for()
    shown, at = box(card(page)), box(target)
    view = page.viewport_size
    assert view is not None
    assert min(shown.x, shown.y) >= 0, shown
    assert shown.x + shown.width <= view["width"] + 0.5, shown
    assert shown.y + shown.height <= view["height"] + 0.5, shown
    assert shown.distance(at) <= NEAR, (shown, at)
    assert not shown.overlaps(at), (shown, at)
    hit = page.evaluate(
        """([x, y]) => {
            let hit = document.elementsFromPoint(x, y)[0];
            while (hit?.localName !== "help-guide" && hit?.shadowRoot) hit = hit.shadowRoot.elementsFromPoint(x, y)[0];
            return hit?.localName;
        }""",
        [shown.x + shown.width / 2, shown.y + shown.height - 6],
    )
    assert hit == "help-guide", hit
    ring = box(page.locator(RING))
    around = Box(at.x - PADDING, at.y - PADDING, at.width + 2 * PADDING, at.height + 2 * PADDING)
    edges = ring.inside(view["width"], view["height"])
    for measured, wanted in zip(edges, around.inside(view["width"], view["height"]), strict=True):
        assert abs(measured - wanted) <= 1, (ring, at)


def assert_comes_to_stand(page: Page, target: Locator, title: str | None = None) -> None:
    """After a change on the page, the card comes to be where `assert_shown` wants it."""

    def stands() -> bool:
        try:
            assert_shown(page, target, title)
        except AssertionError:
            return False
        return True

    for _ in range(LONGEST // BETWEEN):
        page.wait_for_timeout(BETWEEN)
        if stands():
            return
    assert_shown(page, target, title)
