"""What is not as it should be is refused with one sentence that says where."""

import zipfile

import pytest

from bench.national import YEARLY
from cuentas.region.sources import Place, SourceError, budget_rows, engine, recognise
from region.sources import official as made

MOQUEGUA = Place.of("18")


@pytest.fixture
def session(tmp_path):
    folder = tmp_path / "session"
    folder.mkdir()
    with engine(folder) as opened:
        yield opened
    assert not list(folder.iterdir())


def refused(path, words):
    with pytest.raises(SourceError, match=words) as caught:
        recognise(path)
    assert str(caught.value).startswith(path.name)
    assert "\n" not in str(caught.value)
    return caught.value


def test_no_bytes_a_folder_and_nothing(tmp_path):
    empty = tmp_path / "vacio.csv"
    empty.touch()
    refused(empty, "0 bytes")
    refused(tmp_path, "es una carpeta")
    refused(tmp_path / "no.csv", "no se puede abrir")


@pytest.mark.parametrize(
    "content",
    [b"hola\n", b"a,b\n1,2\n", b"\x89PNG\r\n" + bytes(range(1, 200)), b"<html><td>PIA</td></html>"],
)
def test_another_file_is_not_taken_for_an_official_one(tmp_path, content):
    other = tmp_path / "2025-Gasto-Mensual.csv"
    other.write_bytes(content)
    refused(other, "no es un archivo oficial|es una página web|es una imagen")


def test_missing_and_renamed_columns_are_named(tmp_path):
    header = ["MONTO_PIN" if name == "MONTO_PIM" else name for name in YEARLY]
    error = refused(
        made.as_csv(tmp_path / "x", header, made.YEARLY_ROWS),
        "faltan columnas: MONTO_PIM.*MONTO_PIN",
    )
    assert (error.line, error.column) == (1, "MONTO_PIM")


def test_extra_columns_are_told_and_read(session, tmp_path):
    rows = [[*row, "z"] for row in made.YEARLY_ROWS]
    file = recognise(made.as_csv(tmp_path / "x", [*YEARLY, "NUEVA"], rows))
    reading = budget_rows(session, [file], MOQUEGUA)
    assert [(one.kind, one.examples) for one in file.surprises] == [("unknown-columns", ("NUEVA",))]
    assert len(reading.rows) == 2


def test_a_column_twice_is_refused(tmp_path):
    error = refused(
        made.as_csv(tmp_path / "x", [*made.AMIGABLE, "PIM"], [[*made.BUDGETS[0], "1"]]), "dos veces"
    )
    assert error.column == "PIM"


@pytest.mark.parametrize(
    "amount", ["12a", "1234,56", "1.234.567", "1e5", "1,23,4", "S/ 5", "1_000"]
)
@pytest.mark.parametrize("kind", ["amigable", "spending"])
def test_letters_and_decimal_commas_in_amounts(session, tmp_path, amount, kind):
    if kind == "amigable":
        header, column = made.AMIGABLE, "Devengado"
        rows = [list(row) for row in made.BUDGETS]
    else:
        header, column = YEARLY, "MONTO_DEVENGADO_MARZO"
        rows = [list(row) for row in made.YEARLY_ROWS]
    rows[2][header.index(column)] = amount
    file = recognise(made.as_csv(tmp_path / "x", header, rows))
    with pytest.raises(SourceError, match="no es un monto") as caught:
        budget_rows(session, [file], MOQUEGUA)
    assert (caught.value.line, caught.value.column) == (4, column)


def test_of_several_columns_with_letters_the_first_is_told_and_blanks_are_none(session, tmp_path):
    rows = [list(row) for row in made.YEARLY_ROWS]
    told = (("MONTO_DEVENGADO_MARZO", 3), ("MONTO_PIM", 2), ("MONTO_GIRADO_ANUAL", 2))
    for column, at in told:
        rows[at][YEARLY.index(column)] = "doce"
    rows[2][YEARLY.index("MONTO_PIA")] = "  "
    file = recognise(made.as_csv(tmp_path / "x", YEARLY, rows))
    with pytest.raises(SourceError, match="«doce» no es un monto") as caught:
        budget_rows(session, [file], MOQUEGUA)
    assert (caught.value.line, caught.value.column) == (4, "MONTO_PIM")


def test_two_years_mixed_in_a_file_of_one_year(session, tmp_path):
    other = made.yearly_line("TORATA", "1", "2", ["0"], MONTO_DEVENGADO_ANUAL="0", ANO_EJE="2024")
    file = recognise(made.as_csv(tmp_path / "x", YEARLY, [*made.YEARLY_ROWS, other]))
    with pytest.raises(SourceError, match=r"mezcla años: 2024 \(1\), 2025 \(5\)"):
        budget_rows(session, [file], MOQUEGUA)


