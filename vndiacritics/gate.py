"""What may be touched: whether a decided change is made, and what it is called."""

from __future__ import annotations

from vndiacritics.orthography.letters import strip_marks


def reason(old: str, new: str) -> str:
    """Name a change: `case`, `marks` (letters stay, marks come) or `channel` (letters change).

    Examples:
        >>> reason("dan", "dân"), reason("thwe", "thực"), reason("Sau", "sau")
        ('marks', 'channel', 'case')
    """
    if old.lower() == new.lower():
        return "case"
    return "marks" if strip_marks(old).lower() == strip_marks(new).lower() else "channel"
