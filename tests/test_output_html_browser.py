"""The review page in a real browser: it works by hand, by keyboard, on a phone, on paper, and without a script."""

from __future__ import annotations

from dataclasses import replace

import browsers
import pytest
import report_fakes

from qspec.report.as_html import write
from qspec.report.options import OutputOptions

pytestmark = pytest.mark.browser
WIDTHS = {"phone": 360, "tablet": 800, "desk": 1400}
KINDS = {name: report_fakes.EVERY[name] for name in ("rejected", "undecided", "several", "ugly")}

OUTSIDE = """() => [...document.querySelectorAll("body *")].filter((one) => {
  const box = one.getBoundingClientRect();
  return box.width && !one.closest(".scroll, .skip") && box.right > document.documentElement.clientWidth + 1;
}).map((one) => one.outerHTML.slice(0, 120))"""
CLIPPED = """() => [...document.querySelectorAll("th, td, dd, dt, li, p, h1, h2, h3")].filter((one) =>
  one.scrollWidth > one.clientWidth + 1 && one.clientWidth && !one.querySelector(".scroll")
).map((one) => one.outerHTML.slice(0, 120))"""
FAINT = """() => {
  const parts = (color) => (color.match(/[\\d.]+/g) || []).map(Number);
  const light = (color) => {
    const [red, green, blue] = parts(color).slice(0, 3).map((part) => part / 255)
      .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ground = (one) => {
    const color = getComputedStyle(one).backgroundColor;
    if (parts(color)[3] !== 0) { return color; }
    return one.parentElement ? ground(one.parentElement) : "rgb(255, 255, 255)";
  };
  const shown = [...document.querySelectorAll("body *:not(svg *):not(script)")].filter((one) =>
    [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()) && one.getClientRects().length);
  return shown.map((one) => {
    const [upper, lower] = [light(getComputedStyle(one).color), light(ground(one))].sort((a, b) => b - a);
    return [(upper + 0.05) / (lower + 0.05), one.textContent.trim().slice(0, 40)];
  });
}"""


@pytest.fixture(scope="module")
def browser():
    with browsers.chromium() as running:
        yield running


