r"""LaTeX: prose and the arguments that are prose. Commands, mathematics, labels, comments stay.

What is an argument of prose: that of commands listed here, and of unknown commands where it holds
several words (``\truongphong{Nguyễn Văn An}``). Of the preamble only titles are read.
"""

from __future__ import annotations

import re

from vndiacritics.documents.document import RepairedDocument
from vndiacritics.documents.encoded import decoded
from vndiacritics.documents.flat import FlatReading, without_new
from vndiacritics.documents.reading import LINE, OBJECT, PARAGRAPH, SPACE, Explainer

__all__ = ["repair"]

_PROSE_NAMES = (
    "textbf textit texttt textsc textsf textrm textsl textup textmd textnormal emph underline "
    "uline part chapter section subsection subsubsection paragraph subparagraph caption footnote "
    "footnotetext title author date subtitle institute thanks item mbox makebox fbox framebox text "
    "parbox MakeUppercase MakeLowercase uppercase enquote quote marginpar frametitle framesubtitle "
    "textcolor href multicolumn multirow centerline leftline rightline alert only uncover so hl st "
    "address affiliation dedicatory abstract keywords shorttitle captionof intertext"
)
_PROSE = frozenset(_PROSE_NAMES.split())
"""Commands whose last argument is prose."""

_CODE_NAMES = (
    "label ref eqref pageref autoref cref Cref nameref vref cite citep citet citeauthor citeyear "
    "parencite textcite footcite autocite nocite bibliography bibliographystyle addbibresource "
    "includegraphics input include includeonly usepackage documentclass RequirePackage begin end "
    "url path href@ newcommand renewcommand providecommand newenvironment renewenvironment "
    "DeclareMathOperator def let setlength addtolength setcounter addtocounter newcounter "
    "stepcounter refstepcounter hspace vspace color definecolor colorbox pagecolor fontsize "
    "fontfamily selectlanguage foreignlanguage hypersetup geometry graphicspath pagestyle "
    "thispagestyle pagenumbering lstinputlisting inputminted rule raisebox hypertarget hyperlink "
    "ensuremath index glossary gls acrshort tikzset usetikzlibrary setmainfont newtheorem "
    "theoremstyle usetheme usecolortheme columnwidth cline cmidrule SI si num qty unit ce"
)
_CODE = frozenset(_CODE_NAMES.split())
"""Commands none of whose arguments are prose."""

_PARAGRAPHS_NAMES = (
    "part chapter section subsection subsubsection paragraph subparagraph caption footnote title "
    "author date item par newpage clearpage hline toprule midrule bottomrule frametitle"
)
_PARAGRAPHS = frozenset(_PARAGRAPHS_NAMES.split())
"""Commands that begin a paragraph."""

_ACCENTS = frozenset("'`^\"~=.")
_ACCENT_NAMES_NAMES = "u v H t c d b r k ohorn uhorn dj DJ i j o O l L aa AA ae AE oe OE"
_ACCENT_NAMES = frozenset(_ACCENT_NAMES_NAMES.split())

_KEPT_ENVIRONMENTS_NAMES = (
    "equation align gather multline eqnarray math displaymath flalign alignat dmath array matrix "
    "pmatrix bmatrix cases split verbatim Verbatim BVerbatim lstlisting minted comment tikzpicture "
    "pgfpicture filecontents thebibliography algorithmic circuitikz asy"
)
_KEPT_ENVIRONMENTS = frozenset(_KEPT_ENVIRONMENTS_NAMES.split())

_TOKEN = re.compile(
    r"(?P<comment>(?<!\\)%[^\n]*(?:\n[ \t]*)?)"
    r"|\\begin\s*\{(?P<begin>[^{}]*)\}|\\end\s*\{[^{}]*\}"
    r"|\\(?P<verb>verb|lstinline|mintinline(?:\{\w+\})?)\*?(?P<sign>[^\sA-Za-z{])"
    r"|\\(?P<command>[A-Za-z@]+\*?)"
    r"|\\(?P<escape>[^A-Za-z])"
    r"|(?P<display>\$\$.*?\$\$|\\\[.*?\\\])|(?P<inline>\$(?:[^$\\]|\\.)*\$)"
    r"|(?P<break>\n[ \t]*\n\s*)|(?P<tie>~)|(?P<cell>&)|(?P<brace>[{}])",
    re.DOTALL,
)
_ARGUMENT = re.compile(r"\s*\[(?:[^\[\]{}]|\{[^{}]*\})*\]|\s*\*")
_BRACES = re.compile(r"\\.|%[^\n]*|[{}]", re.DOTALL)
_TITLES = frozenset({"title", "author", "subtitle", "institute", "date", "thanks"})
_writer = without_new("\\{}$&#^_~%")
_TWO_WORDS = re.compile(r"[^\W\d_]{2,}\s+[^\W\d_]{2,}")


def repair(data: bytes, restorer: Explainer) -> RepairedDocument:
    """Repair the prose of a LaTeX file.

    Args:
        data: the file.
        restorer: reads the prose.

    Raises:
        EncodingError: the encoding is not clear.
    """
    encoded = decoded(data)
    flat = FlatReading(encoded.text)
    _Scanner(flat).read()
    return flat.repaired(encoded, data, restorer)


