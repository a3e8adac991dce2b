"""Synthetic spending files of the size of the country, in the official layouts of the MEF.

Nothing here is real: the entities are called «SINTÉTICA» and the amounts come from a seeded dice.
What is real is the shape: order of columns and of rows, blanks, quotes and other quirks.

    python tests/bench/national.py --layout yearly --rows 300000 --out national-73.csv
"""

from __future__ import annotations

import argparse
import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

DEPARTMENTS = [
    "AMAZONAS",
    "ANCASH",
    "APURIMAC",
    "AREQUIPA",
    "AYACUCHO",
    "CAJAMARCA",
    "PROVINCIA CONSTITUCIONAL DEL CALLAO",
    "CUSCO",
    "HUANCAVELICA",
    "HUANUCO",
    "ICA",
    "JUNIN",
    "LA LIBERTAD",
    "LAMBAYEQUE",
    "LIMA",
    "LORETO",
    "MADRE DE DIOS",
    "MOQUEGUA",
    "PASCO",
    "PIURA",
    "PUNO",
    "SAN MARTIN",
    "TACNA",
    "TUMBES",
    "UCAYALI",
]
MONTHS = [
    "ENERO",
    "FEBRERO",
    "MARZO",
    "ABRIL",
    "MAYO",
    "JUNIO",
    "JULIO",
    "AGOSTO",
    "SEPTIEMBRE",
    "OCTUBRE",
    "NOVIEMBRE",
    "DICIEMBRE",
]
ENTITY = [
    "NIVEL_GOBIERNO",
    "NIVEL_GOBIERNO_NOMBRE",
    "SECTOR",
    "SECTOR_NOMBRE",
    "PLIEGO",
    "PLIEGO_NOMBRE",
    "SEC_EJEC",
    "EJECUTORA",
    "EJECUTORA_NOMBRE",
    "DEPARTAMENTO_EJECUTORA",
    "DEPARTAMENTO_EJECUTORA_NOMBRE",
    "PROVINCIA_EJECUTORA",
    "PROVINCIA_EJECUTORA_NOMBRE",
    "DISTRITO_EJECUTORA",
    "DISTRITO_EJECUTORA_NOMBRE",
]
PROGRAMME = ["PROGRAMA_PPTO", "PROGRAMA_PPTO_NOMBRE", "TIPO_ACT_PROY"]
PURPOSE = [
    "PRODUCTO_PROYECTO",
    "PRODUCTO_PROYECTO_NOMBRE",
    "ACTIVIDAD_ACCION_OBRA",
    "ACTIVIDAD_ACCION_OBRA_NOMBRE",
    "FUNCION",
    "FUNCION_NOMBRE",
    "DIVISION_FUNCIONAL",
    "DIVISION_FUNCIONAL_NOMBRE",
    "GRUPO_FUNCIONAL",
    "GRUPO_FUNCIONAL_NOMBRE",
]
GOAL = ["META", "FINALIDAD", "META_NOMBRE", "DEPARTAMENTO_META", "DEPARTAMENTO_META_NOMBRE"]
FUNDING = [
    "FUENTE_FINANCIAMIENTO",
    "FUENTE_FINANCIAMIENTO_NOMBRE",
    "RUBRO",
    "RUBRO_NOMBRE",
    "TIPO_RECURSO",
    "TIPO_RECURSO_NOMBRE",
    "CATEGORIA_GASTO",
    "CATEGORIA_GASTO_NOMBRE",
    "TIPO_TRANSACCION",
]
CLASS = [
    "GENERICA",
    "GENERICA_NOMBRE",
    "SUBGENERICA",
    "SUBGENERICA_NOMBRE",
    "SUBGENERICA_DET",
    "SUBGENERICA_DET_NOMBRE",
    "ESPECIFICA",
    "ESPECIFICA_NOMBRE",
    "ESPECIFICA_DET",
    "ESPECIFICA_DET_NOMBRE",
    "MONTO_PIA",
    "MONTO_PIM",
]
YEARLY = (
    ["ANO_EJE", *ENTITY, *PROGRAMME, *PURPOSE, "SEC_FUNC", *GOAL, *FUNDING]
    + ["TIPO_TRANSACCION_NOMBRE", *CLASS, "MONTO_CERTIFICADO_ANUAL", "MONTO_COMPROMETIDO_ANUAL"]
    + [f"MONTO_DEVENGADO_{month}" for month in MONTHS]
    + ["MONTO_DEVENGADO_ANUAL", "MONTO_GIRADO_ANUAL"]
)
"""``<year>-Gasto-Devengado-Mensual.csv``, 73 columns."""
_PAID = ["MONTO_COMPROMETIDO_ANUAL", "MONTO_COMPROMETIDO", "MONTO_DEVENGADO", "MONTO_GIRADO"]
_PROGRAMMES = [*PROGRAMME, "TIPO_ACT_PROY_NOMBRE", *PURPOSE, *GOAL, *FUNDING, *CLASS]
MONTHLY = ["ANO_EJE", "MES_EJE", *ENTITY, "SEC_FUNC", *_PROGRAMMES, "MONTO_CERTIFICADO", *_PAID]
"""``<year>-Gasto.csv`` and ``<year>-Gasto-Mensual.csv``, 63 columns."""
LAYOUTS = {"yearly": YEARLY, "monthly": MONTHLY}
LEVELS = {"R": "GOBIERNOS REGIONALES", "M": "GOBIERNOS LOCALES", "E": "GOBIERNO NACIONAL"}
"""In the order of the official files: municipalities are never among the first lines."""
DISTRICTS = 76
"""Districts of each department; 25 times 76 is about the 1,891 of the country."""
SPENT = {
    "1": "PERSONAL Y OBLIGACIONES SOCIALES",
    "3": "BIENES Y SERVICIOS",
    "6": "ADQUISICION DE ACTIVOS NO FINANCIEROS",
}
FUNCTIONS = {
    "03": "PLANEAMIENTO, GESTION Y RESERVA DE CONTINGENCIA",
    "15": "TRANSPORTE",
    "18": "SANEAMIENTO",
    "22": "EDUCACION",
}
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Entity:
    """One invented entity and where it sits."""

    level: str
    department: int
    place: int

    @property
    def cells(self) -> dict[str, str]:
        """Its columns; sector and pliego are one blank for municipalities."""
        local, name = self.level == "M", DEPARTMENTS[self.department]
        number = self.department * DISTRICTS + self.place
        holder = " " if local else f"ENTIDAD SINTÉTICA {self.level}{self.department + 1:02}"
        return {
            "NIVEL_GOBIERNO": self.level,
            "NIVEL_GOBIERNO_NOMBRE": LEVELS[self.level],
            "SECTOR": " " if local else "99",
            "SECTOR_NOMBRE": " " if local else "SECTOR SINTÉTICO",
            "PLIEGO": " " if local else f"{440 + self.department}",
            "PLIEGO_NOMBRE": holder,
            "SEC_EJEC": f"{300001 + number}" if local else f"{700 + number}",
            "EJECUTORA": "001",
            "EJECUTORA_NOMBRE": self._name(holder),
            "DEPARTAMENTO_EJECUTORA": f"{self.department + 1:02}",
            "DEPARTAMENTO_EJECUTORA_NOMBRE": name,
            "PROVINCIA_EJECUTORA": f"{self.place // 10 + 1:02}",
            "PROVINCIA_EJECUTORA_NOMBRE": f"PROVINCIA SINTÉTICA {self.place // 10 + 1}",
            "DISTRITO_EJECUTORA": f"{self.place % 10 + 1:02}",
            "DISTRITO_EJECUTORA_NOMBRE": f"SINTÉTICA {self.place}",
        }

    def _name(self, holder: str) -> str:
        """Its name; one in forty has its Ñ damaged, as in the official pages."""
        if self.level != "M":
            return holder
        letter = "PEÑA" if self.place % 40 else "PE¥A"
        return f"MUNICIPALIDAD DISTRITAL DE SINTÉTICA {letter} {self.place}"


