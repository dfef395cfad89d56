"""Rule files on disk: which there are, what they are called, and the rules that they hold."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.ruleset.errors import RuleError

if TYPE_CHECKING:
    from cleaner.ruleset.schema import Examples, Rule


def rules_dir() -> Path:
    """The folder of the shipped rules: inside the wheel, or beside the package in a checkout."""
    inside = Path(__file__).parent.parent / "_rules"
    return inside if inside.is_dir() else Path(__file__).parent.parent.parent / "rules"


def rule_files(*paths: str | os.PathLike[str]) -> list[Path]:
    """The TOML files that paths stand for, folders searched through, in a fixed order.

    Raises RuleError when a path is empty or missing, or a folder holds no rule file.
    """
    files: list[Path] = []
    if "" in paths:  # Path would take it for the current folder
        raise RuleError("rules", None, None, "a path is empty; name a file or folder")
    for path in map(Path, paths):
        try:
            found = sorted(p for p in path.rglob("*.toml") if p.name != "labels.toml") if path.is_dir() else [path]
            missing = not (path.is_dir() or path.is_file())
        except OSError as error:
            raise RuleError(str(path), None, None, f"cannot be read: {error.strerror}") from None
        if missing:
            raise RuleError(str(path), None, None, "no such file or folder")
        if not found:
            raise RuleError(str(path), None, None, "holds no .toml rule file")
        files += found
    return list(dict.fromkeys(files))


def read_labels() -> dict[str, dict[str, str]]:
    """`content` and `furniture` labels with a sentence each, in their order."""
    import tomli

    labels: dict[str, dict[str, str]] = tomli.loads((rules_dir() / "labels.toml").read_text("utf8"))
    return labels


def check_labels(labels: Iterable[str]) -> None:
    """Raise ValueError for a label that there is not."""
    known = _labels()
    for label in labels:
        if label not in known:
            raise ValueError(f"{label!r} is no label; known are {', '.join(sorted(known))}")


@cache
def _labels() -> frozenset[str]:
    return frozenset(label for group in read_labels().values() for label in group)


def read_rules(files: Iterable[Path]) -> list[tuple[Rule, Examples]]:
    """Every rule of the files, with its examples, in file order.

    Raises RuleError for TOML that cannot be read, a wrong key, and an id that two rules share.
    """
    import tomli

    from cleaner.ruleset.schema import parse_file

    labels = [label for group in read_labels().values() for label in group]
    out: list[tuple[Rule, Examples]] = []
    seen: dict[str, str] = {}
    for file in files:
        name = shown_name(file)
        try:
            data = tomli.loads(content(file).decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise RuleError(
                name, None, None, f"not readable as TOML: it must be UTF-8, and is not at byte {error.start}; save it so"
            ) from None
        except tomli.TOMLDecodeError as error:
            raise RuleError(name, None, None, f"not readable as TOML: {error}") from None
        for rule, examples in parse_file(data, name, labels)[1]:
            if rule.id in seen:
                raise RuleError(name, rule.id, "id", f"is taken by a rule in {seen[rule.id]}; ids must be unique")
            seen[rule.id] = name
            out.append((rule, examples))
    return out


def content(file: Path) -> bytes:
    """What a rule file holds. Raises RuleError when it cannot be read."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise RuleError(shown_name(file), None, None, f"cannot be read: {error.strerror}") from None


def shown_name(file: Path) -> str:
    """The name that messages use: rules/en/promo.toml for shipped files, the path as given for others."""
    root, path = rules_dir(), file
    if not path.is_relative_to(root):  # resolving hundreds of names would take longer than reading the rules
        root, path = root.resolve(), path.resolve()
    return f"rules/{path.relative_to(root).as_posix()}" if path.is_relative_to(root) else str(file)
