"""Two numbers that do not agree: whose they are, what differs, and the question for the letter."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from cuentas.course import course
from cuentas.data.pack import Pack, national, sources
from cuentas.i18n import formats
from cuentas.lesson.here import Here
from cuentas.model.claims import Aspect
from cuentas.view.controls import is_shown
from cuentas.view.selection import Selection
from lesson.packs import course_home, small_pack
from support import REGION, ROOT, SAN_ANTONIO, TORATA, controls_of, here, pack, raw_rows

SLUG = "05_dos_porcentajes_verdaderos"
MOMENTS = ("of_what_total", "of_which_day", "who_counts_what", "does_it_add_up")
APURIMAC = REGION.parent / "apurimac"
ILO = "180301"
MINE = "¿De qué total es ese 96 %?"


def lesson(ubigeo=TORATA, year=2023):
    return here(ubigeo, year, SLUG)


def elsewhere(ubigeo="030506", year=2023):
    one = course(ROOT / "lessons").lesson(SLUG)
    return Here(one, Pack(APURIMAC), Selection(ubigeo=ubigeo, year=year))


def plain(words):
    return words.replace(formats.SPACE, " ")


def card_of(desk):
    return next(child for child in desk.children if child.__class__.__name__ == "QuestionCard")


def boxes_of(desk):
    return [child for child in desk.children if child.__class__.__name__ == "Textarea"]


def shown_boxes(desk):
    return [one for one in boxes_of(desk) if is_shown(one)]


def pairs(opened):
    return {case.id: case.pair for case in opened._cases()}


def test_the_regional_percentage_is_that_of_the_totals_table():
    row = next(
        one for one in raw_rows("totals") if (one["year"], one["entity"]) == ("2025", "regional")
    )
    claim = pairs(lesson())["gore-close"].second
    assert claim.whole == Decimal(row["pim"])
    share = Decimal(row["devengado"]) * 100 / Decimal(row["pim"])
    assert claim.value == round(share, 1) == Decimal("94.9")


def test_a_percentage_of_everything_and_one_of_projects_differ_in_their_total():
    pair = pairs(lesson())["gore-total-projects"]
    assert Aspect.OF_WHAT in pair.differences
    assert Aspect.WHEN in pair.differences
    assert pair.first.whole > pair.second.whole


def test_rows_and_codes_count_other_things_and_nothing_else_differs():
    pair = pairs(lesson())["rows-cui"]
    assert pair.differences == (Aspect.COUNTS,)
    assert pair.gap == Decimal("43074494538.04") - Decimal("25423674035.72")


def test_the_ten_named_municipalities_are_those_of_the_transfers_table():
    rows = [row for row in raw_rows("transfers") if row["source_key"] == "PR-E22"]
    ten = sum(int(row["amount_soles"]) for row in rows if row["level"] == "municipality")
    whole = next(
        int(row["amount_soles"])
        for row in rows
        if row["level"] == "all_municipalities" and row["period"] == "2022-01"
    )
    pair = pairs(lesson())["canon-january"]
    assert (pair.second.value, pair.first.value) == (ten, whole)


def test_what_nobody_knows_is_not_settled():
    known = pairs(lesson())
    assert not known["gore-close"].settled
    assert not known["canon-since-2004"].settled
    assert known["canon-january"].settled


def test_every_claim_names_a_source_that_exists_and_says_if_the_press_told_it():
    tables = [national("claims"), pack().dataset("claims"), Pack(APURIMAC).dataset("claims")]
    for table in tables:
        for row in table.rows():
            known = sources()[row["source_key"]]
            assert (row["mark"] == "press") == (known.kind == "press")


def test_every_pair_has_two_claims_that_differ_and_an_office_never_a_person():
    for table in (national("claims"), pack().dataset("claims"), Pack(APURIMAC).dataset("claims")):
        sides = [(row["pair"], row["side"]) for row in table.rows()]
        for row in table.rows("pairs"):
            assert (row["pair"], "a") in sides
            assert (row["pair"], "b") in sides
            assert row["office"].startswith("Responsable de acceso a la información pública")
            assert row["example"].startswith("¿")
    for opened in (lesson(), elsewhere()):
        for pair in pairs(opened).values():
            assert pair is None or pair.differences


@pytest.mark.parametrize("name", MOMENTS)
def test_each_case_changes_figure_question_and_paper(name):
    desk = getattr(lesson(), name)()
    [case] = controls_of(desk)
    seen = []
    for _title, one in case.options:
        case.value = one
        figure = desk.figure
        assert figure.title.startswith("Uno dice ")
        assert [row[0] for row in figure.table.rows] == [
            "¿De qué?",
            "¿De cuándo?",
            "¿Quién lo dice?",
            "¿Qué cuenta?",
        ]
        assert len(shown_boxes(desk)) == 1
        seen.append((figure.title, shown_boxes(desk)[0]))
    assert len(set(seen)) == len(case.options) > 1


@pytest.mark.parametrize("name", MOMENTS)
def test_the_answer_that_the_table_gives_is_accepted(name):
    opened = lesson()
    desk = getattr(opened, name)()
    [case] = controls_of(desk)
    for _title, one in case.options:
        case.value = one
        card, wanted = card_of(desk), pairs(opened)[one].differences
        for aspect in Aspect:
            card.control.boxes[aspect.value].value = aspect in wanted
        card.check.click()
        assert "Así es." in card.feedback.value
        card.show_solution()
        assert plain(pairs(opened)[one].explanation)[:30] in plain(card.feedback.value)


def test_another_case_asks_anew():
    desk = lesson().of_what_total()
    [case] = controls_of(desk)
    card = card_of(desk)
    card.control.boxes["of_what"].value = True
    card.check.click()
    case.value = "gore-total-projects"
    assert card.feedback.value == ""
    assert not any(box.value for box in card.control.boxes.values())


def test_the_own_percentages_are_of_the_own_row():
    row = next(
        one for one in raw_rows("budget") if (one["year"], one["ubigeo"]) == ("2023", TORATA)
    )
    pair = pairs(lesson())["own-total"]
    for claim, whole in ((pair.first, row["pim"]), (pair.second, row["pia"])):
        assert claim.value == round(Decimal(row["devengado"]) * 100 / Decimal(whole), 1)
    assert pair.differences == (Aspect.OF_WHAT,)


def test_a_year_that_did_not_move_shows_one_that_did_and_says_so():
    torata, ilo = pairs(lesson())["own-date"], pairs(lesson(ILO))["own-date"]
    assert "la tuya no cambió" in torata.place
    assert ilo.place == ""
    assert ilo.differences == torata.differences == (Aspect.WHEN,)
    before = next(row for row in raw_rows("budget", "revisions") if row["ubigeo"] == ILO)
    assert ilo.first.value == int(before["devengado"])


def test_a_municipality_that_opened_with_nothing_has_no_percentage_of_it():
    opened = lesson(SAN_ANTONIO, 2022)
    assert pairs(opened)["own-total"] is None
    desk = opened.of_what_total()
    assert "no tenemos este dato" in desk.describe()
    opened.selection.year = 2023
    assert desk.figure.title.startswith("Uno dice ")


def box(one, case):
    """What stands in the place of a case of ``one`` pack, for Torata."""
    opened = Here(course(ROOT / "lessons").lesson(SLUG), one, Selection(ubigeo=TORATA, year=2023))
    [found] = [listed for listed in opened._cases() if listed.id == case]
    assert found.pair is None
    return found.make().describe()


@pytest.mark.parametrize(
    ("name", "lacking"),
    [
        ("solo-proyeccion", "el censo de cada distrito"),
        ("solo-censo", "la proyección de personas de cada distrito"),
        ("sin-population", "cuántas personas viven en cada distrito"),
    ],
)
def test_two_counts_without_one_name_the_one_that_lacks(tmp_path, name, lacking):
    told = box(Pack(small_pack(course_home(tmp_path), name)), "own-count")
    assert told.startswith(f"Aquí falta un dato: {lacking}. Todavía nadie lo cargó para Moquegua.")
    assert told.endswith("--population ARCHIVO")


def test_two_counts_of_a_district_that_one_of_them_left_out_say_which():
    one = Pack(REGION)
    one.people[TORATA] = replace(one.people[TORATA], census_2025=None)
    told = box(one, "own-count")
    assert told.startswith("De Torata no tenemos este dato: el censo de cada distrito.")


def test_two_days_without_two_readings_ask_for_another_reading():
    one = Pack(REGION)
    vars(one)["budget_revisions"] = ()
    told = box(one, "own-date")
    assert told.startswith("Aquí falta un dato: un presupuesto que cambió entre dos lecturas.")
    assert told.endswith("cuentas region update moquegua --budget ARCHIVO")


def test_a_region_without_a_case_borrows_it_and_says_whose_it_is():
    told = pairs(elsewhere())
    assert controls_of(elsewhere().does_it_add_up())[0].value == "advance-2025"
    assert told["canon-2023"].place == "Apurímac"
    assert told["rows-cui"].place == "otra región, Moquegua"
    assert "gore-close" not in told
    titles = [title for title, _one in controls_of(elsewhere().of_what_total())[0].options]
    assert any(title.startswith("Moquegua · ") for title in titles)


def test_what_is_written_goes_into_the_letter_with_its_two_numbers():
    opened = lesson()
    desk, letter = opened.of_what_total(), opened.letter_of_my_question()
    assert "______________________" in letter.body.value.split("Nuestra pregunta es:")[1]
    [case] = controls_of(desk)
    case.value = "gore-total-projects"
    shown_boxes(desk)[0].value = MINE
    body = letter.body.value
    assert MINE in body
    assert "57.2 %" in plain(body)
    assert "(una columna de La Prensa Regional; al 18 de octubre de 2025)" in body
    assert "Gobierno Regional de Moquegua" in letter.letter.addressee


def test_another_of_my_questions_can_be_picked_for_the_letter():
    opened = lesson()
    total, days = opened.of_what_total(), opened.of_which_day()
    letter = opened.letter_of_my_question()
    [picked] = [one for one in letter.children if hasattr(one, "options")]
    shown_boxes(total)[0].value = MINE
    shown_boxes(days)[0].value = "¿Qué se corrigió?"
    assert "¿Qué se corrigió?" in letter.body.value
    picked.value = "own-total"
    assert MINE in letter.body.value
    assert "¿Qué se corrigió?" not in letter.body.value


def test_the_letter_of_an_own_case_follows_the_district():
    opened = lesson()
    letter = opened.letter_of_my_question()
    assert "Municipalidad Distrital de Torata" in letter.letter.addressee
    opened.chooser().choose(ILO)
    assert "Municipalidad Provincial de Ilo" in letter.letter.addressee


def test_a_difference_that_is_explained_is_not_asked_again():
    opened = lesson()
    letter = opened.letter_of_my_question()
    [picked] = [one for one in letter.children if hasattr(one, "options")]
    assert "Ya entendimos qué cambia entre ellas." in letter.body.value
    assert "los documentos que cambiaron el PIA de 2023" in letter.body.value
    open_case = next(name for name, pair in pairs(opened).items() if not pair.settled)
    picked.value = open_case
    assert "Queremos saber qué cambia entre ellas." in letter.body.value
    assert "Ya entendimos" not in letter.body.value


def test_no_case_accuses():
    for opened in (lesson(), elsewhere()):
        for pair in pairs(opened).values():
            told = (pair.first.says, pair.second.says, pair.explanation, pair.example, pair.ask)
            words = " ".join(told)
            assert not re.search(r"\b(corrup|rob[óo]|culpa|fácil|mient)", words.lower())
