"""Files in the folder a test works in, and what is piped into the command."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest


def write(name: str, text: str) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def read(name: str) -> str:
    return Path(name).read_text(encoding="utf-8")


def feed(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
