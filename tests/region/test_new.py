"""From official files, as published, to a pack that may be taught with."""

import json
from decimal import Decimal

import pytest

from cuentas.data.check import check_pack
from cuentas.data.pack import Pack
from cuentas.lesson.catalogue import course
from cuentas.region import pack as packs
from cuentas.region.pack_place import COLUMNS, grid, in_title
from cuentas.region.pack_questions import open_questions
from cuentas.region.report import LESSONS
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
    assert "`02_leer_un_presupuesto`: tiene todo." in told
    assert "`03_en_que_se_gasta`: le falta `spending/`, `totals/` y `investments/`." in told
    assert "DETALLE_INVERSIONES.csv" in told


def test_the_report_knows_what_each_lesson_needs():
    needed = {one.slug: set(one.datasets) | DATASETS for one in course().lessons}
    assert {slug: set(names) for slug, names in LESSONS.items()} == needed


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
    assert set(made.region.datasets) == {"budget", "population", "spending", "totals"}
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
    assert "2025 no estaba terminado" in (folder / "INFORME.md").read_text(encoding="utf-8")


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


def test_a_province_alone_can_be_a_region(run, asked, tmp_path):
    budget = regions.amigable(tmp_path / "gasto.csv")
    assert run(*asked(budget, slug="ilo"), "--province", "Ilo")[0] == 0
    made = Pack(tmp_path / "out" / "ilo")
    assert [one.ubigeo for one in made.region.districts] == ["180301"]


def test_what_disagrees_with_the_second_path_is_not_kept(run, asked, tmp_path, monkeypatch):
    real = packs.second_sums

    def one_sol_more(file, department):
        sums = real(file, department)
        next(iter(sums.values()))["pim"] += 1
        return sums

    monkeypatch.setattr(packs, "second_sums", one_sol_more)
    status, _said, complained = run(*asked(regions.amigable(tmp_path / "gasto.csv")))
    assert status == 1
    assert "debía dar" in complained
    assert list((tmp_path / "out").iterdir()) == []


def test_what_was_read_is_not_read_again(run, asked, tmp_path, monkeypatch):
    words = asked(regions.amigable(tmp_path / "gasto.csv"))
    assert run(*words)[0] == 0
    (tmp_path / "out" / "moquegua").rename(tmp_path / "first")

    def refuse(*_asked):
        pytest.fail("se volvió a leer")

    monkeypatch.setattr(packs, "second_sums", refuse)
    assert run(*words)[0] == 0
    assert regions.contents(tmp_path / "first") == regions.contents(tmp_path / "out" / "moquegua")


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
