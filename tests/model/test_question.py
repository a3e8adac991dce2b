"""The five pieces of a question are found by their signs, however people type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuentas.model.question import DOCUMENTS, Piece, accuses, pieces

PLACES = ("Villa Sol", "San Martín de la Loma")
WHOLE = "En 2023, Villa Sol devengó S/ 40 000 de S/ 60 000: ¿qué informe dice dónde quedó lo demás?"


def test_a_whole_question_has_all_five():
    assert pieces(WHOLE, PLACES) == frozenset(Piece)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("¿Por qué no hacen nada?", {Piece.ONE}),
        ("¿Quién fue? ¿Y cuándo?", set()),
        ("no hacen nada", set()),
        ("¿Dónde está la plata de 2024?", {Piece.ONE, Piece.DATE}),
        ("¿Dónde están los S/ 4 000?", {Piece.ONE, Piece.DATUM}),
        ("¿Dónde están las 3 obras?", {Piece.ONE, Piece.DATUM}),
        ("¿Qué ACTA se firmó?", {Piece.ONE, Piece.DOCUMENT}),
        ("¿Qué resolución salió en marzo?", {Piece.ONE, Piece.DATE, Piece.DOCUMENT}),
        ("¿Cómo va la obra 2345678?", {Piece.ONE, Piece.PLACE}),
        ("¿Qué pasó en san martin de la loma?", {Piece.ONE, Piece.PLACE}),
        ("¿Qué pasó el 12/03/2025?", {Piece.ONE, Piece.DATE}),
    ],
)
def test_signs_are_found_and_a_year_or_a_code_is_no_datum(words, found):
    assert pieces(words, PLACES) == found


@pytest.mark.parametrize("word", DOCUMENTS)
def test_every_document_that_we_know_is_a_document(word):
    assert Piece.DOCUMENT in pieces(f"el {word}")


def test_a_plural_is_a_document_too():
    assert Piece.DOCUMENT in pieces("las valorizaciones")
    assert Piece.DOCUMENT in pieces("los informes")


@pytest.mark.parametrize("words", ["¿Por qué roban?", "esa mafia", "¿Son corruptos?", "un LADRÓN"])
def test_a_blame_is_noticed(words):
    assert accuses(words)


@pytest.mark.parametrize("words", [WHOLE, "el problema del agua", "arrobas de papa", "¿Qué probó?"])
def test_ordinary_words_are_no_blame(words):
    assert not accuses(words)


@given(st.text(max_size=300))
def test_any_text_at_all_can_be_looked_at(words):
    assert pieces(words, PLACES) <= frozenset(Piece)
    assert accuses(words) in {True, False}


@given(st.text(alphabet="abc 123áé/?¿", max_size=80))
def test_adding_a_document_and_a_place_only_adds_pieces(words):
    more = f"{words} informe en Villa Sol"
    assert pieces(words, PLACES) - {Piece.ONE} <= pieces(more, PLACES)
    assert {Piece.DOCUMENT, Piece.PLACE} <= pieces(more, PLACES)
