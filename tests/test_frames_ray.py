"""Ray Data, on two cores of this machine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from failing_restorer import FailingRestorer

from vndiacritics import Restorer

pytest.importorskip("pyarrow")
pytest.importorskip("pandas")
ray = pytest.importorskip("ray")
pytest.importorskip("ray.data")

HERE = Path(__file__).parent
TEXTS = ["Uy ban nhan dan xa bao cao tinh hinh", None, "", "Đã đúng rồi.", "hong roi", "\x00"] * 20

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    paths = (str(HERE.parent), str(HERE), os.environ.get("PYTHONPATH", ""))
    path = os.pathsep.join(filter(None, paths))
    ray.init(
        num_cpus=2,
        include_dashboard=False,
        log_to_driver=False,
        object_store_memory=100_000_000,
        runtime_env={"env_vars": {"PYTHONPATH": path}},
    )
    yield ray
    ray.shutdown()


def test_a_column_and_its_failures(cluster: Any) -> None:
    from vndiacritics.integrations.ray import with_restored

    right = Restorer()
    given = cluster.data.from_items([{"n": n, "t": text} for n, text in enumerate(TEXTS)])
    found = with_restored(given, "t", edits="why", batch_size=11)
    rows = sorted(found.take_all(), key=lambda row: row["n"])
    for text, row in zip(TEXTS, rows, strict=True):
        assert row["t_restored"] == (None if text is None else right.restore(text))
        assert row["error"] is None
    assert rows[0]["why"][0]["new"] == "Ủy"

    found = with_restored(given, "t", restorer=FailingRestorer(), batch_size=11)
    rows = sorted(found.take_all(), key=lambda row: row["n"])
    for text, row in zip(TEXTS, rows, strict=True):
        failed = "hong" in (text or "")
        assert row["error"] == ("MemoryError: no room" if failed else None)
        assert row["t_restored"] == (None if failed or text is None else right.restore(text))
