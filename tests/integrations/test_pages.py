"""The programs of the docs run as they stand there, each in a folder of its own."""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
SECTIONS = {"pandas": "pandas", "polars": "polars", "Spark": "pyspark", "datatrove": "datatrove", "Ray Data": "ray"}


@pytest.mark.parametrize("section", SECTIONS)
def test_the_programs_of_the_integrations_run(section: str, tmp_path: Path) -> None:
    pytest.importorskip(SECTIONS[section])
    (text,) = re.findall(rf"^## {section}\n(.*?)(?=^## |\Z)", (DOCS / "integrations.md").read_text("utf8"), re.MULTILINE | re.DOTALL)
    (program,) = re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    (tmp_path / "program.py").write_text(program, "utf8")
    child = subprocess.run([sys.executable, "program.py"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert child.returncode == 0, child.stderr
    written = [gzip.decompress(file.read_bytes()).decode() for file in tmp_path.glob("out/*.jsonl.gz")]
    assert "The river rose at night." in "\n".join([child.stdout, *written])
