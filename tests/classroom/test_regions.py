"""Which region is shown: chosen by an address, bounded in memory, and never by accident."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
from types import SimpleNamespace

import pytest
from tornado.httputil import HTTPServerRequest

from classroom.tiny_course import FIRST, SECOND, add_regions, make_course, start
from cuentas.classroom import lesson_page, regions, run
from cuentas.classroom import lessons as lessons_module
from cuentas.classroom.lesson_page import LessonPages
from cuentas.classroom.lessons import LessonError, Lessons, Scene
from cuentas.classroom.pages import Site
from cuentas.classroom.regions import Region, Regions, asked_by
from cuentas.classroom.versions import version_of
from cuentas.cli import main
from cuentas.course import course
from support import ROOT, edit

NAMES = {"apurimac": "Apurímac", "moquegua": "Moquegua"}
LESSON = f"lecciones/{FIRST}"
READING = "02_leer_un_presupuesto"
TORATA = "Municipalidad Distrital de Torata"
QUESTION = "¿De qué región quieres ver las cuentas?"
NOWHERE = (
    "atlantida",
    "../moquegua",
    "..%2F..%2Fapurimac",
    "%2e%2e%2fapurimac",
    "apurimac/",
    "_template",
    "%ff%fe",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "apurimac%0d%0aSet-Cookie:a=b",
    "a" * 10_000,
    "",
)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return add_regions(make_course(tmp_path_factory.mktemp("regiones")), NAMES)


@pytest.fixture(scope="module")
def two_regions(home):
    running = start(home)
    yield running
    running.stop()


def page(server, path):
    status, _headers, html = server.get(path)
    assert status == 200
    return html


def title(html):
    return re.search(r"<title>(.*?)</title>", html)[1]


def links(html):
    return re.findall(r'<a [^>]*href="([^"]*)"', html)


def visit_of(html):
    return json.loads(re.search(r'id="cc-visit">(.*?)</script>', html)[1])


def test_the_index_asks_for_the_region_with_links_that_name_it_and_marks_the_one_shown(two_regions):
    html = page(two_regions, "")
    assert QUESTION in html
    offered = re.findall(r'<a href="([^"]*)" data-region-link="(\w+)"( aria-[^>]+)?>', html)
    assert offered == [
        ("/?region=apurimac", "apurimac", ""),
        ("/?region=moquegua", "moquegua", ' aria-current="true"'),
    ]
    assert title(html).endswith("· Moquegua")
    other = page(two_regions, "?region=apurimac")
    assert title(other).endswith("· Apurímac")
    assert 'data-region-link="apurimac" aria-current="true"' in other


def test_with_one_region_nobody_is_asked(server):
    assert QUESTION not in page(server, "")


@pytest.mark.parametrize("path", ["", LESSON, "ayuda", "nada"])
def test_every_way_out_of_a_page_keeps_its_region(two_regions, path):
    _status, _headers, html = two_regions.get(f"{path}?region=apurimac")
    assert "Región: Apurímac" in html
    choosing = {"/?region=apurimac", "/?region=moquegua"}
    own = [link for link in links(html) if link.startswith("/") and link not in choosing]
    assert own or "/?region=apurimac" in links(html)
    assert all(link.endswith("?region=apurimac") for link in own), own
    _status, _headers, plain = two_regions.get(path)
    assert {link for link in links(plain) if "region=" in link} <= choosing


@pytest.mark.parametrize("path", [LESSON, "ayuda"])
@pytest.mark.parametrize("region", ["moquegua", "apurimac"])
def test_the_way_to_all_lessons_names_the_region_that_is_shown(two_regions, path, region):
    asked = "" if region == "moquegua" else f"?region={region}"
    html = page(two_regions, path + asked)
    assert re.search(r'class="cc-brand" href="([^"]*)"', html)[1] == f"/?region={region}"
    out = re.findall(r'href="([^"]*)">(?:Todas|Ver) las lecciones<', html)
    assert out == [f"/?region={region}"]


def test_what_does_not_exist_is_of_no_region_and_leads_to_the_one_seen_last(two_regions):
    _status, _headers, html = two_regions.get("nada")
    assert set(links(html)) - {"#contenido"} == {"/"}


def test_each_region_has_its_own_lesson(two_regions):
    here, there = page(two_regions, LESSON), page(two_regions, f"{LESSON}?region=apurimac")
    assert "Datos de moquegua" in here
    assert "Datos de apurimac" in there
    assert title(there).endswith("· Apurímac")
    assert visit_of(here)["version"] != visit_of(there)["version"]
    assert visit_of(there)["opening"] == f"/{LESSON}?region=apurimac"


@pytest.mark.parametrize("region", [*NOWHERE, "moquegua"])
def test_what_names_no_other_region_shows_the_one_that_opens_by_itself(two_regions, region):
    plain = two_regions.get(LESSON)
    asked = two_regions.get(f"{LESSON}?region={region}")
    assert (asked[0], asked[2]) == (200, plain[2])
    assert asked[1]["ETag"] == plain[1]["ETag"]


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("APURIMAC", "apurimac"),
        ("apur%C3%ADmac", "apurimac"),
        ("+Apur%C3%8Dmac+", "apurimac"),
        ("Moquegua", "moquegua"),
    ],
)
def test_a_region_written_in_a_hurry_opens_at_the_address_that_names_it(two_regions, words, slug):
    asked = http.client.HTTPConnection("127.0.0.1", two_regions.port, timeout=60)
    asked.request("GET", f"/{LESSON}?distrito=030506&region={words}&x=%0d%0aA:b")
    answer = asked.getresponse()
    assert answer.status == 302
    assert answer.headers["Location"] == f"?distrito=030506&region={slug}&x=%0D%0AA%3Ab"
    html = page(two_regions, f"{LESSON}?region={words}")
    assert html == page(two_regions, f"{LESSON}?region={slug}")


def test_a_visit_may_spell_its_region_in_any_way(two_regions):
    html = page(two_regions, f"{LESSON}?region=apurimac")
    assert two_regions.visit(html.replace('"region": "apurimac"', '"region": "APURIMAC"'))[0] == 201


def test_of_two_regions_in_one_address_the_first_counts(two_regions):
    html = page(two_regions, f"{LESSON}?region=apurimac&region=moquegua")
    assert html == page(two_regions, f"{LESSON}?region=apurimac")


def test_a_visit_gets_a_kernel_of_the_region_that_its_page_shows(two_regions):
    html = page(two_regions, f"{LESSON}?region=apurimac")
    assert two_regions.visit(html)[0] == 201
    foreign = html.replace('"region": "apurimac"', '"region": "moquegua"')
    assert two_regions.visit(foreign) == (409, {"error": "version"})


@pytest.mark.parametrize("region", [7, None, [], {"a": 1}, "..", "x" * 9000])
def test_a_visit_that_names_no_region_is_one_to_the_region_that_opens(two_regions, region):
    asked = visit_of(page(two_regions, LESSON)) | {"region": region}
    kind = {"Content-Type": "application/json"}
    status, _headers, body = two_regions.fetch("visitas", "POST", json.dumps(asked).encode(), kind)
    assert status == 201
    two_regions.get(f"voila/api/shutdown/{json.loads(body)['kernel']}", method="POST")


def test_below_a_base_address_and_with_another_start_links_are_as_short_as_can_be(home):
    server = start(home, "/ana/", CUENTAS_REGION="apurimac")
    try:
        html = page(server, LESSON)
        assert "Datos de apurimac" in html
        assert {link for link in links(html) if "?region=" in link} == {"/ana/?region=apurimac"}
        other = page(server, f"{LESSON}?region=moquegua")
        assert "Datos de moquegua" in other
        assert f"/ana/lecciones/{SECOND}?region=moquegua" in links(other)
    finally:
        server.stop()


def test_a_region_whose_data_have_faults_is_not_offered_and_that_is_told(tmp_path):
    for folder in ("lessons", "datasets"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    packs = tmp_path / "datasets" / "regions"
    shutil.rmtree(packs / "apurimac", ignore_errors=True)
    shutil.copytree(packs / "moquegua", packs / "rota")
    edit(packs / "rota" / "region.toml", 'slug = "moquegua"', 'slug = "rota"')
    (packs / "rota" / "population" / "data.csv").unlink()
    server = start(tmp_path)
    try:
        assert "Región: Moquegua" in page(server, "ayuda?region=rota")
        assert QUESTION not in page(server, "")
    finally:
        _status, _out, err = server.stop()
    assert "La región rota no se ofrece: sus datos tienen fallas." in err
    assert "cuentas region check rota" in err


def test_a_region_that_the_course_does_not_have_cannot_be_opened(capsys, monkeypatch):
    monkeypatch.setattr(run, "serve", None)
    assert main(["serve", "--region", "atlantida"]) == 2
    told = capsys.readouterr().err
    assert "No conozco la región «atlantida». Regiones de este curso:" in told
    assert "moquegua" in told
    monkeypatch.undo()
    monkeypatch.setenv("CUENTAS_REGION", "atlantida")
    assert run.serve() == 1
    assert "No conozco la región «atlantida»." in capsys.readouterr().err


def test_the_region_asked_for_is_the_one_in_use(monkeypatch):
    monkeypatch.setenv("CUENTAS_REGION", "")  # what the command writes there is undone
    monkeypatch.setattr(run, "_open", lambda opening, _closing: used.append(opening) or 0)
    used = []
    assert main(["serve", "--region", "moquegua", "--port", "9000"]) == 0
    assert regions.current_region() == "moquegua"
    assert str(used[0].command) == "cuentas serve --port 9000 --region moquegua"


# ---- Without a server ----


def test_the_region_that_opens_by_itself_is_named_in_no_address():
    known = Regions("moquegua", NAMES, NAMES.get)
    assert Site("/").page("ayuda") == "/ayuda"
    assert Site("/a/").home == "/a/"
    assert Site("/a/", known.get("moquegua")).home == "/a/?region=moquegua"
    assert Site("/", known.get("moquegua")).page() == "/"
    assert Site("/a/", known.get("apurimac")).page("ayuda") == "/a/ayuda?region=apurimac"
    assert known.get("nada") == known.start


def test_regions_of_one_name_are_told_apart_by_their_slug_wherever_they_are_shown():
    names = {"junin": "Junín", "junin-2": "JUNIN", "ilo": "Ilo"}
    known = Regions("junin", names, names.get)
    assert [one.name for one in known.offered] == ["Ilo", "Junín (junin)", "JUNIN (junin-2)"]
    assert [one for one in known.offered if one == known.start] == [known.get("nada")]
    assert known.get("junin-2").name == "JUNIN (junin-2)"
    assert Regions("junin", ["junin"], names.get).start.name == "Junín"


def test_only_regions_with_data_in_order_are_offered(monkeypatch):
    monkeypatch.setattr(regions, "region_slugs", lambda: ("a", "b", "c"))
    monkeypatch.setattr(regions, "current_region", lambda: "a")
    monkeypatch.setattr(regions.readiness, "faults", lambda slug: ("falla",) if slug == "b" else ())
    known = Regions.of_the_course()
    assert [one.slug for one in known.offered] == ["a", "c"]
    assert known.get("b").slug == "a"


def test_an_address_may_say_anything():
    for words, slug in (("region=b", "b"), ("region=%FF", "\ufffd"), ("", ""), ("region", "")):
        assert asked_by(HTTPServerRequest("GET", f"/?{words}")) == slug


def test_the_version_of_a_lesson_follows_the_data_of_its_region_only(tmp_path, monkeypatch):
    home = add_regions(make_course(tmp_path), NAMES)
    monkeypatch.setenv("CUENTAS_HOME", str(home))
    lesson = course().lesson(FIRST)
    before = {slug: version_of(lesson, slug) for slug in NAMES}
    edit(home / "datasets" / "regions" / "apurimac" / "region.toml", "Apurímac", "Otra")
    assert version_of(lesson, "moquegua") == before["moquegua"]
    assert version_of(lesson, "apurimac") != before["apurimac"]
    assert len(set(before.values())) == 2


def test_the_version_of_a_lesson_follows_what_is_written_and_nothing_else(tmp_path, monkeypatch):
    home = add_regions(make_course(tmp_path), NAMES)
    monkeypatch.setenv("CUENTAS_HOME", str(home))
    lesson, pack = course().lesson(FIRST), home / "datasets" / "regions" / "apurimac"
    before = version_of(lesson, "apurimac")
    (pack / ".~lock.region.toml#").write_text("una hoja de cálculo", "utf-8")
    (pack / ".#region.toml").symlink_to("un editor")
    os.utime(pack / "region.toml", (1, 1))
    assert version_of(lesson, "apurimac") == before
    table = pack / "budget" / "data.csv"
    table.parent.mkdir()
    table.write_text("año\n2024\n", "utf-8")
    assert version_of(lesson, "apurimac") != before
    shutil.rmtree(pack / "budget")
    assert version_of(lesson, "apurimac") == before
    shutil.rmtree(pack)
    assert version_of(lesson, "apurimac") != before


def test_a_lesson_that_borrows_from_other_regions_follows_their_packs_too(tmp_path, monkeypatch):
    shutil.copytree(ROOT / "datasets", tmp_path / "datasets")
    shutil.copytree(ROOT / "lessons", tmp_path / "lessons")
    monkeypatch.setenv("CUENTAS_HOME", str(tmp_path))
    borrowing, plain = course().lesson("05_dos_porcentajes_verdaderos"), course().lessons[0]
    before = [version_of(one, "apurimac") for one in (borrowing, plain)]
    edit(tmp_path / "datasets" / "regions" / "moquegua" / "region.toml", "Moquegua", "Otra")
    assert version_of(borrowing, "apurimac") != before[0]
    assert version_of(plain, "apurimac") == before[1]


def test_a_change_in_a_pack_is_seen_when_the_page_is_loaded_again(tmp_path):
    for folder in ("lessons", "datasets"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    described = tmp_path / "datasets" / "regions" / "moquegua" / "region.toml"
    server = start(tmp_path)
    try:
        before = page(server, f"lecciones/{READING}")
        assert TORATA in before
        edit(described, TORATA, f"{TORATA} la Nueva")
        edit(described, 'name = "Moquegua"', 'name = "Moquegua entera"')
        after = page(server, f"lecciones/{READING}")
        assert title(after).endswith("· Moquegua entera")
        assert f"{TORATA} la Nueva" in after
        assert not re.search(f"{TORATA}(?! la Nueva)", after)
        assert server.visit(before) == (409, {"error": "version"})
        assert server.visit(after)[0] == 201
        assert title(page(server, "")).endswith("· Moquegua entera")
        edit(described, f"{TORATA} la Nueva", TORATA)
        edit(described, 'name = "Moquegua entera"', 'name = "Moquegua"')
        assert page(server, f"lecciones/{READING}") == before
        edit(described, 'name = "Moquegua"', 'name = "Moquegua')
        assert 'id="cc-visit"' not in page(server, f"lecciones/{READING}")
        edit(described, 'name = "Moquegua\n', 'name = "Moquegua"\n')
        assert page(server, f"lecciones/{READING}") == before
    finally:
        _status, _out, told = server.stop()
    assert "region.toml no es TOML válido. Línea" in told


@pytest.mark.parametrize(("changes", "opened"), [(0, 1), (1, 2), (2, 3), (99, None)])
def test_a_lesson_whose_data_change_while_it_is_opened_is_opened_again(
    home, monkeypatch, changes, opened
):
    """What a lesson is called and what it read are of the same instant."""
    monkeypatch.setenv("CUENTAS_HOME", str(home))
    described = home / "datasets" / "regions" / "apurimac" / "region.toml"
    before, lesson, done = described.read_bytes(), course().lesson(FIRST), []

    class Opened:
        faults = ()

        def __init__(self, *_lesson):
            done.append(self)
            if len(done) <= changes:
                described.write_bytes(before + b"#" * len(done))

        def choices(self):
            return {}

        def end(self):
            pass

    monkeypatch.setattr(lessons_module, "Session", Opened)
    try:
        if opened is None:
            with pytest.raises(LessonError, match="cambian mientras se abre"):
                Lessons().known(lesson, "apurimac")
        else:
            known = Lessons().known(lesson, "apurimac")
            assert (len(done), known.version) == (opened, version_of(lesson, "apurimac"))
    finally:
        described.write_bytes(before)


class Drawn:
    """Lessons that show any district; drawing costs nothing."""

    def __init__(self):
        self.drawn = 0

    def known(self, _lesson, region):
        return SimpleNamespace(version=region, spelling=lambda query: query)

    def scene(self, known, query):
        self.drawn += 1
        return Scene(known.version, query, {}, {})

    def expect(self, _known):
        pass


def test_pages_kept_in_memory_are_bounded_whatever_is_asked(home, monkeypatch):
    monkeypatch.setenv("CUENTAS_HOME", str(home))
    monkeypatch.setattr(lesson_page, "MOST_BYTES", 20_000)
    pages, drawn, lesson = LessonPages(), Drawn(), course().lesson(FIRST)

    def ask(region, query):
        return pages.page(lesson, course(), drawn, query, Site("/", Region(region)))

    wanted = [(region, f"distrito={n}") for region in "abc" for n in range(10)]
    for region, query in wanted:
        ask(region, query)
    kept = list(pages._pages.values())
    assert sum(len(page.compressed) for page in kept) == pages._bytes <= 20_000
    assert 1 < len(kept) < len(wanted)
    before = drawn.drawn
    assert ask(*wanted[-1]).tag == kept[-1].tag
    assert drawn.drawn == before
    ask(*wanted[0])
    assert drawn.drawn == before + 1
