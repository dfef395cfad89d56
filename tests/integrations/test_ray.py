"""Ray Data on this machine: the rows of the library, nulls, errors."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cleaner import Cleaner, RuleSet
from integrations import jobs

pytest.importorskip("ray", reason="Ray has no wheel for this Python")
pa = pytest.importorskip("pyarrow")

import ray  # noqa: E402
import ray.data  # noqa: E402

from cleaner.integrations.ray import RESULT, clean_column  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # Ray copies its own settings, those it gave up included


@pytest.fixture(scope="module", autouse=True)
def cluster() -> Iterator[None]:
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, configure_logging=False)
    yield
    ray.shutdown()


def test_ray_gives_the_rows_of_the_library(rules: RuleSet, library: Cleaner) -> None:
    texts = [*jobs.texts(), None]
    dataset = ray.data.from_arrow(pa.table({"id": range(len(texts)), "article": texts}))
    options = {"compute": ray.data.ActorPoolStrategy(size=2), "batch_size": 5}
    rows = {row["id"]: row["cleaned"] for row in clean_column(dataset, "article", ray_options=options, rules=rules).take_all()}
    assert [rows[n] for n in range(len(texts) - 1)] == [jobs.wanted(text, library) for text in texts if text is not None]
    assert set(rows[len(texts) - 1].values()) == {None}


def test_ray_hears_url_reads_pages_and_tells_what_fails(rules: RuleSet, library: Cleaner, tmp_path: object) -> None:
    table = pa.table({"html": [jobs.PAGE.encode(), None], "text": [jobs.site_text(), None], "url": [jobs.SITE, None], "number": [7, 8]})
    dataset = clean_column(ray.data.from_arrow(table), "html", html=True, into="page", rules=rules)
    dataset = clean_column(clean_column(dataset, "text", url="url", rules=rules), "number", into="odd", rules=rules)
    dataset.write_parquet(f"{tmp_path}/out")
    good, nothing = sorted(ray.data.read_parquet(f"{tmp_path}/out").take_all(), key=lambda row: int(row["number"]))
    assert good["page"] == jobs.wanted_page(jobs.PAGE, library)
    assert good["cleaned"]["body"] == f"{jobs.STORY}\n{jobs.LATER}"
    assert good["odd"]["error"] == "TypeError: clean() takes a str, not int; decode bytes with cleaner.decode first"
    assert nothing["page"]["body"] is None
    assert nothing["odd"]["body"] is None


def test_the_type_of_the_results_is_that_of_parquet() -> None:
    assert pa.types.is_struct(RESULT)
    assert RESULT.field("removed").type.value_type.field("start").type == pa.int64()
