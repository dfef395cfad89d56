"""The floors under the figures of score.py, benchmarks/floors.toml: reading, comparing, raising, writing. Pure but for `read`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.evaluate.floors import Change
from cleaner.evaluate.floors import compare as compare_values

KEYS = ("f1", "exact", "drop_p", "drop_r", "label_right", "lost", "invented")
HEAD = """\
# What `make bench` holds: it fails when one of these figures falls, or `lost` or `invented` rises.
# Written by `python -m benchmarks.quality`: --update raises floors to what was measured, --lower lowers them too,
# each with a line in CHANGELOG.md.
"""

Figures = Mapping[str, Mapping[str, float]]
"""By set/input, such as fundus-dev/trafilatura, the figures by key."""


class Floors(NamedTuple):
    """What is pinned."""

    data: dict[str, str]
    """The sha256 of each set's file."""
    figures: dict[str, dict[str, float]]


class FloorsError(ValueError):
    """A floor file that cannot be used; the message says how to mend it."""


def read(file: Path) -> Floors:
    """The floors of a file. Raises FloorsError."""
    try:
        raw = tomllib.loads(file.read_text("utf8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        message = f"{file}: cannot be read: {error}"
        raise FloorsError(message) from None
    return parse(raw, str(file))


def parse(raw: Mapping[str, Any], file: str) -> Floors:
    """The floors of a parsed file. Raises FloorsError for a set without digest and for an unknown key."""
    for key in raw:
        if key not in ("data", "floors"):
            message = f"{file}: {key}: unknown table; known are [data] and [floors]"
            raise FloorsError(message)
    floors = Floors(dict(raw.get("data", {})), {name: dict(own) for name, own in raw.get("floors", {}).items()})
    for name, own in floors.figures.items():
        if name.split("/")[0] not in floors.data:
            message = f"{file}: {name}: its data file is not pinned; add its sha256 under [data]"
            raise FloorsError(message)
        for key in own:
            if key not in KEYS:
                message = f"{file}: {name}: {key}: unknown figure; known are {', '.join(KEYS)}"
                raise FloorsError(message)
    return floors


def compare(floors: Figures, measured: Figures) -> list[Change]:
    """Every pinned figure that is not at its floor, in order; one that was not measured counts as zero."""
    return compare_values(floors, {name: flat(own) for name, own in measured.items()})


def moved(floors: Floors, changes: Iterable[Change], *, lower: bool) -> Floors:
    """The floors raised to what was measured, and lowered as well where that is allowed."""
    figures = {name: dict(own) for name, own in floors.figures.items()}
    for change in changes:
        if lower or not change.fell:
            figures[change.name][change.key] = change.now
    return Floors(floors.data, figures)


def unexplained(changes: Iterable[Change], changelog: str) -> list[str]:
    """The lines that the newest part of the changelog must hold before these floors may be lowered, but for those it holds."""
    newest = changelog.partition("\n## ")[2].partition("\n## ")[0]
    wanted = [f"- Floor lowered: {change}: " for change in changes if change.fell]
    return [line for line in wanted if not any(own.startswith(line) and own[len(line) :].strip() for own in newest.splitlines())]


def flat(figures: Mapping[str, Any]) -> dict[str, float]:
    """One set's figures as score.py writes them, by our keys."""
    cleaned = figures.get("cleaned", {})
    named = {**figures, **{key: cleaned[key] for key in ("f1", "exact") if key in cleaned}}
    return {key: named[key] for key in KEYS if key in named}


def to_toml(floors: Floors) -> str:
    """The floors as a file."""
    lines = [HEAD, "[data]", *(f'{name} = "{digest}"' for name, digest in floors.data.items())]
    for name, own in floors.figures.items():
        lines += ["", f'[floors."{name}"]', *(f"{key} = {own[key]:g}" for key in KEYS if key in own)]
    return "\n".join(lines) + "\n"
