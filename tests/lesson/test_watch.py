"""A committee reads signals, fills in a sheet and writes a letter; nothing accuses."""

import re
from functools import cache

import pytest

from cuentas.course import course
from cuentas.data.pack import pack, sources
from cuentas.i18n import formats
from cuentas.lesson.here import Here
from cuentas.lesson.watch import notices
from cuentas.model.watch import Kind
from cuentas.view.selection import Selection
from support import TORATA, raw_rows

SLUG = "07_comite_de_vigilancia"
BUDGET = [row for row in raw_rows("budget") if row["pim"] != "0"]
GREW, CLOSED = "2300056", "2180729"
ACCUSES = re.compile(r"corrup|culpabl|\brobo\b|robaron|ineficien|malgast|fácil", re.IGNORECASE)


def here(ubigeo=TORATA, year=2023, region="moquegua"):
    return Here(course().lesson(SLUG), pack(region), Selection(ubigeo=ubigeo, year=year))


@pytest.fixture
def lesson():
    return here()


@pytest.fixture
def far():
    return here("030506", 2024, "apurimac")


def card_of(explorer):
    return explorer.children[-1].value


def shown(explorer):
    return "".join(str(one.value) for one in explorer.children if hasattr(one, "value"))


def marks_of(explorer):
    return {one.description: one for one in explorer.children if "cc-point" in one._dom_classes}


def test_every_signal_has_its_five_parts_and_sources_that_exist():
    for one in notices().values():
        assert all(one.explanations)
        assert len(set(one.explanations)) == 3
        assert one.base
        assert one.document
        assert set(one.source_key.split()) <= sources().keys()
        assert not ACCUSES.search(" ".join([one.name, one.limit, *one.explanations]))
    assert set(notices()) == {kind.value for kind in Kind}


@cache
def open_signal():
    """One lesson and its signal, for all municipalities and years one after another."""
    lesson = here()
    return lesson.selection, lesson.budget_signal()


@pytest.mark.parametrize("row", BUDGET, ids=lambda row: f"{row['ubigeo']}-{row['year']}")
def test_a_municipality_is_told_beside_its_own_years(row):
    selection, explorer = open_signal()
    with selection.hold_trait_notifications():
        selection.year, selection.ubigeo = int(row["year"]), row["ubigeo"]
    past = [
        100 * int(one["devengado"]) / int(one["pim"])
        for one in BUDGET
        if one["ubigeo"] == row["ubigeo"] and one["year"] < row["year"]
    ]
    own = 100 * int(row["devengado"]) / int(row["pim"])
    raised = len(past) >= 3 and round(own, 1) < min(round(one, 1) for one in past)
    assert ("hay señal. Sirve para preguntar" in card_of(explorer)) is raised
    assert ("Está por debajo de todos." in explorer.describe()) is raised
    assert not ACCUSES.search(explorer.describe())


def test_the_limits_stand_in_the_card_with_the_numbers_of_their_table(lesson):
    explorer = lesson.work_signal()
    assert "Hasta 15 de cada 100 soles del contrato, la gestión." in card_of(explorer)
    assert "Hasta 50, con permiso previo de la Contraloría." in card_of(explorer)
    assert "tope" not in card_of(explorer) + explorer.describe()
    assert "L32069" in card_of(explorer)
    kind = next(one for one in explorer.children if one.trait_values().get("value") == "cost")
    kind.value = "viability"
    assert "3 años sin expediente técnico registrado" in card_of(explorer)
    assert "PR-47" in card_of(explorer)


def test_a_cost_that_grew_is_a_question_with_its_base(lesson):
    lesson.work_chooser().value = GREW
    explorer = lesson.work_signal()
    assert "creció 468" in explorer.describe()
    assert "Son bases distintas" in explorer.describe()
    assert "no para juzgar" in card_of(explorer)


def test_a_closed_register_raises_no_signal_of_viability(lesson):
    lesson.work_chooser().value = CLOSED
    explorer = lesson.work_signal()
    next(
        one for one in explorer.children if one.trait_values().get("value") == "cost"
    ).value = "viability"
    assert "figura cerrado" in explorer.describe()
    assert "no hay señal" in card_of(explorer)


def test_the_same_signal_is_counted_and_no_municipality_is_named(lesson):
    lesson.selection.year = 2020
    words = lesson.common_signal().describe()
    assert words.startswith("En 2020, 7 de 20 municipalidades tuvieron la misma señal")
    names = {one.name for one in lesson.pack.region.districts} - {lesson.pack.region.name}
    assert not any(name in words for name in names)


def test_the_sheet_counts_what_was_marked_and_starts_empty(lesson):
    explorer = lesson.visit_sheet()
    marks = marks_of(explorer)
    assert len(marks) == 9
    assert "marcaron 0" in explorer.describe()
    marks["¿Se ve gente trabajando hoy?"].value = "no"
    marks["¿Se ven materiales o máquinas?"].value = "yes"
    assert "marcaron 2" in explorer.describe()
    marks["¿Se ven materiales o máquinas?"].value = "unseen"
    assert "No se pudo ver: 1." in explorer.describe()


