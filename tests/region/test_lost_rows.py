"""What the first reader loses is missed: controls expect all that the second path finds."""

import csv
import re

import pytest

from cuentas.data.pack import Pack
from region import regions
from region.sources.official import DETAIL, SEARCH, as_csv, as_xlsx, investment
from support import raw_rows, raw_sum

ROAD, SCHOOL = "2500001", "2500002"


@pytest.fixture
def lose(change):
    """Make a reader lose the rows that a rule names, as a mistake in it would."""

    def rule(reader, lost):
        change(reader, lambda rows: [row for row in rows if not lost(row)])

    return rule


@pytest.fixture
def refused(run, tmp_path):
    """The words of ``region new``, which must refuse; what it complained."""

    def complained(*words):
        status, _said, told = run(*words)
        assert status == 1
        assert "no se guardó" in told
        assert list((tmp_path / "out").iterdir()) == []
        return told

    return complained


@pytest.fixture
def refused_without(lose, refused, asked, tmp_path):
    """What is complained when a reader loses some rows of an ordinary budget file."""

    def complained(reader, lost, *words):
        lose(reader, lost)
        return refused(*asked(regions.amigable(tmp_path / "gasto.csv")), *words)

    return complained


def in_2023(row):
    return (row.year, row.ubigeo) == (2023, "180204")


def test_a_municipality_of_a_year(refused_without):
    told = refused_without("budget_rows", in_2023)
    assert "«Municipalidades con presupuesto en 2023» debía dar 3 y da 2 (diferencia −1)." in told
    assert "«PIM de todas las municipalidades en 2023» debía dar" in told
    assert "2022" not in told


@pytest.mark.parametrize(
    ("lost", "sentence"),
    [
        (lambda row: row.ubigeo == "180204", "en 2022» debía dar 3 y da 2"),
        (lambda row: row.year == 2023, "en 2023» debía dar 3 y da 0"),
    ],
    ids=["every year", "every municipality"],
)
def test_more_than_a_row(refused_without, lost, sentence):
    assert sentence in refused_without("budget_rows", lost)


@pytest.mark.parametrize(
    "words",
    [("--province", "General Sanchez Cerro"), ("--district", "180204", "--district", "Torata")],
    ids=["province", "districts"],
)
def test_a_row_of_a_part_of_a_department(refused_without, words):
    told = refused_without("budget_rows", in_2023, *words)
    assert "«Municipalidades con presupuesto en 2023» debía dar" in told


def test_a_row_of_the_latest_file_when_an_older_one_has_it(lose, asked, refused, tmp_path):
    older = regions.amigable(tmp_path / "feb.csv", spent=80)
    newer = regions.amigable(tmp_path / "mar.csv", years=(2024,), spent=75)
    lose("budget_rows", lambda row: row.query_date.month == 3 and row.ubigeo == "180301")
    words = asked(older, newer, day="feb.csv=2025-02-11")
    told = refused(*words, "--query-date", "2025-03-08")
    assert "«Devengado de todas las municipalidades en 2024» debía dar" in told
    assert "«Municipalidades con" not in told


@pytest.mark.parametrize(
    ("source", "count", "expected"), [("census", "censo", 300), ("projection", "proyección", 250)]
)
def test_the_people_of_a_district(refused_without, source, count, expected):
    told = refused_without(
        "population_rows", lambda row: (row.source, row.ubigeo) == (source, "180204")
    )
    assert f"«Población de la provincia 1802, {count}» debía dar {expected} y da 0" in told
    assert f"«Población de toda la región, {count}» debía dar {3 * expected}" in told


def test_all_the_people_of_a_file(refused_without):
    told = refused_without("population_rows", lambda _row: True)
    assert "«Población de toda la región, censo» debía dar 900 y da 0" in told


def detail(tmp_path, *cuis):
    path = tmp_path / "detalle.csv"
    return ["--investments", as_csv(path, DETAIL, [investment(DETAIL, cui) for cui in cuis])]


def test_an_investment(refused_without, tmp_path):
    words = detail(tmp_path, ROAD, SCHOOL)
    told = refused_without("investment_rows", lambda row: row.cui == SCHOOL, *words)
    assert "«Inversiones, cada CUI una sola vez» debía dar 2 y da 1 (diferencia −1)." in told
    assert "«Suma del costo actualizado de todas» debía dar" in told


def test_an_investment_of_another_province_is_not_missed(run, asked, tmp_path):
    rows = [investment(DETAIL, ROAD), investment(DETAIL, SCHOOL, ubigeo="180301")]
    words = asked(regions.amigable(tmp_path / "gasto.csv"))
    words += ["--investments", as_csv(tmp_path / "detalle.csv", DETAIL, rows)]
    assert run(*words, "--province", "1801")[::2] == (0, "")
    found = raw_rows("investments", "all", tmp_path / "out" / "moquegua")
    assert [row["cui"] for row in found] == [ROAD]


def test_every_investment(refused_without, tmp_path):
    told = refused_without("investment_rows", lambda _row: True, *detail(tmp_path, ROAD))
    assert "«Inversiones, cada CUI una sola vez» debía dar 1 y da 0" in told


def test_an_investment_of_the_latest_file_when_an_older_one_has_it(refused_without, tmp_path):
    rows = [SEARCH, investment(SEARCH, ROAD, COSTO_ACTUALIZADO="9000")]
    search = as_xlsx(tmp_path / "b.xlsx", rows)
    words = [*detail(tmp_path, ROAD), "--investments", search]
    words += ["--query-date", "b.xlsx=2025-03-02"]
    told = refused_without("investment_rows", lambda row: row.query_date.day == 2, *words)
    assert "«Suma del costo actualizado de todas» debía dar" in told


