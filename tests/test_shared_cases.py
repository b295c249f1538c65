"""The small cases beside the project: every line and every text, so that none is lost unseen."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from rapidfuzz.distance import Levenshtein

from vndiacritics import Options, Restorer

CASES = Path(__file__).resolve().parents[2] / "shared" / "cases"
pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="needs ../shared/cases")

LEFT = (
    *("nhà tạm trước năm 2020", "12 đường Trần Phú", "huyện đoàn", "gửi về phòng kế toán"),
    *("50.000đ/thẻ", "Phấn đấu thu ngân sách"),
)
"""What is expected of lines that are not mended yet."""

WRONG_AT_MOST = {
    "01-acrobat-layer": 3,
    "08-vni-map": 2,
    "11-document-word": 7,
    "12-lost-letters": 1,
    "14-labels": 3,
}
"""Words that are still wrong in a text, where any is."""

_NOTE = re.compile(r" \((english-ocr|tone placement new|between two English lines)\)$")


def _lines() -> Iterator[tuple[str, str, str]]:
    """Yield kind, input and what is expected, the note that stands behind an input still there."""
    if not CASES.is_dir():
        return
    with (CASES / "lines.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if "…" not in row["input"]:
                yield row["kind"], row["input"], row["expected"]


def restored(line: str, note: str) -> str:
    """Restore a line as its note says."""
    if note == "english-ocr":
        return Restorer(options=Options(profile="english-ocr")).restore(line)
    if note == "tone placement new":
        return Restorer(options=Options(tone_placement="new")).restore(line)
    if note:
        around = "Dear all, please find the report below.", "Kind regards from the office."
        return Restorer().restore("\n".join((around[0], line, around[1]))).split("\n")[1]
    return Restorer().restore(line)


@pytest.mark.parametrize(("kind", "seen", "expected"), list(_lines()))
def test_lines(kind: str, seen: str, expected: str) -> None:
    if any(left in expected for left in LEFT):
        pytest.xfail("known; where it is mended, take it out of LEFT")
    note = _NOTE.search(seen)
    line = seen[: note.start()] if note else seen
    found = restored(line, note[1] if note else "")
    wanted = [line if one in {"=", "unchanged"} else one for one in expected.split(" OR ")]
    assert kind == "crash" or found in wanted


def texts() -> list[str]:
    return sorted(path.name.removesuffix(".in.txt") for path in (CASES / "text").glob("*.in.txt"))


@pytest.mark.parametrize("name", texts())
def test_texts(name: str) -> None:
    seen, right = (
        (CASES / "text" / f"{name}.{part}.txt").read_text(encoding="utf-8")
        for part in ("in", "ref")
    )
    wrong = Levenshtein.distance(Restorer().restore(seen).split(), right.split())
    assert wrong <= WRONG_AT_MOST.get(name, 0)
