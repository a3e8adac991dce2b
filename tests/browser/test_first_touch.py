"""A page costs little until somebody touches a control, and then it asks for one session."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

LESSON = "02_leer_un_presupuesto"
CONTROL = ".cc-result :is(button, select, label):visible"


@pytest.fixture
def visits(phone):
    """The visits that the page has asked for."""
    asked = []
    phone.page.on("request", lambda request: asked.append(request.url))
    return lambda: [address for address in asked if address.endswith("/visitas")]


def test_a_first_visit_is_few_and_small_answers(phone):
    devtools = phone.page.context.new_cdp_session(phone.page)
    devtools.send("Network.enable")
    sizes = []
    devtools.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    phone.live(LESSON)
    travelled = [size for size in sizes if size]
    assert len(travelled) <= 9
    assert sum(travelled) <= 200_000


def test_who_reads_and_walks_past_the_controls_needs_no_session(phone, visits):
    page = phone.live(LESSON)
    page.locator("#m1 .cc-title").first.click()
    page.locator("#m1 details summary").first.click()
    assert visits() == []
    for _times in range(15):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        assert visits() == [], focused
    assert page.locator(CONTROL).first.evaluate("control => !control.closest('[inert]')")


def test_what_is_touched_first_is_answered_by_one_session(phone, visits):
    page = phone.live(LESSON)
    page.locator("#m1 select").first.select_option(label="2022")
    expect(page.locator("#m1 .cc-explorer .cc-title").first).to_contain_text("2022")
    page.locator("#m1 select").first.select_option(label="2023")
    expect(page.locator("#m1 .cc-explorer .cc-title").first).to_contain_text("2023")
    assert len(visits()) == 1
    assert phone.errors == []


def test_answers_that_were_kept_ask_for_their_session_at_once(phone, visits):
    page = phone.live(LESSON)
    page.locator("#m1 select").first.select_option(label="2022")
    expect(page.locator("#m1 .cc-explorer .cc-title").first).to_contain_text("2022")
    phone.again()
    expect(page.locator("#m1 .cc-explorer .cc-title").first).to_contain_text("2022")
    assert len(visits()) == 2
