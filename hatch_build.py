"""Compiles the shipped rules when the wheel is built, so that no user's first run has to."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileRules(BuildHookInterface[Any]):
    """Adds `cleaner/_rules/compiled.bin` to the wheel; an editable install reads the rule files themselves."""

    PLUGIN_NAME = "custom"
    _compiled: Path | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel" or version == "editable":
            return
        sys.path.insert(0, self.root)
        from cleaner.ruleset.load import SHIPPED, ship

        self._compiled = Path(self.directory) / SHIPPED
        ship(self._compiled)
        build_data["force_include"][str(self._compiled)] = f"cleaner/_rules/{SHIPPED}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Takes the file away that is in the wheel now and would lie beside it."""
        if self._compiled is not None:
            self._compiled.unlink()
