"""How pages are read and repaired: what a user may set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from vndiacritics.ocr.sources import Limits
from vndiacritics.profiles.profile import AUTO
from vndiacritics.text.marks import TonePlacement


class Keeper(Protocol):
    """What a user wants kept; it is sent to other processes, and compared."""

    def spans(self, text: str) -> Sequence[tuple[int, int]]:
        """List the parts of a text that stay, sorted and disjoint."""
        ...


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How pages are read and repaired.

    Attributes:
        ocr: ``"auto"`` reads a PDF's text layer where it is worth it, ``"always"`` never;
            ``"never"`` does no OCR at all and leaves pages without a text layer empty.
        languages: As Tesseract takes them. A model without Vietnamese costs accuracy.
        profile: Of `vndiacritics.Options`; ``"auto"`` follows from how a page was read.
        lexicon: A user's own words.
        learnt: What an office's own texts taught.
        password: Of encrypted PDFs.
        stamps: Read what stands in received stamps; the plain text leaves it out anyway.
        clean: Clean pages before OCR. Without it seals and stamps are read as letters.
        limits: What one page may cost.
        min_confidence: Of `vndiacritics.Options`; also of letters the engine was in doubt about.
        tone_placement: Of `vndiacritics.Options`.
        keep: Words that are never changed; None for none.
        model: A folder instead of the built-in model.
        weighed: Tell of every word how sure it is, in `Word.sure`.
    """

    ocr: str = "auto"
    languages: str = "vie"
    profile: str = AUTO
    lexicon: Path | None = None
    learnt: Path | None = None
    password: str | None = None
    clean: bool = True
    stamps: bool = True
    limits: Limits = field(default_factory=Limits)
    min_confidence: float = 0.0
    tone_placement: TonePlacement = "keep"
    keep: Keeper | None = None
    model: Path | None = None
    weighed: bool = False
