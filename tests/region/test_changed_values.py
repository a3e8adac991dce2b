"""What the first reader changes is noticed, even where every sum stays as it was."""

import csv
import re
from dataclasses import replace

import pytest

from cuentas.data.check import check_pack
from cuentas.i18n import formats
from region import regions
from region.sources.official import DETAIL, as_csv, investment
from support import raw_rows


@pytest.fixture
def refused(change, run, tmp_path):
    """What is complained when a reader gives other rows."""

    def complained(words, reader, changed):
        change(reader, changed)
        status, _said, told = run(*words)
        assert status == 1
        assert list((tmp_path / "out").iterdir()) == []
        return told

    return complained


def swapped(column, which=lambda _row: True):
    """A change: the first two different values of a column in some rows change places."""

    def changed(rows):
        places = [at for at, row in enumerate(rows) if which(row)]
        one = places[0]
        other = next(at for at in places if getattr(rows[at], column) != getattr(rows[one], column))
        first, second = getattr(rows[one], column), getattr(rows[other], column)
        rows[one] = replace(rows[one], **{column: second})
        rows[other] = replace(rows[other], **{column: first})
        return rows

    return changed


def more(column, which):
    """A change: a million more in a column of some rows."""

    def changed(rows):
        return [
            replace(row, **{column: getattr(row, column) + 1_000_000}) if which(row) else row
            for row in rows
        ]

    return changed


def in_2023(row):
    return row.year == 2023


def ichuna(row):
    return (row.year, row.ubigeo) == (2023, "180204")


AMOUNTS = ["pia", "pim", "devengado", "girado", "certificado", "compromiso", "compromiso_mensual"]


@pytest.mark.parametrize("column", AMOUNTS)
def test_an_amount_of_two_municipalities_that_changed_places(refused, asked, tmp_path, column):
    words = asked(regions.amigable(tmp_path / "gasto.csv"))
    told = refused(words, "budget_rows", swapped(column, in_2023))
    assert told.count(f"columna «{column}»: la tabla dice ") == 2
    assert "2023, MUNICIPALIDAD DISTRITAL DE TORATA (180106), columna" in told
    assert "2022" not in told


@pytest.mark.parametrize("column", ["girado", "certificado", "compromiso", "compromiso_mensual"])
def test_one_amount_that_no_control_adds_up(refused, asked, tmp_path, column):
    words = asked(regions.amigable(tmp_path / "gasto.csv"))
    told = refused(words, "budget_rows", more(column, ichuna))
    where = f"2023, MUNICIPALIDAD DISTRITAL DE ICHUÑA (180204), columna «{column}»"
    pim = regions.amount(2023, "180204")
    said = pim if column == "certificado" else pim * 80 // 100
    one, other = map(formats.number, (said + 1_000_000, said))
    sentence = "la tabla dice {one} y el archivo, leído por otro camino, dice {other}."
    assert f"{where}: {sentence.format(one=one, other=other)}" in told
    assert told.count("columna") == 1


def test_an_older_reading_that_the_pack_keeps(refused, asked, tmp_path):
    older = regions.amigable(tmp_path / "feb.csv", spent=70)
    newer = regions.amigable(tmp_path / "mar.csv", spent=75)
    words = [*asked(older, newer, day="feb.csv=2025-02-11"), "--query-date", "2025-03-08"]
    told = refused(
        words, "budget_rows", more("girado", lambda row: ichuna(row) and row.query_date.month == 2)
    )
    assert told.count("columna «girado»") == 1


def test_an_update_that_changes_a_value_is_refused_and_the_pack_stays(change, run, asked, tmp_path):
    assert run(*asked(regions.amigable(tmp_path / "feb.csv"), day="2025-02-11"))[0] == 0
    before = regions.contents(tmp_path / "out")
    change("budget_rows", swapped("pim", in_2023))
    newer = regions.amigable(tmp_path / "mar.csv", spent=70)
    words = ["--budget", newer, "--query-date", "2025-03-08", "--out", tmp_path / "out"]
    status, _said, told = run("update", "moquegua", *words)
    assert status == 1
    assert "Los archivos nuevos no se leyeron bien, y el paquete no se tocó." in told
    assert told.count("columna «pim»: la tabla dice ") == 2
    assert regions.contents(tmp_path / "out") == before


ROAD, SCHOOL = "2500001", "2500002"


@pytest.mark.parametrize("column", ["updated_cost", "viable_cost", "name", "ubigeo"])
def test_what_two_investments_changed_between_them(refused, asked, tmp_path, column):
    rows = [
        investment(DETAIL, ROAD),
        investment(
            DETAIL,
            SCHOOL,
            ubigeo="180301",
            NOMBRE="ESCUELA",
            COSTO_ACTUALIZADO="9000",
            MONTO_VIABLE="8000",
        ),
    ]
    words = asked(regions.amigable(tmp_path / "gasto.csv"))
    words += ["--investments", as_csv(tmp_path / "detalle.csv", DETAIL, rows)]
    told = refused(words, "investment_rows", swapped(column))
    shown = "short_name" if column == "name" else column
    assert f"{ROAD}, columna «{shown}»: la tabla dice " in told
    assert f"{SCHOOL}, columna «{shown}»: la tabla dice " in told


