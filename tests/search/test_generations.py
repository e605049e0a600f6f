from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from helpcenter.errors import IndexDamagedError, IndexUnavailableError
from helpcenter.search import manifest as manifests
from helpcenter.search.generation import Generation
from helpcenter.search.generations import Generations
from helpcenter.search.results import SearchRequest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.search.conftest import Shelf


def edit(shelf: Shelf, word: str) -> None:
    shelf.write("en/changing.md", f"---\ntitle: The word is {word}\n---\nText about {word}.")


def test_nothing_published_yet_is_an_outage_that_names_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(IndexUnavailableError, match="helpcenter index"):
        Generations(tmp_path / "index").current()


def test_a_reader_sees_the_new_generation_without_reopening_anything_itself(shelf: Shelf) -> None:
    reader = Generations(shelf.index)
    before = reader.current()
    edit(shelf, "zebra")
    shelf.publish()

    assert reader.current().id == "g2"
    assert reader.current() is reader.current()
    assert reader.current().search(SearchRequest("zebra", "en")).hits
    assert not before.search(SearchRequest("zebra", "en")).hits


def test_an_old_generation_answers_even_after_its_files_are_gone(shelf: Shelf) -> None:
    old = shelf.generation()
    for number in range(4):
        edit(shelf, f"word{number}")
        shelf.publish()

    assert not old.folder.exists()
    assert [hit.slug for hit in old.search(SearchRequest("invoice", "en")).hits] == ["billing/invoice"]
    assert old.article("en", "billing/invoice") is not None


def test_three_generations_are_kept(shelf: Shelf) -> None:
    for number in range(5):
        edit(shelf, f"word{number}")
        shelf.publish()

    assert [folder.name for folder in Generations(shelf.index).published()] == ["g4", "g5", "g6"]


def test_every_flipped_byte_is_refused_and_the_last_good_generation_serves(shelf: Shelf) -> None:
    edit(shelf, "zebra")
    shelf.publish()
    newest = shelf.generation().folder
    # Files shared with the older generation by hard link would damage both, so take those of this one alone.
    files = [path for path in newest.rglob("*") if path.is_file() and path.stat().st_nlink == 1 and path.stat().st_size]
    files = [path for path in files if path.name != "seal.json"]
    chance = random.Random(7)  # the same flips every time
    refused = 0
    for _ in range(500):
        path = chance.choice(files)
        original = path.read_bytes()
        place = chance.randrange(len(original))
        flipped = bytearray(original)
        flipped[place] ^= 1 << chance.randrange(8)
        path.write_bytes(flipped)
        try:
            Generation(newest)
        except IndexDamagedError:
            refused += 1
            if refused % 50 == 1:
                assert Generations(shelf.index).current().id == "g1"
        path.write_bytes(original)

    assert refused == 500
    assert Generations(shelf.index).current().id == "g2"


def test_a_generation_without_a_seal_is_hashed_and_accepted(shelf: Shelf) -> None:
    folder = shelf.generation().folder
    (folder / "seal.json").unlink()

    assert Generation(folder).id == "g1"


def test_a_thorough_check_does_not_trust_the_seal(shelf: Shelf) -> None:
    folder = shelf.generation().folder
    path = folder / "en" / "texts.npy"
    status = path.stat()
    path.write_bytes(bytes([path.read_bytes()[0] ^ 1]) + path.read_bytes()[1:])
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    manifest = manifests.read(folder)

    with pytest.raises(IndexDamagedError, match=r"en/texts\.npy"):
        manifests.verify(folder, manifest, thorough=True)


def test_a_missing_file_is_named(shelf: Shelf) -> None:
    folder = shelf.generation().folder
    (folder / "en" / "terms.npy").unlink()

    with pytest.raises(IndexDamagedError, match=r"en/terms\.npy"):
        Generation(folder)


def test_a_generation_of_another_schema_is_refused_and_rebuilt(shelf: Shelf) -> None:
    generation = shelf.generation()
    manifests.write(generation.folder, replace(generation.manifest, schema_version=99))

    with pytest.raises(IndexUnavailableError, match="schema 99"):
        Generations(shelf.index).current()

    shelf.publish()
    assert shelf.generation().search(SearchRequest("invoice", "en")).hits


def test_damage_heals_with_the_next_publish(shelf: Shelf) -> None:
    path = shelf.generation().folder / "en" / "texts.npy"
    path.write_bytes(path.read_bytes()[:-1])

    assert shelf.publish().changed
    assert shelf.generation().search(SearchRequest("invoice", "en")).hits


def test_readers_never_fail_while_generations_change(shelf: Shelf) -> None:
    reader = Generations(shelf.index)
    failures: list[Exception] = []
    answers = 0
    done = threading.Event()

    def read() -> None:
        nonlocal answers
        while not done.is_set():
            try:
                assert reader.current().search(SearchRequest("invoice", "en")).hits[0].slug == "billing/invoice"
                answers += 1
            except Exception as error:  # any failure at all counts
                failures.append(error)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(6):
        edit(shelf, f"word{number}")
        shelf.publish()
    done.set()
    for thread in threads:
        thread.join()

    assert failures == []
    assert answers > 20


_PUBLISH_FOREVER = """
import itertools, sys
from pathlib import Path
from helpcenter.search.publish import publish
root = Path(sys.argv[1])
for number in itertools.count():
    (root / "articles/en/changing.md").write_text(f"---\\ntitle: Word {number}\\n---\\nText {number}.")
    publish(root / "articles", root / "index")
    print(number, flush=True)
"""


def test_killing_the_publisher_at_any_moment_loses_nothing(shelf: Shelf) -> None:
    chance = random.Random(3)  # the same moments every time
    root = shelf.articles.parent
    for _ in range(5):
        process = subprocess.Popen([sys.executable, "-c", _PUBLISH_FOREVER, str(root)], stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(chance.uniform(0, 0.3))
        process.send_signal(signal.SIGKILL)
        process.communicate()

        generation = Generations(shelf.index).current()
        assert [hit.slug for hit in generation.search(SearchRequest("invoice", "en")).hits] == ["billing/invoice"]
        manifests.verify(generation.folder, generation.manifest, thorough=True)

    shelf.write("en/changing.md", "---\ntitle: Afterwards\n---\nText.")
    shelf.publish()
    assert shelf.generation().search(SearchRequest("afterwards", "en")).hits
    assert not list(shelf.index.glob(".building-*"))
