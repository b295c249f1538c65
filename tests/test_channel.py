"""What OCR makes of a word: costs of letters, onsets and rimes."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from vndiacritics.errors import ModelError
from vndiacritics.model import store
from vndiacritics.model.bundle import DATA
from vndiacritics.model.channel import FAR, LONGEST, Channel, PartCosts, load

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
        float(channel.letters.row(seen[:taken])[letter]) + spelled(channel, part[1:], seen[taken:])
        for taken in range(min(LONGEST, len(seen)) + 1)
    )


def some(table: PartCosts, *, upper: bool) -> list[int]:
    """A few parts of one case, short and long."""
    every = [n for n, part in enumerate(table.parts) if part.isupper() == upper or not part]
    return every[:: max(1, len(every) // 9)]


@pytest.mark.parametrize("upper", [False, True])
@pytest.mark.parametrize("seen", SEEN[:-2])
def test_the_letter_by_letter_cost_agrees_with_the_oracle(
    channel: Channel, seen: str, upper: bool
) -> None:
    for table in (channel.onsets, channel.rimes):
        row = table.spelled(seen, channel.letters, upper=upper)
        for number in some(table, upper=upper):
            if upper or not table.parts[number].isupper():
                wanted = min(spelled(channel, table.parts[number], seen), float(FAR))
                assert min(row[number], FAR) == pytest.approx(wanted, abs=1e-3)


@pytest.mark.parametrize("seen", SEEN)
def test_a_whole_part_costs_no_more_than_its_letters_and_the_penalty(
    channel: Channel, seen: str
) -> None:
    """What was counted for the whole can only add to the probability."""
    for table in (channel.onsets, channel.rimes):
        row = table.row(seen, channel.letters, upper=False)
        letters = table.spelled(seen, channel.letters, upper=False) + table._penalty
        assert (row <= letters + 1e-3).all()
        assert np.isfinite(row).all()


def test_costs_of_letters_are_those_of_probabilities(channel: Channel) -> None:
    seen = {*channel.letters.counts, *"abcdeghiklmnopqrstuvxy16¢"}
    total = sum(np.exp(-channel.letters.row(one)[:-1].astype(np.float64)) for one in seen)
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
    number = channel.rimes.parts.index(part)
    plain, other = (
        channel.rimes.row(seen, channel.letters, upper=False)[number]
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
