"""The door on a phone and the wall on a projector, in a real browser."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from classroom.class_server import ClassServer, a_class
from cuentas.classroom.machine import Attendance
from cuentas.course import course

pytestmark = pytest.mark.browser

SCREENSHOTS = Path(__file__).parents[1] / "browser" / "screenshots"
PHONE, PROJECTOR = {"width": 390, "height": 800}, {"width": 1280, "height": 800}


@pytest.fixture
def klass():
    server = ClassServer(a_class())
    first, second = course().lessons[:2]
    server.attendance = Attendance(phones={first.slug: 21, second.slug: 7}, sessions=28, room=12)
    yield server
    server.stop()


@pytest.fixture(params=[PHONE, PROJECTOR], ids=["phone", "projector"])
def page(request, browser):
    context = browser.new_context(viewport=request.param, locale="es-PE")
    opened = context.new_page()
    opened.troubles = []
    opened.on("pageerror", lambda error: opened.troubles.append(str(error)))
    opened.on(
        "console",
        lambda said: opened.troubles.append(said.text) if said.type == "error" else None,
    )
    opened.on("request", lambda asked: opened.troubles.extend(outside(asked.url)))
    yield opened
    context.close()


def outside(url):
    return [url] if urlsplit(url).hostname not in {"127.0.0.1", None} else []


def serious(page):
    found = Axe().run(page).response["violations"]
    return [rule["id"] for rule in found if rule["impact"] in {"serious", "critical"}]


def looked_at(page, name):
    width = page.viewport_size["width"]
    page.screenshot(path=SCREENSHOTS / f"{name}-{width}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert serious(page) == []
    assert page.troubles == []


def needs_no_scrolling(page):
    return page.evaluate("document.documentElement.scrollHeight") <= page.viewport_size["height"]


def test_a_learner_types_the_code_and_is_in(page, klass):
    page.goto(klass.address)
    looked_at(page, "entrar")
    field = page.get_by_label("Escribe el código")
    assert field.bounding_box()["height"] >= 44
    field.fill("9999")
    page.get_by_role("button", name="Entrar").click()
    expect(page.get_by_role("alert")).to_contain_text("Ese no es el código de hoy.")
    page.troubles.clear()  # the browser itself tells of the 403
    looked_at(page, "entrar-otra-vez")
    page.get_by_label("Escribe el código").fill("1234")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Lecciones")).to_be_visible()
    assert page.url == klass.address


def test_the_wall_fits_a_projector_and_follows_the_class(page, klass):
    page.goto(klass.classroom.facilitator_address)
    assert page.url == f"{klass.address}aula"
    looked_at(page, "aula")
    if page.viewport_size == PROJECTOR:
        assert needs_no_scrolling(page)
        assert page.locator(".cc-qr").bounding_box()["width"] >= 300
    klass.attendance = Attendance(
        phones={lesson.slug: 10 for lesson in course().lessons[:3]}, room=0, waiting=2
    )
    joined = page.locator("[data-value=joined]")
    expect(joined).to_have_text("30", timeout=20_000)
    expect(page.locator(".cc-machine")).to_contain_text("La laptop está al límite")
    expect(page.locator(".cc-machine")).to_contain_text("2 celulares esperan su turno.")
    looked_at(page, "aula-llena")
    if page.viewport_size == PROJECTOR:
        assert needs_no_scrolling(page)


def test_the_poster_fits_one_sheet(page, klass):
    page.goto(klass.classroom.facilitator_address)
    page.emulate_media(media="print")
    expect(page.locator(".cc-state")).to_be_hidden()
    expect(page.locator(".cc-code")).to_be_visible()
    pdf = page.pdf(format="A4")
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") == 1
    (SCREENSHOTS / "aula.pdf").write_bytes(pdf)


def test_a_laptop_that_goes_silent_is_told(page, klass):
    page.goto(klass.classroom.facilitator_address)
    page.route("**/aula/estado", lambda route: route.abort())
    expect(page.get_by_text("No hay noticias de la laptop.")).to_be_visible(timeout=20_000)
