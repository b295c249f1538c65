"""The name of a model's content, told without loading it."""

from __future__ import annotations

from pathlib import Path

__all__ = ["DATA", "SUFFIX", "checksum"]

DATA = Path(__file__).parent / "data"
"""The built-in model."""

SUFFIX = ".vnd"
"""Ending of its tables."""


def checksum(folder: Path = DATA) -> str:
    """Return the SHA-256 of all tables, names and contents, first 16 hexadecimal digits."""
    # To name a model alone: OpenSSL takes long to load.
    import hashlib  # noqa: PLC0415

    digest = hashlib.sha256()
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]
