"""The order in which a page of a Vietnamese official document is read.

Decree 30/2020 lays such a page out: the issuer and the number stand to the left of the state's name
(quốc hiệu), the motto and the date; at the end the recipients (Nơi nhận) stand to the left of the
signer. An engine reads across both columns. Here each column is read for itself, left before right.
Notices of a digital signature, received stamps and marks that are no text become blocks of a kind
of their own, so that they are neither lost nor read in the middle of a sentence.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from statistics import median

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from vndiacritics.ocr import foot_notes
from vndiacritics.ocr.page import Block, Box, Line, Page, Word
from vndiacritics.orthography.letters import strip_marks

__all__ = ["arrange"]

STATE_NAME = "conghoaxahoichunghiavietnam"
STATE_NAME_SCORE = 80.0  # of `partial_ratio`, 100 when all letters are right
RECIPIENTS = "noinhan"
ADDRESSEE = "kinhgui"
MOTTO = "doclaptudohanhphuc"

NOTICE_FIELDS = (
    "nguoiky",
    "coquan",
    "thoigianky",
    "digitallysignedby",
    "signaturenotverified",
    "signaturevalid",
)
NOTICE_SIGNS = re.compile(r"@|\b\d\d:\d\d:\d\d\b")

LIKELY_TEXT = re.compile(r"\d[/⁄]\d{4}\b|\d\.\d{3}\b|^Số:")
"""What is text however unsure the engine is of it: numbers of documents and amounts."""

BENT_DASHES = frozenset({"~", "~-", "-~", "--", "=-", "-="})

NEAR = 4  # heights of a line: how far from where columns part the gap between them may be

SUBJECT = re.compile(r"[VY]\s?[/lI|1!.,]?\s?[vVyY]\s?[:.]?\s|Về việc\b|V/v", re.IGNORECASE)
"""How the lines begin that tell what a letter is about."""

SUBJECT_GAP = 1.0
"""Heights of a line between two lines of it."""

HEADER_LINES = 8
"""How many lines after the state's name the header may reach down to its date."""


def arrange(page: Page, *, stamps: Sequence[Box] = ()) -> Page:
    """Put a page that was read by an engine into reading order.

    Args:
        page: Upright, the lines in the engine's order.
        stamps: Frames of received stamps on it.

    Returns:
        The page with blocks of all `vndiacritics.ocr.page.KINDS`; no word is lost. A bent dash that
        opens an item of a list is one, its old reading kept in `Word.observed`.
    """
    notices, lines = _notices(list(page.lines()))
    lines, noise = _without_noise(lines)
    stamped, lines = _inside(lines, stamps)
    lines, notes = foot_notes.last(lines)
    parts = [*_header(lines, page), notes]
    blocks: list[Block] = []
    if notices:
        blocks.append(Block(tuple(notices), "notice"))
    for part in parts:
        blocks += _blocks(part)
    if stamped:
        blocks.append(Block(tuple(stamped), "stamp"))
    if noise:
        blocks.append(Block(tuple(noise), "noise"))
    return replace(page, blocks=tuple(blocks))


def letters(text: str) -> str:
    """Return the letters of a text, lower-case and without marks, to compare OCR readings by."""
    return re.sub(r"[^a-z]", "", strip_marks(text).lower())


# --- what is no text ------------------------------------------------------------------------------


