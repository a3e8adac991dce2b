"""A learner chooses a region; what was done in one is never mixed with another."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from browser.conftest import PHONE

LESSON = "01_de_la_mina_al_municipio"
QUESTION = "¿De qué región quieres ver las cuentas?"
LIVE = "html[data-live=yes]"
MINE = "Mi pregunta desde Apurímac."
PATIENCE = 60_000
THUMB = 44
SCREENSHOTS = Path(__file__).parent / "screenshots"


class Phone:
    """A learner's phone, with what went wrong on its pages."""

    def __init__(self, context, address):
        self.context, self.address, self.errors = context, address, []

    def open(self, path="/"):
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(self.address + path)
        return page

    def lesson(self, query="", slug=LESSON):
        return live(self.open(f"/lecciones/{slug}{query}"))


@pytest.fixture
def phone(browser, server):
    context = browser.new_context(viewport=PHONE, locale="es-PE")
    context.set_default_timeout(PATIENCE)
    expect.set_options(timeout=20_000)
    visited = Phone(context, server)
    yield visited
    context.close()
    assert visited.errors == []


def live(page):
    page.wait_for_selector(LIVE)
    return page


def chooser(page):
    return page.get_by_role("navigation", name=QUESTION)


def choose(page, region):
    chooser(page).get_by_role("link", name=region).click()
    expect(page).to_have_title(re.compile(f"· {region}$"))
    expect(chooser(page).locator("[aria-current=true]")).to_have_text(region)


def enter(page):
    """Open the first lesson from the index."""
    page.locator(f"a[data-lesson][href*='{LESSON}']").click()
    return live(page)


def home(page):
    page.get_by_role("link", name="Todas las lecciones").click()
    expect(chooser(page)).to_be_visible()


def guess(page, words):
    page.locator("#m1-predice, [data-cell=m1-predice]").get_by_text(words).click()


def guessed(page):
    return page.locator("[data-cell=m1-predice] label:has(input:checked)")


def letter(page):
    return page.locator(".cc-letter textarea")


def districts(page):
    """Codes of the department in all that a page says about districts."""
    told = page.locator("[data-selection]").evaluate_all(
        "all => all.map((one) => one.dataset.selection)"
    )
    links = page.locator("a[data-lesson]").evaluate_all("all => all.map((one) => one.search)")
    return {found[:2] for found in re.findall(r"distrito=(\d{6})", " ".join([*told, *links]))}


def kept(page):
    """Wait until the phone has written what was done last."""
    page.wait_for_timeout(600)


def test_answers_of_two_regions_are_kept_apart_and_both_come_back(phone):
    page = phone.open()
    expect(chooser(page).locator("[aria-current=true]")).to_have_text("Moquegua")
    choose(page, "Apurímac")
    page.screenshot(path=SCREENSHOTS / "regiones-390.png")
    enter(page)
    guess(page, "Unos 15")
    letter(page).fill(MINE)
    kept(page)
    expect(page).to_have_url(re.compile(r"\?region=apurimac&distrito=03\d{4}&anio=\d{4}$"))
    live(page).reload()
    expect(guessed(live(page))).to_have_text("Unos 15")
    expect(letter(page)).to_have_value(MINE)
    assert districts(page) == {"03"}

    home(page)
    choose(page, "Moquegua")
    expect(page).to_have_url(f"{phone.address}/?region=moquegua")
    enter(page)
    expect(guessed(page)).to_have_count(0)
    expect(letter(page)).not_to_have_value(MINE)
    assert districts(page) == {"18"}
    assert "region=" not in page.url
    guess(page, "Unos 50")
    kept(page)

    home(page)
    choose(page, "Apurímac")
    enter(page)
    expect(guessed(page)).to_have_text("Unos 15")
    expect(letter(page)).to_have_value(MINE)
    assert districts(page) == {"03"}


def test_the_index_opens_the_region_seen_last_unless_its_address_names_another(phone):
    choose(phone.open(), "Apurímac")
    page = phone.open()
    expect(page).to_have_url(f"{phone.address}/?region=apurimac")
    expect(page).to_have_title(re.compile("Apurímac"))
    choose(page, "Moquegua")
    page.reload()
    expect(page).to_have_title(re.compile("Moquegua"))
    expect(phone.open("/?region=apurimac")).to_have_title(re.compile("Apurímac"))


def test_going_back_shows_the_region_that_was_there(phone):
    page = phone.open("/")
    first = page.title()
    choose(page, "Apurímac")
    page.go_back()
    expect(page).to_have_title(first)
    page.reload()
    expect(page).to_have_title(first)


def test_two_tabs_show_two_regions_and_each_stays_with_its_own(phone):
    there, here = phone.lesson("?region=apurimac"), phone.lesson("?region=moquegua")
    for page, words in ((there, "Unos 15"), (here, "Unos 50")):
        guess(page, words)
        kept(page)
    for page, words, code in ((there, "Unos 15", "03"), (here, "Unos 50", "18")):
        page.reload()
        expect(guessed(live(page))).to_have_text(words)
        assert districts(page) == {code}
    for page, region in ((there, "Apurímac"), (here, "Moquegua")):
        home(page)
        expect(page).to_have_title(re.compile(f"· {region}$"))


