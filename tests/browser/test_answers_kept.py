"""Answers stay on the phone, whatever happens to the session, the server or the Wi-Fi."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import expect

from browser.conftest import PHONE, free_port, wait_until_it_answers

READING = "02_leer_un_presupuesto"
LIVE = "html[data-live=yes]"
MINE = "Mi propia pregunta sobre la obra."
PATIENCE = 60_000
SCREENSHOTS = Path(__file__).parent / "screenshots"
TORATA = "?distrito=180106&anio=2023"
ILO = "?distrito=180301&anio=2022"
DISTRICTS = {"Torata": "180106", "Ichuña": "180204", "Ilo": "180301"}
DRAWN = "html[data-results=settled]"
ANSWERED = 2_000


class OwnServer:
    """A server that may be killed and started again where it was."""

    def __init__(self):
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self):
        command = [sys.executable, "-m", "cuentas.cli", "serve", "--port", str(self.port)]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(command, **quiet)
        wait_until_it_answers(self.address, self.process)

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        self.process.wait(timeout=30)

    def end(self, session):
        """End a session as if its lesson had failed."""
        address = f"{self.address}/voila/api/shutdown/{session}"
        urllib.request.urlopen(urllib.request.Request(address, b"")).close()


@pytest.fixture(scope="module")
def own_server():
    server = OwnServer()
    yield server
    server.stop()


@pytest.fixture
def phone(browser, own_server):
    context = browser.new_context(viewport=PHONE, locale="es-PE")
    context.set_default_timeout(PATIENCE)
    expect.set_options(timeout=20_000)
    yield Phone(context, own_server.address)
    context.close()


class Phone:
    """A learner's phone."""

    def __init__(self, context, address):
        self.context, self.address, self.sessions = context, address, []

    def open(self, query="", slug=READING, ready=LIVE):
        page = self.context.new_page()
        page.on("websocket", lambda socket: self.sessions.append(socket.url.split("/")[-2]))
        page.goto(f"{self.address}/lecciones/{slug}{query}")
        page.wait_for_selector(ready)
        return page


def touch(page):
    """Only now a page asks for a session."""
    page.locator(".cc-open").first.dispatch_event("pointerdown")


def question(page, words):
    return page.locator("#quiz .cc-card", has_text=words)


def misread(page):
    return question(page, "PIM: 8 millones")


def order(page):
    return question(page, "en el orden en que baja")


def letter(page):
    return page.locator(".cc-letter textarea")


def notice(page):
    return page.locator("[data-connection]")


def do_a_bit_of_everything(page):
    moment = page.locator("#m2")
    moment.locator(".cc-open").click()
    moment.locator(".cc-tile", has_text="Ichuña").click()
    expect(moment.locator(".cc-explorer .cc-title")).to_contain_text("Ichuña")
    misread(page).get_by_text("ya gastó 8 millones").click()
    misread(page).locator(".cc-check").click()
    misread(page).locator(".cc-feedback").wait_for()
    for step in ("Certificado", "Compromiso", "Devengado", "Girado"):
        order(page).locator(".cc-step", has_text=step).click()
        order(page).locator(".cc-step.cc-pressed", has_text=step).wait_for()
    order(page).locator(".cc-check").click()
    order(page).locator(".cc-feedback").wait_for()
    letter(page).fill(MINE)


def check_that_all_is_there(page):
    expect(page.locator("#m2 .cc-explorer .cc-title")).to_contain_text("Ichuña")
    expect(misread(page).locator("input:checked")).to_have_count(1)
    expect(misread(page).locator(".cc-feedback")).to_contain_text("Todavía no")
    expect(order(page).locator(".cc-step.cc-pressed")).to_have_count(4)
    expect(order(page).locator(".cc-feedback")).to_contain_text("Así es")
    expect(letter(page)).to_have_value(MINE)


