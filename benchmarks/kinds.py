"""What is known of each regime: its name for people, and whether anybody looked at its texts.

A figure is *taught* (a table of the model learnt from these texts or pages), *tuned* (numbers were
chosen or errors read on them) or fresh (neither). All that lies open in ../shared is tuned at
best: fresh figures come from ``python ../shared/sealed.py``.
"""

from __future__ import annotations

from dataclasses import dataclass

TAUGHT, TUNED = "taught", "tuned"

NONE_IS_FRESH = (
    "no regime here is fresh (tuned: numbers were chosen or errors read on its texts; taught: a"
    " table learnt from them); fresh figures: python ../shared/sealed.py --best"
)


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What is known of the regimes whose name begins with `stem`.

    Attributes:
        stem: whole name, or the beginning up to a hyphen.
        title: the kind of text in plain words; what follows the stem is set behind it.
        seen: `TAUGHT` or `TUNED`.
        is_right: the text is right already, and every change is harm.
        has_peers: other tools are run on it too; they cost minutes.
    """

    stem: str
    title: str
    seen: str = TUNED
    is_right: bool = False
    has_peers: bool = False


UNKNOWN = Kind(stem="", title="")

KINDS = (
    Kind(stem="english-ocr-real", title="scanned report, English OCR", has_peers=True),
    Kind(stem="english-ocr-rendered", title="rendered pages, English OCR", has_peers=True),
    Kind(stem="english-ocr-scans", title="real scans, English OCR", has_peers=True),
    Kind(stem="english-ocr-example", title="example, English OCR", has_peers=True),
    Kind(stem="vietnamese-ocr-rendered", title="rendered pages, Vietnamese OCR", has_peers=True),
    Kind(stem="vietnamese-ocr-scans", title="real scans, Vietnamese OCR", has_peers=True),
    Kind(stem="stripped-documents", title="official reports without marks", has_peers=True),
    Kind(stem="stripped-references", title="official pages without marks", has_peers=True),
    Kind(stem="stripped-administrative", title="administrative lines without marks"),
    Kind(stem="stripped-general", title="news, encyclopedia without marks", has_peers=True),
    Kind(stem="stripped-example", title="example without marks", has_peers=True),
    Kind(stem="half-marked", title="words without marks, of a hundred"),
    Kind(stem="kept-d", title="marks lost but those of đ"),
    Kind(stem="no-tones", title="tones lost"),
    Kind(stem="question-marks", title="letters became ?"),
    Kind(stem="mapped", title="thirty letters mapped to others"),
    Kind(stem="lost-u", title="ư lost"),
    Kind(stem="torn", title="torn by spaces"),
    Kind(stem="glued-stripped", title="glued, without marks"),
    Kind(stem="glued-ocr", title="glued, English OCR"),
    Kind(stem="engine-tess-vie", title="engine with Vietnamese: tess-vie"),
    Kind(stem="engine-tess-vietnamese", title="engine with Vietnamese: tess-vietnamese"),
    Kind(stem="engine-tess-legacy-vie", title="engine with Vietnamese: tess-legacy-vie"),
    Kind(stem="engine-trueocr-vi", title="engine with Vietnamese: trueocr-vi"),
    Kind(stem="engine", title="engine without Vietnamese:", seen=TAUGHT),
    Kind(stem="clean-documents", title="right official reports", is_right=True, has_peers=True),
    Kind(stem="clean-references", title="right official pages", is_right=True, has_peers=True),
    Kind(stem="clean-example", title="right example", is_right=True, has_peers=True),
    Kind(stem="right", title="right text:", is_right=True),
    Kind(stem="stripped-genre", title="without marks:"),
    Kind(stem="half-genre", title="half of the words without marks:"),
    Kind(stem="other", title="English, code, tables", is_right=True),
    Kind(stem="text-layer", title="text layer:"),
)
"""From the particular to the general: the first whose stem fits speaks for a regime."""


def kind_of(regime: str) -> Kind:
    """Return what is known of a regime; `UNKNOWN` where nothing is."""
    for kind in KINDS:
        if regime == kind.stem or regime.startswith(f"{kind.stem}-"):
            return kind
    return UNKNOWN


def title(regime: str) -> str:
    """Return the kind of text in plain words.

    Examples:
        >>> title("half-marked-50")
        'words without marks, of a hundred 50'
    """
    kind = kind_of(regime)
    rest = regime.removeprefix(kind.stem).removeprefix("-")
    return f"{kind.title} {rest}".strip()
