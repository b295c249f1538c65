"""Kinds of damage and of right text as rows: those that hold, and those that are known to fail.

Once a row of `known_failures.tsv` comes out right its test fails, so that the row is moved to
`cases.tsv`, where it must hold from then on.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from vndiacritics import Restorer
from vndiacritics.files import read_table

DATA = Path(__file__).parent / "data"
UNCHANGED = "="


@cache
def restorer() -> Restorer:
    return Restorer()


def rows(name: str) -> list[object]:
    found = []
    for number, row in enumerate(read_table(DATA / name)):
        text = row["text"]
        expected = text if row["expected"] == UNCHANGED else row["expected"]
        found.append(pytest.param(text, expected, id=f"{row['kind']}-{number}"))
    return found


@pytest.mark.parametrize(("text", "expected"), rows("cases.tsv"))
def test_cases(text: str, expected: str) -> None:
    assert restorer().restore(text) == expected


@pytest.mark.xfail(strict=True, reason="known; where it is mended, move the row to cases.tsv")
@pytest.mark.parametrize(("text", "expected"), rows("known_failures.tsv"))
def test_known_failures(text: str, expected: str) -> None:
    assert restorer().restore(text) == expected


@pytest.mark.parametrize(("text", "expected"), [*rows("cases.tsv"), *rows("known_failures.tsv")])
def test_undoing_gives_the_text_back(text: str, expected: str) -> None:
    assert restorer().explain(text).undo() == text


@pytest.mark.parametrize(("text", "expected"), rows("cases.tsv"))
def test_what_was_restored_stays(text: str, expected: str) -> None:
    """What is right stays; text that was damaged is right behind it."""
    assert restorer().restore(expected) == expected
