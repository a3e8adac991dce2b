"""The official files of the whole country, where this machine has them, and their totals."""

import os
from pathlib import Path

import pytest

from cuentas.region.sources import Place
from support import ROOT

DATA = Path(os.environ.get("CUENTAS_REAL_DATA", ROOT.parent / "shared" / "data"))
AMIGABLE = DATA / "consulta-amigable-municipalidades"
FEBRUARY = AMIGABLE / "datos_municipalidades_2015-2025_scrape-2025-02-11_ORIGINAL.xlsx"
MARCH = AMIGABLE / "EJECUCION_GASTO_GL_X_MUNICIPALIDADES_2024-2025_scrape-2025-03_ORIGINAL.xlsx"
PROJECTION = DATA / "poblacion" / "ubigeo_inei_2025_ORIGINAL.csv"
CENSUS = DATA / "poblacion" / "moquegua_censo2025_inei.csv"
INVESTMENTS = DATA / "invierte-moquegua" / "Moquegua_Filtrado_ORIGINAL.xlsx"
STUDY = DATA / "REPORT.md"
"""The totals that were added up by hand."""
MOQUEGUA = Place.of("Moquegua")

needed = pytest.mark.skipif(
    not STUDY.is_file(), reason="esta máquina no tiene los archivos oficiales (CUENTAS_REAL_DATA)"
)
