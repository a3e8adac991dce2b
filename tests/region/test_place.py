"""A place asked for by its name or its code: files do not agree on names, codes are one."""

import pytest

from cuentas.data.pack import Pack
from cuentas.data.stamp import STAMP
from region import regions
from region.sources.official import DETAIL, as_csv, investment
from support import edit

MEF, INEI = "General Sanchez Cerro", "General Sánchez Cerros"
"""The same province as two invented files spell it, a letter and an accent apart."""


@pytest.fixture
def files(tmp_path):
    """A budget and a projection that spell a province each in its own way."""
    budget = regions.amigable(tmp_path / "gasto.csv")
    people = regions.projection(tmp_path / "inei.csv")
    edit(people, f";{MEF};", f";{INEI};")
    return ["--budget", budget, "--population", people, "--query-date", "2025-03-01"]


@pytest.fixture
def made(run, files, tmp_path):
    """The pack of a part of Moquegua, made in a folder of its own."""

    def pack(folder, *words):
        out = ["--out", tmp_path / folder]
        status, _said, complained = run("new", "parte", "--department", "18", *files, *words, *out)
        assert (status, complained) == (0, "")
        return Pack(tmp_path / folder / "parte")

    return pack


@pytest.mark.parametrize("words", [MEF, INEI, "GENERAL SANCHEZ CERROS", " 1802"])
def test_any_spelling_of_any_file_and_the_code_give_the_same_pack(made, words):
    by_name = made("a", "--province", words)
    by_code = made("b", "--province", "1802")
    assert [one.ubigeo for one in by_name.region.districts] == ["180204"]
    made_by_name, made_by_code = (regions.contents(one.folder) for one in (by_name, by_code))
    where = (str(one.folder.parent).encode() for one in (by_name, by_code))
    report = made_by_name["INFORME.md"].replace(*where)
    stamped = made_by_code[STAMP]  # of a report that names another folder
    assert made_by_name | {"INFORME.md": report, STAMP: stamped} == made_by_code


def test_names_of_provinces_come_from_the_population_file(made):
    pack = made("a", "--province", MEF)
    assert pack.region.name == f"{INEI} (provincia)"
    assert pack.region.province_name("1802") == INEI


def test_an_update_needs_no_name_again(made, run, tmp_path):
    pack = made("a", "--province", INEI)
    newer = regions.amigable(tmp_path / "nuevo.csv", years=(2024,), spent=70)
    words = ["--budget", newer, "--query-date", "2025-06-01", "--out", tmp_path / "a"]
    assert run("update", "parte", *words)[::2] == (0, "")
    assert {line.ubigeo for line in Pack(pack.folder).budget} == {"180204"}


def test_a_province_that_no_file_has_proposes_names_and_a_code(run, files, tmp_path):
    words = ["--province", "Sanchez Cerro General", "--out", tmp_path / "out"]
    status, said, complained = run("new", "parte", "--department", "18", *files, *words)
    assert (status, said) == (1, "")
    assert "no tiene la provincia «Sanchez Cerro General»." in complained
    assert "Escribe su nombre o su código, por ejemplo 1802." in complained
    assert "1801 MARISCAL NIETO, 1802 GENERAL SANCHEZ CERRO, 1803 ILO." in complained


def test_a_district_is_asked_for_by_its_own_name_not_its_municipalitys(made, files):
    edit(files[1], "MUNICIPALIDAD PROVINCIAL DE ILO", "MUNICIPALIDAD PROVINCIAL DE X - ILO")
    assert [one.ubigeo for one in made("a", "--district", "ilo").region.districts] == ["180301"]


def test_two_districts_of_one_name_are_told_apart_by_code(run, files, tmp_path):
    edit(files[3], ";Torata;", ";Ichuña;")
    words = ["--district", "Ichuña", "--out", tmp_path / "out"]
    complained = run("new", "parte", "--department", "18", *files, *words)[2]
    assert "tiene varios distritos «Ichuña». Escribe el código del tuyo." in complained
    assert "Hay: 180106 Ichuña, 180204 Ichuña." in complained
    assert "180301" not in complained


