"""The official layouts: which columns each file has, under every spelling that was seen.

Sources: the MEF's dictionaries of spending and investments, and the files' own header lines.
"""

from __future__ import annotations

from collections.abc import Sequence

from cuentas.i18n import text as _
from cuentas.region.sources.kinds import Kind, Layout
from cuentas.region.sources.words import (
    MONTHS,
)


def _same(words: str) -> dict[str, tuple[str, ...]]:
    """Columns whose name of ours is the official one in small letters."""
    return {word.lower(): (word,) for word in words.split()}


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


_PLACED = _same(
    "NIVEL_GOBIERNO SEC_EJEC EJECUTORA_NOMBRE DEPARTAMENTO_EJECUTORA DEPARTAMENTO_EJECUTORA_NOMBRE"
    " PROVINCIA_EJECUTORA PROVINCIA_EJECUTORA_NOMBRE DISTRITO_EJECUTORA DISTRITO_EJECUTORA_NOMBRE"
    " GENERICA GENERICA_NOMBRE FUNCION FUNCION_NOMBRE RUBRO RUBRO_NOMBRE"
)
_DIMENSIONS = _words(
    "NIVEL_GOBIERNO_NOMBRE SECTOR SECTOR_NOMBRE PLIEGO PLIEGO_NOMBRE EJECUTORA SEC_FUNC"
    " PROGRAMA_PPTO PROGRAMA_PPTO_NOMBRE TIPO_ACT_PROY TIPO_ACT_PROY_NOMBRE PRODUCTO_PROYECTO"
    " PRODUCTO_PROYECTO_NOMBRE ACTIVIDAD_ACCION_OBRA ACTIVIDAD_ACCION_OBRA_NOMBRE"
    " DIVISION_FUNCIONAL DIVISION_FUNCIONAL_NOMBRE GRUPO_FUNCIONAL GRUPO_FUNCIONAL_NOMBRE META"
    " FINALIDAD META_NOMBRE DEPARTAMENTO_META DEPARTAMENTO_META_NOMBRE FUENTE_FINANCIAMIENTO"
    " FUENTE_FINANCIAMIENTO_NOMBRE TIPO_RECURSO TIPO_RECURSO_NOMBRE"
    " CATEGORIA_GASTO CATEGORIA_GASTO_NOMBRE TIPO_TRANSACCION TIPO_TRANSACCION_NOMBRE SUBGENERICA"
    " SUBGENERICA_NOMBRE SUBGENERICA_DET SUBGENERICA_DET_NOMBRE ESPECIFICA ESPECIFICA_NOMBRE"
    " ESPECIFICA_DET ESPECIFICA_DET_NOMBRE KEY_VALUE"
)
_ACCRUED = {
    f"devengado_{number:02}": tuple(
        f"MONTO_DEVENGADO_{name.upper()}"
        for name in dict.fromkeys((month, month.replace("pt", "t")))
    )
    for number, month in enumerate(MONTHS, start=1)
}
_OPENING = {"year": ("ANO_EJE",), "pia": ("MONTO_PIA",), "pim": ("MONTO_PIM",)}
_COMMITTED = {"compromiso": ("MONTO_COMPROMETIDO_ANUAL",)}
_INVESTED = _words(
    "CODIGO_SNIP COD_SNIP NOMBRE_OPMI NOM_OPMI NOMBRE_UF NOM_UF NOMBRE_UEP NOM_UEP SEC_EJEC"
    " SITUACION CTRL_CONCURR MONTO_LAUDO MONTO_FIANZA ALTERNATIVA FUNCION PROGRAMA SUBPROGRAMA"
    " SUBPROGRAM MARCO TIPO_INVERSION DES_MODALIDAD REGISTRADO_PMI PMI_ANIO_1 PMI_ANIO_2"
    " PMI_ANIO_3 PMI_ANIO_4 EXPEDIENTE_TECNICO INFORME_CIERRE TIENE_F9 FEC_REG_F9 ETAPA_F9"
    " PRIMER_DEVENGADO ULTIMO_DEVENGADO PIA_ANIO_ACTUAL PIM_ANIO_ACTUAL CERTIF_ANIO_ACTUAL"
    " COMPROM_ANUAL_ANIO_ACTUAL SALDO_EJECUTAR TIENE_F8 ETAPA_F8 TIENE_F12B FECHA_ULT_ACT_F12B"
    " ULT_PERIODO_REG_F12B TIENE_AVAN_FISICO AVANCE_EJECUCION ULT_FEC_DECLA_ESTIM DES_TIPOLOGIA"
    " PROG_ACTUAL_ANIO_ACTUAL MONTO_VALORIZACION SANEAMIENTO LATITUD LONGITUD FEC_INI_EJECUCION"
    " FEC_FIN_EJECUCION FEC_INI_EJEC_FISICA FEC_FIN_EJEC_FISICA BENEFICIARIO NUM_HABITANTES_BENEF"
    " MONTO_ET_F8 MTO_ET_F8 ANIO_PROCESO ANIO_PROC FEC_CIERRE DES_CIERRE CULMINADA FEC_INI_OPER"
) | {
    f"DEV_{month}_ANIO_VIG"
    for month in [
        "ENE",
        "FEB",
        "MAR",
        "ABR",
        "MAY",
        "JUN",
        "JUL",
        "AGO",
        "SET",
        "OCT",
        "NOV",
        "DIC",
    ]
}
_INVESTMENT = {
    "cui": ("CODIGO_UNICO", "COD_UNICO", "CODIGO_UNICO_DE_INVERSION"),
    "name": ("NOMBRE_INVERSION", "NOMBRE_DE_LA_INVERSION"),
    "state": ("ESTADO", "ESTADO_DE_LA_INVERSION"),
    "viable_cost": ("MONTO_VIABLE",),
    "updated_cost": ("COSTO_ACTUALIZADO",),
    "registered_on": ("FECHA_REGISTRO", "FECHA_DE_REGISTRO"),
    "viable_on": ("FECHA_VIABILIDAD", "FECHA_DE_VIABILIDAD"),
    "sector": ("SECTOR",),
    "entity": ("ENTIDAD",),
    "department": ("DEPARTAMENTO",),
    "province": ("PROVINCIA",),
    "district": ("DISTRITO",),
    "ubigeo": ("UBIGEO",),
}
_EXECUTED = {"level": ("NIVEL",), "executor": ("NOMBRE_UEI", "NOM_UEI", "EJECUTORA")}

