"""One work followed through a lesson: by its number, with its costs, with what is not known."""

import re
from decimal import Decimal
from functools import cache

import pytest

from cuentas.course import TO_WRITE_ON, course
from cuentas.data.pack import national, pack
from cuentas.i18n import formats
from cuentas.lesson.facts import facts
from cuentas.lesson.here import Here
from cuentas.lesson.limits import thresholds, values
from cuentas.view.selection import Selection
from support import SAN_ANTONIO, TORATA, raw_rows

SLUG = "06_la_vida_de_una_obra"
MOMENTS = ("work_life", "work_cost", "work_viability")
ROWS = raw_rows("investments")
IN_DISTRICTS = [row for row in ROWS if not row["ubigeo"].endswith("00") and row["places"] == "1"]
SHARED = [row for row in ROWS if not row["ubigeo"].endswith("00") and row["places"] != "1"]
MARKET = "2627134"


def here(ubigeo=TORATA, region="moquegua", year=2023):
    lesson = course().lesson(SLUG)
    return Here(lesson, pack(region), Selection(ubigeo=ubigeo, year=year))


@pytest.fixture
def lesson():
    return here()


@cache
def open_lesson():
    """One lesson with its moments, for all works one after another."""
    lesson = here()
    return lesson, lesson.work_chooser(), [getattr(lesson, name)() for name in MOMENTS]


@pytest.mark.parametrize("row", IN_DISTRICTS, ids=lambda row: row["cui"])
def test_every_work_of_the_pack_is_told_with_its_number_and_its_costs(row):
    lesson, choice, explorers = open_lesson()
    lesson.selection.ubigeo = row["ubigeo"]
    choice.value = row["cui"]
    life, cost, clock = (explorer.figure for explorer in explorers)
    assert f"el CUI {row['cui']}" in life.title
    before, now = (Decimal(row[name]) for name in ("viable_cost", "updated_cost"))
    each = int(now * 100 / before + Decimal("0.5"))
    assert cost.title.endswith(f"ahora figuran {formats.number(each)}.")
    assert cost.table.rows[0][2:4] == (before, now)
    assert row["short_name"] in clock.title
    for figure in (life, cost, clock):
        assert figure.title.endswith(".")
        assert figure.footer.startswith("Fuente: ")
        assert figure.calculation.expression
        (found,) = [one for one in figure.calculation.rows.rows if one[0] == row["cui"]]
        assert str(found[6]) == row["viable_cost"]
        assert not re.search(r"corrup|culpa|\brobo\b|ineficien", figure.describe().lower())


def test_what_the_register_does_not_tell_is_asked_for_with_its_paper(lesson):
    figure = lesson.work_life().figure
    asked = dict(figure.table.rows[-4:])
    assert "valorización" in asked["¿Cuánto está construido?"]
    assert all(words.startswith("No lo dice. Pide") for words in asked.values())


def test_a_closed_register_is_not_called_a_finished_work():
    row = next(one for one in IN_DISTRICTS if one["state"] == "CERRADO")
    lesson = here(row["ubigeo"])
    lesson.work_chooser().value = row["cui"]
    assert "no dice que la obra esté hecha" in lesson.work_life().describe()
    assert "El registro figura cerrado" in lesson.work_viability().describe()


def test_all_choosers_of_a_page_show_the_same_work(lesson):
    one, other = lesson.work_chooser(), lesson.work_chooser()
    life = lesson.work_life()
    one.value = MARKET
    assert other.value == MARKET
    assert MARKET in life.describe()


def test_another_district_brings_its_own_works_and_forgets_the_other_one(lesson):
    choice, life = lesson.work_chooser(), lesson.work_life()
    choice.value = MARKET
    lesson.chooser().choose(SAN_ANTONIO)
    own = [row["cui"] for row in IN_DISTRICTS if row["ubigeo"] == SAN_ANTONIO]
    assert sorted(cui for _name, cui in choice.options) == sorted(own)
    assert lesson.selection.words["chosen_cui"] in own
    assert MARKET not in life.describe()
    lesson.chooser().choose(TORATA)
    assert choice.value == lesson.work.cui


@pytest.mark.parametrize("row", SHARED, ids=lambda row: row["cui"])
def test_a_work_registered_in_several_places_is_nobody_s_work(row):
    lesson = here(row["ubigeo"])
    offered = [cui for _name, cui in lesson.work_chooser().options]
    assert offered
    assert row["cui"] not in offered
    assert row["short_name"] not in lesson.work_cost().figure.table.csv()


def test_a_summary_of_the_law_is_not_an_official_figure(lesson):
    assert lesson.life_phases().figure.mark_words == "Elaboración propia"


def test_a_date_of_the_register_is_not_said_to_be_a_viability_of_a_small_repair(lesson):
    told = lesson.work_viability().describe()
    assert "tenía fecha de viabilidad" in told
    assert "Si es una IOARR" in told


