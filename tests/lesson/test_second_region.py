"""The course on Apurímac: every figure checked against the rows of its tables, added up here."""

import re
from decimal import ROUND_HALF_UP, Decimal

import pytest

from cuentas.course import course
from cuentas.data.check import check_pack
from cuentas.data.pack import Pack
from cuentas.i18n import formats
from cuentas.lesson.here import Here
from cuentas.view.selection import Selection
from support import ROOT, raw_rows, raw_sum

FOLDER = ROOT / "datasets" / "regions" / "apurimac"
CHALLHUAHUACHO, AHUAYRO, SANTA_ROSA = "030506", "030612", "030710"
BUDGET = {(row["ubigeo"], row["year"]): row for row in raw_rows("budget", folder=FOLDER)}
PEOPLE = {row["ubigeo"]: row for row in raw_rows("population", folder=FOLDER)}


def on(lesson, ubigeo=CHALLHUAHUACHO, year=2023):
    slug = next(one for one in course(ROOT / "lessons").lessons if one.slug.startswith(lesson))
    return Here(slug, Pack(FOLDER), Selection(ubigeo=ubigeo, year=year))


def plain(words):
    return words.replace(formats.SPACE, " ")


def soles(amount):
    return f"S/ {amount:,}".replace(",", " ")


def half_up(value, places=0):
    return Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def test_its_pack_is_in_order():
    assert check_pack(FOLDER).faults == ()


def test_it_has_eighty_five_districts_with_people_and_budget():
    assert len(PEOPLE) == 85
    assert raw_sum(PEOPLE.values(), "census_2025") == 467_513
    assert {ubigeo for ubigeo, year in BUDGET if year == "2024"} == set(PEOPLE)


def test_the_chain_says_the_soles_of_its_row():
    row = BUDGET[CHALLHUAHUACHO, "2023"]
    unspent = int(row["pim"]) - int(row["devengado"])
    words = plain(on("02").chain().describe())
    assert words.startswith(
        "De S/ 186.6 millones de presupuesto, Challhuahuacho devengó S/ 146.7 millones en 2023."
    )
    assert f"Del PIM quedaron sin devengar {soles(unspent)} " in words


@pytest.mark.parametrize("ubigeo", sorted(PEOPLE))
def test_by_person_divides_by_each_count(ubigeo):
    here = on("03", ubigeo, 2024)
    figure = here.per_person().figure
    pim = int(BUDGET[ubigeo, "2024"]["pim"])
    counts = [int(PEOPLE[ubigeo][name]) for name in ("census_2025", "projection_2025")]
    assert [row[3] for row in figure.table.rows] == [half_up(Decimal(pim) / n) for n in counts]


def test_the_hundred_soles_by_kind_are_those_of_the_department():
    rows = [r for r in raw_rows("spending", folder=FOLDER) if r["classification"] == "generica"]
    [whole] = [
        row
        for row in raw_rows("totals", folder=FOLDER)
        if (row["year"], row["entity"]) == ("2025", "department")
    ]
    largest = max(Decimal(row["devengado"]) for row in rows)
    coins = half_up(100 * largest / Decimal(whole["devengado"]))
    title = on("03").spending_by_kind().figure.title
    assert f"con sede en Apurímac, {coins} corresponden a obras, equipos y terrenos." in title


def test_the_hundred_soles_by_government_are_its_four_parts():
    title = on("03").spending_by_government().figure.title
    parts = [
        Decimal(row["devengado"])
        for row in raw_rows("totals", folder=FOLDER)
        if row["year"] == "2025" and row["entity"] != "department"
    ]
    assert len(parts) == 4
    assert f"{half_up(100 * max(parts) / sum(parts))} corresponden al Gobierno Regional" in title


def test_the_invented_mine_stands_where_the_region_opens():
    figure = on("01").canon_road().figure
    people = {ubigeo: int(row["census_2025"]) for ubigeo, row in PEOPLE.items()}
    province = sum(n for ubigeo, n in people.items() if ubigeo.startswith("0305"))
    mine = people[CHALLHUAHUACHO]
    doors = [15_000_000, 37_500_000 * mine / province, 60_000_000 * mine / sum(people.values())]
    reached = [row[3] for row in figure.table.rows[:3]]
    assert all(abs(got - want) <= 1 for got, want in zip(reached, doors, strict=True))
    assert "La mina del ejemplo está en Challhuahuacho." in figure.description


def test_a_district_that_came_later_says_so():
    figure = on("02", AHUAYRO, 2021).opening().figure
    assert "En estos datos fue su primer año con presupuesto. Su PIA fue de S/ 0." in plain(
        figure.description
    )


def test_it_has_no_investments_and_says_it_kindly():
    here = on("03")
    assert here.lacks("m4") == ("investments",)
    assert here.investments().describe().startswith("Aquí falta un dato: las inversiones")
    assert "Apurímac" in here.investments().describe()


def test_no_text_of_the_course_names_the_first_region():
    for prefix in ("01", "02", "03"):
        here = on(prefix)
        names = here.lesson.shown_by.values()
        shown = [getattr(here, name)().describe() for name in names]
        shown += [here.act().body.value, here.sources().children[-1].value]
        assert not re.search("Moquegua|Torata", " ".join(shown))
