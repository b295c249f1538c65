"""Pages that are scored: a text and what it should become."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent

EXAMPLES = HERE.parent / "examples"

_UNMARK = str.maketrans({"đ": "d", "Đ": "D", "ƣ": "u", "Ƣ": "U"})


@dataclass(frozen=True)
class Page:
    """One text to restore and what it should become."""

    name: str
    document: str
    source: str
    reference: str


@dataclass(frozen=True)
class Regime:
    """Pages of one kind of damage."""

    name: str
    pages: tuple[Page, ...]
    verbatim: bool = False
    """Compared byte for byte, nothing normalised."""

    def checksum(self) -> str:
        """SHA-256 over names, inputs and references, in hexadecimal."""
        digest = hashlib.sha256()
        for page in self.pages:
            for part in (page.name, page.source, page.reference):
                digest.update(part.encode("utf-8", "surrogatepass") + b"\0")
        return digest.hexdigest()


Loader = Callable[[], Regime]


def strip_marks(text: str) -> str:
    """Remove every mark and write ``d`` for ``đ``: the input of the stripped regimes."""
    letters = unicodedata.normalize("NFD", text.translate(_UNMARK))
    return unicodedata.normalize("NFC", "".join(c for c in letters if not unicodedata.combining(c)))


def read(path: Path) -> str:
    """Read a UTF-8 text as it stands, line ends included."""
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()
