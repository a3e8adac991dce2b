"""What a learner does in a lesson: choose, compare, answer, take a letter away."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import expect

READING = "02_leer_un_presupuesto"
ORIGIN = "01_de_la_mina_al_municipio"
SPENDING = "03_en_que_se_gasta"


def moment(page, name):
    return page.locator(f"#{name}")


def title(page, name):
    return moment(page, name).locator(".cc-explorer .cc-title")


def choose_on_the_map(section, district):
    section.locator(".cc-open").click()
    section.locator(".cc-tile", has_text=district).click()


def shown(section):
    return {
        "drawing": section.locator(".cc-explorer .cc-svg").inner_html(),
        "description": section.locator(".cc-explorer .cc-describe").inner_text(),
        "table": section.locator("details.cc-table").first.inner_html(),
    }


def test_choosing_a_district_and_a_year_changes_figure_description_and_table_together(phone):
    page = phone.lesson(READING)
    section = moment(page, "m2")
    before = shown(section)

    choose_on_the_map(section, "Ichuña")
    expect(title(page, "m2")).to_contain_text("Ichuña")
    section.locator("select").first.select_option(label="2022")
    expect(title(page, "m2")).to_contain_text("2022")

    after = shown(section)
    assert all(before[part] != after[part] for part in before)
    assert "Ichuña" in moment(page, "m3").locator(".cc-explorer .cc-title").inner_text()


def test_a_district_is_found_by_typing_its_name_without_accents(phone):
    page = phone.lesson(READING)
    section = moment(page, "m1")
    section.locator(".cc-open").click()
    section.locator("input[type=text]").click()  # waits until it is there to be typed in
    section.locator("input[type=text]").press_sequentially("ichuna")
    section.get_by_role("button", name="Buscar").click()
    expect(title(page, "m1")).to_contain_text("Ichuña")


def test_an_unknown_name_gets_a_sentence_and_nothing_breaks(phone):
    page = phone.lesson(READING)
    section = moment(page, "m1")
    section.locator(".cc-open").click()
    section.locator("input[type=text]").fill("<b>Macondo</b>" * 50)
    section.get_by_role("button", name="Buscar").click()
    section.get_by_text("No encuentro").wait_for()
    assert section.locator("b", has_text="Macondo").count() == 0
    assert phone.errors == []


def test_the_rows_behind_a_figure_download_as_csv(phone):
    page = phone.lesson(READING, "?distrito=180106&anio=2023")
    section = moment(page, "m2")
    section.locator(".cc-explorer details.cc-how summary").click()
    with page.expect_download() as waiting:
        section.locator(".cc-explorer a.cc-download").click()
    text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    [row] = list(csv.DictReader(io.StringIO(text)))
    assert (row["ubigeo"], row["pim"], row["devengado"]) == ("180106", "124093638", "104706035")


def test_a_folded_table_stays_open_when_the_figure_changes(phone):
    page = phone.lesson(READING)
    section = moment(page, "m2")
    section.locator(".cc-explorer details.cc-table summary").first.click()
    choose_on_the_map(section, "Ilo")
    expect(title(page, "m2")).to_contain_text("Ilo")
    assert section.locator(".cc-explorer details.cc-table").first.get_attribute("open") is not None


@pytest.mark.parametrize(
    ("slug", "names"),
    [(ORIGIN, ("m1", "m2", "m3")), (READING, ("m1", "m2", "m3", "m4")), (SPENDING, ("m3", "m4"))],
)
def test_the_control_and_its_figure_fit_one_phone_screen(phone, slug, names):
    page = phone.lesson(slug)
    for name in names:
        section = moment(page, name)
        top = section.locator(".cc-explorer").bounding_box()["y"]
        drawing = section.locator(".cc-explorer .cc-svg").bounding_box()
        assert drawing["y"] + drawing["height"] - top <= 800, name


def test_the_quiz_answers_every_kind_of_question(phone):
    page = phone.lesson(READING)
    cards = moment(page, "quiz").locator(".cc-card")

    def card(words):
        return cards.filter(has_text=words)

    def verdict(one):
        one.locator(".cc-check").click()
        one.locator(".cc-feedback").wait_for()
        return one.locator(".cc-feedback").inner_text()

    pim = card("PIM: 8 millones")
    pim.get_by_text("ya gastó 8 millones").click()
    assert "Todavía no" in verdict(pim)

    order = card("en el orden en que baja")
    for word in ("Certificado", "Compromiso", "Devengado", "Girado"):
        order.locator(".cc-step", has_text=word).click()
        order.locator(".cc-step.cc-pressed", has_text=word).wait_for()
    assert "Así es" in verdict(order)

    point = card("escalera inventada")
    point.locator(".widget-toggle-button", has_text="Devengado").click()
    assert "Así es" in verdict(point)

    number = card("¿Cuál es su avance?").first
    number.locator("input").fill("75,0 %")
    number.locator("input").press("Tab")
    assert "Así es" in verdict(number)

    several = card("¿Qué NO se sabe")
    several.get_by_text("está construido").click()
    assert "Vas bien" in verdict(several)

    opinion = card("seguir un solo paso")
    opinion.get_by_text("El devengado").click()
    assert "No hay una sola respuesta" in verdict(opinion)


def test_pointing_at_the_figure_chooses_the_answer(phone):
    page = phone.lesson(READING)
    card = moment(page, "quiz").locator(".cc-card", has_text="escalera inventada")
    drawing = card.locator(".cc-svg")
    drawing.scroll_into_view_if_needed()
    drawing.get_by_text("E · Devengado").click(force=True)
    card.locator(".widget-toggle-button.mod-active", has_text="Devengado").wait_for()


def test_the_letter_follows_the_choice_and_can_be_taken_away(phone):
    page = phone.lesson(READING, "?distrito=180106&anio=2023")
    section = moment(page, "acto")
    text = section.locator(".cc-letter textarea")
    assert "104\u00a0706\u00a0035" in text.input_value()
    with page.expect_download() as waiting:
        section.get_by_text("Descargar", exact=True).click()
    saved = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    assert saved == text.input_value()

    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    section.get_by_text("Copiar", exact=True).click()
    section.get_by_text("Copiado").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").strip() == text.input_value().strip()


def test_what_was_typed_in_the_letter_survives_another_choice(phone):
    page = phone.lesson(READING)
    section = moment(page, "acto")
    section.locator(".cc-letter textarea").fill("Mi propia pregunta sobre la obra.")
    section.locator(".cc-letter textarea").press("Tab")
    choose_on_the_map(section, "Ilo")
    section.get_by_text("Escribir de nuevo con mi distrito").wait_for()
    assert (
        section.locator(".cc-letter textarea").input_value() == "Mi propia pregunta sobre la obra."
    )
    link = section.locator("a.cc-tool").get_attribute("href")
    assert "Mi propia pregunta" in unquote(link)


def test_the_simulator_moves_with_the_price_and_with_the_place(phone):
    page = phone.lesson(ORIGIN)
    section = moment(page, "m2")
    before = shown(section)
    handle = section.locator(".noUi-handle").first
    handle.focus()
    handle.press("ArrowRight")
    description = section.locator(".cc-explorer .cc-describe")
    expect(description).not_to_have_text(before["description"])
    after = shown(section)
    assert all(before[part] != after[part] for part in before)
    assert "Ejemplo inventado" in section.inner_text()


def test_a_per_person_figure_names_its_population(phone):
    page = phone.lesson(SPENDING, "?distrito=180302&anio=2023")
    section = moment(page, "m3")
    expect(title(page, "m3")).to_contain_text("Censo 2025")
    section.get_by_label("¿Quién contó a las personas?").select_option(index=1)
    expect(title(page, "m3")).to_contain_text("proyección")


def test_a_lesson_can_be_done_with_the_keyboard_alone(phone):
    page = phone.lesson(READING)
    moment(page, "m2").locator(".cc-open").focus()
    page.keyboard.press("Enter")
    tile = moment(page, "m2").locator(".cc-tile", has_text="Carumas")
    tile.wait_for(state="visible")
    for _press in range(60):  # Tab up to the map, and arrows on it
        on_map = page.evaluate("document.activeElement.matches('.cc-tile')")
        page.keyboard.press("ArrowRight" if on_map else "Tab")
        if page.evaluate("document.activeElement.innerText") == "Carumas":
            break
    page.keyboard.press("Enter")
    expect(title(page, "m2")).to_contain_text("Carumas")
    check = moment(page, "quiz").locator(".cc-card").first
    check.locator("input[type=radio]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    check.locator(".cc-feedback").wait_for()


def test_the_choice_travels_to_the_next_lesson(phone):
    page = phone.lesson(READING)
    choose_on_the_map(moment(page, "m1"), "Ubinas")
    expect(title(page, "m1")).to_contain_text("Ubinas")
    page.locator("a[data-lesson]").last.click()
    page.wait_for_selector(".cc-sources", timeout=90_000)
    assert "Ubinas" in moment(page, "m3").locator(".cc-explorer .cc-title").inner_text()


def test_print_shows_every_moment_whole_and_the_letter_as_text(phone):
    page = phone.lesson(READING)
    page.emulate_media(media="print")
    assert page.locator(".cc-letter-paper").is_visible()
    assert not page.locator(".cc-letter textarea").is_visible()
    assert not page.locator(".cc-top [data-listen]").is_visible()
    assert page.pdf(format="A4")[:5] == b"%PDF-"
