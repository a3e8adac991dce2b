"""Small files in the official layouts, written by the tests. Every entity and amount is invented.

The headers are those of the official dictionaries; the names and codes of places are real ones.
"""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl

from bench.national import CLASS, ENTITY, FUNDING, GOAL, MONTHLY, MONTHS, PURPOSE, YEARLY


def names(words: str) -> list[str]:
    """Names of columns, one after the other."""
    return words.split()


AMIGABLE = [
    "Año",
    "Departamento",
    "Provincia",
    "Municipalidad",
    "PIA",
    "PIM",
    "Certificación",
    "Compromiso Anual",
    "Atención de Compromiso Mensual",
    "Devengado",
    "Girado",
    "Avance %",
]
SEARCH = [
    "Código único de inversión",
    "Nombre de la inversión",
    "Monto viable",
    "Estado de la inversión",
    "Sector",
    "Entidad",
    "Ejecutora",
    "Fecha de registro",
    "Fecha de viabilidad",
    "Costo actualizado",
    "Descripción de la alternativa",
    "Beneficiarios",
    "Departamento",
    "Provincia",
    "Distrito",
    "Ubigeo",
]
DETAIL = names(
    "NIVEL SECTOR ENTIDAD CODIGO_UNICO CODIGO_SNIP NOMBRE_INVERSION NOMBRE_OPMI NOMBRE_UF "
    "NOMBRE_UEI SEC_EJEC NOMBRE_UEP ESTADO SITUACION MONTO_VIABLE COSTO_ACTUALIZADO CTRL_CONCURR "
    "MONTO_LAUDO MONTO_FIANZA ALTERNATIVA FECHA_REGISTRO FECHA_VIABILIDAD FUNCION PROGRAMA "
    "SUBPROGRAMA MARCO TIPO_INVERSION DES_MODALIDAD REGISTRADO_PMI PMI_ANIO_1 PMI_ANIO_2 "
    "PMI_ANIO_3 PMI_ANIO_4 EXPEDIENTE_TECNICO INFORME_CIERRE TIENE_F9 FEC_REG_F9 ETAPA_F9 "
    "PRIMER_DEVENGADO ULTIMO_DEVENGADO DEVEN_ACUMUL_ANIO_ANT DEV_ANIO_ACTUAL PIA_ANIO_ACTUAL "
    "PIM_ANIO_ACTUAL DEV_ENE_ANIO_VIG DEV_FEB_ANIO_VIG DEV_MAR_ANIO_VIG DEV_ABR_ANIO_VIG "
    "DEV_MAY_ANIO_VIG DEV_JUN_ANIO_VIG DEV_JUL_ANIO_VIG DEV_AGO_ANIO_VIG DEV_SET_ANIO_VIG "
    "DEV_OCT_ANIO_VIG DEV_NOV_ANIO_VIG DEV_DIC_ANIO_VIG CERTIF_ANIO_ACTUAL "
    "COMPROM_ANUAL_ANIO_ACTUAL SALDO_EJECUTAR TIENE_F8 ETAPA_F8 TIENE_F12B FECHA_ULT_ACT_F12B "
    "ULT_PERIODO_REG_F12B TIENE_AVAN_FISICO AVANCE_FISICO AVANCE_EJECUCION ULT_FEC_DECLA_ESTIM "
    "DES_TIPOLOGIA PROG_ACTUAL_ANIO_ACTUAL MONTO_VALORIZACION SANEAMIENTO DEPARTAMENTO PROVINCIA "
    "DISTRITO UBIGEO LATITUD LONGITUD FEC_INI_EJECUCION FEC_FIN_EJECUCION FEC_INI_EJEC_FISICA "
    "FEC_FIN_EJEC_FISICA BENEFICIARIO MONTO_ET_F8 ANIO_PROCESO"
)
MONTHLY_ACCRUED = [name for name in DETAIL if name.startswith("DEV_") and name.endswith("_VIG")]
DETAIL_68 = [
    "NUM_HABITANTES_BENEF" if name == "BENEFICIARIO" else name
    for name in DETAIL
    if name not in {*MONTHLY_ACCRUED, "PMI_ANIO_1", "PMI_ANIO_2", "PMI_ANIO_3", "PMI_ANIO_4"}
]
CLOSED = names(
    "NIVEL SECTOR ENTIDAD CODIGO_UNICO CODIGO_SNIP NOMBRE_INVERSION ESTADO SITUACION MONTO_VIABLE "
    "COSTO_ACTUALIZADO CTRL_CONCURR MONTO_LAUDO MONTO_FIANZA FECHA_REGISTRO FECHA_VIABILIDAD "
    "FUNCION PROGRAMA SUBPROGRAMA MARCO TIPO_INVERSION NOM_OPMI NOM_UF NOM_UEI SEC_EJEC NOM_UEP "
    "EXPEDIENTE_TECNICO INFORME_CIERRE FEC_CIERRE DES_CIERRE TIENE_F9 FEC_REG_F9 CULMINADA "
    "ETAPA_F9 FEC_INI_OPER PRIMER_DEVENGADO ULTIMO_DEVENGADO DEVEN_ACUMULADO TIENE_F8 TIENE_F12B "
    "DES_TIPOLOGIA DES_MODALIDAD DEPARTAMENTO PROVINCIA DISTRITO UBIGEO LATITUD LONGITUD "
    "ANIO_PROCESO"
)
FORMAT_12B = [
    "COD_UNICO",
    "PERIODO",
    "MONTO_PROGRAMADO_FINANCIERO",
    "MONTO_ACTUALIZADO_FINANCIERO",
    "MONTO_ACTUALIZADO_FISICO",
    "MONTO_PROGRAMADO_FISICO",
    "MONTO_EJECUTADO_FISICO",
]
CENSUS = ["ubigeo", "nivel", "nombre", "clave_censo", "total", "hombre", "mujer"]
PROJECTION = names(
    "departamento provincia distrito ubigeo capital_legal categoría altitud población latitud "
    "longitud"
)
COMPARED = [
    "PIA",
    "PIM",
    "CERTIFICADO",
    "COMPROMETIDO_ANUAL",
    "COMPROMETIDO",
    "DEVENGADO",
    "GIRADO",
]
COMPARED_YEARS = range(2022, 2027)
TORATA = (
    "2024",
    "18: MOQUEGUA",
    "1801: MARISCAL NIETO",
    "180106-301486: MUNICIPALIDAD DISTRITAL DE TORATA",
)
ICHUNA = (
    "2024",
    "18: MOQUEGUA",
    "1802: GENERAL SANCHEZ CERRO",
    "180204-301491: MUNICIPALIDAD DISTRITAL DE ICHUÑA",
)
ILO = ("2024", "18: MOQUEGUA", "1803: ILO", "180301-301499: MUNICIPALIDAD PROVINCIAL DE ILO")
ABANCAY = (
    "2024",
    "03: APURIMAC",
    "0301: ABANCAY",
    "030101-300201: MUNICIPALIDAD PROVINCIAL DE ABANCAY",
)
BUDGETS = [
    [*ABANCAY, "1,000", "2,000", "1,900", "1,800", "1,700", "1,600", "1,500", "80.0"],
    [*TORATA, "148,147", "212,914", "184,904", "179,993", "179,739", "178,971", "178,914", "84.1"],
    [*ICHUNA, "5,000", "7,250", "6,000", "5,500", "5,400", "5,300", "5,200", "73.1"],
    [*ILO, "88,312", "91,000", "90,000", "80,000", "70,000", "68,700", "68,000", "75.5"],
]


