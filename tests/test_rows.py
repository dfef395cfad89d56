"""Documents as rows of a table, and what every engine does with a record: nothing lost, bad records told."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from commandline import STORY
from smallrules import SMALL, ruleset

import cleaner
from cleaner import Cleaner, RuleError, load_rules
from cleaner.choice import ChoiceError
from cleaner.integrations.records import records
from cleaner.render.columns import COLUMNS, Removal
from cleaner.render.row import Removed, Row, plain, to_row, typed
from cleaner.ruleset.packed import pack, unpack

RULES = ruleset(SMALL)
TEXT = """Bridge lost to the river
The river rose at night and took the bridge (photo by Jens Lind) with it, two witnesses said on Monday.
Read more: Who built the dam?
By Monday the water had fallen, and the ferry ran again between the two banks for the first time.
Sign up for the newsletter
"""


def test_a_row_says_what_went_and_by_which_rule() -> None:
    row = to_row(Cleaner(RULES).clean(TEXT), "1.2")
    assert row.body is not None
    assert "Jens Lind" not in row.body
    assert row.removed is not None
    assert [(part.label, part.rule, part.text) for part in row.removed] == [
        ("credit", "en-credit-cut", "(photo by Jens Lind)"),
        ("promo", "en-promo-read", "Read more: Who built the dam?"),
        ("newsletter", "en-hint-a,en-hint-b", "Sign up for the newsletter"),
    ]
    assert all(TEXT[part.start : part.end] == part.text for part in row.removed)
    assert (row.rules_version, row.rules_digest, row.error) == ("1.2", RULES.digest, None)


def test_a_row_as_plain_values_has_its_fields_and_nothing_else_than_json() -> None:
    values = plain(to_row(Cleaner(RULES).clean(TEXT), "1.2"))
    assert tuple(values) == ("body", "headline", "removed", "warnings", "metadata", "rules_version", "rules_digest", "error")
    assert set(values["removed"][0]) == {"label", "rule", "start", "end", "text"}
    assert isinstance(values["metadata"]["credits"], list)
    assert values["metadata"] == Cleaner(RULES).clean(TEXT).metadata.to_dict()


def test_rows_have_the_columns_that_the_command_writes() -> None:
    assert set(Row._fields) == {*COLUMNS, "error"}
    assert Removed._fields == (*Removal._fields, "text")


def test_every_field_has_a_type_that_holds_its_value() -> None:
    """The types that engines get are those of the annotations: a value that does not fit one breaks a cluster's job."""

    def fits(value: Any, kind: Any) -> bool:
        if isinstance(kind, dict):
            return list(value) == list(kind) and all(fits(value[name], inner) for name, inner in kind.items())
        return all(fits(part, kind[0]) for part in value) if isinstance(kind, list) else value is None or isinstance(value, kind)

    kinds: Any = typed(Row, scalars={kind: kind for kind in (str, int, float, bool)}, many=lambda kind: [kind], struct=dict)  # type: ignore[type-var, arg-type]
    assert fits(plain(to_row(Cleaner(RULES).clean(TEXT), "1.2")), kinds)
    assert not fits(plain(to_row(Cleaner(RULES).clean(TEXT), "1.2")._replace(headline=1)), kinds)  # type: ignore[arg-type]


class Odd(NamedTuple):
    field: dict[str, int]


def test_a_field_that_no_table_holds_is_refused() -> None:
    with pytest.raises(TypeError, match=r"dict\[str, int\] is no type of a table's column"):
        typed(Odd, scalars={str: "s", int: "i"}, many=str, struct=str)


def test_none_gives_none_and_a_bad_record_says_why() -> None:
    how = records(rules=RULES)
    assert set(how.row(None)) == {None}
    bad = how.row(b"bytes")
    assert bad.error == "TypeError: clean() takes a str, not bytes; decode bytes with cleaner.decode first"
    assert bad._replace(error=None) == Row(rules_version=cleaner.__version__, rules_digest=RULES.digest)
    assert how.row("The river rose.", url=float("nan"), title=7).body == "The river rose.", "what is no text is no URL"


def test_pages_come_as_text_and_as_bytes() -> None:
    page = f"<html><body><article>{''.join(f'<p>{line}</p>' for line in TEXT.splitlines())}</article></body></html>"
    how = records(html="fast", rules=RULES)
    bodies = {how.row(record).body for record in (page, page.encode(), bytearray(page.encode()), memoryview(page.encode()))}
    assert bodies == {Cleaner(RULES).clean_html(page, engine="fast").body}
    assert how.row(7).error == "TypeError: a page is str or bytes, not int"


def test_labels_that_are_kept_stay_in() -> None:
    assert "Who built the dam?" in str(records(rules=RULES, keep="promo").row(TEXT).body)
    with pytest.raises(ChoiceError, match="'promos' is no label of furniture"):
        records(rules=RULES, keep=["promos"])


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(ValueError, match="html must be True, False or one of full, fast, not 'slow'"):
        records(html="slow")


def test_rules_travel_as_bytes() -> None:
    packed = pack(RULES)
    back = unpack(packed)
    assert (list(back.plans), back.digest) == (list(RULES.plans), RULES.digest)
    with pytest.raises(RuleError, match="another version of article-cleaner; install the same version on every machine"):
        unpack(packed.replace(b"rules ", b"rules 9", 1))


def test_rules_that_have_been_used_travel_as_before() -> None:
    """Rules are opened one by one as texts ask for them; that must not show in what is sent."""
    there = unpack(pack(load_rules()))
    fresh = Cleaner(there).clean(STORY)
    assert Cleaner(unpack(pack(there))).clean(STORY).verdicts == fresh.verdicts


def test_pickles_are_small_and_build_one_cleaner_in_a_process() -> None:
    """A job sends the same pickle with each of its thousands of tasks."""
    made = Cleaner(cleaner.load_rules())
    pickled = pickle.dumps(made)
    assert len(pickled) < len(pickle.dumps(made.rules)) / 2
    assert pickle.loads(pickled) is pickle.loads(pickle.dumps(records(rules=made.rules))).cleaner
    assert pickle.loads(pickled).clean(TEXT).to_dict() == made.clean(TEXT).to_dict()


@pytest.mark.parametrize("extra", ["datatrove", "pandas", "polars", "ray", "scrapy", "spark"])
def test_a_missing_extra_is_named_with_the_command_that_installs_it(extra: str, tmp_path: Path) -> None:
    """In a fresh process whose path has this package and none of the frameworks."""
    code = f"""
import sys
class Gone:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {{"pandas", "polars", "pyspark", "pyarrow", "ray", "datatrove", "scrapy", "itemadapter"}}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Gone())
import cleaner.integrations.{extra}
"""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(Path(cleaner.__file__).parent.parent), *filter(None, sys.path)])}
    child = subprocess.run([sys.executable, "-c", code], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert child.returncode == 1
    message = child.stderr.splitlines()[-1]
    assert message.startswith(f"ImportError: cleaner.integrations.{extra} needs ")
    assert message.endswith(f"which is not installed: pip install 'article-cleaner[{extra}]'")
    assert "During handling" not in child.stderr
