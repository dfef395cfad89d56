"""The samples: what becomes of each block, and by which rule. `make bless` writes what is expected anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from promises import check_all
from pytest_regressions.file_regression import FileRegressionFixture

from cleaner import Cleaner, decode
from cleaner.render.tsv import parse_tsv, rows, to_tsv

SAMPLES = sorted(path.parent for path in (Path(__file__).parent.parent / "samples").glob("*/input.txt"))
SLUGS = [sample.name for sample in SAMPLES]


@pytest.fixture(scope="session")
def shipped() -> Cleaner:
    return Cleaner()


@pytest.mark.parametrize("sample", SAMPLES, ids=SLUGS)
def test_golden(sample: Path, shipped: Cleaner, file_regression: FileRegressionFixture, tmp_path: Path) -> None:
    text = decode((sample / "input.txt").read_bytes()).text
    doc = shipped.clean(text)
    check_all(text, doc, shipped)
    tsv = to_tsv(doc)
    assert parse_tsv(tsv) == list(rows(doc)), "the golden says all that was decided"
    file_regression.check(
        tsv, encoding="utf8", extension=".tsv", newline="\n", fullpath=sample / "expected.tsv", obtained_filename=tmp_path / "obtained.tsv"
    )


@pytest.mark.parametrize("sample", SAMPLES, ids=SLUGS)
def test_sample_is_whole(sample: Path) -> None:
    assert sorted(path.name for path in sample.iterdir()) == ["NOTE.md", "expected.tsv", "input.txt"]
    assert len((sample / "NOTE.md").read_text("utf8").split()) >= 8


def test_there_are_samples() -> None:
    assert len(SAMPLES) >= 18