def entities() -> Iterator[Entity]:
    """Every entity, in the order of the official files."""
    for level in LEVELS:
        for department in range(len(DEPARTMENTS)):
            for place in range(DISTRICTS if level == "M" else 1):
                yield Entity(level, department, place)


def _line(entity: Entity, dice: random.Random) -> dict[str, str]:
    """The cells of a budget line that are not amounts."""
    spent, function = dice.choice(list(SPENT)), dice.choice(list(FUNCTIONS))
    code = dice.randrange(2_000_000, 2_700_000)
    words = f'OBRA "SINTÉTICA" {code}, TRAMO {dice.randrange(9)}' + "\n(II ETAPA)" * (
        code % 997 < 1
    )
    blank = dict.fromkeys([*PROGRAMME, *PURPOSE, *GOAL, *FUNDING, *CLASS], "1")
    return {
        **blank,
        **entity.cells,
        "SEC_FUNC": "7",
        "PROGRAMA_PPTO": "9002",
        "TIPO_ACT_PROY_NOMBRE": "PROYECTO",
        "TIPO_TRANSACCION_NOMBRE": "GASTOS PRESUPUESTARIOS",
        "PRODUCTO_PROYECTO": f"{code}",
        "PRODUCTO_PROYECTO_NOMBRE": words,
        "FUNCION": function,
        "FUNCION_NOMBRE": FUNCTIONS[function],
        "META": f"{dice.randrange(99999):05}",
        "META_NOMBRE": words,
        "DEPARTAMENTO_META": entity.cells["DEPARTAMENTO_EJECUTORA"],
        "DEPARTAMENTO_META_NOMBRE": entity.cells["DEPARTAMENTO_EJECUTORA_NOMBRE"],
        "RUBRO": "18",
        "RUBRO_NOMBRE": "CANON Y SOBRECANON, REGALIAS, RENTA DE ADUANAS Y PARTICIPACIONES",
        "GENERICA": spent,
        "GENERICA_NOMBRE": SPENT[spent],
    }