def check_that_controls_work(page):
    page.locator("#m2 select").first.select_option(label="2022")
    expect(page.locator("#m2 .cc-explorer .cc-title")).to_contain_text("2022")
    expect(page).to_have_url(re.compile("anio=2022"))


def check_that_all_tell_of(page, district, year):
    """Chooser, figure, table, letter and address agree, and so does the next lesson."""
    explorer = page.locator("#m2 .cc-explorer")
    for moment in ("#m2", "#acto"):
        chooser = page.locator(f"{moment} .cc-chooser")
        expect(chooser.locator(".cc-open")).to_contain_text(district)
        expect(chooser.locator("select option:checked")).to_have_text(year)
    expect(explorer.locator(".cc-title")).to_contain_text(district)
    expect(explorer.locator(".cc-title")).to_contain_text(year)
    expect(explorer.locator("caption").first).to_contain_text(re.compile(f"{district}, {year}"))
    expect(letter(page)).to_have_value(re.compile(rf"Presupuesto {year}\.[\s\S]*{district}:"))
    chosen = f"distrito={DISTRICTS[district]}&anio={year}"
    expect(page).to_have_url(re.compile(rf"\?{chosen}$"))
    expect(page.locator("a[data-lesson]").first).to_have_attribute("href", re.compile(chosen))


def choose(page, district):
    page.locator("#m2 .cc-open").click()
    page.locator("#m2 .cc-tile", has_text=district).click()
    expect(page.locator("#m2 .cc-explorer .cc-title")).to_contain_text(district)


def kept(page):
    """Wait until the phone has written what was done last."""
    page.wait_for_timeout(400)


def test_a_page_loaded_again_has_every_choice_and_every_answer(phone):
    page = phone.open()
    do_a_bit_of_everything(page)
    assert "distrito=180204" in page.url
    page.reload()
    page.wait_for_selector(LIVE)
    check_that_all_is_there(page)
    check_that_controls_work(page)
    page.reload()
    page.wait_for_selector(LIVE)
    expect(page.locator("#m2 .cc-explorer .cc-title")).to_contain_text("2022")
    expect(letter(page)).to_have_value(MINE)


def test_a_task_made_for_the_chosen_district_keeps_its_answer(phone):
    page = phone.open()
    practice = page.locator("#practica")
    asked = practice.locator(".cc-card .cc-question").inner_text()
    practice.locator(".cc-open").click()
    practice.locator(".cc-tile", has_text="Ichuña").click()
    expect(practice.locator(".cc-card .cc-question")).not_to_have_text(asked)
    practice.locator(".cc-card input[type=text]").fill("12")
    practice.locator(".cc-check").click()
    expect(practice.locator(".cc-feedback")).to_contain_text("Leímos: 12.")
    page.reload()
    page.wait_for_selector(LIVE)
    expect(practice.locator(".cc-card input[type=text]")).to_have_value("12")
    expect(practice.locator(".cc-feedback")).to_contain_text("Leímos: 12.")


def test_when_the_session_ends_one_tap_goes_on(phone, own_server):
    page = phone.open()
    do_a_bit_of_everything(page)
    own_server.end(phone.sessions[-1])
    expect(notice(page)).to_contain_text("Tu lección se detuvo.")
    expect(notice(page).get_by_role("button")).to_have_count(1)
    page.screenshot(path=SCREENSHOTS / "session-stopped.png")
    notice(page).get_by_role("button", name="Seguir").click()
    expect(notice(page)).to_be_hidden()
    check_that_all_is_there(page)
    check_that_controls_work(page)