class _Scanner:
    """Reads a LaTeX file into pieces.

    Args:
        flat: takes them.
    """

    def __init__(self, flat: FlatReading) -> None:
        self._flat = flat
        self._text = flat.source
        self._in_preamble = "\\begin{document}" in self._text
        self._titles: list[int] = []
        self._closings = _closings(self._text)
        self._ends: set[int] = set()

    def read(self) -> None:
        place = 0
        while (match := _TOKEN.search(self._text, place)) is not None:
            self._add(place, match.start())
            place = self._take(match)
            while self._titles and place >= self._titles[-1]:
                self._titles.pop()
        self._add(place, len(self._text))

    def _add(self, start: int, stop: int) -> None:
        if not self._in_preamble or self._titles:
            self._flat.copy(start, stop, writer=_writer)

    def _gap(self, gap: str) -> None:
        if not self._in_preamble or self._titles:
            self._flat.gap(gap)

    def _take(self, match: re.Match[str]) -> int:
        """Take a token; return where the next one is looked for."""
        kind = match.lastgroup
        if kind == "begin":
            return self._environment(match)
        if kind == "command":
            return self._command(match)
        if kind == "sign":
            end = self._text.find(match["sign"], match.end())
            self._gap(OBJECT)
            return match.end() if end < 0 else end + 1
        if kind == "escape":
            return self._escape(match)
        gaps = {
            "break": PARAGRAPH,
            "display": OBJECT,
            "inline": OBJECT,
            "tie": SPACE,
            "cell": PARAGRAPH,
            "comment": LINE,
            "brace": "",
        }
        self._gap(PARAGRAPH if match.end() in self._ends else gaps.get(kind or "", PARAGRAPH))
        return match.end()

    def _escape(self, match: re.Match[str]) -> int:
        sign = match["escape"]
        if sign in "([":
            end = self._text.find("\\" + {"(": ")", "[": "]"}[sign], match.end())
            self._gap(OBJECT)
            return len(self._text) if end < 0 else end + 2
        if sign == "\\":
            self._gap(LINE)
        elif sign in _ACCENTS:
            return self._accent(match.end())
        elif sign in "%&$#_{}":
            self._add(match.start() + 1, match.end())
        elif sign in " ,;:!/-@\n":
            self._gap("" if sign in "/-@!" else SPACE)
        else:
            self._gap(OBJECT)
        return match.end()

    def _accent(self, place: int) -> int:
        r"""Keep an accent and the letter under it: ``\'{e}``, ``\d{\^o}``."""
        self._gap(OBJECT)
        if self._text.startswith("{", place):
            return self._closing(place)
        return place

    def _environment(self, match: re.Match[str]) -> int:
        name = match["begin"].rstrip("*")
        if name == "document":
            self._in_preamble = False
        if name in _KEPT_ENVIRONMENTS:
            end = self._text.find(f"\\end{{{match['begin']}}}", match.end())
            self._gap(OBJECT if name in {"math", "displaymath", "equation"} else PARAGRAPH)
            return len(self._text) if end < 0 else end
        self._gap(PARAGRAPH)
        place = self._options(match.end())
        while self._text.startswith("{", place):  # columns, widths; a theorem's name is in brackets
            place = self._closing(place)
        return place

    def _command(self, match: re.Match[str]) -> int:
        name = match["command"].rstrip("*")
        place = match.end()
        if name in _ACCENT_NAMES:
            return self._accent(place)
        if name in _PARAGRAPHS:
            self._gap(PARAGRAPH)
            last = self._last_argument(self._options(place))
            if self._text.startswith("{", last):
                self._ends.add(self._closing(last))
        if name in _CODE:
            self._gap(OBJECT if name not in {"begin", "end", "vspace", "index", "label"} else "")
            return self._skipped(place)
        if name in _PROSE:
            place = self._last_argument(self._options(place))
        elif self._text.startswith(("{", "["), place):
            place = self._options(place)
            if self._text.startswith("{", place):
                end = self._closing(place)
                if not _TWO_WORDS.search(self._text, place, end):
                    self._gap(OBJECT)
                    return end
        else:
            return self._spaces(place)
        if self._in_preamble and name in _TITLES and self._text.startswith("{", place):
            self._titles.append(self._closing(place))
        return place

    def _spaces(self, place: int) -> int:
        """Take the spaces that end a command's name, as TeX does; but no blank line."""
        end = place
        while self._text.startswith((" ", "\t"), end):
            end += 1
        self._gap("" if end == place else SPACE)
        return end

    def _options(self, place: int) -> int:
        while (match := _ARGUMENT.match(self._text, place)) is not None:
            place = match.end()
        return place

    def _last_argument(self, place: int) -> int:
        """Return where the last of the arguments that follow begins."""
        while self._text.startswith("{", place):
            end = self._closing(place)
            if not self._text.startswith("{", end):
                break
            place = end
        return place

    def _skipped(self, place: int) -> int:
        """Return the place behind all arguments."""
        place = self._options(place)
        while self._text.startswith("{", place):
            place = self._options(self._closing(place))
        return place

    def _closing(self, place: int) -> int:
        """Return the place behind the brace that closes the one at a place."""
        return self._closings.get(place, len(self._text))


def _closings(text: str) -> dict[int, int]:
    """Return the place behind the brace that closes each one."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for match in _BRACES.finditer(text):
        if match[0] == "{":
            opened.append(match.start())
        elif match[0] == "}" and opened:
            found[opened.pop()] = match.end()
    return found
