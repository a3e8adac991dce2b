"""A map, a wall, a vote and three sentences: nothing lost, nothing decided in silence."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuentas.data.pack import national
from cuentas.model.actors import Side
from cuentas.model.provenance import Mark
from cuentas.view.board import LETTERS, MOST_PROBLEMS, Board, Example
from cuentas.view.controls import is_shown
from support import faces, here

SLUG = "11_quien_es_quien_y_retos"


@pytest.fixture
def lesson():
    return here(slug=SLUG)


def editor_of(explorer):
    return explorer.children[0]


def write_actor(editor, number, kind, name="", place=("1", "1")):
    slot = editor.slots[number - 1]
    slot.kind.value, slot.name.value = kind, name
    slot.influence.value, slot.interest.value = place


def gathered(board, counts):
    """Write as many problems into each challenge as ``counts`` says."""
    rows = iter(board.rows)
    for letter, count in counts.items():
        for number in range(count):
            row = next(rows)
            row.words.value, row.letter.value = f"Problema {letter}{number}", letter


def voted(board, points):
    for letter, given_ in points.items():
        board.challenge_rows[letter].points.value = given_


def test_all_thirty_problems_and_all_eight_challenges_exist_from_the_start(lesson):
    lesson.problems()
    lesson.funnel()
    board = lesson._board
    assert (len(board.rows), len(board.challenge_rows)) == (30, 8)
    assert board.problems == []
    assert all(not is_shown(row) for row in board.challenge_rows.values())


def test_five_rows_more_are_shown_until_all_thirty_are(lesson):
    panel = lesson.problems().children[0]
    for shown in range(1, 7):
        assert [is_shown(block) for block in panel.blocks].count(False) == 6 - shown
        panel.more.click()
    assert not is_shown(panel.more)


def test_the_map_tells_who_is_there_and_which_part_is_missing(lesson):
    explorer = lesson.actor_map()
    editor = editor_of(explorer)
    assert explorer.figure.title == "Tu mapa tiene 0 actores: empieza por tu municipalidad."
    write_actor(editor, 1, "district", "Municipalidad nuestra", ("2", "0"))
    write_actor(editor, 2, "women", "Club Las Rosas", ("0", "2"))
    assert explorer.figure.title == ("Tu mapa tiene 2 actores. Falta esta parte: empresa y saber.")
    assert "Deciden mucho y les importa poco: Municipalidad nuestra." in explorer.describe()
    assert "Les importa mucho y deciden poco: Club Las Rosas." in explorer.describe()
    assert [row[1] for row in explorer.figure.table.rows] == [
        "Municipalidad nuestra",
        "Club Las Rosas",
    ]


def test_moving_an_actor_moves_its_pin_and_its_row(lesson):
    explorer = lesson.actor_map(example=True)
    before = faces(explorer)
    editor_of(explorer).slots[0].influence.value = "0"
    assert all(old != new for old, new in zip(before, faces(explorer), strict=True))


def test_what_an_actor_answers_for_can_be_written_anew(lesson):
    explorer = lesson.actor_map()
    editor = editor_of(explorer)
    write_actor(editor, 3, "district")
    assert explorer.figure.table.rows[0][5] == "su presupuesto, sus obras y sus servicios"
    editor.slots[2].answers.value = "el agua del anexo"
    assert explorer.figure.table.rows[0][5] == "el agua del anexo"


def test_only_one_slot_is_open_and_the_next_one_follows(lesson):
    editor = editor_of(lesson.actor_map())
    for number in (1, 2, 3):
        open_slots = [n for n, s in enumerate(editor.slots, 1) if is_shown(s)]
        assert open_slots == [number]
        editor.following.click()


def test_the_example_is_offered_only_while_nothing_else_would_be_lost(lesson):
    editor = editor_of(lesson.actor_map())
    editor.button.click()
    assert len(editor.actors) == 7
    assert editor.is_example
    editor.button.click()
    assert editor.actors == ()
    write_actor(editor, 1, "district", "Municipalidad nuestra")
    assert not is_shown(editor.button)


def test_invented_words_are_marked_and_never_reach_a_letter(lesson):
    explorers = [
        lesson.actor_map(example=True),
        lesson.problems(example=True),
        lesson.funnel(example=True),
        lesson.sentences(example=True),
    ]
    assert {one.figure.mark for one in explorers} == {Mark.ILLUSTRATIVE}
    letter = lesson.act().body.value
    assert "parte alta" not in letter
    assert "¿Cómo podemos" not in letter


def test_the_funnel_counts_and_leaves_the_tie_to_the_class(lesson):
    explorer = lesson.funnel()
    board = lesson._board
    gathered(board, {"A": 5, "B": 4, "C": 3})
    voted(board, {"A": 30, "B": 15, "C": 15})
    board.seats.value = "2"
    assert explorer.figure.title == "Empatan los retos B y C, con 15 puntos: decide el grupo."
    board.rule.value = "all"
    assert explorer.figure.title == "De 12 problemas, 3 retos pasan a propuesta: A, B y C."
    board.rule.value = "none"
    assert explorer.figure.title == "De 12 problemas, 1 reto pasa a propuesta: A."


def test_more_points_than_there_are_decide_nothing(lesson):
    explorer = lesson.funnel()
    board = lesson._board
    gathered(board, {"A": 1, "B": 1})
    voted(board, {"A": 40, "B": 21})
    assert explorer.figure.title == "Se contaron 61 puntos y solo hay 60: cuenten otra vez."
    assert "Sobran 1" in board.purse_words.value
    assert {row[5] for row in explorer.figure.table.rows} == {"queda guardado"}
    board.people.value = 21
    assert explorer.figure.title == "De 2 problemas, 2 retos pasan a propuesta: A y B."


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from(["", *LETTERS]), max_size=MOST_PROBLEMS),
    st.dictionaries(st.sampled_from(LETTERS), st.integers(0, 20)),
)
def test_no_problem_is_ever_lost_between_the_wall_and_the_challenges(letters, points):
    board = Board(Example((), {}))
    for row, letter in zip(board.rows, letters, strict=False):
        row.words.value, row.letter.value = "Algo pasa", letter
    voted(board, points)
    inside = sum(one.problems for one in board.challenges)
    assert inside + letters.count("") == len(letters) == len(board.problems)
    assert board.spent == sum(points.get(one.letter, 0) for one in board.challenges)
    assert board.is_overspent == (board.spent > board.purse.whole)


def test_points_of_a_challenge_that_gathers_nothing_are_not_spent(lesson):
    board = lesson._board
    voted(board, {"H": 50})
    assert board.spent == 0
    gathered(board, {"H": 1})
    assert board.spent == 50


def test_the_sentences_tell_how_many_parts_are_missing_and_when_it_can_be_answered(lesson):
    explorer = lesson.sentences()
    builder = editor_of(explorer)
    assert explorer.figure.title == "A tu propuesta le faltan 8 de 8 partes."
    for number, (part, field) in enumerate(builder.fields.items(), 1):
        field.value = field.options[1][1] if part == "office" else f"algo {number}"
    assert explorer.figure.title == "Tu propuesta tiene sus 8 partes: ya se puede responder."
    assert "hasta el algo 7. Lo comprobaremos con algo 8." in explorer.describe()


def test_the_letter_goes_to_the_office_with_the_challenges_and_the_date(lesson):
    lesson.funnel()
    builder = editor_of(lesson.sentences())
    letter = lesson.act()
    assert letter.letter.addressee == builder.fields["office"].options[1][1]
    board = lesson._board
    gathered(board, {"A": 2})
    board.challenge_rows["A"].words.value = "¿Cómo podemos tener agua?"
    voted(board, {"A": 9})
    for part, field in builder.fields.items():
        field.value = field.options[2][1] if part == "office" else f"lo de {part}"
    office = builder.fields["office"].value
    assert letter.letter.addressee == office
    assert f"A: {office}" in letter.body.value
    assert "1. Reto A: ¿Cómo podemos tener agua? (9 puntos)" in letter.body.value
    assert "a más tardar el lo de deadline" in letter.body.value


def test_the_kinds_of_actors_are_of_every_side():
    assert {row["side"] for row in national("actors").rows()} == set(Side)


def test_the_same_neighbourhood_votes_otherwise_with_other_people(lesson):
    figure = lesson.two_meetings().figure
    assert figure.title == "En 2 reuniones del mismo barrio ganó un reto distinto."
    assert figure.mark is Mark.ILLUSTRATIVE
