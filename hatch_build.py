"""What a wheel holds beyond the files of the package: the compiled rules, so that no user's first run has to, and the compiled index."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PURE = "CLEANER_PURE"
"""Environment variable that asks for a wheel without compiled code, which any platform can use."""


class CompileParts(BuildHookInterface[Any]):
    """Adds `cleaner/_rules/compiled.bin` and `cleaner/_native` to the wheel.

    An editable install reads the rule files themselves; its `_native` lies beside the modules of the package. Where no compiler for
    C++17 is, the package is built without it: it finds the same, more slowly.
    """

    PLUGIN_NAME = "custom"
    _compiled: Path | None = None
    _folder: TemporaryDirectory[str] | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel":
            return
        native = None if os.environ.get(PURE) else self._native()
        if version == "editable":
            if native is not None:
                (Path(self.root) / "cleaner" / native.name).write_bytes(native.read_bytes())
            return
        if native is not None:
            build_data["force_include"][str(native)] = f"cleaner/{native.name}"
            build_data.update(pure_python=False, infer_tag=True)
        sys.path.insert(0, self.root)
        from cleaner.ruleset.load import SHIPPED, ship

        self._compiled = Path(self.directory) / SHIPPED
        ship(self._compiled)
        build_data["force_include"][str(self._compiled)] = f"cleaner/_rules/{SHIPPED}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Takes away what is in the wheel now and would lie beside it."""
        if self._compiled is not None:
            self._compiled.unlink()
        if self._folder is not None:
            self._folder.cleanup()

    def _native(self) -> Path | None:
        """The compiled module, in a folder of its own; None, and a warning, where it cannot be built."""
        from setuptools import Distribution, Extension
        from setuptools.command.build_ext import build_ext
        from setuptools.errors import BaseError, CCompilerError

        flags = ["/std:c++17", "/O2", "/EHsc"] if os.name == "nt" else ["-std=c++17", "-O2", "-g0", "-fvisibility=hidden"]
        module = Extension("cleaner._native", [str(Path(self.root) / "native" / "module.cpp")], language="c++", extra_compile_args=flags)
        command = build_ext(Distribution({"name": "cleaner", "ext_modules": [module]}))
        self._folder = TemporaryDirectory(prefix="cleaner-native-")
        command.build_lib = command.build_temp = self._folder.name
        command.ensure_finalized()
        try:
            command.run()
        except (BaseError, CCompilerError, OSError) as error:
            self.app.display_warning(f"cleaner._native is left out, and cleaning takes longer without it: {error}")
            return None
        return Path(command.get_ext_fullpath("cleaner._native"))
