from __future__ import annotations

import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from helpcenter.accounts.users import Role, Users
from helpcenter.insights.gaps.merging import propose_merge
from helpcenter.insights.gaps.refreshing import Sources, refresh
from helpcenter.insights.gaps.states import State
from helpcenter.insights.gaps.store import gap, gaps
from helpcenter.search.generations import Generations
from helpcenter.storage.database import Database
from tests.browser.chromium import open_page
from tests.browser.serving import PATIENCE, served
from tests.browser.soundness import flaws
from tests.insights.gaps.making import NOW, add_gap
from tests.web.signing_in import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator, Page

    from tests.browser.chromium import Watch, Width

ARTICLES = Path(__file__).parent / "articles"
AKI, KEN = "aki@example.com", "ken@example.com"
INVOICE = "en/billing/send-invoice"
# Headless Chromium says that it is one, so its searches would count as those of a robot.
READER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{}.0.0.0 Safari/537.36"


@dataclass(frozen=True)
class Desk:
    """A site as writers run it: the articles in a git working tree, published whenever a file changes."""

    origin: str
    tree: Path
    database: Database
    index: Path

    @property
    def articles(self) -> Path:
        return self.tree / "articles"

    def git(self, *arguments: str) -> str:
        who = ("-c", "user.name=Aki Mori", "-c", f"user.email={AKI}")
        done = subprocess.run(["git", *who, *arguments], cwd=self.tree, capture_output=True, text=True, check=True)
        return done.stdout

    def commit(self, message: str) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", f"--message={message}")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(ARTICLES, folder / "tree/articles")
    database = Database(f"sqlite:///{folder}/instance/helpcenter.db")
    for email, name in ((AKI, "Aki Mori"), (KEN, "佐藤 健")):
        Users(database).add(email, name, Role.WRITER, PASSWORD)
    with served(folder / "tree/articles", folder / "instance", semantic="off") as origin:
        site = Desk(origin, folder / "tree", database, folder / "instance/index")
        site.git("init", "--quiet")
        site.commit("All articles")
        yield site


def enter(
    chromium: Browser, desk: Desk, path: str = "gaps", *, who: str = AKI, locale: str = "en", width: Width = "desktop"
) -> tuple[Page, Watch]:
    page, watch = open_page(chromium, desk.origin, locale=locale, width=width)
    page.goto(f"/{locale}/sign-in?next=/{locale}/dashboard/gaps")
    page.fill("#hc-email", who)
    page.fill("#hc-password", PASSWORD)
    page.click(".hc-sign-in-button")
    page.wait_for_url("**/dashboard/gaps")
    if path != "gaps":
        page.goto(f"/{locale}/dashboard/{path}")
    return page, watch


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def wait_for_state(page: Page, state: str) -> None:
    """Look at the page again until what was published is replayed."""
    deadline = time.monotonic() + PATIENCE
    while page.locator(".hc-gap-state").inner_text() != state and time.monotonic() < deadline:
        page.wait_for_timeout(300)
        page.reload()
    expect(page.locator(".hc-gap-state")).to_have_text(state)


def answer(page: Page, yes: str, text: str = "") -> None:
    """Say that the text that is to answer does, as soon as it is published."""
    deadline = time.monotonic() + PATIENCE
    while page.locator(".hc-gap-text").filter(has_text=text).count() == 0 and time.monotonic() < deadline:
        page.wait_for_timeout(300)
        page.reload()
    press(page, yes)
    expect(page.locator(".hc-dash-told")).to_be_visible()


YES = "Yes, it answers them"


def ranks(page: Page, table: str) -> dict[str, list[str]]:
    """The ranks of each query before and after, by a table's name."""
    rows = page.get_by_role("group", name=table, exact=True).locator("tbody tr").all()
    return {row.locator("th").inner_text(): row.locator("td").all_inner_texts() for row in rows}