def test_women_and_men_of_a_district(refused, asked, tmp_path):
    def changed(rows):
        return [
            replace(row, women=1_000, men=row.total - 1_000)
            if (row.source, row.ubigeo) == ("census", "180204")
            else row
            for row in rows
        ]

    told = refused(asked(regions.amigable(tmp_path / "gasto.csv")), "population_rows", changed)
    where = "MUNICIPALIDAD DISTRITAL DE ICHUÑA (180204)"
    assert f"{where}, columna «census_2025_women»: la tabla dice 1000 y" in told.replace("\xa0", "")
    assert "«Mujeres de la provincia 1802, censo» debía dar 200 y da" in told
    assert "«Hombres de toda la región, censo» debía dar 300 y da" in told


@pytest.mark.parametrize("entity", ["department", "national", "regional", "local"])
def test_what_was_paid_of_a_level(refused, detailed, entity):
    told = refused(detailed, "totals_rows", more("girado", lambda row: row.entity == entity))
    assert told.count("columna") == 1
    assert f"2025, {entity}, columna «girado»: la tabla dice " in told


def test_the_regional_government_and_the_whole_together(refused, change, detailed):
    lists = ("funcion", "generica")

    def first_of_each(rows):
        firsts = [next(row for row in rows if row.classification == name) for name in lists]
        return more("devengado", lambda row: row in firsts)(rows)

    change("spending_rows", first_of_each)
    told = refused(
        detailed,
        "totals_rows",
        more("devengado", lambda row: row.entity in {"department", "regional"}),
    )
    assert "2025, regional, columna «devengado»: la tabla dice " in told
    assert "2025, department, columna «devengado»: la tabla dice " in told
    assert told.count("2025, funcion, ") == told.count("2025, generica, ") == 1


@pytest.mark.parametrize("kind", ["funcion", "generica"])
@pytest.mark.parametrize("column", ["name", "devengado"])
def test_what_two_rows_of_a_list_changed_between_them(refused, detailed, kind, column):
    told = refused(
        detailed, "spending_rows", swapped(column, lambda row: row.classification == kind)
    )
    assert told.count(f"2025, {kind}, ") == told.count(f"columna «{column}»") == 2


def test_a_census_in_a_finished_pack_must_add_up(run, asked, tmp_path):
    assert run(*asked(regions.amigable(tmp_path / "gasto.csv")))[0] == 0
    folder = tmp_path / "out" / "moquegua"
    path = folder / "population" / "data.csv"
    path.write_text(path.read_text("utf-8").replace("300,200,100", "300,100,100", 1), "utf-8")
    (told,) = (one for one in check_pack(folder).faults if "no suman" in one)
    assert told.startswith("population/data.csv, Torata: 100 mujeres y 100 hombres")
    assert told.endswith("no suman las 300 personas del censo.")


def emptied(path, column, *marks):
    """A file with a blank in a column of the first row where all these marks stand."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        header, *rows = csv.reader(lines)
    row = next(row for row in rows if set(marks) <= set(row))
    row[header.index(column)] = ""
    return as_csv(path, header, rows)


TORATA = "180106-301486: MUNICIPALIDAD DISTRITAL DE TORATA"


def report(tmp_path):
    words = (tmp_path / "out" / "moquegua" / "INFORME.md").read_text(encoding="utf-8")
    return words.partition("## Mira esto")[2].partition("\n## ")[0]


@pytest.mark.parametrize(
    ("column", "label"), [("PIA", "PIA"), ("PIM", "PIM"), ("Devengado", "Devengado")]
)
def test_a_year_with_a_blank_is_left_out_and_told_by_name(run, asked, tmp_path, column, label):
    path = emptied(regions.amigable(tmp_path / "gasto.csv"), column, "2024", TORATA)
    assert run(*asked(path))[::2] == (0, "")
    rows = raw_rows("budget", folder=tmp_path / "out" / "moquegua")
    assert [row["year"] for row in rows if row["ubigeo"] == "180106"] == ["2022", "2023"]
    told = report(tmp_path)
    assert "Ese año no se usa: vacío no es cero." in told
    assert f"MUNICIPALIDAD DISTRITAL DE TORATA, 2024: {label}" in told
    assert "sin fila en uno posterior" not in told


def test_a_blank_that_nobody_needs_stays_blank(run, asked, tmp_path):
    path = emptied(regions.amigable(tmp_path / "gasto.csv"), "Girado", "2024", TORATA)
    assert run(*asked(path))[::2] == (0, "")
    rows = raw_rows("budget", folder=tmp_path / "out" / "moquegua")
    assert [row["girado"] for row in rows].count("") == 1


def test_a_sum_with_a_blank_in_it_is_told_by_name(run, detailed, tmp_path):
    emptied(tmp_path / "gasto-yearly.csv", "MONTO_PIM", "MOQUEGUA", "M")
    assert run(*detailed)[::2] == (0, "")
    told = report(tmp_path)
    assert "Hay montos en blanco: la suma de esa entidad puede estar incompleta." in told
    assert re.search("MUNICIPALIDAD DISTRITAL DE SINTÉTICA PEÑA \\d+: MONTO_PIM", told)
