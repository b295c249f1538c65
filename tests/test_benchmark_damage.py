"""The benchmark's regimes: what is lost in them, what is known of them, engines left out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from benchmarks import by_hand, confusions
from benchmarks import engines as command
from benchmarks.__main__ import with_best
from benchmarks.by_hand import ByHand
from benchmarks.genres import beginning, engine_names, engine_pages, face, loaders
from benchmarks.kinds import KINDS, TAUGHT, TUNED, UNKNOWN, kind_of, title
from benchmarks.losses import (
    LOSSES,
    glued_stripped,
    half_marked,
    kept_d,
    no_tones,
    question_marks,
    torn,
)
from benchmarks.metrics import summarise
from benchmarks.pages import Page, Regime, strip_marks
from benchmarks.peers import IDENTITY
from benchmarks.regimes import available, matching
from benchmarks.report import PEOPLE, Row, table, table_for_people
from benchmarks.runner import restore_pages, score_regime

SHARED = Path(__file__).resolve().parents[2] / "shared"
needs_engines = pytest.mark.skipif(
    not (SHARED / "pairs" / "engines").is_dir(), reason="needs ../shared/pairs/engines"
)

TEXT = "Đường về bến Hạ, 15 km; quét vôi trường học ở Đá Bạc."


@pytest.mark.parametrize(
    ("damage", "seen"),
    [
        pytest.param(kept_d, "Đuong ve ben Ha, 15 km; quet voi truong hoc o Đa Bac.", id="kept-d"),
        pytest.param(no_tones, "Đương vê bên Ha, 15 km; quet vôi trương hoc ơ Đa Bac.", id="tones"),
        pytest.param(
            question_marks, "Đư?ng v? b?n H?, 15 km; quét vôi trư?ng h?c ? Đá B?c.", id="holes"
        ),
        pytest.param(partial(half_marked, share=0.0), TEXT, id="none"),
        pytest.param(partial(half_marked, share=1.0), strip_marks(TEXT), id="all"),
    ],
)
def test_what_is_lost_and_nothing_else(damage: Callable[[str], str], seen: str) -> None:
    assert damage(TEXT) == seen


@pytest.mark.parametrize("percent", [10, 25, 50, 80])
def test_so_many_words_in_a_hundred_lose_their_marks(percent: int) -> None:
    words = ["đất", "nước", "tươi", "đẹp"] * 500
    seen = LOSSES[f"half-marked-{percent}"](" ".join(words)).split()
    lost = sum(a != b for a, b in zip(words, seen, strict=True))
    assert abs(100 * lost / len(words) - percent) < 4


@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize("text", ["", "\n", TEXT, "no marks, 12.5 %", "🙂 \u0301"])
def test_damage_is_the_same_each_time(name: str, text: str) -> None:
    assert LOSSES[name](text) == LOSSES[name](text)


def test_torn_text_has_the_letters_of_the_right_one() -> None:
    text = "\n".join([TEXT] * 20)
    seen = torn(text)
    assert seen.count("\n") == text.count("\n")
    assert "".join(seen.split()) == "".join(text.split())
    assert len(seen.split()) > len(text.split())


def test_glued_text_has_fewer_words() -> None:
    text = " ".join([TEXT] * 20)
    assert len(glued_stripped(text).split()) < len(text.split())


@pytest.mark.parametrize(
    ("regime", "name", "seen"),
    [
        ("half-marked-25", "words without marks, of a hundred 25", TUNED),
        ("engine-tess-deu", "engine without Vietnamese: tess-deu", TAUGHT),
        ("engine-tess-vie", "engine with Vietnamese: tess-vie", TUNED),
        ("right-clean-technical", "right text: clean-technical", TUNED),
        ("clean-documents", "right official reports", TUNED),
    ],
)
def test_a_regime_says_what_it_is_and_who_saw_it(regime: str, name: str, seen: str) -> None:
    assert title(regime) == name
    assert kind_of(regime).seen == seen


def test_an_unknown_regime_claims_nothing() -> None:
    assert kind_of("trial") is UNKNOWN


@pytest.mark.parametrize("data", [None, SHARED])
def test_every_regime_is_known(data: Path | None) -> None:
    assert all(kind_of(name) is not UNKNOWN for name in available(data))
    assert len({kind.stem for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize(
    ("pattern", "found"),
    [("half", ["half-a"]), ("^(b|half)", ["half-a", "b"]), ("$", ["half-a", "b"])],
)
def test_regimes_are_chosen_by_an_expression(pattern: str, found: list[str]) -> None:
    every = dict.fromkeys(["half-a", "b"], lambda: Regime("trial", ()))
    assert list(matching(every, pattern)) == found


@pytest.mark.parametrize("pattern", ["nothing", "("])
def test_an_expression_that_chooses_nothing_is_an_error(pattern: str) -> None:
    with pytest.raises(KeyError):
        matching({"half": lambda: Regime("trial", ())}, pattern)


def test_a_text_begins_with_whole_lines() -> None:
    assert beginning("một hai\nba\nbốn\n", 3) == "một hai\nba\n"
    assert beginning("một", 3) == "một"


@pytest.mark.parametrize(
    ("page", "name"), [("g06-arialbold200clean", "arialbold"), ("trang", "trang")]
)
def test_a_page_is_named_for_its_face(page: str, name: str) -> None:
    assert face(page) == name


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Shared data in small: two engines, two pages, one genre."""
    engines = tmp_path / "pairs" / "engines"
    for name, text in (("g01-serif300scan", "đường làng"), ("g02-sans200clean", "bến nước")):
        for folder, seen in (("ref", text), ("plain", strip_marks(text)), ("knows", text)):
            (engines / folder).mkdir(parents=True, exist_ok=True)
            (engines / folder / f"{name}.{folder}.txt").write_text(seen, encoding="utf-8")
    (tmp_path / "genres").mkdir()
    (tmp_path / "genres" / "verse.txt").write_text("đường làng\n", encoding="utf-8")
    return tmp_path


