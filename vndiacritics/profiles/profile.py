"""The kinds of damage by name, in the order of all arrays."""

from __future__ import annotations

NAMES = ("clean", "vietnamese-ocr", "english-ocr", "stripped", "other", "dropped-letters")
"""Profiles in the order of all arrays."""

PRIOR = (1.0, 1.0, 1.0, 1.0, 1.0, 0.1)
"""Weights of the profiles before anything is read: single letters are points of a law more often
than what is left of words."""

PROFILES = ("auto", "clean", "vietnamese-ocr", "english-ocr", "stripped", "dropped-letters")
"""What may be asked for; `auto` weighs the others stretch by stretch."""

STRIPPED = NAMES.index("stripped")
"""Number of the profile of text without marks."""
