"""Batches: what they refuse, and a restorer that travels to another process."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest

from vndiacritics import Options, Restorer, VndiacriticsError
from vndiacritics.errors import NotTextError

RESTORER = Restorer()


@pytest.mark.parametrize("odd", [None, 7, float("nan"), b"xa", ["xa"]])
@pytest.mark.parametrize("way", ["restore_batch", "explain_batch", "restore_iter"])
def test_what_is_no_text_is_named_with_its_place(way: str, odd: Any) -> None:
    with pytest.raises(NotTextError, match=f"text 2 is no string but {type(odd).__name__}"):
        list(getattr(RESTORER, way)(["thon Bon", "xa Hai", odd]))


@pytest.mark.parametrize("way", ["restore_batch", "explain_batch", "restore_iter"])
def test_one_text_is_no_batch(way: str) -> None:
    with pytest.raises(NotTextError, match=r"give \['abc'\]"):
        list(getattr(RESTORER, way)("abc"))


@pytest.mark.parametrize("odd", [None, 3])
def test_one_that_is_no_text(odd: Any) -> None:
    with pytest.raises(VndiacriticsError, match="no string"):
        RESTORER.restore(odd)
    with pytest.raises(TypeError, match="no string"):
        RESTORER.explain(odd)


def test_no_texts_are_a_batch() -> None:
    assert RESTORER.restore_batch([]) == []
    assert RESTORER.restore_batch(()) == []


def test_a_restorer_pickles_to_options_and_paths(tmp_path: Path) -> None:
    words = tmp_path / "words.tsv"
    words.write_text("form\tcategory\tsource\nNậm Đích\tplace\tmine\n", encoding="utf-8")
    restorer = Restorer(options=Options(profile="stripped"), lexicon=words)
    wanted = restorer.restore("len ban Nam Dich hop")
    packed = pickle.dumps(restorer)
    assert len(packed) < 1000
    again = pickle.loads(packed)
    assert again.options == restorer.options
    assert again.restore("len ban Nam Dich hop") == wanted
