"""Settings of the command line from `cleaner.toml`, or `[tool.cleaner]` in pyproject.toml."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

FORMATS = ("text", "html", "markdown", "json", "jsonl", "tsv")
INPUT_FORMATS = ("auto", "text", "markdown", "html")
ENGINES = ("full", "fast")
_CHOICES = {"format": FORMATS, "input_format": INPUT_FORMATS, "engine": ENGINES}
NAME = "cleaner.toml"
PYPROJECT = "pyproject.toml"

_OUR_TABLE = r"""(?m)^\s*\[?\s*["']?tool["']?\s*(?:\]|=|\.\s*["']?cleaner\b)"""
"""Reading TOML takes as long as starting Python twice, so a pyproject.toml without our table is not parsed."""


class ConfigError(ValueError):
    """A settings file that cannot be used; the message names file and key, and says how to mend it."""

    def __init__(self, file: Path, key: str | None, problem: str) -> None:
        super().__init__(": ".join(part for part in (str(file), key, problem) if part))


class Settings(NamedTuple):
    """What to clean with and what to write: the options of `cleaner clean`."""

    rules: tuple[str, ...] = ()
    """Further rule files and folders."""
    default_rules: bool = True
    """Whether the shipped rules are used."""
    keep: tuple[str, ...] = ()
    """Labels of furniture that stays."""
    only_labels: tuple[str, ...] = ()
    """When not empty: furniture of all other labels stays."""
    langs: tuple[str, ...] = ()
    """When not empty: only rules of these languages, and those for any."""
    format: str = "text"
    body_only: bool = False
    plain: bool = False
    """Whether the marks of Markdown, and HTML left in a text, are taken out of what is kept."""
    encoding: str | None = None
    """The encoding of all inputs; None to find it out."""
    input_format: str = "auto"
    """What inputs are; auto goes by name and content."""
    engine: str = "full"
    """How pages are read: full hears trafilatura, fast does without it."""
    site_config: tuple[str, ...] = ()
    """Folders of FiveFilters site files, and single such files."""


def find_config(start: Path) -> Path | None:
    """The settings file that holds in a folder: its own, or that of the nearest folder above it that has one."""
    folder = start.resolve()
    for place in (folder, *folder.parents):
        if (place / NAME).is_file():
            return place / NAME
        if (place / PYPROJECT).is_file() and re.search(_OUR_TABLE, _text(place / PYPROJECT)) and "cleaner" in _tool(place / PYPROJECT):
            return place / PYPROJECT
    return None


def read_config(file: Path) -> Settings:
    """The settings of a file. Paths in it are relative to its folder.

    Raises ConfigError for a file that is not TOML, an unknown key and a value of the wrong kind.
    """
    data = _tool(file)["cleaner"] if file.name == PYPROJECT else _parsed(file)
    if not isinstance(data, dict):
        raise ConfigError(file, "tool.cleaner", "must be a table: [tool.cleaner]")
    values: dict[str, Any] = {}
    for key, value in data.items():
        if key not in Settings._fields:
            raise ConfigError(file, key, f"unknown key; known are {', '.join(Settings._fields)}")
        values[key] = _checked(file, key, value)
    for key in ("rules", "site_config"):
        values[key] = tuple(str(file.parent / path) for path in values.get(key, ()))
    return Settings(**values)


def encoding_problem(name: str) -> str | None:
    """What is wrong with the name of an encoding, if anything."""
    try:
        "".encode(name)
    except (LookupError, ValueError):
        return f"{name!r} is no encoding that Python knows; try utf-8, windows-1252 or utf-16"
    return None


def _checked(file: Path, key: str, value: Any) -> Any:
    if key in ("default_rules", "body_only", "plain"):
        if not isinstance(value, bool):
            raise ConfigError(file, key, "must be true or false")
    elif key == "encoding" or key in _CHOICES:
        if not isinstance(value, str):
            raise ConfigError(file, key, "must be a text in quotes")
        if value not in _CHOICES.get(key, (value,)):
            raise ConfigError(file, key, f"must be one of {', '.join(_CHOICES[key])}, not {value!r}")
        if key == "encoding" and (problem := encoding_problem(value)):
            raise ConfigError(file, key, problem)
    else:
        if not isinstance(value, list) or not all(isinstance(entry, str) and entry for entry in value):
            raise ConfigError(file, key, 'must be a list of texts such as ["a", "b"]')
        return tuple(value)
    return value


def _tool(file: Path) -> dict[str, Any]:
    tool = _parsed(file).get("tool")
    return tool if isinstance(tool, dict) else {}


def _parsed(file: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(_text(file))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(file, None, f"not readable as TOML: {error}") from None


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except OSError as error:
        raise ConfigError(file, None, f"cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError as error:
        raise ConfigError(file, None, f"cannot be read: it must be UTF-8, and is not at byte {error.start}; save it so") from None
