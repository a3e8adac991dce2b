"""The exported file, the pasted page and the saved CSV of one query give the same pack."""

import json
import re

import pytest

from region import regions
from region.sources import wrapped
from region.sources.wrapped import titles, written

PROVENANCE = ("file", "sha256", "bytes", "layout")
"""What a source says of the file that it came in."""


def query():
    """What the portal shows of the three districts in 2024, read on 4 March 2025."""
    rows = [
        [f"{ubigeo}-{one[1]}", *amounts(regions.amount(2024, ubigeo))]
        for ubigeo, one in regions.DISTRICTS.items()
    ]
    whole = sum(regions.amount(2024, ubigeo) for ubigeo in regions.DISTRICTS)
    levels = [["TOTAL", *amounts(whole * 20)], ["Departamento 18: MOQUEGUA", *amounts(whole)]]
    return [*titles(), *levels, wrapped.HEADER, wrapped.PARTS, *rows]


def amounts(pim):
    return [*(f"{one:,}" for one in (pim // 2, pim, pim, *[pim * 4 // 5] * 4)), "80.0"]


GIVEN = {
    "exportado.xls": wrapped.page(query(), "<style>td {}</style><body>", "latin-1"),
    "pegado.txt": wrapped.text(query()).encode(),
    "guardado.csv": wrapped.text([[*row] + [""] * (9 - len(row)) for row in query()], ",").encode(),
    "libro.xlsx": wrapped.book({"Hoja1": query()}),
    "libre.ods": wrapped.open_sheet(query()),
    "viejo.xls": wrapped.as_xls(query()),
}


def without_provenance(path, words):
    """A file of a pack, but for what says in which file it came, and the stamp of all of them."""
    text = words.decode("utf-8")
    if path.endswith("datapackage.json"):
        package = json.loads(text)
        for source in package["sources"]:
            for name in PROVENANCE:
                source.pop(name, None)
        return package
    if path.endswith((".checked.json", "INFORME.md")):
        return None
    return re.sub(r"Archivo «[^»]+», SHA-256 `[0-9a-f]+`", "", text)


@pytest.fixture
def pack(run, asked, tmp_path):
    """The files of the pack that a file gives."""

    def made(name):
        path = written(tmp_path / name, GIVEN[name])
        assert run(*asked(path, day="2025-03-04"))[::2] == (0, "")
        folder = tmp_path / "out" / "moquegua"
        found = regions.contents(folder)
        folder.rename(tmp_path / f"pack-{name}")
        return {one: without_provenance(one, words) for one, words in found.items()}

    return made


def test_one_query_gives_the_same_pack_however_it_was_taken(pack):
    packs = [pack(name) for name in GIVEN]
    assert packs[0]["budget/data.csv"].count("\n") == 4
    for other in packs[1:]:
        assert other == packs[0]


def test_the_sum_that_the_file_prints_is_a_control(pack):
    controls = pack("exportado.xls")["budget/controls.csv"]
    printed = [line for line in controls.splitlines() if "como lo imprime" in line]
    assert len(printed) == 3
    assert all(line.endswith(",sí,") for line in printed)
