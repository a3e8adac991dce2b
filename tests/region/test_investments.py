"""Investments from several files: each CUI once, with what each file knows of it."""

from decimal import Decimal

import pytest

from cuentas.data.check import check_pack
from cuentas.data.pack import Pack
from region import regions
from region.sources.official import (
    CLOSED,
    DETAIL,
    FORMAT_12B,
    SEARCH,
    as_csv,
    as_xlsx,
    investment,
)
from support import raw_rows

ROAD, SCHOOL, WATER = "2500001", "2500002", "2500003"


@pytest.fixture
def build(run, asked, tmp_path):
    """Build a pack with some files of investments; its folder."""

    def made(*files):
        given = [word for path in files for word in ("--investments", path)]
        budget = regions.amigable(tmp_path / "gasto.csv")
        status, said, complained = run(*asked(budget), *given)
        assert (status, complained) == (0, ""), said
        folder = tmp_path / "out" / "moquegua"
        assert check_pack(folder).faults == ()
        return folder

    return made


def detail(path, *rows, **others):
    return as_csv(path, DETAIL, [investment(DETAIL, cui, **others) for cui in rows])


def every(folder):
    return {row["cui"]: row for row in raw_rows("investments", "all", folder)}


def report(folder):
    return (folder / "INFORME.md").read_text(encoding="utf-8")


def test_accrued_money_and_physical_progress_come_with_the_detail(build, tmp_path):
    row = every(build(detail(tmp_path / "detalle.csv", ROAD)))[ROAD]
    assert Decimal(row["devengado"]) == Decimal("320.5")
    assert Decimal(row["physical_progress"]) == Decimal("45.5")
    assert (row["closed_on"], row["last_declared"]) == ("", "")


def test_a_closed_investment_says_the_day(build, tmp_path):
    closed = investment(CLOSED, SCHOOL, ESTADO="CERRADO", FEC_CIERRE="2023-04-05")
    path = as_csv(tmp_path / "cierre.csv", CLOSED, [closed])
    row = every(build(path))[SCHOOL]
    assert row["closed_on"] == "2023-04-05"
    assert Decimal(row["devengado"]) == Decimal("320.5")


def test_a_cui_of_two_files_is_one_row_with_what_both_know(build, tmp_path):
    one = detail(tmp_path / "detalle.csv", ROAD, SCHOOL)
    other = as_xlsx(tmp_path / "busqueda.xlsx", [SEARCH, investment(SEARCH, ROAD)])
    folder = build(one, other)
    rows = every(folder)
    assert sorted(rows) == [ROAD, SCHOOL]
    assert (rows[ROAD]["files"], rows[SCHOOL]["files"]) == ("2", "1")
    assert Decimal(rows[ROAD]["physical_progress"]) == Decimal("45.5")
    sentences = [one.sentence for one in check_pack(folder).controls]
    assert sum("en los dos archivos" in one for one in sentences) == 2


def test_files_that_contradict_each_other_are_told_and_the_control_says_no(build, tmp_path):
    one = detail(tmp_path / "detalle.csv", ROAD)
    other = as_csv(
        tmp_path / "cierre.csv", CLOSED, [investment(CLOSED, ROAD, COSTO_ACTUALIZADO="9000")]
    )
    folder = build(one, other)
    assert "Dos archivos dicen costos distintos de un CUI" in report(folder)
    apart = [one for one in check_pack(folder).controls if not one.agrees]
    assert ["en los dos archivos" in one.sentence for one in apart] == [True]


def test_what_was_declared_month_by_month_is_kept_by_cui(build, tmp_path):
    months = [
        [cui, period, "10", "11", "12", "13", "14.5"]
        for cui in (ROAD, WATER)
        for period in ("2025-01", "2025-02")
    ]
    declared = as_csv(tmp_path / "f12b.csv", FORMAT_12B, months)
    folder = build(detail(tmp_path / "detalle.csv", ROAD, SCHOOL), declared)
    rows = raw_rows("investments", "progress", folder)
    assert [(row["cui"], row["period"]) for row in rows] == [
        (ROAD, "2025-01"),
        (ROAD, "2025-02"),
    ]
    assert {Decimal(row["executed_physical"]) for row in rows} == {Decimal("14.5")}
    found = every(folder)
    assert (found[ROAD]["last_declared"], found[SCHOOL]["last_declared"]) == ("2025-02", "")


def test_declarations_alone_say_what_else_to_give(run, asked, tmp_path):
    declared = as_csv(tmp_path / "f12b.csv", FORMAT_12B, [[ROAD, "2025-01", *"11111"]])
    budget = regions.amigable(tmp_path / "gasto.csv")
    status, _said, complained = run(*asked(budget), "--investments", declared)
    assert status == 1
    assert complained.startswith("f12b.csv: ")
    assert "Dalo junto con DETALLE_INVERSIONES" in complained


def test_an_investment_without_cost_is_left_out_and_told(build, tmp_path):
    rows = [investment(DETAIL, ROAD), investment(DETAIL, SCHOOL, COSTO_ACTUALIZADO="")]
    folder = build(as_csv(tmp_path / "detalle.csv", DETAIL, rows))
    assert sorted(every(folder)) == [ROAD]
    assert "Inversiones sin costo o sin lugar" in report(folder)


def test_a_blank_place_is_that_of_the_department_that_the_row_names(build, tmp_path):
    rows = [
        investment(DETAIL, ROAD),
        investment(DETAIL, SCHOOL, ubigeo=""),
        investment(DETAIL, WATER, ubigeo="", DEPARTAMENTO="CUSCO"),
    ]
    found = every(build(as_csv(tmp_path / "detalle.csv", DETAIL, rows)))
    assert {cui: row["ubigeo"] for cui, row in found.items()} == {ROAD: "180106", SCHOOL: "180000"}


def test_an_investment_of_a_whole_province_or_department_says_so(build, tmp_path):
    places = {ROAD: "180000", SCHOOL: "180200", WATER: "180204"}
    rows = [investment(DETAIL, cui, code, DISTRITO="- TODOS -") for cui, code in places.items()]
    found = every(build(as_csv(tmp_path / "detalle.csv", DETAIL, rows)))
    assert {cui: found[cui]["district"] for cui in places} == {
        ROAD: "Todos (departamento de Moquegua)",
        SCHOOL: "Todos (provincia de General Sanchez Cerro)",
        WATER: "Ichuña",
    }


def test_the_lesson_reads_what_the_kit_wrote(build, tmp_path):
    folder = build(detail(tmp_path / "detalle.csv", ROAD, SCHOOL))
    assert {one.cui for one in Pack(folder).investments} == {ROAD, SCHOOL}
