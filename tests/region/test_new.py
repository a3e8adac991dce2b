"""From official files, as published, to a pack that may be taught with."""

import json
import re
from dataclasses import replace
from decimal import Decimal

import pytest

from cuentas.course import course
from cuentas.data.check import check_pack
from cuentas.data.pack import Pack
from cuentas.i18n.datasets import in_words
from cuentas.region import pack as packs
from cuentas.region.parts.names import in_title
from cuentas.region.parts.place import COLUMNS, grid
from cuentas.region.parts.questions import open_questions
from region import regions
from support import edit, raw_rows, raw_sum

DATASETS = {"budget", "population"}


@pytest.fixture
def pack(run, asked, tmp_path):
    status, said, complained = run(*asked(regions.amigable(tmp_path / "gasto.csv")))
    assert (status, complained) == (0, ""), said
    return Pack(tmp_path / "out" / "moquegua")


def test_the_pack_passes_its_check_with_its_questions_unanswered(pack, run):
    status, said, complained = run("check", pack.folder)
    assert (status, complained) == (0, "")
    assert "Quedan 7 preguntas abiertas:" in said
    assert "¿Qué minas" in said


def test_a_question_that_is_answered_is_no_longer_open(pack):
    before = open_questions(pack.folder)
    edit(pack.folder / "region.toml", 'answer = ""', 'answer = "Ninguna, según el MINEM."')
    assert open_questions(pack.folder) == before[1:]


def test_every_amount_of_the_file_is_in_the_table(pack):
    rows = raw_rows("budget", folder=pack.folder)
    assert len(rows) == 9
    assert {(row["year"], row["ubigeo"]): int(row["pim"]) for row in rows} == {
        (str(year), ubigeo): regions.amount(year, ubigeo)
        for year in (2022, 2023, 2024)
        for ubigeo in regions.DISTRICTS
    }


def test_names_and_codes_come_from_the_files(pack):
    places = {one.ubigeo: one for one in pack.region.districts}
    assert places["180204"].name == "Ichuña"
    assert places["180204"].municipality == "Municipalidad Distrital de Ichuña"
    assert places["180106"].sec_ejec == "301486"
    assert pack.region.province_name("1802") == "General Sanchez Cerro"


def test_each_source_names_its_file_its_fingerprint_and_its_date(pack):
    for name in DATASETS:
        described = json.loads((pack.folder / name / "datapackage.json").read_text("utf-8"))
        for source in described["sources"]:
            assert len(source["sha256"]) == 64
            assert source["file"].endswith(".csv")
            assert (source["query_date"], source["query_date_precision"]) == ("2025-03-01", "day")


def test_people_are_kept_by_both_counts(pack):
    counts = {(x.census_2025, x.census_2025_women, x.projection_2025) for x in pack.people.values()}
    assert counts == {(300, 200, 250)}


def test_the_report_tells_which_lessons_can_run_and_where_the_rest_is(pack):
    told = (pack.folder / "INFORME.md").read_text(encoding="utf-8")
    whole = course().lesson("02_leer_un_presupuesto").title
    part = course().lesson("03_en_que_se_gasta").title
    assert f"- «{whole}» corre completa." in told
    missing = in_words(["spending", "totals", "investments"])
    assert f"- «{part}» corre en parte. Falta: {missing}." in told
    assert "DETALLE_INVERSIONES.csv" in told


def test_the_check_tells_which_lessons_run_in_part_and_does_not_fail_for_it(pack, run):
    status, said, _complained = run("check", pack.folder)
    assert status == 0
    assert "corre completa." in said
    assert "corre en parte. Falta: " in said


def test_without_the_census_a_lesson_runs_in_part(run, tmp_path):
    budget = regions.amigable(tmp_path / "gasto.csv")
    people = ["--population", regions.projection(tmp_path / "inei.csv")]
    words = ["--query-date", "2025-03-01", "--out", tmp_path / "out"]
    assert run("new", "moquegua", "--department", "18", "--budget", budget, *people, *words)[0] == 0
    said = run("check", tmp_path / "out" / "moquegua")[1]
    assert "corre en parte. Falta: el censo de cada distrito." in said


