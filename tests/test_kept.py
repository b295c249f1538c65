"""What a caller keeps stays; what stands around it is still read together."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vndiacritics.options import Options
from vndiacritics.restoration import Restoration
from vndiacritics.restorer import Restorer
from vndiacritics.text.kept import OBJECT, thinned


@pytest.fixture(scope="module")
def restorer() -> Restorer:
    return Restorer()


def marked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its ‹ ›, and the spans that stood between them."""
    spans: list[tuple[int, int]] = []
    plain = ""
    for part in re.split(r"(‹[^›]*›)", text):
        piece = part.strip("‹›")
        if part.startswith("‹"):
            spans.append((len(plain), len(plain) + len(piece)))
        plain += piece
    return plain, spans


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("‹chay lenh› nay de cai dat", "chay lenh này để cài đặt"),
        ("chay lenh ‹`pip dan`› de cai dat phan mem", "chạy lệnh `pip dan` để cài đặt phần mềm"),
        ("‹<b>›Uy ban nhan dan‹</b>› huyen bao cao", "<b>Ủy ban nhân dân</b> huyện báo cáo"),
        ("bao cao ‹cua Uy\nban› nhan dan huyen", "báo cáo cua Uy\nban nhân dân huyện"),
        ("Uy ban nhan dan huy‹*›en bao cao", "Ủy ban nhân dân huy*en báo cáo"),
        ("Uy ban nh‹an d›an huyen bao cao", "Ủy ban nhan dan huyện báo cáo"),
        ("‹Uy ban nhan dan huyen bao cao›", "Uy ban nhan dan huyen bao cao"),
        ("", ""),
    ],
)
def test_kept_stretches_stay_and_the_rest_is_repaired(
    restorer: Restorer, text: str, expected: str
) -> None:
    source, keep = marked(text)
    result = restorer.explain(source, keep=keep)
    assert result.text == restorer.restore(source, keep=keep) == expected
    assert result.undo() == source


def test_old_encodings_are_read_around_what_is_kept(restorer: Restorer) -> None:
    source, keep = marked("Céng hßa ‹x· héi› chñ nghÜa ViÖt Nam ‹µ›")
    assert restorer.restore(source, keep=keep) == "Cộng hòa x· héi chủ nghĩa Việt Nam µ"


def test_a_batch_has_spans_for_each_text(restorer: Restorer) -> None:
    texts = ["Uy ban nhan dan", "Uy ban nhan dan"]
    assert restorer.restore_batch(texts, keep=[[], [(7, 15)]]) == [
        "Ủy ban nhân dân",
        "Ủy ban nhan dan",
    ]
    with pytest.raises(ValueError, match="2 texts"):
        restorer.restore_batch(texts, keep=[[]])


@pytest.mark.parametrize("span", [(-1, 2), (3, 2), (0, 99)])
def test_a_span_outside_of_the_text_is_refused(restorer: Restorer, span: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="does not lie in a text of 7"):
        restorer.restore("bao cao", keep=[span])


def test_tokens_stand_where_they_are_in_the_restored_text() -> None:
    source, keep = marked("Uy ban ‹nhan dan› huyen bao cao ‹xa›")
    result = Restorer(options=Options(tokens=True)).explain(source, keep=keep)
    assert [token.text for token in result.tokens] == ["Ủy", "ban", "huyện", "báo", "cáo"]
    for token in result.tokens:
        assert result.text[token.place :].startswith(token.text)


@given(st.text("ab \n<é", max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30))))
def test_what_is_read_lies_in_the_text_and_holds_nothing_kept(
    source: str, pairs: list[tuple[int, int]]
) -> None:
    size = len(source)
    keep = [tuple(sorted((min(a, size), min(b, size)))) for a, b in pairs]
    found = thinned(source, keep)
    kept = {place for start, stop in keep for place in range(start, stop)}
    read: set[int] = set()
    for begin, place, length in zip(found.begins, found.places, found.sizes, strict=True):
        assert found.text[begin : begin + length] == source[place : place + length]
        read |= set(range(place, place + length))
    assert not read & kept
    assert all(
        c.isspace() or c.isalpha() for c in (source[p] for p in set(range(size)) - read - kept)
    )
    assert found.restored(Restoration(found.text, found.text)).text == source
    assert OBJECT not in found.text or keep
