"""The pages in a real browser of a phone's size."""

from __future__ import annotations

import re
import shutil
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from classroom.tiny_course import FIRST, SECOND, SOURCE_ROOT, UNPREPARED, eventually, start

pytestmark = pytest.mark.browser

PATIENCE = 60_000
LIVE = "html[data-live=yes]"


class Visit:
    """A page, with everything that must not happen on it."""

    def __init__(self, page):
        self.page, self.errors, self.hosts = page, [], set()
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self.hosts.add(urlsplit(request.url).hostname))
        page.on("requestfailed", lambda request: self.errors.append(request.url))

    def _said(self, message):
        if message.type == "error":
            self.errors.append(message.text)

    def open(self, address, ready=LIVE):
        self.page.goto(address)
        self.page.wait_for_selector(ready, timeout=PATIENCE)
        return self.page


@pytest.fixture
def visit(browser):
    context = browser.new_context(viewport={"width": 390, "height": 800})
    context.set_default_timeout(PATIENCE)
    yield Visit(context.new_page())
    context.close()


def titled(page, words):
    """The title of a figure: what changed is also said to who listens, out of sight."""
    return page.locator(".cc-title", has_text=words)


def serious(page):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(page).response["violations"]
    return [(one["id"], [node["html"] for node in one["nodes"]]) for one in found
            if one["impact"] in {"serious", "critical"}]  # fmt: skip


def test_a_lesson_works_without_errors_or_other_hosts(visit, server):
    page = visit.open(f"{server.address}lecciones/{FIRST}")
    assert page.locator(".noUi-handle").first.is_visible()
    assert page.locator(".cc-waiting").count() == 0
    page.wait_for_timeout(500)
    assert visit.errors == []
    assert visit.hosts <= {"127.0.0.1", None}


def test_a_control_moved_with_the_keyboard_changes_the_figure(visit, server):
    page = visit.open(f"{server.address}lecciones/{FIRST}")
    page.locator("details[data-keep] summary").click()
    handle = page.locator("[data-cell=m1-figura] .noUi-handle")
    handle.focus()
    page.keyboard.press("ArrowLeft")
    titled(page, "Torata en 2022").wait_for()
    assert page.locator("details[data-keep]").get_attribute("open") is not None
    assert handle.get_attribute("aria-valuetext") == "2022"


def test_the_selection_goes_along_to_the_next_lesson_and_to_the_index(visit, server):
    page = visit.open(f"{server.address}lecciones/{FIRST}")
    expect(page).to_have_url(re.compile(r"\?distrito=180106&anio=2023$"))
    href = page.locator("nav a[data-lesson]").get_attribute("href")
    assert href == f"/lecciones/{SECOND}?distrito=180106&anio=2023"
    page.goto(server.address)
    link = page.locator(f"a[data-lesson][href*='{FIRST}?distrito=180106&anio=2023']")
    link.wait_for()


