"""Compiles the shipped rules when the wheel is built, so that no user's first run has to."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileRules(BuildHookInterface[Any]):
    """Adds `cleaner/_rules/compiled.bin` to the wheel; an editable install reads the rule files themselves."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel" or version == "editable":
            return
        sys.path.insert(0, self.root)
        from cleaner.ruleset.load import SHIPPED, ship

        compiled = Path(self.directory) / SHIPPED
        ship(compiled)
        build_data["force_include"][str(compiled)] = f"cleaner/_rules/{SHIPPED}"
