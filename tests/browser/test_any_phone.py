"""Phones as they are: old browsers, wrong clocks, dark themes, thumbs, keys and readers."""

from __future__ import annotations

import io
import re

import pytest
from matplotlib.image import imread
from playwright.sync_api import expect

from browser.conftest import LIVE, PATIENCE, PHONE
from browser.find_browser import QUIET, installed_browser

CANON, READING = "01_de_la_mina_al_municipio", "02_leer_un_presupuesto"
DARK = ("--force-dark-mode", "--enable-features=WebContentsForceDark")
READABLE = 4.5
OUTLINE = """(one) => {
    const css = getComputedStyle(one);
    return [parseFloat(css.outlineWidth), css.outlineStyle];
}"""

FAST_CLOCK = """
    const real = Date.now;
    Date.now = () => real() + 4 * 365 * 86_400_000;
"""
ANDROID = """
    const voices = [{ lang: "en_US", localService: true }, { lang: "es_US", localService: true }];
    speechSynthesis.getVoices = () => voices;
    window.said = [];
    window.SpeechSynthesisUtterance = function (text) { this.text = text; };
    speechSynthesis.speak = (one) => window.said.push([one.text, one.lang, one.voice?.lang]);
"""
NO_HAS = """() => {
    for (const sheet of document.styleSheets) drop(sheet);
    function drop(group) {
      for (let place = group.cssRules.length - 1; place >= 0; place -= 1) {
        const rule = group.cssRules[place];
        if (rule.selectorText?.includes(":has(")) group.deleteRule(place);
        else if (rule.cssRules) drop(rule);
      }
    }
}"""


@pytest.fixture
def context(browser):
    opened = browser.new_context(viewport=PHONE, has_touch=True)
    opened.set_default_timeout(PATIENCE)
    yield opened
    opened.close()


def lesson(context, server, slug=READING, before=""):
    page = context.new_page()
    if before:
        page.add_init_script(before)
    page.goto(f"{server}/lecciones/{slug}")
    page.wait_for_selector(LIVE)
    return page


def question(page):
    return page.locator("#quiz .cc-card", has_text="PIM: 8 millones")


def answer(page):
    question(page).get_by_text("ya gastó 8 millones").click()
    question(page).locator(".cc-check").click()
    expect(question(page).locator(".cc-feedback")).to_contain_text("Todavía no")


def test_answers_cleared_by_a_fast_clock_do_not_take_later_ones_along(context, server):
    page = lesson(context, server, before=FAST_CLOCK)
    answer(page)
    page.get_by_role("button", name="Borrar mis respuestas").click()
    page.get_by_role("button", name="Sí, borrar").click()
    expect(question(page).locator("input:checked")).to_have_count(0)
    later = lesson(context, server)
    answer(later)
    later.wait_for_timeout(400)
    later.reload()
    later.wait_for_selector(LIVE)
    expect(question(later).locator("input:checked")).to_have_count(1)


def test_a_voice_of_android_reads_amounts_in_words(context, server):
    page = lesson(context, server, before=ANDROID)
    page.locator("[data-listen]").click()
    page.wait_for_function("said.length > 0")
    said = page.evaluate("said")
    assert all(lang == voice == "es_US" for _text, lang, voice in said)
    assert not any(re.search(r"S/|%", text) for text, _lang, _voice in said)


def test_a_browser_that_cannot_read_the_script_is_told_so(context, server):
    def broken(route):
        route.fulfill(body="let a = 1; a || = 2;", content_type="text/javascript")

    page = context.new_page()
    page.route("**/page.js", broken)
    page.goto(f"{server}/lecciones/{READING}")
    expect(page.locator(".cc-no-script")).to_be_visible()
    expect(page.get_by_text("Preparando las figuras…").first).to_be_hidden()


def test_what_is_shipped_can_be_read_by_a_browser_of_2020(context, server):
    page = lesson(context, server)
    scripts = page.locator("script[src]").evaluate_all("all => all.map((one) => one.src)")
    assert scripts
    for address in scripts:
        script = page.request.get(address).text()
        assert not re.search(r"\|\|=|&&=|\?\?=|\.at\(-|structuredClone|replaceAll\(", script), (
            address
        )


def swipe(page, start, end):
    cdp = page.context.new_cdp_session(page)

    def send(kind, points):
        params = {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]}
        cdp.send("Input.dispatchTouchEvent", params)

    send("touchStart", [start])
    for step in range(1, 11):
        at = [a + (b - a) * step / 10 for a, b in zip(start, end, strict=True)]
        send("touchMove", [at])
        page.wait_for_timeout(16)
    send("touchEnd", [])
    page.wait_for_timeout(500)


def test_a_thumb_that_scrolls_over_a_slider_leaves_it_alone(context, server):
    page = lesson(context, server, CANON)
    slider = page.locator(".noUi-target").first
    slider.scroll_into_view_if_needed()
    handle = slider.locator(".noUi-handle")
    value, before = handle.get_attribute("aria-valuenow"), page.evaluate("scrollY")
    box = slider.bounding_box()
    start = (box["x"] + box["width"] * 0.8, box["y"] + box["height"] / 2)
    swipe(page, start, (start[0], start[1] - 200))
    assert page.evaluate("scrollY") > before + 100
    assert handle.get_attribute("aria-valuenow") == value
    slider.scroll_into_view_if_needed()
    box = handle.bounding_box()
    knob = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    swipe(page, knob, (knob[0] + 60, knob[1]))
    assert handle.get_attribute("aria-valuenow") != value


