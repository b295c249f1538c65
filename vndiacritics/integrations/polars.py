"""Columns of polars.

Examples:
    >>> import polars as pl
    >>> with_restored(pl.DataFrame({"t": ["dan van chinh quyén", None]}), "t")["t_restored"][0]
    'dân vận chính quyền'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vndiacritics import Restorer
from vndiacritics.integrations.rows import EDIT_FIELDS, check_column, default, restored_rows

if TYPE_CHECKING:
    import polars as pl

__all__ = ["restored", "with_restored"]


def restored(series: pl.Series, *, restorer: Restorer | None = None) -> pl.Series:
    """Return a column restored; its name and its nulls stay.

    As an expression, for lazy tables too: ``pl.col("t").map_batches(restored)``.

    Args:
        series: texts and nulls.
        restorer: how; the built-in model with default options where it is left out.

    Raises:
        NotTextError: a value is neither text nor null.
    """
    import polars as pl

    rows = restored_rows(restorer or default(), series)
    return pl.Series(series.name, [row.text for row in rows], dtype=pl.String)


def with_restored(
    frame: pl.DataFrame,
    column: str,
    *,
    restored: str | None = None,
    edits: str | None = None,
    error: str | None = None,
    restorer: Restorer | None = None,
) -> pl.DataFrame:
    """Return the table with a column more; the one given is left as it is.

    Args:
        frame: any.
        column: the column with the texts.
        restored: name of the column with the restored ones, `column` + ``_restored`` where it is
            left out; `column` itself replaces the texts.
        edits: name of a column with the edits of each row, a list of structures.
        error: name of a column that tells why a row failed, whose text is null then. Without it,
            the first such row ends the call.
        restorer: how; the built-in model with default options where it is left out.

    Raises:
        UsageError: there is no such column.
        NotTextError: a value is neither text nor null, and no `error` is named.
    """
    import polars as pl

    check_column(column, frame.columns)
    rows = list(
        restored_rows(
            restorer or default(),
            frame[column],
            edits=edits is not None,
            catch=error is not None,
        )
    )
    name = restored or f"{column}_restored"
    new = [pl.Series(name, [row.text for row in rows], dtype=pl.String)]
    if edits is not None:
        types = {int: pl.Int64, str: pl.String, float: pl.Float64}
        fields = pl.Struct({field: types[kind] for field, kind in EDIT_FIELDS.items()})
        new.append(pl.Series(edits, [row.edits for row in rows], dtype=pl.List(fields)))
    if error is not None:
        new.append(pl.Series(error, [row.error for row in rows], dtype=pl.String))
    return frame.with_columns(new)