@pytest.mark.parametrize(
    ("at", "cell", "words"),
    [
        (0, "dosmil", "no es un año"),
        (1, "03: APURIMAC", "no corresponde al código 18"),
        (2, "1802: X", "no corresponde al código 1801"),
        (3, "Torata", "no es como «180106-301486"),
    ],
)
def test_labels_that_contradict_each_other(session, tmp_path, at, cell, words):
    rows = [list(row) for row in made.BUDGETS]
    rows[1][at] = cell
    file = recognise(made.as_csv(tmp_path / "x", made.AMIGABLE, rows))
    with pytest.raises(SourceError, match=words) as caught:
        budget_rows(session, [file], MOQUEGUA)
    assert (caught.value.line, caught.value.column) == (3, made.AMIGABLE[at])


@pytest.mark.parametrize("code", ["1x", "", "03"])
def test_a_damaged_department_code_never_hides_a_line(session, tmp_path, code):
    rows = [list(row) for row in made.YEARLY_ROWS]
    rows[2][YEARLY.index("DEPARTAMENTO_EJECUTORA")] = code
    file = recognise(made.as_csv(tmp_path / "x", YEARLY, rows))
    with pytest.raises(SourceError, match="DEPARTAMENTO_EJECUTORA"):
        budget_rows(session, [file], MOQUEGUA)


def test_a_cut_official_file_is_refused(tmp_path):
    path = made.as_csv(tmp_path / "x", YEARLY, made.YEARLY_ROWS)
    path.write_bytes(path.read_bytes()[:-1])
    refused(path, "está cortado")


def test_a_cut_copy_is_told_and_its_cut_row_refused(session, tmp_path):
    path = made.as_csv(tmp_path / "x", made.AMIGABLE, made.BUDGETS)
    path.write_bytes(path.read_bytes()[:-30])
    file = recognise(path)
    assert "maybe-truncated" in {one.kind for one in file.surprises}
    with pytest.raises(SourceError, match=r"línea|dañada"):
        budget_rows(session, [file], MOQUEGUA)


def test_damaged_accents_are_refused_and_old_windows_ones_read(session, tmp_path):
    good = made.as_csv(tmp_path / "x", made.AMIGABLE, made.BUDGETS)
    mixed = tmp_path / "mixed"
    mixed.write_bytes(good.read_bytes() + "9,Ñ\n".encode("cp1252"))
    assert refused(mixed, "dos maneras").line == 6
    old = recognise(made.as_csv(tmp_path / "y", made.AMIGABLE, made.BUDGETS, encoding="cp1252"))
    assert [one.kind for one in old.surprises] == ["encoding"]
    assert budget_rows(session, [old], MOQUEGUA).rows[1].entity.endswith("ICHUÑA")


def test_a_bomb_is_refused_before_it_is_opened(tmp_path):
    with zipfile.ZipFile(tmp_path / "x", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"0" * (64 << 20))
    refused(tmp_path / "x", "crece .* veces")


def test_zips_with_two_files_or_none_are_refused(tmp_path):
    one = made.as_csv(tmp_path / "a.csv", made.AMIGABLE, made.BUDGETS)
    two = made.as_csv(tmp_path / "b.csv", made.AMIGABLE, made.BUDGETS)
    refused(made.zipped(tmp_path / "two.zip", one, two), "trae 2 archivos")
    refused(made.zipped(tmp_path / "none.zip"), "dañado|trae 0 archivos|no es un archivo oficial")
    whole = made.zipped(tmp_path / "one.zip", one)
    whole.write_bytes(whole.read_bytes()[:-40])
    refused(whole, "dañado o cortado")


def test_a_damaged_spreadsheet_is_refused(tmp_path):
    path = made.as_xlsx(tmp_path / "x.xlsx", [made.AMIGABLE, *made.BUDGETS])
    whole = bytearray(path.read_bytes())
    at = whole.index(b"xl/worksheets/sheet1.xml") + 60
    whole[at : at + 40] = bytes(40)
    path.write_bytes(whole)
    refused(path, "dañad")


@pytest.mark.parametrize("header", [made.AMIGABLE, YEARLY], ids=len)
def test_a_file_that_changes_is_noticed(session, tmp_path, header):
    rows = made.BUDGETS if header is made.AMIGABLE else made.YEARLY_ROWS
    path = made.as_csv(tmp_path / "x", header, rows)
    file = recognise(path)
    with path.open("ab") as stream:
        stream.write(b"\n")
    with pytest.raises(SourceError, match="cambió mientras se leía"):
        budget_rows(session, [file], MOQUEGUA)


def test_a_stop_leaves_nothing_half_written(tmp_path):
    plain = made.as_csv(tmp_path / "x.csv", YEARLY, made.YEARLY_ROWS * 200)
    file = recognise(made.zipped(tmp_path / "x.zip", plain))

    def stop(*_parts):
        raise KeyboardInterrupt

    folder = tmp_path / "session"
    folder.mkdir()
    with engine(folder) as session:
        with pytest.raises(KeyboardInterrupt):
            budget_rows(session, [file], MOQUEGUA, stop)
        assert not session.made
        assert [path.suffix for path in session.folder.iterdir() if path.suffix == ".half"] == []
        assert len(budget_rows(session, [file], MOQUEGUA).rows) == 2
    assert not list(folder.iterdir())
