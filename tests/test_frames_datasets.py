"""Hugging Face datasets: two processes, and the cache the second time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from failing_restorer import FailingRestorer

from vndiacritics import Options, Restorer
from vndiacritics.errors import UsageError

datasets = pytest.importorskip("datasets")

from vndiacritics.integrations.datasets import with_restored  # noqa: E402

TEXTS = ["Uy ban nhan dan xa bao cao tinh hinh", None, "", "Đã đúng rồi.", "hong roi", "\x00"] * 20
WANTED = [text if text is None else Restorer().restore(text) for text in TEXTS]


@pytest.fixture
def dataset(tmp_path: Path) -> Any:
    """A data set with a folder, since one in memory has no cache."""
    path = str(tmp_path / "data")
    datasets.Dataset.from_dict({"t": TEXTS}).save_to_disk(path)
    return datasets.load_from_disk(path)


def cached(found: Any) -> list[str]:
    return sorted(row["filename"] for row in found.cache_files)


def test_two_processes_then_the_cache(dataset: Any) -> None:
    first = with_restored(dataset, "t", edits="why", num_proc=2)
    assert first["t_restored"][:] == WANTED
    assert first["why"][0][0]["new"] == "Ủy"
    assert first["why"][1] is None
    files = cached(first)
    times = [Path(name).stat().st_mtime_ns for name in files]
    again = with_restored(dataset, "t", edits="why", num_proc=2, restorer=Restorer())
    assert cached(again) == files
    assert [Path(name).stat().st_mtime_ns for name in files] == times
    other = Restorer(options=Options(profile="stripped"))
    assert cached(with_restored(dataset, "t", edits="why", restorer=other)) != files


def test_a_row_that_fails_is_named(dataset: Any) -> None:
    found = with_restored(dataset, "t", error="failed", restorer=FailingRestorer(), batch_size=7)
    for text, wanted, row in zip(TEXTS, WANTED, found, strict=True):
        failed = "hong" in (text or "")
        assert row["t_restored"] == (None if failed else wanted)
        assert row["failed"] == ("MemoryError: no room" if failed else None)


def test_a_column_that_is_not_there(dataset: Any) -> None:
    with pytest.raises(UsageError, match="no columns 'u'"):
        with_restored(dataset, "u")
