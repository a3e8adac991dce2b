"""A course with damaged data is not opened, and all that is wrong is told at once."""

import shutil

from cuentas.lesson import readiness
from support import ROOT


def test_the_course_is_ready(monkeypatch):
    monkeypatch.delenv("CUENTAS_REGION", raising=False)
    assert readiness.faults() == ()


def test_an_unknown_region_is_told(monkeypatch):
    monkeypatch.setenv("CUENTAS_REGION", "atlantida")
    [fault] = readiness.faults()
    assert "No conozco la región «atlantida»" in fault


def test_every_fault_of_the_pack_is_told(monkeypatch, tmp_path):
    for folder in ("lessons", "datasets"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    broken = tmp_path / "datasets" / "regions" / "moquegua"
    (broken / "population" / "data.csv").unlink()
    table = broken / "totals" / "data.csv"
    table.write_text(table.read_text("utf-8").replace("2296140745", "2296140746"), "utf-8")
    monkeypatch.setenv("CUENTAS_HOME", str(tmp_path))
    told = "\n".join(readiness.faults())
    assert "population/data.csv" in told
    assert "2\u00a0296\u00a0140\u00a0745" in told
