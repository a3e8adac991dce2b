"""What a learner's browser is given."""

from __future__ import annotations

import gzip
import json
import re

import pytest

from classroom.tiny_course import DRAFT, ENDLESS, FIRST, ORACLE_WORDS, SECOND, UNPREPARED

OTHER_HOSTS = re.compile(
    r"""<(?:link|script|img|iframe|source)\b[^>]*\b(?:src|href)=["']?(?:https?:)?//"""
)


@pytest.fixture(scope="module")
def lesson(server):
    return server.get(f"lecciones/{FIRST}")


@pytest.mark.parametrize("path", ["", "ayuda", f"lecciones/{FIRST}", "nada"])
def test_every_page_is_spanish_fits_a_phone_and_names_no_other_host(server, path):
    _status, _headers, html = server.get(path)
    assert '<html lang="es" ' in html
    assert 'name="viewport" content="width=device-width' in html
    assert not OTHER_HOSTS.search(html)


@pytest.mark.parametrize("path", ["", f"lecciones/{FIRST}", "nada", "ayuda"])
def test_every_answer_keeps_the_browser_from_talking_to_others(server, path):
    _status, headers, _html = server.get(path)
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe-eval" not in policy
    assert (
        f"connect-src 'self' ws://127.0.0.1:{server.port} wss://127.0.0.1:{server.port}" in policy
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_no_page_leaves_a_cookie(server, lesson):
    assert "Set-Cookie" not in server.get()[1]
    assert "Set-Cookie" not in lesson[1]


def test_the_index_lists_lessons_in_order_and_hides_drafts(server):
    status, _headers, html = server.get()
    assert status == 200
    assert html.index(f"/lecciones/{FIRST}") < html.index(f"/lecciones/{SECOND}")
    assert DRAFT not in html
    assert "¿Cuánto plata?" in html
    assert "45 minutos" in html
    assert "Leer una figura en voz alta." in html
    assert html.count("En revisión") == 1


def test_a_draft_opens_by_its_address(server):
    assert server.get(f"lecciones/{DRAFT}")[0] == 200


def test_a_lesson_shows_its_text_but_neither_code_nor_oracle(lesson):
    status, _headers, html = lesson
    assert status == 200
    assert "<title>¿Cuánto plata? · Curso de prueba</title>" in html
    assert "El texto se lee antes que la figura." in html
    assert "Lección 1 de 2" in html
    assert ORACLE_WORDS not in html
    assert "oraculo" not in html
    assert "ipywidgets as ui" not in html


def test_every_cell_has_its_place_and_its_result(lesson):
    html = lesson[2]
    for cell in ("m1-predice", "m1-figura", "acto"):
        place = re.search(rf'class="cc-result" data-cell="{cell}">(.*?)</div>', html, re.DOTALL)[1]
        assert "application/vnd.jupyter.widget-view+json" in place
    assert '<div class="cc-html"><p>Una pregunta</p></div>' in html


def test_the_page_carries_every_widget_so_that_it_is_whole_without_a_kernel(lesson):
    [states] = re.findall(
        r'<script type="application/vnd.jupyter.widget-state\+json">(.*?)</script>', lesson[2]
    )
    models = json.loads(states)["state"]
    shown = re.findall(r'widget-view\+json">(.*?)</script>', lesson[2])
    assert {json.loads(one)["model_id"] for one in shown} <= models.keys()
    assert "Torata en 2023" in states


def test_a_page_costs_no_kernel_and_is_the_same_for_everybody(server, lesson):
    before = server.sessions()
    status, headers, html = server.get(f"lecciones/{FIRST}")
    assert (status, html) == (200, lesson[2])
    assert headers["ETag"]
    assert server.sessions() == before


def test_a_phone_that_has_the_page_gets_only_a_word(server, lesson):
    status, _headers, html = server.get(
        f"lecciones/{FIRST}", headers={"If-None-Match": lesson[1]["ETag"]}
    )
    assert (status, html) == (304, "")


def test_pages_and_files_travel_compressed(server):
    asked = {"Accept-Encoding": "gzip"}
    page = server.fetch(f"lecciones/{FIRST}", headers=asked)
    assert page[1]["Content-Encoding"] == "gzip"
    html = gzip.decompress(page[2]).decode()
    [script] = re.findall(r'"/(estatico/\w{16}/page\.js)"', html)
    file = server.fetch(script, headers=asked)
    assert file[1]["Content-Encoding"] == "gzip"
    assert len(file[2]) < len(gzip.decompress(file[2])) / 2


def test_moments_are_sections_named_by_their_heading(lesson):
    html = lesson[2]
    assert (
        'class="cc-section cc-m1 cc-momento cc-sheet" id="m1" aria-labelledby="m1-texto-t1"' in html
    )
    assert '<h2 id="m1-texto-t1">Una idea' in html
    assert 'id="quiz" aria-labelledby="quiz-titulo"' in html


def test_a_cell_that_fails_says_nothing_of_python_and_stops_no_other(server):
    html = server.get(f"lecciones/{SECOND}")[2]
    assert 'data-cell="practica"><p class="cc-notice">Esta parte no se pudo mostrar.' in html
    assert re.search(r'data-cell="acto">\s*<p class="cc-waiting">', html)
    assert "ZeroDivision" not in html
    assert "Traceback" not in html


@pytest.mark.parametrize("slug", [UNPREPARED, ENDLESS])
def test_a_lesson_that_cannot_be_rehearsed_can_still_be_read(server, slug):
    status, _headers, html = server.get(f"lecciones/{slug}")
    assert status == 200
    assert "El texto se lee antes que la figura." in html
    assert "La lección no pudo arrancar" in html
    assert "Esta figura no está disponible por ahora." in html
    assert "cc-visit" not in html
    assert "Traceback" not in html
    assert server.visit(html, slug)[0] == 503


def test_our_files_are_kept_by_the_browser_until_they_change(server):
    found = re.search(r"/(estatico/(\w{16})/page\.js)", server.get()[2])
    status, headers, _script = server.get(found[1])
    assert status == 200
    assert "immutable" in headers["Cache-Control"]
    assert headers["Content-Type"].startswith("text/javascript")
    assert server.get(found[1].replace(found[2], "0" * 16))[0] == 404


def test_a_visit_gets_a_kernel_of_its_own(server, lesson):
    first, second = (server.visit(lesson[2]) for _phone in range(2))
    assert first[0] == second[0] == 201
    assert first[1]["kernel"] != second[1]["kernel"]


def test_a_page_of_another_version_is_told_to_load_again(server, lesson):
    old = lesson[2].replace(f'"version": "{version_in(lesson[2])}"', '"version": "0"')
    assert server.visit(old) == (409, {"error": "version"})


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b'{"lesson": 7, "version": "", "query": ""}', "application/json", 400),
        (b'{"lesson": "no_existe", "version": "", "query": ""}', "application/json", 404),
        (b"lesson=x", "application/x-www-form-urlencoded", 415),
    ],
)
def test_a_visit_that_no_page_would_ask_for_is_refused(server, body, kind, status):
    assert server.fetch("visitas", "POST", body, {"Content-Type": kind})[0] == status


def version_in(html):
    return re.search(r'"version": "(\w+)"', html)[1]
