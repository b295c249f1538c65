"""Columns of pandas and polars: nulls and the index stay, edits and errors stand beside."""

from __future__ import annotations

import math
import pickle
import subprocess
import sys
from typing import Any

import pytest
from failing_restorer import FailingRestorer

from vndiacritics import Options, Restorer
from vndiacritics.errors import NotTextError, UsageError
from vndiacritics.integrations import rows

RESTORER = Restorer()
ENGINES = ("pandas", "polars", "datasets", "ray", "pyspark", "pyarrow")

COLUMN = [
    "Uy ban nhan dan xa bao cao tinh hinh",
    None,
    "",
    "   ",
    "\x00",
    "🙂 12/3/2021",
    "Đã đúng rồi.",
    "Uy ban nhan dan xa bao cao tinh hinh",
    "dan van\nchinh quyén",
    "x" * 3000,
]
WANTED = [None if text is None else RESTORER.restore(text) for text in COLUMN]


def test_nothing_is_imported_before_use() -> None:
    modules = "".join(
        f"import vndiacritics.integrations.{name}\n"
        for name in ("pandas", "polars", "datasets", "ray", "spark")
    )
    code = f"import sys\n{modules}assert not set({ENGINES}) & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_rows_are_those_of_a_batch() -> None:
    found = list(rows.restored_rows(RESTORER, COLUMN))
    assert [row.text for row in found] == WANTED
    assert WANTED[0] == "Ủy ban nhân dân xã báo cáo tình hình"
    assert {(row.edits, row.error) for row in found} == {(None, None)}


def test_a_long_column_is_cut_and_comes_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "ROWS_AT_ONCE", 3)
    monkeypatch.setattr(rows, "LETTERS_AT_ONCE", 40)
    assert [row.text for row in rows.restored_rows(RESTORER, COLUMN)] == WANTED
    with pytest.raises(NotTextError, match="row 7 is no text but bytes"):
        list(rows.restored_rows(RESTORER, [*["xa"] * 7, b"xa"]))


@pytest.mark.parametrize("failing", [["hong"], ["a", "hong 1", "dan", "hong 2", None], []])
def test_one_that_fails_leaves_those_around_it(failing: list[str | None]) -> None:
    found = list(rows.restored_rows(FailingRestorer(), [*failing, *COLUMN], catch=True))
    assert [row.text for row in found[len(failing) :]] == WANTED
    for text, row in zip(failing, found, strict=False):
        assert row.error == ("MemoryError: no room" if "hong" in (text or "") else None)
        assert row.text is None or row.error is None


@pytest.mark.parametrize("odd", [7, b"xa", ["xa"], 2.5])
def test_no_text_ends_the_call_or_stands_in_its_row(odd: Any) -> None:
    with pytest.raises(NotTextError, match=f"row 1 is no text but {type(odd).__name__}"):
        list(rows.restored_rows(RESTORER, ["xa", odd]))
    kept, row = rows.restored_rows(RESTORER, ["xa", odd], catch=True)
    assert (kept.error, row.text, row.error) == (None, None, f"no text but {type(odd).__name__}")


def test_a_restorer_ships_small_and_is_unpacked_once() -> None:
    shipped = rows.Shipped.of(Restorer(options=Options(profile="stripped")))
    assert len(pickle.dumps(shipped)) < 1000
    assert "stripped" in shipped.signature
    assert shipped.restorer() is shipped.restorer()
    assert shipped.restorer().options.profile == "stripped"


@pytest.fixture(params=[None, "str", "string[python]", "string[pyarrow]", object])
def series(request: pytest.FixtureRequest) -> Any:
    pd = pytest.importorskip("pandas")
    if request.param == "string[pyarrow]":
        pytest.importorskip("pyarrow")
    index = [f"r{number}" for number in range(len(COLUMN))]
    result = pd.Series(COLUMN, index=index, name="t", dtype=object)
    return result if request.param is None else result.astype(request.param).where(result.notna())


def plain(values: Any) -> list[Any]:
    return [value if isinstance(value, str) else None for value in values]


def test_a_column_of_pandas(series: Any) -> None:
    from vndiacritics.integrations.pandas import restored

    found = restored(series)
    assert plain(found) == WANTED
    assert list(found.index) == list(series.index)
    assert (found.name, found.dtype) == (series.name, series.dtype)


def test_a_table_of_pandas(series: Any) -> None:
    from vndiacritics.integrations.pandas import with_restored

    frame = series.to_frame()
    found = with_restored(frame, "t", edits="why", error="failed")
    assert list(found.columns) == ["t", "t_restored", "why", "failed"]
    assert list(frame.columns) == ["t"]
    assert found.index.equals(frame.index)
    assert plain(found["t_restored"]) == WANTED
    assert found["why"].iloc[0][0]["new"] == "Ủy"
    assert list(found["why"].iloc[0][0]) == list(rows.EDIT_FIELDS)
    assert found["why"].iloc[1] is None
    assert found["why"].iloc[6] == []
    assert plain(found["failed"]) == [None] * len(COLUMN)
    assert plain(with_restored(frame, "t", restored="t")["t"]) == WANTED


def test_odd_columns_of_pandas() -> None:
    pd = pytest.importorskip("pandas")
    from vndiacritics.integrations.pandas import restored, with_restored

    assert restored(pd.Series([], dtype=object)).tolist() == []
    assert plain(restored(pd.Series([None, math.nan, pd.NA, pd.NaT], dtype=object))) == [None] * 4
    assert plain(restored(pd.Series(COLUMN, dtype="category"))) == WANTED
    twice = restored(pd.Series(["xa", "dan van"], index=[3, 3]))
    assert list(twice.index) == [3, 3]
    frame = pd.DataFrame([["a", "b"]], columns=["t", "t"])
    with pytest.raises(UsageError, match="there are 2 columns 't'"):
        with_restored(frame, "t")
    with pytest.raises(UsageError, match="there are no columns 'u'"):
        with_restored(frame, "u")
    with pytest.raises(NotTextError, match="row 1"):
        restored(pd.Series(["xa", 5]))
    mixed = pd.DataFrame({"t": ["dan van chinh quyén", 5], 9: [1, 2]})
    assert plain(with_restored(mixed, "t", error="e")["e"]) == [None, "no text but int"]


def test_a_table_of_polars() -> None:
    pl = pytest.importorskip("polars")
    from vndiacritics.integrations.polars import restored, with_restored

    frame = pl.DataFrame({"n": range(len(COLUMN)), "t": COLUMN})
    found = with_restored(frame, "t", edits="why", error="failed")
    assert found.columns == ["n", "t", "t_restored", "why", "failed"]
    assert found["t_restored"].to_list() == WANTED
    assert found["why"][0].to_list()[0]["new"] == "Ủy"
    assert found["why"][1] is None
    assert found["failed"].null_count() == len(COLUMN)
    assert restored(frame["t"]).to_list() == WANTED
    assert restored(frame["t"]).name == "t"
    lazy = frame.lazy().with_columns(pl.col("t").map_batches(restored, return_dtype=pl.String))
    assert lazy.collect()["t"].to_list() == WANTED
    empty = with_restored(frame.head(0), "t", edits="why")
    assert empty.schema["why"] == found.schema["why"]
    with pytest.raises(UsageError, match="there are no columns 'u'"):
        with_restored(frame, "u")
    with pytest.raises(NotTextError, match="row 0 is no text but int"):
        with_restored(frame, "n")
