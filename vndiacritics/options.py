"""One frozen options object; every field tells what it risks."""

from __future__ import annotations

from dataclasses import dataclass

from vndiacritics.errors import UsageError
from vndiacritics.profiles.profile import AUTO, CHOICES
from vndiacritics.text.encoding_tables import ENCODINGS
from vndiacritics.text.marks import TonePlacement


@dataclass(frozen=True, kw_only=True)
class Options:
    """How a text is restored.

    Attributes:
        profile: what damaged the text. `auto` decides by likelihood, stretch by stretch. Fixing a
            wrong profile is the surest way to damage clean text: `english-ocr` takes every word
            without marks for one that lost them.
        min_confidence: edits less sure than this are not made, 0 to 1: 0 makes all that the gate
            lets through, 1 none of the decoder's. Low values let more wrong guesses in, high ones
            leave damage standing. Repairs of the text layer (look-alikes, old encodings) are no
            guesses and stay.
        from_encoding: old encoding that all texts show (`tcvn3`, `vni`, …; see
            `vndiacritics.text.ENCODINGS`); the letters it changes are edits like any other.
            None detects old encodings stretch by stretch. A wrong one makes nonsense of the text.
        tone_placement: `keep` what stands there, or write all tones of open `oa oe uy` on the first
            vowel (`old`: hòa) or the second (`new`: hoà). Anything but `keep` edits clean text.
        suggest: report what looks like a typing error, or is too doubtful to be made, in
            `Restoration.suggestions`; text and edits are those without it. Costs a second pass.
        tokens: tell of every token of the restored text, changed or not, how sure it is, in
            `Restoration.tokens`. Costs time and memory where `explain` is called; `restore` does
            not look at it.
        adapt: let a document teach the channel what its own scanner did. Costs a second pass; on
            texts under a hundred words it has little to learn from.
        beam: hypotheses a segment keeps. Fewer are faster and lose a little accuracy.
        window: hypotheses worse than the best by more nats than this are dropped, likewise.
    """

    profile: str = AUTO
    min_confidence: float = 0.0
    from_encoding: str | None = None
    tone_placement: TonePlacement = "keep"
    suggest: bool = False
    tokens: bool = False
    adapt: bool = True
    beam: int = 12
    window: float = 8.0

    def __post_init__(self) -> None:
        if self.profile not in CHOICES:
            raise UsageError(
                f"there is no profile {self.profile!r}",
                remedy=f"use one of {', '.join(CHOICES)}",
            )
        if self.from_encoding is not None and self.from_encoding not in ENCODINGS:
            raise UsageError(
                f"there is no old encoding {self.from_encoding!r}",
                remedy=f"use one of {', '.join(ENCODINGS)}",
            )
        if not 0 <= self.min_confidence <= 1:
            raise UsageError(
                f"a confidence of {self.min_confidence} is none",
                remedy="give a number from 0 to 1",
            )
        if self.beam < 1 or self.window <= 0:
            raise UsageError(
                "beam and window must be positive",
                remedy="leave them out for the defaults",
            )
