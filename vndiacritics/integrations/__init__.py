"""Columns of tables: pandas, polars, Hugging Face datasets, Ray Data and Spark.

A module an engine, each imported by its full name, none before you ask for it; each has
``with_restored(table, column)``, with the same options, which gives the table with a column more.
"""

from __future__ import annotations
