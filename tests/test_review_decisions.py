"""Decisions: read strictly, carried out on the text that was checked and on no other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from vndiacritics.errors import DecisionsError
from vndiacritics.review import decisions
from vndiacritics.review.page import digest

SOURCE = "xa Khe 96 hdi"
RESTORED = "xã Khê 96 hội"


def record(**changed: Any) -> dict[str, Any]:
    rows = [(0, "xa", "xã", "xã", None), (3, "Khe", "Khê", "Khe", "rejected"),
            (7, "96", "96", "95", "typed"), (10, "hdi", "hội", "hôi", "chosen")]  # fmt: skip
    found = {
        "format": "vnfix decisions",
        "version": 1,
        "file": "a.txt",
        "source": {"sha256": digest(SOURCE), "characters": len(SOURCE)},
        "restored": {"sha256": digest(RESTORED), "characters": len(RESTORED)},
        "changes": [
            {"start": start, "end": start + len(old), "old": old, "proposed": proposed,
             "new": new, "decision": decision, "confidence": 0.5}
            for start, old, proposed, new, decision in rows
        ],
    }  # fmt: skip
    return {**found, **changed}


def read(folder: Path, found: Any) -> decisions.Decisions:
    path = folder / "decisions.json"
    path.write_text(found if isinstance(found, str) else json.dumps(found), encoding="utf-8")
    return decisions.read(path)


@pytest.mark.parametrize("text", [SOURCE, RESTORED])
def test_they_fit_the_source_and_what_was_made_of_it(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, record()).apply(text) == "xã Khe 95 hôi"


@pytest.mark.parametrize("text", ["", SOURCE + " ", "another text"])
def test_another_text_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(DecisionsError, match=r"b\.txt is not the text .* \(a\.txt\)"):
        read(tmp_path, record()).apply(text, name="b.txt")


def row(**changed: Any) -> list[dict[str, Any]]:
    return [{**record()["changes"][0], **changed}]


DAMAGED = {
    "no JSON": "{",
    "deep JSON": "[" * 100_000,
    "another JSON": [1],
    "another format": record(format="x"),
    "another version": record(version=2),
    "no changes": {key: value for key, value in record().items() if key != "changes"},
    "a change without a place": record(changes=[{}]),
    "a change that is none": record(changes=[3]),
    "a span that does not fit": record(changes=row(end=9)),
    "a number for a text": record(changes=row(new=5)),
    "an unknown decision": record(changes=row(decision="perhaps")),
    "changes that overlap": record(changes=[*row(), *row(start=1, end=3)]),
    "a box of three": record(changes=row(box=[1, 2, 3])),
}


@pytest.mark.parametrize("found", DAMAGED.values(), ids=DAMAGED)
def test_damage_is_told_in_one_line(tmp_path: Path, found: Any) -> None:
    with pytest.raises(DecisionsError) as error:
        read(tmp_path, found)
    assert "\n" not in str(error.value)
    assert "decisions.json" in str(error.value)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(DecisionsError, match="No such file"):
        decisions.read(tmp_path / "none.json")
