"""Restored words written in the style of tones that the user asked for: *hòa* or *hoà*."""

from __future__ import annotations

from collections.abc import Iterable

from vndiacritics.revision.changes import Change
from vndiacritics.text.marks import TonePlacement, place_tones

__all__ = ["in_style"]


def in_style(changes: Iterable[Change], placement: TonePlacement) -> list[Change]:
    """Return changes with the tones of their new text in one style.

    The text that stands there was brought to that style before it was read; a change that only
    undid it falls away.
    """
    rows = list(changes)
    if placement == "keep":
        return rows
    styled = [row._replace(new=place_tones(row.new, placement).text) for row in rows]
    return [row for row in styled if row.new != row.old]
