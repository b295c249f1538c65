"""Search over the lattice: the likeliest sequence of symbols, and how sure it is.

Many segments are decoded side by side: at step t all arcs that end behind the t-th slot of every
segment are added to all hypotheses they start from at once, in flat arrays. Hypotheses that end in
the same three symbols are one (the language model cannot tell them apart); the best `beam` of a
segment go on. The kept transitions carry forward sums, each counted in its hypothesis' best path;
walking back over them gives posteriors.

The compiled core has a twin of `decode_by_arrays` (core/decode.c) that gives the same bytes.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vndiacritics import core
from vndiacritics.arrays import F32, F64, Ints, exp, ranges, true_places
from vndiacritics.model.language_model import Histories, LanguageModel
from vndiacritics.pieces import BEGIN
from vndiacritics.search.lattice import LONGEST_ARC, Lattice

_STATE = np.uint64((1 << 42) - 1)
_BITS = np.uint64(14)
_HUGE = 2.0**500
"""Sums from which those of a segment are divided by it."""


class Decoded(NamedTuple):
    """The outcome for the slots of all cores.

    Attributes:
        chosen: the arcs of the best sequences, ascending.
        posteriors: probability of each arc, shape (arcs,).
    """

    chosen: Ints
    posteriors: F32


class _Transitions(NamedTuple):
    """Hypotheses extended by arcs, before those in the same state are merged.

    `parents` count all hypotheses from the first step on, `owners` are segments, `totals` best
    scores and `sums` those of the parents.
    """

    parents: Ints
    arcs: Ints
    owners: Ints
    states: NDArray[np.uint64]
    totals: F32
    sums: F64


class _Step(NamedTuple):
    """Hypotheses at one boundary, sorted by segment, and the kept transitions that lead there.

    `sums` are of all paths into a hypothesis, its best one being 1; `shares` of a hypothesis' sum
    are what its transitions bring.
    """

    offset: int
    segment: Ints
    first: Ints
    histories: Histories
    arc: Ints
    score: F32
    sums: F64
    best_parent: Ints
    parents: Ints
    children: Ints
    shares: F32

    @property
    def size(self) -> int:
        return len(self.arc)


def decode(
    lattice: Lattice, model: LanguageModel, *, beam: int, window: float, weight: float = 1.0
) -> Decoded:
    """Decode all segments, by the compiled core where there is one.

    Args:
        lattice: slots, arcs, segments.
        model: scores symbols after histories.
        beam: hypotheses a segment keeps.
        window: hypotheses worse than the segment's best by more than this (nats) are dropped.
        weight: factor of the channel costs.
    """
    if core.compiled is None:
        return decode_by_arrays(lattice, model, beam=beam, window=window, weight=weight)
    segments = lattice.segments
    posteriors = np.zeros(len(lattice.symbols), dtype=np.float32)
    chosen = np.empty(int((segments[:, 3] - segments[:, 2]).sum()), dtype=np.int64)
    columns = (
        np.ascontiguousarray(lattice.symbols, dtype=np.int64),
        np.ascontiguousarray(lattice.costs, dtype=np.float32),
        np.ascontiguousarray(lattice.spans, dtype=np.int8),
        np.ascontiguousarray(lattice.ends, dtype=np.int64),
        np.ascontiguousarray(segments, dtype=np.int64),
    )
    number = core.compiled.decode(columns, model.packed, beam, window, weight, posteriors, chosen)
    return Decoded(np.sort(chosen[:number]), posteriors)


def decode_by_arrays(
    lattice: Lattice, model: LanguageModel, *, beam: int, window: float, weight: float = 1.0
) -> Decoded:
    """Decode all segments side by side; see `decode`."""
    lengths = lattice.segments[:, 1] - lattice.segments[:, 0]
    order = np.argsort(-lengths, kind="stable")
    segments = lattice.segments[order]
    lengths = lengths[order]
    steps = [_start(len(segments), model)]
    for t in range(int(lengths[0]) if len(lengths) else 0):
        active = int(np.searchsorted(-lengths, -t, side="left"))
        steps.append(_advance(lattice, model, segments[:active, 0], t, steps, beam, window, weight))
    return _trace(lattice, segments, lengths, steps)


def merged(lattice: Lattice, first: Decoded, second: Decoded, segments: Ints) -> Decoded:
    """Put the outcome of a second search in the place of the first one's.

    Args:
        lattice: of both.
        first: the outcome for all segments.
        second: for some.
        segments: which, shape (segments, 4).
    """
    slots = len(lattice.ends) - 1
    depth = np.bincount(segments[:, 2], minlength=slots + 1).astype(np.int64)
    depth -= np.bincount(segments[:, 3], minlength=slots + 1)
    again = np.repeat(np.cumsum(depth)[:slots] > 0, np.diff(lattice.ends))
    kept = first.chosen[~again[first.chosen]]
    return Decoded(
        np.sort(np.concatenate((kept, second.chosen))),
        np.where(again, second.posteriors, first.posteriors),
    )


def _start(segments: int, model: LanguageModel) -> _Step:
    every = np.arange(segments)
    zeros = np.zeros(segments, dtype=np.float32)
    keys = np.full(segments, model.vocabulary.index(BEGIN), dtype=np.uint64)
    none = np.zeros(0, dtype=np.int64)
    return _Step(
        0, every, np.arange(segments + 1), model.histories(keys), every, zeros,
        np.ones(segments), every, none, none, np.zeros(0, dtype=np.float32),
    )  # fmt: skip


def _advance(
    lattice: Lattice,
    model: LanguageModel,
    first_slots: Ints,
    t: int,
    steps: list[_Step],
    beam: int,
    window: float,
    weight: float,
) -> _Step:
    """Add the arcs that end behind slot t of each active segment."""
    active = len(first_slots)
    slots = first_slots + t
    counts = lattice.ends[slots + 1] - lattice.ends[slots]
    arcs = ranges(counts) + np.repeat(lattice.ends[slots], counts)
    owners = np.repeat(np.arange(active), counts)
    spans = lattice.spans[arcs]
    found: list[_Transitions] = []
    for span in range(1, min(LONGEST_ARC, t + 1) + 1):
        these = true_places(spans == span)
        if not len(these):
            continue
        source = steps[-span]
        arc, owner = arcs[these], owners[these]
        fan = source.first[owner + 1] - source.first[owner]
        which = ranges(fan) + np.repeat(source.first[owner], fan)
        arc, owner = np.repeat(arc, fan), np.repeat(owner, fan)
        gain = model.score(source.histories, which, lattice.symbols[arc])
        gain -= weight * lattice.costs[arc]
        total = source.score[which] + gain
        top = np.full(active, -np.inf, dtype=np.float32)
        np.maximum.at(top, owner, total)
        near = true_places(total > (top - window)[owner])
        which, arc = which[near], arc[near]
        states = (source.histories.keys[which] << _BITS) | lattice.symbols[arc].astype(np.uint64)
        found.append(
            _Transitions(
                which + source.offset,
                arc,
                owner[near],
                states & _STATE,
                total[near],
                source.sums[which],
            )
        )
    return _recombine(model, steps[-1], active, beam, window, _joined(found))


def _joined(found: list[_Transitions]) -> _Transitions:
    if len(found) == 1:
        return found[0]
    return _Transitions(
        np.concatenate([row.parents for row in found]),
        np.concatenate([row.arcs for row in found]),
        np.concatenate([row.owners for row in found]),
        np.concatenate([row.states for row in found]),
        np.concatenate([row.totals for row in found]),
        np.concatenate([row.sums for row in found]),
    )


def _recombine(
    model: LanguageModel, last: _Step, active: int, beam: int, window: float, new: _Transitions
) -> _Step:
    """Merge transitions into the same state of the same segment; keep the best states."""
    packed = (new.owners.astype(np.uint64) << np.uint64(42)) | new.states
    ranked = np.lexsort((-new.totals, packed))
    packed = packed[ranked]
    starts = true_places(np.concatenate(([True], packed[1:] != packed[:-1])))
    group = np.empty(len(packed), dtype=np.int64)
    group[ranked] = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(packed))))
    heads = ranked[starts]
    totals, owners = new.totals[heads], new.owners[heads]
    by_score = np.lexsort((-totals, owners))
    rank = np.empty(len(heads), dtype=np.int64)
    rank[by_score] = ranges(np.bincount(owners, minlength=active))
    top = np.full(active, -np.inf, dtype=np.float32)
    np.maximum.at(top, owners, totals)
    kept = (rank < beam) & (totals > (top - window)[owners])
    child = np.where(kept, np.cumsum(kept) - 1, -1)[group]
    members = true_places(child >= 0)
    children = child[members]
    score = totals[kept]
    weights = new.sums[members] * exp(new.totals[members].astype(np.float64) - score[children])
    bins = np.bincount(children, weights=weights, minlength=len(score))
    sums: F64 = bins.astype(np.float64, copy=False)
    shares = (weights / sums[children]).astype(np.float32)
    first = np.concatenate(([0], np.cumsum(np.bincount(owners[kept], minlength=active))))
    return _Step(
        last.offset + last.size,
        owners[kept],
        first,
        model.histories(new.states[heads[kept]]),
        new.arcs[heads[kept]],
        score,
        _scaled(sums, owners[kept]),
        new.parents[heads[kept]],
        new.parents[members],
        children,
        shares,
    )


def _scaled(sums: F64, owners: Ints) -> F64:
    """Make the sums of segments smaller by one factor where they grow out of bounds."""
    if sums.max(initial=0.0) > _HUGE:
        sums[np.isin(owners, owners[sums > _HUGE])] /= _HUGE
    return sums


def _trace(lattice: Lattice, segments: Ints, lengths: Ints, steps: list[_Step]) -> Decoded:
    """Walk back from the final hypotheses: best arcs, and posteriors of all kept arcs."""
    posteriors = np.zeros(len(lattice.symbols), dtype=np.float32)
    total = steps[-1].offset + steps[-1].size
    mass = np.zeros(total)
    best = np.full(len(segments), -1, dtype=np.int64)
    chosen: list[Ints] = []
    for t in range(len(steps) - 1, 0, -1):
        step = steps[t]
        here = mass[step.offset : step.offset + step.size]
        ending = true_places(lengths == t)
        if len(ending):
            start, end = step.first[ending[0]], step.first[ending[-1] + 1]
            score, owner = step.score[start:end], step.segment[start:end] - ending[0]
            top = np.maximum.reduceat(score, step.first[ending] - start)
            ways = step.sums[start:end] * exp(score.astype(np.float64) - top[owner])
            here[start:end] = ways / np.bincount(owner, weights=ways)[owner]
            heads = true_places(score == top[owner])
            best[ending[owner[heads[::-1]]]] = heads[::-1] + start + step.offset
        np.add.at(mass, step.parents, here[step.children] * step.shares)
        slot = segments[step.segment, 0] + t - 1
        inside = (slot >= segments[step.segment, 2]) & (slot < segments[step.segment, 3])
        _credit(posteriors, step, here, inside)
        on_path = true_places(best >= step.offset)
        states = best[on_path] - step.offset
        chosen.append(step.arc[states[inside[states]]])
        best[on_path] = step.best_parent[states]
    return Decoded(
        np.sort(np.concatenate(chosen)) if chosen else np.zeros(0, dtype=np.int64), posteriors
    )


def _credit(
    posteriors: F32, step: _Step, mass: NDArray[np.float64], inside: NDArray[np.bool_]
) -> None:
    np.add.at(posteriors, step.arc[inside], mass[inside].astype(np.float32))
