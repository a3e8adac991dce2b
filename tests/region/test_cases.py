"""Files from the field, as people brought them: each is read as what it is, or told in a sentence.

They are not part of the project: where they are missing, the kinds stand in ``test_wrapped``.
"""

import csv
import re

import pytest

from support import ROOT

CASES = ROOT.parent / "shared" / "cases"
WHOLE = {"180106": 24_106_000, "180204": 24_204_000, "180301": 24_301_000}
SAME = dict.fromkeys(WHOLE, 2_000_000)
pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="esta máquina no tiene los casos")


@pytest.fixture
def new(run, tmp_path):
    """``region new`` with the files of a case: its status, and all that it said."""

    def build(case, budget, *population, day=""):
        given = [*(f"--population={CASES / case / name}" for name in population)]
        dated = [f"--query-date={day}"] if day else []
        status, said, complained = run(
            "new", "prueba", "--department=18", f"--budget={CASES / case / budget}", *given,
            *dated, f"--out={tmp_path}",
        )  # fmt: skip
        return status, re.sub(r"\s+", " ", said + complained)

    return build


@pytest.fixture
def rows(tmp_path):
    """The rows of the budget that was built."""

    def found():
        with (tmp_path / "prueba" / "budget" / "data.csv").open(encoding="utf-8") as file:
            return list(csv.DictReader(file))

    return found


@pytest.mark.parametrize(
    ("files", "expected", "query"),
    [
        (("amigable-exportar-xls", "ranking.xls", "2025-03-04"), WHOLE, "2025-03-04"),
        (("amigable-otro-dia", "otro_dia.txt", "2025-06-30"), WHOLE, "2025-03-04"),
        (("amigable-titulo-en-una-celda", "una_celda.txt", ""), WHOLE, "2025-03-04"),
        (("coma-al-final-de-cada-linea", "coma_final.csv", "2026-03-01"), SAME, "2026-03-01"),
        (("comprimido-gz", "gasto.csv.gz", "2025-03-04"), WHOLE, "2025-03-04"),
        (("encabezado-en-minusculas", "minusculas.csv", "2026-03-01"), SAME, "2026-03-01"),
        (("montos-con-cola-de-decimales", "colas.csv", "2026-03-01"), SAME, "2026-03-01"),
        (("otros-fines-de-archivo", "fin_dos.csv", "2026-03-01"), SAME, "2026-03-01"),
        (("otros-fines-de-archivo", "fin_mac.csv", "2026-03-01"), SAME, "2026-03-01"),
        (("libro-con-una-hoja-por-anio", "hojas.xlsx", "2025-03-04"), WHOLE, "2025-03-04"),
    ],
)
def test_what_is_whole_is_read(new, rows, files, expected, query):
    case, budget, day = files
    status, said = new(case, budget, "censo.csv", "inei.csv", day=day)
    assert status == 0, said
    last = max(row["year"] for row in rows())
    found = {row["ubigeo"]: int(row["pim"]) for row in rows() if row["year"] == last}
    assert found == expected
    assert {row["query_date"] for row in rows()} == {query}


def test_a_day_that_the_file_contradicts_is_told_at_once(new):
    said = new("amigable-otro-dia", "otro_dia.txt", "censo.csv", "inei.csv", day="2025-06-30")[1]
    assert "se consultó el 4 de marzo de 2025, y no el 30 de junio de 2025" in said


def test_every_sheet_of_a_book_is_a_year(new, rows):
    new("libro-con-una-hoja-por-anio", "hojas.xlsx", "censo.csv", "inei.csv", day="2025-03-04")
    pims = [int(row["pim"]) for row in rows() if row["ubigeo"] == "180106"]
    assert (len(rows()), pims) == (9, [22_106_000, 23_106_000, 24_106_000])


@pytest.mark.parametrize(
    ("files", "day", "told"),
    [
        (("amigable-solo-proyectos", "solo_proyectos.txt", "censo.csv"), "2025-03-04", "Proyectos"),
        (("gasto-que-termina-en-julio", "gasto_2025.csv", "censo.csv"), "", "solo hasta julio"),
        (
            ("gasto-que-termina-en-julio", "gasto_2025.csv", "censo.csv"),
            "2026-03-01",
            "hasta julio",
        ),
        (("miles-con-punto", "gasto.csv", "censo.csv"), "2025-03-04", "«6.000» no es un número"),
        (
            ("poblacion-con-otro-orden-de-codigos", "gasto.csv", "censo.csv"),
            "2025-03-01",
            "180106 es «Ichuña» aquí y «Torata» en «gasto.csv»",
        ),
        (("proyeccion-de-otro-anio", "gasto.csv", "proyeccion.csv"), "2026-08-01", "es de 2026"),
    ],
)
def test_what_would_be_wrong_is_refused_in_a_sentence(new, tmp_path, files, day, told):
    status, said = new(*files, day=day)
    assert status == 1
    assert told in said
    assert "Traceback" not in said
    assert not [path for path in tmp_path.iterdir() if "prueba" in path.name]


def test_a_sheet_of_libreoffice_is_read(new, tmp_path):
    assert new("hoja-de-libreoffice", "gasto.csv", "poblacion.ods", day="2025-03-04")[0] == 0
    with (tmp_path / "prueba" / "population" / "data.csv").open(encoding="utf-8") as file:
        found = {row["ubigeo"]: row for row in csv.DictReader(file)}
    assert [found[one]["census_2025"] for one in WHOLE] == ["6300", "4100", "70000"]