def test_what_readers_did_not_find_is_fixed_and_proven_and_lost_by_a_later_commit(
    chromium: Browser, desk: Desk
) -> None:
    known = {each.title for each in gaps(desk.database)}
    query = next(each for each in ("dunning letters", "reminder fees") if each not in known)  # one for a second try
    for number in (1, 2):
        reader, _ = open_page(chromium, desk.origin)
        reader.set_extra_http_headers({"User-Agent": READER.format(140 + number)})
        reader.goto(f"/en/search?q={query}")
        reader.context.close()
    refresh(desk.database, Sources(Generations(desk.index).current()), 90)

    page, watch = enter(chromium, desk)
    page.get_by_role("link", name=query).click()
    expect(page.locator(".hc-gap-state")).to_have_text("Open")
    press(page, "Take it")
    expect(page.locator(".hc-dash-told")).to_have_text("It is yours now.")
    page.fill("#hc-gap-find", "send an invoice")
    press(page, "Search the library")
    page.get_by_role("link", name="Add questions Send an invoice").click()
    expect(page.get_by_label("Questions, one in a line")).to_have_value(query)

    press(page, "Preview")
    assert ranks(page, "The queries of this gap") == {query: ["—", "1"]}
    assert desk.git("status", "--porcelain") == ""
    press(page, "Write into the articles")
    expect(page.locator(".hc-dash-told")).to_contain_text(f"{INVOICE}.md is written.")
    assert query in desk.git("diff", "--unified=0")
    assert desk.git("diff", "--numstat").split()[2] == f"articles/{INVOICE}.md"

    expect(page.locator("#answer")).to_contain_text("Does this text answer them?")
    answer(page, YES)
    wait_for_state(page, "Proven")
    expect(page.locator("#answer")).to_contain_text("Aki Mori said that it answers them")
    assert ranks(page, "Queries")[query][:2] == ["—", "1"]
    found, _ = open_page(chromium, desk.origin)
    found.goto(f"/en/search?q={query}")
    expect(found.get_by_role("main").get_by_role("link", name="Send an invoice").first).to_be_visible()
    found.context.close()

    desk.commit(f"Invoices answer what is asked about {query}")
    desk.git("revert", "--no-edit", "HEAD")
    wait_for_state(page, "Regressed")
    expect(page.locator(".hc-gap-main")).to_contain_text("It was proven and is lost: look at the ranks below.")
    assert ranks(page, "Queries")[query][:2] == ["—", "—"]
    expect(page.locator(".hc-gap-history")).to_contain_text("0 of 1 queries find the answer; Regressed")
    assert watch.findings() == []
    page.context.close()


def test_new_article_is_drafted_finished_shipped_and_proven_in_japanese(chromium: Browser, desk: Desk) -> None:
    number = add_gap(desk.database, "督促状を送りたい", locale="ja", kind="missing")
    page, watch = enter(chromium, desk, f"gaps/{number}", locale="ja")
    page.get_by_role("link", name="新しい記事を書く").click()
    page.fill("#hc-fix-article", "ja/billing/send-invoice")
    press(page, "プレビュー")
    expect(page.get_by_role("alert")).to_contain_text("もうあります。その記事に質問を加えるか")
    expect(page.locator("#hc-fix-title")).to_have_value("督促状を送りたい")
    page.fill("#hc-fix-article", "ja/billing/dunning")
    page.fill("#hc-fix-title", "督促状を送る")
    press(page, "プレビュー")
    assert ranks(page, "このギャップの検索語") == {"督促状を送りたい": ["—", "1"]}
    press(page, "記事フォルダーに書き込む")
    expect(page.locator(".hc-gap-state")).to_have_text("作業中")
    expect(page.locator(".hc-gap-next")).to_have_text("記事を直し終えたら、修正済みにしてください。")
    expect(page.locator(".hc-gap-main")).to_contain_text("billing/dunning （サイトにありません）")

    draft = desk.articles / "ja/billing/dunning.md"
    lines = draft.read_text(encoding="utf-8").splitlines(keepends=True)
    draft.write_text("".join(line for line in lines if not line.startswith("visibility")), encoding="utf-8")
    press(page, "修正済みにする")
    answer(page, "はい、答えになっています")
    wait_for_state(page, "証明済み")
    desk.commit("How to send dunning letters, in Japanese")
    watch.errors[:] = [each for each in watch.errors if "422" not in each]  # how Chromium tells a refused form
    assert watch.findings() == []
    page.context.close()


