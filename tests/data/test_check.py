"""A pack is taught with only when nothing is missing, undated, unknown or wrong."""

import pytest

from cuentas.data.check import check_pack
from cuentas.data.controls import controls
from cuentas.data.tables import DatasetError, open_dataset
from support import REGION, copy_pack, edit, edit_json


def damaged(folder, damage):
    """The faults of a copy of the real pack after ``damage``."""
    damage(folder)
    report = check_pack(folder)
    assert not report.passed
    return "\n".join(report.faults)


@pytest.fixture
def copy(tmp_path):
    return copy_pack(tmp_path)


def test_the_real_pack_passes_and_shows_its_controls():
    report = check_pack(REGION)
    assert report.faults == ()
    assert len(report.controls) > 150
    assert all(control.kept for control in report.controls)


def test_controls_that_do_not_agree_stay_and_say_why():
    apart = [control for control in check_pack(REGION).controls if not control.agrees]
    assert len(apart) > 10
    assert all(control.reason for control in apart)


def first_row(folder, dataset="budget"):
    return (folder / dataset / "data.csv").read_text(encoding="utf-8").splitlines()[1]


def undate(content):
    content["sources"][0]["query_date"] = ""


def blank_date(content):
    content["sources"][0]["query_date"] = None


def unsource(content):
    content["sources"] = []


def unmark(content):
    content["mark"] = "rumour"


def unaddress(content):
    del content["sources"][0]["path"]


def vague(content):
    content["sources"][0]["query_date_precision"] = "more_or_less"


DESCRIPTIONS = [
    (undate, "no tiene fecha de consulta"),
    (blank_date, "no tiene fecha de consulta"),
    (unsource, "no nombra ninguna fuente"),
    (unmark, "falta «mark»"),
    (unaddress, "no tiene «path»"),
    (vague, "precisión de fecha desconocida"),
]


@pytest.mark.parametrize(("change", "sentence"), DESCRIPTIONS)
def test_a_source_without_date_address_or_mark_is_refused(copy, change, sentence):
    path = copy / "budget" / "datapackage.json"
    faults = damaged(copy, lambda _folder: edit_json(path, change))
    assert "budget/datapackage.json: " in faults
    assert sentence in faults


def test_a_missing_dataset_folder_is_named(copy):
    def remove(folder):
        (folder / "population").rename(folder.parent / "elsewhere")

    assert "Falta la carpeta population/" in damaged(copy, remove)


@pytest.mark.parametrize("name", ["data.csv", "controls.csv", "datapackage.json", "revisions.csv"])
def test_a_missing_file_is_named_once(copy, name):
    faults = damaged(copy, lambda folder: (folder / "budget" / name).unlink())
    lines = [line for line in faults.splitlines() if "Falta" in line and f"budget/{name}" in line]
    assert len(lines) == 1


def test_a_missing_region_file_is_named(copy):
    assert "region.toml" in damaged(copy, lambda folder: (folder / "region.toml").unlink())


def test_a_wrong_total_is_told_with_its_difference(copy):
    def add_a_sol(folder):
        row = first_row(folder)
        cells = row.split(",")
        cells[8] = str(int(cells[8]) + 1)
        edit(folder / "budget" / "data.csv", row, ",".join(cells))

    faults = damaged(copy, add_a_sol)
    assert "«Devengado de todas las municipalidades en 2015» debía dar" in faults
    assert "(diferencia 1)" in faults


def test_a_control_that_quietly_agrees_again_must_not_stay_marked_no(copy):
    path = copy / "totals" / "controls.csv"
    faults = damaged(copy, lambda _f: edit(path, "2068000000,PR-EJ24,no", "2160173130,PR-EJ24,no"))
    assert "está marcado «no»" in faults


def test_a_control_marked_with_another_word_is_refused(copy):
    path = copy / "totals" / "controls.csv"
    faults = damaged(copy, lambda _f: edit(path, "MEF-COMP,sí", "MEF-COMP,si"))
    assert "se espera «sí» o «no»" in faults


