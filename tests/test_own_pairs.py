"""A user's own pairs are scored, their errors listed and drawn."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from benchmarks import own
from benchmarks.peers import Peer

RIGHT = "một hai ba bốn năm sáu bảy tám chín mười\n"
SEEN = "mot hai ba bon năm sáu bảy tám chín mười\n"


def system() -> Peer:
    """Puts one word right, breaks one, leaves one."""
    return Peer("stub", lambda text: text.replace("mot", "một").replace("chín", "chỉn"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a & b", "sub/ô"):
        path = tmp_path / f"{name}.ref.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(RIGHT, encoding="utf-8")
        path.with_name(path.name.replace(".ref", "")).write_text(SEEN, encoding="utf-8")
    return tmp_path


def test_each_pair_and_all_are_scored(folder: Path) -> None:
    regime = own.pairs(folder)
    first, second, whole = own.score(regime, [system().restore(p.source) for p in regime.pages])
    assert (first.name, second.name, whole.name) == ("a & b", "sub/ô", "all")
    assert (first.words, first.before, first.after) == (10, 80.0, 80.0)
    assert (whole.words, whole.helped, whole.hurt) == (20, 2, 2)


def test_errors_and_chart_lie_beside_the_pairs(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert own.run(folder, system()) == 0
    printed = capsys.readouterr().out
    assert "| all" in printed
    errors = (folder / own.ERRORS).read_text(encoding="utf-8")
    assert "bon" in errors
    assert "chỉn" in errors
    drawing = ET.parse(folder / own.CHART).getroot()
    assert drawing.tag.endswith("svg")
    assert "80.0" in "".join(drawing.itertext())


@pytest.mark.parametrize("name", ["a.ref.txt", "a.txt"])
def test_half_a_pair_is_told(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / name).write_text(RIGHT, encoding="utf-8")
    assert own.run(tmp_path, system()) == 2
    assert ".txt" in capsys.readouterr().err
