"""``python -m benchmarks``: one table of all regimes, with a signature."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from benchmarks import engines, fresh, old_fonts, right_pieces, scans, tune
from benchmarks import own as own_texts
from benchmarks.by_hand import ByHand, best_by_hand
from benchmarks.calibration import Calibration
from benchmarks.kinds import kind_of
from benchmarks.pages import Loader, Regime
from benchmarks.peers import IDENTITY, System, installed_peers
from benchmarks.regimes import available, matching, select
from benchmarks.remaining import Finding, findings, write_findings
from benchmarks.report import (
    LEGEND,
    Row,
    calibration_summary,
    calibration_table,
    table,
    table_for_people,
    to_json,
)
from benchmarks.runner import (
    Product,
    calibrate_regime,
    load_product,
    restore_pages,
    score_regime,
)
from benchmarks.signature import sign
from benchmarks.speed import GROWTH, english_ocr_texts, measure
from vndiacritics.profiles.profile import AUTO, CHOICES

COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "scans": scans.main,
    "engines": engines.main,
    "fonts": old_fonts.main,
    "fresh": fresh.main,
    "pieces": right_pieces.main,
    "tune": tune.main,
}
"""What has a table of its own."""


def parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    result = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    add = result.add_argument
    add(
        "folder",
        type=Path,
        nargs="?",
        metavar="FOLDER",
        help="score your own pairs NAME.ref.txt and NAME.txt instead of the regimes",
    )
    add("--data", type=Path, metavar="DIR", help="shared data; without it examples/ is used")
    add(
        "--regime",
        action="append",
        default=[],
        metavar="R",
        help="only this regime or all that begin so (english-ocr); may be repeated",
    )
    add("--only", metavar="REGEX", help="only regimes in whose name this is found")
    add(
        "--best",
        action="store_true",
        help="also the best profile named by hand, and what auto loses",
    )
    add("--list", action="store_true", help="name the regimes and stop")
    add("--profile", choices=CHOICES, default=AUTO, help="profile of the restorer")
    add("--model", type=Path, metavar="PATH", help="another model than the package's own")
    add("--identity", action="store_true", help="score the input itself, not the restorer")
    add("--no-peers", action="store_true", help="leave other tools and baselines out")
    add("--calibration", action="store_true", help="print reliability tables of the confidence")
    add("--speed", action="store_true", help="measure speed, load time and memory")
    add(
        "--growth",
        type=int,
        nargs="*",
        default=list(GROWTH),
        metavar="N",
        help="with --speed: tokens of the texts on which growth is measured",
    )
    add("--json", type=Path, metavar="FILE", help="write all figures as JSON")
    add("--errors", type=Path, metavar="FILE", help="write the remaining errors as TSV")
    add("--helped", action="store_true", help="with --errors: also what was mended")
    return result


@dataclass
class Findings:
    """All that one run measures, gathered regime by regime."""

    regimes: list[Regime] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    errors: list[Finding] = field(default_factory=list)
    calibration: dict[str, Calibration] = field(default_factory=dict)


def run(
    loaders: Mapping[str, Loader],
    own: System,
    peers: Sequence[System],
    *,
    errors: bool = False,
    helped: bool = False,
    calibration: bool = False,
) -> Findings:
    """Run the system and its peers over the regimes.

    Args:
        loaders: the regimes, by name.
        own: the system whose errors and confidence are looked at.
        peers: systems that are only scored.
        errors: gather the errors that are left.
        helped: gather what was mended too.
        calibration: measure the confidence, when ``own`` gives one.
    """
    result = Findings()
    for load in loaders.values():
        regime = load()
        print(f"running {regime.name} …", file=sys.stderr)
        outputs = restore_pages(own, regime)
        result.regimes.append(regime)
        result.rows.append(Row(regime.name, own.name, score_regime(regime, outputs)))
        if errors:
            for page, output in zip(regime.pages, outputs, strict=True):
                result.errors += findings(regime, page, output, helped=helped)
        if calibration and isinstance(own, Product):
            result.calibration[regime.name] = calibrate_regime(own, regime)
        for peer in peers if kind_of(regime.name).has_peers else ():
            score = score_regime(regime, restore_pages(peer, regime))
            result.rows.append(Row(regime.name, peer.name, score))
    return result


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; returns the exit status."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    if given and given[0] in COMMANDS:
        return COMMANDS[given[0]](given[1:])
    options = parser().parse_args(arguments)
    if options.folder is not None:
        own = load_product(profile=options.profile, model=options.model)
        return own_texts.run(options.folder, own)
    if options.data is not None and not options.data.is_dir():
        print(f"no folder {options.data}: running on examples/", file=sys.stderr)
        options.data = None
    loaders = available(options.data)
    try:
        loaders = select(loaders, options.regime)
        if options.only is not None:
            loaders = matching(loaders, options.only)
    except KeyError as error:
        print(f"no regime {error}; there are: {', '.join(loaders)}", file=sys.stderr)
        return 2
    if options.list:
        print("\n".join(loaders))
        return 0
    system: System = (
        IDENTITY if options.identity else load_product(profile=options.profile, model=options.model)
    )
    peers, not_run = ([], []) if options.no_peers else installed_peers(options.data)
    result = run(
        loaders,
        system,
        peers,
        errors=options.errors is not None,
        helped=options.helped,
        calibration=options.calibration,
    )
    if options.best:
        result.rows = with_best(result.rows, best_by_hand(result.regimes, model=options.model))
    publish(result, system, options, not_run)
    return 0


def with_best(rows: Sequence[Row], best: Mapping[str, ByHand]) -> list[Row]:
    """Set the best profile by hand beside the first system of each regime."""
    seen: set[str] = set()
    result = []
    for row in rows:
        result.append(row if row.regime in seen else replace(row, best=best.get(row.regime)))
        seen.add(row.regime)
    return result


def publish(
    result: Findings, own: System, options: argparse.Namespace, not_run: Sequence[str]
) -> None:
    """Print what was measured and write the files that were asked for."""
    print(table_for_people(result.rows))
    print(f"\n{table(result.rows)}")
    print(LEGEND)
    for reason in not_run:
        print(f"not run: {reason}")
    if result.calibration:
        print(f"\n{calibration_summary(result.calibration)}")
    for name, calibration in result.calibration.items():
        print(f"\n{calibration_table(name, calibration)}")
    speed = None
    if options.speed:
        speed = measure(
            english_ocr_texts(options.data),
            profile=options.profile,
            model=options.model,
            growth=options.growth,
        )
        print("", *speed.lines(), sep="\n")
    signature = sign(
        own.signature if isinstance(own, Product) else None,
        result.regimes,
        options=f"profile={options.profile}",
        model=options.model,
    )
    print(f"\n{signature.line()}")
    if options.errors:
        count = write_findings(options.errors, result.errors)
        print(f"{count} lines in {options.errors}", file=sys.stderr)
    if options.json:
        plain = to_json(
            result.rows,
            signature,
            calibration=result.calibration,
            speed=asdict(speed) if speed else None,
            not_run=not_run,
        )
        options.json.write_text(
            json.dumps(plain, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    sys.exit(main())
