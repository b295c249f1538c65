"""Which encoding a stretch or a file is in, and that clean text is in none."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from work import calls

from vndiacritics.command import main as cli
from vndiacritics.command.inspection import survey
from vndiacritics.errors import EncodingError
from vndiacritics.restorer import Restorer
from vndiacritics.text import encodings as legacy
from vndiacritics.text.bytes import candidates_of, decode_bytes
from vndiacritics.text.detection import find_stretches
from vndiacritics.text.encoding_costs import CLEAN, scores
from vndiacritics.text.normalisation import normalise

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
EXAMPLE = (ROOT / "examples" / "bao-cao.txt").read_text(encoding="utf-8")
PLAIN = EXAMPLE.translate(str.maketrans("“”–", '""-'))


def _bytes(text: str, encoding: str) -> bytes:
    codes = {legacy.byte_view(code): code for code in range(256)}
    return bytes(codes[c] for c in legacy.encode(text, encoding, capitals="small"))


def _pieces(text: str) -> list[str]:
    return [text[i : i + 200] for i in range(0, len(text) - 200, 200)]


@pytest.mark.parametrize("encoding", legacy.ENCODINGS)
def test_stretches_of_200_characters(encoding: str) -> None:
    pieces = _pieces(PLAIN)
    shown = [legacy.encode(piece, encoding, capitals="small") for piece in pieces]
    found = [[s.encoding for s in find_stretches(text)] for text in shown]
    assert found == [[encoding]] * len(pieces)


@pytest.mark.parametrize("encoding", legacy.ENCODINGS)
def test_one_line_among_others(encoding: str) -> None:
    line = "Quyết định của hội đồng nhân dân về phát triển kinh tế và đời sống ở địa phương"
    shown = legacy.encode(line, encoding)
    text = f"{EXAMPLE}\n{shown}\n{EXAMPLE}"
    (stretch,) = find_stretches(text)
    assert text[stretch.start : stretch.end] == shown
    assert stretch.encoding == encoding
    assert stretch.confidence > 0.9
    assert normalise(text).text == f"{EXAMPLE}\n{line}\n{EXAMPLE}"


def test_private_use_codes_of_an_old_font_are_read() -> None:
    shown = legacy.encode("Cộng hòa xã hội chủ nghĩa Việt Nam", "tcvn3")
    in_symbol_font = "".join(chr(0xF000 + ord(c)) if ord(c) > 0x7F else c for c in shown)
    result = normalise(in_symbol_font)
    assert result.text == "Cộng hòa xã hội chủ nghĩa Việt Nam"
    assert {edit.reason for edit in result.edits} == {"private-use+tcvn3"}


def test_capitals_of_tcvn3_are_marked_as_open() -> None:
    shown = legacy.encode("BÁO CÁO kết quả thực hiện nhiệm vụ", "tcvn3", capitals="unmarked")
    (stretch,) = find_stretches(shown)
    assert stretch.capitals_unmarked


def test_capitals_that_have_their_tones_are_not_marked() -> None:
    shown = legacy.encode("BÁO CÁO KẾT QUẢ thực hiện nhiệm vụ", "tcvn3", capitals="small")
    (stretch,) = find_stretches(shown)
    assert not stretch.capitals_unmarked


def test_cp1258_is_found_where_all_its_letters_are_vietnamese_ones() -> None:
    shown = legacy.encode("thống kê kết quả của các cơ quan và phòng ban ở huyện", "cp1258")
    assert set(shown) <= CLEAN
    assert [stretch.encoding for stretch in find_stretches(shown)] == ["cp1258"]


def test_an_encoding_can_be_forced() -> None:
    assert normalise("TiÕng", from_encoding="tcvn3").text == "Tiếng"
    assert normalise("TiÕng").text == "TiÕng"


NONE = [EXAMPLE, (ROOT / "examples" / "bao-cao.eng.txt").read_text(encoding="utf-8")] + [
    path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "benchmarks" / "other").glob("*.txt"))
]


@pytest.mark.parametrize("text", NONE)
def test_no_false_detection(text: str) -> None:
    assert find_stretches(text) == ()


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared")
@pytest.mark.parametrize("pattern", ["pairs/rendered/*.txt", "pairs/*.txt", "scans/*.txt"])
def test_no_false_detection_in_real_ocr(pattern: str) -> None:
    for path in SHARED.glob(pattern):
        assert find_stretches(path.read_text(encoding="utf-8")) == (), path.name


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared")
@pytest.mark.parametrize("corpus", ["administrative", "general"])
def test_no_false_detection_in_clean_lines(corpus: str) -> None:
    zstandard = pytest.importorskip("zstandard")
    with (SHARED / "corpus" / f"{corpus}.txt.zst").open("rb") as file:
        stream = zstandard.ZstdDecompressor(max_window_size=2**27).stream_reader(file)
        lines = io.TextIOWrapper(stream, encoding="utf-8")
        found = [line for _, line in zip(range(5000), lines, strict=False) if find_stretches(line)]
    assert found == []


def test_clean_text_costs_no_call_a_character() -> None:
    assert normalise(EXAMPLE * 200).edits == ()
    short, long = (calls(lambda times=times: normalise(EXAMPLE * times)) for times in (20, 200))
    assert long - short < 180 * len(EXAMPLE) // 4


# --- bytes ----------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["vni", "viscii", "vps", "cp1258"])
def test_bytes_are_read(encoding: str) -> None:
    assert decode_bytes(_bytes(PLAIN, encoding)) == (PLAIN, encoding)


def test_bytes_of_tcvn3_are_read_but_for_case() -> None:
    text, encoding = decode_bytes(_bytes(PLAIN, "tcvn3"))
    assert encoding == "tcvn3"
    assert text.lower() == PLAIN.lower()


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_bytes_are_read(codec: str) -> None:
    assert decode_bytes(EXAMPLE.encode(codec))[0].removeprefix("\ufeff") == EXAMPLE


def test_western_bytes_are_read() -> None:
    text = "Le café où l'on déjeune, à côté de l'hôtel, était déjà fermé cet été. " * 3
    assert decode_bytes(text.encode("cp1252")) == (text, "cp1252")


@pytest.mark.parametrize("data", [bytes(range(128, 256)), b"abc \xc3("])
def test_undecidable_bytes_name_the_candidates(data: bytes) -> None:
    with pytest.raises(EncodingError) as error:
        decode_bytes(data, name="x.txt")
    line = str(error.value)
    assert line.startswith("x.txt: ")
    assert "\n" not in line
    assert all(f"{c.encoding} {c.score:.2f}" in line for c in candidates_of(data)[:4])


# --- vnfix --detect -----------------------------------------------------------------------------

SURVEYED = [
    (EXAMPLE.encode(), "utf-8", "clean"),
    (legacy.encode(PLAIN, "vni").encode(), "utf-8+vni", "text-layer"),
    (b"The council met on Monday and will meet again in June.", "utf-8", "other"),
    (b"Bao cao ket qua thuc hien nhiem vu nam nay cua uy ban", "utf-8", "stripped"),
    ("thực hi n nhi m v  trng tâm n m này".encode(), "utf-8", "dropped-letters"),
    (
        "Ủy ban nhân dân xã bao cao tinh hinh kinh tế, văn hóa, xa hoi nam 2024".encode(),
        "utf-8",
        "mixed",
    ),
    (b"Uy ban nhdn dan xd bao cdo tinh hinh kinh te, van h6a, xa hdi", "utf-8", "ocr"),
    (b"", "utf-8", "other"),
]


@pytest.mark.parametrize(("data", "encoding", "profile"), SURVEYED)
def test_survey(data: bytes, encoding: str, profile: str) -> None:
    found = survey(data, name="a.txt")
    assert (found.encoding, found.profile) == (encoding, profile)
    assert 0 <= found.damage_rate <= 1
    assert "\n" not in found.line()


@pytest.mark.parametrize("data", [row[0] for row in SURVEYED])
def test_what_is_told_is_what_the_restorer_does(data: bytes) -> None:
    text = data.decode()
    edits = Restorer().explain(text).edits
    told = survey(data, name="a.txt")
    counts = dict(row.rsplit(" ", 1) for row in told.would_do)
    assert set(counts) == {edit.reason for edit in edits}
    assert bool(told.damage_rate) == bool(edits)


def test_detect_prints_a_line_a_file(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    (tmp_path / "a.txt").write_text(EXAMPLE, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(_bytes(PLAIN, "viscii"))
    (tmp_path / "c.txt").write_bytes(bytes(range(128, 256)))
    assert cli.main(["--detect", "--json", str(tmp_path)]) == EncodingError.exit_code
    captured = capsysbinary.readouterr()
    records = [json.loads(line) for line in captured.out.decode().splitlines()]
    assert [record["encoding"] for record in records] == ["utf-8", "viscii"]
    assert captured.err.decode().count("\n") == 1


def test_detect_writes_nothing(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert cli.main(["--detect", "-o", "x", "y"]) == 2
    assert b"leave out -o" in capsysbinary.readouterr().err


FORMS = (
    ("Họ và tên: TrÇn ThÞ HuÖ", "Họ và tên: Trần Thị Huệ"),
    ("Chức vụ: Tröôûng phoøng", "Chức vụ: Trưởng phòng"),
    (
        "Nghề nghiệp: gi¸o viªn\nTrình độ: ®¹i häc\nDân tộc: Kinh\nGhi chú: ®· nép ®ñ hå s¬",
        "Nghề nghiệp: giáo viên\nTrình độ: đại học\nDân tộc: Kinh\nGhi chú: đã nộp đủ hồ sơ",
    ),
)


@pytest.mark.parametrize(("shown", "meant"), FORMS)
def test_fields_of_a_form_are_read_by_themselves(shown: str, meant: str) -> None:
    assert normalise(shown).text == meant


@pytest.mark.parametrize(
    "text",
    [
        "Trường: École Française\nMôn: Français, 5 £",
        "Khách: Søren Ørsted\nHãng: Citroën, Škoda\nGóc: 45°; 2 µm",
        "Tác giả: Günter Grass, José Saramago\nÐơn vị: Ðà Nẵng",
    ],
)
def test_fields_with_foreign_names_are_not_in_an_old_encoding(text: str) -> None:
    assert find_stretches(text) == ()


def test_a_letter_that_shows_as_a_space_is_part_of_its_word() -> None:
    costs = scores("T\xa0I T\xa0I")  # TÕI in VISCII
    assert min(costs, key=costs.__getitem__) == "viscii"
