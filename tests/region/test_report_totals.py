"""The totals that were written down when the official files were studied, out of the kit again.

Nothing is typed here: the expected numbers are read from the study's own tables. What the study
took from files that others had already added up (2025 by executing unit, the department as a
whole, copper, canon before 2015) is in no official layout, and the kit does not read it.
"""

import re
from decimal import Decimal

import pytest

from cuentas.region.second_path.reading import second_budget
from cuentas.region.sources import (
    budget_rows,
    investment_rows,
    population_rows,
    recognise,
)
from region import real
from region.real import CENSUS, FEBRUARY, INVESTMENTS, MARCH, MOQUEGUA, PROJECTION, STUDY

MILLION = Decimal(1_000_000)
YEARS = (2015, 2019, 2022, 2023)

pytestmark = real.needed


def part(number):
    """The text of a part of the study, such as ``d.1``."""
    words = STUDY.read_text(encoding="utf-8") if STUDY.is_file() else ""
    return words.partition(f"### {number} ")[2].partition("\n### ")[0].partition("\n---")[0]


def table(number):
    """The rows of the table of a part, each as its cells."""
    rows = [line.strip("| ").split("|") for line in part(number).splitlines() if line[:1] == "|"]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def numbers(words):
    """Every number of a text, thousands commas undone."""
    return [Decimal(one.replace(",", "")) for one in re.findall(r"-?\d[\d,]*(?:\.\d+)?", words)]


def near(value, said):
    """Whether an amount in soles is what was said in millions, as far as it was said."""
    step = Decimal(1).scaleb(said.as_tuple().exponent)
    return abs(value / MILLION - said) <= step / 2


@pytest.fixture(scope="module")
def february(session):
    return budget_rows(session, [recognise(FEBRUARY)], MOQUEGUA).rows


@pytest.fixture(scope="module")
def march(session):
    return budget_rows(session, [recognise(MARCH)], MOQUEGUA).rows


def added(rows, year, name):
    return sum(getattr(row, name) for row in rows if row.year == year)


def test_every_year_of_the_municipalities(february):
    whole = [row for row in table("d.1") if "†" not in "".join(row)]
    assert len(whole) == 10
    for year, count, *amounts, _share in whole:
        found = [row for row in february if row.year == int(year)]
        assert len(found) == int(count)
        said = [numbers(cell)[0] for cell in amounts]
        assert [added(found, int(year), one) for one in ("pia", "pim", "devengado")] == said


def test_the_second_reading_of_2024_and_the_opening_budget_of_2025(february, march):
    rows = {row[0]: row for row in table("d.1")}
    assert added(march, 2024, "devengado") == numbers(rows["2024"][4])[1]
    assert added(february, 2025, "pia") == numbers(rows["2025"][2])[0]
    partial = numbers(part("d.1").partition("shows only PIM")[2])[:2]
    assert [added(february, 2025, one) for one in ("pim", "devengado")] == partial


def test_the_whole_country():
    said = numbers(part("d.1").partition("National, all municipalities:")[2])
    _2024, pim, devengado, *_day = said
    sums = second_budget(recognise(FEBRUARY), "")
    later = second_budget(recognise(MARCH), "")

    assert (added(sums, 2024, "pim"), added(sums, 2024, "devengado")) == (pim, devengado)
    assert added(later, 2024, "pim") in said
    assert added(later, 2024, "devengado") in said
    assert added(sums, 2025, "pia") in said


def test_every_municipality_year_by_year(february, march):
    lines = {(row.year, row.ubigeo): row for row in february}
    later = {(row.year, row.ubigeo): row for row in march}
    rows = table("d.2")
    assert len(rows) == 21
    for ubigeo, _name, *by_year, of_2024, pia_2025, _of_2025 in rows:
        for year, cell in zip(YEARS, by_year, strict=True):
            said = numbers(cell)
            assert bool(said) == ((year, ubigeo) in lines)
            if said:
                line = lines[year, ubigeo]
                assert (near(line.pim, said[0]), near(line.devengado, said[1])) == (True, True)
        pim, devengado, share = numbers(of_2024)
        line = later[2024, ubigeo]
        assert (near(line.pim, pim), near(line.devengado, devengado)) == (True, True)
        assert abs(100 * line.devengado / line.pim - share) <= Decimal("0.051")
        assert near(lines[2025, ubigeo].pia, numbers(pia_2025)[0])


