"""Every variant of every official layout is read as the layout itself, or refused in a sentence."""

from dataclasses import is_dataclass, replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cuentas.region.sources import Place, recognise
from region.grammar import LAYOUTS, variants
from region.sources import wrapped
from region.sources.wrapped import written

MOQUEGUA = Place.of("18")


def rows_of(session, layout, path):
    """What every reader of a layout finds in a file, but for where it comes from."""
    file = recognise(path)
    found = [read(session, [file], MOQUEGUA).rows for read in layout.readers]
    return file.kind, [[plain(row) for row in rows] for rows in found]


def plain(row):
    assert is_dataclass(row)
    return replace(row, sha256="")


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_variant_says_the_same(session, tmp_path, name):
    layout = LAYOUTS[name]
    base = written(tmp_path / "base", wrapped.text(layout.table).encode())
    kind, expected = rows_of(session, layout, base)
    assert all(expected)

    @settings(
        max_examples=40,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(variants(layout), st.integers())
    def same(variant, number):
        how, content = variant
        found = rows_of(session, layout, written(tmp_path / f"v{number % 7}", content))
        assert found == (kind, expected), how

    same()


def test_amounts_are_exact(session, tmp_path):
    layout = LAYOUTS["yearly"]
    path = written(tmp_path / "x", wrapped.text(layout.table).encode())
    budget = rows_of(session, layout, path)[1][0]
    assert {row.ubigeo: row.devengado for row in budget}["180106"] == Decimal("50.07")