def comparative_header(prefix: str = "") -> list[str]:
    """88 columns: 53 dimensions and seven amounts for each of five years."""
    dimensions = [
        *["KEY_VALUE", *ENTITY],
        *["PROGRAMA_PPTO", "PROGRAMA_PPTO_NOMBRE", "TIPO_ACT_PROY", "TIPO_ACT_PROY_NOMBRE"],
        *PURPOSE,
        *[name for name in GOAL if name != "FINALIDAD"],
        *FUNDING,
        *[name for name in CLASS if not name.startswith("MONTO")],
    ]
    return dimensions + [f"{prefix}{name}_{year}" for year in COMPARED_YEARS for name in COMPARED]


SEATS = {
    "TORATA": ("M", "301486", "MUNICIPALIDAD DISTRITAL DE TORATA", "18", "MOQUEGUA", "01", "06"),
    "ICHUNA": ("M", "301491", "MUNICIPALIDAD DISTRITAL DE ICHUÑA", "18", "MOQUEGUA", "02", "04"),
    "GORE": ("R", "870", "REGION MOQUEGUA-SEDE CENTRAL", "18", "MOQUEGUA", "01", "01"),
    "ABANCAY": ("M", "300201", "MUNICIPALIDAD PROVINCIAL DE ABANCAY", "03", "APURIMAC", "01", "01"),
}
PROVINCES = {"01": "MARISCAL NIETO", "02": "GENERAL SANCHEZ CERRO"}


