"""The pages of several files as one stream, so that processes are busy over the ends of files."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from vndiacritics.errors import VndiacriticsError
from vndiacritics.ocr.pipeline import Workers
from vndiacritics.ocr.reading import PageTask, Reading
from vndiacritics.ocr.settings import Settings
from vndiacritics.ocr.sources import count_pages

__all__ = ["Stream"]


class Stream:
    """Reads the pages of files in order, a few ahead of what is asked for.

    Args:
        workers: Who read them.
        files: Path and kind, as of `kinds.kind_of`, of each file by its place; they are asked for
            in this order.
        settings: How pages are read.
        done: Called after each page.
    """

    def __init__(
        self,
        workers: Workers,
        files: Mapping[int, tuple[Path, str]],
        settings: Settings,
        *,
        done: Callable[[], None] = lambda: None,
    ) -> None:
        self._files = files
        self._settings = settings
        self._counts: dict[int, int | VndiacriticsError] = {}
        self._given_up: set[int] = set()
        self._owners: deque[int] = deque()
        self._readings = workers.read(self._tasks(), done=done)

    def count(self, place: int) -> int:
        """Count the pages of a file.

        Raises:
            VndiacriticsError: It cannot be opened.
        """
        if place not in self._counts:
            path, kind = self._files[place]
            try:
                self._counts[place] = count_pages(path, kind, password=self._settings.password)
            except VndiacriticsError as error:
                self._counts[place] = error
        found = self._counts[place]
        if isinstance(found, VndiacriticsError):
            raise found
        return found

    def pages(self, place: int) -> Iterator[Reading]:
        """Yield the pages of a file."""
        for _ in range(self.count(place)):
            yield self._next(place)

    def give_up(self, place: int) -> None:
        """Take note that no more pages of a file will be asked for."""
        self._given_up.add(place)

    def _next(self, place: int) -> Reading:
        while True:
            reading = next(self._readings)
            if self._owners.popleft() == place:
                return reading  # others are of files given up

    def _tasks(self) -> Iterator[PageTask]:
        for place, (path, kind) in self._files.items():
            try:
                count = self.count(place)
            except VndiacriticsError:
                continue  # told when its turn comes
            for number in range(1, count + 1):
                if place in self._given_up:
                    break
                self._owners.append(place)
                yield PageTask(path, kind, number, self._settings)