def test_after_the_server_was_killed_and_started_again_all_is_back(phone, own_server):
    page = phone.open()
    do_a_bit_of_everything(page)
    own_server.stop(signal.SIGKILL)
    expect(notice(page)).to_contain_text("Tus respuestas están guardadas en este teléfono.")
    expect(page.locator(".cc-result .jupyter-button").first).to_have_attribute("inert", "")
    letter(page).fill(f"{MINE} Gracias.")
    page.screenshot(path=SCREENSHOTS / "connection-lost.png")
    own_server.start()
    expect(notice(page)).to_be_hidden(timeout=PATIENCE)
    expect(letter(page)).to_have_value(f"{MINE} Gracias.")
    letter(page).fill(MINE)
    check_that_all_is_there(page)
    check_that_controls_work(page)


def test_after_the_wifi_was_away_the_same_session_goes_on(phone):
    page = phone.open()
    do_a_bit_of_everything(page)
    page.wait_for_timeout(ANSWERED)  # an answer that got lost would ask for another kernel
    phone.context.set_offline(True)
    expect(notice(page)).to_contain_text("Seguimos probando.")
    phone.context.set_offline(False)
    expect(notice(page)).to_be_hidden()
    check_that_all_is_there(page)
    check_that_controls_work(page)
    assert len(phone.sessions) > 1
    assert len(set(phone.sessions)) == 1


def test_what_was_written_without_wifi_reaches_the_session(phone):
    page = phone.open()
    choose(page, "Ichuña")
    phone.context.set_offline(True)
    expect(notice(page)).to_be_visible()
    letter(page).fill(MINE)
    phone.context.set_offline(False)
    expect(notice(page)).to_be_hidden()
    expect(page.locator("#acto a.cc-tool")).to_have_attribute(
        "href", re.compile("Mi%20propia%20pregunta")
    )


def test_a_page_that_nobody_touches_asks_for_no_session(phone):
    page = phone.open()
    page.wait_for_timeout(500)
    assert phone.sessions == []
    touch(page)
    page.wait_for_timeout(500)
    assert len(phone.sessions) == 1


def test_a_figure_is_saved_as_it_stands(phone):
    page = phone.open()
    choose(page, "Ichuña")
    with page.expect_download() as saving:
        page.locator("#m2 .cc-explorer [data-picture]").click()
    picture = Path(saving.value.path()).read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[16:20], "big") >= 1080
    assert saving.value.suggested_filename.endswith(".png")


def test_clearing_asks_once_and_forgets_everything(phone):
    page = phone.open()
    do_a_bit_of_everything(page)
    page.get_by_role("button", name="Borrar mis respuestas").click()
    page.get_by_role("button", name="No, dejarlas").click()
    check_that_all_is_there(page)
    page.get_by_role("button", name="Borrar mis respuestas").click()
    page.get_by_role("button", name="Sí, borrar").click()
    expect(letter(page)).not_to_have_value(MINE)
    page.wait_for_selector(LIVE)
    expect(misread(page).locator("input:checked")).to_have_count(0)
    assert page.evaluate("JSON.stringify([localStorage, sessionStorage])").count("index") == 0


def test_clearing_in_one_tab_clears_the_other(phone):
    first, second = phone.open(), phone.open()
    letter(second).fill(MINE)
    letter(first).fill("Otra carta.")
    first.get_by_role("button", name="Borrar mis respuestas").click()
    first.get_by_role("button", name="Sí, borrar").click()
    expect(letter(second)).not_to_have_value(MINE)
    second.wait_for_selector(LIVE)
    expect(letter(second)).not_to_have_value(MINE)


RETURNS = [
    ("", ILO, None, ("Ilo", "2022")),
    (ILO, "", None, ("Ilo", "2022")),
    (TORATA, ILO, None, ("Torata", "2023")),
    (ILO, ILO, None, ("Ilo", "2022")),
    ("", "", "Ichuña", ("Ichuña", "2024")),
    ("", ILO, "Ichuña", ("Ichuña", "2022")),
    (TORATA, ILO, "Ichuña", ("Torata", "2023")),
]


