"""The two texts that came with the task give exactly the bodies that lie beside them."""

from __future__ import annotations

import pytest
from shared_data import shared

import cleaner


@pytest.mark.parametrize("name", ["original", "syndicated"])
def test_seed(name: str) -> None:
    text = shared("seeds", f"{name}.txt").read_text("utf8")
    body = shared("seeds", f"{name}.body.txt").read_text("utf8")
    doc = cleaner.clean(text)
    assert doc.body.splitlines() == [line.strip() for line in body.splitlines() if line.strip()]
    assert doc.restore() == text
    assert not doc.warnings
