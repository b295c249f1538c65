"""What OCR makes of a word: costs of letters, onsets and rimes."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from vndiacritics.errors import ModelError
from vndiacritics.model import store
from vndiacritics.model.channel import Channel, load
from vndiacritics.model.checksum import DATA
from vndiacritics.model.letter_costs import LONGEST
from vndiacritics.model.part_costs import FAR, PartCosts

PROFILES = ["english-ocr", "vietnamese-ocr", "stripped"]
SEEN = ["", "a", "ng", "uong", "ién", "61", "ct?", "¢", "trwong", "UBND"]


@pytest.fixture(scope="module", params=PROFILES)
def channel(request: pytest.FixtureRequest) -> Channel:
    return load(DATA / f"{request.param}.vnd")


def spelled(channel: Channel, part: str, seen: str) -> float:
    """The oracle: each letter in turn takes 0 to 3 of the characters that are left."""
    if not part:
        return 0.0 if not seen else math.inf
    letter = channel.letters.letters.index(part[0])
    return min(
        float(channel.letters.rows([seen[:taken]])[0, letter])
        + spelled(channel, part[1:], seen[taken:])
        for taken in range(min(LONGEST, len(seen)) + 1)
    )


def some(table: PartCosts, *, upper: bool) -> list[int]:
    """A few columns of one case, short and long parts."""
    every = range(len(table.members[upper]))
    return list(every[:: max(1, len(every) // 9)])


@pytest.mark.parametrize("upper", [False, True])
def test_the_letter_by_letter_cost_agrees_with_the_oracle(channel: Channel, upper: bool) -> None:
    seen = SEEN[:-2]
    for table in (channel.onsets, channel.rimes):
        rows = table.letter_by_letter(seen, channel.letters, upper=upper)
        for column in some(table, upper=upper):
            part = table.parts[table.members[upper][column]]
            for one, row in zip(seen, rows, strict=True):
                wanted = min(spelled(channel, part, one), float(FAR))
                assert min(row[column], FAR) == pytest.approx(wanted, abs=1e-3), (part, one)


def test_a_whole_part_costs_no_more_than_its_letters_and_the_penalty(channel: Channel) -> None:
    """What was counted for the whole can only add to the probability."""
    for table in (channel.onsets, channel.rimes):
        letters = table.letter_by_letter(SEEN, channel.letters, upper=False)
        letters += table.penalty[table.members[False]]
        for seen, most in zip(SEEN, letters, strict=True):
            row = table.row(seen, channel.letters, upper=False)
            assert (row <= most + 1e-3).all()
            assert np.isfinite(row).all()


def test_rows_computed_together_are_as_computed_alone(channel: Channel) -> None:
    for table in (channel.onsets, channel.rimes):
        together = table.letter_by_letter(SEEN, channel.letters, upper=False)
        for seen, row in zip(SEEN, together, strict=True):
            alone = table.letter_by_letter([seen], channel.letters, upper=False)
            assert (alone[0] == row).all()


def test_costs_of_letters_are_those_of_probabilities(channel: Channel) -> None:
    seen = {*channel.letters.counts.strings, *"abcdeghiklmnopqrstuvxy16¢"}
    total = sum(np.exp(-channel.letters.rows([one])[0].astype(np.float64)) for one in seen)
    # The strings seen hold nearly all the mass; the prior of single letters sums only about to one.
    assert np.asarray(total) == pytest.approx(np.ones(len(channel.letters.letters)), abs=0.02)


@pytest.mark.parametrize(
    ("intended", "likely", "unlikely"), [("ế", "é", "x"), ("d", "d", "t"), ("ươ", "uo", "ai")]
)
def test_english_ocr_reads_marked_letters_as_plain_ones(
    intended: str, likely: str, unlikely: str
) -> None:
    channel = load(DATA / "english-ocr.vnd")
    assert spelled(channel, intended, likely) < spelled(channel, intended, unlikely)


@pytest.mark.parametrize("part", ["an", "ương", "iệm"])
def test_a_keyboard_without_marks_leaves_the_letters(part: str) -> None:
    from vndiacritics.orthography.letters import strip_marks

    channel = load(DATA / "stripped.vnd")
    (column,) = channel.rimes.columns([part], upper=False)
    plain, other = (
        channel.rimes.row(seen, channel.letters, upper=False)[column]
        for seen in (strip_marks(part), "x" * len(part))
    )
    assert plain < 1 < other


def test_asking_again_gives_the_same(channel: Channel) -> None:
    first = channel.rimes.row("uong", channel.letters, upper=False).copy()
    channel.rimes.row("khac", channel.letters, upper=True)
    assert (channel.rimes.row("uong", channel.letters, upper=False) == first).all()


def test_a_table_of_another_kind_is_refused(tmp_path: Path) -> None:
    store.write(tmp_path / "other.vnd", "lexicon", {}, {})
    with pytest.raises(ModelError, match="holds a lexicon table where a channel is needed"):
        load(tmp_path / "other.vnd")
