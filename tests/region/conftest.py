"""The command ``cuentas region`` inside the test, with its work folder in a temporary one."""

import pytest

from cuentas.cli import main
from cuentas.region.sources import engine
from region import regions


@pytest.fixture(scope="module")
def session():
    """The engine, open for the readers."""
    with engine() as opened:
        yield opened


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Run ``cuentas region …``: exit status, what it said, what it complained."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

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