def test_an_answer_that_comes_back_is_the_same_work(lesson):
    """A phone repeats what was done: the district first, then the place in the list."""
    choice = lesson.work_chooser()
    lesson.chooser().choose(SAN_ANTONIO)
    choice.index = 2
    again = here()
    later = again.work_chooser()
    again.selection.ubigeo = SAN_ANTONIO
    later.index = 2
    assert again.work == lesson.work


def test_the_letter_names_the_chosen_work_and_the_entity_of_its_register(lesson):
    letter = lesson.act(lesson.work_chooser())
    lesson.selection.say(chosen_cui=MARKET)
    lesson.work_chooser().value = MARKET
    row = next(one for one in ROWS if one["cui"] == MARKET)
    assert f"Su CUI es {MARKET}." in letter.body.value
    assert row["short_name"] in letter.body.value
    assert row["entity"] in letter.letter.addressee
    assert formats.soles(Decimal(row["viable_cost"])) in letter.body.value
    assert "{" not in letter.body.value


def told(explorer):
    return "".join(one.value for one in explorer.children if hasattr(one, "value") and one.value)


def test_without_investments_a_kind_box_tells_once_why_and_where_to_look():
    lesson = here("030506", "apurimac", 2024)
    first, *others = [told(getattr(lesson, name)()) for name in MOMENTS]
    assert "Aquí falta un dato: las inversiones del distrito y su costo." in first
    assert "consultainversiones" in first
    assert all("seguimos con un ejemplo inventado" in one for one in others)
    assert not any("invent" in one for one in map(told, [here().work_life(), here().work_cost()]))


@pytest.mark.parametrize("name", MOMENTS)
def test_without_investments_an_invented_work_says_that_it_is_invented(name):
    figure = getattr(here("030506", "apurimac", 2024), name)().figure
    assert figure.mark_words == "Ejemplo inventado"
    assert "inventado" in figure.describe()
    assert "inventados" in figure.footer


def test_without_investments_the_letter_leaves_lines_and_never_an_invented_number():
    lesson = here("030506", "apurimac", 2024)
    letter = lesson.act(lesson.work_chooser())
    assert f"Su CUI es {TO_WRITE_ON}." in letter.body.value
    assert "0000000" not in letter.body.value
    assert "invent" not in letter.body.value


def test_without_investments_the_practice_asks_about_money_of_the_budget():
    asked = here("030506", "apurimac", 2024).practice().card.question
    assert "es plata, no obra" in asked.text


@pytest.mark.parametrize("ubigeo", sorted({row["ubigeo"] for row in IN_DISTRICTS}))
def test_the_practice_asks_about_a_work_whose_cost_moved_where_there_is_one(ubigeo):
    asked = here(ubigeo).practice().card.question
    mine = [row for row in IN_DISTRICTS if row["ubigeo"] == ubigeo]
    (row,) = [one for one in mine if f"«{one['short_name']}»" in asked.text]
    before, now = (Decimal(row[name]) for name in ("viable_cost", "updated_cost"))
    assert asked.answer == int(now * 100 / before + Decimal("0.5"))
    if any(abs(Decimal(one["updated_cost"]) - Decimal(one["viable_cost"])) > 1 for one in mine):
        assert abs(now - before) > Decimal("0.5")


def test_every_phase_is_told_with_its_office_and_its_paper(lesson):
    explorer = lesson.life_phases()
    chosen = explorer.children[0]
    rows = national("life_phases").rows()
    for row in rows:
        chosen.value = row["id"]
        figure = explorer.figure
        assert figure.title == f"Fase {row['order']} de {len(rows)}: {row['name']}."
        assert row["who"] in figure.description
        assert row["document"] in figure.description


@pytest.mark.parametrize(
    ("paid", "built", "words"),
    [(70, 40, "Va más plata que obra"), (20, 60, "Va más obra que plata"), (50, 50, "van parejas")],
)
def test_money_and_progress_are_read_both_ways(lesson, paid, built, words):
    explorer = lesson.money_and_progress()
    explorer.children[0].value, explorer.children[1].value = paid, built
    assert words in explorer.describe()
    assert explorer.figure.mark_words == "Ejemplo inventado"


def test_limits_come_from_the_table_of_limits():
    rows = {row["id"]: row for row in national("thresholds").rows()}
    assert {name: one.value for name, one in thresholds().items()} == {
        name: row["value"] for name, row in rows.items()
    }
    assert values()["viability-expiry"] == "3"


def test_facts_of_a_work_are_unknown_where_there_is_none():
    one = pack("apurimac")
    known = facts(one, one.region.district("030506"), one.line("030506", 2024))
    assert not known.knows("{work}")
    assert "work_now" not in known.quantities
