"""The kinds of damage: one record each, the only place that knows their names and numbers.

To add a kind of damage, add a record and put it at the end of `PROFILES`; the tables it names are
made by ``python -m vndiacritics.training``. What follows from a record is decided where it is used
(`candidates` reads the channel and its costs, `revision.gate` what a change must reach, …), always
by asking the record, never by its name.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

AUTO = "auto"
"""What is asked for where the damage is to be found out, stretch by stretch."""

GROUPS = ("marked", "english-ocr", "stripped", "dropped-letters", "mixed", "latin-ocr")
"""Profiles whose confidences are made with the same weights: the columns of these weights."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Profile:
    """A kind of damage. Two profiles are equal only where they are the same record.

    Attributes:
        name: as it is asked for and reported.
        number: place in all arrays.
        table: name of its table in the model: of its channel, or of capitals where it
            `loses_letters`; empty where its text is not decoded.
        prior: weight before anything is read.
        is_open: its text is decoded; what is closed stays as it is.
        may_be_chosen: a user may ask for it.
        has_marks: its words have their marks. Changes in it must be small, and only the rate of
            sure changes tells right text from damaged (`least_rate`).
        keeps_marked: its damage took all marks: a word that has some was not reached by it.
        is_mixture: each word may have gone its own way, at rates that its line tells: nothing was
            done to it, a loss took its marks, or it was misread as `table` tells.
        loses_letters: its lines are taken apart by `candidates.dropped`, not by words.
        makes_changes: what the search decided is written; else it is only suggested.
        damaged_as: what its text counts as where sure changes are too frequent for chance.
        least_rate: sure changes a token from which a document counts as damaged in this way.
        adapts: a document teaches its channel.
        deciphers: a document tells what its engine did, and is read anew with that.
        mends_spaces: syllables torn by spaces or glued together are sought.
        parts_words: damaged words that are glued together are sought.
        mends_signs: spaces in and around codes and dates, and specks between words, are mended.
        misreads_signs: its engine has no Vietnamese: dashes and the case of letters that look
            alike in both cases are doubted.
        code_cost: nats for changing a document code, where the damage seldom reaches one.
        digit_cost: nats for reading a short number as a word (`13` for là); None forbids it.
        is_typed: hands wrote its text: what is spoken alike and what fingers do is sought too.
        slip_scale: factor of the channel's costs: hands slip more freely than engines misread.
        least: posterior a change must have.
        least_for_valid: the same for a change of a valid syllable that has marks.
        least_confidence: calibrated confidence a change must have.
        confidence: which of `GROUPS` makes its confidences.
        engine: language of the engine whose pages teach the channel; None for none.
    """

    name: str
    number: int
    table: str
    prior: float = 1.0
    is_open: bool = True
    may_be_chosen: bool = True
    has_marks: bool = False
    keeps_marked: bool = False
    is_mixture: bool = False
    loses_letters: bool = False
    makes_changes: bool = True
    damaged_as: Profile | None = None
    least_rate: float = 0.0
    adapts: bool = False
    deciphers: bool = False
    mends_spaces: bool = False
    parts_words: bool = False
    mends_signs: bool = False
    misreads_signs: bool = False
    code_cost: float = 0.0
    digit_cost: float | None = None
    is_typed: bool = False
    slip_scale: float = 1.0
    least: float = 0.0
    least_for_valid: float = 0.0
    least_confidence: float = 0.0
    confidence: str = "english-ocr"
    engine: str | None = None

    @property
    def doubts_signs(self) -> bool:
        """Return whether signs beside words and before the numbers of items may be none.

        In a mixture most words went no way through an engine, and who types puts no specks.
        """
        return self.misreads_signs or (self.mends_signs and not self.is_mixture)

    def __repr__(self) -> str:
        return f"<profile {self.name}>"


LEAST_IN_MARKED = 0.5
"""Least calibrated confidence of a change in text that has its marks. On 28 made pages (``pages
--seed 0``, tune), 16 in other faces and d31 to d40, changes of less put 7 words right that were
wrong, make 5 wrong that were right and 3 wrong in another way."""

LEAST_IN_MIXED = 0.2
"""The same in a mixture: on official, computing and technical texts, half-marked and without tones,
changes of less put 1 word right that was wrong and make 6 wrong that were right. Where an engine
without Vietnamese misread a text (`LATIN_OCR`) changes of less put 10 right and make none wrong."""

