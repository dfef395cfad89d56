"""The build of the package itself: imports point down, modules are short, importing it loads little."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import cleaner

ROOT = Path(cleaner.__file__).parent
FILES = sorted(path for path in ROOT.rglob("*.py") if "_rules" not in path.parts)
LIMIT = 300
COMPILED = "_native"
"""A module that is no Python; `native` alone imports it."""

LAYERS = (
    ("model", "text"),
    ("spans", "headline", "stems", "hosts", "segment"),
    ("ruleset", "survey"),
    ("line", "index", "native", "confirm", "engine", "decide", "context", "zone", "listing", "thread", "reach", "lead", "opening"),
    ("settle", "metadata", "keeping", "vouch", "container", "standfirst", "siting", "ftr", "document", "compare"),
    ("pipeline", "pages", "markup"),
    ("",),
    ("config", "choice", "render"),
    ("batch", "cases", "shown", "searches", "screen", "rulecheck", "goldens", "evaluate", "integrations", "short"),
    ("cli", "__main__"),
)
"""From the bottom up. A name stands for a module or a whole folder; the empty one is the package itself."""
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}


def module(path: Path) -> str:
    """The dotted name under the package; empty for the package itself."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module(path): path for path in FILES}


def imported(path: Path, *, at_runtime: bool = False) -> Iterator[str]:
    """The modules of the package that a file imports anywhere, also inside functions; at run time those for types alone are left out."""
    skipped: set[ast.AST] = set()
    tree = ast.parse(path.read_text("utf8"))
    for node in ast.walk(tree):
        if at_runtime and isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            skipped.update(inner for part in node.body for inner in ast.walk(part))
        if isinstance(node, ast.ImportFrom) and node not in skipped:
            assert node.level == 0, f"{path}: relative import"
            if node.module == "cleaner":
                yield from (alias.name if alias.name in MODULES else "" for alias in node.names if alias.name != COMPILED)
            elif node.module and node.module.startswith("cleaner."):
                inner = node.module.removeprefix("cleaner.")
                yield from (f"{inner}.{alias.name}" if f"{inner}.{alias.name}" in MODULES else inner for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (
                alias.name.removeprefix("cleaner").removeprefix(".") for alias in node.names if alias.name.split(".")[0] == "cleaner"
            )


def level(name: str) -> int:
    top = name.split(".", maxsplit=1)[0]
    assert top in LEVEL, f"{name} has no place yet; put it into LAYERS"
    return LEVEL[top]


@pytest.mark.parametrize("name", MODULES)
def test_imports_point_down(name: str) -> None:
    for target in imported(MODULES[name]):
        assert target in MODULES, f"{name} imports {target}, which is not there"
        assert level(target) <= level(name), f"{name} imports {target}, which lies above it"


def test_no_circles() -> None:
    """Within a layer modules may import each other, but never in a circle."""
    edges = {name: set(imported(path, at_runtime=True)) - {name} for name, path in MODULES.items()}
    while edges:
        free = {name for name, targets in edges.items() if not targets & set(edges)}
        assert free, f"a circle of imports among {sorted(edges)}"
        edges = {name: targets for name, targets in edges.items() if name not in free}


@pytest.mark.parametrize("name", MODULES)
def test_modules_are_short(name: str) -> None:
    lines = len(MODULES[name].read_text("utf8").splitlines())
    assert lines <= LIMIT, f"{name} has {lines} lines"


@pytest.mark.parametrize("name", MODULES)
def test_modules_say_what_they_are(name: str) -> None:
    if MODULES[name].read_text("utf8").strip():
        assert ast.get_docstring(ast.parse(MODULES[name].read_text("utf8")))


def test_public_names() -> None:
    names = {name for name, value in vars(cleaner).items() if not name.startswith("_") and type(value).__name__ != "module"}
    assert sorted(cleaner.__all__) == sorted(names)
    assert len(set(cleaner.__all__)) == len(cleaner.__all__)
    for name in cleaner.__all__:
        assert getattr(cleaner, name).__doc__, name


def loaded(code: str) -> set[str]:
    """Top-level names of all modules that a fresh interpreter holds after running some code."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT.parent), *filter(None, sys.path)])}
    script = f"{code}\nimport json, sys; print(json.dumps(sorted({{m.split('.')[0] for m in sys.modules}})))"
    child = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False)
    assert child.returncode == 0, child.stderr
    return set(json.loads(child.stdout.splitlines()[-1]))


HEAVY = {"lxml", "bs4", "trafilatura", "rich", "click", "tomllib", "tomli", "pydantic", "requests", "numpy", "jinja2"}
CODES = {
    "import": "import cleaner",
    "clean": "import cleaner; cleaner.clean('The river rose.\\nRead more: x\\nBy Jane Doe', url='https://example.com').to_dict()",
}


@pytest.mark.parametrize("what", CODES)
def test_cleaning_text_loads_no_parser_and_no_terminal(what: str) -> None:
    cleaner.load_rules()  # into the cache, as on every run but a user's first
    assert not HEAVY & loaded(CODES[what])


def test_the_measure_sees_a_parser() -> None:
    assert "lxml" in loaded("import cleaner, lxml.etree")


def test_html_parsers_are_imported_by_segments_alone() -> None:
    for name, path in MODULES.items():
        tree = ast.parse(path.read_text("utf8"))
        tops = {alias.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        tops |= {node.module.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
        assert not tops & {"lxml", "bs4", "html5lib", "selectolax", "html"} or name.startswith("segment."), name


def test_rules_are_data_alone() -> None:
    """Nobody falls back to the standard library's backtracking `re` for a pattern that came with a rule."""
    for name in ("engine", "confirm"):
        tree = ast.parse(MODULES[name].read_text("utf8"))
        assert not [node for node in ast.walk(tree) if isinstance(node, ast.Import) and any(alias.name == "re" for alias in node.names)], (
            name
        )
