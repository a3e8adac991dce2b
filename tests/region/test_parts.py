"""A municipality's money by función and by rubro: read as what it is, never as whole budgets."""

from datetime import date
from decimal import Decimal

import pytest

from cuentas.data.pack import Pack
from cuentas.region.sources import (
    Kind,
    Place,
    SourceError,
    budget_rows,
    part_rows,
    recognise,
)
from region import regions
from region.real import DATA, needed
from region.sources import official as made
from region.sources import wrapped
from region.sources.wrapped import PARTS, titles, written
from support import raw_rows

MOQUEGUA = Place.of("18")
TORATA = "180106-301486: MUNICIPALIDAD DISTRITAL DE TORATA"
ENTITIES = [f"{ubigeo}-{one[1]}" for ubigeo, one in regions.DISTRICTS.items()]
RUBROS = {
    "00: RECURSOS ORDINARIOS": 1_000,
    "07: FONDO DE COMPENSACION MUNICIPAL": 20_000,
    "18: CANON Y SOBRECANON, REGALIAS, RENTA DE ADUANAS Y PARTICIPACIONES": 300_000,
}
OPENED = {
    "Rubro": list(RUBROS),
    "Fuente de Financiamiento": ["1: RECURSOS ORDINARIOS", "5: RECURSOS DETERMINADOS"],
    "Función": ["03: PLANEAMIENTO", "15: TRANSPORTE", "22: EDUCACION"],
    "Genérica": ["5-21: PERSONAL", "6-26: ADQUISICION DE ACTIVOS NO FINANCIEROS"],
    "Categoría Presupuestal": ["0036: RESIDUOS", "9002: QUE NO RESULTAN EN PRODUCTOS"],
    "Proyecto": ["2001621: ESTUDIOS", "2160704: MEJORAMIENTO DEL COMPLEJO, DISTRITO - MOQUEGUA"],
    "Producto/Proyecto": ["3999999: SIN PRODUCTO", "2160704: MEJORAMIENTO"],
}


