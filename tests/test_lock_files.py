from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
BASE = (*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["build"])
EXTRAS = PROJECT["project"]["optional-dependencies"]
LOCKS = {
    "requirements.lock": BASE,
    "requirements-dev.lock": (*BASE, *EXTRAS["dev"]),
    **{f"requirements-{extra}.lock": (*BASE, *EXTRAS[extra]) for extra in ("bench", "cards", "redis", "semantic")},
}


def locked(name: str) -> dict[str, str]:
    """The exact versions of a lock file."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==([^ ;\\]+)", text, re.MULTILINE))


@pytest.mark.parametrize("name", LOCKS)
def test_lock_has_a_version_that_fits_for_every_requirement(name: str) -> None:
    versions = locked(name)
    for requirement in map(Requirement, LOCKS[name]):
        version = versions[requirement.name]
        assert requirement.specifier.contains(version), f"{requirement}: {version} in {name}; run make lock"


@pytest.mark.parametrize("name", LOCKS)
def test_lock_says_nothing_of_where_it_was_made(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"://|file:|(^|\s)/|--(extra-)?index-url|--find-links", text)


@pytest.mark.parametrize("name", LOCKS)
def test_every_version_is_held_by_hashes(name: str) -> None:
    entries = re.split(r"^(?=[a-z0-9])", (ROOT / name).read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert all("--hash=sha256:" in entry for entry in entries if "==" in entry)


def test_locks_agree_on_what_they_share() -> None:
    dev = locked("requirements-dev.lock")
    for name in LOCKS:
        shared = {package: version for package, version in locked(name).items() if package in dev}
        assert shared == {package: dev[package] for package in shared}