def test_a_name_that_only_the_budget_knows_is_enough(run, files, tmp_path):
    people = tmp_path / "corta.csv"
    rows = "180106,TORATA,9,5,4\n180204,ICHUÑA,9,5,4\n180301,ILO,9,5,4\n"
    people.write_text(f"ubigeo,nombre,total,hombre,mujer\n{rows}", encoding="utf-8")
    files[3] = people
    words = ["--province", MEF, "--out", tmp_path / "out"]
    status, _said, complained = run("new", "parte", "--department", "18", *files, *words)
    assert (status, complained) == (0, "")


def test_a_chosen_district_without_investments_is_not_refused(made, tmp_path):
    place = {"DEPARTAMENTO": "MOQUEGUA", "PROVINCIA": "ILO", "DISTRITO": "ILO"}
    path = as_csv(tmp_path / "inv.csv", DETAIL, [investment(DETAIL, "2500000", "180301", **place)])
    both = ["--district", "180106", "--district", "180301", "--investments", path]
    assert {one.ubigeo for one in made("a", *both).investments} == {"180301"}
    alone = made("b", "--district", "Torata", "--investments", path)
    assert not alone.has("investments")
    report = (alone.folder / "INFORME.md").read_text(encoding="utf-8")
    assert "De «inv.csv» salieron 0 filas para este lugar, de 1 que trae." in report


def test_one_district_says_that_it_is_one(made):
    assert made("a", "--district", "ilo").region.name == "Ilo (distrito)"


def test_a_part_says_nothing_of_the_whole_department(run, tmp_path):
    """A pack of a province had «todo el departamento» written above the sums of a province."""
    budget, _census, projection = regions.spending(tmp_path)
    words = ["--budget", budget, "--population", projection, "--query-date", "2026-03-01"]
    for slug, part in (("todo", []), ("parte", ["--province", "1801"])):
        asked = ["new", slug, "--department", "18", *part, *words, "--out", tmp_path]
        assert run(*asked)[::2] == (0, "")
    whole, part = (Pack(tmp_path / slug) for slug in ("todo", "parte"))
    assert whole.has("totals")
    assert whole.has("spending")
    assert {"totals", "spending"}.isdisjoint(part.region.datasets)
    for path in (path for path in part.folder.rglob("*") if path.suffix in {".md", ".json"}):
        assert "ntidades con sede" not in path.read_text(encoding="utf-8"), path
    told = (part.folder / "INFORME.md").read_text(encoding="utf-8")
    assert (
        "- Este paquete es de una parte del departamento. Solo va en el de todo el departamento: "
        "en qué se gastó en el departamento y cuánto gastó cada gobierno del departamento.\n"
    ) in told
    assert "--budget" not in told.partition("## Qué falta")[2].partition("\n## ")[0]
    assert "Solo va en el de todo" not in (whole.folder / "INFORME.md").read_text(encoding="utf-8")


def test_districts_of_one_name_are_told_apart_in_sentences_and_asked_about(run, files, tmp_path):
    for path in (files[1], files[3]):
        edit(path, "ICHUÑA" if path is files[1] else "Ichuña", "Torata")
    asked = ["new", "dos", "--department", "18", *files, "--out", tmp_path]
    assert run(*asked)[::2] == (0, "")
    pack = Pack(tmp_path / "dos")
    assert [(one.name, one.short) for one in pack.region.districts] == [
        ("Torata", "Torata (Mariscal Nieto)"),
        ("Torata", f"Torata ({INEI})"),
        ("Ilo", "Ilo"),
    ]
    assert (
        f"Hay distritos que se llaman igual: Torata (Mariscal Nieto) y Torata ({INEI}). "
        "¿Cómo los distingue la gente? Cambia `short`."
    ) in (pack.folder / "INFORME.md").read_text(encoding="utf-8")
    newer = regions.amigable(tmp_path / "nuevo.csv", years=(2024,), spent=70)
    words = ["--budget", newer, "--query-date", "2025-06-01", "--out", tmp_path]
    assert run("update", "dos", *words)[::2] == (0, "")
    said = run("diff", tmp_path / "_dos-2025-03-01", tmp_path / "dos", "--all")[1]
    for name in ("Mariscal Nieto", INEI):
        assert said.count(f"El devengado de Torata ({name}) en 2024 bajó") == 1
    assert "de Torata en" not in said
