from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import html as lxml_html

from helpcenter.content.videos import Video, video_of

if TYPE_CHECKING:
    from tests.content.conftest import ArticlesFolder

YOUTUBE = Video(
    "https://www.youtube.com/watch?v=aqz-KE-bpKQ", "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ?autoplay=1"
)
VIMEO = Video("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?autoplay=1&dnt=1")


@pytest.mark.parametrize(
    ("address", "video"),
    [
        ("https://www.youtube.com/watch?v=aqz-KE-bpKQ", YOUTUBE),
        ("https://www.youtube.com/watch?list=x&v=aqz-KE-bpKQ&t=12", YOUTUBE),
        ("https://youtu.be/aqz-KE-bpKQ?si=abc", YOUTUBE),
        ("https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ", YOUTUBE),
        ("https://m.youtube.com/shorts/aqz-KE-bpKQ", YOUTUBE),
        ("https://vimeo.com/76979871", VIMEO),
        ("https://player.vimeo.com/video/76979871", VIMEO),
        ("https://www.youtube.com/@channel", None),
        ("https://youtube.com.example.com/watch?v=aqz-KE-bpKQ", None),
        ("http://www.youtube.com/watch?v=aqz-KE-bpKQ", None),
        ("https://example.com/film", None),
    ],
)
def test_addresses_of_videos_are_known_in_all_their_forms(address: str, video: Video | None) -> None:
    assert video_of(address, marked=False) == video


def test_a_video_alone_in_its_paragraph_is_a_figure_that_loads_nothing(folder: ArticlesFolder) -> None:
    article = folder.render("![Send an invoice](https://youtu.be/aqz-KE-bpKQ)")
    root = lxml_html.fragment_fromstring(article.html, create_parent="div")
    assert not list(root.iter("iframe", "img", "video"))
    (link,) = root.xpath("figure[@class='video']/a")
    assert link.text_content() == "Send an invoice"
    assert link.get("href") == YOUTUBE.page
    assert link.get("data-player") == YOUTUBE.player
    assert article.findings == ()


def test_a_video_inside_a_sentence_is_a_link(folder: ArticlesFolder) -> None:
    html = folder.render("See ![the film](https://vimeo.com/76979871) first.").html
    assert "<figure" not in html
    assert f'See <a href="{VIMEO.page}"' in html


def test_a_player_of_any_host_is_a_video_when_the_writer_says_so(folder: ArticlesFolder) -> None:
    html = folder.render("![Tour](https://videos.example.com/embed/1){ .video }").html
    assert 'data-player="https://videos.example.com/embed/1"' in html
    folder.render("![Tour](https://videos.example.com/embed/1)")
    assert "on another host" in folder.problem("en/howto/page.md").message


def test_a_large_image_opens_itself_and_a_small_or_linked_one_does_not(folder: ArticlesFolder) -> None:
    folder.picture("en/howto/large.png", (800, 400))
    folder.picture("en/howto/small.png", (200, 100))
    body = "![Large](large.png) ![Small](small.png) [![Linked](large.png)](https://example.com/) ![](large.png)"
    root = lxml_html.fragment_fromstring(folder.render(body).html, create_parent="div")
    (link,) = root.xpath(".//a[@class='zoom']")
    assert link.get("href") == "/en/articles/howto/large.png"
    assert [image.get("alt") for image in link] == ["Large"]
    assert [image.get("width") for image in root.iter("img")] == ["800", "200", "800", "800"]


def test_an_image_without_a_size_of_its_own_keeps_the_place_a_browser_gives_it(folder: ArticlesFolder) -> None:
    folder.write("en/howto/plan.svg", '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9"/></svg>')
    assert 'width="300" height="150"' in folder.render("![Plan](plan.svg)").html
