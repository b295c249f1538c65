"""How sure: the probability that a word of the restored text is right.

The decoder's posterior alone does not tell. Its beam drops what is unlikely, so that most
posteriors are 1; it says nothing of what has no candidates (numbers, signs, words of other
languages); and where a page is noisy a sure word is less sure. A logistic map makes a probability
of the posterior and of what else is known:

    P(right) = 1 / (1 + exp(-w · x)),   x = signals of the decoder, form of the word

with the weights `WEIGHTS`, one row a profile, learnt by ``python -m benchmarks.fit_confidence``
(see there for texts and figures). They are part of the program, as the thresholds of the gate are.

What a confidence means for what text alone cannot show: a digit that OCR read as another one leaves
no trace. A number's confidence is how often numbers of its form came out right in text of that
profile, lowered where the words around it are doubtful; it ranks numbers among the words to look
at, it does not tell the wrong one from the right one.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vndiacritics.arrays import F64, Flags
from vndiacritics.orthography.letters import to_new_placement, to_old_placement
from vndiacritics.orthography.signs import AROUND_WORDS
from vndiacritics.orthography.syllable import is_syllable
from vndiacritics.profiles.profile import GROUPS, PROFILES

HIGHEST = 0.9999
"""No word is surer than this: what few thousand words tell of a map does not reach further."""

UNREAD = 0.99
"""Confidence of text that is not read at all (another language, code): it stays as it is."""

TRUST, DAMAGED = 1.2, 0.005
PRIOR_WORDS, PRIOR_CHANGES = 20, 0.2
"""See `trust`. With 0.9, 1.2 and 1.5 nats 4.2, 3.0 and 2.1 of 1,000 words of right official pages
(14,542 words, each page a text) are under 0.95, and of the 60 errors in the Vietnamese OCR of 30
rendered pages 47, 47 and 45 are among the 8 % least sure (docs/trials/confidence.md)."""

LEAST_POSTERIOR = 1e-4
MOST_COST = 15.0
"""Posterior, from 0 and from 1, and nats, beyond which signals say no more."""

SIGNALS = (
    "constant",
    "log-odds",
    "saturated",
    "cost",
    "rarity",
    "unknown",
    "surprise",
    "next surprise",
    "changed",
    "refused",
)
FORMS = (
    "capitals",
    "title",
    "short",
    "number",
    "short number",
    "part of a number",
    "mixed",
    "code",
    "foreign",
    "roman",
    "letter",
    "signs only",
    "stop",
    "colon",
    "enclosed",
    "half enclosed",
    "compound",
    "either placement",
    "odd signs",
    "ellipsis",
)
"""What a word looks like; several may hold. Lower-case words of letters have none."""

SETTINGS = ("full stop before a small letter", "colon before a small letter")
"""What a word looks like beside the next one."""

_OPENING = re.compile(r"[(\[{\"“‘«]+")
_CLOSING = re.compile(r"[)\]}\"”’»]?[.,;:!?…]?")
_ELLIPSIS = re.compile(r"\.\.\.+|…")
_PLAIN_SIGN = re.compile(r"[-–+*•.,;:…/]|\./\.")
_CODE = re.compile(r"(?:\d+[/-])+[A-ZĐ][\w/-]*|[A-ZĐ]{2,}(?:[/-]\w+)*[/-][A-ZĐ]\w+|[A-ZĐ]+\d+")
_RARE_INSIDE = re.compile(r"[^\w\s]{2}|[^\w\s./,:%&–-]")
_ROMAN = re.compile(r"[IVXL]+")

FEATURES = (*SIGNALS, *FORMS, *SETTINGS)


@dataclass(frozen=True)
class Signals:
    """What the decoder tells of words, one value a word; all of shape (words,).

    Attributes:
        posteriors: of what stands there now.
        costs: of the channel, in nats.
        rarity: negative log-probability of the word without context, nats.
        unknown: the language model does not know the word.
        surprises: negative log-probability of the word after those before it, nats.
        next_surprises: the same of the word after it.
        changed: an edit made it.
        refused: a change was thinkable and not made.
    """

    posteriors: F64
    costs: F64
    rarity: F64
    unknown: Flags
    surprises: F64
    next_surprises: F64
    changed: Flags
    refused: Flags

    def __getitem__(self, rows: NDArray[np.intp] | Flags | slice) -> Signals:
        return Signals(*(column[rows] for column in vars(self).values()))

    def matrix(self) -> F64:
        """Return the columns that `SIGNALS` names, shape (words, signals)."""
        odds = np.clip(self.posteriors, LEAST_POSTERIOR, 1 - LEAST_POSTERIOR)
        columns = (
            np.ones(len(odds)),
            np.log(odds / (1 - odds)),
            self.posteriors > 1 - 5 * LEAST_POSTERIOR,
            np.minimum(self.costs, MOST_COST),
            self.rarity,
            self.unknown,
            np.minimum(self.surprises, MOST_COST),
            np.minimum(self.next_surprises, MOST_COST),
            self.changed,
            self.refused,
        )
        return np.stack(columns, axis=1).astype(np.float64)


@lru_cache(maxsize=1 << 14)
def form(word: str) -> tuple[bool, ...]:
    """Return what a word looks like, in the order of `FORMS`.

    Examples:
        >>> [name for name, holds in zip(FORMS, form("(HĐND),")) if holds]
        ['capitals', 'stop', 'enclosed']
        >>> [name for name, holds in zip(FORMS, form("5..Tổ")) if holds]
        ['mixed', 'compound', 'odd signs']
    """
    core = word.strip(AROUND_WORDS)
    head, tail = word, ""
    if core:
        head, _, tail = word.partition(core)
    opens = _OPENING.search(head) is not None
    closes = any(sign in ')]}"”»' for sign in tail)
    letters = sum(character.isalpha() for character in core)
    digits = sum(character.isdigit() for character in core)
    inner = len(core) - sum(character.isalnum() for character in core)
    number = digits > 0 and not letters
    is_code = _CODE.fullmatch(core) is not None
    old = to_old_placement(core.lower())
    holds = {
        "capitals": core.isupper() and letters > 1,
        "title": core[:1].isupper() and not core.isupper(),
        "short": 0 < letters == len(core) <= 2,
        "number": number,
        "short number": number and digits <= 2,
        "part of a number": number and inner > 0,
        "mixed": digits > 0 and letters > 0 and not is_code,
        "code": is_code,
        "foreign": 1 < letters == len(core) and not core.isupper() and not is_syllable(old),
        "roman": _ROMAN.fullmatch(core) is not None,
        "letter": len(core) == 1 and letters == 1,
        "signs only": not letters and not digits,
        "stop": tail[-1:] in {".", ","},
        "colon": tail[-1:] in {";", ":"},
        "enclosed": opens and closes,
        "half enclosed": opens != closes,
        "compound": letters > 0 and inner > 0,
        "either placement": to_new_placement(old) != old,
        "odd signs": (
            _is_odd(head, core, tail) if letters or digits else not _PLAIN_SIGN.fullmatch(word)
        ),
        "ellipsis": _ELLIPSIS.search(tail) is not None,
    }
    return tuple(holds[name] for name in FORMS)


def _is_odd(head: str, core: str, tail: str) -> bool:
    """Return whether signs stand as they seldom do: two in a row, before a letter, rare."""
    return (
        (bool(head) and _OPENING.fullmatch(head) is None)
        or _CLOSING.fullmatch(_ELLIPSIS.sub("", tail)) is None
        or core[0] in "-–—+*•/"
        or _RARE_INSIDE.search(core) is not None
    )


def features(signals: Signals, words: Sequence[str], followers: Sequence[str] = ()) -> F64:
    """Return what the map is applied to.

    Args:
        signals: of each word.
        words: as they are written.
        followers: the word after each; none where it is not known.

    Returns:
        The columns that `FEATURES` names, shape (words, features).
    """
    forms = np.array([form(word) for word in words], dtype=np.float64)
    settings = np.zeros((len(words), len(SETTINGS)))
    for row, (word, after) in enumerate(zip(words, followers, strict=False)):
        if word[-1] in ".:;" and after[:1].islower():
            settings[row, 0 if word[-1] == "." else 1] = 1.0
    return np.concatenate([signals.matrix(), forms.reshape(-1, len(FORMS)), settings], axis=1)


def trust(words: int, changed: int) -> float:
    """Return what the words of a text with marks gain when hardly any of them was changed.

    A text in which nothing was damaged is right as it stands, however odd its words; a few words
    say little. So the rate of changes is that of `PRIOR_WORDS` more words, of which `PRIOR_CHANGES`
    were changed.

    Args:
        words: of the text, those that have their marks.
        changed: of these.

    Returns:
        Nats to add to the log-odds that a word is right; 0 from a rate of `DAMAGED` on.

    Examples:
        >>> [round(trust(words, changed), 1) for words, changed in ((0, 0), (5000, 0), (5000, 50))]
        [0.0, 5.8, 0.0]
    """
    rate = (changed + PRIOR_CHANGES) / (words + PRIOR_WORDS)
    return max(0.0, TRUST * math.log(DAMAGED / rate))


def probabilities(profiles: NDArray[np.intp], matrix: F64, gains: F64 | float = 0.0) -> F64:
    """Apply the map.

    Args:
        profiles: number of each word's profile, as in `profile.PROFILES`, shape (words,).
        matrix: of `features`.
        gains: of `trust`, shape (words,) or one for all.

    Returns:
        Probability that each word is right, shape (words,).
    """
    total = np.einsum("ij,ij->i", matrix, WEIGHTS[profiles]) + gains
    result: F64 = np.minimum(1 / (1 + np.exp(-total)), HIGHEST)
    return result


_LEARNT: dict[str, tuple[float, ...]] = {
    # the columns are `profile.GROUPS`
    "constant": (4.965, 3.554, 2.527, 6.595, 3.619, 4.708),
    "log-odds": (0.296, 0.588, 0.849, 0.664, 0.722, 0.406),
    "saturated": (0.084, -1.353, -1.865, -2.611, -1.850, -0.958),
    "cost": (-0.127, -0.148, -0.039, -0.184, -0.026, -0.229),
    "rarity": (0.056, 0.003, -0.179, -0.236, -0.125, -0.167),
    "unknown": (-1.013, -0.716, -2.906, -1.761, -1.924, 0.309),
    "surprise": (-0.300, -0.237, -0.058, -0.182, -0.086, -0.211),
    "next surprise": (-0.220, -0.167, -0.069, -0.114, -0.087, -0.140),
    "changed": (-1.918, 0.049, 0.017, -1.923, -1.078, -0.615),
    "refused": (-2.047, -7.951, -1.712, -9.017, -6.529, -5.212),
    "capitals": (-0.531, -0.334, -0.055, -0.473, -0.613, -0.542),
    "title": (-0.153, -0.058, -0.178, -0.350, -0.082, -0.745),
    "short": (-0.544, -0.451, -0.161, -0.243, -0.288, -1.113),
    "number": (-1.809, -2.327, 2.175, 1.766, 2.710, -1.935),
    "short number": (0.551, -0.784, 1.307, 1.143, -3.229, -1.601),
    "part of a number": (-0.020, 0.770, 1.266, 1.329, 5.083, 0.499),
    "mixed": (0.467, -0.767, -0.055, -0.656, 1.461, -3.297),
    "code": (0.010, -0.302, -1.183, 0.656, -0.721, 0.793),
    "foreign": (0.144, -1.621, -0.913, 0.018, -1.558, -3.616),
    "roman": (-1.905, -1.151, 3.857, 0.564, -1.290, -1.169),
    "letter": (-0.749, -0.329, -0.878, -1.606, -2.188, -1.552),
    "signs only": (-1.760, -1.972, 2.811, -2.172, -3.894, -2.480),
    "stop": (-0.978, -0.300, 0.040, -0.136, 0.060, 0.324),
    "colon": (-1.233, -0.694, 0.351, -0.012, -0.229, 0.114),
    "enclosed": (-0.456, 0.208, -1.447, -0.153, 0.004, 2.310),
    "half enclosed": (-0.717, -0.639, -0.349, -0.184, 0.248, 0.097),
    "compound": (-0.701, -1.261, -0.577, 0.577, -0.442, -3.220),
    "either placement": (-0.060, -3.227, -2.050, -0.811, -3.718, -1.091),
    "odd signs": (-2.470, -2.116, 0.822, -2.028, -0.862, -3.042),
    "ellipsis": (-2.5, -3.0, 0.0, 0.0, -0.819, 0.000),
    "full stop before a small letter": (-3.189, -3.072, -0.557, 1.706, 0.897, -4.522),
    "colon before a small letter": (-0.939, -0.979, -0.323, 0.075, 1.312, 0.310),
}
"""What ``python -m benchmarks.fit_confidence --data ../shared --pairs PAIRS`` printed; but
"ellipsis", which came later: three full stops and the one sign look alike, and of 28 words before
them on rendered pages 11 had the other (4 of 12 that had 0.95 and more). The last two columns came
with ``--group mixed latin-ocr``."""

WEIGHTS = np.array(
    [[_LEARNT[name][GROUPS.index(profile.confidence)] for name in FEATURES] for profile in PROFILES]
)
"""Shape (profiles, features)."""
