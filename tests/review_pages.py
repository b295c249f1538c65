"""Chromium for the tests of the review page, and a page made without a model."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from vndiacritics.restoration import Alternative, Edit, Restoration, Token, apply_edits
from vndiacritics.review import page

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def chromium() -> Iterator[Any]:
    """Start Debian's browser, or skip the tests and say why."""
    driver = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("there is no Chromium here")
    with driver.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def restored(source: str, *changes: tuple[str, str, float, tuple[str, ...]]) -> Restoration:
    """Make a restoration by hand.

    Args:
        source: The text.
        *changes: In the order of the text: a word, what it becomes (or stays), how sure that is,
            and other readings. The words between are sure.
    """
    edits, sure = [], {}
    done = 0
    for old, new, confidence, others in changes:
        start = source.index(old, done)
        done = start + len(old)
        readings = tuple(Alternative(text, 0.1) for text in others)
        sure[start] = confidence, readings
        if old != new:
            edits.append(Edit(start, done, old, new, confidence, readings, "marks"))
    return Restoration(
        source, apply_edits(source, edits), tuple(edits), (), tuple(_tokens(source, edits, sure))
    )


def _tokens(source: str, edits: list[Edit], sure: dict[int, Any]) -> Iterator[Token]:
    by_start = {edit.start: edit for edit in edits}
    place, grown = 0, 0
    for word in source.split():
        start = source.index(word, place)
        place = start + len(word)
        edit = by_start.get(start)
        text = word if edit is None else edit.new
        confidence, others = sure.get(start, (0.9999, ()))
        yield Token(start, place, text, start + grown, confidence, others)
        grown += len(text) - len(word)


def write(folder: Path, result: Restoration, *, name: str = "report.txt", **options: Any) -> Path:
    """Write the review page of a restoration."""
    path = folder / "review.html"
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(page.render(result, name=name, **options))
    return path


@contextmanager
def opener(browser: Any, folder: Path, result: Restoration) -> Iterator[Callable[..., Any]]:
    """Open review pages, that of a restoration where no other is given; in the end look for errors.

    Neither an error in a script nor a request that leaves the machine passes.
    """
    contexts = []

    def start(shown: Any = result, *, context: Any = None, script: str = "", **options: Any) -> Any:
        path = write(folder, shown, **options)
        if context is None:
            context = browser.new_context(accept_downloads=True, locale="en-GB")
            contexts.append(context)
        tab = context.new_page()
        if script:
            tab.add_init_script(script)
        tab.errors = []
        tab.on("pageerror", lambda error: tab.errors.append(str(error)))
        tab.on("console", lambda line: line.type == "error" and tab.errors.append(line.text))
        tab.on("request", lambda request: tab.errors.append(request.url) if "://" in request.url
                and not request.url.startswith(("file:", "data:", "blob:")) else None)  # fmt: skip
        tab.goto(path.as_uri())
        return tab

    yield start
    for context in contexts:
        for tab in context.pages:
            assert tab.errors == []
        context.close()


def saved(page: Any, button: str) -> str:
    with page.expect_download() as download:
        page.click(button)
    return Path(download.value.path()).read_bytes().decode("utf-8")


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)
