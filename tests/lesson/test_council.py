"""A class sits as a council of its own district, and its list of works goes into the letter."""

import re
from decimal import ROUND_HALF_UP, Decimal

import pytest

from cuentas.course import TO_WRITE_ON, course
from cuentas.data.pack import Pack, national
from cuentas.i18n import formats
from cuentas.lesson.here import Here
from cuentas.model.council import Known
from cuentas.model.provenance import Mark
from cuentas.view.controls import is_shown
from cuentas.view.selection import Selection
from support import ROOT, TORATA, faces, here, raw_rows

SLUG = "12_presupuesto_participativo_y_traspaso"
APURIMAC = ROOT / "datasets" / "regions" / "apurimac"
CHALLHUAHUACHO, COALAQUE = "030506", "180203"
ROWS = raw_rows("investments")
PLACES = sorted({row["ubigeo"] for row in ROWS if not row["ubigeo"].endswith("00")})


@pytest.fixture
def lesson():
    return here(slug=SLUG)


@pytest.fixture
def invented():
    chosen = Selection(ubigeo=CHALLHUAHUACHO, year=2024)
    return Here(course().lesson(SLUG), Pack(APURIMAC), chosen)


def seen(explorer):
    """The controls of works that a learner sees, in their order."""
    controls_ = explorer.children[2:-1]
    return [one for one in controls_ if is_shown(one) and one.description]


def boxes(explorer):
    return seen(explorer)[1:]


def plain(words):
    return words.replace(formats.SPACE, " ")


def test_the_purse_is_ten_of_each_hundred_soles_until_the_class_moves_it(lesson):
    explorer = lesson.council()
    assert plain(explorer.figure.title).startswith("La bolsa tiene S/ 12 409 363 y todavía")
    explorer.children[2].value = 20
    assert plain(explorer.figure.title).startswith("La bolsa tiene S/ 24 818 727 y todavía")
    assert "Es un ejercicio" in explorer.describe()
    assert explorer.figure.mark is Mark.OWN


def test_a_work_that_is_marked_goes_in_and_what_is_left_is_told(lesson):
    explorer = lesson.council()
    before = faces(explorer)
    boxes(explorer)[-1].value = True
    assert plain(explorer.figure.title) == "Entra 1 obra y quedan S/ 12 118 762."
    assert "Con lo que queda todavía cabe otra." in explorer.describe()
    assert all(old != new for old, new in zip(before, faces(explorer), strict=True))


def test_more_than_the_purse_is_told_in_the_title_and_in_the_presentation(lesson):
    explorer, speech = lesson.council(), lesson.presentation()
    boxes(explorer)[0].value = True
    assert plain(explorer.figure.title) == "No alcanza: a la bolsa le faltan S/ 35 256 756."
    assert "Así no se puede presentar." in speech.describe()
    boxes(explorer)[0].value = False
    assert "Así no se puede presentar." not in speech.describe()


@pytest.mark.parametrize("ubigeo", PLACES)
def test_every_district_has_a_choice_named_and_priced_as_in_the_register(lesson, ubigeo):
    explorer = lesson.council()
    lesson.selection.ubigeo = ubigeo
    costs = {row["short_name"]: row["updated_cost"] for row in ROWS if row["ubigeo"] == ubigeo}
    assert len(boxes(explorer)) >= 3
    for box in boxes(explorer):
        name, _colon, cost = box.description.rpartition(": ")
        assert cost == formats.soles(Decimal(costs[name]).quantize(Decimal(1), ROUND_HALF_UP))


def test_another_district_brings_its_own_works_and_nothing_is_marked(lesson):
    explorer, speech = lesson.council(), lesson.presentation()
    boxes(explorer)[0].value = True
    lesson.selection.ubigeo = COALAQUE
    assert not any(box.value for box in boxes(explorer))
    assert "todavía no entra ninguna obra" in explorer.figure.title
    assert "Torata" not in explorer.describe()
    assert speech.figure.table.rows[0][1] is None
    lesson.selection.ubigeo = TORATA
    assert "Centro de salud de Torata" in boxes(explorer)[0].description