def test_a_phone_that_darkens_pages_leaves_figures_as_they_were_drawn(browser, server):
    dark = browser.browser_type.launch(executable_path=installed_browser(), args=[*QUIET, *DARK])
    try:
        page = lesson(dark.new_context(viewport=PHONE), server)
        figure = page.locator("#m2 figure svg").first
        figure.scroll_into_view_if_needed()
        pixels = imread(io.BytesIO(figure.screenshot()))[..., :3]
        light, ink = pixels.mean(axis=2).max(), pixels.mean(axis=2).min()
        assert pixels.mean() > 0.7
        assert (light + 0.05) / (ink + 0.05) > READABLE
    finally:
        dark.close()


def test_the_letter_is_printed_alone_without_has(context, server):
    page = context.new_page()
    page.add_init_script("window.print = () => {}")
    page.goto(f"{server}/lecciones/{READING}")
    page.wait_for_selector(LIVE)
    page.evaluate(NO_HAS)
    page.locator("[data-print=act]").first.click()
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    words = page.locator("body").inner_text().strip()
    assert words.startswith("Asunto")
    assert "Momento" not in words


@pytest.mark.parametrize(
    "control", [".cc-result select", ".cc-result textarea", ".cc-result .jupyter-button"]
)
def test_what_has_the_keyboard_can_be_seen(context, server, control):
    page = lesson(context, server)
    target = page.locator(control).first
    target.scroll_into_view_if_needed()
    page.keyboard.press("Tab")  # the keyboard is in use
    target.focus()
    width, style = target.evaluate(OUTLINE)
    assert style != "none"
    assert width >= 2


def test_escape_closes_the_chooser_and_the_keyboard_stays_there(context, server):
    page = lesson(context, server)
    opener = page.locator("#m2 .cc-open")
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#m2 .cc-tile").first).to_be_visible()
    expect(opener).to_have_attribute("aria-expanded", "true")
    assert page.locator(f"[id='{opener.get_attribute('aria-controls')}']").count() == 1
    page.keyboard.press("Escape")
    expect(page.locator("#m2 .cc-tile").first).to_be_hidden()
    expect(opener).to_be_focused()
    page.keyboard.press("Enter")
    tile = page.locator("#m2 .cc-tile", has_text="Ichuña")
    tile.focus()
    page.keyboard.press("Enter")
    expect(opener).to_contain_text("Ichuña")
    expect(opener).to_be_focused()


def test_a_verdict_comes_into_a_region_that_was_already_there(context, server):
    page = lesson(context, server)
    region = question(page).locator("[role=status]")
    expect(region).to_have_count(1)
    region.evaluate("(one) => { one.noted = true; }")
    answer(page)
    assert region.evaluate("(one) => one.noted")
    expect(region).to_contain_text("Todavía no")


def test_one_change_is_told_once(context, server):
    page = lesson(context, server)
    page.locator("#m2 select").first.select_option(label="2022")
    title = page.locator("#m2 .cc-explorer .cc-title")
    expect(title).to_contain_text("2022")
    live = page.locator("[role=status]:visible, [aria-live]:visible, [data-page-status]")
    page.wait_for_timeout(500)
    told = [words for words in live.all_inner_texts() if "2022" in words]
    assert len(told) == 1


def test_a_number_that_is_none_is_marked_and_described(context, server):
    page = lesson(context, server)
    card = page.locator(".cc-card:has(input[type=text])").first
    field = card.locator("input[type=text]")
    field.fill("abc")
    card.locator(".cc-check").click()
    expect(field).to_have_attribute("aria-invalid", "true")
    described = field.get_attribute("aria-describedby")
    assert page.locator(f"[id='{described}']").inner_text().strip()
    field.fill("5")
    card.locator(".cc-check").click()
    expect(field).not_to_have_attribute("aria-invalid", "true")


def test_a_phone_that_keeps_nothing_says_so(context, server):
    full = "Storage.prototype.setItem = () => { throw new Error('QuotaExceededError'); };"
    page = lesson(context, server, before=full)
    answer(page)
    expect(page.locator("main > .cc-notice", has_text="no puede guardar")).to_be_visible()


def test_letters_twice_as_large_spill_nowhere(context, server):
    page = lesson(context, server)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_list_shows_how_far_one_is(context, server):
    page = lesson(context, server)
    answer(page)
    page.locator("#m2").evaluate("(one) => one.scrollIntoView()")
    page.wait_for_timeout(600)
    page.goto(server)
    told = page.locator(f"[data-progress-of='{READING}']")
    expect(told).not_to_be_empty()


def test_an_address_without_region_opens_the_one_chosen_before(context, server):
    page = context.new_page()
    page.goto(f"{server}/?region=apurimac")
    expect(page).to_have_title(re.compile("Apurímac"))
    page.goto(f"{server}/lecciones/{READING}")
    expect(page).to_have_title(re.compile("Apurímac"))
