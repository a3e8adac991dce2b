"""What a learner's browser is given."""

from __future__ import annotations

import re

import pytest

from serve.tiny_course import DRAFT, DYING, FIRST, ORACLE_WORDS, SECOND, UNPREPARED

OTHER_HOSTS = re.compile(
    r"""<(?:link|script|img|iframe|source)\b[^>]*\b(?:src|href)=["']?(?:https?:)?//"""
)


@pytest.fixture(scope="module")
def lesson(server):
    return server.get(f"lecciones/{FIRST}")


@pytest.mark.parametrize("path", ["", "ayuda", f"lecciones/{FIRST}", "nada"])
def test_every_page_is_spanish_fits_a_phone_and_names_no_other_host(server, path):
    _status, _headers, html = server.get(path)
    assert '<html lang="es">' in html
    assert 'name="viewport" content="width=device-width' in html
    assert not OTHER_HOSTS.search(html)


@pytest.mark.parametrize("path", ["", f"lecciones/{FIRST}", "nada", "estatico/page.css"])
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


def test_the_text_comes_before_any_result(lesson):
    html = lesson[2]
    assert html.index("El texto se lee antes") < html.index('data-result="m1-figura"')


def test_every_cell_has_its_place_and_its_result(lesson):
    html = lesson[2]
    for cell in ("m1-predice", "m1-figura", "quiz", "acto"):
        assert f'class="cc-result" data-cell="{cell}"' in html
        assert f'data-arrived="{cell}" data-failed=""' in html
    assert "data-complete" in html


def test_moments_are_sections_named_by_their_heading(lesson):
    html = lesson[2]
    assert (
        'class="cc-section cc-m1 cc-momento cc-sheet" id="m1" aria-labelledby="m1-texto-t1"' in html
    )
    assert '<h2 id="m1-texto-t1">Una idea' in html
    assert 'id="quiz" aria-labelledby="quiz-titulo"' in html


def test_a_cell_that_fails_says_nothing_of_python_and_stops_no_other(server):
    html = server.get(f"lecciones/{SECOND}")[2]
    assert 'data-arrived="practica" data-failed="yes"' in html
    assert 'data-arrived="acto" data-failed=""' in html
    assert "ZeroDivision" not in html
    assert "Traceback" not in html


@pytest.mark.parametrize(("slug", "arrived"), [(UNPREPARED, 0), (DYING, 5)])
def test_without_a_kernel_the_text_is_there_and_the_page_is_told(server, slug, arrived):
    before = server.children()
    status, _headers, html = server.get(f"lecciones/{slug}")
    assert status == 200
    assert "El texto se lee antes que la figura." in html
    assert html.count("data-arrived=") == arrived
    assert 'data-kernel="failed"' in html
    assert "data-complete" in html
    assert "Traceback" not in html
    assert server.children() == before


def test_our_files_are_kept_by_the_browser_until_they_change(server):
    found = re.search(r"/(estatico/page\.js\?v=\w{16})", server.get()[2])
    status, headers, _script = server.get(found[1])
    assert status == 200
    assert "immutable" in headers["Cache-Control"]
    assert headers["Content-Type"].startswith("text/javascript")


def test_the_page_script_of_voila_is_asked_for_no_formulas_from_afar(lesson):
    assert '"fullMathjaxUrl": null' in lesson[2]
