"""The review page in a real browser: what a person does there, by mouse and by keyboard."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from review_pages import opener, press, restored, saved, write

from vndiacritics.review import decisions

SOURCE = "Xa Tan Khe bao cao:\r\nthon Khe thu 96 trieu dong, nguoi dan thon Khe <b>vui</b>.\n"
RESULT = restored(
    SOURCE,
    ("Xa", "Xã", 0.999, ()),
    ("Tan", "Tân", 0.95, ("Tấn",)),
    ("Khe", "Khê", 0.4, ("Khẻ", "Khé")),
    ("bao", "báo", 0.999, ()),
    ("cao:", "cáo:", 0.999, ()),
    ("thon", "thôn", 0.999, ()),
    ("Khe", "Khê", 0.45, ("Khẻ", "Khé")),
    ("96", "96", 0.7, ()),
    ("trieu", "triệu", 0.8, ("triều",)),
    ("dong,", "đồng,", 0.999, ()),
    ("nguoi", "người", 0.999, ()),
    ("dan", "dân", 0.999, ()),
    ("thon", "thôn", 0.999, ()),
    ("Khe", "Khê", 0.47, ("Khẻ",)),
)
DOUBTS = ["Khê", "Khê", "96", "triệu", "Khê"]


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    with opener(browser, tmp_path, RESULT) as start:
        yield start


def current(page: Any) -> str:
    return str(page.locator("u.now").inner_text())


def left(page: Any) -> int:
    return int(page.locator("#left").inner_text())


def test_j_and_k_go_through_what_is_doubtful(opened: Any) -> None:
    page = opened()
    seen = [current(page)]
    for _ in DOUBTS[1:]:
        press(page, "j")
        seen.append(current(page))
    assert seen == DOUBTS
    press(page, "j")
    assert page.locator("u.now").evaluate("e => e === document.querySelectorAll('u')[2]")
    press(page, "k")
    assert page.locator("u.now").evaluate("e => e === [...document.querySelectorAll('u')].at(-1)")
    assert left(page) == 5


def test_accept_reject_choose_and_type(opened: Any) -> None:
    page = opened()
    press(page, "a")  # Khê
    press(page, "2")  # Khé
    press(page, "r")  # 96 was not changed
    assert "not changed" in page.locator("#message").inner_text()
    press(page, "e")
    page.fill("#typed", '95 "<i>&amp;')
    press(page, "Enter")
    press(page, "r")  # trieu
    assert left(page) == 1
    text = saved(page, "#saveText")
    assert text == (
        'Xã Tân Khê báo cáo:\r\nthôn Khé thu 95 "<i>&amp; trieu đồng, '
        "người dân thôn Khê <b>vui</b>.\n"
    )


def test_buttons_do_what_keys_do(opened: Any) -> None:
    page = opened()
    page.click("#accept")
    page.click("#others button:has-text('Khé')")
    page.click("#next")
    page.click("#reject")
    page.locator("main u", has_text="96").click()
    page.click("#edit")
    page.fill("#typed", "69")
    page.click("#typing [type=submit]")
    assert "thôn Khé thu 69 trieu" in saved(page, "#saveText")
    page.click("#undo")
    assert "thôn Khé thu 96 trieu" in saved(page, "#saveText")


def test_one_decision_for_all_alike(opened: Any) -> None:
    page = opened()
    press(page, "r", "Shift+A")
    assert left(page) == 2
    assert saved(page, "#saveText").count("Khe") == 3
    press(page, "u")
    assert left(page) == 4
    press(page, "u")
    assert left(page) == 5
    page.click("#alike")  # with nothing decided it accepts
    assert left(page) == 2
    assert saved(page, "#saveText").count("Khê") == 3


def test_filters(opened: Any) -> None:
    page = opened()
    page.select_option("#sure", label="under 99 %")
    assert left(page) == 6
    page.select_option("#sure", label="all")
    assert left(page) == 14
    page.select_option("#kind", label="kept, but doubtful")
    assert (left(page), current(page)) == (1, "96")
    page.select_option("#kind", label="all kinds")
    page.select_option("#sure", label="under 50 %")
    assert left(page) == 3
    press(page, "a", "a", "a")
    assert left(page) == 0
    assert "Nothing left" in page.locator("#message").inner_text()
    page.select_option("#state", label="decided")
    press(page, "j")
    assert current(page) == "Khê"


def test_the_browser_keeps_decisions(opened: Any) -> None:
    page = opened()
    press(page, "r", "a")
    page.reload()
    assert left(page) == 3
    assert saved(page, "#saveText").startswith("Xã Tân Khe báo")
    again = opened(context=page.context)
    assert left(again) == 3
    other = opened(restored("mot hai", ("mot", "một", 0.5, ())), context=page.context)
    assert left(other) == 1


def test_saved_decisions_are_carried_out_and_opened_again(opened: Any, tmp_path: Path) -> None:
    page = opened()
    press(page, "r", "2")
    path = tmp_path / "decisions.json"
    path.write_text(saved(page, "#saveDecisions"), encoding="utf-8")
    checked = saved(page, "#saveText")
    found = decisions.read(path)
    assert found.apply(SOURCE) == checked
    assert found.apply(RESULT.text) == checked
    assert [row.decision for row in found.changes][2] == "rejected"
    assert found.changes[2].before == ("Xã", "Tân")
    expect = pytest.importorskip("playwright.sync_api").expect
    fresh = opened()
    fresh.evaluate("localStorage.clear()")
    fresh.set_input_files("#file", path)
    expect(fresh.locator("#message")).to_have_text(re.compile(r"^2 "))
    assert saved(fresh, "#saveText") == checked
    other = opened(restored("mot hai", ("mot", "một", 0.5, ())))
    other.set_input_files("#file", path)
    expect(other.locator("#message")).to_have_text(re.compile("another"))


HOSTILE = (
    "</script><script>alert(1)</script> <img src=x onerror=alert(2)> \"'`&lt; \u2028\u2029 "
    "{{ 7*7 }} <!-- --> ]]> \x0b\x1b \U0001f600 dan\n"
)


def test_whatever_the_text_holds_stays_text(opened: Any) -> None:
    result = restored(
        HOSTILE,
        ("</script><script>alert(1)</script>", '"><script>alert(3)</script>', 0.1, ("<b>", "'")),
        ("onerror=alert(2)>", "onerror=alert(2)>", 0.2, ("</u>",)),
        ("\U0001f600", "\U0001f601", 0.3, ()),
        ("dan", "dân", 0.3, ("</title>",)),
    )
    name = '</title><script>alert("4")</script>.txt'
    page = opened(result, name=name)
    page.on("dialog", lambda dialog: page.errors.append(dialog.message))
    assert name in page.title()
    assert page.locator("main script, main img, main b").count() == 0
    press(page, "1", "j", "j", "a", "e")
    page.fill("#typed", "</p><script>alert(5)</script>")
    press(page, "Enter")
    text = saved(page, "#saveText")
    expected = result.text.replace('"><script>alert(3)</script>', "<b>")
    assert text == expected.replace("onerror=alert(2)>", "</p><script>alert(5)</script>")
    assert json.loads(saved(page, "#saveDecisions"))["file"] == name


def test_how_sure_a_word_is_is_rounded_down(opened: Any) -> None:
    sure = ("nam", "năm", 0.9499, ()), ("dan", "dân", 0.57, ()), ("van", "vận", 0.99996, ())
    page = opened(restored("nam dan van", *sure))
    page.select_option("#sure", "3")
    told = []
    for _ in sure:
        told.append(page.locator("#level").inner_text())
        press(page, "j")
    assert told == ["94 % sure", "57 % sure", "99.9 % sure"]


def test_a_kept_word_is_named_once(opened: Any) -> None:
    page = opened(restored("nam 57", ("57", "57", 0.5, ())))
    assert page.locator("#same").inner_text() == "57 (1)"


def test_astral_letters_do_not_shift_places(opened: Any) -> None:
    page = opened(restored("\U0001f600\U0001f600 dan \U0001f600 van", ("dan", "dân", 0.5, ()),
                           ("van", "vận", 0.5, ("văn",))))  # fmt: skip
    press(page, "r", "1")
    assert saved(page, "#saveText") == "\U0001f600\U0001f600 dan \U0001f600 văn"


def test_typing_does_not_trigger_keys_and_keys_can_be_switched_off(opened: Any) -> None:
    page = opened()
    press(page, "e", "a", "r", "j", "A")
    assert left(page) == 5
    assert page.input_value("#typed") == "arjA"
    press(page, "Escape", "?")
    page.uncheck("#keysOn")
    press(page, "Escape", "a")
    assert left(page) == 5


def test_english_and_vietnamese(opened: Any) -> None:
    page = opened()
    assert page.locator("html").get_attribute("lang") == "en"
    page.click("#language")
    assert page.locator("html").get_attribute("lang") == "vi"
    assert page.locator("#saveText").inner_text() == "Lưu văn bản"
    assert "trước đây Khe".casefold() in (
        page.locator("u.now").get_attribute("aria-label").casefold()
    )


def test_a_screen_reader_hears_what_is_asked(opened: Any) -> None:
    page = opened()
    press(page, "j")
    now = page.locator("u.now")
    assert now.get_attribute("role") == "button"
    assert now.get_attribute("aria-label") == "Khê, Was Khe, 45 % sure"
    assert now.evaluate("e => e === document.activeElement")
    press(page, "a")
    assert page.locator("#message").inner_text() == "Khê: accepted"
    named = page.evaluate(
        """() => [...document.querySelectorAll('button, select, input:not([hidden]), aside, main')]
            .filter(e => !(e.getAttribute('aria-label') || e.labels?.length))
            .filter(e => !e.textContent.trim())
            .map(e => e.outerHTML)"""
    )
    assert named == []


CONTRAST = """() => {
  const canvas = document.createElement('canvas').getContext('2d');
  const rgb = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map(v => v / 255)
      .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const behind = (e) => {
    for (; e; e = e.parentElement) {
      const colour = rgb(getComputedStyle(e).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return rgb('Canvas');
  };
  const low = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !e.checkVisibility() || e.closest('script')) continue;
    const [a, b] = [light(rgb(getComputedStyle(e).color)), light(behind(e))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) low.push([e.tagName, e.textContent.slice(0, 30), ratio]);
  }
  return low;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_is_that_of_wcag_aa(opened: Any, scheme: str) -> None:
    page = opened()
    page.emulate_media(color_scheme=scheme)
    press(page, "a", "r", "j")
    page.select_option("#state", "both")
    assert page.evaluate(CONTRAST) == []


def test_in_print_only_the_text_is_left(opened: Any) -> None:
    page = opened()
    page.emulate_media(media="print")
    assert not page.locator("aside").is_visible()
    assert not page.locator(".bar").is_visible()
    assert page.locator("main u").first.is_visible()


def test_without_scripts_the_text_can_be_read(browser: Any, tmp_path: Path) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(write(tmp_path, RESULT).as_uri())
    assert "thôn Khê thu 96 triệu" in page.locator("main").inner_text()
    assert page.locator("noscript").is_visible()


TIMES = 300
LONG = restored(
    "dan toc van \U0001f600\r\n\fso 7 dan\n" * TIMES,
    *[("dan", "dân", 0.999, ()), ("toc", "tộc", 0.999, ()), ("van", "văn", 0.97, ("vận",)),
      ("7", "7", 0.6, ()), ("dan", "dân", 0.99, ())] * TIMES,
)  # fmt: skip
IDLE = "window.requestIdleCallback = () => 0;"


def test_a_long_text_is_drawn_where_it_is_looked_at(opened: Any) -> None:
    page = opened(LONG, script=IDLE)
    drawn = page.locator("main u").count()
    assert TIMES < drawn < 5 * TIMES
    assert page.locator("main section").count() == TIMES + 1
    said = page.evaluate("document.querySelector('main').textContent")
    assert said.count("dân tộc văn") == TIMES
    assert left(page) == TIMES
    press(page, "k", "a")
    page.select_option("#sure", label="all")
    assert page.locator("#ratio").inner_text() == f"of {5 * TIMES}; 1 decided"
    page.locator("main section").last.scroll_into_view_if_needed()
    page.locator("main section:last-of-type u.done").wait_for()
    assert page.locator("main u").count() < 5 * TIMES
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("main u").count() == 5 * TIMES
    assert page.evaluate("document.querySelector('main').textContent") == said
    assert saved(page, "#saveText") == LONG.text


def test_a_long_text_is_drawn_as_time_allows(opened: Any) -> None:
    page = opened(LONG)
    expect = pytest.importorskip("playwright.sync_api").expect
    expect(page.locator("main u")).to_have_count(5 * TIMES, timeout=30_000)
    press(page, "j", "r", "j")
    page.select_option("#sure", label="all")
    press(page, "k", "r")
    text = saved(page, "#saveText")
    assert [text.count("văn"), text.count("van")] == [TIMES - 1, 1]


def test_all_of_a_long_text_is_printed(opened: Any, tmp_path: Path) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    page = opened(LONG, script=IDLE)
    page.pdf(path=tmp_path / "printed.pdf")
    document = pdfium.PdfDocument(tmp_path / "printed.pdf")
    text = "".join(leaf.get_textpage().get_text_range() for leaf in document)
    assert text.count("tộc") == TIMES
    assert page.locator("main u").count() == 5 * TIMES
