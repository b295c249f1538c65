"""What `vnfix` understands: options that go together, settings, help, languages."""

from __future__ import annotations

import ast
import io
import re
import sys
from pathlib import Path

import pytest
from stub_restorer import StubRestorer

from vndiacritics.command import arguments, messages, registry, restoring
from vndiacritics.command import help as help_pages
from vndiacritics.command import main as cli
from vndiacritics.command.vietnamese import MESSAGES

PACKAGE = Path(cli.__file__).parents[1]

JOINED = {
    "{}, which must be converted first",
    "{}: {}, not text",
    "soffice --headless --convert-to {} {}",
    "soffice --headless --convert-to odp {}",
}
"""Sentences whose first word is put in, each of which is in the table as a whole; commands."""


@pytest.fixture(autouse=True)
def stub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(restoring, "load_restorer", lambda **_: StubRestorer())
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("dan", encoding="utf-8")
    for name in messages.VARIABLES:
        monkeypatch.delenv(name, raising=False)


IDLE = [
    (["--backup"], "--in-place"),
    (["--below", "0.5"], "--doubts"),
    (["--resume"], "-o FOLDER"),
    (["--ocr", "always"], "no input is one"),
    (["--format", "json"], "no input is one"),
    (["--password", "x"], "no input is one"),
    (["--detect", "--tone-placement", "new"], "--detect"),
    (["--detect", "--stats"], "--detect"),
    (["--check", "--stats"], "--check"),
    (["-o", "x.pdf"], "no pages"),
    (["--in-place", "-o", "x"], "--in-place"),
    (["--in-place", "--json"], "--in-place"),
    (["--check", "--diff"], "one by one"),
    (["--jobs", "0"], "--jobs"),
    (["--include", "*.md"], "is for folders"),
    (["--exclude", "*.md"], "is for folders"),
    (["--review", "r.html", "--diff"], "one by one"),
    (["--review", "r.html", "--json"], "one by one"),
    (["--review", "-"], "not for standard output"),
    (["-q", "-v"], "--quiet and --verbose"),
    (["--settings", "f.toml", "--no-settings"], "--settings and --no-settings"),
]


@pytest.mark.parametrize(("options", "reason"), IDLE)
def test_an_option_that_would_do_nothing_is_refused(
    options: list[str], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["a.txt", *options]) == 2
    assert reason in capsys.readouterr().err
    assert sorted(str(path) for path in Path().iterdir()) == ["a.txt"]


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (["a.txt", "--in-plase"], "--in-place"),
        (["a.txt", "--profil", "auto"], "--profile"),
        (["a.txt", "--profile", "striped"], "stripped"),
        (["inspct"], "inspect"),
        (["a.tx"], "a.txt"),
        (["-q", "--lang", "en", "inspct"], "inspect"),
    ],
)
def test_a_slip_is_told_what_was_meant(
    words: list[str], meant: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(words) in {2, 4}
    assert f"did you mean {meant}?" in capsys.readouterr().err


def test_names_alike_by_their_ending_alone_are_no_slip(capsys: pytest.CaptureFixture[str]) -> None:
    Path("y.docx").touch()
    assert cli.main(["fifty.docx"]) == 4
    assert "did you mean" not in capsys.readouterr().err


def test_a_slip_in_a_command_with_files_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["chek", "a.txt"]) == 4
    assert "did you mean check?" in capsys.readouterr().err


def test_options_may_stand_between_files() -> None:
    Path("b.txt").write_text("van", encoding="utf-8")
    assert cli.main(["a.txt", "-o", "out", "b.txt"]) == 0
    assert Path("out/b.txt").read_text(encoding="utf-8") == "vận"


