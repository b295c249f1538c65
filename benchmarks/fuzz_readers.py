"""``python -m benchmarks.fuzz_readers``: damaged files through every reader of scans.

Small files of each kind are damaged at random, by a seed, and read in a process of their own, which
is ended where it hangs, also in a library that no signal reaches. What is no error of
`vndiacritics.errors` is printed with its seed, and so is what takes too long, ends the process or
writes NaN or markup that is not well-formed.
"""

from __future__ import annotations

import argparse
import io
import json
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

from vndiacritics.errors import VndiacriticsError

__all__ = ["main"]

SLOW = 30
"""Seconds one file may take."""

AT_ONCE = 400
"""Files that one process reads, which keeps what libraries never give back small."""

Reader = Callable[[Path], None]

TOKENS = (
    b"nan", b"inf", b"-1", b"1e400", b"9" * 300, b"\x00", b"\xff", b"&#x1;", b"<![CDATA[", b"]]>",
    b"<div>" * 400, b'title="bbox', b"<!DOCTYPE a [", b"&lol;", b" ", b"\t", b'""', b"stream",
    b"endobj", b"/Rotate 37", b"/MediaBox[0 0 1e9 1e9]", b"/Kids[1 0 R]", b"\xed\xa0\x80",
)  # fmt: skip


def damaged(data: bytes, random: Random) -> bytes:
    """Damage some bytes: flip, cut, repeat, swap, or put in what parsers trip over."""
    result = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 4, 12))):
        if not result:
            break
        at = random.randrange(len(result))
        what = random.randrange(6)
        if what == 0:
            result[at] = random.randrange(256)
        elif what == 1:
            del result[at : at + random.randrange(1, 200)]
        elif what == 2:
            result[at:at] = random.choice(TOKENS)
        elif what == 3:
            piece = result[at : at + random.randrange(1, 300)]
            result[at:at] = piece * random.randrange(1, 4)
        elif what == 4:
            digits = [n for n, byte in enumerate(result) if 48 <= byte <= 57]
            if digits:
                place = random.choice(digits)
                result[place : place + 1] = random.choice(TOKENS[:5])
        else:
            del result[at:]
    return bytes(result)


def _markup(kind: str) -> Reader:
    def read(path: Path) -> None:
        from lxml import etree

        from vndiacritics.ocr.formats import markup, output
        from vndiacritics.ocr.sources import Limits

        document = markup.read(path, kind)
        if kind in markup.REWRITTEN and kind != "tsv":
            etree.fromstring(document.rewritten(document.pages))
        about = output.Document(path, kind, None, Limits(), "fuzz", print)
        for form in ("txt", "json", "hocr", "alto", "page"):
            written = "".join(output.text_parts(about, iter(document.pages), form))
            if form == "json":
                json.loads(written, parse_constant=_refuse)
            elif form != "txt":
                etree.fromstring(written.encode("utf-8"))

    return read


def _refuse(name: str) -> float:
    raise AssertionError(f"{name} in JSON")


def _pdf(path: Path) -> None:
    from vndiacritics.ocr.formats import output
    from vndiacritics.ocr.reading import PageTask, read_page
    from vndiacritics.ocr.settings import Settings
    from vndiacritics.ocr.sources import Limits, count_pages

    settings = Settings(ocr="never", limits=Limits(max_pixels=8_000_000))
    pages = []
    for number in range(1, min(3, count_pages(path, "pdf")) + 1):
        reading = read_page(PageTask(path, "pdf", number, settings))
        if reading.error is not None and "bug in vnfix" in reading.error.remedy:
            raise AssertionError(str(reading.error))
        pages.append(reading.page)
    about = output.Document(path, "pdf", None, settings.limits, "fuzz", lambda _: None)
    output.write(about, pages, path.with_name("out.pdf"), "pdf")


def _image(path: Path) -> None:
    from vndiacritics.ocr.formats import output
    from vndiacritics.ocr.page import Page
    from vndiacritics.ocr.sources import Limits, load_page

    limits = Limits(max_pixels=8_000_000)
    image = load_page(path, 1, limits=limits)
    height, width = image.pixels.shape[:2]
    about = output.Document(path, "image", None, limits, "fuzz", lambda _: None)
    output.write(about, [Page(1, width, height, image.dpi)], path.with_name("out.pdf"), "pdf")


