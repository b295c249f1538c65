"""The fuzz run over readers goes on behind a file that ends its process."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from benchmarks import fuzz_readers

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


def test_faults_are_told_by_seed_and_the_run_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fuzz_readers, "AT_ONCE", 4)
    read_before = tmp_path / "read"

    def read(path: Path) -> None:
        with read_before.open("ab") as file:
            file.write(path.read_bytes()[:1] or b" ")
        times = read_before.stat().st_size
        if times == 2:
            raise ValueError("no page")
        if times == 6:
            os._exit(7)

    found = fuzz_readers._faults(
        tmp_path, "pdf", data=b"abc" * 50, read=read, seed=10, seconds=600.0
    )
    told = [next(found) for _ in range(9)]
    found.close()
    assert told == [
        (seed, {11: "ValueError: no page", 15: "the process ended with 7"}.get(seed, ""))
        for seed in range(10, 19)
    ]
