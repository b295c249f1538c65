"""Old encodings: what is written is read back, in tables, VIQR and mojibake."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vndiacritics.orthography.letters import LETTERS
from vndiacritics.text import encodings as legacy
from vndiacritics.text import mojibake
from vndiacritics.text.normalisation import normalise

SENTENCE = "Quyết định số 5 về xã hội; độc lập, tự do. Phải giữ vững những điều tốt đẹp ở huyện."

SHOWN = [
    ("tcvn3", "Céng hßa x· héi chñ nghÜa", "Cộng hòa xã hội chủ nghĩa"),
    ("tcvn3", "Uû ban nh©n d©n tØnh", "Uỷ ban nhân dân tỉnh"),
    ("vni", "Coäng hoøa xaõ hoäi chuû nghóa", "Cộng hòa xã hội chủ nghĩa"),
    ("vni", "ÑOÄC LAÄP TÖÏ DO", "ĐỘC LẬP TỰ DO"),
    ("viscii", "Cµng hòa xã hµi chü nghîa", "Cộng hòa xã hội chủ nghĩa"),
    ("vps", "C¶ng hòa xã h¶i chû nghïa", "Cộng hòa xã hội chủ nghĩa"),
    ("viqr", "Co^.ng ho`a xa~ ho^.i chu? nghi~a", "Cộng hòa xã hội chủ nghĩa"),
    ("viqr", "DDo^.c la^.p tu+. do\\.", "Độc lập tự do."),
    ("cp1258", "Côòng hoÌa xaÞ hôòi", "Cộng hòa xã hội"),
    ("utf-8-as-cp1252", "Cá»™ng hÃ²a xÃ£ há»™i", "Cộng hòa xã hội"),
    ("utf-8-as-cp1258", "Cá»™ng hĂ²a xĂ£ há»™i", "Cộng hòa xã hội"),
    ("utf-8-as-cp1252-twice", "hÃƒÂ²a xÃƒÂ£", "hòa xã"),
]


@pytest.mark.parametrize(("encoding", "shown", "meant"), SHOWN)
def test_what_an_encoding_shows(encoding: str, shown: str, meant: str) -> None:
    assert legacy.decode(shown, encoding).text == meant


@pytest.mark.parametrize("encoding", legacy.ENCODINGS)
def test_a_sentence_comes_back(encoding: str) -> None:
    assert legacy.decode(legacy.encode(SENTENCE, encoding), encoding).text == SENTENCE


def _writable(encoding: str) -> str:
    letters = sorted(LETTERS | {c.upper() for c in LETTERS})
    return "".join(c for c in letters if legacy.can_write(c, encoding))


@pytest.mark.parametrize("encoding", [*legacy.ENCODINGS])
@given(data=st.data())
def test_decoding_undoes_encoding(encoding: str, data: st.DataObject) -> None:
    # A control character is a letter of VISCII.
    letters = st.sampled_from(_writable(encoding) + " .,;'`?~^+*(\\-0123456789zfwj")
    text = data.draw(st.text(letters, max_size=40))
    assert legacy.can_write(text, encoding)
    shown = legacy.encode(text, encoding)
    assert legacy.decode(shown, encoding, guess_capitals=False).text == text
    # TCVN3 and VPS do not tell the case of some letters; what is guessed is the case alone.
    assert legacy.decode(shown, encoding).text.lower() == text.lower()


@given(st.text("aăâeêioôơuưyđbcdghklmnpqrstvxáàảãạắằẳẵặấầẩẫậ .,", max_size=60))
@pytest.mark.parametrize("encoding", legacy.ENCODINGS)
def test_offsets_never_fall_and_cover_the_source(encoding: str, text: str) -> None:
    shown = legacy.encode(text, encoding)
    result = legacy.decode(shown, encoding)
    offsets = list(result.offsets())
    assert len(offsets) == len(result.text) + 1
    assert offsets == sorted(offsets)
    assert offsets[0] == 0
    assert offsets[-1] == len(shown)


def test_every_vietnamese_letter_has_its_own_view() -> None:
    for encoding in ("viscii", "vni"):
        marked = [c for c in LETTERS | {c.upper() for c in LETTERS} if not c.isascii()]
        views = [legacy.encode(c, encoding) for c in marked]
        assert len(set(views)) == len(marked) == 134, encoding


def test_tcvn3_has_every_small_letter() -> None:
    small = [c for c in LETTERS if not c.isascii()]
    assert len({legacy.encode(c, "tcvn3") for c in small}) == len(small) == 67


CAPITALS = [
    ("CỘNG HÒA XÃ HỘI VÀ ĐẤT", "small", "CỘNG HÒA XÃ HỘI VÀ ĐẤT"),
    ("Và Hà Nội", "small", "Và Hà Nội"),
    ("HỘI ĐỒNG", "unmarked", "HÔI ĐÔNG"),
    ("tốt. Ở đây", "small", "tốt. Ở đây"),
    ("của Ủy ban", "small", "của Ủy ban"),
    ("của Ủy ban", "unmarked", "của Ủy ban"),
    ("các Ủy viên Ủy ban, Ủy viên Ban Thường vụ", "small", None),
    ("Đảng ủy viên Ban Chỉ huy", "small", None),
    ("khu vực châu Á, Châu Á", "small", None),
    ("KIỂM TRA, XỬ LÝ, RÀ SOÁT", "small", None),
    ("PHÂN BỔ NGÂN SÁCH VÀ\nTỶ LỆ PHẦN TRĂM", "small", None),
    ("TỔ CHỨC,\nCÁ NHÂN", "small", None),
    ("HÀ NỘI\nTừ ngày ban hành", "small", None),
    ("UBND HUYỆN\nVề việc", "small", None),
]


@pytest.mark.parametrize(("text", "capitals", "read"), CAPITALS)
def test_capitals_of_tcvn3(text: str, capitals: str, read: str | None) -> None:
    shown = legacy.encode(text, "tcvn3", capitals=capitals)
    assert legacy.decode(shown, "tcvn3").text == (text if read is None else read)


def test_a_letter_without_a_code_stays() -> None:
    assert legacy.encode("Ộ→", "tcvn3") == "Ộ→"
    assert not legacy.can_write("Ộ", "tcvn3")


def test_unknown_names_are_refused() -> None:
    with pytest.raises(KeyError):
        legacy.decode("a", "latin-9")
    with pytest.raises(ValueError, match="capitals"):
        legacy.encode("a", "tcvn3", capitals="bold")


def test_mojibake_agrees_with_the_codec() -> None:
    for character, shown in ((c, s) for s, c in mojibake.wrong_characters("cp1252").items()):
        try:
            by_codec = character.encode("utf-8").decode("cp1252")
        except UnicodeDecodeError:
            continue  # the code page leaves a byte undefined
        assert shown == by_codec


def test_cp1258_agrees_with_the_codec() -> None:
    for letter in sorted(LETTERS):
        shown = legacy.encode(letter, "cp1258")
        read = shown.encode("cp1252").decode("cp1258")
        assert unicodedata.normalize("NFC", read) == letter


@pytest.mark.parametrize(
    ("shown", "right"),
    [
        ("Chủ hộ: NguyÔn V¨n Hßa, ph-êng T©n S¬n", "Chủ hộ: Nguyễn Văn Hòa, phường Tân Sơn"),
        ("Thôn Đông: ®-êng liªn x· ®-îc söa ch÷a", "Thôn Đông: đường liên xã được sửa chữa"),
        (
            "Tên cơ sở: tröôøng maàm non Hoa Höôùng Döông",
            "Tên cơ sở: trường mầm non Hoa Hướng Dương",
        ),
    ],
)
def test_a_fill_in_an_old_font_behind_a_label_is_read(shown: str, right: str) -> None:
    assert normalise(shown).text == right


@pytest.mark.parametrize("text", ["Số điện thoại: café Zürich", "Bà Trần Thị Ân-Tây, thu-chi"])
def test_a_line_with_foreign_letters_is_no_fill(text: str) -> None:
    assert normalise(text).text == text
