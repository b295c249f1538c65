"""A restorer of three words, for tests of what stands around the real one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from vndiacritics.restoration import Alternative, Edit, Restoration, apply_edits

WORDS = {"dan": "dân", "van": "vận", "chinh": "chính"}


class StubRestorer:
    """Restores `WORDS`, wherever they stand alone; counts how many texts it was given."""

    def __init__(self) -> None:
        self.calls = 0

    def restore(self, text: str, *, keep: Iterable[tuple[int, int]] = ()) -> str:
        return self.explain(text, keep=keep).text

    def explain(self, text: str, *, keep: Iterable[tuple[int, int]] = ()) -> Restoration:
        self.calls += 1
        edits = tuple(
            Edit(
                start=match.start(),
                end=match.end(),
                old=match[0],
                new=WORDS[match[0]],
                confidence=0.9,
                alternatives=(Alternative(match[0], 0.1),),
                reason="marks",
            )
            for match in re.finditer(r"\w+", text)
            if match[0] in WORDS
            and not any(start < match.end() and match.start() < stop for start, stop in keep)
        )
        return Restoration(text, apply_edits(text, edits), edits)
