"""The likeliest syllables of a string, found without weighing all of them."""

from __future__ import annotations

import pytest

from vndiacritics.candidates.matching import FARTHEST_ONSET, UNIGRAM_WEIGHT, Matcher
from vndiacritics.candidates.splits import Query, borders, forms
from vndiacritics.candidates.syllables import split
from vndiacritics.model.bundle import load
from vndiacritics.orthography.letters import Shape, cased
from vndiacritics.orthography.syllable import is_syllable, split_syllable
from vndiacritics.search.arcs import part_of_link

BUNDLE = load()
MODEL = BUNDLE.language_model
SPLIT = split(MODEL)
SYLLABLES = [(number, word) for number, word in enumerate(MODEL.vocabulary) if is_syllable(word)]
SEEN = ["dan", "quyén", "Uy", "I", "1a", "trwong", "NGHI", "ĐIÊU", "giit", "x", "¢"]


def obvious(matcher: Matcher, query: Query) -> list[tuple[int, str]]:
    """The oracle: every syllable in every case behind every cut."""
    channel = matcher.channel
    best: dict[int, tuple[float, str]] = {}
    for form, extra in forms(query.seen, heading=query.heading):
        upper = form is Shape.UPPER
        onset_columns = {
            channel.onsets.parts[n]: c for c, n in enumerate(channel.onsets.members[upper])
        }
        rime_columns = {
            channel.rimes.parts[n]: c for c, n in enumerate(channel.rimes.members[upper])
        }
        rows = [
            (
                channel.onsets.row(query.seen[:cut], channel.letters, upper=upper).copy(),
                channel.rimes.row(query.seen[cut:], channel.letters, upper=upper).copy(),
            )
            for cut in borders(query.seen)
        ]
        likely = [row for row in rows if row[0].min() < FARTHEST_ONSET] or rows
        for number, word in SYLLABLES:
            whole = cased(word, form)
            border = len(split_syllable(word)[0])
            onset, rime = onset_columns.get(whole[:border]), rime_columns.get(whole[border:])
            if onset is None or rime is None:
                continue
            cost = min(float(one[onset] + other[rime]) for one, other in likely) + extra
            merit = cost - UNIGRAM_WEIGHT * float(MODEL.unigram[number])
            best[number] = min(best.get(number, (merit, whole)), (merit, whole))
    least = min(merit for merit, _ in best.values())
    ranked = sorted((merit, number, whole) for number, (merit, whole) in best.items())
    near = [(number, whole) for merit, number, whole in ranked if merit < least + query.window]
    return near[: query.most]


@pytest.mark.parametrize("profile", ["english-ocr", "vietnamese-ocr", "stripped"])
@pytest.mark.parametrize("heading", [False, True])
def test_the_matches_are_those_of_the_oracle(profile: str, heading: bool) -> None:
    matcher = Matcher(BUNDLE.channel(profile), SPLIT, MODEL.unigram)
    queries = [Query(seen, heading, 12, 13.0) for seen in SEEN]
    found = matcher.matches(queries)
    for place, query in enumerate(queries):
        own = slice(found.bounds[place], found.bounds[place + 1])
        words = [
            (number, cased(MODEL.vocabulary[number], list(Shape)[form]))
            for number, form in zip(
                found.symbols[own].tolist(), found.shapes[own].tolist(), strict=True
            )
        ]
        assert words == obvious(matcher, query), query.seen


def test_costs_and_links_are_those_of_onset_and_rime() -> None:
    matcher = Matcher(BUNDLE.channel("english-ocr"), SPLIT, MODEL.unigram)
    found = matcher.matches([Query("thwe", False, 32, 13.0)])
    for row, (number, cost) in enumerate(
        zip(found.symbols.tolist(), found.costs.tolist(), strict=True)
    ):
        assert cost == pytest.approx(float(found.part_costs[row].sum()), abs=1e-4)
        word = MODEL.vocabulary[number]
        parts = matcher.channel.onsets.parts, matcher.channel.rimes.parts
        split = [
            names[part_of_link(found.links[row, column], len(names))]
            for column, names in enumerate(parts)
        ]
        assert "".join(split) == word
    assert (found.links > 0).all()


def test_no_queries_have_no_matches() -> None:
    found = Matcher(BUNDLE.channel("stripped"), SPLIT, MODEL.unigram).matches([])
    assert found.bounds.tolist() == [0]
    assert len(found.symbols) == 0