_EXECUTION = {
    "pia": ("PIA",),
    "pim": ("PIM",),
    "certificado": ("CERTIFICACION",),
    "compromiso": ("COMPROMISO_ANUAL",),
    "compromiso_mensual": ("ATENCION_DE_COMPROMISO_MENSUAL",),
    "devengado": ("DEVENGADO",),
    "girado": ("GIRADO",),
}
_WHERE = {"year": ("ANO",), "department": ("DEPARTAMENTO",), "province": ("PROVINCIA",)}
PARTS = {
    "RUBRO": "rubro",
    "FUNCION": "funcion",
    "FUENTE_DE_FINANCIAMIENTO": "fuente",
    "GENERICA": "generica",
    "CATEGORIA_PRESUPUESTAL": "categoria",
    "PROYECTO": "proyecto",
    "PRODUCTO_PROYECTO": "proyecto",
    "MUNICIPALIDAD": "municipalidad",
}
"""What the portal opens a query by, with our name of it."""

LAYOUTS: tuple[Layout, ...] = (
    Layout(
        Kind.BREAKDOWN,
        _("Consulta Amigable de una municipalidad por partes"),
        {"part": tuple(PARTS)[:-1], **_EXECUTION},
        {"municipality": ("MUNICIPALIDAD",), **_WHERE},
        _words("AVANCE"),
        marks=frozenset(PARTS) - {"MUNICIPALIDAD"},
    ),
    Layout(
        Kind.AMIGABLE,
        _("Consulta Amigable"),
        {"municipality": ("MUNICIPALIDAD",), **_EXECUTION},
        _WHERE,
        _words("AVANCE"),
    ),
    Layout(
        Kind.SPENDING_MONTHLY,
        _("Gasto o Gasto-Mensual"),
        {
            **_OPENING,
            **_PLACED,
            "month": ("MES_EJE",),
            "certificado": ("MONTO_CERTIFICADO",),
            **_COMMITTED,
            "compromiso_mensual": ("MONTO_COMPROMETIDO",),
            "devengado": ("MONTO_DEVENGADO",),
            "girado": ("MONTO_GIRADO",),
        },
        others=_DIMENSIONS,
        marks=_words("MES_EJE MONTO_DEVENGADO MONTO_GIRADO"),
    ),
    Layout(
        Kind.SPENDING_YEARLY,
        _("Gasto-Devengado-Mensual"),
        {
            **_OPENING,
            **_PLACED,
            **_COMMITTED,
            **_ACCRUED,
            "certificado": ("MONTO_CERTIFICADO_ANUAL",),
            "devengado": ("MONTO_DEVENGADO_ANUAL",),
            "girado": ("MONTO_GIRADO_ANUAL",),
        },
        others=_DIMENSIONS,
        marks=_words("MONTO_DEVENGADO_ANUAL MONTO_GIRADO_ANUAL MONTO_DEVENGADO_ENERO"),
    ),
    Layout(
        Kind.COMPARATIVE,
        _("comparativo_gastos"),
        {**_PLACED, "key_value": ("KEY_VALUE",)},
        others=_DIMENSIONS,
        marks=_words("KEY_VALUE"),
    ),
    Layout(
        Kind.INVESTMENTS,
        _("DETALLE_INVERSIONES"),
        {**_INVESTMENT, **_same("DEVEN_ACUMUL_ANIO_ANT DEV_ANIO_ACTUAL")},
        {**_EXECUTED, "physical_progress": ("AVANCE_FISICO",)},
        _INVESTED,
        _words("DEVEN_ACUMUL_ANIO_ANT DEV_ANIO_ACTUAL"),
    ),
    Layout(
        Kind.CLOSED_INVESTMENTS,
        _("CIERRE_INVERSIONES"),
        {**_INVESTMENT, "deven_acumulado": ("DEVEN_ACUMULADO",)},
        {**_EXECUTED, "closed_on": ("FEC_CIERRE",)},
        _INVESTED,
        _words("DEVEN_ACUMULADO FEC_CIERRE DES_CIERRE"),
    ),
    Layout(
        Kind.INVESTMENT_SEARCH,
        _("búsqueda de inversiones"),
        _INVESTMENT,
        _EXECUTED,
        _words("DESCRIPCION_DE_LA_ALTERNATIVA BENEFICIARIOS"),
        _words("CODIGO_UNICO_DE_INVERSION NOMBRE_DE_LA_INVERSION ESTADO_DE_LA_INVERSION"),
    ),
    Layout(
        Kind.FORMAT_12B,
        _("FORMATO_12B"),
        _same(
            "COD_UNICO PERIODO MONTO_PROGRAMADO_FINANCIERO MONTO_ACTUALIZADO_FINANCIERO"
            " MONTO_ACTUALIZADO_FISICO MONTO_PROGRAMADO_FISICO MONTO_EJECUTADO_FISICO"
        ),
    ),
    Layout(
        Kind.POPULATION_CENSUS,
        _("población del censo"),
        {
            **_same("UBIGEO NOMBRE TOTAL"),
            "hombre": ("HOMBRE", "HOMBRES"),
            "mujer": ("MUJER", "MUJERES"),
        },
        {"level": ("NIVEL",), "key": ("CLAVE_CENSO",)},
        marks=_words("HOMBRE HOMBRES MUJER MUJERES"),
    ),
    Layout(
        Kind.POPULATION_PROJECTION,
        _("población proyectada"),
        _same("UBIGEO DEPARTAMENTO PROVINCIA DISTRITO POBLACION"),
        others=_words("CAPITAL_LEGAL CATEGORIA ALTITUD LATITUD LONGITUD"),
        marks=_words("POBLACION"),
    ),
)
"""Every layout that this kit reads."""
BY_KIND = {layout.kind: layout for layout in LAYOUTS}


def best_layout(header: Sequence[str]) -> tuple[Layout, float]:
    """The layout that the header is most like, and how much, from 0 to 1."""
    measured = [(layout, layout.likeness(header)) for layout in LAYOUTS]
    return max(measured, key=lambda pair: (pair[1], len(pair[0].needed)))