def test_a_code_that_lost_its_zero_is_recognised(copy):
    path = copy / "population" / "data.csv"
    faults = damaged(copy, lambda _f: edit(path, "180106,", "18106,"))
    assert "population/data.csv, fila 7: el código «18106» debe tener 6 cifras" in faults
    assert "¿Perdió el cero de adelante?" in faults


def test_a_district_code_in_the_region_file_is_checked_too(copy):
    faults = damaged(
        copy, lambda folder: edit(folder / "region.toml", 'ubigeo = "180106"', 'ubigeo = "18106"')
    )
    assert "region.toml, distrito Torata: el código «18106»" in faults


def test_an_unknown_district_is_named_with_its_row(copy):
    path = copy / "investments" / "data.csv"
    faults = damaged(copy, lambda _f: edit(path, ",180101,", ",180199,"))
    assert "el distrito 180199 no está en region.toml" in faults


def test_a_district_without_people_is_named(copy):
    def forget(folder):
        row = next(
            line
            for line in (folder / "population" / "data.csv").read_text("utf-8").splitlines()
            if line.startswith("180207")
        )
        edit(folder / "population" / "data.csv", row + "\n", "")

    assert "population/data.csv: falta el distrito 180207 (Matalaque)" in damaged(copy, forget)


def test_a_cell_of_another_type_is_named_with_row_and_column(copy):
    def spoil(folder):
        row = first_row(folder)
        pim = row.split(",")[4]
        edit(folder / "budget" / "data.csv", f",{pim},", f",{pim}x,")

    faults = damaged(copy, spoil)
    assert "budget/data.csv: fila 2, columna «pim»" in faults
    assert "no es del tipo que pide la columna" in faults


