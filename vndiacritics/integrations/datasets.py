"""Columns of Hugging Face datasets, by several processes, and from the cache the second time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vndiacritics import Restorer
from vndiacritics.integrations.batches import RestoredColumn
from vndiacritics.integrations.rows import EDIT_FIELDS, Shipped, check_column

if TYPE_CHECKING:
    from datasets import Dataset

__all__ = ["with_restored"]


def with_restored(
    dataset: Dataset,
    column: str,
    *,
    restored: str | None = None,
    edits: str | None = None,
    error: str | None = None,
    restorer: Restorer | None = None,
    num_proc: int | None = None,
    batch_size: int = 1000,
) -> Dataset:
    """Return the data set with a column more, by ``map(batched=True)``.

    What is run is named by the version, the model and the options: the same call on the same data
    reads the cache of `datasets`, one with another model or other options does not.

    Args:
        dataset: any.
        column: the column with the texts.
        restored: name of the column with the restored ones, `column` + ``_restored`` where it is
            left out; `column` itself replaces the texts.
        edits: name of a column with the edits of each row, a list of structures.
        error: name of a column that tells why a row failed, whose text is null then. Without it,
            the first such row ends the call.
        restorer: how; the built-in model with default options where it is left out.
        num_proc: processes; None is this one.
        batch_size: rows of a batch.

    Raises:
        UsageError: there is no such column.
        NotTextError: a value is neither text nor null, and no `error` is named.
    """
    from datasets import List, Value

    check_column(column, dataset.column_names)
    name = restored or f"{column}_restored"
    features = dataset.features.copy()
    features[name] = Value("string")
    if edits is not None:
        types = {int: Value("int64"), str: Value("string"), float: Value("float64")}
        features[edits] = List({field: types[kind] for field, kind in EDIT_FIELDS.items()})
    if error is not None:
        features[error] = Value("string")
    return dataset.map(
        RestoredColumn(column, Shipped.of(restorer), name, edits, error),
        batched=True,
        batch_size=batch_size,
        num_proc=num_proc,
        features=features,
        desc="restoring",
    )
