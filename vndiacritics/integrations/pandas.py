"""Columns of pandas.

Examples:
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"t": ["dan van chinh quyén", None]}, index=[7, 9])
    >>> with_restored(frame, "t")["t_restored"].tolist()[0]
    'dân vận chính quyền'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vndiacritics import Restorer
from vndiacritics.integrations.rows import (
    RestoredRow,
    check_column,
    default,
    restored_rows,
)

if TYPE_CHECKING:
    from collections.abc import Hashable

    import pandas as pd

__all__ = ["restored", "with_restored"]


def restored(series: pd.Series, *, restorer: Restorer | None = None) -> pd.Series:
    """Return a column restored; index, name and nulls stay, and so does a dtype of strings.

    Args:
        series: texts and nulls.
        restorer: how; the built-in model with default options where it is left out.

    Raises:
        NotTextError: a value is neither text nor null.
    """
    rows = _rows(series, restorer, edits=False, catch=False)
    return _texts(series, rows, series.name)


def with_restored(
    frame: pd.DataFrame,
    column: str,
    *,
    restored: str | None = None,
    edits: str | None = None,
    error: str | None = None,
    restorer: Restorer | None = None,
) -> pd.DataFrame:
    """Return the table with a column more; the one given is left as it is.

    Args:
        frame: any.
        column: the column with the texts.
        restored: name of the column with the restored ones, `column` + ``_restored`` where it is
            left out; `column` itself replaces the texts.
        edits: name of a column with the edits of each row, a list of dictionaries.
        error: name of a column that tells why a row failed, whose text is null then. Without it,
            the first such row ends the call.
        restorer: how; the built-in model with default options where it is left out.

    Raises:
        UsageError: there is no such column.
        NotTextError: a value is neither text nor null, and no `error` is named.
    """
    check_column(column, frame.columns)
    series = frame[column]
    rows = _rows(series, restorer, edits=edits is not None, catch=error is not None)
    name = restored or f"{column}_restored"
    new = {name: _texts(series, rows, name)}
    if edits is not None:
        new[edits] = _objects([row.edits for row in rows], series.index)
    if error is not None:
        new[error] = _objects([row.error for row in rows], series.index)
    return frame.assign(**new)


def _rows(
    series: pd.Series, restorer: Restorer | None, *, edits: bool, catch: bool
) -> list[RestoredRow]:
    values = (None if null else value for value, null in zip(series, series.isna(), strict=True))
    return list(restored_rows(restorer or default(), values, edits=edits, catch=catch))


def _texts(series: pd.Series, rows: list[RestoredRow], name: Hashable) -> pd.Series:
    import pandas as pd

    is_text = isinstance(series.dtype, pd.StringDtype | pd.ArrowDtype)
    dtype = series.dtype if is_text else object
    return pd.Series([row.text for row in rows], index=series.index, name=name, dtype=dtype)


def _objects(values: list[object], index: pd.Index) -> pd.Series:
    import pandas as pd

    return pd.Series(values, index=index, dtype=object)