def spending_line(header: list[str], seat: str, **amounts: str) -> list[str]:
    """A line of a spending file: a seat, an invented work and the amounts, zero where none."""
    level, sec_ejec, name, department, department_name, province, district = SEATS[seat]
    known = {
        "ANO_EJE": "2025",
        "NIVEL_GOBIERNO": level,
        "SECTOR": " " if level == "M" else "99",
        "PLIEGO": " " if level == "M" else "455",
        "SEC_EJEC": sec_ejec,
        "EJECUTORA_NOMBRE": name,
        "DEPARTAMENTO_EJECUTORA": department,
        "DEPARTAMENTO_EJECUTORA_NOMBRE": department_name,
        "PROVINCIA_EJECUTORA": province,
        "PROVINCIA_EJECUTORA_NOMBRE": PROVINCES[province] if department == "18" else "ABANCAY",
        "DISTRITO_EJECUTORA": district,
        "DISTRITO_EJECUTORA_NOMBRE": name.rsplit(" DE ", 1)[-1],
        "META_NOMBRE": 'OBRA "INVENTADA", TRAMO I',
        "GENERICA": "6",
        "GENERICA_NOMBRE": "ADQUISICION DE ACTIVOS NO FINANCIEROS",
        "FUNCION": "15",
        "FUNCION_NOMBRE": "TRANSPORTE",
    } | amounts
    money = {name for name in header if "MONTO" in name or name[-5:-2] == "_20"}
    return [known.get(name, "0" if name in money else "1") for name in header]


def yearly_line(seat: str, pia: str, pim: str, months: list[str], **others: str) -> list[str]:
    """A line of the 73-column layout."""
    accrued = {f"MONTO_DEVENGADO_{name}": one for name, one in zip(MONTHS, months, strict=False)}
    return spending_line(YEARLY, seat, MONTO_PIA=pia, MONTO_PIM=pim, **accrued, **others)


YEARLY_ROWS = [
    yearly_line("GORE", "500", "900", ["700.25"], MONTO_DEVENGADO_ANUAL="700.25", GENERICA="1"),
    yearly_line("ABANCAY", "10", "20", ["9.5"], MONTO_DEVENGADO_ANUAL="9.5"),
    yearly_line(
        "TORATA",
        "100",
        "200",
        ["50.10", "-0.05"],
        MONTO_DEVENGADO_ANUAL="50.05",
        MONTO_GIRADO_ANUAL="40",
        MONTO_CERTIFICADO_ANUAL="60",
        MONTO_COMPROMETIDO_ANUAL="55",
    ),
    yearly_line("TORATA", "1", "2", ["0.02"], MONTO_DEVENGADO_ANUAL="0.02", FUNCION="18"),
    yearly_line("ICHUNA", "0", "0", ["0"], MONTO_DEVENGADO_ANUAL="0"),
]


def monthly_rows() -> list[list[str]]:
    """Lines of the 63-column layout: the budget in month 0 only, what was accrued in the others."""
    spent = {"MONTO_DEVENGADO": "30.40", "MONTO_GIRADO": "28", "MONTO_COMPROMETIDO": "31"}
    return [
        spending_line(MONTHLY, "TORATA", MES_EJE="9", **spent),
        spending_line(MONTHLY, "TORATA", MES_EJE="0", MONTO_PIA="100", MONTO_PIM="200"),
        spending_line(MONTHLY, "ABANCAY", MES_EJE="0", MONTO_PIA="1", MONTO_PIM="2"),
        spending_line(MONTHLY, "TORATA", MES_EJE="1", MONTO_DEVENGADO="-0.40"),
    ]


def comparative_rows(prefix: str = "") -> list[list[str]]:
    """One key split over two lines, as the official file does: they add up."""
    header = comparative_header(prefix)
    first = {f"{prefix}PIM_2024": "200", f"{prefix}DEVENGADO_2024": "150.5"}
    second = {f"{prefix}PIM_2024": "11", f"{prefix}PIM_2023": "7"}
    return [
        spending_line(header, "TORATA", KEY_VALUE="K1", **first),
        spending_line(header, "TORATA", KEY_VALUE="K1", **second),
        spending_line(header, "ABANCAY", KEY_VALUE="K2", **first),
    ]


