"""A function from batches to batches, for engines that give each a dictionary of columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vndiacritics.integrations.rows import Shipped, restored_rows


@dataclass(frozen=True)
class RestoredColumn:
    """Adds a restored column to each batch; travels to workers in about a kilobyte.

    Attributes:
        column: The column with the texts.
        shipped: The restorer.
        restored: Name of the column with the restored texts.
        edits: Name of a column with the edits, None for none.
        error: Name of a column with what failed; None ends the job at the first row that does.
    """

    column: str
    shipped: Shipped
    restored: str
    edits: str | None
    error: str | None

    def __call__(self, batch: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
        """Return the columns of a batch and the new ones."""
        rows = list(
            restored_rows(
                self.shipped.restorer(),
                batch[self.column],
                edits=self.edits is not None,
                catch=self.error is not None,
            )
        )
        result: dict[str, Any] = {**batch, self.restored: [row.text for row in rows]}
        if self.edits is not None:
            result[self.edits] = [row.edits for row in rows]
        if self.error is not None:
            result[self.error] = [row.error for row in rows]
        return result