@pytest.fixture
def refused_detailed(lose, refused, detailed):
    """What is complained when a reader loses some rows of that file."""

    def complained(reader, lost):
        lose(reader, lost)
        return refused(*detailed)

    return complained


@pytest.mark.parametrize(
    ("reader", "lost", "sentence"),
    [
        ("totals_rows", lambda row: row.entity == "local", "2025 de las municipalidades, sumado"),
        ("totals_rows", lambda _row: True, "2025 de las municipalidades, sumado"),
        ("spending_rows", lambda row: row.classification == "funcion", "la lista por funcion"),
        ("spending_rows", lambda _row: True, "la lista por generica"),
    ],
    ids=["the municipalities", "every total", "a list", "every list"],
)
def test_a_level_or_a_list_of_the_whole_department(refused_detailed, reader, lost, sentence):
    told = refused_detailed(reader, lost)
    assert re.search(f"{sentence}.*» debía dar [\\d\\s]+ y da 0 ", told)


def test_local_entities_that_are_no_municipality_are_in_the_totals_only(run, detailed, tmp_path):
    path = tmp_path / "gasto-yearly.csv"
    with path.open(encoding="utf-8-sig", newline="") as lines:
        header, *rows = csv.reader(lines)
    at = {name: number for number, name in enumerate(header)}
    other = next(
        row
        for row in rows
        if (row[at["NIVEL_GOBIERNO"]], row[at["DEPARTAMENTO_EJECUTORA"]]) == ("M", "18")
    )
    mine = [*other]
    mine[at["EJECUTORA_NOMBRE"]], mine[at["SEC_EJEC"]] = "MANCOMUNIDAD SINTÉTICA", "399999"
    mine[at["MONTO_PIM"]] = "7000"
    as_csv(path, header, [*rows, mine])
    status, _said, complained = run(*detailed)
    assert (status, complained) == (0, "")
    pack = Pack(tmp_path / "out" / "moquegua")
    report = (pack.folder / "INFORME.md").read_text(encoding="utf-8")
    assert "Entidades locales que no son municipalidades; se dejan fuera." in report
    local = next(row for row in pack.rows("totals") if row["entity"] == "local")
    assert local["pim"] == raw_sum(raw_rows("budget", folder=pack.folder), "pim") + 7000


def test_an_update_that_loses_a_row_is_refused_and_the_pack_stays(lose, run, asked, tmp_path):
    assert run(*asked(regions.amigable(tmp_path / "feb.csv"), day="2025-02-11"))[0] == 0
    before = regions.contents(tmp_path / "out")
    lose("budget_rows", lambda row: row.ubigeo == "180301")
    newer = regions.amigable(tmp_path / "mar.csv", years=(2024,), spent=70)
    words = ["--budget", newer, "--query-date", "2025-03-08", "--out", tmp_path / "out"]
    status, _said, complained = run("update", "moquegua", *words)
    assert status == 1
    assert "Los archivos nuevos no se leyeron bien, y el paquete no se tocó." in complained
    assert "«Municipalidades con presupuesto en 2024» debía dar 3 y da 2" in complained
    assert regions.contents(tmp_path / "out") == before


def report(folder):
    return (folder / "moquegua" / "INFORME.md").read_text(encoding="utf-8")


def test_a_municipality_without_a_row_in_a_later_year_is_told(run, asked, tmp_path):
    path = regions.amigable(tmp_path / "gasto.csv")
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(x for x in lines if "2024" not in x or "ICHUÑA" not in x), "utf-8")
    assert run(*asked(path))[0] == 0
    worth = report(tmp_path / "out").partition("## Mira esto")[2].partition("\n## ")[0]
    assert "Municipalidades con presupuesto en un año y sin fila en uno posterior." in worth
    assert "180204 MUNICIPALIDAD DISTRITAL DE ICHUÑA: 2024." in worth


def test_a_municipality_that_appears_later_is_not_said_to_be_a_new_one(run, asked, tmp_path):
    path = regions.amigable(tmp_path / "gasto.csv")
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(x for x in lines if "2022" not in x or "ICHUÑA" not in x), "utf-8")
    assert run(*asked(path))[0] == 0
    notes = (tmp_path / "out" / "moquegua" / "budget" / "README.md").read_text(encoding="utf-8")
    assert "sin fila en los primeros años**: 180204 (2023)." in notes
    assert "Antes eran parte" not in notes
    assert "Municipalidades con presupuesto en un año" not in report(tmp_path / "out")


def test_people_of_a_district_without_budget_are_left_out_and_told(run, asked, tmp_path):
    budget = regions.amigable(tmp_path / "gasto.csv", districts=("180106", "180301"))
    assert run(*asked(budget))[0] == 0
    worth = report(tmp_path / "out").partition("## Mira esto antes de")[2].partition("\n## ")[0]
    assert "De 3 distritos con población, 1 no tiene presupuesto en estos archivos." in worth
    assert "180204" in worth


def test_the_report_tells_how_many_investments_are_offered_and_how_many_there_are(
    run, asked, tmp_path
):
    cuis = [f"25{number:05}" for number in range(8)]
    words = [*asked(regions.amigable(tmp_path / "gasto.csv")), *detail(tmp_path, *cuis)]
    assert run(*words)[0] == 0
    assert "Ofrece para mirar 5 filas; en `all.csv` están todas: 8." in report(tmp_path / "out")
    assert "se usaron" not in report(tmp_path / "out")
