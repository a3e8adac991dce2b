"""On one phone: a request, its date and its ledger, and the cases of a dialogue, are kept."""

from __future__ import annotations

from playwright.sync_api import expect

ASK, DIALOGUE = "09_preguntar_y_pedir_informacion", "10_compromisos_y_dialogo"


def test_a_question_a_request_and_its_date_are_there_after_loading_again(phone):
    page = phone.live(ASK)
    question = "¿Qué informe de 2024 dice en qué quedaron S/ 4 000 de Ilo?"
    page.get_by_label("Mejórala aquí").fill(question)
    page.get_by_label("Mejórala aquí").blur()
    page.get_by_label("¿Qué documento?").select_option(label="Quién hace la obra y qué cambió")
    page.get_by_label("¿Qué día lo entregas?").fill("2026-12-18")
    page.get_by_label("¿Qué día lo entregas?").blur()
    due = "hasta el martes 5 de enero de 2027"
    expect(page.locator("#m3 .cc-title")).to_contain_text(due)
    phone.again()
    expect(page.locator("#m1 .cc-title")).to_contain_text("5 de 5")
    expect(page.locator("#m3 .cc-title")).to_contain_text(due)
    expect(page.get_by_label("¿Qué día lo entregas?")).to_have_value("2026-12-18")
    expect(page.locator("#m4 .cc-svg").first).to_contain_text("de Ilo")
    expect(page.locator("#ojo .cc-title")).to_contain_text("5 de enero de 2027")
    assert "contrato" in page.locator("#acto textarea").input_value()
    assert phone.errors == []


def test_cases_that_were_matched_stay_matched(phone):
    page = phone.live(DIALOGUE)
    cards = page.locator("#m3 .cc-explorer .cc-card")
    cards.nth(0).get_by_label("Tu respuesta").select_option(label="Transparencia")
    cards.nth(1).get_by_label("Tu respuesta").select_option(label="Transparencia")
    title = page.locator("#m3 .cc-explorer .cc-title")
    expect(title).to_contain_text("1 de 6")
    phone.again()
    expect(title).to_contain_text("1 de 6")
    expect(cards.nth(0)).to_contain_text("Así es.")
    expect(cards.nth(1)).to_contain_text("Todavía no.")
    assert phone.errors == []
