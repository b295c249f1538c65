"""What a user is told of the pages of a scan: the doubtful ones by name, all of them in figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vndiacritics.errors import VndiacriticsError

if TYPE_CHECKING:
    from vndiacritics.ocr.page import Page

__all__ = ["DoubtfulPageError", "PageReport"]

SHOWN = 60
"""Letters of a line that was left out which are shown."""

MOST_LINES = 5
"""Lines that were left out which are named one by one, for each file."""

WHAT = {
    "empty": "no text found",
    "few-words": "few words found ({words})",
    "unsure": "most words are unsure ({words} words)",
    "partly-unread": "what looks like text was left unread ({unread} letters)",
    "partly-unsure": "many words are unsure ({doubted} of {words})",
}
"""What is said of a page, by its status."""


class DoubtfulPageError(VndiacriticsError):
    """A page gave no text, little text or text that is hardly sure, and ``--strict`` was given."""

    exit_code = 12


@dataclass
class PageReport:
    """What is told of the pages of one file.

    Attributes:
        name: Of the file.
        pages: Counted by their status; one that failed counts as ``"failed"``.
        lines_left_out: Lines with letters that were left out for low confidence.
        turned: Pages whose text lies turned.
    """

    name: str
    pages: Counter[str] = field(default_factory=Counter)
    lines_left_out: int = 0
    turned: int = 0

    def lines_of(self, page: Page) -> Iterator[str]:
        """Count a page; yields what is said of it."""
        if page.origin == "failed":
            self.pages["failed"] += 1
            return
        from vndiacritics.ocr.quality import PARTLY, unsure_words

        self.pages[page.status] += 1
        self.turned += bool(page.angle)
        where = f"{self.name}, page {page.number}"
        if page.status in WHAT:
            words = sum(1 for line in page.lines() for _ in line.words)
            doubted, weighed = unsure_words(page)
            said = WHAT[page.status].format(
                words=weighed if page.status == PARTLY else words,
                doubted=doubted,
                unread=page.unread,
            )
            yield f"{where}: {said}"
        for line in page.lines("noise"):
            if sum(character.isalnum() for character in line.text) < 3:
                continue  # rules and specks
            self.lines_left_out += 1
            if self.lines_left_out <= MOST_LINES:
                text = line.text if len(line.text) <= SHOWN else f"{line.text[:SHOWN]} …"
                yield f"{where}: a line left out for low confidence: {text}"

    @property
    def is_doubtful(self) -> bool:
        """Whether a user ought to look at a page."""
        return bool(self.lines_left_out) or any(self.pages[status] for status in WHAT)

    def summary(self) -> str | None:
        """Return one line on a file of several pages, None where nothing is to be said."""
        total = self.pages.total()
        parts = [
            f"{self.pages[status]} {said}"
            for status, said in (
                ("empty", "without text"),
                ("few-words", "with few words"),
                ("unsure", "unsure"),
                ("partly-unread", "partly unread"),
                ("partly-unsure", "partly unsure"),
                ("failed", "failed"),
            )
            if self.pages[status]
        ]
        if self.turned:
            parts.append(f"{self.turned} turned")
        if self.lines_left_out:
            parts.append(f"{self.lines_left_out} lines left out for low confidence")
        if total < 2 or not parts:
            return None
        return f"{self.name}: {total} pages: {', '.join(parts)}"

    def error(self) -> DoubtfulPageError | None:
        """Return the error that ``--strict`` ends with."""
        if not self.is_doubtful:
            return None
        return DoubtfulPageError(
            f"{self.name}: pages with no text, few or unsure words, or lines left out (--strict)",
            remedy="look at the pages named above",
        )
