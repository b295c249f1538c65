"""What holds for all tests: a busy machine fails none of them, and none is told by another."""

from __future__ import annotations

import pytest
from hypothesis import settings

from vndiacritics.command import restoring

settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")


@pytest.fixture(autouse=True)
def nothing_loaded() -> None:
    """Let go of the restorers, real ones or stubs, that tests before have loaded."""
    restoring.forget()
