"""Runs `vnfix` as ``python -m vndiacritics``."""

from __future__ import annotations

from vndiacritics.command.main import run

run()
