r"""The text as it came: its encoding, its repairs, its lines.

No I/O, no numpy. Each repair is a function of a text, usable alone, that gives a `Repaired`: the
new text and the changes that lead to it, each with its span and the name of the repair, which is
also the reason of the edit in `vndiacritics.Restoration.edits`. `Repaired.then` chains them, and
the changes stay spans of the first text.

========================  ==================  ====================================================
function                  name in edits       what it repairs
========================  ==================  ====================================================
`repair_gha`              look-alike          ``ƣ Ƣ`` for ư Ư
`repair_stroke`           look-alike          eth and the African d for Đ đ
`repair_carons`           look-alike          ``ǎ`` for ă
`repair_foreign_scripts`  look-alike          Cyrillic and Greek letters inside words
`repair_ligatures`        ligature            ``ﬁ ﬂ ﬀ`` and others
`repair_full_width`       full-width          ``ＱＤ　５３``
`repair_spaces`           space               no-break spaces in place of all spaces of a line
`repair_zero_width`       zero-width          zero-width characters within and between syllables
`repair_soft_hyphens`     soft-hyphen         U+00AD that is ư, or nothing
`repair_letter_spacing`   letter-spacing      ``B Á O   C Á O``
`repair_hyphens`          hyphen              hyphens that are ư: ``ng-ời``
`repair_glyph_numbers`    glyph               ``(cid:n)`` as a letter that the search fills
`repair_private_use`      private-use         codes of symbol-encoded fonts
`repair_marks`            normal-form,        NFD, doubled, detached, misordered marks; gives NFC
                          marks-placed
`repair_spacing_marks`    marks-placed        ``ca´c``
`repair_wrong_vowels`     marks-placed        ``nứơc``, ``tóan``, ``qúy``, ``thuơng``
`place_tones`             tone-placement      the tone of open ``oa oe uy``, old style or new
`decode`                  the encoding        text that shows TCVN3, VNI, VISCII, VPS, VIQR, cp1258,
                                              or UTF-8 read in a wrong code page
========================  ==================  ====================================================

Interleaved lines cannot be repaired; `find_interleaved_lines` finds them.

Examples:
    >>> from vndiacritics.text import repair_gha, repair_marks
    >>> result = repair_gha("phƣơng hoa\u0323t").then(repair_marks)
    >>> result.text, [change.reason for change in result.changes]
    ('phương hoạt', ['look-alike', 'normal-form'])
"""

from __future__ import annotations

from vndiacritics.text.changes import Change, Repaired, replaced, unchanged
from vndiacritics.text.encodings import ENCODINGS, can_write, decode, encode
from vndiacritics.text.glyphs import repair_glyph_numbers, repair_hyphens
from vndiacritics.text.interleaved import find_interleaved_lines, is_interleaved_word
from vndiacritics.text.letter_spacing import repair_letter_spacing
from vndiacritics.text.marks import TonePlacement, place_tones, repair_marks, repair_spacing_marks
from vndiacritics.text.repairs import (
    REPAIRS,
    Repair,
    repair_carons,
    repair_foreign_scripts,
    repair_full_width,
    repair_gha,
    repair_ligatures,
    repair_private_use,
    repair_soft_hyphens,
    repair_spaces,
    repair_stroke,
    repair_zero_width,
)
from vndiacritics.text.respelling import repair_wrong_vowels

__all__ = [
    "ENCODINGS",
    "REPAIRS",
    "Change",
    "Repair",
    "Repaired",
    "TonePlacement",
    "can_write",
    "decode",
    "encode",
    "find_interleaved_lines",
    "is_interleaved_word",
    "place_tones",
    "repair_carons",
    "repair_foreign_scripts",
    "repair_full_width",
    "repair_gha",
    "repair_glyph_numbers",
    "repair_hyphens",
    "repair_letter_spacing",
    "repair_ligatures",
    "repair_marks",
    "repair_private_use",
    "repair_soft_hyphens",
    "repair_spaces",
    "repair_spacing_marks",
    "repair_stroke",
    "repair_wrong_vowels",
    "repair_zero_width",
    "replaced",
    "unchanged",
]