def test_what_matters_most_comes_first_in_the_report_and_sentences_are_short(pack):
    told = (pack.folder / "INFORME.md").read_text(encoding="utf-8")
    headings = [line for line in told.splitlines() if line.startswith("## ")]
    assert headings[:2] == ["## Con qué lecciones alcanza", "## Qué falta y dónde está"]
    assert headings[-1] == "## Ahora"
    plain = re.sub(r"<[^>]+>|`[^`]+`|«[^»]+»", "x", told)
    sentences = re.split(r"[.:;?]\s", plain)
    assert [one for one in sentences if len(one.split()) > 25] == []


@pytest.mark.parametrize("layout", ["yearly", "monthly"])
def test_the_ministrys_large_files_give_totals_and_spending_too(run, tmp_path, layout):
    budget, census, projection = regions.spending(tmp_path, layout=layout)
    status, _said, complained = run(
        *("new", "moquegua", "--department", "Moquegua", "--budget", budget),
        *("--population", census, "--population", projection),
        *("--query-date", "2026-03-01", "--out", tmp_path / "out"),
    )
    assert (status, complained) == (0, "")
    made = Pack(tmp_path / "out" / "moquegua")
    assert set(made.region.datasets) == {
        "budget",
        "population",
        "spending",
        "spending_by_function",
        "spending_by_rubro",
        "totals",
    }
    local = next(row for row in made.rows("totals") if row["entity"] == "local")
    in_table = raw_sum(raw_rows("budget", folder=made.folder), "pim")
    assert local["pim"] == Decimal(in_table)


def test_a_year_that_had_barely_begun_is_left_out_and_told(run, asked, tmp_path):
    whole = regions.amigable(tmp_path / "a.csv")
    begun = regions.amigable(tmp_path / "b.csv", years=(2025,), spent=3)
    text = whole.read_text("utf-8") + begun.read_text("utf-8").split("\n", 1)[1]
    whole.write_text(text, encoding="utf-8")
    assert run(*asked(whole, day="2026-11-01"))[0] == 0
    folder = tmp_path / "out" / "moquegua"
    assert {row["year"] for row in raw_rows("budget", folder=folder)} == {"2022", "2023", "2024"}
    told = (folder / "INFORME.md").read_text(encoding="utf-8")
    assert "- «a.csv»: De 2025 trae muy poco gasto: parece de cuando el año empezaba." in told
    assert "no estaba terminado" not in told


def test_two_readings_of_a_year_leave_the_latest_and_keep_the_other(run, asked, tmp_path):
    first = regions.amigable(tmp_path / "feb.csv", spent=80)
    second = regions.amigable(tmp_path / "mar.csv", years=(2024,), spent=75)
    words = [*asked(first, second, day="feb.csv=2025-02-11"), "--query-date", "2025-03-08"]
    assert run(*words)[0] == 0
    folder = tmp_path / "out" / "moquegua"
    final = {row["year"]: row["query_date"] for row in raw_rows("budget", folder=folder)}
    assert final == {"2022": "2025-02-11", "2023": "2025-02-11", "2024": "2025-03-08"}
    earlier = raw_rows("budget", "revisions", folder)
    assert {(row["year"], row["query_date"]) for row in earlier} == {("2024", "2025-02-11")}
    apart = [one for one in check_pack(folder).controls if not one.agrees]
    assert [one.sentence.split(",")[0] for one in apart] == ["Devengado de 2024 en la otra fuente"]


def test_two_files_of_one_day_that_contradict_each_other_are_told(run, asked, tmp_path):
    first = regions.amigable(tmp_path / "a.csv", spent=80)
    second = regions.amigable(tmp_path / "b.csv", years=(2024,), spent=75)
    assert run(*asked(first, second))[0] == 0
    folder = tmp_path / "out" / "moquegua"
    report = (folder / "INFORME.md").read_text(encoding="utf-8")
    assert "«a.csv» y «b.csv» dicen ser del mismo día y traen lo mismo lleno" in report
    assert "Se usó «b.csv», el último que diste." in report
    assert "--query-date b.csv=AAAA-MM-DD" in report
    assert "controles no coinciden, y dicen por qué." in report or "no coincide" in report
    assert raw_rows("budget", "revisions", folder) == []


