"""What a figure depends on, in one line, so that it can be repeated."""

from __future__ import annotations

import hashlib
import importlib.metadata
import platform
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.pages import HERE, Regime

MODEL_DATA = HERE.parent / "vndiacritics" / "model" / "data"
NORMALISATION = "NFC, ƣ=ư, whitespace collapsed"


@dataclass(frozen=True, kw_only=True)
class Signature:
    """Program, model, options, normalisation, data and machine behind a score."""

    program: str
    model: str
    options: str
    normalisation: str
    data: tuple[str, ...]
    platform: str

    def line(self) -> str:
        """Return the signature as one line."""
        return " | ".join(
            (
                self.program,
                f"model {self.model}",
                f"options {self.options}",
                self.normalisation,
                "data " + " ".join(self.data),
                self.platform,
            )
        )


def sign(
    stated: str | None, regimes: Iterable[Regime], *, options: str, model: Path | None
) -> Signature:
    """Sign the scores of one run.

    Args:
        stated: what the restorer says of its model; without it the files are summed.
        regimes: what it was scored on.
        options: profile and options, as text.
        model: the model given by the user, or ``None`` for the one that comes with the package.
    """
    return Signature(
        program=f"vndiacritics {program_version()}",
        model=stated or model_checksum(model or MODEL_DATA),
        options=options,
        normalisation=NORMALISATION,
        data=tuple(f"{r.name}@{r.checksum()[:12]}" for r in regimes),
        platform=(
            f"python {platform.python_version()}, numpy {importlib.metadata.version('numpy')}, "
            f"rapidfuzz {importlib.metadata.version('rapidfuzz')}, "
            f"{platform.system()} {platform.machine()}"
        ),
    )


def program_version() -> str:
    """Version of the installed package; ``source tree`` where it runs uninstalled."""
    try:
        return importlib.metadata.version("vndiacritics")
    except importlib.metadata.PackageNotFoundError:
        return "source tree"


def model_files(path: Path) -> list[Path]:
    """List the files a model consists of, in a fixed order; none where nothing is there."""
    if path.is_file():
        return [path]
    return sorted(
        file for file in path.rglob("*") if file.is_file() and "__pycache__" not in file.parts
    )


def model_checksum(path: Path) -> str:
    """SHA-256 over names and bytes of the model's files, its first 16 digits; ``none`` without."""
    files = model_files(path)
    if not files:
        return "none"
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0")
        with file.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    return f"sha256:{digest.hexdigest()[:16]}"


def model_bytes(path: Path) -> int:
    """Size of the model's files together, in bytes."""
    return sum(file.stat().st_size for file in model_files(path))