def test_engines_and_genres_are_regimes(data: Path) -> None:
    assert engine_names(data / "pairs" / "engines") == ["knows", "plain"]
    regime = loaders(data)["engine-plain"]()
    assert [page.document for page in regime.pages] == ["serif", "sans"]
    assert loaders(data)["stripped-genre-verse"]().pages[0].source == "duong lang\n"


def test_no_genre_no_regime(tmp_path: Path) -> None:
    assert loaders(tmp_path) == {}


LIST = """# kind\tsource\tintended\tobserved\tcount
word\tone\tNước\tNurdc\t3
rime\tone\tường\tudng\t5
letter\tone\tđ\ttl\t2
letter\tone\tạ\t∅\t9
letter\ttwo\tđ\td\t2
"""


@pytest.fixture
def table_of_confusions(tmp_path: Path) -> Path:
    path = tmp_path / "confusions.tsv"
    path.write_text(LIST, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("source", "text", "seen"),
    [
        ("one", "Nước đường, đạ 12!", "Nurdc tludng, tl 12!"),
        ("two", "Nước đường, đạ 12!", "Nước dường, dạ 12!"),
        ("one", "", ""),
    ],
)
def test_an_engine_is_made_from_a_list(
    table_of_confusions: Path, source: str, text: str, seen: str
) -> None:
    assert confusions.sources(table_of_confusions) == ["one", "two"]
    assert confusions.engine(table_of_confusions, source).damage(text) == seen


def test_what_an_engine_reads_is_drawn_by_counts(tmp_path: Path) -> None:
    path = tmp_path / "list.tsv"
    path.write_text("letter\tone\tệ\tQ\t30\nletter\tone\tệ\t6\t10\n", encoding="utf-8")
    seen = confusions.engine(path, "one").damage("ệ " * 2000)
    assert 0.7 < seen.count("Q") / 2000 < 0.8


@pytest.mark.parametrize(
    ("engine", "family"),
    [("paddle-v4-ch", "paddle"), ("tess-legacy-fra", "tess-legacy"), ("gocr", "gocr")],
)
def test_models_of_one_program_are_a_family(engine: str, family: str) -> None:
    assert command.family(engine) == family


def test_engines_want_pages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--data", str(tmp_path)]) == 2
    assert "no pairs/engines" in capsys.readouterr().err


REGIME = Regime("half-marked-50", (Page("p", "d", "xa Suoi Mơ", "xã Suối Mơ"),))


def row() -> Row:
    return Row(REGIME.name, "own", score_regime(REGIME, restore_pages(IDENTITY, REGIME)))


def test_the_best_by_hand_stands_beside_auto() -> None:
    first, second = with_best([row(), row()], {REGIME.name: ByHand("mixed", 1.0)})
    assert first.best is not None
    assert second.best is None
    assert first.lost == pytest.approx(2 / 3)
    assert "100.00 mixed" in table([first])
    assert "+66.67" in table_for_people([first])


def test_people_get_one_line_a_kind_of_text() -> None:
    lines = table_for_people([row(), row()]).splitlines()
    assert len(lines) == 3
    cells = [cell.strip() for cell in lines[2].strip("|").split("|")]
    headings = [cell.strip() for cell in lines[0].strip("|").split("|")]
    assert set(PEOPLE) - set(headings) == {"best by hand", "less auto", "numbers kept"}
    found = dict(zip(headings, cells, strict=True))
    assert found["kind of text"] == "words without marks, of a hundred 50"
    assert found["best other tool"] == "33.3 (own)"
    assert (found["**after**"], found["seen"]) == ("**33.33**", "tuned")


def test_the_best_profile_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    class Reads:
        name = "trial"

        def __init__(self, profile: str) -> None:
            self.mends = profile == "mixed"

        def restore_batch(self, texts: list[str]) -> list[str]:
            return ["xã Suối Mơ"] if self.mends else list(texts)

    monkeypatch.setattr(by_hand, "load_product", lambda *, profile, model: Reads(profile))  # noqa: ARG005
    assert by_hand.best_by_hand([REGIME]) == {REGIME.name: ByHand("mixed", 1.0)}


def test_accuracy_is_that_of_the_score() -> None:
    outputs = restore_pages(IDENTITY, REGIME)
    assert by_hand.accuracy(REGIME, outputs) == score_regime(REGIME, outputs).token_accuracy
    assert summarise([], []).token_accuracy is None


@needs_engines
def test_every_second_face_is_left_out() -> None:
    pages = list(engine_pages(SHARED / "pairs" / "engines", "tess-deu"))
    taught = {p.document for n, p in enumerate(pages) if command.teaches(n)}
    held = [p for n, p in enumerate(pages) if not command.teaches(n)]
    assert 0 < len(held) < len(pages)
    assert len(taught) > 5
