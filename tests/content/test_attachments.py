from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from lxml import html as lxml_html
from PIL import Image

from helpcenter.content.attachment import Attachment

if TYPE_CHECKING:
    from pathlib import Path

    from tests.content.conftest import ArticlesFolder

_SVG = '<svg xmlns="http://www.w3.org/2000/svg" {}><script>alert(1)</script></svg>'


@pytest.mark.parametrize("name", ["p.png", "p.jpg", "p.jpeg", "p.gif", "p.webp", "絵 1.png"])
def test_an_image_reserves_its_room_and_loads_late(folder: ArticlesFolder, name: str) -> None:
    file = folder.picture(f"en/howto/{name}", (40, 30))
    article = folder.render(f"![A picture](<{name}>)")
    (image,) = lxml_html.fragment_fromstring(article.html, create_parent="div").iter("img")
    assert (image.get("width"), image.get("height")) == ("40", "30")
    assert (image.get("loading"), image.get("decoding"), image.get("alt")) == ("lazy", "async", "A picture")
    assert article.attachments == (
        Attachment(f"en/howto/{name}", hashlib.sha256(file.read_bytes()).hexdigest(), 40, 30),
    )
    assert article.findings == ()


def test_a_turned_photograph_has_the_size_it_is_shown_in(folder: ArticlesFolder) -> None:
    turned = Image.Exif()
    turned[0x0112] = 6
    (folder.path / "en/howto").mkdir(parents=True)
    Image.new("RGB", (40, 30)).save(folder.path / "en/howto/p.jpg", exif=turned)
    (attachment,) = folder.render("![x](p.jpg)").attachments
    assert (attachment.width, attachment.height) == (30, 40)


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="24" height="12"', (24, 12)),
        ('width="24px" height="12.4px"', (24, 12)),
        ('viewBox="0 0 64 32"', (64, 32)),
        ('width="100%" viewBox="0,0,64.5,32"', (64, 32)),
        ("", (None, None)),
    ],
)
def test_an_svg_is_only_an_image_and_has_its_size(
    folder: ArticlesFolder, attributes: str, size: tuple[int | None, int | None]
) -> None:
    folder.write("en/howto/p.svg", _SVG.format(attributes))
    article = folder.render("![x](p.svg)")
    assert "<svg" not in article.html
    assert 'src="/en/articles/howto/p.svg"' in article.html
    assert (article.attachments[0].width, article.attachments[0].height) == size


def test_a_writers_width_is_kept_in_proportion(folder: ArticlesFolder) -> None:
    folder.picture("en/howto/p.png", (40, 30))
    html = folder.render("![x](p.png){ width=20 }").html
    assert 'width="20"' in html
    assert 'height="15"' in html


def test_a_broken_image_is_shown_without_a_size(folder: ArticlesFolder) -> None:
    folder.write("en/howto/p.png", b"\x89PNG not really")
    (attachment,) = folder.render("![x](p.png)").attachments
    assert (attachment.width, attachment.height) == (None, None)


def test_a_linked_file_is_an_attachment(folder: ArticlesFolder) -> None:
    folder.write("en/files/terms.pdf", b"%PDF")
    article = folder.render("[Terms](../files/terms.pdf)")
    assert article.attachments[0].path == "en/files/terms.pdf"
    assert 'href="/en/articles/files/terms.pdf"' in article.html
    assert article.findings == ()


def test_an_image_of_a_film_becomes_a_player(folder: ArticlesFolder) -> None:
    folder.write("en/howto/demo.mp4", b"film")
    html = folder.render("![A demonstration](demo.mp4)").html
    (video,) = lxml_html.fragment_fromstring(html, create_parent="div").iter("video")
    assert video.get("src") == "/en/articles/howto/demo.mp4"
    assert video.get("preload") == "none"
    assert "controls" in video.attrib


def test_a_missing_image_leaves_its_description_and_a_problem(folder: ArticlesFolder) -> None:
    article = folder.render("Text\n\n![The form](form.png)")
    assert '<span class="missing">The form</span>' in article.html
    assert article.attachments == ()
    (finding,) = article.findings
    assert (finding.line, finding.message) == (6, "The image `howto/form.png` does not exist.")


def test_a_missing_file_loses_its_link(folder: ArticlesFolder) -> None:
    article = folder.render("[Terms](terms.pdf)")
    assert "<a>Terms</a>" in article.html
    assert article.findings[0].message == "The link `howto/terms.pdf` does not exist."


def test_another_locales_image_is_a_problem(folder: ArticlesFolder) -> None:
    folder.picture("ja/howto/p.png")
    (finding,) = folder.render("![x](../../ja/howto/p.png)").findings
    assert finding.message == "The image `howto/p.png` is outside the folder of this locale."


@pytest.mark.parametrize("kind", ["file", "folder", "loop"])
def test_a_link_out_of_the_folder_is_never_followed(folder: ArticlesFolder, tmp_path: Path, kind: str) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    Image.new("RGB", (1, 1)).save(secret / "p.png")
    here = folder.path / "en/howto"
    here.mkdir(parents=True)
    if kind == "file":
        (here / "p.png").symlink_to(secret / "p.png")
    elif kind == "folder":
        (here / "out").symlink_to(secret)
    else:
        (here / "p.png").symlink_to("p.png")
    article = folder.render("![x](out/p.png)" if kind == "folder" else "![x](p.png)")
    assert article.attachments == ()
    assert "<img" not in article.html
    assert len(article.findings) == 1


def test_an_image_that_is_a_folder_is_a_problem(folder: ArticlesFolder) -> None:
    (folder.path / "en/howto/p.png").mkdir(parents=True)
    assert folder.render("![x](p.png)").findings[0].message == "The image `howto/p.png` is not a file."