@pytest.fixture
def opened(browser, tmp_path):
    """Return a function that opens an evaluation's page; whatever the page complains of or asks for fails the test."""
    complaints = []
    contexts = []

    def open_(evaluation, languages=("ja", "en"), width=1280, **more):
        file = tmp_path / "page.html"
        file.write_bytes(write(evaluation, OutputOptions(languages=languages, date="2026-11-22")))
        context = browser.new_context(viewport={"width": width, "height": 800}, **more)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: (complaints.append("dialog"), dialog.dismiss()))
        page.on("request", lambda request: complaints.append(request.url) if request.url != file.as_uri() else None)
        page.goto(file.as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []


def eventually(page, expression):
    """Wait until an expression holds; the browser's own waiting would evaluate text, which the policy forbids."""
    for _ in range(60):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never held: {expression}")


def rows(page):
    return page.locator("main tbody tr:visible").count()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_runs_over_the_edge_or_out_of_its_cell(opened, kind, width):
    page = opened(KINDS[kind](), width=WIDTHS[width])
    for language in ("ja", "en", "both"):
        page.locator(f"input[name=show][value={language}]").check()
        assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[width]
        assert page.evaluate(OUTSIDE) == []
        assert page.evaluate(CLIPPED) == []


def test_the_language_changes_without_loading_again(opened):
    page = opened(report_fakes.rejected())
    page.evaluate("window.same = true")
    page.get_by_role("radio", name="English").check()
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.locator("main .ja:visible").count() == 0
    assert "不適合" not in page.locator("main table").nth(1).inner_text()
    page.get_by_role("radio", name="日本語").check()
    assert page.evaluate("document.documentElement.lang") == "ja"
    assert page.locator("main .en:visible").count() == 0
    assert "FAIL" not in page.locator("main").inner_text()
    page.get_by_role("radio", name="日英併記").check()
    assert page.locator("main .en:visible").count() > 50
    assert page.locator("main .ja:visible").count() > 50
    assert page.evaluate("window.same") is True


def test_a_chart_speaks_the_languages_that_are_shown(opened):
    page = opened(report_fakes.rejected())
    figures = page.locator("figure").count()
    assert figures
    for choice, there, absent in (("ja", "測定順", "order measured"), ("en", "order measured", "測定順")):
        page.locator(f"input[name=show][value={choice}]").check()
        text = " ".join(page.locator("figure svg:visible").all_text_contents())
        assert page.locator("figure svg:visible").count() == figures
        assert there in text
        assert absent not in text
    page.locator("input[name=show][value=both]").check()
    text = " ".join(page.locator("figure svg:visible").all_text_contents())
    assert page.locator("figure svg:visible").count() == figures
    assert "測定順" in text
    assert "order measured" in text


def test_one_verdict_can_be_shown_alone_and_everything_again(opened):
    page = opened(report_fakes.rejected(), ("en",))
    everything = rows(page)
    for name in ("MARGINAL", "PASS"):
        page.get_by_role("checkbox", name=name).uncheck()
    assert page.locator('tr[data-v="pass"]:visible, tr[data-v="marginal"]:visible').count() == 0
    failing = page.locator('tr[data-v="fail"]:visible').count()
    assert failing >= 5
    assert f"{rows(page)} of {everything} table rows shown" in page.get_by_role("status").inner_text()
    page.get_by_role("checkbox", name="FAIL").uncheck()
    assert page.locator("tr[data-v]:visible").count() == 0
    page.get_by_role("button", name="Show everything").click()
    assert rows(page) == everything
    assert page.get_by_role("checkbox", name="FAIL").is_checked()


@pytest.mark.parametrize(
    ("words", "held"),
    [("Bore", "Bore diameter"), ("ｂｏｒｅ", "Bore diameter"), ("穴径 10.016", "10.016"), ("LS-09", "LS-09")],
)
def test_search_finds_rows_whatever_the_width_or_case_of_letters(opened, words, held):
    page = opened(report_fakes.rejected(), ("en",))
    everything = rows(page)
    page.get_by_role("searchbox", name="Search the tables").fill(words)
    assert 0 < rows(page) < everything
    assert all(held in text for text in page.locator("main tbody tr:visible").all_inner_texts())


def test_a_search_without_result_says_so(opened):
    page = opened(report_fakes.rejected(), ("en",))
    page.get_by_role("searchbox").fill("no such thing")
    assert rows(page) == 0
    assert page.get_by_role("status").inner_text().startswith("0 of ")


def test_a_paper_without_tables_offers_no_search_in_them(opened):
    empty = replace(report_fakes.accepted(), lots=(), unused=(), matched={})
    page = opened(empty, ("en",))
    assert page.get_by_role("searchbox").count() == 0
    page.get_by_role("radio", name="日本語").check()
    assert page.evaluate("document.documentElement.lang") == "ja"


def test_without_a_script_everything_is_there_and_nothing_that_would_not_work(opened):
    page = opened(report_fakes.rejected(), java_script_enabled=False)
    assert not page.locator("#controls").is_visible()
    assert page.locator("main tbody tr:visible").count() == page.locator("main tbody tr").count() > 20
    assert "不合格" in page.locator(".banner").inner_text()
    assert "REJECT" in page.locator(".banner").inner_text()


def test_paper_gets_every_row_whatever_is_filtered(opened):
    page = opened(report_fakes.rejected(), ("en",))
    everything = rows(page)
    page.get_by_role("searchbox").fill("no such thing")
    page.emulate_media(media="print")
    assert rows(page) == everything
    assert not page.locator("#controls").is_visible()
    pypdfium2 = pytest.importorskip("pypdfium2")
    paper = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    text = "".join(sheet.get_textpage().get_text_range() for sheet in paper)
    sizes = {tuple(round(side) for side in sheet.get_size()) for sheet in paper}
    paper.close()
    assert sizes <= {(595, 842), (594, 842), (596, 842)}
    assert "Bore diameter" in text
    assert "10.016" in text


def focused(page):
    return page.evaluate(
        "[document.activeElement.tagName, document.activeElement.type || '', document.activeElement.className]"
    )


def test_the_keyboard_reaches_everything_in_order_and_shows_where_it_is(opened):
    page = opened(report_fakes.rejected(), ("en",))
    walked = []
    for _ in range(8):
        page.keyboard.press("Tab")
        walked.append(focused(page)[:2])
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    kinds = [kind or tag for tag, kind in walked]
    assert kinds == ["A", "radio", *["checkbox"] * 3, "search", "button", "SUMMARY"]
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert focused(page)[0] == "A"
    assert page.locator("nav a").count() > 5


def test_arrows_change_the_language_and_space_the_filter(opened):
    page = opened(report_fakes.rejected(), ("en",))
    page.get_by_role("radio", name="English").focus()
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.documentElement.lang") == "ja"
    page.get_by_role("checkbox", name="適合", exact=False).last.focus()
    page.keyboard.press("Space")
    assert page.locator('tr[data-v="pass"]:visible').count() == 0


def test_the_first_stop_jumps_to_the_content(opened):
    page = opened(report_fakes.rejected(), ("en",))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_a_wide_table_is_scrolled_by_keyboard_only_where_it_has_to_be(opened):
    regions = ".scroll[role=region]"
    narrow = opened(report_fakes.rejected(), ("en",), 360)
    eventually(narrow, f"document.querySelectorAll('{regions}[tabindex]').length > 0")
    fitting = f"[...document.querySelectorAll('{regions}')].filter((one) => one.scrollWidth <= one.clientWidth)"
    eventually(narrow, f"{fitting}.every((one) => !one.hasAttribute('tabindex'))")
    table = narrow.locator(f"{regions}[tabindex]").first
    table.focus()
    narrow.keyboard.press("ArrowRight")
    eventually(narrow, f"document.querySelector('{regions}[tabindex]').scrollLeft > 0")


def test_assistive_programs_are_told_names_and_headings(opened):
    page = opened(report_fakes.rejected(), ("ja",))
    assert page.get_by_role("search").count() == 1
    assert page.get_by_role("main").count() == 1
    assert page.get_by_role("navigation", name="目次").count() == 1
    assert page.get_by_role("complementary", name="このページは確認用です").count() == 1
    table = page.get_by_role("table", name="検査結果")
    assert table.get_by_role("rowheader", name="穴径").count() == 1
    assert table.get_by_role("columnheader", name="判定", exact=True).count() == 1
    assert page.get_by_role("img").first.get_attribute("aria-describedby")
    assert page.get_by_role("group", name="表示する判定").get_by_role("checkbox").count() == 3


ORDER = """() => [...document.querySelectorAll("main td, main th, main h2, main h2 span, main span, svg text")]
  .flatMap((one) => [...one.childNodes]).filter((node) => node.nodeType === 3 && node.data.includes("\u05d0"))
  .map((node) => [...node.data].map((_, index) => {
    const range = document.createRange();
    range.setStart(node, index);
    range.setEnd(node, index + 1);
    const box = range.getBoundingClientRect();
    return [Math.round(box.top), box.left];
  }).filter((place) => place[1] > 0))"""


def test_letters_that_run_to_the_left_do_not_turn_the_numbers_beside_them(opened):
    base = report_fakes.rejected()
    name = "\u05d0\u05d1\u05d2 12 \u0627\u0628 -3.5"
    items = tuple(replace(item, name={"en": name, "ja": name}) for item in base.lots[0].items)
    page = opened(replace(base, lots=(replace(base.lots[0], items=items),)), ("en",))
    placed = [places for places in page.evaluate(ORDER) if places]
    assert len(placed) > 10
    for places in placed:
        assert places == sorted(places)


def test_letters_stand_out_from_what_is_behind_them(opened):
    page = opened(report_fakes.rejected())
    found = page.evaluate(FAINT)
    assert len(found) > 200
    assert [each for each in found if each[0] < 4.5] == []


def test_the_policy_holds_against_what_would_be_put_into_the_page(browser, tmp_path):
    content = write(report_fakes.rejected(), OutputOptions(languages=("en",), date="2026-11-22"))
    bad = b"<img src='http://127.0.0.1:9/x.png' onerror='window.ran=1'><script>window.ran=2</script>"
    bad += b"<style>body { opacity: .1 }</style>"
    file = tmp_path / "page.html"
    file.write_bytes(content.replace(b"<footer>", b"<footer>" + bad))
    page = browser.new_page()
    told = []
    page.on("console", lambda message: told.append(message.text))
    page.goto(file.as_uri())
    assert page.evaluate("window.ran") is None
    assert page.evaluate("getComputedStyle(document.body).opacity") == "1"
    assert sum("Content Security Policy" in text for text in told) >= 3
    page.close()