def test_a_link_opens_the_region_that_it_names_also_in_a_new_tab(phone):
    page = phone.open("/?region=apurimac")
    with phone.context.expect_page() as opened:
        chooser(page).get_by_role("link", name="Moquegua").click(button="middle")
    expect(opened.value).to_have_title(re.compile("· Moquegua$"))
    expect(page).to_have_title(re.compile("· Apurímac$"))


def told(page):
    """The line about an address that asked for what there is not."""
    return page.locator("[data-not-found]")


@pytest.mark.parametrize("way", ["Todas las lecciones", "Cuentas Claras"])
def test_all_lessons_in_a_new_tab_are_those_of_the_page_whatever_was_seen_last(phone, way):
    page = phone.lesson()
    chosen = phone.open("/?region=apurimac")
    expect(chosen).to_have_title(re.compile("· Apurímac$"))
    with phone.context.expect_page() as opened:
        page.get_by_role("link", name=way).click(button="middle")
    other = opened.value
    expect(other).to_have_title(re.compile("· Moquegua$"))
    expect(chooser(other).locator("[aria-current=true]")).to_have_text("Moquegua")


def test_a_district_of_another_region_is_nobodys_choice_and_a_line_says_so(phone):
    page = phone.lesson("?region=apurimac&distrito=180106&anio=2023")
    assert districts(page) == {"03"}
    shown = page.locator("[data-selection]").first.inner_text()
    expect(told(page)).to_have_text(f"Ese distrito no es de esta región. {shown}")
    expect(page).to_have_url(re.compile(r"\?region=apurimac&distrito=03\d{4}&anio=2023$"))
    page.screenshot(path=SCREENSHOTS / "otro-distrito-390.png")
    page.goto(f"{phone.address}/lecciones/{LESSON}?distrito=030506&anio=2023")
    assert districts(live(page)) == {"18"}
    expect(told(page)).to_contain_text("Ese distrito no es de esta región. Estás viendo:")
    page.reload()
    expect(told(live(page))).to_be_hidden()


def test_a_year_without_data_is_told_and_leaves_the_address(phone):
    page = phone.lesson("?distrito=180106&anio=2031")
    expect(told(page)).to_have_text(re.compile(r"^De ese año no hay datos aquí\. .+, 2024\.$"))
    expect(page).to_have_url(re.compile(r"\?distrito=180106&anio=2024$"))


def test_an_unknown_region_is_told_and_the_address_says_what_is_shown(phone):
    choose(phone.open(), "Apurímac")
    page = phone.open("/?region=atlantida")
    expect(told(page)).to_have_text("No conocemos esa región. Elige una.")
    expect(page).to_have_url(f"{phone.address}/")
    expect(page).to_have_title(re.compile("· Moquegua$"))
    page.screenshot(path=SCREENSHOTS / "otra-region-390.png")
    page = phone.open("/ayuda?region=atlantida")
    expect(told(page)).to_have_text("No conocemos esa región. Mostramos Moquegua.")
    page = phone.open("/?region=APUR%C3%8DMAC")
    expect(page).to_have_url(f"{phone.address}/?region=apurimac")
    expect(told(page)).to_be_hidden()


def test_what_is_written_without_wifi_stays_in_its_region(phone):
    page = phone.lesson("?region=apurimac")
    guess(page, "Unos 15")
    phone.context.set_offline(True)
    expect(page.locator("[data-connection]")).to_be_visible()
    letter(page).fill(MINE)
    kept(page)
    phone.context.set_offline(False)
    expect(page.locator("[data-connection]")).to_be_hidden(timeout=PATIENCE)
    page.reload()
    expect(letter(live(page))).to_have_value(MINE)
    expect(letter(phone.lesson("?region=moquegua"))).not_to_have_value(MINE)


def test_forgetting_the_answers_leaves_the_learner_in_the_region(phone):
    page = phone.lesson("?region=apurimac")
    guess(page, "Unos 15")
    kept(page)
    page.get_by_role("button", name="Borrar mis respuestas").click()
    page.get_by_role("button", name="Sí, borrar").click()
    expect(guessed(page)).to_have_count(0)
    expect(live(page)).to_have_title(re.compile("· Apurímac$"))
    assert "region=apurimac" in page.url


def test_regions_are_chosen_without_any_script(browser, server):
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(server)
    choose(page, "Apurímac")
    page.locator("a[data-lesson]").first.click()
    expect(page.locator(".cc-where")).to_contain_text("Región: Apurímac")
    context.close()


def test_choosing_a_region_is_for_thumbs_and_for_every_eye(phone):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = phone.open("/?region=apurimac")
    links = chooser(page).get_by_role("link")
    assert min(one.bounding_box()["height"] for one in links.all()) >= THUMB
    marks = links.evaluate_all("all => all.map((one) => getComputedStyle(one, '::before').content)")
    assert marks == ['"✔"', "none"]
    for width in (320, 390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    bad = [one["id"] for one in axe.run(page).response["violations"]
           if one["impact"] in {"serious", "critical"}]  # fmt: skip
    assert bad == []
