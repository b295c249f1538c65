"""``python -m benchmarks engines``: engines and faces left out, and engines made from a list.

`--leave-out-engine` learns the `latin-ocr` channel anew without one family of engines and without
every second page of the others (each page is a face of its own), and reads what the family left
out made of these faces: 20 s a family. `--confusions` damages right text as the list of confusions
says of Acrobat, OmniPage and others, and reads it with the shipped channel, which has learnt that
list, and with one that was learnt without this source. With neither, every engine is read face by
face with the shipped channel, which has learnt those without Vietnamese.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from benchmarks import confusions, genres
from benchmarks.pages import Page, Regime, read
from benchmarks.report import grid
from benchmarks.runner import load_product, restore_pages, score_regime
from benchmarks.signature import sign
from vndiacritics.model import language_model
from vndiacritics.model.checksum import DATA, SUFFIX
from vndiacritics.profiles.profile import AUTO, LATIN_OCR
from vndiacritics.training import build, inputs, train_channel, train_latin
from vndiacritics.training.channel import count_pairs

RENDERED_BY = "tess"
"""Family of the engine that read `pairs/rendered`."""

HEADINGS = (
    "left out",
    "text",
    "tokens",
    "raw %",
    "auto %",
    "latin-ocr %",
    "helped",
    "hurt",
    "num %",
)

Row = tuple[str, ...]


def family(engine: str) -> str:
    """Return the family of an engine: models of one program err alike.

    Examples:
        >>> family("paddle-v4-ch"), family("tess-eng+fra"), family("tess-legacy-fra")
        ('paddle', 'tess', 'tess-legacy')
    """
    return "tess-legacy" if engine.startswith("tess-legacy") else engine.split("-", maxsplit=1)[0]


def teaches(index: int) -> bool:
    """Return whether a page teaches, by its place: every second does, the others are scored."""
    return index % 2 == 1


class Workshop:
    """The shared data, and model folders that differ from the shipped one in one channel."""

    def __init__(self, data: Path, folder: Path) -> None:
        self.engines = data / "pairs" / "engines"
        self.rendered = data / "pairs" / "rendered"
        self.list = data / "lists" / "engine-confusions.tsv"
        self.documents = data / "documents"
        self._folder = folder
        self._model = language_model.load(DATA / f"language-model{SUFFIX}")
        self._counted: dict[str, Counter[tuple[str, str]] | None] = {}

    def without_family(self, left_out: str) -> Path:
        """Return a model folder whose channel knows no engine of a family, and half the faces."""
        counts: Counter[tuple[str, str]] = Counter()
        for engine in genres.engine_names(self.engines):
            if family(engine) != left_out:
                counts.update(self._half(engine) or {})
        if left_out != RENDERED_BY:
            counts.update(self._pages())
        counts.update(train_latin.count_confusions(self.list))
        return self._learnt(f"without-{left_out}", counts)

    def without_source(self, source: str) -> Path:
        """Return a model folder whose channel has not learnt one source of the list."""
        counts = train_latin.count_all(iter(()), folders=[self.engines])
        counts.update(self._pages())
        counts.update(train_latin.count_confusions(self.list, leave_out={source}))
        return self._learnt(f"without-{source}", counts)

    def knows_vietnamese(self, engine: str) -> bool:
        """Return whether an engine's pages teach no channel since it has Vietnamese."""
        return self._half(engine) is None

    def _half(self, engine: str) -> Counter[tuple[str, str]] | None:
        if engine not in self._counted:
            pages = [page.name for page in genres.engine_pages(self.engines, engine)]
            taught = {name for n, name in enumerate(pages) if teaches(n)}
            self._counted[engine] = train_latin.count_engine(
                self.engines, engine, takes=taught.__contains__
            )
        return self._counted[engine]

    def _pages(self) -> Counter[tuple[str, str]]:
        texts = train_channel.pages(
            [self.rendered], "eng", leave_out=inputs.documents(build.SCORED)
        )
        return count_pairs(train_channel.word_pairs(texts))

    def _learnt(self, name: str, counts: Counter[tuple[str, str]]) -> Path:
        print(f"learning {name} …", file=sys.stderr)
        folder = self._folder / name
        folder.mkdir()
        table = f"{LATIN_OCR.table}{SUFFIX}"
        for path in DATA.glob(f"*{SUFFIX}"):
            if path.name != table:
                (folder / path.name).symlink_to(path.resolve())
        train_channel.write_learnt(counts, self._model, folder / table)
        return folder


