"""Restores Vietnamese text that OCR, stripped marks or broken text layers have damaged.

Examples:
    >>> import vndiacritics
    >>> vndiacritics.restore("dan van chinh quyén")
    'dân vận chính quyền'
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from vndiacritics.errors import VndiacriticsError
from vndiacritics.options import Options
from vndiacritics.restoration import Alternative, Edit, Restoration, Token

if TYPE_CHECKING:
    from vndiacritics.restorer import Restorer

__version__ = "0.1.0"

__all__ = [
    "Alternative",
    "Edit",
    "Options",
    "Restoration",
    "Restorer",
    "Token",
    "VndiacriticsError",
    "restore",
]


def __getattr__(name: str) -> type[Restorer]:
    # numpy is loaded when a restorer is asked for, not for `vnfix --version`.
    if name != "Restorer":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from vndiacritics.restorer import Restorer

    return Restorer


@lru_cache(maxsize=1)
def _default_restorer() -> Restorer:
    from vndiacritics.restorer import Restorer

    return Restorer()


def restore(text: str) -> str:
    """Restore one text with the built-in model and default options.

    Args:
        text: damaged Vietnamese, or any text.

    Raises:
        ModelError: the installed model is missing or damaged.
    """
    return _default_restorer().restore(text)
