"""`vnfix completion`: what a shell needs to complete `vnfix`.

The scripts lie beside this module, made of the parsers by ``python tools/make_shell.py``.
"""

from __future__ import annotations

from pathlib import Path

from vndiacritics.command.console import Console, print_bytes
from vndiacritics.command.parser import Arguments, Parser, add_common

__all__ = ["FOLDER", "SHELLS", "parser", "run"]

FOLDER = Path(__file__).parent / "shell"
"""Where the scripts lie."""

SHELLS = ("bash", "zsh", "fish")


def parser(*, prog: str, language: str) -> Parser:
    """Return the parser of ``vnfix completion``."""
    result = Parser(
        prog=prog,
        language=language,
        description="Prints what a shell needs to complete vnfix. bash: "
        'eval "$(vnfix completion bash)" in ~/.bashrc; zsh: vnfix completion zsh > '
        "a folder of $fpath/_vnfix; fish: vnfix completion fish > "
        "~/.config/fish/completions/vnfix.fish.",
    )
    result.add_argument("shell", choices=SHELLS, help="bash, zsh or fish")
    add_common(result)
    return result


def run(arguments: Arguments, console: Console) -> int:  # noqa: ARG001  (each command has it)
    """Print the script."""
    print_bytes((FOLDER / f"vnfix.{arguments.shell}").read_bytes())
    return 0
