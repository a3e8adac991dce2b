"""Ctrl-C at any moment: nothing half-written, and what was finished is not done again."""

import os
import signal

import pytest

from cuentas.data.check import check_pack
from cuentas.region import whole
from region import regions

MANY = 4_000


@pytest.fixture
def words(tmp_path):
    budget = regions.amigable(tmp_path / "gasto.csv", times=MANY)
    census, projection = regions.census(tmp_path / "c.csv"), regions.projection(tmp_path / "p.csv")
    return [
        *("new", "moquegua", "--department", "18", "--budget", budget),
        *("--population", census, "--population", projection),
        *("--query-date", "2025-03-01", "--out", tmp_path / "out"),
    ]


def appears(folder, pattern):
    """Whether something with such a name is in the folder."""
    return lambda: any(folder.glob(pattern))


MOMENTS = {
    "reading begins": ("temporal", "cuentas.*"),
    "writing begins": ("out", "_moquegua.*"),
    "the region is described": ("out", "_moquegua.*/moquegua/region.toml"),
    "the pack appears": ("out", "moquegua"),
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_ctrl_c_leaves_a_whole_pack_or_none(tmp_path, words, moment):
    folder, pattern = MOMENTS[moment]
    status, _said, complained = regions.interrupted(
        tmp_path, appears(tmp_path / folder, pattern), *words
    )
    out = tmp_path / "out"
    left = sorted(path.name for path in out.iterdir()) if out.exists() else []
    assert left in ([], ["moquegua"])
    assert "Traceback" not in complained
    if left:
        assert check_pack(out / "moquegua").faults == ()
    else:
        assert status == 130
        assert "Interrumpido. No se guardó nada. Repite la orden cuando quieras." in complained


def test_a_progress_bar_is_only_for_a_terminal(tmp_path, words):
    status, _said, complained = regions.order(tmp_path, *words)
    assert (status, complained) == (0, "")


def test_ctrl_c_while_the_folder_appears_leaves_nothing(tmp_path, monkeypatch):
    def made(**where):
        os.kill(os.getpid(), signal.SIGINT)
        return mkdtemp(**where)

    mkdtemp = whole.mkdtemp
    monkeypatch.setattr(whole, "mkdtemp", made)
    with pytest.raises(KeyboardInterrupt), whole.unfinished(tmp_path / "moquegua"):
        pass
    assert list(tmp_path.iterdir()) == []
