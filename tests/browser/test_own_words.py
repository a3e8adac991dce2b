"""What a learner writes and marks in a lesson stands in her letter, and is there after a reload."""

from __future__ import annotations

import re

from playwright.sync_api import expect

CHARTS = "04_graficos_que_enganan"
CLAIMS = "05_dos_porcentajes_verdaderos"
LIVE = "html[data-live=yes]"
QUESTION = "¿De qué total es ese 96 %, y de qué día?"


def letter(page):
    return page.locator("#acto .cc-letter textarea")


def again(page):
    page.reload()
    page.wait_for_selector(LIVE)


def test_what_is_missing_in_a_chart_stays_marked_and_in_the_letter(phone):
    page = phone.lesson(CHARTS)
    ojo = page.locator("#ojo")
    ojo.locator("input[type=text]").first.fill("las obras del año")
    ojo.locator("input[type=checkbox]").first.check()
    told = re.compile(r"las obras del año[\s\S]*- La tabla con los números")
    expect(letter(page)).to_have_value(told)
    again(page)
    expect(letter(page)).to_have_value(told)
    expect(ojo.locator("input[type=text]").first).to_have_value("las obras del año")
    expect(ojo.locator("input[type=checkbox]").first).to_be_checked()


def test_an_axis_that_was_cut_is_still_cut_after_a_reload(phone):
    page = phone.lesson(CHARTS)
    title = page.locator("#m1 .cc-explorer .cc-title")
    expect(page.locator("#m1 .cc-slider .widget-readout")).to_have_text("en cero")
    page.locator("#m1 [role=slider]").press("ArrowLeft")
    expect(title).to_contain_text("El ojo cree")
    again(page)
    expect(title).to_contain_text("El ojo cree")


def test_the_own_question_goes_into_the_letter_and_stays(phone):
    page = phone.lesson(CLAIMS)
    section = page.locator("#m1")
    section.locator("select").last.select_option(label="Gobierno Regional: 96 y 57.2\u00a0%")
    expect(section.locator(".cc-explorer .cc-title")).to_contain_text("57.2")
    section.locator("textarea:visible").fill(QUESTION)
    section.locator(".cc-title").first.click()
    told = re.compile(r"57\.2[\s\S]*" + re.escape(QUESTION))
    expect(letter(page)).to_have_value(told)
    again(page)
    expect(section.locator("textarea:visible")).to_have_value(QUESTION)
    expect(letter(page)).to_have_value(told)