def test_investments(session):
    file = recognise(INVESTMENTS)
    reading = investment_rows(session, [file], MOQUEGUA)
    words = part("d.4")
    rows, repeated, cuis, uncoded, several = numbers(words)[:5]
    assert (reading.read, len(reading.rows)) == (rows, cuis)
    told = {one.kind: one.count for one in reading.surprises}
    assert told["repeated-row"] == repeated
    codes, uncoded_rows = {}, []
    for _line, cells in file.rows():
        cui = cells[file.columns["cui"]].strip()
        if cui:
            codes[cui] = codes.get(cui, 0) + 1
        else:
            uncoded_rows.append(cells)
    assert len(uncoded_rows) == uncoded
    assert sum(count > 1 for count in codes.values()) == several


def test_sums_by_code_take_all_rows_without_a_code_for_one_investment_in_the_study(session):
    """That is all that its sums have beyond those of the kit, which leaves such rows out."""
    file = recognise(INVESTMENTS)
    reading = investment_rows(session, [file], MOQUEGUA)
    by_rows, once = numbers(part("d.4").partition("Updated cost:")[2])[:2]
    viable_by_rows, viable_once = numbers(part("d.4").partition("(viable")[2])[:2]
    for name, all_rows, by_code in (
        ("updated_cost", by_rows, once),
        ("viable_cost", viable_by_rows, viable_once),
    ):
        at, cui = file.columns[name], file.columns["cui"]
        costs = [(cells[cui].strip(), Decimal(cells[at])) for _line, cells in file.rows()]
        first = dict(reversed(costs))
        own = sum(getattr(row, name) for row in reading.rows)
        assert near(sum(cost for _cui, cost in costs) / 1000, all_rows)
        assert near(sum(first.values()) / 1000, by_code)
        assert own == sum(first.values()) - first[""]
        assert not near(own / 1000, by_code)


def test_costs_of_active_investments(session):
    active = [
        row
        for row in investment_rows(session, [recognise(INVESTMENTS)], MOQUEGUA).rows
        if row.state == "ACTIVO"
    ]
    count, viable, updated, up, _share, down, equal = numbers(
        part("d.4").partition("Active:")[2].partition("Closed")[0]
    )
    assert len(active) == count
    assert near(sum(row.viable_cost for row in active) / 1000, viable)
    assert near(sum(row.updated_cost for row in active) / 1000, updated)
    changes = [row.updated_cost - row.viable_cost for row in active]
    assert sum(one > 0 for one in changes) == up
    assert sum(one < 0 for one in changes) == down
    assert sum(one == 0 for one in changes) == equal


def test_people(session):
    words = part("d.5")
    census = population_rows(session, [recognise(CENSUS)], MOQUEGUA).rows
    projection = population_rows(session, [recognise(PROJECTION)], MOQUEGUA).rows
    provinces = {code: sum(x.total for x in census if x.province == code) for code in CODES}
    said = numbers(words)
    assert said[1:5] == [sum(provinces.values()), *provinces.values()]
    assert sum(x.total for x in projection) in said
    counted = {row.ubigeo: Decimal(row.total) for row in census}
    differences = sorted(100 * x.total / counted[x.ubigeo] - 100 for x in projection)
    least, most = re.search(r"from −(\d+)%.*?to \+(\d+)%", words).groups()
    assert [round(differences[0]), round(differences[-1])] == [-int(least), int(most)]


CODES = ("1801", "1802", "1803")
"""Provinces in the order in which the study names them."""
