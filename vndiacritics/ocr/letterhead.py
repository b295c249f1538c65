"""The header and the end of a Vietnamese official document: whose lines stand in two columns.

Decree 30/2020 lays such a page out: the issuer and the number stand to the left of the state's name
(quốc hiệu), the motto and the date, with what a letter is about under the number; at the end the
recipients (Nơi nhận) stand to the left of the signer. Papers of the party and of the youth union
have their own name in the place of the state's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from vndiacritics.ocr.columns import gap_of, is_across, parted
from vndiacritics.ocr.page import Line, Page
from vndiacritics.orthography.letters import strip_marks
from vndiacritics.orthography.syllable import is_syllable

__all__ = ["letters", "name_of_state", "parts"]

STATE_NAME = "conghoaxahoichunghiavietnam"
STATE_NAME_SCORE = 80.0  # of `partial_ratio`, 100 when all letters are right
OTHER_NAMES = ("dangcongsanvietnam", "doantncshochiminh", "doanthanhniencongsanhochiminh")
OTHER_NAME_SCORE = 88.0  # texts speak of them too: the rest of `_other_name` also has to hold
RECIPIENTS = "noinhan"
ADDRESSEE = "kinhgui"
MOTTO = "doclaptudohanhphuc"

SUBJECT = re.compile(r"[VY]\s?[/lI|1!.,]?\s?[vVyY]\s?[:.]?\s|Về việc\b|V/v", re.IGNORECASE)
"""How the lines begin that tell what a letter is about."""

BENT_MARK = re.compile(r"[VY][^\w\s]?[vVwWyYnN]?|W[vV]?|[VY]\S[vV]")
"""What an engine makes of ``V/v``."""

SUBJECT_GAP = 1.0
"""Heights of a line between two lines of it."""

UNDER_NUMBER = 2.0
"""Heights of a line between the number and a first line of it that is known by its place alone."""

OFF_AXIS = 2.5
"""Heights of a line between the middle of such a line and that of the column over it."""

HEADER_LINES = 8
"""How many lines after the state's name the header may reach down to its date."""


def letters(text: str) -> str:
    """Return the letters of a text, lower-case and without marks, to compare OCR readings by."""
    return re.sub(r"[^a-z]", "", strip_marks(text).lower())


def parts(lines: list[Line], page: Page) -> list[list[Line]]:
    """Part the lines: before the header, its two columns, the rest, which may have columns too."""
    names = (i for i, line in enumerate(lines) if name_of_state(line, page) is not None)
    anchor = next(names, None)
    if anchor is None or lines[anchor].box.top > page.height / 2:
        return _footer(lines, page)
    state_name = lines[anchor]
    first = name_of_state(state_name, page) or 0
    height = state_name.height
    start = state_name.words[first].box.left
    before = [word.box.right for word in state_name.words[:first]]
    boundary = (start + max(before)) / 2 if before else start - 2 * height
    top = state_name.box.top - 2.5 * height
    bottom = max(
        (line.box.bottom for line in lines[anchor : anchor + HEADER_LINES] if _ends_header(line)),
        default=state_name.box.bottom + 2 * height,
    )
    # A date or a number in the first lines of the body does not make them a part of the header.
    below_it = [line for line in lines if line.box.centre[1] > state_name.box.bottom]
    body = [line.box.top for line in below_it if is_across(line, boundary)]
    bottom = min([bottom, *body])

    def in_header(line: Line) -> bool:
        return top <= line.box.centre[1] <= bottom

    header = [line for line in lines if in_header(line)]
    left, right = parted(header, boundary, known=(state_name, first))
    above = [line for line in lines if line.box.centre[1] < top]
    below = [line for line in lines if line.box.centre[1] > bottom]
    begun = next((n for n, line in enumerate(left) if SUBJECT.match(line.text.strip())), None)
    subject, below = _subject(below, left, boundary, bottom)
    under = left + subject
    if begun is not None or subject:
        first = len(left) if begun is None else begun
        under[first] = _with_mark(under[first])
    return [above, under, right, *_footer(below, page)]


def _with_mark(line: Line) -> Line:
    """Read the ``V/v`` at the beginning of a subject as such, which an engine bends to `VW`."""
    first, *rest = line.words
    mark = first.text.rstrip(":.")
    bent = mark != "V/v" and BENT_MARK.fullmatch(mark) and not is_syllable(mark.lower())
    if not bent or not rest:
        return line
    text = "V/v" + first.text[len(mark) :]
    return replace(line, words=(replace(first, text=text, observed=first.text), *rest))