def test_article_is_improved_at_its_section_and_its_gap_shipped(chromium: Browser, desk: Desk) -> None:
    number = add_gap(desk.database, "what happens to zeppelins when I quit")
    page, watch = enter(chromium, desk, f"gaps/{number}?find=before+you+cancel")
    page.get_by_role("link", name="Improve Cancel your plan").click()
    place = page.locator(".hc-gap-fix code").inner_text()
    path, _, line = place.rpartition(":")
    source = desk.articles / path
    lines = source.read_text(encoding="utf-8").splitlines(keepends=True)
    assert lines[int(line) - 1] == "## Before you cancel\n"
    expect(page.get_by_role("list", name="What readers asked")).to_have_text("what happens to zeppelins when I quit")
    press(page, "This article is to answer it")
    expect(page.locator(".hc-gap-state")).to_have_text("In progress")
    lines.insert(int(line), "\nWhen you quit, what happens to your zeppelins is up to you.\n")
    source.write_text("".join(lines), encoding="utf-8")
    press(page, "Ship it")
    answer(page, YES, "what happens to your zeppelins")
    wait_for_state(page, "Proven")
    desk.commit("What happens to zeppelins")
    assert watch.findings() == []
    page.context.close()


def test_second_of_two_writers_is_told_who_was_first(chromium: Browser, desk: Desk) -> None:
    number = add_gap(desk.database, "gift cards")
    aki, _ = enter(chromium, desk, f"gaps/{number}")
    ken, watch = enter(chromium, desk, f"gaps/{number}", who=KEN, locale="ja")
    press(aki, "Take it")
    press(ken, "担当する")
    expect(ken.get_by_role("alert")).to_contain_text("Aki Moriが先に")
    expect(ken.locator(".hc-gap-line")).to_contain_text("Aki Mori")
    owner = gap(desk.database, number).owner
    assert owner is not None
    assert owner.name == "Aki Mori"
    expect(ken.get_by_role("button", name="担当する", exact=True)).to_have_count(0)
    press(ken, "作業を始める")  # as it stands now, it can be changed
    expect(ken.locator(".hc-gap-state")).to_have_text("作業中")
    watch.errors[:] = [each for each in watch.errors if "409" not in each]
    assert watch.findings() == []
    for page in (aki, ken):
        page.context.close()


def test_gap_whose_article_was_deleted_says_so_and_leads_on(chromium: Browser, desk: Desk) -> None:
    gone = "en/integrations/chat/discord"  # in no other language
    number = add_gap(desk.database, "discord bot", kind="unfindable", article=gone, answer=gone, state="in_progress")
    before = Generations(desk.index).current().folder.name
    (desk.articles / f"{gone}.md").unlink()
    page, watch = enter(chromium, desk, f"gaps/{number}")
    deadline = time.monotonic() + PATIENCE
    while Generations(desk.index).current().folder.name == before and time.monotonic() < deadline:
        page.wait_for_timeout(300)
    page.reload()
    expect(page.locator(".hc-gap-main .hc-gap-card").first).to_contain_text("chat/discord (not on the site)")
    page.goto(f"/en/dashboard/gaps/{number}/fix?way=add&article={gone}")
    press(page, "Preview")
    expect(page.get_by_role("alert")).to_have_text(
        f"There is no article {gone}.md any more. Choose another one, or write a new one."
    )
    desk.git("checkout", "--quiet", "--", ".")
    watch.errors[:] = [each for each in watch.errors if "422" not in each]
    assert watch.findings() == []
    page.context.close()


def test_two_gaps_about_one_matter_become_one(chromium: Browser, desk: Desk) -> None:
    older, newer = add_gap(desk.database, "money back please"), add_gap(desk.database, "give me a refund")
    other = add_gap(desk.database, "return an order")
    propose_merge(desk.database, newer, older, NOW)
    propose_merge(desk.database, newer, other, NOW)
    page, watch = enter(chromium, desk, f"gaps/{newer}")
    press(page, "Keep apart return an order")
    expect(page.locator(".hc-dash-told")).to_contain_text(f"It stays apart from gap {other}")
    expect(page.get_by_role("button", name="Keep apart return an order")).to_have_count(0)
    press(page, "Merge into it money back please")
    expect(page.locator(".hc-gap-state")).to_have_text("Won't fix")
    page.get_by_role("link", name="money back please").click()
    assert set(ranks(page, "Queries")) == {"give me a refund", "money back please"}
    assert watch.findings() == []
    page.context.close()


def test_queries_about_something_else_are_taken_out(chromium: Browser, desk: Desk) -> None:
    number = add_gap(desk.database, "cancel my subscription today", "chargeback window")
    page, watch = enter(chromium, desk, f"gaps/{number}")
    page.get_by_text("Some are about something else").click()
    page.get_by_label("chargeback window").check()
    press(page, "Take them out")
    expect(page.locator(".hc-dash-told")).to_contain_text("has 1 query of it now, and stays apart.")
    assert set(ranks(page, "Queries")) == {"cancel my subscription today"}
    assert watch.findings() == []
    page.context.close()


