"""Columns of Ray Data, on a cluster or the cores of one machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vndiacritics import Restorer
from vndiacritics.integrations.batches import RestoredColumn
from vndiacritics.integrations.rows import Shipped, check_column

if TYPE_CHECKING:
    from ray.data import Dataset

__all__ = ["with_restored"]


def with_restored(
    dataset: Dataset,
    column: str,
    *,
    restored: str | None = None,
    edits: str | None = None,
    error: str | None = "error",
    restorer: Restorer | None = None,
    batch_size: int = 1000,
) -> Dataset:
    """Return the data set with a column more, by ``map_batches``; lazy, as Ray is.

    Args:
        dataset: any.
        column: the column with the texts.
        restored: name of the column with the restored ones, `column` + ``_restored`` where it is
            left out; `column` itself replaces the texts.
        edits: name of a column with the edits of each row, a list of structures.
        error: name of the column that tells why a row failed, whose text is null then. With None,
            the first such row ends the job.
        restorer: how; the built-in model with default options where it is left out. Paths it was
            given must be there on every worker.
        batch_size: rows of a batch.

    Raises:
        UsageError: there is no such column.
    """
    check_column(column, dataset.columns() or [])
    name = restored or f"{column}_restored"
    run = RestoredColumn(column, Shipped.of(restorer), name, edits, error)
    return dataset.map_batches(run, batch_size=batch_size)
