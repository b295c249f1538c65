"""The interpreter's search for garbage is held back, and has nothing to look for."""

from __future__ import annotations

import gc

import pytest

from vndiacritics import Restorer
from vndiacritics.search.garbage import uncollected

TEXT = "Ủy ban nhan dan huyén Yén Thé, tinh Bac Giang; sé 15/2031/NQ-H ĐND của Hội đồng.\n" * 3


def test_texts_leave_no_cycles_behind() -> None:
    restorer = Restorer()
    gc.collect()
    gc.disable()
    try:
        restorer.restore_batch([TEXT, TEXT.lower()])
        assert not gc.isenabled()  # as it was
        restorer.explain(TEXT)
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_it_is_let_go_when_something_fails() -> None:
    with pytest.raises(KeyError):
        uncollected({}.__getitem__)("")
    assert gc.isenabled()
