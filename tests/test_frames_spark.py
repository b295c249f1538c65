"""Spark, a real one: two workers, Arrow on, nulls, empty and odd rows, rows that fail."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from failing_restorer import FailingRestorer

from vndiacritics import Restorer
from vndiacritics.errors import UsageError

pytest.importorskip("pyspark")
if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
    pytest.skip("needs Java 17", allow_module_level=True)

from vndiacritics.integrations import spark

HERE = Path(__file__).parent
JAVA_17 = Path("/usr/lib/jvm/java-17-openjdk-amd64")

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning")


def text(number: int) -> str | None:
    """One row of many: damaged, right, null, empty, odd."""
    kinds = (
        f"Uy ban nhan dan xa so {number % 50} bao cao tinh hinh",
        None,
        "",
        " \t\n ",
        "\x00\x01",
        f"🙂 {number}/3/2021",
        "Đã đúng rồi.",
        "đa\u0302\u0301u ro\u031b\u0300i",
        "dan van chinh quyén\r\nke hoach",
        "x" * 500,
    )
    return kinds[number % len(kinds)]


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    from pyspark.sql import SparkSession

    if "JAVA_HOME" not in os.environ and JAVA_17.exists():
        os.environ["JAVA_HOME"] = str(JAVA_17)
    os.environ["PYSPARK_PYTHON"] = sys.executable
    paths = (str(HERE.parent), str(HERE), os.environ.get("PYTHONPATH", ""))
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
    made = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.execution.arrow.pyspark.enabled", "true")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "400")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    made.sparkContext.setLogLevel("ERROR")
    yield made
    made.stop()


@pytest.fixture(scope="module")
def restorer() -> Restorer:
    return Restorer()


def table(session: Any, texts: list[str | None]) -> Any:
    rows = list(enumerate(texts))
    return session.createDataFrame(rows, "id long, t string").repartition(4)


def test_a_column_of_many_rows(session: Any, restorer: Restorer) -> None:
    texts = [text(number) for number in range(3000)]
    wanted = {given: restorer.restore(given) for given in set(texts) if given is not None}
    found = spark.with_restored(table(session, texts), "t", edits="why")
    assert found.columns == ["id", "t", "error", "t_restored", "why"]
    rows = sorted(found.collect(), key=lambda row: row["id"])
    assert [row["t"] for row in rows] == texts
    for given, row in zip(texts, rows, strict=True):
        assert row["t_restored"] == wanted.get(given)
        assert row["error"] is None
        assert (row["why"] is None) == (given is None)
    assert rows[0]["why"][0].asDict()["new"] == "Ủy"


def test_the_function_runs_once_a_row(session: Any, capfd: pytest.CaptureFixture[str]) -> None:
    spark.with_restored(table(session, ["xa"]), "t", edits="why").explain()
    assert capfd.readouterr().out.count("ArrowEvalPython") == 1


def test_a_row_that_fails_is_a_null_and_an_error(session: Any) -> None:
    texts = ["dan van chinh quyén", "hong 1", None, "", "hong 2", "ke hoach"] * 30
    found = spark.with_restored(table(session, texts), "t", restorer=FailingRestorer())
    rows = sorted(found.collect(), key=lambda row: row["id"])
    for given, row in zip(texts, rows, strict=True):
        failed = "hong" in (given or "")
        assert row["error"] == ("MemoryError: no room" if failed else None)
        assert (row["t_restored"] is None) == (failed or given is None)
    assert rows[0]["t_restored"] == "dân vận chính quyền"


def test_bytes_that_are_no_text_do_not_end_the_job(session: Any) -> None:
    given = session.sql(
        "select 1 id, cast(X'C3284142' as string) `a.b` union all select 2, 'ke hoach'"
    )
    broken, right = sorted(spark.with_restored(given, "a.b").collect(), key=lambda row: row["id"])
    assert (broken["error"], broken["a.b_restored"]) == (spark.NOT_UTF8, None)
    assert (right["error"], right["a.b_restored"]) == (None, "kế hoạch")


def test_no_rows_and_no_column(session: Any) -> None:
    assert spark.with_restored(table(session, []), "t").collect() == []
    with pytest.raises(UsageError, match="no columns 'u'"):
        spark.with_restored(table(session, ["xa"]), "u")
