"""A trainer gives what she has at hand: each answer tells her what it is and what to do."""

import csv
import io
import os
import zipfile

import openpyxl
import pytest

from region import regions
from support import raw_rows

JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffdb0043000806") + b"\0\x10" * 400
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
PAGE = "<!DOCTYPE html>\n<html><head><title>Consulta Amigable</title></head><body>…</body></html>"


def word(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document/>")


def nested(path):
    inside = io.BytesIO()
    with zipfile.ZipFile(inside, "w") as archive:
        archive.writestr("gasto.csv", regions.amigable(path).read_bytes())
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("gasto.zip", inside.getvalue())


def resaved(path):
    """As a Spanish spreadsheet writes it: semicolons, and a comma before the cents."""
    first, *rows = csv.reader(io.StringIO(regions.amigable(path).read_text("utf-8")))
    spoiled = [
        [*row[:4], *(cell.replace(",", "") + ",50" for cell in row[4:11]), row[11]] for row in rows
    ]
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows([first, *spoiled])


def cut(path):
    """What a browser has written of a large file when its download stops."""
    whole = regions.spending(path.parent, rows=300)[0].read_bytes()
    path.write_bytes(whole[: len(whole) * 2 // 3])


def without_columns(path):
    book = openpyxl.Workbook()
    for row in (["Informe de gasto"], ["Municipalidad", "Monto"], ["Torata", 100]):
        book.active.append(row)
    book.save(path)


GIVEN = {
    "foto.jpg": (lambda path: path.write_bytes(JPEG), "es una imagen"),
    "acta.docx": (word, "es un documento"),
    "acta.pdf": (
        lambda path: path.write_bytes(PDF),
        "es un documento",
    ),
    "portal.html": (lambda path: path.write_text(PAGE, encoding="utf-8"), "es una página web"),
    "portal.xls": (lambda path: path.write_text(PAGE, encoding="utf-8"), "es una página web"),
    "guardado.csv": (resaved, "tal como bajó, sin guardarlo desde Excel"),
    "doble.zip": (nested, "Descomprímelo"),
    "vacio.csv": (lambda path: path.write_bytes(b""), "está vacío"),
    "carpeta": (lambda path: path.mkdir(), "es una carpeta"),
    "gasto.csv.crdownload": (cut, "está cortado"),
    "resumen.xlsx": (without_columns, "no es un archivo oficial"),
    "no-esta.csv": (lambda _path: None, "no se puede abrir"),
}
"""Name, how it is made, and what the answer must say."""


@pytest.mark.parametrize("name", GIVEN)
def test_what_is_not_the_table_is_called_by_its_name(run, asked, tmp_path, name):
    make, said = GIVEN[name]
    make(tmp_path / name)
    status, told, complained = run(*asked(tmp_path / name))
    assert (status, told) == (1, "")
    assert complained.startswith(f"{name}")
    assert said in complained
    assert len(complained.strip().splitlines()) == 1
    assert not (tmp_path / "out" / "moquegua").exists()


def titled(path):
    """A spreadsheet with rows of titles, as a portal gives it."""
    rows = list(csv.reader(io.StringIO(regions.amigable(path).read_text("utf-8"))))
    book = openpyxl.Workbook()
    for row in (["MINISTERIO DE ECONOMÍA Y FINANZAS"], ["Consulta Amigable"], [], *rows):
        book.active.append(row)
    path.unlink()
    book.save(path)
    return path


def windows(path):
    """Old Windows letters, and its ends of line."""
    body = regions.amigable(path).read_text("utf-8").replace("\r\n", "\n")
    path.write_bytes(body.replace("\n", "\r\n").encode("cp1252"))
    return path


def in_a_zip(path):
    inside = titled(path.with_suffix(".xlsx"))
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(inside, inside.name)
    return path


GOOD = {"con títulos.xlsx": titled, "año de Ñ.csv": windows, "hoja.zip": in_a_zip}


@pytest.mark.parametrize("name", GOOD)
def test_odd_but_whole_files_are_read(run, asked, tmp_path, name):
    folder = tmp_path / "Mis descargas Ñ"
    folder.mkdir()
    status, said, complained = run(*asked(GOOD[name](folder / name)))
    assert (status, complained) == (0, ""), said
    assert (tmp_path / "out" / "moquegua" / "INFORME.md").is_file()


def test_the_same_file_twice_is_read_once_and_told(run, asked, tmp_path):
    first = regions.amigable(tmp_path / "gasto.csv")
    copy = tmp_path / "gasto (1).csv"
    copy.write_bytes(first.read_bytes())
    assert run(*asked(first, first, copy))[0] == 0
    report = (tmp_path / "out" / "moquegua" / "INFORME.md").read_text(encoding="utf-8")
    assert "«gasto (1).csv» es el mismo archivo que «gasto.csv». Se leyó una sola vez." in report
    assert report.count("Consulta Amigable") == 1


def test_relative_paths_are_those_of_where_one_stands(run, people, tmp_path, monkeypatch):
    regions.amigable(tmp_path / "gasto.csv")
    monkeypatch.chdir(tmp_path)
    words = ["new", "moquegua", "--department", "moquegua", "--budget", "gasto.csv", *people]
    status, said, complained = run(*words, "--query-date", "2025-03-01", "--out", "mis regiones")
    assert (status, complained) == (0, "")
    assert '"mis regiones/moquegua"' in said.replace("\\", "/")
    assert run("check", "mis regiones/moquegua")[0] == 0


def test_the_columns_of_a_census_may_be_in_plural(run, asked, tmp_path):
    words = asked(regions.amigable(tmp_path / "gasto.csv"))
    census = tmp_path / "censo.csv"
    text = census.read_text("utf-8").replace("hombre,mujer", "Hombres,Mujeres")
    census.write_text(text, encoding="utf-8")
    status, _said, complained = run(*words)
    assert (status, complained) == (0, "")
    rows = raw_rows("population", folder=tmp_path / "out" / "moquegua")
    counts = {(row["census_2025_women"], row["census_2025_men"]) for row in rows}
    assert counts == {("200", "100")}


def test_whether_a_file_can_be_opened_is_said_by_whoever_opens_it(
    run, asked, tmp_path, monkeypatch
):
    """The terminal's own answer would be «se espera ARCHIVO»."""
    monkeypatch.setattr(os, "access", lambda *_asked, **_more: False)
    assert run(*asked(regions.amigable(tmp_path / "gasto.csv")))[0] == 0


def test_the_report_speaks_of_one_file_and_of_several(run, asked, tmp_path):
    assert run(*asked(regions.amigable(tmp_path / "gasto.csv")))[0] == 0
    report = (tmp_path / "out" / "moquegua" / "INFORME.md").read_text(encoding="utf-8")
    assert "De «gasto.csv» salieron 9 filas para este lugar, de 12 que trae." in report
    assert "De «censo.csv» y «inei.csv» salieron 6 filas para este lugar, de 6 que traen." in report
    where = next(line for line in report.splitlines() if line.startswith("- Para mostrar "))
    assert "en qué se gastó en el departamento" in where