def samples(folder: Path) -> Iterator[tuple[str, bytes, Reader]]:
    """Yield a small file of each kind, with what reads it."""
    from PIL import Image

    from vndiacritics.ocr.formats import alto, hocr, pagexml
    from vndiacritics.ocr.page import Block, Box, Line, Mark, Page, Word
    from vndiacritics.ocr.pdf.writer import ImagePdf
    from vndiacritics.ocr.sources import Limits

    words = tuple(
        Word(text, Box(90 * n, 20, 90 * n + 80, 50), 0.8, observed="cu" if n % 2 else None)
        for n, text in enumerate(("Giếng", "nước", "xóm", "&", "Đồng"))
    )
    lines = Line(words, 0.01, -3, 30.0), Line(words)
    seal = Mark("seal", Box(300, 100, 420, 220))
    page = Page(1, 500, 300, 100.0, (Block(lines),), marks=(seal,))
    for module, kind in ((hocr, "hocr"), (alto, "alto"), (pagexml, "page")):
        text = "".join(module.write(iter([page, page]), title="p.png", system="x"))
        yield kind, text.encode("utf-8"), _markup(kind)
    yield (
        "abbyy",
        (
            b'<document xmlns="http://www.abbyy.com/FineReader_xml"><page width="9" height="9">'
            b"<block><text><par><line><formatting>"
            b'<charParams l="1" t="1" r="2" b="3">a</charParams>'
            b"</formatting></line></par></text></block></page></document>"
        ),
        _markup("abbyy"),
    )
    yield (
        "tsv",
        (
            b"level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf"
            b"\ttext\n1\t1\t0\t0\t0\t0\t0\t0\t9\t9\t-1\t\n5\t1\t1\t1\t1\t1\t1\t1\t3\t3\t91.5\tcu\n"
        ),
        _markup("tsv"),
    )
    for form, options in (
        ("PNG", {}), ("JPEG", {"quality": 60}), ("TIFF", {"compression": "tiff_lzw"}), ("GIF", {})
    ):  # fmt: skip
        packed = io.BytesIO()
        Image.linear_gradient("L").resize((120, 90)).save(packed, form, **options)
        yield form.lower(), packed.getvalue(), _image
    (folder / "p.png").write_bytes(packed.getvalue())
    with ImagePdf(folder / "p.png", limits=Limits(), producer="x") as made:
        made.add(page)
        made.save(folder / "p.pdf")
    yield "pdf", (folder / "p.pdf").read_bytes(), _pdf


def _read_many(
    folder: Path, kind: str, seeds: range, told: Connection, *, data: bytes, read: Reader
) -> None:
    """Damage and read a file by each seed, telling before and after which it is and its fault."""
    path = folder / f"case.{kind}"
    for seed in seeds:
        told.send((seed, None))
        path.write_bytes(damaged(data, Random(seed)))  # noqa: S311
        fault = ""
        try:
            read(path)
        except VndiacriticsError:
            pass
        except Exception as error:  # noqa: BLE001 - each is a finding
            fault = f"{type(error).__name__}: {str(error)[:120]}"
        told.send((seed, fault))


def _faults(
    folder: Path, kind: str, *, data: bytes, read: Reader, seed: int, seconds: float
) -> Iterator[tuple[int, str]]:
    """Yield each seed whose file was read and its fault, empty for none."""
    processes = multiprocessing.get_context("fork")
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        told, telling = processes.Pipe(duplex=False)
        seeds = range(seed, seed + AT_ONCE)
        child = processes.Process(
            target=_read_many,
            args=(folder, kind, seeds, telling),
            kwargs={"data": data, "read": read},
        )
        child.start()
        telling.close()
        ended = ""
        try:
            while seed < seeds.stop and time.monotonic() < end:
                if not told.poll(SLOW):
                    ended = f"more than {SLOW} s"
                    break
                seed, fault = told.recv()
                if fault is not None:
                    yield seed, fault
                    seed += 1
        except EOFError:
            child.join()
            ended = f"the process ended with {child.exitcode}"
        finally:
            child.kill()
            child.join()
        if ended:
            yield seed, ended
            seed += 1


def main(arguments: list[str] | None = None) -> int:
    """Run it; returns how many faults were found, 1 at most."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz_readers", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="for each reader (60)")
    parser.add_argument("--seed", type=int, default=0, help="of the first file (0)")
    parser.add_argument("--kind", action="append", help="only this one")
    options = parser.parse_args(arguments)
    found: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="vnfix-") as temporary:
        folder = Path(temporary)
        for kind, data, read in samples(folder):
            if options.kind and kind not in options.kind:
                continue
            last = options.seed - 1
            for seed, fault in _faults(
                folder, kind, data=data, read=read, seed=options.seed, seconds=options.seconds
            ):
                last = seed
                if fault:
                    found.setdefault(f"{kind}: {fault}", f"{kind} --seed {seed}")
            print(f"{kind}: {last + 1 - options.seed} files", flush=True)
    for what, where in found.items():
        print(f"FAULT {what} ({where})")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