def investment(header: list[str], cui: str, ubigeo: str = "180106", **others: str) -> list[str]:
    """A row of a file of investments, under the names that its header uses."""
    known = {
        "NIVEL": "GL",
        "SECTOR": "GOBIERNOS LOCALES",
        "ENTIDAD": "MUNICIPALIDAD DISTRITAL DE TORATA",
        "NOMBRE": "MEJORAMIENTO DE UN CAMINO INVENTADO",
        "ESTADO": "ACTIVO",
        "MONTO_VIABLE": "1000.50",
        "COSTO_ACTUALIZADO": "1500.75",
        "FECHA_REGISTRO": "2020-05-04 00:00:00",
        "FECHA_VIABILIDAD": "2020-06-20",
        "DEVEN_ACUMUL_ANIO_ANT": "300",
        "DEV_ANIO_ACTUAL": "20.5",
        "DEVEN_ACUMULADO": "320.5",
        "AVANCE_FISICO": "45.5",
        "DEPARTAMENTO": "MOQUEGUA",
        "PROVINCIA": "MARISCAL NIETO",
        "DISTRITO": "TORATA",
    } | others
    same = {
        "CODIGO_UNICO": cui,
        "Código único de inversión": cui,
        "NOMBRE_INVERSION": known["NOMBRE"],
        "Nombre de la inversión": known["NOMBRE"],
        "Monto viable": known["MONTO_VIABLE"],
        "Estado de la inversión": known["ESTADO"],
        "Sector": known["SECTOR"],
        "Entidad": known["ENTIDAD"],
        "Fecha de registro": "04/05/2020",
        "Fecha de viabilidad": "20/06/2020",
        "Costo actualizado": known["COSTO_ACTUALIZADO"],
        "Departamento": known["DEPARTAMENTO"],
        "Provincia": known["PROVINCIA"],
        "Distrito": known["DISTRITO"],
        "Ubigeo": ubigeo,
        "UBIGEO": ubigeo,
    }
    return [{**known, **same}.get(name, "") for name in header]


def as_csv(  # noqa: PLR0913 - each is one way of writing text
    path: Path,
    header: list[str],
    rows: list[list[str]],
    *,
    delimiter: str = ",",
    encoding: str = "utf-8",
    end: str = "\n",
    quoting: int = csv.QUOTE_MINIMAL,
) -> Path:
    """Write a table as text, in any of the styles that were seen."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=end, quoting=quoting)
    writer.writerow(header)
    writer.writerows(rows)
    path.write_bytes(stream.getvalue().encode(encoding))
    return path


def as_xlsx(path: Path, rows: list[list[object]]) -> Path:
    """Write a spreadsheet with one sheet."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def zipped(path: Path, *members: Path) -> Path:
    """A ZIP with some files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in members:
            archive.write(member, member.name)
    return path


_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKED = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def as_prefixed_xlsx(path: Path, rows: list[list[str]]) -> Path:
    """Write a spreadsheet by hand as some portals do: every element with the prefix ``x:``."""
    lines = "".join(f"<x:row>{''.join(map(_prefixed_cell, row))}</x:row>" for row in rows)
    override = f'<Override PartName="/xl/{{}}.xml" ContentType="{_TYPE}.{{}}+xml"/>'
    link = f'<Relationships xmlns="{_PACKED}/relationships"><Relationship Id="r1" '
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKED}/content-types">'
        f'<Default Extension="rels" ContentType="{_PACKED}.relationships+xml"/>'
        + override.format("workbook", "sheet.main")
        + override.format("worksheets/sheet1", "worksheet")
        + "</Types>",
        "_rels/.rels": f'{link}Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
        "xl/_rels/workbook.xml.rels": f'{link}Type="{_LINKS}/worksheet" '
        'Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/workbook.xml": f'<x:workbook xmlns:x="{_SHEETS}" xmlns:r="{_LINKS}"><x:sheets>'
        '<x:sheet name="Obras" sheetId="1" r:id="r1"/></x:sheets></x:workbook>',
        "xl/worksheets/sheet1.xml": f'<x:worksheet xmlns:x="{_SHEETS}"><x:sheetData>{lines}'
        "</x:sheetData></x:worksheet>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def _prefixed_cell(words: str) -> str:
    return f'<x:c t="str"><x:v>{escape(words)}</x:v></x:c>' if words else "<x:c/>"
