"""A restorer that fails on some texts, which the real one does not; workers import it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from vndiacritics import Restorer

FAILS_ON = "hong"


class FailingRestorer(Restorer):
    """Raises on each text with `FAILS_ON`, and the whole batch with it."""

    def restore_batch(self, texts: Sequence[str], **options: Any) -> list[str]:
        if any(FAILS_ON in text for text in texts):
            raise MemoryError("no room")
        return super().restore_batch(texts, **options)
