"""Ray Data on this machine: the rows of the library, nulls, errors."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cleaner import Cleaner, RuleSet
from integrations import jobs

pytest.importorskip("ray", reason="Ray has no wheel for this Python")
pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

import ray  # noqa: E402
import ray.data  # noqa: E402

from cleaner.integrations.ray import RESULT, CleanBatch, clean_column  # noqa: E402
from cleaner.integrations.records import records  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # Ray copies its own settings, those it gave up included


@pytest.fixture(scope="module", autouse=True)
def cluster() -> Iterator[None]:
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, configure_logging=False)
    yield
    ray.shutdown()


def test_ray_gives_the_rows_of_the_library(rules: RuleSet, library: Cleaner) -> None:
    texts = [*jobs.texts(), jobs.site_text(), None]
    table = pa.table({"id": range(len(texts)), "article": texts, "address": [jobs.SITE] * len(texts)})
    dataset = ray.data.from_arrow([table.slice(0, 12), table.slice(12)])  # two blocks, for two actors
    options = {"compute": ray.data.ActorPoolStrategy(size=2), "batch_size": 5}
    rows = {row["id"]: row for row in clean_column(dataset, "article", url="address", ray_options=options, rules=rules).take_all()}
    expected = [jobs.wanted(text, library, url=jobs.SITE) for text in texts if text is not None]
    assert [rows[n]["cleaned"] for n in range(len(texts) - 1)] == expected
    assert expected[-1]["body"] == f"{jobs.STORY}\n{jobs.LATER}"
    assert set(rows[len(texts) - 1]["cleaned"].values()) == {None}
    assert rows[0]["article"] == texts[0]


def test_pages_go_to_parquet(rules: RuleSet, library: Cleaner, tmp_path: object) -> None:
    dataset = ray.data.from_arrow(pa.table({"html": [jobs.PAGE.encode(), None]}))
    clean_column(dataset, "html", html=True, into="page", rules=rules).write_parquet(f"{tmp_path}/out")
    rows = pq.read_table(f"{tmp_path}/out").to_pylist()
    assert [row["page"]["body"] for row in rows] == [jobs.wanted_page(jobs.PAGE, library)["body"], None]
    assert rows[0]["page"] == jobs.wanted_page(jobs.PAGE, library)


def test_a_batch_tells_what_fails_and_drops_nothing(rules: RuleSet) -> None:
    batch = CleanBatch(records(rules=rules), "number")(pa.table({"number": [7, None]}))
    failed, nothing = batch.column("cleaned").to_pylist()
    assert failed["error"] == "TypeError: clean() takes a str, not int; decode bytes with cleaner.decode first"
    assert set(nothing.values()) == {None}


def test_a_batch_never_overwrites_a_column(rules: RuleSet) -> None:
    with pytest.raises(ValueError, match="column 'text' is there already; give another name with into="):
        CleanBatch(records(rules=rules), "text", into="text")(pa.table({"text": [jobs.STORY]}))


def test_the_type_of_the_results_is_that_of_parquet() -> None:
    assert pa.types.is_struct(RESULT)
    assert RESULT.field("removed").type.value_type.field("start").type == pa.int64()
