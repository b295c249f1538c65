"""What can be wrong with a document, as lines for its owner; the caller knows the file's name."""

from __future__ import annotations

from vndiacritics.errors import UnreadableInputError, UnsupportedInputError

__all__ = ["BrokenDocumentError", "OldFormatError"]


class BrokenDocumentError(UnreadableInputError):
    """A document is not what its ending says, is damaged, or is made to do harm."""


class OldFormatError(UnsupportedInputError):
    """A document is in a format that another program must convert first."""
