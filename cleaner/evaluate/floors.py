"""Floors under figures: a file that says below what they must not fall. Pure but for `read`."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from cleaner.evaluate.figures import DIGITS, Row

KEYS = ("words_f1", "words_exact", "lines_f1", "lines_exact", "lost")
"""What is held. Precision and recall may trade places as long as F1 stands."""
CEILINGS = frozenset({"lost", "invented"})
"""Figures that must not rise; all others must not fall."""
HEAD = """\
# What `cleaner eval --floor` holds: it fails when one of these figures falls, or `lost` rises.
# Written by it: --write-floor raises floors to what was measured, --lower lowers them too.
"""

Values = Mapping[str, Mapping[str, float]]
"""By the name of a row, such as `lang de`, the figures by key."""


class FloorError(ValueError):
    """A floor file that cannot be used; the message names file and place, and says how to mend it."""


class Floors(NamedTuple):
    """What is pinned."""

    gold: str
    """The sha256 of the labelled data: figures of other data compare with nothing."""
    figures: dict[str, dict[str, float]]


class Change(NamedTuple):
    """A figure that is not what its floor says."""

    name: str
    key: str
    floor: float
    now: float

    @property
    def fell(self) -> bool:
        """Whether it is worse than its floor."""
        return self.now > self.floor if self.key in CEILINGS else self.now < self.floor

    def __str__(self) -> str:
        return f"{self.name} {self.key} {self.floor:g} -> {self.now:g}"


def read(file: Path) -> Floors:
    """The floors of a file. Raises FloorError, and OSError when it cannot be read."""
    try:
        data = tomllib.loads(file.read_text("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        message = f"{file}: not readable as TOML: {error}"
        raise FloorError(message) from None
    unknown = set(data) - {"gold", "floors"}
    if unknown or not isinstance(data.get("gold"), str) or not isinstance(data.get("floors"), dict):
        place = f"{min(unknown)}: unknown key" if unknown else "holds no floors"
        message = f"{file}: {place}; it has `gold`, the digest of the data, and tables such as [floors.all]; write it with --write-floor"
        raise FloorError(message)
    for name, row in data["floors"].items():
        for key, value in row.items() if isinstance(row, dict) else [("", row)]:
            if key not in KEYS or isinstance(value, bool) or not isinstance(value, int | float):
                message = f"{file}: floors.{name}: {key or value}: must be a number under one of {', '.join(KEYS)}"
                raise FloorError(message)
    return Floors(data["gold"], data["floors"])


def values(rows: Mapping[str, Row]) -> dict[str, dict[str, float]]:
    """The figures that are held, by row and key; those that nothing defines are left out."""
    out: dict[str, dict[str, float]] = {}
    for name, row in rows.items():
        own: dict[str, float] = {}
        for kind, figures in row.items():
            known = {f"{kind}_f1": figures.f1, f"{kind}_exact": figures.exact, "lost": figures.lost}
            own |= {key: round(value, DIGITS) for key, value in known.items() if value is not None}
        out[name] = {key: own[key] for key in KEYS if key in own}
    return out


def compare(floors: Values, measured: Values) -> list[Change]:
    """Every pinned figure that is not at its floor, in order; one that was not measured counts as fallen."""
    changes = []
    for name, own in floors.items():
        for key, floor in own.items():
            now = round(measured.get(name, {}).get(key, float("inf") if key in CEILINGS else 0.0), DIGITS)
            if now != round(floor, DIGITS):
                changes.append(Change(name, key, floor, now))
    return changes


def raised(floors: Values, measured: Values, *, lower: bool) -> dict[str, dict[str, float]]:
    """What was measured, but for figures that fell: those stay at their floors unless `lower`."""
    fallen: Iterable[Change] = () if lower else (change for change in compare(floors, measured) if change.fell)
    out = {name: dict(own) for name, own in measured.items()}
    for change in fallen:
        out.setdefault(change.name, {})[change.key] = change.floor
    return out


def to_toml(floors: Floors) -> str:
    """The floors as a file."""
    lines = [HEAD, f"gold = {json.dumps(floors.gold)}"]
    for name, own in floors.figures.items():
        if own:
            lines += ["", f"[floors.{_key(name)}]", *(f"{key} = {own[key]:g}" for key in KEYS if key in own)]
    return "\n".join(lines) + "\n"


def _key(name: str) -> str:
    """A key of TOML: a JSON string is one, but for one control character."""
    return json.dumps(name, ensure_ascii=False).replace("\x7f", "\\u007f")
