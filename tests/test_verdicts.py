"""Which tokens of an output are held against their confidence, and which are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from benchmarks.verdicts import judge

WORDS = st.lists(st.sampled_from(["một", "hai", "ba", "bốn", "năm"]), max_size=12)


@pytest.mark.parametrize(
    ("output", "reference", "right", "lost", "moved"),
    [
        pytest.param("dân vận", "dân vận", "++", 0, 0, id="all right"),
        pytest.param("dân và vận tot", "dân vận tốt", "+?+-", 0, 0, id="one too many, one wrong"),
        pytest.param("tot", "tốt", "-", 0, 0, id="wrong"),
        pytest.param("|", "có", "-", 0, 0, id="wrong, and not alike"),
        pytest.param("", "có gì", "", 2, 0, id="nothing read"),
        pytest.param("có", "", "?", 0, 0, id="nothing there"),
        pytest.param("ngày 04/1 1/2022 tại", "ngày 04/11/2022 tại", "+--+", 0, 0, id="torn"),
        pytest.param("ngày 04/1 x/2022 tại", "ngày 04/11/2022 tại", "+--+", 0, 0, id="torn badly"),
        pytest.param("trong thônxóm", "trong thôn xóm", "+-", 1, 0, id="glued"),
        pytest.param("mua hai con", "mua ba con gà", "+-+", 1, 0, id="one wrong, one lost"),
        pytest.param("mua ~ gá con", "mua gà con", "+?-+", 0, 0, id="the liker one is charged"),
        pytest.param(
            "Nơi nhận: Hạt Kiểm lâm đã họp bàn", "đã họp bàn Nơi nhận: Hạt Kiểm lâm",
            "++++++++", 0, 3, id="columns in another order",
        ),
        pytest.param(
            "Nơi nhận: Hat Kiểm lâm đã họp bàn kỹ", "đã họp bàn kỹ Nơi nhận: Hạt Kiểm lâm",
            "++-++++++", 0, 9, id="moved and wrong",
        ),
        pytest.param("Số: họp", "họp Số:", "?+", 1, 0, id="one word alone does not move"),
        pytest.param("phƣờng", "phường", "+", 0, 0, id="normalised"),
    ],
)  # fmt: skip
def test_verdicts(output: str, reference: str, right: str, lost: int, moved: int) -> None:
    found = judge(output, reference)
    signs = {True: "+", False: "-", None: "?"}
    shown = "".join(signs[verdict] for verdict in found.right)
    assert shown == right
    assert (found.lost, found.moved) == (lost, moved)


@given(WORDS, WORDS)
def test_as_many_are_right_as_an_alignment_finds(output: list[str], reference: list[str]) -> None:
    found = judge(" ".join(output), " ".join(reference))
    ops = Levenshtein.opcodes(reference, output)
    equal = sum(op.src_end - op.src_start for op in ops if op.tag == "equal")
    assert len(found.right) == len(output)
    assert found.right.count(True) >= equal
    # No reference token answers for two output tokens, and none is forgotten.
    assert found.right.count(True) + found.right.count(False) + found.lost >= len(reference)


@given(WORDS)
def test_a_text_agrees_with_itself(words: list[str]) -> None:
    found = judge(" ".join(words), " ".join(words))
    assert found.right == (True,) * len(words)
    assert (found.lost, found.moved, found.extra) == (0, 0, 0)