def line(name, pim):
    amounts = (pim // 2, pim, pim, pim, pim, pim * 4 // 5, pim * 4 // 5)
    return [name, *(f"{one:,}" for one in amounts), "80.0"]


def opened(part, names, above=None, town=TORATA, printed=None):
    """What the portal shows of a municipality that is opened by a part."""
    rows = [line(name, 10_000 * number) for number, name in enumerate(names, start=1)]
    whole = sum(10_000 * number for number in range(1, len(names) + 1))
    levels = [
        line("TOTAL", 900_000_000),
        line("Nivel de Gobierno M: GOBIERNOS LOCALES", 800_000_000),
        line("Departamento 18: MOQUEGUA", 90_000_000),
        *([line(f"Municipalidad {town}", printed or whole)] if town else []),
    ]
    header = [part, *wrapped.HEADER[1:]]
    return [*(above or titles()), *levels, header, PARTS, *rows]


def read(session, path):
    file = recognise(path)
    return file, part_rows(session, [file], MOQUEGUA).rows


@pytest.mark.parametrize("part", OPENED)
def test_a_municipality_opened_by_a_part_is_read_in_every_wrapping(session, tmp_path, part):
    names = OPENED[part]
    for name, content in wrapped.wrappings(opened(part, names)):
        file, rows = read(session, written(tmp_path / "x", content))
        assert file.kind is Kind.BREAKDOWN, name
        assert [f"{row.code}: {row.name}" for row in rows] == names, name
        assert [(row.year, row.ubigeo, row.sec_ejec, row.includes) for row in rows] == [
            (2024, "180106", "301486", "total")
        ] * len(names)
        assert sum(row.pim for row in rows) == rows[0].printed[1]


@pytest.mark.parametrize(
    ("includes", "scope"),
    [("Incluye: Sólo Proyectos", "projects"), ("Incluye: Sólo Actividades", "activities")],
)
def test_what_is_included_goes_with_every_row(session, tmp_path, includes, scope):
    rows = opened("Función", OPENED["Función"], titles(includes))
    found = read(
        session, written(tmp_path / "x", wrapped.page(rows, "<style></style>", "latin-1"))
    )[1]
    assert {row.includes for row in found} == {scope}


BROKEN = {
    "no municipality": (opened("Rubro", RUBROS, town=""), "elige una municipalidad"),
    "another sum": (opened("Rubro", RUBROS, printed=90_000), "suman un PIA de 30.000"),
    "twice": (opened("Rubro", [*RUBROS, "18: OTRA"]), "«18: OTRA» está dos veces"),
    "no code": (opened("Rubro", ["CANON"]), "«CANON» no es como"),
    "chosen too": (
        [
            *(rows := opened("Rubro", RUBROS))[:-6],
            line("Función 15: TRANSPORTE", 60_000),
            *rows[-6:],
        ],
        "Función 15",
    ),
    "elsewhere": (
        opened("Rubro", RUBROS, town="140301-301238: MUNICIPALIDAD PROVINCIAL DE LAMBAYEQUE"),
        "ninguna fila de Moquegua",
    ),
}


@pytest.mark.parametrize("what", BROKEN)
def test_parts_that_cannot_be_placed_are_refused_in_a_sentence(session, tmp_path, what):
    rows, sentence = BROKEN[what]
    with pytest.raises(SourceError, match=sentence):
        read(session, written(tmp_path / "x.xls", wrapped.text(rows).encode()))


@pytest.fixture
def parts(tmp_path):
    """A budget of 2024, and the three municipalities opened by rubro, one of them by función."""
    budget = regions.amigable(tmp_path / "gasto.csv", years=(2024,))
    files = [budget]
    for at, town in enumerate(ENTITIES):
        page = wrapped.page(opened("Rubro", RUBROS, town=town), "<style></style>", "latin-1")
        files.append(written(tmp_path / f"rubro{at}.xls", page))
    rows = opened("Función", OPENED["Función"])
    return [*files, written(tmp_path / "funcion.txt", wrapped.text(rows).encode())]


def test_a_pack_keeps_them_with_the_sums_that_their_files_print(run, asked, parts, tmp_path):
    assert run(*asked(*parts))[::2] == (0, "")
    pack = Pack(tmp_path / "out" / "moquegua")
    rows = pack.rows("spending_by_rubro")
    assert {(row["ubigeo"], row["code"]): row["pim"] for row in rows} == {
        (ubigeo, name[:2]): 10_000 * at
        for ubigeo in regions.DISTRICTS
        for at, name in enumerate(RUBROS, start=1)
    }
    assert {row["ubigeo"] for row in pack.rows("spending_by_function")} == {"180106"}
    controls = raw_rows("spending_by_rubro", "controls", pack.folder)
    assert [row["expected"] for row in controls] == ["90000", "180000", "144000"]
    assert {row["agrees"] for row in controls} == {"sí"}
    canon = next(row for row in rows if row["code"] == "18")
    assert canon["plain_name"] == "canon, regalías, rentas de aduanas y participaciones"


def test_a_part_that_a_reader_loses_is_missed(run, asked, parts, change, tmp_path):
    change("part_rows", lambda rows: [row for row in rows if row.code != "07"])
    status, _said, told = run(*asked(*parts))
    assert status == 1
    assert "las partes suman el todo» debía dar 180 000" in told.replace("\N{NO-BREAK SPACE}", " ")
    assert list((tmp_path / "out").iterdir()) == []


def test_parts_alone_are_no_budget(run, asked, parts):
    status, _said, told = run(*asked(*parts[1:]))
    assert status == 1
    assert "Diste el presupuesto por partes. Da también el de todas" in told


def test_what_a_pack_has_no_place_for_is_told_at_once(run, asked, parts, tmp_path):
    rows = opened("Proyecto", OPENED["Proyecto"])
    path = written(tmp_path / "proyecto.xls", wrapped.page(rows, "<style></style>", "latin-1"))
    status, said, _told = run(*asked(parts[0], path))
    assert status == 0
    assert (
        "«proyecto.xls»: Está abierto por «Proyecto», y de eso el paquete no guarda nada." in said
    )


def test_a_year_that_was_not_over_gives_no_parts(run, asked, parts, tmp_path):
    rows = opened("Rubro", RUBROS, titles(year="Año de Ejecución: 2025"))
    path = written(tmp_path / "r.xls", wrapped.page(rows, "<style></style>", "latin-1"))
    status, said, _told = run(*asked(parts[0], path, day="2026-02-01"))
    assert status == 0
    assert "2025 no estaba terminado. Las filas de ese año no se usan." in said
    assert not Pack(tmp_path / "out" / "moquegua").has("spending_by_rubro")


@pytest.mark.parametrize("layout", ["yearly", "monthly"])
def test_the_large_files_give_both_tables_that_add_up_to_the_budget(run, tmp_path, layout):
    budget, census, projection = regions.spending(tmp_path, layout=layout)
    words = ["--population", census, "--population", projection, "--out", tmp_path / "out"]
    day = "--query-date=2026-03-01"
    asked = ["new", "moquegua", "--department=18", f"--budget={budget}", day]
    assert run(*asked, *words)[::2] == (0, "")
    pack = Pack(tmp_path / "out" / "moquegua")
    for line_ in pack.budget:
        for name in ("spending_by_function", "spending_by_rubro"):
            of = [
                row
                for row in pack.rows(name)
                if (row["year"], row["ubigeo"]) == (line_.year, line_.ubigeo)
            ]
            assert abs(sum(row["pim"] for row in of) - line_.pim) < 1
            assert {row["includes"] for row in of} == {"total"}


@pytest.mark.parametrize("prefix", ["", "MONTO_"])
def test_every_year_of_a_comparative_file_has_its_parts(session, tmp_path, prefix):
    header, lines = made.comparative_header(prefix), made.comparative_rows(prefix)
    file = recognise(made.as_csv(tmp_path / "c.csv", header, lines))
    parts, budget = (ask(session, [file], MOQUEGUA).rows for ask in (part_rows, budget_rows))
    for what in ("funcion", "rubro"):
        for whole in budget:
            key = (whole.year, whole.ubigeo)
            of = [row for row in parts if (row.year, row.ubigeo) == key]
            pims = [row.pim for row in of if row.classification == what]
            assert sum(filter(None, pims)) == (whole.pim or 0)


@needed
@pytest.mark.parametrize(
    ("name", "count", "pim"),
    [
        ("categoria", 13, 57_287_326),
        ("fuente", 5, 57_287_326),
        ("funcion", 10, 57_287_326),
        ("proyecto", 42, 57_287_326),
        ("ranking", 38, 529_022_044),
        ("rubro", 6, 57_287_326),
    ],
)
def test_the_six_downloads_of_the_ministry_are_read_as_what_they_are(session, name, count, pim):
    folder = DATA / "formato-export-consulta-amigable"
    file = recognise(folder / f"MP-Lambayeque_2026-08-04_solo-proyectos_{name}_ORIGINAL.xls")
    rows = part_rows(session, [file], Place.of("Lambayeque")).rows
    assert (file.said.day, file.said.year) == (date(2026, 8, 4), 2026)
    assert (len(rows), {row.includes for row in rows}) == (count, {"projects"})
    assert abs(sum(row.pim for row in rows) - Decimal(pim)) <= count
