"""How the edits of a text find their way back to words with boxes."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vndiacritics.ocr.page import Block, Box, Line, Page, Word
from vndiacritics.ocr.preprocess.signs import EMPTY, Sign, with_signs
from vndiacritics.ocr.repair import repair_page
from vndiacritics.restoration import Alternative, Edit, Restoration, apply_edits


class Replacing:
    """Replaces given strings wherever they are."""

    def __init__(self, *pairs: tuple[str, str]) -> None:
        self.pairs = pairs

    def explain_batch(self, texts: Sequence[str]) -> list[Restoration]:
        results = []
        for text in texts:
            edits = sorted(
                (
                    Edit(start, start + len(old), old, new, 0.9, (Alternative("?", 0.1),), "test")
                    for old, new in self.pairs
                    if (start := text.find(old)) >= 0
                ),
                key=lambda edit: edit.start,
            )
            results.append(Restoration(text, apply_edits(text, edits), tuple(edits)))
        return results


def page_of(*lines: str, kind: str = "body") -> Page:
    """Letters are 10 pixels wide, lines 20 high."""
    made = []
    for row, text in enumerate(lines):
        words, left = [], 0
        for word in text.split():
            box = Box(left, row * 20, left + 10 * len(word), row * 20 + 20)
            words.append(Word(word, box, 0.8))
            left += 10 * len(word) + 10
        made.append(Line(tuple(words)))
    return Page(1, 1000, 1000, blocks=(Block(tuple(made), kind),))


def test_one_word() -> None:
    page = repair_page(page_of("dan van"), Replacing(("dan", "dân")))
    first, second = page.words()
    assert (first.text, first.observed, first.certainty) == ("dân", "dan", 0.9)
    assert first.alternatives == ("?",)
    assert first.box == Box(0, 0, 30, 20)
    assert first.confidence == 0.8
    assert (second.text, second.observed) == ("van", None)


def test_words_that_become_one_share_a_box() -> None:
    page = repair_page(page_of("a H I b"), Replacing(("H I", "HỘI")))
    assert page.text() == "a HỘI b\n"
    joined = list(page.words())[1]
    assert joined.observed == "H I"
    assert joined.box == Box(20, 0, 50, 20)


def test_a_word_that_becomes_two_shares_its_box_out() -> None:
    page = repair_page(page_of("xa35 a"), Replacing(("xa35", "xã 35")))
    first, second, _ = page.words()
    assert (first.text, first.observed) == ("xã", "xa35")
    assert (second.text, second.observed) == ("35", "")
    assert first.box.left == 0
    assert first.box.right < second.box.left
    assert second.box.right == 40


def test_an_edit_inside_a_word_changes_the_word() -> None:
    page = repair_page(page_of("(dan)"), Replacing(("dan", "dân")))
    assert page.text() == "(dân)\n"


def test_lines_are_not_joined() -> None:
    page = repair_page(page_of("a H", "I b"), Replacing(("H\nI", "HI")))
    assert page.text() == "a H\nI b\n"


@pytest.mark.parametrize(("kind", "expected"), [("stamp", "dân\n"), ("noise", "dan\n")])
def test_kinds(kind: str, expected: str) -> None:
    assert repair_page(page_of("dan", kind=kind), Replacing(("dan", "dân"))).text(kind) == expected


@given(
    st.lists(st.text("abc", min_size=1, max_size=4), min_size=1, max_size=8),
    st.text("abc", min_size=1, max_size=3),
    st.text("xy ", min_size=1, max_size=4).filter(str.strip),
)
def test_the_words_are_the_restored_text(words: list[str], old: str, new: str) -> None:
    text = " ".join(words)
    restorer = Replacing((old, new))
    expected = restorer.explain_batch([text + "\n"])[0].text.split()
    assert repair_page(page_of(text), restorer).text().split() == expected


def test_a_box_to_tick_is_not_repaired() -> None:
    page = page_of("Nam Nữ")
    page = with_signs(page, [Sign(EMPTY, page.blocks[0].box)])
    assert repair_page(page, Replacing((EMPTY, "D"), ("Nam", "Năm"))).text() == f"Năm {EMPTY} Nữ\n"


def test_what_a_user_keeps_is_not_repaired() -> None:
    from vndiacritics.command.keep import Keep
    from vndiacritics.ocr.reading import repairer_for
    from vndiacritics.ocr.settings import Settings

    settings = Settings(profile="stripped", keep=Keep.of(["dan van"]))
    (result,) = repairer_for(settings).explain_batch(["cong tac dan van chinh quyen"])
    assert result.text == "công tác dan van chính quyền"
