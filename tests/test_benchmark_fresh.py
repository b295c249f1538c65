"""README's table of fresh texts: printed in its form, with no text of theirs."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import fresh
from benchmarks.__main__ import main

SEALED = """
def unsealed():
    return {"official": ["Ủy ban nhân dân xã"], "genres": {"verse": "trăng lên đầu núi"}}


def strip(text):
    return "".join({"Ủ": "U", "â": "a", "ã": "a", "ă": "a", "ê": "e", "ầ": "a", "ú": "u"}
                   .get(c, c) for c in text.replace("đ", "d"))


def cases(data, parts):
    for text in data["official"] if "official" in parts else ():
        yield "official, stripped", [(text, strip(text))]
        yield "official, right", [(text, text)]
    for genre, text in data["genres"].items() if "genres" in parts else ():
        yield f"{genre}, stripped", [(text, strip(text))]
        yield f"{genre}, right", [(text, text)]


def measured(restore, pairs):
    (ref, damaged), = pairs
    out, = restore([damaged])
    rows = list(zip(ref.split(), damaged.split(), out.split(), strict=True))
    share = lambda n: 100 * sum(row[0] == row[n] for row in rows) / len(rows)
    return {"n": len(rows), "raw": share(1), "after": share(2),
            "helped": sum(a != b and a == c for a, b, c in rows),
            "hurt": sum(a == b and a != c for a, b, c in rows)}
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "sealed.py").write_text(SEALED, encoding="utf-8")
    return tmp_path


def test_one_line_a_kind_of_text(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fresh", "--data", str(data), "--no-peers"]) == 0
    printed = capsys.readouterr().out
    cells = [[cell.strip() for cell in row.split("|")[1:-1]] for row in printed.splitlines()]
    assert cells[0] == list(fresh.HEADINGS)
    assert [row[0] for row in cells[2:]] == [
        "official text without marks",
        "verse without marks",
        "right text: official, verse",
    ]
    assert cells[2][1:] == ["5", "20.0", "**100.0**", "4 / 0"]
    assert cells[-1][1:] == ["9", "100", "**100.00**", "0 broken"]
    assert "trăng" not in printed


def test_the_best_other_tool_is_named(data: Path) -> None:
    sealed = fresh.sealed_texts(data)
    peers = [fresh.Peer("lazy", str), fresh.Peer("wise", lambda _: "Ủy ban nhân dân xã")]
    assert fresh.best_peer(sealed, peers).endswith(": wise 100.0, lazy 20.0")
    assert fresh.best_peer(sealed, []).endswith("none is installed")


def test_without_the_shared_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fresh", "--data", str(tmp_path)]) == 4
    assert "no sealed texts" in capsys.readouterr().err


def test_the_readme_names_the_command() -> None:
    text = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    assert "python -m benchmarks fresh --data ../shared" in text
    shown = text.partition("<!-- measured:begin -->")[2]
    assert f"| {' | '.join(fresh.HEADINGS)} |" in shown
