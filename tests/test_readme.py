"""What the README shows is what it does; `test_docs` runs its commands and blocks."""

from __future__ import annotations

import difflib
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
COMMANDS = [line for language, body in BLOCKS if language == "sh" for line in body.splitlines()]
REFERENCE = ROOT / "examples" / "bao-cao.txt"
OBSERVED = ROOT / "examples" / "bao-cao.eng.txt"


def share_of_right_tokens(text: str) -> float:
    reference = REFERENCE.read_text(encoding="utf-8").split()
    matcher = difflib.SequenceMatcher(None, reference, text.split(), autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / len(reference)


def test_before_and_after_are_what_it_does() -> None:
    from vndiacritics.restorer import Restorer

    (shown,) = (body for language, body in BLOCKS if language == "text")
    lines = [line[len("before   ") :] for line in shown.splitlines()]
    middle = lines.index("")
    before, after = "\n".join(lines[:middle]), "\n".join(lines[middle + 1 :])
    assert before in OBSERVED.read_text(encoding="utf-8")  # what an engine really read
    assert Restorer().restore(before) == after


def test_the_first_command_repairs_the_example() -> None:
    assert any("vnfix examples/bao-cao.eng.txt" in line for line in COMMANDS)
    done = subprocess.run(
        [sys.executable, "-m", "vndiacritics", str(OBSERVED)], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    assert share_of_right_tokens(OBSERVED.read_text(encoding="utf-8")) < 0.4
    assert share_of_right_tokens(done.stdout.decode()) > 0.95


def test_the_second_command_is_the_one_ci_runs() -> None:
    assert 'pip install -e ".[test]" && pytest -n 2 --dist loadfile' in COMMANDS
    assert "README.md" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_extras_named_in_the_readme_exist() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = set(re.findall(r"\.\[(\w+)\]", README))
    assert named
    assert named <= project["optional-dependencies"].keys()


def test_the_example_and_its_ocr_text_have_the_same_lines_and_pages() -> None:
    texts = [path.read_text(encoding="utf-8").split("\f") for path in (REFERENCE, OBSERVED)]
    reference, observed = ([len(re.findall(r"\S.*", page)) for page in text] for text in texts)
    assert reference == observed


def test_the_example_is_long_enough_and_wrapped() -> None:
    text = REFERENCE.read_text(encoding="utf-8")
    assert len(text.split()) >= 800
    assert max(map(len, text.splitlines())) <= 90
