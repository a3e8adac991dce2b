"""The command ``cuentas region`` inside the test."""

from dataclasses import replace

import pytest

from cuentas.cli import main
from cuentas.region import reading
from cuentas.region.sources import engine
from region import regions


@pytest.fixture(scope="module")
def session():
    """The engine, open for the readers."""
    with engine() as opened:
        yield opened


@pytest.fixture
def run(capsys):
    """Run ``cuentas region …``: exit status, what it said, what it complained."""

    def asked(*words):
        status = main(["region", *map(str, words)])
        told = capsys.readouterr()
        return status, told.out, told.err

    return asked


@pytest.fixture
def people(tmp_path):
    """Both counts of people of the invented region."""
    found = regions.census(tmp_path / "censo.csv"), regions.projection(tmp_path / "inei.csv")
    return [word for path in found for word in ("--population", path)]


@pytest.fixture
def asked(tmp_path, people):
    """The words of ``region new`` for some budget files, read on 1 March 2025."""

    def words(*budgets, slug="moquegua", day="2025-03-01"):
        files = [word for path in budgets for word in ("--budget", path)]
        out = ["--out", tmp_path / "out", "--query-date", day]
        return ["new", slug, "--department", "18", *files, *people, *out]

    return words


@pytest.fixture
def change(monkeypatch):
    """Make a reader give other rows than it read, as a mistake in it would."""

    def rule(reader, changed):
        whole = reading.Readers.rows

        def rows(readers, read, files):
            found = whole(readers, read, files)
            if read.__name__ != reader:
                return found
            return replace(found, rows=tuple(changed(list(found.rows))))

        monkeypatch.setattr(reading.Readers, "rows", rows)

    return rule


@pytest.fixture
def detailed(tmp_path):
    """The words of ``region new`` for a synthetic file of spending line by line."""
    budget, census, projection = regions.spending(tmp_path)
    return [
        *("new", "moquegua", "--department", "18", "--budget", budget),
        *("--population", census, "--population", projection),
        *("--query-date", "2026-03-01", "--out", tmp_path / "out"),
    ]