def test_people_counted_twice_in_the_same_way_are_refused(run, asked, tmp_path):
    budget = regions.amigable(tmp_path / "gasto.csv")
    other = regions.census(tmp_path / "otro-censo.csv", people=400)
    status, _said, complained = run(*asked(budget), "--population", other)
    assert status == 1
    assert "dicen números distintos" in complained
    assert "300" in complained
    assert "400" in complained


def test_some_districts_by_name_or_code_can_be_a_region(run, asked, tmp_path):
    budget = regions.amigable(tmp_path / "gasto.csv")
    chosen = ["--district", "180301", "--district", "180106"]
    assert run(*asked(budget, slug="dos"), *chosen)[0] == 0
    made = Pack(tmp_path / "out" / "dos")
    assert [one.ubigeo for one in made.region.districts] == ["180106", "180301"]
    assert made.region.name == "Torata e Ilo"


def test_a_province_of_a_large_file_has_its_own_totals(run, tmp_path):
    budget, census, projection = regions.spending(tmp_path)
    status, _said, complained = run(
        *("new", "parte", "--department", "18", "--province", "1802", "--budget", budget),
        *("--population", census, "--population", projection),
        *("--query-date", "2026-03-01", "--out", tmp_path / "out"),
    )
    assert (status, complained) == (0, "")
    folder = tmp_path / "out" / "parte"
    assert {row["ubigeo"][:4] for row in raw_rows("budget", folder=folder)} == {"1802"}
    assert check_pack(folder).faults == ()


def test_a_large_file_of_a_year_that_goes_on_adds_nothing_but_is_told(run, asked, tmp_path):
    whole = regions.amigable(tmp_path / "a.csv", years=(2022, 2023, 2024))
    begun = regions.spending(tmp_path)[0]
    words = [*asked(whole, day="a.csv=2025-03-01"), "--budget", begun, "--query-date", "2025-11-01"]
    status, _said, complained = run(*words)
    assert (status, complained) == (0, "")
    folder = tmp_path / "out" / "moquegua"
    assert not (folder / "totals").exists()
    assert "2025 no estaba terminado" in (folder / "INFORME.md").read_text(encoding="utf-8")


def test_a_province_alone_can_be_a_region(run, asked, tmp_path):
    budget = regions.amigable(tmp_path / "gasto.csv")
    assert run(*asked(budget, slug="ilo"), "--province", "Ilo")[0] == 0
    made = Pack(tmp_path / "out" / "ilo")
    assert [one.ubigeo for one in made.region.districts] == ["180301"]
    assert made.region.name == "Ilo (provincia)"
    report = (made.folder / "INFORME.md").read_text(encoding="utf-8")
    assert report.startswith("# Informe de Ilo (provincia)\n")


def test_what_disagrees_with_the_second_path_is_not_kept(run, asked, tmp_path, monkeypatch):
    real = packs.second_budget

    def one_sol_more(file, department):
        first, *others = real(file, department)
        return [replace(first, pim=first.pim + 1), *others]

    monkeypatch.setattr(packs, "second_budget", one_sol_more)
    status, _said, complained = run(*asked(regions.amigable(tmp_path / "gasto.csv")))
    assert status == 1
    assert "debía dar" in complained
    assert list((tmp_path / "out").iterdir()) == []


def test_tiles_that_nobody_drew_follow_the_codes_and_never_share_a_place():
    codes = [f"18{province:02}{number:02}" for province in (1, 2) for number in range(1, 9)]
    tiles = grid(codes)
    assert len(set(tiles.values())) == len(codes)
    assert tiles["180101"] == (1, 1)
    assert tiles["180201"][0] > max(tiles[code][0] for code in codes[:8])
    assert max(column for _row, column in tiles.values()) <= COLUMNS


@pytest.mark.parametrize(
    ("shouted", "said"),
    [
        ("MUNICIPALIDAD DISTRITAL DE LA CAPILLA", "Municipalidad Distrital de La Capilla"),
        ("SANTA MARIA DE CHICMO", "Santa Maria de Chicmo"),
        ("ANCO_HUALLO", "Anco Huallo"),
        ("Ichuña", "Ichuña"),
    ],
)
def test_names_in_capitals_are_written_in_ordinary_letters(shouted, said):
    assert in_title(shouted) == said
