"""The second path, shown the bytes while the fingerprint is taken, finds what it finds alone."""

import itertools

import pytest

from bench.national import YEARLY, write
from cuentas.region import pack as packs
from cuentas.region.second_path import beside, reading
from cuentas.region.sources import recognise
from region import regions
from region.sources import official as made

ROWS = 4_000


@pytest.fixture(autouse=True)
def _every_file_is_large(monkeypatch):
    for module in (reading, beside):
        monkeypatch.setattr(module, "LARGE", 0)


@pytest.fixture(scope="module")
def national(tmp_path_factory):
    return write(tmp_path_factory.mktemp("n") / "n", "yearly", ROWS)


def shown(path, department, sizes=(1 << 20,)):
    """What is found beside, when the file passes in pieces of these sizes."""
    file = recognise(path)
    other = beside.beside(file, department)
    with path.open("rb") as stream:
        for piece in iter(map(stream.read, itertools.cycle(sizes)).__next__, b""):
            other.look(piece)
    other.look(b"")
    return other.found(file)


@pytest.mark.parametrize("sizes", [(1 << 20,), (99_991, 1, 3_000_000), (1 << 30,)])
@pytest.mark.parametrize("department", ["18", "07", "15"])
def test_any_pieces_give_the_same(national, department, sizes):
    alone = reading.second_budget(recognise(national), department)
    assert alone
    assert shown(national, department, sizes) == alone


def beside_its_fingerprint(path):
    """The file, the encoding that its first bytes promised, and what was found beside."""
    others = []

    def began(file):
        others.append((file.encoding, beside.beside(file, "18")))
        return [others[0][1].look]

    file = recognise(path, began=began)
    promised, other = others[0]
    return file, promised, other.found(file)


def test_recognising_shows_every_byte(national):
    file, _promised, found = beside_its_fingerprint(national)
    assert found == reading.second_budget(file, "18")


def test_a_file_that_did_not_pass_whole_tells_nothing(national):
    file = recognise(national)
    other = beside.beside(file, "18")
    assert other.found(file) is None
    other.look(national.read_bytes())
    assert other.found(file) is None


def test_another_encoding_than_the_first_bytes_promised_tells_nothing(tmp_path):
    at = YEARLY.index("META_NOMBRE")
    plain, accents = ([*made.YEARLY_ROWS[0]] for _which in range(2))
    plain[at], accents[at] = "X" * 400, "AÑO"
    path = made.as_csv(tmp_path / "x", YEARLY, [*[plain] * 3_000, accents], encoding="cp1252")
    file, promised, found = beside_its_fingerprint(path)
    assert (promised, file.encoding, found) == ("utf-8-sig", "cp1252", None)


def test_bytes_in_a_zip_are_shown_as_they_are_unpacked(national, tmp_path):
    file, _promised, found = beside_its_fingerprint(made.zipped(tmp_path / "z", national))
    assert found
    assert found == reading.second_budget(file, "18")


def test_what_cannot_be_searched_tells_nothing(tmp_path):
    path = made.as_csv(tmp_path / "x", YEARLY, made.YEARLY_ROWS * 30, encoding="utf-16")
    file, _promised, found = beside_its_fingerprint(path)
    assert found is None
    assert reading.second_budget(file, "18")


def test_a_pack_reads_its_file_once_for_fingerprint_and_controls(tmp_path, monkeypatch, run):
    budget, *people = regions.spending(tmp_path, ROWS)
    words = ["new", "sintetica", "--department", "18", "--query-date", "2026-03-01"]
    words += ["--budget", budget, *(word for one in people for word in ("--population", one))]
    words += ["--out", tmp_path / "out"]
    monkeypatch.setattr(beside, "LARGE", 1 << 40)
    assert run(*words)[0] == 0
    (tmp_path / "out" / "sintetica").rename(tmp_path / "alone")

    def refuse(*_asked):
        pytest.fail("se volvió a leer")

    monkeypatch.setattr(beside, "LARGE", 0)
    monkeypatch.setattr(packs, "second_budget", refuse)
    assert run(*words)[0] == 0
    assert regions.contents(tmp_path / "alone") == regions.contents(tmp_path / "out" / "sintetica")