def scored(left_out: str, regimes: Sequence[Regime], model: Path | None) -> Iterator[Row]:
    """Yield the row of each regime, read with a model as nothing and as `latin-ocr`."""
    auto = load_product(profile=AUTO, model=model)
    by_hand = load_product(profile=LATIN_OCR.name, model=model)
    for regime in regimes:
        score = score_regime(regime, restore_pages(auto, regime))
        named = score_regime(regime, restore_pages(by_hand, regime))
        kept = score.number_survival_of_right
        yield (
            left_out,
            regime.name,
            str(score.tokens),
            f"{100 * (score.raw_accuracy or 0):.1f}",
            f"{100 * (score.token_accuracy or 0):.2f}",
            f"{100 * (named.token_accuracy or 0):.2f}",
            str(score.helped),
            str(score.hurt),
            "–" if kept is None else f"{100 * kept:.1f}",
        )


def leave_out_engines(shop: Workshop, pattern: str) -> tuple[list[Row], list[Regime]]:
    """Learn without each family in turn and score the faces that nothing was learnt from."""
    rows: list[Row] = []
    used: list[Regime] = []
    names = [e for e in genres.engine_names(shop.engines) if not shop.knows_vietnamese(e)]
    for left_out in sorted({family(name) for name in names}):
        if not re.search(pattern, left_out):
            continue
        regimes = []
        for name in names:
            if family(name) == left_out:
                pages = list(genres.engine_pages(shop.engines, name))
                held = tuple(page for n, page in enumerate(pages) if not teaches(n))
                regimes.append(Regime(name, held))
        rows += scored(left_out, regimes, shop.without_family(left_out))
        used += regimes
    return rows, used


def made_engines(shop: Workshop, pattern: str) -> tuple[list[Row], list[Regime]]:
    """Damage right text as each source of the list does; read it with and without knowing it."""
    rows: list[Row] = []
    used: list[Regime] = []
    for source in confusions.sources(shop.list):
        if not re.search(pattern, source):
            continue
        engine = confusions.engine(shop.list, source)
        pages = []
        for path in sorted(shop.documents.glob("*.txt")):
            text = genres.beginning(read(path), genres.TOKENS)
            pages.append(Page(path.stem, path.stem, engine.damage(text), text))
        regime = Regime(f"made-{source}", tuple(pages))
        rows += scored("nothing (taught)", [regime], None)
        rows += scored(source, [regime], shop.without_source(source))
        used.append(regime)
    return rows, used


def by_face(shop: Workshop, pattern: str) -> tuple[list[Row], list[Regime]]:
    """Read every page of every engine with the shipped model."""
    rows: list[Row] = []
    used: list[Regime] = []
    for name in genres.engine_names(shop.engines):
        if re.search(pattern, name):
            pages = genres.engine_pages(shop.engines, name)
            regimes = [Regime(f"{name} {page.document}", (page,)) for page in pages]
            rows += scored("nothing", regimes, None)
            used += regimes
    return rows, used


def median(rows: Collection[Row]) -> float:
    """Return the median of `auto` over rows."""
    return statistics.median(float(row[HEADINGS.index("auto %")]) for row in rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks engines", description=__doc__)
    add = parser.add_argument
    add("--data", type=Path, required=True, metavar="DIR", help="shared data")
    add("--leave-out-engine", action="store_true", help="learn anew without each family in turn")
    add("--confusions", action="store_true", help="engines made from the list of confusions")
    add("--only", default="", metavar="REGEX", help="only families, sources or engines like this")
    options = parser.parse_args(arguments)
    if not (options.data / "pairs" / "engines").is_dir():
        print(f"{options.data}: no pairs/engines in it", file=sys.stderr)
        return 2
    runs = []
    if options.leave_out_engine:
        runs.append(("engines and faces left out", leave_out_engines))
    if options.confusions:
        runs.append(("engines made from the list of confusions", made_engines))
    regimes: list[Regime] = []
    with tempfile.TemporaryDirectory(prefix="vnfix-") as temporary:
        shop = Workshop(options.data, Path(temporary))
        for heading, run in runs or [("every engine, every face (taught)", by_face)]:
            rows, used = run(shop, options.only)
            regimes += used
            print(f"{heading}\n{grid([HEADINGS, *rows], left=2)}")
            if rows:
                print(f"median of auto: {median(rows):.2f}\n")
    print(
        "texts tuned; the english-ocr channel of the shipped model has learnt tess-eng and stays"
        " as it is when the family tess is left out"
    )
    signature = sign(None, regimes, options=f"profile={AUTO}", model=None)
    print(f"\n{signature.line()}")
    return 0
