"""Opening a PDF with pikepdf, whatever its name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

__all__ = ["opened"]


def opened(path: Path, *, password: str | None = None) -> Any:
    """Open a PDF with pikepdf.

    pikepdf takes the damage of a name that is no UTF-8 for damage of the file, so it is given the
    open file, which it keeps as long as it reads from it.

    Args:
        path: The PDF.
        password: Where it is encrypted.

    Raises:
        ImportError: pikepdf is not installed.
        pikepdf.PdfError: It is damaged, or the password is wrong.
        OSError: It cannot be opened.
    """
    import pikepdf

    try:
        str(path).encode()
    except UnicodeEncodeError:
        return pikepdf.open(path.open("rb"), password=password or "")
    return pikepdf.open(path, password=password or "")
