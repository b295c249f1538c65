"""Columns of Spark, by an iterator pandas UDF: a worker maps the model once for all its tasks.

A row that fails becomes a null and an error beside it, never a dead job. Every worker needs
vndiacritics, pandas and pyarrow; nothing else is shipped, since the model is part of the package.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from vndiacritics import Restorer
from vndiacritics.integrations.rows import EDIT_FIELDS, Shipped, check_column, restored_rows

if TYPE_CHECKING:
    import pandas as pd
    from pyspark.sql import DataFrame

__all__ = ["restorer_udf", "with_restored"]

NOT_UTF8 = "not UTF-8"
"""What the column of errors says of bytes that are no text; Arrow would end the job on them."""

STRUCTURE = "_vndiacritics"


def with_restored(
    frame: DataFrame,
    column: str,
    *,
    restored: str | None = None,
    edits: str | None = None,
    error: str = "error",
    restorer: Restorer | None = None,
) -> DataFrame:
    """Return the table with a restored column and a column of errors; lazy, as Spark is.

    Args:
        frame: any.
        column: the column with the texts.
        restored: name of the column with the restored ones, `column` + ``_restored`` where it is
            left out; `column` itself replaces the texts.
        edits: name of a column with the edits of each row, an array of structures.
        error: name of the column that tells why a row failed, whose text is null then.
        restorer: how; the built-in model with default options where it is left out. Paths it was
            given must be there on every worker.

    Raises:
        UsageError: there is no such column.
    """
    from pyspark.sql import functions

    check_column(column, frame.columns)
    given = functions.col(f"`{column}`")
    text = functions.try_validate_utf8(given)
    made = functions.col(STRUCTURE)
    broken = given.isNotNull() & text.isNull()
    new = {
        error: functions.when(broken, NOT_UTF8).otherwise(made["error"]),
        restored or f"{column}_restored": made["text"],
    }
    if edits is not None:
        new[edits] = made["edits"]
    udf = restorer_udf(restorer, edits=edits is not None)
    return frame.withColumn(STRUCTURE, udf(text)).withColumns(new).drop(STRUCTURE)


def restorer_udf(restorer: Restorer | None = None, *, edits: bool = False) -> Any:
    """Return a UDF from a column of texts to structures of text, edits and error.

    `with_restored` is made of it, and beware: bytes that are no UTF-8 end the job before they get
    here, unless ``try_validate_utf8`` stands before.

    Args:
        restorer: how, as for `with_restored`.
        edits: tell them; otherwise they are null.
    """
    import pandas as pd
    from pyspark.sql import types
    from pyspark.sql.functions import pandas_udf

    shipped = Shipped.of(restorer)

    def run(parts: Iterator[pd.Series]) -> Iterator[pd.DataFrame]:
        import pandas as pd

        restorer = shipped.restorer()
        for part in parts:
            values = (None if null else text for text, null in zip(part, part.isna(), strict=True))
            rows = list(restored_rows(restorer, values, edits=edits, catch=True))
            yield pd.DataFrame(
                {
                    name: pd.Series([getattr(row, name) for row in rows], dtype=object)
                    for name in ("text", "edits", "error")
                }
            )

    # Spark reads the kind of a function from its types, which are no names of this module.
    run.__annotations__ = {"parts": Iterator[pd.Series], "return": Iterator[pd.DataFrame]}
    kinds = {int: types.IntegerType(), str: types.StringType(), float: types.DoubleType()}
    fields = [types.StructField(name, kinds[kind]) for name, kind in EDIT_FIELDS.items()]
    structure = types.StructType(
        [
            types.StructField("text", types.StringType()),
            types.StructField("edits", types.ArrayType(types.StructType(fields))),
            types.StructField("error", types.StringType()),
        ]
    )
    return pandas_udf(run, structure)
