"""Has the build compile the scoring where that can be done; without it, a wheel is for every machine."""

from __future__ import annotations

import runpy
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from packaging.tags import platform_tags

_HERE = Path(__file__).parent
# Tags of distributions' rules, which a build on just any machine does not keep.
_OF_MANY = ("manylinux", "musllinux")


class CompiledScoring(BuildHookInterface[Any]):
    """Compiles into the wheel; for an editable installation, beside the source."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile; a build goes on without when that fails."""
        # By path: the package cannot be imported before it is installed.
        compiling = runpy.run_path(str(_HERE / "compiling.py"))
        self._scratch = tempfile.TemporaryDirectory()
        try:
            binary = compiling["compile_into"](_HERE if version == "editable" else Path(self._scratch.name))
        except compiling["NotCompiledError"] as error:
            self.app.display_warning(f"Searches will score articles with numpy, which takes longer: {error}.")
            return
        if version != "editable":
            build_data["force_include"][str(binary)] = str(_HERE.relative_to(self.root) / binary.name)
            build_data["pure_python"] = False
            build_data["tag"] = f"cp311-abi3-{next(tag for tag in platform_tags() if not tag.startswith(_OF_MANY))}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Remove what is in the wheel by now."""
        self._scratch.cleanup()
