"""The pages in a real browser of a phone's size."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from serve.tiny_course import FIRST, SECOND, UNPREPARED, eventually, start

pytestmark = pytest.mark.browser

PATIENCE = 60_000
SETTLED = "html[data-results=settled]"


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

    def open(self, address, settled=SETTLED):
        self.page.goto(address)
        self.page.wait_for_selector(settled, timeout=PATIENCE)
        return self.page


@pytest.fixture
def visit(browser):
    context = browser.new_context(viewport={"width": 390, "height": 800})
    context.set_default_timeout(PATIENCE)
    yield Visit(context.new_page())
    context.close()


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
    page.get_by_text("Torata en 2022").wait_for()
    assert page.locator("details[data-keep]").get_attribute("open") is not None
    assert handle.get_attribute("aria-valuetext") == "2022"


def test_the_selection_goes_along_to_the_next_lesson_and_to_the_index(visit, server):
    page = visit.open(f"{server.address}lecciones/{FIRST}")
    page.wait_for_function("location.search === '?distrito=180106&anio=2023'")
    href = page.locator("nav a[data-lesson]").get_attribute("href")
    assert href == f"/lecciones/{SECOND}?distrito=180106&anio=2023"
    page.goto(server.address)
    link = page.locator(f"a[data-lesson][href*='{FIRST}?distrito=180106&anio=2023']")
    link.wait_for()


@pytest.mark.parametrize("path", ["", "ayuda", f"lecciones/{FIRST}"])
def test_no_page_scrolls_sideways(visit, server, path):
    page = visit.open(server.address + path, SETTLED if "lecciones" in path else "h1")
    for width in (360, 390, 768, 1280, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", ["", "ayuda", "nada", f"lecciones/{FIRST}"])
def test_nothing_serious_stands_between_a_page_and_a_screen_reader(visit, server, path):
    page = visit.open(server.address + path, SETTLED if "lecciones" in path else "h1")
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


def test_a_lesson_that_cannot_start_says_so_once_and_can_still_be_read(visit, server):
    page = visit.open(f"{server.address}lecciones/{UNPREPARED}")
    notice = page.locator("[data-connection]")
    assert "La lección no pudo arrancar en la computadora de la clase." in notice.inner_text()
    assert page.get_by_text("El texto se lee antes que la figura.").is_visible()
    missing = page.locator("[data-cell=m1-figura]")
    assert missing.inner_text() == "Esta figura no está disponible por ahora."


def test_the_letter_is_copied_and_it_says_so(visit, server):
    page = visit.open(f"{server.address}lecciones/{FIRST}")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("[data-copy]").click()
    page.locator("[data-copy-answer]").get_by_text("Copiado").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "Pido información."


def test_on_paper_choices_are_words_and_folded_parts_are_open(visit, server):
    page = visit.open(f"{server.address}lecciones/{FIRST}")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details[data-keep]").get_attribute("open") is not None
    assert page.locator(".widget-dropdown .cc-printed").inner_text() == "2022"
    assert not page.locator(".cc-bottom").is_visible()
    assert not page.locator(".slider-container").first.is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details[data-keep]").get_attribute("open") is None
    assert page.locator(".cc-printed").count() == 0


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


def test_a_page_that_is_left_ends_its_kernel(visit, server):
    before = set(server.children())
    page = visit.open(f"{server.address}lecciones/{FIRST}")
    own = set(server.children()) - before
    assert len(own) == 1
    page.goto("about:blank")
    assert eventually(lambda: not own & set(server.children()))


def test_when_the_server_is_gone_the_page_says_so_calmly(visit, tiny_home):
    server = start(tiny_home)
    page = visit.open(f"{server.address}lecciones/{FIRST}")
    server.stop()
    notice = page.locator("[data-connection]")
    notice.wait_for(state="visible")
    assert "Se perdió la conexión con la computadora de la clase." in notice.inner_text()
    assert notice.get_by_role("button", name="Volver a cargar").is_visible()
    assert page.get_by_text("Torata en 2023").is_visible()
