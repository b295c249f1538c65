"""Edits, their inverse, and the diff made from them."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vndiacritics.restoration import Alternative, Edit, Restoration, apply_edits, invert_edits

# Few letters, so that texts repeat themselves and line ends meet edits often.
TEXTS = st.text(alphabet="ab\n\r\fđ\u0301\ud800", max_size=30)


@st.composite
def restorations(draw: st.DrawFn) -> Restoration:
    """Makes a source from alternating kept and replaced pieces."""
    source, edits = "", []
    for kept, old, new in draw(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=6)):
        source += kept
        edits.append(Edit(len(source), len(source) + len(old), old, new))
        source += old
    source += draw(TEXTS)
    return Restoration(source, apply_edits(source, edits), tuple(edits))


def replace_slowly(source: str, edits: tuple[Edit, ...]) -> str:
    """The obvious oracle: from the back, so that no span moves."""
    for edit in reversed(edits):
        source = source[: edit.start] + edit.new + source[edit.end :]
    return source


def patch(source: str, diff: str) -> str:
    """Applies a unified diff as `patch` does, checking every line of it."""
    lines = re.findall(r"[^\n]*\n|[^\n]+", source)
    result: list[str] = []
    position = 0
    for hunk in re.split(r"^(?=@@ )", diff, flags=re.MULTILINE)[1:]:
        header, _, body = hunk.partition("\n")
        found = re.fullmatch(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", header)
        assert found is not None
        old_start, old_count, new_start, new_count = (int(n or 1) for n in found.groups())
        start = old_start - 1 if found[2] != "0" else old_start
        result += lines[position:start]
        assert len(result) == (new_start - 1 if found[4] != "0" else new_start)
        position = start
        before = len(result)
        for sign, line in re.findall(r"^([ +-])([^\n]*\n(?:\\ [^\n]*\n)?)", body, re.MULTILINE):
            content = line.split("\n", 1)[0] if "\n\\ " in line else line
            if sign in " -":
                assert lines[position] == content
                position += 1
            if sign in " +":
                result.append(content)
        assert position - start == (old_count if found[2] != "0" else 0)
        assert len(result) - before == (new_count if found[4] != "0" else 0)
    return "".join(result + lines[position:])


@given(restorations())
def test_applying_agrees_with_the_oracle(result: Restoration) -> None:
    assert result.text == replace_slowly(result.source, result.edits)


@given(restorations())
def test_undo_gives_the_source_back(result: Restoration) -> None:
    assert result.undo() == result.source


def test_undo_does_not_look_at_the_source() -> None:
    result = Restoration("something else", "dân van", (Edit(0, 3, "dan", "dân"),))
    assert result.undo() == "dan van"


@given(restorations())
def test_inverting_twice_gives_the_edits_back(result: Restoration) -> None:
    assert invert_edits(invert_edits(result.edits)) == result.edits


@given(restorations())
def test_diff_patches_source_into_text(result: Restoration) -> None:
    assert patch(result.source, result.diff()) == result.text


@given(restorations())
def test_diff_is_empty_only_for_equal_texts(result: Restoration) -> None:
    assert (result.diff() == "") == (result.source == result.text)


def test_diff_reads_as_usual() -> None:
    source = "mot\nhai\nba\nbon\nnam\nsau\n"
    result = Restoration(source, source.replace("bon", "bốn"), (Edit(11, 14, "bon", "bốn"),))
    assert result.diff(before="a", after="b", context=1) == (
        "--- a\n+++ b\n@@ -3,3 +3,3 @@\n ba\n-bon\n+bốn\n nam\n"
    )


def test_diff_of_a_line_of_many_edits_is_linear() -> None:
    # Quadratic time would be three hundred thousand scans of a megabyte: minutes.
    source = "ba " * 300_000
    edits = tuple(Edit(start, start + 2, "ba", "bà") for start in range(0, len(source), 3))
    result = Restoration(source, apply_edits(source, edits), edits)
    assert result.diff().count("bà") == len(edits)


@pytest.mark.parametrize(
    ("edits", "problem"),
    [
        ((Edit(0, 2, "ab", "x"), Edit(1, 2, "b", "y")), "overlaps"),
        ((Edit(2, 3, "c", "x"), Edit(0, 1, "a", "y")), "overlaps"),
        ((Edit(0, 1, "z", "x"),), "not there"),
        ((Edit(3, 4, "d", "x"),), "not there"),
    ],
)
def test_edits_that_do_not_fit_are_refused(edits: tuple[Edit, ...], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        apply_edits("abc", edits)


@pytest.mark.parametrize(("start", "end"), [(-1, 0), (0, 2), (3, 2)])
def test_a_span_that_does_not_fit_its_old_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        Edit(start, end, "a", "b")


def test_to_dict_is_ready_for_json() -> None:
    edit = Edit(0, 3, "dan", "dân", 0.9, (Alternative("dần", 0.1),), "marks")
    fields = Restoration("dan", "dân", (edit,)).to_dict()
    assert json.loads(json.dumps(fields)) == fields
    assert fields["edits"][0]["alternatives"] == [{"text": "dần", "probability": 0.1}]
    assert fields["edits"][0]["reason"] == "marks"