@pytest.mark.parametrize("path", ["", "ayuda", f"lecciones/{FIRST}"])
def test_no_page_scrolls_sideways(visit, server, path):
    page = visit.open(server.address + path, LIVE if "lecciones" in path else "h1")
    for width in (360, 390, 768, 1280, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", ["", "ayuda", "nada", f"lecciones/{FIRST}"])
def test_nothing_serious_stands_between_a_page_and_a_screen_reader(visit, server, path):
    page = visit.open(server.address + path, LIVE if "lecciones" in path else "h1")
    assert serious(page) == []


def test_controls_have_names_groups_and_states(visit, server):
    page = visit.open(f"{server.address}lecciones/{FIRST}")
    assert page.get_by_role("radiogroup", name="¿Qué crees?").is_visible()
    assert page.get_by_role("slider", name="Año").is_visible()
    assert page.get_by_role("slider", name="Paso").get_attribute("aria-valuetext") == "uno"
    assert page.get_by_role("textbox", name="Tu número").is_visible()
    assert page.get_by_role("button", name="Torata", pressed=True).is_visible()
    assert page.get_by_role("button", name="Por persona", pressed=True).is_visible()


def test_controls_are_large_enough_for_a_thumb(visit, server):
    page = visit.open(f"{server.address}lecciones/{FIRST}")
    controls = page.locator(
        ".cc-result :is(select, input[type=text], .jupyter-button, .widget-radio-box label)"
    )
    boxes = [one.bounding_box() for one in controls.all() if one.is_visible()]
    assert len(boxes) >= 8
    assert min(box["height"] for box in boxes) >= 44


def test_a_cell_that_failed_is_a_sentence_in_its_place(visit, server):
    page = visit.open(f"{server.address}lecciones/{SECOND}")
    assert page.locator("[data-cell=practica]").inner_text() == (
        "Esta parte no se pudo mostrar. El resto de la lección sigue funcionando."
    )


def test_a_lesson_that_cannot_be_prepared_can_be_read_and_says_so(visit, server):
    page = visit.open(f"{server.address}lecciones/{UNPREPARED}", "h1")
    assert page.locator("h1").inner_text() == "¿Cuánto sin_preparar?"
    assert page.get_by_text("El texto se lee antes que la figura.").is_visible()
    assert "no pudo arrancar" in page.locator("main [role=alert]").inner_text()
    assert page.locator(".cc-waiting").count() == 0


def test_figures_are_there_without_any_session(visit, server):
    before = server.sessions()
    page = visit.open(f"{server.address}lecciones/{FIRST}", "html[data-results=settled]")
    assert titled(page, "Torata en 2023").is_visible()
    page.wait_for_timeout(300)
    assert server.sessions() <= before
    assert page.locator(".cc-waiting").count() == 0


def test_what_is_done_before_there_is_a_session_is_not_lost(visit, server):
    held = []
    visit.page.route("**/visitas", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks it
    page = visit.open(f"{server.address}lecciones/{FIRST}", "html[data-results=settled]")
    handle = page.locator("[data-cell=m1-figura] .noUi-handle")
    handle.focus()
    page.keyboard.press("ArrowLeft")
    assert titled(page, "Torata en 2023").is_visible()
    assert eventually(lambda: held or page.wait_for_timeout(10))
    held[0].continue_()
    titled(page, "Torata en 2022").wait_for()
    assert handle.get_attribute("aria-valuetext") == "2022"


def test_the_letter_is_copied_and_it_says_so(visit, server):
    page = visit.open(f"{server.address}lecciones/{FIRST}")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("[data-copy]").click()
    page.locator("[data-copy-answer]").get_by_text("Copiado").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "Pido información."


def put_on_paper(page):
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")


def back_on_screen(page):
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")


def test_on_paper_choices_are_words_and_folded_parts_stay_on_the_screen(visit, server):
    page = visit.open(f"{server.address}lecciones/{FIRST}")
    folded = page.locator("details[data-keep]")
    folded.locator("summary").click()
    put_on_paper(page)
    assert page.locator(".widget-dropdown .cc-printed").inner_text() == "2022"
    assert titled(page, "Torata en 2023").is_visible()
    for hidden in (folded, page.locator(".cc-bottom"), page.locator(".slider-container").first):
        assert not hidden.is_visible()
    back_on_screen(page)
    assert folded.get_by_text("filas").is_visible()
    assert page.locator(".cc-printed").count() == 0


def test_on_paper_a_question_shows_every_option_and_marks_the_chosen_one(visit, server):
    page = visit.open(f"{server.address}lecciones/{FIRST}")
    page.get_by_text("La mitad").click()
    put_on_paper(page)
    options = page.locator(".widget-radio-box label")
    assert [one.is_visible() for one in options.all()] == [True, True]
    assert [sign(one) for one in options.all()] == ["", "×"]
    choices = page.locator(".widget-toggle-buttons button")
    assert [sign(one) for one in choices.all()] == ["×", ""]
    step = page.locator(".cc-step")
    assert sign(step) == ""
    step.evaluate("one => one.classList.add('cc-pressed')")
    assert sign(step) is None


def sign(option):
    """What the printed box before an option holds; None without a box."""
    content = option.evaluate("one => getComputedStyle(one, '::before').content")
    return None if content in {"none", "normal"} else content.strip('"')


def test_printing_the_letter_prints_its_text_alone_as_it_stands(visit, server):
    visit.page.add_init_script("window.print = () => {}")
    page = visit.open(f"{server.address}lecciones/{FIRST}")
    page.locator(".cc-letter textarea").fill("Mi propia pregunta.")
    page.locator("[data-print=act]").click()
    put_on_paper(page)
    assert page.locator("body").inner_text().strip() == "Mi propia pregunta."
    back_on_screen(page)
    assert page.get_by_text("El texto se lee antes que la figura.").is_visible()


def test_the_knob_of_a_slider_is_made_for_a_thumb(visit, server):
    page = visit.open(f"{server.address}lecciones/{FIRST}")
    knob = page.locator("[data-cell=m1-figura] .noUi-handle")
    assert knob.bounding_box()["width"] >= 28
    touched = """one => {
      const box = one.getBoundingClientRect();
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
      const hit = (across, down) => one.contains(document.elementFromPoint(x + across, y + down));
      return [[-21, 0], [21, 0], [0, -21], [0, 21]].every(([a, d]) => hit(a, d));
    }"""
    knob.scroll_into_view_if_needed()
    assert knob.evaluate(touched)


def test_the_line_of_moments_follows_the_reader(visit, server):
    visit.page.set_viewport_size({"width": 390, "height": 320})
    page = visit.open(f"{server.address}lecciones/{FIRST}")
    words = page.locator("[data-progress-text]")
    assert words.inner_text() == "Inicio de la lección"
    page.locator("#m1").evaluate("element => element.scrollIntoView()")
    words.get_by_text("Momento 1 de 1").wait_for()


def test_listening_is_offered_only_with_a_spanish_voice_of_the_phone(visit, server):
    voices = """
        const voices = [{lang: "es-ES", localService: false}, {lang: "en-US", localService: true}];
        speechSynthesis.getVoices = () => voices;
        window.addVoice = () => {
          voices.push({lang: "es-PE", localService: true});
          speechSynthesis.dispatchEvent(new Event("voiceschanged"));
        };
    """
    visit.page.add_init_script(voices)
    page = visit.open(f"{server.address}lecciones/{FIRST}")
    assert not page.locator("[data-listen]").is_visible()
    page.evaluate("addVoice()")
    assert page.locator("[data-listen]").is_visible()


def touched(page):
    """The id of the session of a page whose figure somebody has moved."""
    sockets = []
    page.on("websocket", lambda socket: sockets.append(socket))  # noqa: PLW0108 - Playwright marks it
    handle = page.locator("[data-cell=m1-figura] .noUi-handle")
    handle.focus()
    page.keyboard.press("ArrowLeft")
    titled(page, "Torata en 2022").wait_for()
    page.keyboard.press("ArrowRight")
    titled(page, "Torata en 2023").wait_for()
    return sockets[0].url.split("/")[-2]


def test_a_page_that_is_left_ends_its_session(visit, server):
    page = visit.open(f"{server.address}lecciones/{FIRST}")
    session = touched(page)
    assert server.get(f"api/kernels/{session}")[0] == 200
    page.goto("about:blank")
    assert eventually(lambda: server.get(f"api/kernels/{session}")[0] == 404)


def go_to_the_end(page):
    page.set_viewport_size({"width": 390, "height": 500})
    page.locator("#acto").scroll_into_view_if_needed()
    assert page.evaluate("scrollY") > 300


def check_that_controls_rest(page):
    resting = page.locator(".cc-result :is(.widget-slider, .jupyter-button, .widget-radio)")
    expect(resting.first).to_have_attribute("inert", "")
    assert all(one.evaluate("one => one.closest('[inert]') !== null") for one in resting.all())
    assert titled(page, "Torata en 2023").is_visible()


def test_when_the_server_is_gone_the_page_says_so_where_the_learner_is(visit, tiny_home):
    server = start(tiny_home)
    page = visit.open(f"{server.address}lecciones/{FIRST}")
    touched(page)
    go_to_the_end(page)
    server.stop()
    notice = page.get_by_role("alert")
    expect(notice).to_contain_text("Tus respuestas están guardadas en este teléfono.")
    assert 0 <= notice.bounding_box()["y"] < 20
    check_that_controls_rest(page)


def test_when_the_session_ends_what_was_written_can_be_taken_and_one_tap_goes_on(visit, server):
    page = visit.open(f"{server.address}lecciones/{FIRST}")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(".cc-letter textarea").fill("Mi propia pregunta.")
    session = touched(page)
    go_to_the_end(page)
    server.get(f"voila/api/shutdown/{session}", method="POST")
    notice = page.get_by_role("alert")
    expect(notice).to_contain_text("Tu lección se detuvo.")
    check_that_controls_rest(page)
    assert serious(page) == []
    page.locator("[data-copy]").click()
    page.locator("[data-copy-answer]").get_by_text("Copiado").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "Mi propia pregunta."
    notice.get_by_role("button", name="Seguir").click()
    page.wait_for_selector(LIVE)
    assert page.locator(".cc-letter textarea").input_value() == "Mi propia pregunta."
    assert page.locator(".cc-result [inert]").count() == 0
    assert not notice.is_visible()


@pytest.fixture
def unbuilt_server(tiny_home, tmp_path):
    """A server of an installation where the script of the controls could not be built."""
    unbuilt = shutil.ignore_patterns("built", "__pycache__")
    for folder in ("cuentas", "voila_template"):
        shutil.copytree(SOURCE_ROOT / folder, tmp_path / folder, ignore=unbuilt)
    running = start(tiny_home, PYTHONPATH=str(tmp_path))
    yield running
    running.stop()


def test_where_the_script_was_not_built_the_lesson_is_read_and_says_so(visit, unbuilt_server):
    page = visit.open(f"{unbuilt_server.address}lecciones/{FIRST}", "h1")
    assert page.get_by_text("El texto se lee antes que la figura.").is_visible()
    expect(page.get_by_role("alert").get_by_text("le falta una parte")).to_be_visible()
    expect(page.get_by_text("Preparando las figuras…")).to_have_count(0)
    _status, _out, err = unbuilt_server.stop()
    assert "instala el curso otra vez" in err
