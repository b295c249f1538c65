"""The encoding of a file, told by its bytes."""

from __future__ import annotations

import codecs
import math
from dataclasses import dataclass

from vndiacritics.errors import EncodingError
from vndiacritics.text import detection, encoding_costs
from vndiacritics.text import encodings as legacy

CLEAR_POSTERIOR = 0.95
"""Posterior above which bytes are read without asking."""

SAMPLE = 1 << 18
"""Bytes looked at, from the start."""

ODD_SHARE = 0.25
"""Of the bytes above 7F, how many may be signs, not letters, in text of a Western language."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

BYTE_ENCODINGS = ("tcvn3", "vni", "viscii", "vps", "cp1258")


@dataclass(frozen=True)
class Candidate:
    """An encoding that bytes may be in.

    Attributes:
        encoding: A Python codec or one of `encodings.ENCODINGS`.
        score: Posterior among the candidates, 0 to 1.
    """

    encoding: str
    score: float


def candidates_of(data: bytes) -> tuple[Candidate, ...]:
    """Weigh the encodings bytes may be in, the likeliest first.

    Examples:
        >>> candidates_of("Cộng hòa".encode())[0]
        Candidate(encoding='utf-8', score=1.0)
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return (Candidate(name, 1.0),)
    wide = _wide(data[:SAMPLE])
    if wide:
        return (Candidate(wide, 1.0),)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return (Candidate("utf-8", 1.0),)
    view = legacy.text_of_bytes(data[:SAMPLE])
    costs = encoding_costs.scores(view)
    weighed = {"cp1252": costs[encoding_costs.UNICODE]}
    weighed |= {name: costs[name] for name in BYTE_ENCODINGS}
    least = min(weighed.values())
    chances = {name: math.exp(max(-700.0, least - cost)) for name, cost in weighed.items()}
    total = sum(chances.values())
    found = [Candidate(name, chance / total) for name, chance in chances.items()]
    return tuple(sorted(found, key=lambda c: -c.score))


def _wide(data: bytes) -> str | None:
    """Return which UTF-16 it is, without a mark, by where its zero bytes stand."""
    pairs = len(data) // 2
    if pairs < 2:
        return None
    if data[1::2].count(0) * 3 > pairs and data[::2].count(0) * 10 < pairs:
        return "utf-16-le"
    if data[::2].count(0) * 3 > pairs and data[1::2].count(0) * 10 < pairs:
        return "utf-16-be"
    return None


def decode_bytes(data: bytes, *, name: str = "input") -> tuple[str, str]:
    """Read bytes in the encoding they are most likely in.

    Args:
        data: A whole file.
        name: How the file is called in the error.

    Returns:
        The text, a byte-order mark kept as its first character, and the name of the encoding.

    Raises:
        EncodingError: No encoding is sure; the line names the candidates and their scores.

    Examples:
        >>> decode_bytes("Quyết định số 5".encode("utf-16"))[1]
        'utf-16'
    """
    candidates = candidates_of(data)
    best = candidates[0]
    view = legacy.text_of_bytes(data)
    by_table = best.encoding in BYTE_ENCODINGS
    if best.score >= CLEAR_POSTERIOR and (not by_table or _holds(view, best.encoding)):
        if by_table:
            return legacy.decode(view, best.encoding).text, best.encoding
        if best.encoding != "cp1252" or _is_western(view):
            return _decoded(data, best.encoding, name), best.encoding
    listed = ", ".join(f"{c.encoding} {c.score:.2f}" for c in candidates[:4])
    raise EncodingError(
        f"{name}: the encoding of its bytes is not clear: {listed}",
        remedy="name it with --encoding or --from-encoding",
    )


def _decoded(data: bytes, encoding: str, name: str) -> str:
    if encoding == "cp1252":
        return legacy.text_of_bytes(data)
    try:
        text = data.decode(encoding)
    except UnicodeError as error:
        raise EncodingError(f"{name}: not {encoding}: {error}", remedy="mend the file") from error
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return "\ufeff" + text if marked and not text.startswith("\ufeff") else text


def _holds(view: str, encoding: str) -> bool:
    """Return whether the text's words become syllables in the encoding."""
    return any(s.encoding == encoding for s in detection.find_stretches(view[:SAMPLE]))


def _is_western(view: str) -> bool:
    high = [c for c in view[:SAMPLE] if ord(c) > 0x7F]
    common = sum(c.isalpha() or c in encoding_costs.CLEAN or c == "\u00a0" for c in high)
    controls = sum(c < " " and c not in "\t\n\r\f\v" for c in view[:SAMPLE])
    return len(high) - common <= ODD_SHARE * len(high) and controls == 0