def _without_noise(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    kept: list[Line] = []
    noise: list[Line] = []
    for line in map(_with_dash, lines):
        words = [word for word in line.words if not _is_noise(word)]
        if not words or _is_noise_line(words):
            noise.append(line)
            continue
        kept.append(replace(line, words=tuple(words)))
        dropped = tuple(word for word in line.words if _is_noise(word))
        if dropped:
            noise.append(replace(line, words=dropped))
    return kept, noise


def _with_dash(line: Line) -> Line:
    """Read the dash of a list item, which a bad scan bends, as one."""
    first, *rest = line.words
    if rest and first.text in BENT_DASHES and rest[0].text[:1].isalpha():
        dash = replace(first, text="-", observed=first.text, confidence=max(first.confidence, 0.5))
        return replace(line, words=(dash, *rest))
    return line


def _is_noise(word: Word) -> bool:
    """Return whether it is a rule, a speck or a stroke of a pen that was taken for signs."""
    if any(character.isalnum() for character in word.text):
        return False
    if re.fullmatch(r"[-–—_=~.…]{2,}", word.text):
        return True
    return word.confidence < 0.5 and word.text.strip(".,;") not in {"-", "–", "+", "±", "‰"}


def _is_noise_line(words: Sequence[Word]) -> bool:
    count = sum(len(word.text) for word in words)
    mean = sum(word.confidence * len(word.text) for word in words) / count
    return mean < 0.35 and not any(LIKELY_TEXT.search(word.text) for word in words)


# --- notices and stamps --------------------------------------------------------------------------


def _notices(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """Part off what a signing program printed over the header of the first page.

    It takes two of its fields to know it by; all that stands above the header is then part of it,
    as nothing of the document itself stands there.
    """
    header = next((line for line in lines if _state_name(line) is not None), None)
    if header is None:
        return [], list(lines)
    above = [line for line in lines if line.box.bottom < header.box.top]
    found = [line for line in above if _is_notice_field(line)]
    if len(found) < 2:
        return [], list(lines)
    lowest = max(line.box.bottom for line in found)
    notices = [line for line in above if line.box.top < lowest]
    return notices, [line for line in lines if line not in notices]


def _is_notice_field(line: Line) -> bool:
    text = letters(line.text)
    return NOTICE_SIGNS.search(line.text) is not None or any(
        len(text) >= len(field) and fuzz.partial_ratio(field, text) >= 85 for field in NOTICE_FIELDS
    )


def _inside(lines: Sequence[Line], boxes: Sequence[Box]) -> tuple[list[Line], list[Line]]:
    """Take the words inside some boxes out of their lines."""

    def inside(word: Word) -> bool:
        return any(box.holds(*word.box.centre) for box in boxes)

    return _parted(lines, inside)


def _parted(
    lines: Iterable[Line], belongs: Callable[[Word], bool]
) -> tuple[list[Line], list[Line]]:
    first: list[Line] = []
    second: list[Line] = []
    for line in lines:
        for target, wanted in ((first, True), (second, False)):
            words = tuple(word for word in line.words if belongs(word) is wanted)
            if words:
                target.append(replace(line, words=words))
    return first, second


# --- columns --------------------------------------------------------------------------------------


def _header(lines: list[Line], page: Page) -> list[list[Line]]:
    """Part the lines: before the header, its two columns, the rest, which may have columns too."""
    anchor = next((i for i, line in enumerate(lines) if _state_name(line) is not None), None)
    if anchor is None or lines[anchor].box.top > page.height / 2:
        return _footer(lines, page)
    state_name = lines[anchor]
    first = _state_name(state_name) or 0
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
    body = [line.box.top for line in below_it if _is_across(line, boundary)]
    bottom = min([bottom, *body])

    def in_header(line: Line) -> bool:
        return top <= line.box.centre[1] <= bottom

    header = [line for line in lines if in_header(line)]
    left, right = _columns(header, boundary, known=(state_name, first))
    above = [line for line in lines if line.box.centre[1] < top]
    below = [line for line in lines if line.box.centre[1] > bottom]
    begun = next((n for n, line in enumerate(left) if SUBJECT.match(line.text.strip())), None)
    last = bottom if begun is None else left[-1].box.bottom
    subject, below = _subject(below, boundary, last, begun=begun is not None)
    return [above, left + subject, right, *_footer(below, page)]


def _subject(
    below: Sequence[Line], boundary: float, bottom: float, *, begun: bool
) -> tuple[list[Line], list[Line]]:
    """Part off what a letter is about (``V/v ...``): it goes on under the number on the left.

    Its lines follow one another closely, left of where the columns of the header part; the first
    may have `begun` beside the date, whose lower edge is `bottom` then.
    """
    found: list[Line] = []
    rest: list[Line] = []
    for line in sorted(below, key=lambda one: one.box.top):
        height = line.height
        last = found[-1].box.bottom if found else bottom
        is_left = line.box.right < boundary + height and line.box.centre[0] < boundary
        near = line.box.top - last < (SUBJECT_GAP if found or begun else 4) * height
        starts = SUBJECT.match(line.text.strip()) is not None
        if letters(line.text).startswith(ADDRESSEE):
            is_left = False
        if is_left and near and (starts or found or begun):
            found.append(line)
        else:
            rest.append(line)
    order = {id(line): number for number, line in enumerate(below)}
    return found, sorted(rest, key=lambda one: order[id(one)])


def _state_name(line: Line) -> int | None:
    """Find the first word of the state's name in a line."""
    text, starts = "", []
    for word in line.words:
        starts.append(len(text))
        text += letters(word.text)
    if len(text) < len(STATE_NAME) * 0.75:
        return None
    match = fuzz.partial_ratio_alignment(STATE_NAME, text)
    if match is None or match.score < STATE_NAME_SCORE:
        return None
    return min(range(len(starts)), key=lambda number: abs(starts[number] - match.dest_start))


def _ends_header(line: Line) -> bool:
    text = letters(line.text)
    dated = "ngay" in text and "nam" in text and len(text) < 60
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
    left, right = _columns(zone, _gap(zone, page))
    return [beside, left, right]


def _gap(lines: Sequence[Line], page: Page) -> float:
    """Find the x that fewest words cross, in the middle of the widest such gap."""
    boxes = [word.box for line in lines for word in line.words]
    low, high = int(page.width * 0.38), int(page.width * 0.66)
    crossing = [sum(box.left < x < box.right for box in boxes) for x in range(low, high, 4)]
    fewest = min(crossing)
    best = length = 0
    end = 0
    for number, count in enumerate([*crossing, fewest + 1]):
        if count == fewest:
            length += 1
            if length > best:
                best, end = length, number
        else:
            length = 0
    return low + 4 * (end - best / 2)


def _columns(
    lines: Sequence[Line], boundary: float, *, known: tuple[Line, int] | None = None
) -> tuple[list[Line], list[Line]]:
    """Part lines at a boundary, one after as many words as are known to be left of it."""
    left: list[Line] = []
    right: list[Line] = []
    for line in lines:
        cut = known[1] if known is not None and line is known[0] else _cut(line, boundary)
        for target, words in ((left, line.words[:cut]), (right, line.words[cut:])):
            if words:
                target.append(replace(line, words=words))
    # On a page that leans, how far a line is down depends on where it starts.
    slope = median(line.slope for line in lines) if lines else 0.0

    def depth(line: Line) -> float:
        x, y = line.box.centre
        return y - slope * x

    return sorted(left, key=depth), sorted(right, key=depth)


def _cut(line: Line, boundary: float) -> int:
    """Find the gap between words nearest to the boundary: how many words are left of it."""
    gap = _gap_near(line, boundary)
    if gap is not None:
        return gap
    return len(line.words) if line.box.centre[0] < boundary else 0


def _gap_near(line: Line, boundary: float) -> int | None:
    gaps = [
        (max(0.0, before.box.right - boundary, boundary - after.box.left), number)
        for number, (before, after) in enumerate(itertools.pairwise(line.words), start=1)
        if after.box.left - before.box.right > 0.8 * line.height
    ]
    if gaps:
        distance, number = min(gaps)
        if distance < NEAR * line.height:
            return number
    return None


def _is_across(line: Line, boundary: float) -> bool:
    """Return whether a line runs on over a boundary, as lines of one column do."""
    reach = NEAR * line.height
    return (
        line.box.left < boundary - reach
        and line.box.right > boundary + reach
        and _gap_near(line, boundary) is None
    )


def _blocks(lines: Sequence[Line]) -> list[Block]:
    """Put lines into a block each time a wide gap or an odd order parts them."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups:
            gap = line.box.top - groups[-1][-1].box.bottom
            if -line.height < gap < 1.2 * max(line.height, 20):
                groups[-1].append(replace(line, paragraph=0))
                continue
        groups.append([replace(line, paragraph=0)])
    return [Block(tuple(group)) for group in groups]
