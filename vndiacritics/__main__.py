"""Runs `vnfix` as ``python -m vndiacritics``."""

from __future__ import annotations

import sys

from vndiacritics.command.main import main

sys.exit(main())