VIETNAMESE_OCR = Profile(
    name="vietnamese-ocr",
    number=1,
    table="vietnamese-ocr",
    has_marks=True,
    least_rate=0.003,
    adapts=True,
    mends_spaces=True,
    mends_signs=True,
    code_cost=4.0,
    least=0.5,
    least_for_valid=0.6,
    least_confidence=LEAST_IN_MARKED,
    confidence="marked",
    engine="vie",
)

CLEAN = Profile(
    name="clean",
    number=0,
    table=VIETNAMESE_OCR.table,
    has_marks=True,
    makes_changes=False,
    damaged_as=VIETNAMESE_OCR,
    least_rate=VIETNAMESE_OCR.least_rate,
    mends_spaces=True,
    mends_signs=True,
    code_cost=4.0,
    least_confidence=LEAST_IN_MARKED,
    confidence="marked",
)

ENGLISH_OCR = Profile(
    name="english-ocr",
    number=2,
    table="english-ocr",
    adapts=True,
    mends_signs=True,
    misreads_signs=True,
    # On 636 made pages 1, 0, -1 put 63, 99, 140 more words right than 2 and lose no, no, one token.
    digit_cost=0.5,
    confidence="english-ocr",
    engine="eng",
)

STRIPPED = Profile(
    name="stripped", number=3, table="stripped", keeps_marked=True, confidence="stripped"
)

OTHER = Profile(name="other", number=4, table="", is_open=False, may_be_chosen=False)
"""Other languages, code. Its confidences are made as those of the heaviest damage."""

DROPPED_LETTERS = Profile(
    name="dropped-letters",
    number=5,
    table="dropped-letters",
    # Single letters are points of a law more often than what is left of words.
    prior=0.1,
    loses_letters=True,
    # Text that lost letters loses them everywhere, and `điểm b, c` of a law does not.
    least_rate=0.1,
    code_cost=4.0,
    confidence="dropped-letters",
)

MIXED = Profile(
    name="mixed",
    number=6,
    table="latin-ocr",
    is_mixture=True,
    parts_words=True,
    deciphers=True,
    mends_spaces=True,
    mends_signs=True,
    least_confidence=LEAST_IN_MIXED,
    confidence="mixed",
)

LATIN_OCR = Profile(
    name="latin-ocr",
    number=7,
    table=MIXED.table,
    deciphers=True,
    mends_signs=True,
    digit_cost=ENGLISH_OCR.digit_cost,
    confidence="latin-ocr",
)
"""Engines without Vietnamese that nobody listed: a channel of many engines and faces."""

TYPED = replace(
    CLEAN,
    name="typed",
    number=8,
    may_be_chosen=False,
    damaged_as=None,
    least_confidence=0.0,
    is_typed=True,
    slip_scale=0.6,
)
"""Text that has its marks, read once more where typing errors are sought: what it decides is only
suggested, so it counts as nothing else and need not be sure."""

GLUED_OCR = replace(
    ENGLISH_OCR, name="english-ocr-glued", number=9, may_be_chosen=False, parts_words=True
)
"""The engine's pages of which spaces are lost too: where it keeps them, parting words costs more of
them than it mends."""

GLUED_LATIN = replace(
    LATIN_OCR, name="latin-ocr-glued", number=10, may_be_chosen=False, parts_words=True
)
"""The same of engines that nobody listed."""

PROFILES = (
    *(CLEAN, VIETNAMESE_OCR, ENGLISH_OCR, STRIPPED, OTHER, DROPPED_LETTERS, MIXED, LATIN_OCR),
    *(TYPED, GLUED_OCR, GLUED_LATIN),
)
"""In the order of all arrays: a profile's place is its number."""

PURE = PROFILES[: MIXED.number]
"""Those that kinds of words tell apart; they come first."""

BY_NAME = {profile.name: profile for profile in PROFILES}

CHOICES = (AUTO, *(profile.name for profile in PROFILES if profile.may_be_chosen))
"""What may be asked for."""

BARE_HEADING = STRIPPED
"""How a heading is read in a document whose capitals lack tones."""

HIDDEN_LAYER = VIETNAMESE_OCR
"""How text is read that a PDF has and does not show: nobody but an engine writes such."""


def of_engine(languages: Collection[str]) -> Profile:
    """Return the profile of what an engine read.

    Args:
        languages: of the engine's models, as Tesseract calls them.

    Examples:
        >>> of_engine(["vie", "eng"]).name
        'vietnamese-ocr'
    """
    return VIETNAMESE_OCR if VIETNAMESE_OCR.engine in languages else ENGLISH_OCR
