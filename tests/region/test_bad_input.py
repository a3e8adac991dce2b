"""Whatever goes wrong: one clear message, exit status other than zero, nothing touched."""

import errno
import zipfile

import pytest

from cuentas.region import pack as packs
from region import regions

KEPT = "algo que ya estaba"


def titled(path):
    body = regions.amigable(path).read_text("utf-8")
    return path.write_text(body.replace("Devengado,", "Devengadito,", 1), encoding="utf-8")


def lettered(path):
    body = regions.amigable(path).read_text("utf-8")
    wanted = f"{regions.amount(2023, '180106'):,}"
    assert wanted in body
    return path.write_text(body.replace(wanted, "mucho", 1), encoding="utf-8")


def bombed(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("2025-Gasto.csv", b"\0" * (64 << 20))


BAD = {
    "nothing": lambda path: path.write_bytes(b""),
    "something else": lambda path: path.write_text("nombre,edad\nAna,20\n", encoding="utf-8"),
    "random bytes": lambda path: path.write_bytes(bytes(range(256)) * 40),
    "another column": titled,
    "letters in an amount": lettered,
    "a zip bomb": bombed,
    "another department": lambda path: regions.amigable(path, districts=(), times=3),
}


@pytest.fixture
def refused(run, tmp_path):
    """Run, and see that the command failed with one message and changed nothing."""
    out = tmp_path / "out"
    old = out / "otra"
    old.mkdir(parents=True)
    (old / "region.toml").write_text(KEPT, encoding="utf-8")

    def told(*words):
        before = regions.contents(out)
        status, said, complained = run(*words)
        assert status in {1, 2}
        assert said == ""
        assert "Traceback" not in complained
        assert complained.strip()
        assert regions.contents(out) == before
        assert [path.name for path in out.iterdir()] == ["otra"]
        return complained

    return told


@pytest.mark.parametrize("what", BAD)
def test_a_file_that_cannot_be_used_is_named(refused, asked, tmp_path, what):
    path = tmp_path / "gasto.csv"
    BAD[what](path)
    complained = refused(*asked(path))
    assert "gasto.csv" in complained
    assert len(complained.strip().splitlines()) == 1


def test_letters_in_an_amount_are_told_with_line_and_column(refused, asked, tmp_path):
    lettered(tmp_path / "gasto.csv")
    complained = refused(*asked(tmp_path / "gasto.csv"))
    assert "línea 6" in complained
    assert "columna «PIM»" in complained
    assert "mucho" in complained


def test_a_file_that_is_not_there_is_named(refused, asked, tmp_path):
    assert "no-existe.csv" in refused(*asked(tmp_path / "no-existe.csv"))


def test_a_population_file_given_as_budget_says_which_option_it_needs(refused, asked, tmp_path):
    complained = refused(*asked(regions.census(tmp_path / "gente.csv")))
    assert "gente.csv" in complained
    assert "--population" in complained


@pytest.mark.parametrize("slug", ["Moquegua", "../otra", "_oculta", "con espacio"])
def test_a_name_that_cannot_be_a_folder_is_refused(refused, asked, tmp_path, slug):
    budget = regions.amigable(tmp_path / "gasto.csv")
    assert slug in refused(*asked(budget, slug=slug))


@pytest.mark.parametrize("day", ["ayer", "2025-13-01", "11/02/2025"])
def test_a_date_that_cannot_be_understood_is_refused(refused, asked, tmp_path, day):
    assert day in refused(*asked(regions.amigable(tmp_path / "gasto.csv"), day=day))


def test_a_department_that_does_not_exist_is_refused(refused, asked, tmp_path):
    words = asked(regions.amigable(tmp_path / "gasto.csv"))
    words[words.index("18")] = "99"
    assert "99" in refused(*words)


def test_a_pack_that_exists_is_never_touched(refused, asked, tmp_path):
    complained = refused(*asked(regions.amigable(tmp_path / "gasto.csv"), slug="otra"))
    assert "Ya existe" in complained
    assert "cuentas region update otra" in complained


def test_a_district_without_people_is_told_and_nothing_is_kept(refused, tmp_path):
    words = ["new", "moquegua", "--department", "18", "--query-date", "2025-03-01"]
    budget = regions.amigable(tmp_path / "gasto.csv")
    few = regions.census(tmp_path / "censo.csv", ("180106",))
    complained = refused(*words, "--budget", budget, "--population", few, "--out", tmp_path / "out")
    assert "falta el distrito 180204" in complained


def test_a_year_in_course_alone_is_not_a_pack(refused, asked, tmp_path):
    budget = regions.amigable(tmp_path / "gasto.csv", years=(2025,))
    assert "ningún año completo" in refused(*asked(budget))


def test_a_full_disk_is_told_and_nothing_is_left(refused, asked, tmp_path, monkeypatch):
    def no_room(*_words, **_more):
        raise OSError(errno.ENOSPC, "No space left on device", "data.csv")

    monkeypatch.setattr(packs, "write_table", no_room)
    complained = refused(*asked(regions.amigable(tmp_path / "gasto.csv")))
    assert "No queda espacio en el disco" in complained


def test_a_file_that_changes_while_it_is_read_is_refused(refused, asked, tmp_path, monkeypatch):
    budget = regions.amigable(tmp_path / "gasto.csv")
    read = packs.Reader._rows

    def changed(reader, *asked):
        found = read(reader, *asked)
        with budget.open("a", encoding="utf-8") as lines:
            lines.write("\n")
        return found

    monkeypatch.setattr(packs.Reader, "_rows", changed)
    assert "cambió mientras se leía" in refused(*asked(budget))
