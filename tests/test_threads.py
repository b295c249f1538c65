"""One Restorer in many threads gives what it gives in one."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from vndiacritics import Options, Restorer
from vndiacritics.candidates import generator
from vndiacritics.orthography.letters import strip_marks

THREADS = 24
LINES = [
    "Uy ban nhan dan xa bao cao két qua thwe hién nhiém vu nam 2021.",
    "Cac hd gia dinh dã nh4n duoc giéng lua moi, phan bon va thuéc trir sau",
    "Thuc hien chi dao cua huyen, xa da to chuc lam ve sinh duong lang ngo xom",
    "Trường mầm non sửa lại mái nhà trước mùa mưa, phụ huynh góp công lao động.",
    "S6: 17/BC-UBND ngay 04/11/2021 vé cong tac phong chéng thién tai",
    "HOI NONG DAN XA TRA BONG - BAO CAO TONG KET CONG TAC HOI",
    "Danh sách h gia đình đư c nh n g o: ông Tr n Văn B y, bà Lê Th Sáu",
    "The meeting was moved to Monday because the hall had been booked.",
    "ngày 3 tháng 5, đoàn kiểmtra đã đến thônBốn xem đường nộiđồng",
    "Ban quan ly cho sap xep lai cac sap hang, thu phi ve sinh dung quy dinh",
]


def texts(number: int) -> list[str]:
    """Many different texts: lines in other orders, words swapped, so that all is new to each."""
    source = random.Random(number)
    found = []
    for _ in range(2):
        lines = source.sample(LINES, 4)
        words = [word for line in lines for word in line.split()]
        extra = " ".join(strip_marks(word) + source.choice("aeiou") for word in words[:9])
        found.append("\n".join([*lines, extra]))
    return found


@pytest.fixture
def impatient() -> Iterator[None]:
    """Threads take turns as often as can be."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def ways(restorer: Restorer) -> list[Callable[[list[str]], object]]:
    return [
        restorer.restore_batch,
        lambda rows: [restorer.restore(row) for row in rows],
        restorer.explain_batch,
        lambda rows: list(restorer.restore_iter(rows)),
        lambda rows: [restorer.explain(row) for row in rows],
    ]


def check(options: Options) -> None:
    alone = Restorer(options=options)
    wanted = [ways(alone)[number % 5](texts(number)) for number in range(THREADS)]
    shared = Restorer(options=options)
    barrier = Barrier(THREADS)

    def work(number: int) -> object:
        barrier.wait()
        return ways(shared)[number % 5](texts(number))

    with ThreadPoolExecutor(THREADS) as pool:
        found = list(pool.map(work, range(THREADS)))
    assert found == wanted
    # What was learnt meanwhile is right too.
    assert [ways(shared)[number % 5](texts(number)) for number in range(5)] == wanted[:5]


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    "options",
    [
        Options(),
        Options(profile="english-ocr", tokens=True),
        Options(profile="dropped-letters"),
        Options(profile="mixed"),
        Options(profile="latin-ocr"),
    ],
    ids=lambda options: options.profile,
)
def test_threads_give_the_serial_result(options: Options) -> None:
    check(options)


@pytest.mark.usefixtures("impatient")
def test_documents_teach_their_engine_in_threads_as_in_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a channel keeps of letters is emptied at every turn while documents are deciphered."""
    monkeypatch.setattr("vndiacritics.model.letter_costs.ROWS_KEPT", 1)
    check(Options(profile="latin-ocr"))


@pytest.mark.usefixtures("impatient")
def test_threads_give_the_serial_result_while_the_memory_is_emptied(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(generator, "ARCS_KEPT", 500)
    monkeypatch.setattr("vndiacritics.candidates.matching.ROWS_KEPT", 50)
    monkeypatch.setattr("vndiacritics.profiles.word_table.TOKENS_KEPT", 20)
    check(Options(suggest=True))


@pytest.mark.usefixtures("impatient")
def test_an_exception_in_one_thread_leaves_the_others_right() -> None:
    wanted = {number: Restorer().restore_batch(texts(number)) for number in range(0, 8, 2)}
    shared = Restorer()
    barrier = Barrier(8)

    def work(number: int) -> list[str] | None:
        barrier.wait()
        if number % 2 == 0:
            return shared.restore_batch(texts(number))
        with pytest.raises((TypeError, ValueError)):
            shared.explain_batch([*texts(number), "x"], keep=[[(5, 1)]] * 3)
        return None

    with ThreadPoolExecutor(8) as pool:
        found = dict(enumerate(pool.map(work, range(8))))
    assert {number: found[number] for number in wanted} == wanted


def test_an_analysis_that_fails_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure in the middle of what is new leaves the restorer as it was."""
    restorer = Restorer(options=Options(profile="english-ocr"))
    wanted = [Restorer(options=Options(profile="english-ocr")).restore(row) for row in texts(1)]
    restorer.restore(LINES[0])
    calls = 0
    candidates = restorer._generator.candidates(2)
    planned = candidates._planned

    def failing(*arguments: object) -> object:
        nonlocal calls
        calls += 1
        if calls == 20:
            raise MemoryError
        return planned(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(candidates, "_planned", failing)
    with pytest.raises(MemoryError):
        restorer.restore_batch(texts(1))
    assert [restorer.restore(row) for row in texts(1)] == wanted