def _months(dice: random.Random, pim: int) -> list[Decimal]:
    """What each month accrued, with cents; now and then a negative month, which is a return."""
    share = [CENT * dice.randrange(pim * 100 // 14 + 1) for _ in MONTHS]
    if not dice.randrange(50):
        share[dice.randrange(12)] = -CENT * dice.randrange(100_000)
    return share


def yearly_lines(rows: int, year: int, seed: int) -> Iterator[dict[str, str]]:
    """Lines of the 73-column layout: one for each budget line, with the months across."""
    dice = random.Random(seed)
    for entity in _spread(rows):
        pim = dice.randrange(2_000_000)
        months = _months(dice, pim)
        whole = sum(months, Decimal(0))
        yield {
            **_line(entity, dice),
            "ANO_EJE": str(year),
            "TIPO_ACT_PROY": "PROYECTO",
            "MONTO_PIA": str(pim // 2),
            "MONTO_PIM": str(pim),
            "MONTO_CERTIFICADO_ANUAL": str(max(whole, Decimal(0))),
            "MONTO_COMPROMETIDO_ANUAL": str(max(whole, Decimal(0))),
            **{
                f"MONTO_DEVENGADO_{name}": str(one)
                for name, one in zip(MONTHS, months, strict=True)
            },
            "MONTO_DEVENGADO_ANUAL": str(whole),
            "MONTO_GIRADO_ANUAL": str(whole),
        }


def monthly_lines(rows: int, year: int, seed: int) -> Iterator[dict[str, str]]:
    """Lines of the 63-column layout: months from last to first, and PIA and PIM only in month 0."""
    dice = random.Random(seed)
    for at, entity in enumerate(_spread(rows)):
        month = 12 - at % 13
        pim = dice.randrange(2_000_000) if not month else 0
        spent = str(dice.choice(_months(dice, 100_000))) if month else "0"
        yield {
            **_line(entity, dice),
            "ANO_EJE": str(year),
            "MES_EJE": str(month),
            "TIPO_ACT_PROY": "2",
            "MONTO_PIA": str(pim // 2),
            "MONTO_PIM": str(pim),
            "MONTO_CERTIFICADO": spent,
            "MONTO_COMPROMETIDO_ANUAL": spent,
            "MONTO_COMPROMETIDO": spent,
            "MONTO_DEVENGADO": spent,
            "MONTO_GIRADO": spent,
        }


LINES = {"yearly": yearly_lines, "monthly": monthly_lines}


def _spread(rows: int) -> Iterator[Entity]:
    """As many entities as rows, each as many times in a row as it needs."""
    known = list(entities())
    for at in range(rows):
        yield known[at * len(known) // rows]


def write(out: Path, layout: str, rows: int, *, year: int = 2025, seed: int = 4) -> Path:
    """Write a file as the MEF does: BOM, every field quoted, CRLF. A line at a time."""
    names = LAYOUTS[layout]
    with out.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writerow(names)
        for line in LINES[layout](rows, year, seed):
            writer.writerow([line[name] for name in names])
    return out


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--layout", choices=sorted(LAYOUTS), default="yearly")
    parser.add_argument("--rows", type=int, default=300_000)
    parser.add_argument("--year", type=int, default=2025)
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    write(asked.out, asked.layout, asked.rows, year=asked.year, seed=asked.seed)


if __name__ == "__main__":
    main()
