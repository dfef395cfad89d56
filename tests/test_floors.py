"""The floors of `make bench`: what counts as a fall, and what may be lowered."""

from __future__ import annotations

from pathlib import Path

import pytest

floors = pytest.importorskip("benchmarks.floors", reason="benchmarks are no part of the wheel")

NAME = "news/trafilatura"
PINNED = {NAME: {"f1": 0.97, "exact": 0.4, "drop_p": 0.975, "drop_r": 0.75, "lost": 10}}


def scores(**changed: float) -> dict[str, dict[str, object]]:
    """Figures in the form of score.py, all at their floors but for the given ones."""
    own = PINNED[NAME] | changed
    return {NAME: {"cleaned": {"f1": own.pop("f1"), "exact": own.pop("exact"), "p": 1.0}, "raw": {"f1": 0.9}, "ms": 3.0, **own}}


def test_figures_at_their_floors_change_nothing() -> None:
    assert floors.compare(PINNED, scores()) == []
    assert floors.compare(PINNED, scores(f1=0.9704, exact=0.3996)) == [], "three digits count"


@pytest.mark.parametrize(("key", "now"), [("f1", 0.969), ("exact", 0.39), ("drop_p", 0.974), ("drop_r", 0.5), ("lost", 11)])
def test_a_fall_is_seen(key: str, now: float) -> None:
    (change,) = floors.compare(PINNED, scores(**{key: now}))
    assert change.fell
    assert str(change) == f"{NAME} {key} {PINNED[NAME][key]:g} -> {now:g}"


@pytest.mark.parametrize(("key", "now"), [("f1", 0.971), ("drop_r", 0.8), ("lost", 9)])
def test_a_rise_raises_the_floor(key: str, now: float) -> None:
    changes = floors.compare(PINNED, scores(**{key: now}))
    assert [change.fell for change in changes] == [False]
    assert floors.moved(floors.Floors({}, PINNED), changes, lower=False).figures[NAME] == PINNED[NAME] | {key: now}


def test_what_was_not_measured_fell() -> None:
    assert {change.key for change in floors.compare(PINNED, {}) if change.fell} == set(PINNED[NAME])


def test_update_alone_lowers_nothing() -> None:
    changes = floors.compare(PINNED, scores(f1=0.96, lost=12, drop_r=0.9))
    pinned = floors.Floors({"news": "0"}, PINNED)
    assert floors.moved(pinned, changes, lower=False).figures[NAME] == PINNED[NAME] | {"drop_r": 0.9}
    assert floors.moved(pinned, changes, lower=True).figures[NAME] == PINNED[NAME] | {"drop_r": 0.9, "f1": 0.96, "lost": 12}
    assert pinned.figures == PINNED


def test_lowering_needs_a_line_with_a_reason_in_the_newest_part_of_the_changelog() -> None:
    changes = floors.compare(PINNED, scores(f1=0.96, drop_r=0.9))
    line = f"- Floor lowered: {NAME} f1 0.97 -> 0.96: "
    assert floors.unexplained(changes, "# Changelog\n\n## 0.2\n- Nothing\n") == [line]
    assert floors.unexplained(changes, f"# Changelog\n\n## 0.2\n{line}\n") == [line], "the reason is missing"
    assert floors.unexplained(changes, f"# Changelog\n\n## 0.2\n- Nothing\n\n## 0.1\n{line}old reason\n") == [line]
    assert floors.unexplained(changes, f"# Changelog\n\n## 0.2\n{line}the gold was wrong\n") == []


def test_a_floor_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    pinned = floors.Floors({"news": "abc"}, PINNED)
    file = tmp_path / "floors.toml"
    file.write_text(floors.to_toml(pinned), "utf8")
    assert floors.read(file) == pinned


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[floor]\n", "unknown table"),
        ('[floors."news/page"]\nf1 = 0.9\n', "not pinned"),
        ('[data]\nnews = "0"\n[floors."news/page"]\nf2 = 0.9\n', "unknown figure"),
        ("f1 = \n", "cannot be read"),
    ],
)
def test_a_bad_floor_file_says_where(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "floors.toml"
    file.write_text(text, "utf8")
    with pytest.raises(floors.FloorsError, match=said) as caught:
        floors.read(file)
    assert str(file) in str(caught.value)


def test_the_pinned_floors_can_be_read() -> None:
    assert floors.read(Path(floors.__file__).with_name("floors.toml")).figures
