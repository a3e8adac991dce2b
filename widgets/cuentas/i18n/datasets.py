"""What each dataset of a region holds, as people say it: learners, trainers and checks alike."""

from __future__ import annotations

from collections.abc import Sequence

from cuentas.i18n import formats
from cuentas.i18n import text as _


def in_words(names: Sequence[str]) -> str:
    """What the datasets ``names`` hold, in everyday words, each thing once."""
    return formats.listing(list(dict.fromkeys(_in_words(name) for name in names)))


def _in_words(name: str) -> str:
    """What a dataset holds, in everyday words."""
    known = {
        "budget": _("el presupuesto de la municipalidad"),
        "revisions": _("un presupuesto que cambió entre dos lecturas"),
        "totals": _("cuánto gastó cada gobierno del departamento"),
        "spending": _("en qué se gastó en el departamento"),
        "spending_by_function": _("para qué gasta cada municipalidad"),
        "spending_by_rubro": _("de dónde viene la plata de cada municipalidad"),
        "transfers": _("la plata de la minería que llegó"),
        "thresholds": _("el ritmo de gasto que se espera"),
        "population": _("cuántas personas viven en cada distrito"),
        "census": _("el censo de cada distrito"),
        "projection": _("la proyección de personas de cada distrito"),
        "investments": _("las inversiones del distrito y su costo"),
        "conflicts": _("los conflictos registrados en la región"),
        "commitments": _("los compromisos y la plata fuera del presupuesto"),
        "production": _("cuánto mineral se produjo"),
        "claims": _("las cifras de la región que no coinciden"),
    }
    return known.get(name) or _("la tabla «{name}»").format(name=name)