@pytest.mark.parametrize(("address", "began", "choice", "expected"), RETURNS)
def test_who_comes_back_finds_one_district_everywhere(phone, address, began, choice, expected):
    before = phone.open(began)
    misread(before).get_by_text("ya gastó 8 millones").click()
    if choice:
        choose(before, choice)
    kept(before)
    before.close()
    page = phone.open(address)
    expect(misread(page).locator("input:checked")).to_have_count(1)
    check_that_all_tell_of(page, *expected)
    page.reload()
    page.wait_for_selector(LIVE)
    check_that_all_tell_of(page, *expected)


@pytest.mark.parametrize("again", ["", TORATA])
def test_what_is_touched_before_there_is_a_session_agrees_with_the_rest(phone, again):
    before = phone.open(ILO)
    choose(before, "Ichuña")
    kept(before)
    before.close()
    held = []
    phone.context.route("**/visitas", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks it
    page = phone.open(again, ready=DRAWN)
    page.locator("#m2 .cc-chooser select").select_option(label="2021")
    assert page.url == f"{phone.address}/lecciones/{READING}{again}"
    held[0].continue_()
    page.wait_for_selector(LIVE)
    check_that_all_tell_of(page, "Torata" if again else "Ichuña", "2021")


def test_an_older_tab_leaves_the_answers_of_a_newer_one(phone):
    older = phone.open()
    misread(older).get_by_text("ya gastó 8 millones").click()
    kept(older)
    newer = phone.open()
    letter(newer).fill(MINE)
    number = newer.locator("#practica .cc-card input[type=text]")
    number.fill("12")
    kept(newer)
    newer.close()
    older.goto("about:blank")
    page = phone.open()
    expect(misread(page).locator("input:checked")).to_have_count(1)
    expect(letter(page)).to_have_value(MINE)
    expect(page.locator("#practica .cc-card input[type=text]")).to_have_value("12")


def test_a_tab_that_nobody_touched_keeps_nothing(phone):
    page = phone.open()
    kept(page)
    page.reload()
    page.wait_for_selector(LIVE)
    assert "respuestas" not in page.evaluate("JSON.stringify([localStorage, sessionStorage])")


def test_clearing_leaves_no_district_for_the_next_person(phone):
    page, other = phone.open(ILO), phone.open(ILO)
    choose(page, "Ichuña")
    kept(page)
    page.get_by_role("button", name="Borrar mis respuestas").click()
    page.get_by_role("button", name="Sí, borrar").click()
    for one in (page, other):
        expect(one.locator("#m2 .cc-explorer .cc-title")).to_contain_text("Torata")
        one.wait_for_selector(LIVE)
        check_that_all_tell_of(one, "Torata", "2024")
    page.goto(phone.address)
    link = page.locator("a[data-lesson]").first
    expect(link).to_have_attribute("href", re.compile("distrito=180106&anio=2024"))


def test_two_tabs_keep_their_own_answers_and_a_third_goes_on_from_the_last(phone):
    first, second = phone.open(), phone.open()
    letter(first).fill("La primera.")
    first.wait_for_timeout(400)
    letter(second).fill("La segunda.")
    second.wait_for_timeout(400)
    for page, text in ((first, "La primera."), (second, "La segunda.")):
        page.reload()
        page.wait_for_selector(LIVE)
        expect(letter(page)).to_have_value(text)
    third = phone.open()
    assert letter(third).input_value() in {"La primera.", "La segunda."}


def test_a_phone_that_may_not_store_anything_still_has_a_lesson(phone):
    phone.context.add_init_script("""
        const refuse = { get() { throw new DOMException("no", "SecurityError"); } };
        Object.defineProperty(window, "localStorage", refuse);
        Object.defineProperty(window, "sessionStorage", refuse);
    """)
    page = phone.open()
    check_that_controls_work(page)


def test_answers_of_another_version_are_let_go_with_a_sentence(phone):
    page = phone.open()
    letter(page).fill(MINE)
    page.wait_for_timeout(400)
    page.evaluate(
        """slug => {
        for (const store of [sessionStorage, localStorage]) {
            const key = `cuentas.respuestas.moquegua.${slug}`;
            store.setItem(key, JSON.stringify({...JSON.parse(store.getItem(key)), version: "0"}));
        }
    }""",
        READING,
    )
    other = phone.open()
    expect(other.locator("main")).to_contain_text("Tus respuestas de antes ya no encajan")
    expect(letter(other)).not_to_have_value(MINE)


def test_a_full_class_tells_the_turn_and_lets_in_by_itself(phone):
    asked = []

    def full(route):
        asked.append(json.loads(route.request.post_data))
        turn = 4 - len(asked)
        if not turn:
            return route.continue_()
        words = {"error": "lleno", "turn": turn, "retry_seconds": 1, "ticket": "t1"}
        return route.fulfill(status=503, json=words)

    phone.context.route("**/visitas", full)
    page = phone.context.new_page()
    page.goto(f"{phone.address}/lecciones/{READING}")
    page.wait_for_selector(LIVE)
    touch(page)
    expect(notice(page)).to_contain_text("Hay muchas personas ahora. Tu turno: 3.")
    page.screenshot(path=SCREENSHOTS / "waiting-turn.png")
    assert page.locator(".cc-explorer .cc-svg").first.is_visible()
    assert page.locator("#m2 .cc-open").evaluate("one => one.inert")
    page.wait_for_selector(LIVE)
    expect(notice(page)).to_be_hidden()
    assert [one.get("ticket") for one in asked] == [None, "t1", "t1", "t1"]
    check_that_controls_work(page)


def test_a_lesson_that_changed_meanwhile_is_loaded_again_only_once(phone):
    visits = []

    def changed(route):
        visits.append(route.request.url)
        route.fulfill(status=409, json={"error": "version"})

    phone.context.route("**/visitas", changed)
    page = phone.context.new_page()
    page.goto(f"{phone.address}/lecciones/{READING}")
    page.wait_for_selector(LIVE)
    with page.expect_navigation():
        touch(page)
    page.wait_for_selector(LIVE)
    touch(page)
    expect(notice(page).get_by_role("button", name="Volver a cargar")).to_be_visible()
    assert len(visits) == 2


def test_without_the_code_of_the_class_the_way_to_write_it_is_shown(phone):
    phone.context.route(
        "**/visitas", lambda route: route.fulfill(status=403, json={"error": "codigo"})
    )
    page = phone.context.new_page()
    page.goto(f"{phone.address}/lecciones/{READING}")
    page.wait_for_selector(LIVE)
    touch(page)
    door = re.compile(r"^/entrar\?a=%2Flecciones%2F")
    expect(notice(page).get_by_role("link")).to_have_attribute("href", door)


def test_a_page_whose_origin_is_refused_does_not_ask_for_the_code(phone):
    phone.context.route(
        "**/visitas", lambda route: route.fulfill(status=403, json={"error": "origen"})
    )
    page = phone.context.new_page()
    page.goto(f"{phone.address}/lecciones/{READING}")
    page.wait_for_selector(LIVE)
    touch(page)
    expect(notice(page)).to_contain_text("La lección no pudo arrancar")
    expect(notice(page).get_by_role("link")).to_have_count(0)


def test_a_choice_brought_from_another_lesson_wins_and_answers_stay(phone):
    page = phone.open("?distrito=180106&anio=2023")
    misread(page).get_by_text("ya gastó 8 millones").click()
    letter(page).fill(MINE)
    page.wait_for_timeout(400)
    other = phone.open("?distrito=180301&anio=2022")
    expect(other.locator("#m2 .cc-explorer .cc-title")).to_contain_text("Ilo")
    expect(misread(other).locator("input:checked")).to_have_count(1)
    expect(letter(other)).to_have_value(MINE)
    other.get_by_text("Escribir de nuevo con mi distrito").wait_for()