def reach(page: Page, wanted: Locator) -> None:
    """Go on with the Tab key until something has the focus, as a reader without a pointer does."""
    wanted.wait_for()
    for _ in range(150):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            outline = wanted.evaluate("element => getComputedStyle(element).outlineStyle")
            assert outline != "none"
            return
    raise AssertionError("The Tab key does not lead there.")


def test_gap_is_taken_and_fixed_with_the_keyboard_alone(chromium: Browser, desk: Desk) -> None:
    number = add_gap(desk.database, "surcharge for paper", title="surcharge for paper", harm=500.0)
    page, watch = enter(chromium, desk)
    reach(page, page.get_by_role("link", name="surcharge for paper"))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/gaps/{number}")
    reach(page, page.get_by_role("button", name="Take it"))
    page.keyboard.press("Enter")
    expect(page.locator(".hc-gap-state")).to_have_text("Assigned")
    reach(page, page.get_by_role("searchbox"))
    page.keyboard.press("Control+A")
    page.keyboard.type("send an invoice")
    page.keyboard.press("Enter")
    reach(page, page.get_by_role("link", name="Add questions Send an invoice"))
    page.keyboard.press("Enter")
    reach(page, page.get_by_role("button", name="Preview"))
    page.keyboard.press("Space")
    expect(page.get_by_role("heading", name="The change")).to_be_visible()
    reach(page, page.get_by_role("button", name="Write into the articles"))
    page.keyboard.press("Enter")
    reach(page, page.get_by_role("button", name=YES))
    page.keyboard.press("Enter")
    wait_for_state(page, "Proven")
    desk.commit("Surcharge for paper")
    assert watch.findings() == []
    page.context.close()


@pytest.fixture(scope="module")
def shown(desk: Desk) -> tuple[str, ...]:
    """The addresses of a gap in each state, with all that its page can hold, and of the ways to fix it."""
    long = (
        "請求書をまとめて送ったあとに宛先の間違いに気づいたとき、送り先を直してもう一度送る方法と、前の請求書の扱い" * 2
    )
    numbers = [
        add_gap(
            desk.database,
            f"gap that is {state}",
            f"another query, {state}",
            state=state,
            kind="unfindable",
            reason="ranked_low",
            article=INVOICE,
            answer="" if state in {State.OPEN, State.ASSIGNED} else INVOICE,
            shipped_at=NOW if state in {State.SHIPPED, State.PROVEN, State.REGRESSED} else None,
            proven_at=NOW if state in {State.PROVEN, State.REGRESSED} else None,
            proven_commit="c0ffee" * 6,
        )
        for state in State
    ]
    numbers.append(add_gap(desk.database, long, locale="ja", title=long[:120]))
    propose_merge(desk.database, numbers[-1], numbers[0], NOW)
    assert len(gaps(desk.database)) > len(State)
    fixes = (
        f"gaps/{numbers[0]}/fix?way=add&article={INVOICE}",
        f"gaps/{numbers[0]}/fix?way=improve&article={INVOICE}",
        f"gaps/{numbers[-1]}/fix?way=new&article=ja/billing/new",
    )
    return ("gaps", "gaps?state=wont_fix&owner=none", *(f"gaps/{number}" for number in numbers), *fixes)


@pytest.mark.parametrize("width", ["narrow", "desktop"])
@pytest.mark.parametrize("locale", ["ja", "en"])
def test_every_page_of_gaps_is_accessible_fits_and_stands_still(
    chromium: Browser, desk: Desk, shown: tuple[str, ...], locale: str, width: Width
) -> None:
    page, watch = enter(chromium, desk, locale=locale, width=width)
    for address in shown:
        answer = page.goto(f"/{locale}/dashboard/{address}")
        assert answer is not None
        assert answer.status == 200
        expect(page.locator("h1")).to_have_count(1)
        assert (address, flaws(page)) == (address, [])
        preview = page.locator("button[value=preview]")
        if preview.count():
            preview.click()
            expect(page.locator(".hc-gap-patch")).to_be_visible()
            assert (address, flaws(page)) == (address, [])
        assert (address, watch.findings()) == (address, [])
    page.context.close()