class TestSettings:
    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("vndiacritics.toml", 'profile = "stripped"\nkeep = "k.txt"\n'),
            ("pyproject.toml", '[tool.vndiacritics]\nprofile = "stripped"\nkeep = "k.txt"\n'),
        ],
    )
    def test_of_the_nearest_file(
        self, name: str, text: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        Path(name).write_text(text, encoding="utf-8")
        Path("sub").mkdir()
        monkeypatch.chdir("sub")
        found = arguments.parse(["../a.txt"])
        assert (found.profile, found.keep) == ("stripped", Path.cwd().parent / "k.txt")
        assert arguments.parse(["../a.txt", "--profile", "clean"]).profile == "clean"
        assert arguments.parse(["../a.txt", "--no-settings"]).profile == "auto"

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ('profil = "clean"', "did you mean profile?"),
            ('profile = "best"', "cannot be 'best'"),
            ("min-confidence = true", "min-confidence is not a number"),
            ("in-place = true", "there is no setting 'in-place'"),
            ("profile = ", "no TOML file"),
        ],
    )
    def test_what_is_wrong_is_told(
        self, text: str, reason: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        Path("vndiacritics.toml").write_text(text, encoding="utf-8")
        assert cli.main(["a.txt"]) == 2
        assert reason in capsys.readouterr().err

    def test_another_programs_broken_project_file_is_its_own_affair(self) -> None:
        Path("pyproject.toml").write_text("[tool", encoding="utf-8")
        assert cli.main(["a.txt", "-o", "b.txt"]) == 0


class TestHelp:
    @pytest.mark.parametrize("language", messages.LANGUAGES)
    def test_fits_a_screen(self, language: str, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
        assert cli.main(["--lang", language, "--help"]) == 0
        lines = capsysbinary.readouterr().out.decode().splitlines()
        assert len(lines) <= 23  # of the 24 of a terminal, the prompt has one
        assert max(map(len, lines)) <= 80
        for name, row in registry.SUBCOMMANDS.items():
            assert not row.summary or any(f"vnfix {name} " in line for line in lines)

    @pytest.mark.parametrize("language", messages.LANGUAGES)
    def test_its_examples_are_understood(self, language: str) -> None:
        shown = re.findall(
            r"^  vnfix (.*?)(?:\s{2,}.*)?$", help_pages.SHORT[language], re.MULTILINE
        )
        assert len(shown) >= 7
        for line in shown:
            assert arguments.parse(re.sub(r"[<>] \S+", "", line).split())

    @pytest.mark.parametrize("name", registry.SUBCOMMANDS)
    def test_each_command_has_one(self, name: str, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as end:
            cli.main([name, "--help"])
        assert end.value.code == 0
        assert capsys.readouterr().out.startswith(f"usage: vnfix {name}")

    def test_the_version_names_the_model(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit):
            cli.main(["-V"])
        assert re.fullmatch(r"vnfix \d\S* \(model [0-9a-f]{16}\)\n", capsys.readouterr().out)


@pytest.mark.parametrize(
    "words", [[], ["inspect"], ["check"], ["--doubts"], ["learn", "-", "-o", "office.vnd"]]
)
def test_it_says_that_it_waits_for_the_keyboard(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    keyboard = io.TextIOWrapper(io.BytesIO(b"dan"))
    monkeypatch.setattr(keyboard, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys, "stdin", keyboard)
    assert cli.main(words) in {0, 1}
    assert "Ctrl-D" in capsys.readouterr().err


class TestLanguage:
    @pytest.mark.parametrize(
        ("words", "locale", "told"),
        [
            (["--lang", "vi"], "C", "không có tùy chọn"),
            (["--lang=vi"], "C", "không có tùy chọn"),
            ([], "vi_VN.UTF-8", "không có tùy chọn"),
            (["--lang", "en"], "vi_VN.UTF-8", "unrecognized"),
            ([], "fr_FR.UTF-8", "unrecognized"),
        ],
    )
    def test_is_that_of_the_option_then_of_the_locale(
        self,
        words: list[str],
        locale: str,
        told: str,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.setenv("LC_ALL", locale)
        assert cli.main([*words, "--zzzzz"]) == 2
        assert told in capsys.readouterr().err

    @pytest.mark.parametrize(
        ("sentence", "vietnamese"),
        [
            (
                "thư mục/a: b.txt: not UTF-8: byte 0xe1 at offset 4",
                "thư mục/a: b.txt: không phải UTF-8: byte 0xe1 ở vị trí 4",
            ),
            ("a.txt: No such file or directory", "a.txt: không có tệp hay thư mục này"),
            (
                "a.bin: it looks like UTF-16: give --encoding auto, or utf-16",
                "a.bin: có vẻ là UTF-16: hãy thêm --encoding auto, hoặc utf-16",
            ),
            ("did you mean --diff?", "có phải bạn muốn gõ --diff?"),
            ("something nobody translated", "something nobody translated"),
        ],
    )
    def test_a_sentence_is_found_by_its_pattern(self, sentence: str, vietnamese: str) -> None:
        assert messages.translated(sentence, "vi") == vietnamese

    @pytest.mark.parametrize(
        ("sentence", "told"),
        [
            ("a.txt: 1 words changed", "a.txt: 1 word changed"),
            ("a.txt: 11 words changed: marks 1", "a.txt: 11 words changed: marks 1"),
            ("1 scans read", "1 scan read"),
            (
                "o.vnd: learnt from 1 texts, 21 words; use it with --learnt o.vnd",
                "o.vnd: learnt from 1 text, 21 words; use it with --learnt o.vnd",
            ),
            ("1 words.txt: 2 words changed", "1 words.txt: 2 words changed"),
        ],
    )
    def test_one_thing_is_not_told_in_the_plural(self, sentence: str, told: str) -> None:
        assert messages.translated(sentence, "en") == told

    @pytest.mark.parametrize(
        ("place", "vietnamese"),
        [
            ("paragraph 2", "đoạn 2"),
            ("header, paragraph 2", "đầu trang, đoạn 2"),
            ("foot notes, paragraph 11", "chú thích cuối trang, đoạn 11"),
            ("table 1, row 2, column 3", "bảng 1, hàng 2, cột 3"),
            ("line 12", "dòng 12"),
            ("row 2, column 1", "hàng 2, cột 1"),
            ("Bảng, kê!A1", "Bảng, kê!A1"),
        ],
    )
    def test_a_place_in_a_document_is_told_part_by_part(self, place: str, vietnamese: str) -> None:
        assert messages.place_in(place, "vi") == vietnamese
        assert messages.place_in(place, "en") == place

    def test_places_of_a_translation_are_those_of_the_sentence(self) -> None:
        for english, vietnamese in MESSAGES.items():
            assert english.count("{}") == len(re.findall(r"\{\d*\}", vietnamese)), english

    def test_what_the_command_says_is_translated(self) -> None:
        rooms = ("command", "documents", "ocr", "review", "model")
        paths = [path for room in rooms for path in (PACKAGE / room).rglob("*.py")]
        paths.append(PACKAGE / "files.py")
        said = {sentence for path in paths for sentence in sentences(path)}
        assert len(said) > 100
        missing = {
            sentence
            for sentence in said - JOINED
            if re.sub(r"\{\}", "", sentence).strip(" :-,;")
            and messages.translated(sentence.replace("{}", "7"), "vi")
            == sentence.replace("{}", "7")
        }
        assert missing == set()
        vietnamese = {word for text in MESSAGES.values() for word in ENGLISH.findall(text)}
        left = {
            word
            for sentence in said
            for word in ENGLISH.findall(messages.translated(sentence.replace("{}", "7"), "vi"))
            if word in ENGLISH.findall(sentence) and word not in {*vietnamese, "lxml"}
        }
        assert left - {word for sentence in JOINED for word in ENGLISH.findall(sentence)} == set()

    @pytest.mark.parametrize("name", ["", *registry.SUBCOMMANDS])
    def test_the_help_of_every_option_is_translated(self, name: str) -> None:
        load = registry.SUBCOMMANDS[name].load().parser if name else arguments.parser
        english, vietnamese = (load(prog="vnfix", language=row) for row in ("en", "vi"))
        pairs = [
            (english.description, vietnamese.description),
            (english.epilog, vietnamese.epilog),
            *(
                (one.title, other.title)
                for one, other in zip(
                    english._action_groups, vietnamese._action_groups, strict=True
                )
            ),
            *(
                (one.help, other.help)
                for one, other in zip(english._actions, vietnamese._actions, strict=True)
            ),
        ]
        assert len(pairs) > 10
        assert [one for one, other in pairs if one and one == other] == []


ENGLISH = re.compile(r"(?<![-\w./<])[a-z]{2,}(?![-\w./])")
"""Words of a sentence that are no options, names of files or Vietnamese with marks."""


def sentences(path: Path) -> list[str]:
    """The sentences of a module's errors and notes, with {} for what is put in."""
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if not (name.endswith("Error") or name in {"note", "tell", "detail"}):
            continue
        if name in {"ValueError", "TypeError"}:
            continue
        given = [*node.args[:1], *(row.value for row in node.keywords if row.arg == "remedy")]
        for row in given:
            branches = [row.body, row.orelse] if isinstance(row, ast.IfExp) else [row]
            for branch in branches:
                if isinstance(branch, ast.Constant) and isinstance(branch.value, str):
                    found.append(branch.value)
                elif isinstance(branch, ast.JoinedStr):
                    found.append(
                        "".join(
                            str(part.value) if isinstance(part, ast.Constant) else "{}"
                            for part in branch.values
                        )
                    )
    return found
