"""The scripts of the guide: a loader every page has, and modules it fetches when they are needed."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from helpcenter import __version__
from helpcenter.web.assets import FOREVER, send_asset

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from helpcenter.web.assets import Asset, Assets

FOLDER: Final = "embed"
LOADER: Final = "guide.js"
BUNDLED: Final = ("guide.mjs", "guide.d.ts")
"""The loader as a module for bundlers, and its types."""
PINNED_LOADER: Final = f"guide-{__version__}.js"
LOADER_KEEPS: Final = "public, max-age=300, stale-while-revalidate=86400"

_HASHED: Final = re.compile(r"(?P<name>[a-z][a-z-]*)-(?P<hash>[0-9A-Za-z]{8,20})\.js")
_PLAIN: Final = re.compile(r"(?P<name>[a-z][a-z-]*)\.js")


def modules(assets: Assets) -> dict[str, str]:
    """The file name that each module is asked for by, which changes whenever the module does."""
    found: dict[str, str] = {}
    for file in assets.names(FOLDER):
        if file == LOADER:
            continue
        if hashed := _HASHED.fullmatch(file):
            found[hashed["name"]] = file
        elif (plain := _PLAIN.fullmatch(file)) and (asset := assets.get(f"{FOLDER}/{file}")):
            found.setdefault(plain["name"], f"{plain['name']}-{asset.digest}.js")
    return found


def module(assets: Assets, file: str) -> Asset | None:
    """The module of that file name, or None; one whose hash stands in its address alone is found by it."""
    if file == LOADER or not _HASHED.fullmatch(file):
        return None
    if (asset := assets.get(f"{FOLDER}/{file}")) is not None:
        return asset
    name = file.rpartition("-")[0]
    asset = assets.get(f"{FOLDER}/{name}.js")
    return asset if asset is not None and file == f"{name}-{asset.digest}.js" else None


def send_script(asset: Asset, keeps: str = FOREVER) -> Response:
    """The answer that carries a script."""
    response = send_asset(replace(asset, mimetype="text/javascript"))
    response.headers["Cache-Control"] = keeps
    return response
