"""pandas and polars: the rows of the library, nulls, errors, lazy frames."""

from __future__ import annotations

import pytest

from cleaner import Cleaner, RuleSet
from cleaner.choice import ChoiceError
from cleaner.render.row import Row
from integrations import jobs

pd = pytest.importorskip("pandas")
pl = pytest.importorskip("polars")

from cleaner.integrations import pandas as in_pandas  # noqa: E402
from cleaner.integrations import polars as in_polars  # noqa: E402


def test_pandas_gives_the_rows_of_the_library(rules: RuleSet, library: Cleaner) -> None:
    texts = jobs.texts()
    frame = pd.DataFrame({"id": range(len(texts)), "article": texts}, index=[f"n{n}" for n in range(len(texts))])
    result = in_pandas.clean_column(frame, "article", rules=rules)
    assert list(result.columns) == ["id", "article", *(f"cleaned.{field}" for field in Row._fields)]
    assert list(result.index) == list(frame.index)
    assert list(frame.columns) == ["id", "article"], "the caller's frame is as it was"
    rows = [{field: row[f"cleaned.{field}"] for field in Row._fields} for row in result.to_dict("records")]
    assert rows == [jobs.wanted(text, library) for text in texts]


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA])
def test_pandas_keeps_what_is_missing_and_tells_what_fails(rules: RuleSet, missing: object) -> None:
    frame = pd.DataFrame({"text": pd.Series([jobs.STORY, missing, 7], dtype=object)})
    result = in_pandas.clean_column(frame, "text", rules=rules)
    assert result["cleaned.body"].tolist() == [jobs.STORY, None, None]
    assert result["cleaned.error"].tolist()[:2] == [None, None]
    assert "not int" in result["cleaned.error"].tolist()[2]
    assert result["cleaned.rules_digest"].tolist() == [rules.digest, None, rules.digest]


def test_pandas_strings_and_categories_and_duplicate_index(rules: RuleSet) -> None:
    for dtype in ("string", "category", object):
        frame = pd.DataFrame({"text": pd.Series([jobs.STORY, None, jobs.STORY], dtype=dtype, index=[1, 1, 1])})
        assert in_pandas.clean_column(frame, "text", rules=rules)["cleaned.body"].tolist() == [jobs.STORY, None, jobs.STORY]


def test_pandas_hears_url_and_title(rules: RuleSet, library: Cleaner) -> None:
    frame = pd.DataFrame({"text": [jobs.site_text()] * 2, "url": [jobs.SITE, None], "title": [None, jobs.STORY]})
    result = in_pandas.clean_column(frame, "text", url="url", title="title", rules=rules)
    assert result["cleaned.body"].tolist() == [f"{jobs.STORY}\n{jobs.LATER}", library.clean(jobs.site_text(), title=jobs.STORY).body]
    assert result["cleaned.headline"].tolist()[1] == jobs.STORY


def test_pandas_never_overwrites_a_column(rules: RuleSet) -> None:
    frame = pd.DataFrame({"text": [jobs.STORY], "cleaned.body": ["mine"]})
    with pytest.raises(ValueError, match=r"column 'cleaned.body' is there already; give another name with into="):
        in_pandas.clean_column(frame, "text", rules=rules)
    assert in_pandas.clean_column(frame, "text", into="story", rules=rules)["story.body"].tolist() == [jobs.STORY]


def test_pandas_tells_of_columns_of_one_name(rules: RuleSet) -> None:
    frame = pd.DataFrame([[jobs.STORY, jobs.STORY]], columns=["text", "text"])
    with pytest.raises(ValueError, match="there are several columns 'text'; give them names that differ"):
        in_pandas.clean_column(frame, "text", rules=rules)


@pytest.mark.parametrize("lazy", [False, True])
def test_polars_never_overwrites_a_column(rules: RuleSet, lazy: bool) -> None:
    frame = pl.DataFrame({"text": [jobs.STORY], "cleaned": ["mine"]})
    with pytest.raises(ValueError, match="column 'cleaned' is there already; give another name with into="):
        in_polars.clean_column(frame.lazy() if lazy else frame, "text", rules=rules)


def test_an_empty_frame_has_the_columns_and_no_rows(rules: RuleSet) -> None:
    assert in_pandas.clean_column(pd.DataFrame({"text": []}), "text", rules=rules)["cleaned.body"].tolist() == []
    empty = pl.DataFrame({"text": []}, schema={"text": pl.String})
    assert in_polars.clean_column(empty, "text", rules=rules).schema["cleaned"] == in_polars.RESULT


def test_pages_in_frames(rules: RuleSet, library: Cleaner) -> None:
    expected = jobs.wanted_page(jobs.PAGE, library)
    assert expected["body"].count("\n") == 1
    pages = pd.DataFrame({"html": [jobs.PAGE, jobs.PAGE.encode(), None]})
    result = in_pandas.clean_column(pages, "html", html=True, rules=rules)
    assert result["cleaned.body"].tolist() == [expected["body"], expected["body"], None]
    binary = pl.DataFrame({"html": [jobs.PAGE.encode(), None]})
    struct = in_polars.clean_column(binary, "html", html=True, rules=rules)["cleaned"]
    assert struct[0] == expected
    assert set(struct[1].values()) == {None}


@pytest.mark.parametrize("lazy", [False, True])
def test_polars_gives_the_rows_of_the_library(rules: RuleSet, library: Cleaner, lazy: bool) -> None:
    texts = [*jobs.texts(), None]
    frame = pl.DataFrame({"id": range(len(texts)), "article": texts})
    result = (
        in_polars.clean_column(frame.lazy(), "article", rules=rules).collect()
        if lazy
        else in_polars.clean_column(frame, "article", rules=rules)
    )
    assert result.columns == ["id", "article", "cleaned"]
    assert result["cleaned"].to_list()[:-1] == [jobs.wanted(text, library) for text in texts if text is not None]
    assert set(result["cleaned"].to_list()[-1].values()) == {None}
    assert result.unnest("cleaned").columns == ["id", "article", *Row._fields]


def test_polars_hears_url_and_tells_what_fails(rules: RuleSet) -> None:
    frame = pl.DataFrame({"text": [jobs.site_text()], "url": [jobs.SITE], "number": [7]})
    assert in_polars.clean_column(frame, "text", url="url", rules=rules)["cleaned"].struct.field("body").to_list() == [
        f"{jobs.STORY}\n{jobs.LATER}"
    ]
    assert in_polars.clean_column(frame, "number", rules=rules)["cleaned"][0]["error"].startswith("TypeError: clean() takes a str, not int")


def test_polars_writes_parquet(rules: RuleSet, library: Cleaner, tmp_path: object) -> None:
    texts = [jobs.STORY, jobs.texts()[0]]
    in_polars.clean_column(pl.DataFrame({"text": texts}), "text", rules=rules).write_parquet(f"{tmp_path}/out.parquet")
    assert pl.read_parquet(f"{tmp_path}/out.parquet")["cleaned"].to_list() == [jobs.wanted(text, library) for text in texts]


def test_a_wrong_label_or_column_is_refused_before_the_work() -> None:
    with pytest.raises(ChoiceError, match="'promos' is no label"):
        in_pandas.clean_column(pd.DataFrame({"text": []}), "text", keep=["promos"])
    with pytest.raises(KeyError, match="txet"):
        in_pandas.clean_column(pd.DataFrame({"text": []}), "txet")
    with pytest.raises(pl.exceptions.ColumnNotFoundError, match="txet"):
        in_polars.clean_column(pl.DataFrame({"text": [""]}), "txet")