def test_what_is_not_known_is_an_answer_and_no_signal(lesson):
    explorer = lesson.visit_sheet()
    marks_of(explorer)["Según el vecindario, ¿hace cuánto nadie trabaja?"].value = "unknown"
    assert "marcaron 1" in explorer.describe()
    assert "es una señal" not in explorer.describe()
    assert "tiempo sin trabajo, según el vecindario: no se sabe" in lesson.selection.words["visit"]


def test_the_sheet_asks_for_no_text_so_no_name_can_be_written(lesson):
    explorer = lesson.visit_sheet()
    kinds = {type(one).__name__ for one in explorer.children}
    assert not kinds & {"Text", "Textarea", "Combobox"}
    assert "nombre y el CUI" in " ".join(marks_of(explorer))


def test_the_letter_carries_the_signal_its_paper_and_what_was_seen(lesson):
    explorer, choice = lesson.visit_sheet(), lesson.signal_chooser()
    letter = lesson.act(lesson.work_chooser(), choice)
    assert "Esto vimos" not in letter.body.value
    marks_of(explorer)["¿Se ve gente trabajando hoy?"].value = "no"
    assert "Esto vimos:\n\n- gente trabajando: no" in letter.body.value
    for kind in (Kind.AVANCE, Kind.RESERVED, Kind.COST, Kind.VIABILITY):
        choice.value = kind.value
        assert notices()[kind.value].document in letter.body.value
        assert "Fuente: " in letter.body.value
        assert "no prueba ninguna falta" in letter.body.value
        assert "Órgano de Control Institucional" in letter.body.value


@pytest.mark.parametrize(("cui", "raised"), [(GREW, True), ("2440630", False)])
def test_the_letter_tells_a_signal_from_none_and_goes_to_the_entity_of_the_work(
    lesson, cui, raised
):
    lesson.visit_sheet()
    letter = lesson.act(lesson.work_chooser(), lesson.signal_chooser())
    lesson.work_chooser().value = cui
    work = lesson.work
    assert work.entity in letter.letter.addressee
    assert f"A la entidad: {work.entity}" in letter.body.value
    assert f"Su CUI es {cui}." in letter.body.value
    assert f"El costo de «{work.short_name}»" in letter.body.value
    assert ("por eso preguntamos" in letter.body.value) is raised
    assert ("Igual queremos conocer el documento" in letter.body.value) is not raised


def test_a_signal_of_the_budget_goes_to_the_municipality_without_a_work(lesson):
    lesson.visit_sheet()
    choice = lesson.signal_chooser()
    letter = lesson.act(lesson.work_chooser(), choice)
    choice.value = Kind.AVANCE.value
    assert "Municipalidad Distrital de Torata" in letter.letter.addressee
    assert "La obra que seguimos" not in letter.body.value
    assert "CUI" not in letter.body.value
    assert "\n\n\n" not in letter.body.value


def test_a_work_without_work_is_told_only_when_the_sheet_says_so(lesson):
    explorer, choice = lesson.visit_sheet(), lesson.signal_chooser()
    letter = lesson.act(lesson.work_chooser(), choice)
    choice.value = Kind.STALLED.value
    assert "El vecindario cuenta" not in letter.body.value
    marks_of(explorer)["Según el vecindario, ¿hace cuánto nadie trabaja?"].value = "more"
    assert "El vecindario cuenta 6 meses o más sin trabajo" in letter.body.value
    assert "6 meses o más" in explorer.describe()


def test_without_investments_no_invented_signal_reaches_a_letter(far):
    choice = far.signal_chooser()
    offered = [value for _name, value in choice.options]
    assert offered == ["avance", "reserved", "stalled"]
    letter = far.act(far.work_chooser(), choice)
    assert "invent" not in letter.body.value
    assert "Challhuahuacho devengó 78 de cada 100" in letter.body.value
    box = shown(far.work_signal())
    assert "Aquí falta un dato" in box
    assert "Ejemplo inventado" in box


def test_the_study_is_told_with_what_changed_and_what_did_not(lesson):
    figure = lesson.watching().figure
    assert "49 por cada 100" in figure.title
    assert "misma proporción" in figure.description
    assert "obras por contrato y ningún efecto en el tiempo" in figure.description
    assert "lo mismo con" not in figure.description
    assert figure.table.rows == (("Sin cartas", 100), ("Con cartas", 49))


def test_the_practice_counts_what_was_reserved_without_a_contract(lesson):
    asked = lesson.practice().card.question
    row = next(one for one in BUDGET if (one["ubigeo"], one["year"]) == (TORATA, "2023"))
    certificado, compromiso = int(row["certificado"]), int(row["compromiso"])
    expected = 100 * (certificado - compromiso) / certificado
    assert abs(float(asked.answer) - expected) <= 0.05
    assert formats.soles(certificado) in asked.text


def test_where_the_source_is_silent_about_contracts_the_practice_asks_for_avance():
    asked = here(TORATA, 2025).practice().card.question
    assert "De cada 100 soles, ¿cuántos devengó?" in asked.text