def test_a_repeated_key_is_refused(copy):
    def repeat(folder):
        row = first_row(folder)
        edit(folder / "budget" / "data.csv", row, f"{row}\n{row}")

    assert "la clave se repite" in damaged(copy, repeat)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("budget/datapackage.json", "no es JSON válido"),
        ("region.toml", "no es TOML válido"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_spanish(copy, name, sentence):
    faults = damaged(copy, lambda folder: (folder / name).write_text("{ = [", encoding="utf-8"))
    assert sentence in faults


@pytest.mark.parametrize("content", ["[]", "{}", '{"resources": [{"name": "data"}]}', "null"])
def test_a_description_without_tables_is_refused(copy, content):
    path = copy / "budget" / "datapackage.json"
    faults = damaged(copy, lambda _f: path.write_text(content, encoding="utf-8"))
    assert "debe describir cada tabla" in faults


@pytest.mark.parametrize("entry", ["tile", "sec_ejec", "municipality"])
def test_a_district_without_an_entry_is_refused(copy, entry):
    faults = damaged(
        copy, lambda folder: edit(folder / "region.toml", f"\n{entry} = ", "\nother =")
    )
    assert f"region.toml, distrito Moquegua: falta «{entry}»." in faults


def test_an_entry_with_another_shape_is_refused(copy):
    faults = damaged(copy, lambda f: edit(f / "region.toml", "tile = [5, 2]", "tile = [5]"))
    assert "region.toml, distrito Moquegua: «tile» dice [5] y debe ser [fila, columna]" in faults


@pytest.mark.parametrize("section", ["## Qué dice", "## Qué NO dice"])
def test_a_readme_must_say_what_the_table_says_and_what_not(copy, section):
    faults = damaged(copy, lambda f: edit(f / "budget" / "README.md", section, "## Otra cosa"))
    assert f"budget/README.md: falta la parte «{section.strip('# ')}»" in faults


@pytest.mark.parametrize("name", ["README.md", "data.csv", "controls.csv"])
def test_a_file_in_another_encoding_is_a_fault_not_a_crash(copy, name):
    path = copy / "totals" / name
    words = path.read_text(encoding="utf-8")
    faults = damaged(copy, lambda _f: path.write_bytes(words.encode("utf-16")))
    assert f"totals/{name}" in faults


def test_one_run_lists_all_the_faults_together(copy):
    def ruin(folder):
        (folder / "spending" / "data.csv").unlink()
        edit_json(folder / "budget" / "datapackage.json", undate)
        edit(folder / "population" / "data.csv", "180106,", "18106,")
        edit(folder / "investments" / "data.csv", ",180101,", ",180199,")
        edit(folder / "totals" / "controls.csv", "1900655832", "1900655833")
        edit(folder / "budget" / "README.md", "## Qué NO dice", "## Nada")
        (folder / "transfers").rename(folder.parent / "elsewhere")

    faults = damaged(copy, ruin)
    for sentence in (
        "spending/data.csv",
        "no tiene fecha de consulta",
        "«18106»",
        "180199 no está en region.toml",
        "(diferencia -1)".replace("-", "\N{MINUS SIGN}"),
        "falta la parte «Qué NO dice»",
        "Falta la carpeta transfers/",
    ):
        assert sentence in faults


def test_a_table_saved_by_a_spreadsheet_with_its_mark_is_read_all_the_same(copy):
    for name in ("data.csv", "controls.csv"):
        path = copy / "totals" / name
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert check_pack(copy).faults == ()


def test_unknown_columns_are_reported_not_dropped(copy):
    def add(folder):
        path = folder / "totals" / "data.csv"
        edit(path, "year,entity", "extra,year,entity")

    assert "columna" in damaged(copy, add)


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("year=2022;entity=department,pim", "year=2022;entity=department,gasto", "'gasto'"),
        ("year=2022;entity=department,pim", "anio=2022,pim", "'anio'"),
        ("year=2022;entity=department,pim", "year=2022,name", "no se puede sumar"),
        ("1900655832", "mucho", "«mucho» no es un número"),
        ("control,resource", "kontrol,resource", "debe tener las columnas"),
        ("departamento,data", "departamento,datos", "no describe «datos»"),
    ],
)
def test_a_control_that_cannot_be_computed_is_told_with_its_place(copy, before, after, sentence):
    edit(copy / "totals" / "controls.csv", before, after)
    with pytest.raises(DatasetError, match=sentence):
        controls(open_dataset(copy / "totals"))


def test_national_limits_keep_their_controls_and_their_notes():
    national = REGION.parents[1] / "national" / "thresholds"
    assert all(control.kept for control in controls(open_dataset(national)))
    assert "## Qué NO dice" in open_dataset(national).notes


def test_a_region_saved_with_a_byte_order_mark_is_read(copy):
    path = copy / "region.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert check_pack(copy).faults == ()


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_a_region_saved_in_another_encoding_says_how_to_save_it(copy, encoding):
    path = copy / "region.toml"
    path.write_text(path.read_text(encoding="utf-8"), encoding=encoding)
    assert f"{path} no está guardado como UTF-8." in check_pack(copy).faults[0]


@pytest.mark.parametrize(
    "slip", ["capital = Moquegua", 'capital = "Moquegua', 'capital "Moquegua"']
)
def test_a_slip_of_the_pen_is_told_with_its_line(copy, slip):
    path = copy / "region.toml"
    edit(path, 'capital = "Moquegua"', slip)
    lines = path.read_text(encoding="utf-8").splitlines()
    line = next(at for at, words in enumerate(lines, 1) if words == slip)
    assert check_pack(copy).faults[0] == (
        f"{path} no es TOML válido. Línea {line}: falta o sobra algo. Dice: {slip}"
    )


def test_a_slip_that_reaches_the_end_is_told_at_the_last_line(copy):
    path = copy / "region.toml"
    path.write_text("ready = true\nplaces = [1,\n", encoding="utf-8")
    assert "Línea 2: falta o sobra algo. Dice: places = [1," in check_pack(copy).faults[0]
