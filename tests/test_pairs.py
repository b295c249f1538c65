"""What a document decided once supports what it says elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

from vndiacritics import Options, Restorer
from vndiacritics.search.decoder import Decoded, merged
from vndiacritics.search.lattice import Lattice


def restored(text: str, *, adapt: bool) -> str:
    return Restorer(options=Options(profile="english-ocr", adapt=adapt)).restore(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Anh Tùng làm đơn. Anh Tùng đã ký đơn. Hôm qua anh Tung về quê.",
            "Anh Tùng làm đơn. Anh Tùng đã ký đơn. Hôm qua anh Tùng về quê.",
        ),
        ("Bà Lệ nói. Bà Lệ cho biết.", "Bà Lệ nói. Bà Lệ cho biết."),
    ],
)
def test_a_name_supports_its_other_occurrences(text: str, expected: str) -> None:
    # Without it one of the names here is read differently.
    assert restored(text, adapt=True) == expected


def test_other_documents_do_not_speak() -> None:
    restorer = Restorer(options=Options(profile="english-ocr"))
    other = "Hôm nay anh Tùng ký đơn. Hôm qua anh Tùng về quê. Chiều nay anh Tùng ra xã.\n" * 3
    doubtful = "Anh Tùng làm đơn."
    assert restorer.restore_batch([other, doubtful])[1] == restorer.restore(doubtful)


def test_it_is_repeatable() -> None:
    text = ("Ong Nguyén Van Cuong va ba Hang lam viéc. " * 6 + "\n") * 5
    assert restored(text, adapt=True) == restored(text, adapt=True)


@pytest.mark.parametrize("again", [[[0, 2, 0, 2]], [[0, 4, 2, 4]], [[0, 2, 0, 2], [0, 4, 2, 4]]])
def test_only_cores_that_were_searched_again_change(again: list[list[int]]) -> None:
    lattice = Lattice(
        np.arange(8),
        np.zeros(8, dtype=np.float32),
        np.ones(8, dtype=np.int8),
        np.array([0, 2, 4, 6, 8]),
        np.array([[0, 2, 0, 2], [0, 4, 2, 4]]),
    )
    first = Decoded(np.array([0, 2, 4, 6]), np.full(8, 0.25, dtype=np.float32))
    slots = sorted({slot for row in again for slot in range(row[2], row[3])})
    second = Decoded(np.array([2 * slot + 1 for slot in slots]), np.full(8, 0.75, dtype=np.float32))
    found = merged(lattice, first, second, np.array(again))
    assert found.chosen.tolist() == [2 * slot + (slot in slots) for slot in range(4)]
    assert found.posteriors.tolist() == [0.75 if arc // 2 in slots else 0.25 for arc in range(8)]
