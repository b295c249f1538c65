"""Small made models: a language model of a few sentences, and searched blocks of a few tokens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from vndiacritics.model.language_model import LanguageModel, compiled
from vndiacritics.orthography.letters import canonical
from vndiacritics.pieces import BEGIN, END, UNKNOWN, cut, symbol
from vndiacritics.profiles.profile import VIETNAMESE_OCR, Profile
from vndiacritics.search.arcs import KEPT, Analysis, ArcStore, Columns
from vndiacritics.search.decoder import decode
from vndiacritics.search.lattice import BlockTokens, block_lattice
from vndiacritics.search.result import SearchResult
from vndiacritics.text.lines import TOKEN
from vndiacritics.training.corpus import SPECIALS
from vndiacritics.training.language_model import count, estimate

Readings = Mapping[str, Mapping[str, float]]
"""For a piece of a token what else it may have been, with costs in nats."""


def pieces(token: str) -> list[str]:
    return [token[start:stop] for start, stop in cut(token)]


def model_of(*sentences: str, times: int = 30) -> LanguageModel:
    """Make a language model of sentences; all their words are known to it."""
    rows = [[symbol(canonical(p)) for t in line.split() for p in pieces(t)] for line in sentences]
    words = dict.fromkeys(word for row in rows for word in row)
    vocabulary = [*SPECIALS, *(word for word in words if word not in SPECIALS)]
    number = {word: place for place, word in enumerate(vocabulary)}
    text = [number[word] for row in rows for word in (BEGIN, *row, END)] * times
    orders = count(np.array(text, dtype=np.uint16), 4)
    estimate(orders, len(vocabulary) - 1)
    return compiled(vocabulary, [(row.keys, row.probability, row.back_off) for row in orders])


def analysis_of(token: str, model: LanguageModel, readings: Readings, store: ArcStore) -> Analysis:
    """Analyse a token: each piece stays for nothing, or is what `readings` say."""
    spans = cut(token)
    rows: list[tuple[int, float, str | None]] = []
    counts = []
    for start, stop in spans:
        piece = token[start:stop]
        found = [(piece, 0.0, None), *((w, c, w) for w, c in readings.get(piece, {}).items())]
        for word, cost, written in found:
            known = model.index.get(symbol(canonical(word)), model.index[UNKNOWN])
            rows.append((known, cost, written))
        counts.append(len(found))
    size = len(rows)
    columns = Columns(
        np.array([row[0] for row in rows], dtype=np.int32),
        np.array([row[1] for row in rows], dtype=np.float32),
        np.ones(size, dtype=np.int8),
        np.zeros((size, 2), dtype=np.int32),
        np.zeros((size, 2), dtype=np.float32),
        np.zeros(size, dtype=np.uint8),
    )
    written = {place: row[2] for place, row in enumerate(rows) if row[2] is not None}
    starts, stops = [span[0] for span in spans], [span[1] for span in spans]
    first = store.add(columns)
    return Analysis(token, starts, stops, counts, first, size, bytes([KEPT] * size), written, store)


def searched(
    texts: Sequence[str],
    model: LanguageModel,
    readings: Readings | None = None,
    *,
    profile: Profile = VIETNAMESE_OCR,
) -> SearchResult:
    """Search texts, each a document of lines that are paragraphs."""
    store = ArcStore(model.vocabulary)
    documents, starts, opens, lines, analyses = [], [], [], [], []
    line = 0
    for document, text in enumerate(texts):
        begin = 0
        for row in text.splitlines(keepends=True):
            for place, match in enumerate(TOKEN.finditer(row)):
                documents.append(document)
                starts.append(begin + match.start())
                opens.append(place == 0)
                lines.append(line)
                analyses.append(analysis_of(match.group(), model, readings or {}, store))
            begin += len(row)
            line += 1
    store.register(analyses)
    size = len(analyses)
    tokens = BlockTokens(
        store,
        np.arange(size),
        np.array(documents),
        np.array(starts),
        np.array(opens),
        np.full(size, profile.number),
        np.zeros(size, dtype=np.bool_),
        np.array(lines),
    )
    block = block_lattice(tokens)
    path = decode(block.lattice, model, beam=50, window=30.0)
    return SearchResult(tokens, block, block.lattice, path)
