"""``manifest.tsv`` of rendered pages: what each page was made of."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from vndiacritics.files import write_bytes

__all__ = ["MANIFEST", "PageRecord", "is_finished", "write_manifest"]

MANIFEST = "manifest.tsv"
"""The name of the table in its folder."""


@dataclass(frozen=True)
class PageRecord:
    """One row of ``manifest.tsv``.

    Attributes:
        page: Name of the page's files, such as ``p0001``.
        document: Name of the text it was taken from, such as ``d0001`` for the first.
        font: File name of the face of the body.
        point_size: Size of the type in points.
        dpi: Resolution of the scan.
        damage: Name of the damage in `damage.KINDS`.
    """

    page: str
    document: str
    font: str
    point_size: int
    dpi: int
    damage: str


def is_finished(out: Path, page: str, languages: Iterable[str]) -> bool:
    """Return whether an earlier run has written all files of a page."""
    return all((out / f"{page}.{name}.txt").exists() for name in ("ref", *languages))


def write_manifest(path: Path, records: Iterable[PageRecord]) -> None:
    """Write the table of the pages, whole or not at all."""
    table = io.StringIO()
    writer = csv.writer(table, delimiter="\t", lineterminator="\n")
    writer.writerow(field.name for field in fields(PageRecord))
    writer.writerows(astuple(record) for record in records)
    write_bytes(path, table.getvalue().encode())