def _subject(
    below: Sequence[Line], left: Sequence[Line], boundary: float, bottom: float
) -> tuple[list[Line], list[Line]]:
    """Part off what a letter is about (``V/v ...``): it goes on under the number on the left.

    Its lines follow one another closely, left of where the columns of the header part. The first
    may stand beside the date, whose lower edge is `bottom`; where it does not begin as it should,
    it stands close under the column over it, on the same axis.
    """
    found: list[Line] = []
    rest: list[Line] = []
    begun = any(SUBJECT.match(line.text.strip()) for line in left)
    foot = left[-1].box.bottom if left else bottom
    axis = median(line.box.centre[0] for line in left) if left else None
    for line in sorted(below, key=lambda one: one.box.top):
        height = line.height
        is_left = line.box.right < boundary + height and line.box.centre[0] < boundary
        if letters(line.text).startswith(ADDRESSEE):
            is_left = False
        if found or begun:
            last = found[-1].box.bottom if found else foot
            belongs = line.box.top - last < SUBJECT_GAP * height
        elif SUBJECT.match(line.text.strip()):
            belongs = line.box.top - bottom < 4 * height
        else:
            belongs = (
                axis is not None
                and abs(line.box.centre[0] - axis) < OFF_AXIS * height
                and line.box.top - foot < UNDER_NUMBER * height
            )
        if is_left and belongs:
            found.append(line)
        else:
            rest.append(line)
    order = {id(line): number for number, line in enumerate(below)}
    return found, sorted(rest, key=lambda one: order[id(one)])


def name_of_state(line: Line, page: Page) -> int | None:
    """Find the first word of the state's name in a line, or of what stands in its place."""
    text, starts = "", []
    for word in line.words:
        starts.append(len(text))
        text += letters(word.text)
    if len(text) < min(map(len, OTHER_NAMES)) * 0.75:
        return None
    match = fuzz.partial_ratio_alignment(STATE_NAME, text)
    if (
        len(text) >= len(STATE_NAME) * 0.75
        and match is not None
        and match.score >= STATE_NAME_SCORE
    ):
        return _nearest(starts, match.dest_start)
    if line.box.top > page.height / 4:
        return None
    return _other_name(line, text, starts, page)


def _other_name(line: Line, text: str, starts: Sequence[int], page: Page) -> int | None:
    """Find another name on top of a page: in capitals, behind a gap, the last of its line."""
    for name in OTHER_NAMES:
        match = fuzz.partial_ratio_alignment(name, text)
        if match is None or match.score < OTHER_NAME_SCORE or match.dest_end < len(text) - 2:
            continue
        first = _nearest(starts, match.dest_start)
        words = line.words[first:]
        gap = words[0].box.left - (line.words[first - 1].box.right if first else 0)
        on_right = words[0].box.left > page.width / 3 and gap > line.height
        if on_right and all(word.text.isupper() for word in words):
            return first
    return None


def _nearest(starts: Sequence[int], place: int) -> int:
    return min(range(len(starts)), key=lambda number: abs(starts[number] - place))


def _ends_header(line: Line) -> bool:
    text = letters(line.text)
    dated = sum(part in text for part in ("ngay", "thang", "nam")) > 1 and len(text) < 60
    return dated or fuzz.partial_ratio(MOTTO, text) >= 80 or text.startswith("so")


def _footer(lines: list[Line], page: Page) -> list[list[Line]]:
    """Part the lines: the body, the recipients, the signer."""
    anchor = next(
        (
            line
            for line in reversed(lines)
            if Levenshtein.distance(letters(line.text)[: len(RECIPIENTS)], RECIPIENTS) <= 1
            and line.box.left < page.width / 2
        ),
        None,
    )
    if anchor is None:
        return [lines]
    height = anchor.height
    middle = page.width * 0.45
    zone = [line for line in lines if line.box.centre[1] >= anchor.box.top]
    beside = [line for line in lines if line not in zone]
    while beside:
        lowest = max(beside, key=lambda line: line.box.bottom)
        near = lowest.box.bottom > min(line.box.top for line in zone) - 2.5 * height
        if not (near and lowest.box.left > middle):
            break
        zone.append(lowest)
        beside.remove(lowest)
    left, right = parted(zone, gap_of(zone, page))
    return [beside, left, right]
