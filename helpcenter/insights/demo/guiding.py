"""Invented people in the product: walkthroughs they begin, get lost in and end, hints and surveys they answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from helpcenter.content.article import Visibility
from helpcenter.content.walkthrough import walkthrough_of
from helpcenter.insights.guide_events import GuideEvent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from helpcenter.content.article import Library
    from helpcenter.content.walkthrough import Walkthrough
    from helpcenter.insights.demo.traffic import Traffic

_STAYS: Final = 0.93  # at each step
_PHASES: Final = ("onboarding", "active", "expert")
_COMMENTS: Final = {
    "en": ("Quick and clear.", "I did not find the button at first.", "Too long for me.", "Exactly what I needed."),
    "ja": ("わかりやすかったです。", "ボタンの場所に迷いました。", "少し長いと感じました。", "助かりました。"),
}


def guided(traffic: Traffic, library: Library, random: Random) -> Iterator[GuideEvent]:
    """Yield what happens in the guide, day by day; a third of the people are known to the product."""
    walks = _walkthroughs(library)
    if not walks:
        return
    for number in range(traffic.days):
        day = traffic.last - timedelta(days=traffic.days - 1 - number)
        share = (number + 1) / traffic.days
        for run in range(round(random.gauss(traffic.a_day / 6 * (0.4 + share), 1.5))):
            at = datetime(day.year, day.month, day.day, random.randint(8, 18), random.randrange(60), tzinfo=UTC)
            person = random.randrange(400)
            walk = random.choices(walks, [1 / (place + 1) for place in range(len(walks))])[0]
            yield from _run(f"demo-{number:03}-{run:03}", at, person, share, walk, random)


def _walkthroughs(library: Library) -> Sequence[Walkthrough]:
    public = (each for each in library.articles if each.visibility is Visibility.PUBLIC)
    found = [walk for each in public if (walk := walkthrough_of(each))]
    return sorted(found, key=lambda walk: (walk.slug.rpartition("/")[2] != "first-invoice", walk.slug, walk.locale))


def _run(name: str, at: datetime, person: int, share: float, walk: Walkthrough, random: Random) -> Iterator[GuideEvent]:
    """One walkthrough: somebody new is lost more easily, and one step's target went missing in autumn."""
    is_known = person % 3 == 0
    phase = _PHASES[min(2, int(share * 3 * random.random() + (person % 5) / 5))]
    numbers = iter(range(1_000))

    def happened(event: str, step: str = "", **told: object) -> GuideEvent:
        return GuideEvent(
            id=f"{name}-{next(numbers)}",
            at=at,
            name=event,
            session=f"session-{name}",
            subject=sha256(f"demo {person}".encode()).hexdigest()[:40] if is_known else "",
            is_verified=is_known,
            locale=walk.locale,
            screen=_screen(walk, step),
            slug=walk.slug,
            version=walk.version,
            step=step,
            segment=f"phase={phase} plan={'pro' if person % 2 else 'free'}" if is_known else "",
            **told,  # type: ignore[arg-type]
        )

    if random.random() < 0.45:
        yield happened("search", text=walk.title, number=random.randint(1, 8))
        if random.random() < 0.6:
            yield happened("article_read")
    yield happened("guide_started", detail=random.choice(["first-visit", "panel", "panel", "manual"]))
    for place, step in enumerate(walk.steps):
        at += timedelta(seconds=random.randint(4, 40))
        if place == 3 and share > 0.7 and random.random() < 0.25:
            yield happened("target_missing", step.id, detail="[\"[data-guide='invoice.kind']\"]")
        yield happened("step_shown", step.id)
        if random.random() > _STAYS - (0.12 if place == 1 and phase == _PHASES[0] else 0):
            yield happened("guide_dismissed", step.id)
            return
        yield happened("step_done", step.id)
    at += timedelta(seconds=random.randint(2, 20))
    yield happened("guide_completed")
    if random.random() < 0.3:
        comment = random.choice(_COMMENTS[walk.locale]) if walk.locale in _COMMENTS and random.random() < 0.4 else ""
        yield happened("survey", text=comment, number=min(5, max(1, round(random.gauss(3.7 + share / 2, 0.9)))))


def _screen(walk: Walkthrough, step: str) -> str:
    own = next((each.step.screen for each in walk.steps if each.id == step), "")
    screen = own or next(iter(walk.screens), "")
    return screen.replace("*", walk.locale, 1)
