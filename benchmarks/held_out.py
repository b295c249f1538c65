"""Lines of the corpora that no language model may learn from, and a sample of them to score.

A line is held out when ``zlib.crc32`` of its UTF-8 bytes (no line end) is divisible by 500; the
training of the shipped model skips the same lines. Nothing read here is stored.
"""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Iterator
from pathlib import Path

HELD_OUT_MODULUS = 500
SAMPLE_LINES = 400
FEWEST_TOKENS = 8

_WINDOW = 2**27


def is_held_out(line: str) -> bool:
    """Return whether a corpus line (without its line end) is kept from training."""
    return zlib.crc32(line.encode("utf-8")) % HELD_OUT_MODULUS == 0


def lines(path: Path) -> Iterator[str]:
    """Read the lines of a Zstandard-compressed UTF-8 text one by one, without their ends.

    Raises:
        ImportError: the package ``zstandard`` is not installed (extra ``test`` or ``training``).
    """
    import zstandard  # noqa: PLC0415 - only the corpus regimes need it

    with path.open("rb") as file:
        stream = zstandard.ZstdDecompressor(max_window_size=_WINDOW).stream_reader(file)
        for line in io.TextIOWrapper(stream, encoding="utf-8", newline="\n"):
            yield line.rstrip("\n")


def sample(path: Path, *, size: int = SAMPLE_LINES, fewest: int = FEWEST_TOKENS) -> list[str]:
    """Draw held-out lines of at least ``fewest`` tokens; the same ones whatever their order.

    The draw is by a hash of the line, so that a grown corpus keeps most of its sample.
    """
    found = (line for line in lines(path) if is_held_out(line) and len(line.split()) >= fewest)
    return sorted(found, key=_draw)[:size]


def _draw(line: str) -> bytes:
    return hashlib.blake2b(line.encode("utf-8"), digest_size=16).digest()