def test_a_year_changes_the_purse_and_keeps_what_was_chosen(lesson):
    explorer = lesson.council()
    boxes(explorer)[-1].value = True
    lesson.selection.year = 2024
    assert plain(explorer.figure.title) == "Entra 1 obra y quedan S/ 20 219 243."


def test_answers_that_come_back_are_the_same_choice(lesson):
    """A phone repeats what was done: the district first, then each mark."""
    lesson.selection.ubigeo = COALAQUE
    first = lesson.council()
    boxes(first)[-1].value = True
    again = here(slug=SLUG)
    later = again.council()
    again.selection.ubigeo = COALAQUE
    boxes(later)[-1].value = True
    assert faces(later) == faces(first)


def test_the_first_part_of_the_speech_is_what_the_council_took(lesson):
    explorer, speech = lesson.council(), lesson.presentation()
    assert speech.figure.title == "Tu presentación tiene 0 de 4 partes."
    boxes(explorer)[-1].value = True
    assert "Arreglo del puente peatonal de Chujulay" in speech.describe()
    for line in speech.children[:3]:
        line.value = "Lo dijo el grupo. "
    assert speech.figure.title == "Tu presentación tiene 4 de 4 partes."
    assert ".." not in speech.describe()
    assert "Falta decir" not in speech.describe()


def test_the_list_goes_into_the_letter_with_code_entity_and_what_the_class_knows(lesson):
    explorer, letter = lesson.inherited(), lesson.act()
    for number, control in enumerate(seen(explorer)):
        control.value = list(Known)[number % len(Known)].value
    own = [row for row in ROWS if row["ubigeo"] == TORATA and row["places"] == "1"]
    assert len(seen(explorer)) == len(own) == 7
    for row in own:
        line = f"- {row['short_name']} (CUI {row['cui']}, {row['entity']}): "
        assert line in letter.body.value
    assert letter.body.value.count("está parada") == 1
    assert explorer.figure.title == "De 7 obras, tu grupo no sabe cómo están 2."
    assert explorer.figure.mark is Mark.OWN


def test_the_letter_of_another_district_names_its_works_and_not_those_of_before(lesson):
    """Also when nobody marked anything: the list itself is another one."""
    lesson.inherited()
    letter = lesson.act()
    lesson.selection.ubigeo = COALAQUE
    assert "Edificación del camal municipal de Coalaque" in letter.body.value
    assert "Centro de salud de Torata" not in letter.body.value
    assert "{" not in letter.body.value


def test_where_there_are_no_works_they_are_invented_and_say_so(invented):
    sitting, list_, speech = invented.council(), invented.inherited(), invented.presentation()
    letter = invented.act()
    assert {sitting.figure.mark, list_.figure.mark} == {Mark.ILLUSTRATIVE}
    assert "de un presupuesto inventado: S/ 1 000 000." in plain(sitting.describe())
    assert all(re.search("inventad[ao]", box.description) for box in boxes(sitting))
    boxes(sitting)[0].value = True
    seen(list_)[0].value = Known.STOPPED.value
    assert "inventad" in speech.describe()
    assert "inventad" not in letter.body.value
    assert TO_WRITE_ON in letter.body.value


def test_the_phases_are_the_four_of_the_law():
    assert [row["name"] for row in national("participatory_phases").rows()] == [
        "Preparación",
        "Concertación",
        "Coordinación",
        "Formalización",
    ]


def test_each_phase_tells_its_paper(lesson):
    explorer = lesson.participatory_phases()
    explorer.children[0].value = "agreement"
    assert explorer.figure.title == "Fase 2 de 4: Concertación."
    assert "Queda este papel: El Acta de Acuerdos y Compromisos." in explorer.describe()
    assert "presupuesto participativo" in explorer.figure.calculation.words
    assert "presupuesto participativo" not in lesson.life_phases().figure.calculation.words
