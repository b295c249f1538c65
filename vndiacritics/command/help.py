"""The help that fits a screen, in both languages, and the version."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any, NoReturn

__all__ = ["EXIT_CODES", "HelpAll", "print_version", "short"]

EXIT_CODES = (
    "Exit codes: 0 done, 1 --check found something, 2 usage, 3 encoding, 4 unreadable input, "
    "5 output conflict, 6 missing extra, 7 lexicon, 8 model, 9 unsupported input, 10 folder "
    "without -o FOLDER, 11 unwritable output, 12 a doubtful page with --strict, "
    "13 decisions, "
    "130 interrupted, 141 broken pipe, 143 ended."
)

SHORT = {
    "en": """\
Usage: vnfix FILE… [options]      restores Vietnamese text whose marks were lost
  vnfix report.txt -o new.txt     into a file; without -o, on the screen
  vnfix letter.docx --in-place --backup   over the file, the old one kept
  vnfix archive/ -o restored/     a folder: Word, Excel, web, PDF and all else
  vnfix report.txt --diff         what would change, nothing written
  vnfix report.txt --doubts       the words to check, the least sure first
  vnfix scan.pdf -o searchable.pdf        a scan, with OCR
  vnfix < in.txt > out.txt        as a filter
Options people use most
  --profile stripped   say what damaged it: stripped, english-ocr …
  --encoding auto      read TCVN3, VNI, VISCII … files; the output is UTF-8
  --lexicon FILE       your own names and terms     --keep FILE   what must stay
  --jobs N             processes                    -q, -v        say less, more
  --lang en|vi         language of messages         -V            version, model
Commands
{commands}
All options: vnfix --help-all; those of a command: vnfix COMMAND --help
""",
    "vi": """\
Cách dùng: vnfix TỆP… [tùy chọn]  phục hồi dấu cho văn bản tiếng Việt
  vnfix baocao.txt -o moi.txt     ghi ra tệp; không có -o thì in ra màn hình
  vnfix congvan.docx --in-place --backup    sửa ngay trên tệp, giữ lại bản cũ
  vnfix hoso/ -o dasua/           cả thư mục: Word, Excel, web, PDF, mọi loại
  vnfix baocao.txt --diff         xem sẽ sửa những gì, chưa ghi gì cả
  vnfix baocao.txt --doubts       những chữ cần xem lại, chữ kém chắc lên đầu
  vnfix scan.pdf -o timduoc.pdf           bản quét, có nhận dạng chữ (OCR)
  vnfix < vao.txt > ra.txt        dùng như bộ lọc
Tùy chọn hay dùng
  --profile stripped   nói rõ lỗi do đâu: stripped (gõ không dấu), english-ocr …
  --encoding auto      đọc tệp TCVN3, VNI, VISCII …; kết quả luôn là UTF-8
  --lexicon TỆP        tên riêng, thuật ngữ      --keep TỆP  chữ phải giữ nguyên
  --jobs N             số tiến trình             -q, -v      nói ít, nói nhiều
  --lang en|vi         ngôn ngữ của thông báo    -V          phiên bản, mô hình
Các lệnh
{commands}
Mọi tùy chọn: vnfix --help-all; của một lệnh: vnfix LỆNH --help
""",
}


def short(language: str) -> str:
    """Return the help that fits a screen."""
    from vndiacritics.command.messages import translated
    from vndiacritics.command.registry import SUBCOMMANDS

    rows = [
        f"  {f'vnfix {name}':<17} {translated(row.summary, language)}"
        for name, row in SUBCOMMANDS.items()
        if row.summary
    ]
    return SHORT[language].format(commands="\n".join(rows))


def print_version() -> None:
    """Print the version of the program and of the model it brings."""
    from vndiacritics import __version__
    from vndiacritics.command.console import print_bytes
    from vndiacritics.model.checksum import checksum

    print_bytes(f"vnfix {__version__} (model {checksum()})\n".encode())


class HelpAll(argparse.Action):
    """Prints the help of all options, and ends."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        *_: str | Sequence[Any] | argparse.Namespace | None,
    ) -> NoReturn:
        """Print it."""
        parser.print_help()
        parser.exit()
