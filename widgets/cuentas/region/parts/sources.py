"""Who publishes each kind of official file, and how a pack names it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from cuentas.i18n import formats
from cuentas.i18n import text as _
from cuentas.region.choice import Choice, QueryDate
from cuentas.region.sources import Kind, SourceFile

_FILES = "https://fs.datosabiertos.mef.gob.pe/datastorefiles/"
_CENSUS = (
    "https://sistemas.inei.gob.pe/dir-segmentacion-ci/postcensal/prod/adjuntos/censos-2025/"
    "descarga_datos/tabulados/00/poblacion/"
)
OFFICIAL = {
    Kind.AMIGABLE: ("MEF-CA", "https://apps5.mineco.gob.pe/transparencia/Mensual/"),
    Kind.BREAKDOWN: ("MEF-CA-PARTES", "https://apps5.mineco.gob.pe/transparencia/Mensual/"),
    Kind.SPENDING_MONTHLY: ("MEF-MES", _FILES),
    Kind.SPENDING_YEARLY: ("MEF-DEV", _FILES),
    Kind.COMPARATIVE: ("MEF-COMP", _FILES + "comparativo_gastos_2022_2026.csv"),
    Kind.INVESTMENTS: ("MEF-BI", _FILES + "DETALLE_INVERSIONES.csv"),
    Kind.INVESTMENT_SEARCH: ("MEF-BI", "https://ofi5.mef.gob.pe/invierte/"),
    Kind.CLOSED_INVESTMENTS: ("MEF-CIERRE", _FILES + "CIERRE_INVERSIONES.csv"),
    Kind.FORMAT_12B: ("MEF-F12B", _FILES + "FORMATO_12B.csv"),
    Kind.POPULATION_CENSUS: ("INEI-CENSO", f"{_CENSUS}Indicadores_demogr%C3%A1ficos.xlsx"),
    Kind.POPULATION_PROJECTION: ("INEI-PROY", "https://www.gob.pe/inei"),
}
"""Prefix of the source key, and the official address."""


def title(kind: Kind) -> str:
    """The official name of a kind of file, with its publisher."""
    titles = {
        Kind.AMIGABLE: _("MEF, Consulta Amigable de ejecución del gasto"),
        Kind.BREAKDOWN: _("MEF, Consulta Amigable de una municipalidad por partes"),
        Kind.SPENDING_MONTHLY: _("MEF, presupuesto y ejecución de gasto, mensual"),
        Kind.SPENDING_YEARLY: _("MEF, gasto devengado mensual"),
        Kind.COMPARATIVE: _("MEF, comparación de presupuesto y ejecución de gasto"),
        Kind.INVESTMENTS: _("MEF, Banco de Inversiones, detalle de inversiones"),
        Kind.INVESTMENT_SEARCH: _("MEF, Banco de Inversiones, búsqueda pública"),
        Kind.CLOSED_INVESTMENTS: _("MEF, Banco de Inversiones, cierre de inversiones"),
        Kind.FORMAT_12B: _("MEF, Banco de Inversiones, formato 12-B"),
        Kind.POPULATION_CENSUS: _("INEI, Censo 2025, población por distrito"),
        Kind.POPULATION_PROJECTION: _("INEI, población proyectada por distrito"),
    }
    return titles[kind]


def key(file: SourceFile, dated: QueryDate) -> str:
    """The key by which a pack's tables and controls name this reading of a file."""
    prefix, _address = OFFICIAL[file.kind]
    return f"{prefix}-{dated.day.isoformat()}"


def consulted(file: SourceFile, choice: Choice) -> dict[str, Any]:
    """A file as ``datapackage.json`` names it: address, date, file name and fingerprint."""
    dated = choice.query_date(file)
    return {
        "title": title(file.kind),
        "path": OFFICIAL[file.kind][1],
        "key": key(file, dated),
        "query_date": dated.day.isoformat(),
        "query_date_precision": dated.precision.value,
        "file": file.path.name,
        "sha256": file.sha256,
        "bytes": file.size,
        "layout": file.layout,
    }


def source_line(source: Mapping[str, Any]) -> str:
    """A source as the notes of a table name it, with its fingerprint and the day of reading."""
    sentence = _(
        "{title}: <{path}>. Clave `{key}`. Archivo «{file}», SHA-256 `{sha256}`. "
        "Fecha de consulta: {when}. Licencia del dato: sin verificar."
    )
    late = source["query_date_precision"] == "no_later_than"
    when = _("a más tardar el {day}") if late else "{day}"
    day = formats.long_date(date.fromisoformat(source["query_date"]))
    return sentence.format(**source, when=when.format(day=day))
