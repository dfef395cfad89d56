"""The samples: what becomes of each block, and by which rule. `make bless` writes what is expected anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from promises import check_all, check_any

from cleaner import Cleaner
from cleaner.config import Settings
from cleaner.goldens.judge import Judge
from cleaner.goldens.report import outcome_lines
from cleaner.goldens.samples import Sample, find_samples
from cleaner.render.tsv import parse_tsv, rows

FOLDER = Path(__file__).parent.parent / "samples"
SAMPLES = [found for found in find_samples([FOLDER]) if isinstance(found, Sample)]
each_sample = pytest.mark.parametrize("sample", SAMPLES, ids=[sample.slug for sample in SAMPLES])


@pytest.fixture(scope="session")
def shipped() -> Cleaner:
    return Cleaner()


@each_sample
def test_golden(sample: Sample, shipped: Cleaner) -> None:
    judge = Judge(shipped.rules, Settings())
    outcome = judge.outcome(sample)
    assert outcome.right, "\n".join(outcome_lines(outcome))
    document = judge.document(sample)
    assert parse_tsv(outcome.tsv) == list(rows(document)), "the golden says all that was decided"
    if sample.kind == "text":
        check_all(document.source, document, shipped)
    else:  # what a page's witnesses know, the text of its body does not
        check_any(document.source, document, shipped)


@each_sample
def test_sample_is_whole(sample: Sample) -> None:
    folder = sample.input.parent
    assert {path.name for path in folder.iterdir()} - {"sample.toml"} == {"NOTE.md", "expected.tsv", sample.input.name}
    assert len((folder / "NOTE.md").read_text("utf8").split()) >= 8


def test_there_are_samples() -> None:
    assert len(SAMPLES) >= 39
    assert sum(sample.kind == "html" for sample in SAMPLES) >= 16
    assert len(SAMPLES) == len(list(FOLDER.iterdir())), "every folder is a sample that can be read"
