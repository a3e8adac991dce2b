"""What a trainer must know of her files names the file that it is about."""

from cuentas.data.pack import Pack
from cuentas.i18n import formats
from cuentas.region.choice import today
from cuentas.region.sources import Place, budget_rows, engine, recognise
from region import regions
from region.sources import official


def test_every_surprise_of_a_reading_carries_its_file(tmp_path):
    titled = [["Consulta Amigable"], official.AMIGABLE, *official.BUDGETS]
    first = recognise(official.as_xlsx(tmp_path / "a.xlsx", titled))
    zero = [[*official.TORATA, *["0"] * 7, "0.0"], *official.BUDGETS[:1]]
    second = recognise(official.as_csv(tmp_path / "b.csv", official.AMIGABLE, zero))
    with engine() as session:
        found = budget_rows(session, [first, second], Place.of("18")).surprises
    told = {(one.kind, one.sha256) for one in found}
    assert told == {("title-rows", first.sha256), ("pim-zero", second.sha256)}


def test_the_report_says_in_which_file_each_thing_is(run, asked, tmp_path):
    old = regions.amigable(tmp_path / "viejo.csv", years=(2022, 2023))
    old.write_bytes(old.read_text("utf-8").encode("cp1252"))
    new = regions.amigable(tmp_path / "nuevo.csv", years=(2024,))
    new.write_bytes(new.read_text("utf-8").encode("cp1252"))
    assert run(*asked(old, new))[0] == 0
    report = (tmp_path / "out" / "moquegua" / "INFORME.md").read_text(encoding="utf-8")
    for name in ("viejo.csv", "nuevo.csv"):
        assert f"- «{name}»: No está en UTF-8; se leyó con su propia codificación." in report


def test_a_year_that_is_left_out_says_of_which_file(run, asked, tmp_path):
    whole = regions.amigable(tmp_path / "entero.csv")
    begun = regions.amigable(tmp_path / "empezado.csv", years=(2025,), spent=3)
    words = [*asked(whole, begun, day="entero.csv=2025-03-01"), "--query-date", "2025-06-01"]
    assert run(*words)[0] == 0
    report = (tmp_path / "out" / "moquegua" / "INFORME.md").read_text(encoding="utf-8")
    assert "- «empezado.csv»: 2025 no estaba terminado" in report


def test_files_that_lack_municipalities_are_told_before_teaching(run, asked, tmp_path):
    part = regions.amigable(tmp_path / "a.csv", districts=("180106",))
    assert run(*asked(part))[0] == 0
    report = (tmp_path / "out" / "moquegua" / "INFORME.md").read_text(encoding="utf-8")
    worth = report.partition("## Mira esto antes de enseñar")[2].partition("##")[0]
    assert "De 3 distritos con población, 2 no tienen presupuesto en estos archivos." in worth
    assert "180204 Ichuña; 180301 Ilo." in worth


def test_files_of_one_day_that_differ_name_the_municipalities(run, asked, tmp_path):
    first = regions.amigable(tmp_path / "a.csv", years=(2024,), districts=("180106",))
    second = regions.amigable(tmp_path / "b.csv", years=(2024,), districts=("180106",), spent=70)
    assert run(*asked(first, second))[0] == 0
    report = (tmp_path / "out" / "moquegua" / "INFORME.md").read_text(encoding="utf-8")
    assert "Por ejemplo: 180106 MUNICIPALIDAD DISTRITAL DE TORATA: 2024." in report


def without_date(words):
    """The same order, and nobody says the day."""
    at = words.index("--query-date")
    return [*words[:at], *words[at + 2 :]]


def test_a_day_that_nobody_said_is_only_the_latest_that_it_can_be(run, asked, tmp_path):
    whole = regions.amigable(tmp_path / "fresco.csv", years=(2023, 2024))
    status, said, _complained = run(*without_date(asked(whole)))
    assert status == 0
    folder = tmp_path / "out" / "moquegua"
    pack = Pack(folder)
    for name in ("budget", "population"):
        sources = pack.dataset(name).package["sources"]
        assert {one["query_date_precision"] for one in sources} == {"no_later_than"}
        assert f"a más tardar el {formats.long_date(today())}" in pack.dataset(name).notes
    report = (folder / "INFORME.md").read_text(encoding="utf-8")
    assert "«fresco.csv»: MEF, Consulta Amigable de ejecución del gasto, leído a más tard" in report
    asks = "Nadie dijo qué día se descargaron «censo.csv», «inei.csv» y «fresco.csv»."
    assert asks in report.partition("## Mira esto antes de enseñar")[2].partition("##")[0]
    assert asks in said


def test_a_day_that_somebody_said_is_not_asked_for(run, asked, tmp_path):
    for slug, day in (("uno", "2025-03-01"), ("dos", "2025-03"), ("tres", "hasta:2025-03-01")):
        budget = regions.amigable(tmp_path / f"{slug}.csv")
        status, said, _complained = run(*asked(budget, slug=slug, day=day))
        report = (tmp_path / "out" / slug / "INFORME.md").read_text(encoding="utf-8")
        assert status == 0
        assert "Nadie dijo" not in said + report


def test_an_update_without_a_day_says_so_at_once(run, asked, tmp_path):
    assert run(*asked(regions.amigable(tmp_path / "a.csv")))[0] == 0
    newer = regions.amigable(tmp_path / "b.csv", years=(2024,), spent=70)
    said = run("update", "moquegua", "--budget", newer, "--out", tmp_path / "out")[1]
    assert "Nadie dijo qué día se descargó «b.csv»." in said


def test_files_that_lack_municipalities_are_told_at_once(run, asked, tmp_path):
    part = regions.amigable(tmp_path / "a.csv", districts=("180106",))
    said = run(*asked(part))[1]
    assert said.startswith("Listo: ")
    assert "De 3 distritos con población, 2 no tienen presupuesto" in said
