"""Which region is shown: chosen by an address, bounded in memory, and never by accident."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import threading
from types import SimpleNamespace

import psutil
import pytest
from tornado.httputil import HTTPServerRequest

from cuentas.cli import main
from cuentas.lesson.catalogue import course
from cuentas.serve import lesson_page, regions, run
from cuentas.serve.kernel import forks
from cuentas.serve.kernel.forks import Zygote, can_fork
from cuentas.serve.kernel.stages import Scene, Stages, version_of
from cuentas.serve.lesson_page import LessonPages
from cuentas.serve.pages import Site
from cuentas.serve.regions import Region, Regions, asked_by
from serve.tiny_course import FIRST, SECOND, add_regions, eventually, make_course, start
from support import ROOT, edit

NAMES = {"apurimac": "Apurímac", "moquegua": "Moquegua"}
LESSON = f"lecciones/{FIRST}"
LESSON_KERNEL = "cuentas.serve.kernel.lesson_kernel"
QUESTION = "¿De qué región quieres ver las cuentas?"
NOWHERE = (
    "atlantida",
    "../moquegua",
    "..%2F..%2Fapurimac",
    "%2e%2e%2fapurimac",
    "apurimac/",
    "APURIMAC",
    "_template",
    "%ff%fe",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "apurimac%0d%0aSet-Cookie:a=b",
    "a" * 10_000,
    "",
)
needs_fork = pytest.mark.skipif(not can_fork(), reason="este sistema no puede bifurcar procesos")


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


def children(server):
    """Processes that the server started and that live."""
    found = psutil.Process(server.process.pid).children(recursive=True)
    return [one for one in found if one.status() != psutil.STATUS_ZOMBIE]


def title(html):
    return re.search(r"<title>(.*?)</title>", html)[1]


def links(html):
    return re.findall(r'<a [^>]*href="([^"]*)"', html)


def visit_of(html):
    return json.loads(re.search(r'id="cc-visit">(.*?)</script>', html)[1])


def test_the_index_asks_for_the_region_with_links_and_marks_the_one_shown(two_regions):
    html = page(two_regions, "")
    assert QUESTION in html
    offered = re.findall(r'<a href="([^"]*)" data-region-link="(\w+)"( aria-[^>]+)?>', html)
    assert offered == [
        ("/?region=apurimac", "apurimac", ""),
        ("/", "moquegua", ' aria-current="true"'),
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
    own = [link for link in links(html) if link.startswith("/") and link != "/"]
    assert own
    assert all(link.endswith("?region=apurimac") for link in own), own
    _status, _headers, plain = two_regions.get(path)
    assert {link for link in links(plain) if "region=" in link} <= {"/?region=apurimac"}


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


def test_where_processes_cannot_fork_regions_are_told_apart_all_the_same(home):
    server = start(home, CUENTAS_FORK="0")
    try:
        html = page(server, f"{LESSON}?region=apurimac")
        assert "Datos de apurimac" in html
        status, told = server.visit(html)
        assert status == 201
        assert eventually(lambda: server.get(f"api/kernels/{told['kernel']}")[0] == 200)
        [kernel] = [one for one in children(server) if one.cmdline()[2:3] == [LESSON_KERNEL]]
        assert kernel.environ()["CUENTAS_REGION"] == "apurimac"
    finally:
        server.stop()


def test_below_a_base_address_and_with_another_start_links_are_as_short_as_can_be(home):
    server = start(home, "/ana/", CUENTAS_REGION="apurimac")
    try:
        html = page(server, LESSON)
        assert "Datos de apurimac" in html
        assert "?region=" not in html
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
        # Who asks for it waits for its check, and gets what opens by itself.
        assert "Región: Moquegua" in page(server, "ayuda?region=rota")
        assert QUESTION not in page(server, "")
        assert eventually(
            lambda: not any("pack_check" in str(one.cmdline()) for one in children(server))
        )
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
    monkeypatch.setattr(run, "_serve", lambda opening, _closing: used.append(opening) or 0)
    used = []
    assert main(["serve", "--region", "moquegua", "--port", "9000"]) == 0
    assert regions.current_region() == "moquegua"
    assert str(used[0].command) == "cuentas serve --port 9000 --region moquegua"


# ---- Without a server ----


class Check:
    """A check that tells what it is given, as it is given."""

    def __init__(self, *told, stopped=False):
        self.told, self.is_stopped = told, stopped

    def others(self):
        yield from self.told


def test_the_region_that_opens_by_itself_is_named_in_no_address():
    known = Regions("moquegua", NAMES)
    assert Site("/").page("ayuda") == "/ayuda"
    assert Site("/", known.get("moquegua")).page() == "/"
    assert Site("/a/", known.get("apurimac")).page("ayuda") == "/a/ayuda?region=apurimac"
    assert known.get("nada") is known.start


def test_who_asks_for_a_region_that_is_being_checked_waits_for_it():
    known, told = Regions("a", {"a": "A", "b": "B", "c": "C"}), threading.Event()

    class Slow(Check):
        def others(self):
            told.wait(10)
            yield from super().others()

    async def story():
        thread = threading.Thread(target=known.learn, args=(Slow(("b", ()), ("c", ("falla",))),))
        thread.start()
        asked = [asyncio.create_task(known.meant(slug)) for slug in ("a", "b", "c", "x")]
        await asyncio.sleep(0.2)
        waited = [one.done() for one in asked]
        told.set()
        return waited, [(await one).slug for one in asked]

    waited, meant = asyncio.run(story())
    assert waited == [True, False, False, True]
    assert meant == ["a", "b", "a", "a"]
    assert [one.slug for one in known.offered] == ["a", "b"]


def test_a_check_that_ended_halfway_proves_nothing_unless_the_server_ended_it():
    known = Regions("a", {"a": "A", "b": "B"})
    known.learn(Check(stopped=True))
    assert [one.slug for one in known.offered] == ["a", "b"]
    known.learn(Check())
    assert [one.slug for one in known.offered] == ["a"]


def test_nobody_waits_for_ever_for_a_check(monkeypatch):
    monkeypatch.setattr(regions, "PATIENCE_SECONDS", 0.1)
    assert asyncio.run(Regions("a", {"b": "B"}).meant("b")).slug == "a"


def test_an_address_may_say_anything():
    for words, slug in (("region=b", "b"), ("region=%FF", "\ufffd"), ("", ""), ("region", "")):
        assert asked_by(HTTPServerRequest("GET", f"/?{words}")) == slug


def test_the_version_of_a_lesson_follows_the_data_of_its_region_only(tmp_path, monkeypatch):
    home = add_regions(make_course(tmp_path), NAMES)
    monkeypatch.setenv("CUENTAS_HOME", str(home))
    lesson = course().lesson(FIRST)
    before = {slug: version_of(lesson, slug) for slug in NAMES}
    edit(home / "datasets" / "regions" / "apurimac" / "region.toml", "Apurímac", "Otra")
    forget_packs()
    assert version_of(lesson, "moquegua") == before["moquegua"]
    assert version_of(lesson, "apurimac") != before["apurimac"]
    assert len(set(before.values())) == 2


def forget_packs():
    from cuentas.serve.kernel import stages  # noqa: PLC0415 - what a new server would not know

    stages._pack.cache_clear()


@pytest.fixture
def rehearsals(home, monkeypatch):
    """The course in this process, and its rehearsals that live."""
    monkeypatch.setenv("CUENTAS_HOME", str(home))
    own = Zygote()
    monkeypatch.setattr(forks, "_shared", own)

    def living():
        return len(psutil.Process(own.pid).children())

    yield SimpleNamespace(lesson=course().lesson(FIRST), living=living)
    own.stop()


@needs_fork
def test_rehearsals_of_other_regions_are_few_and_the_start_region_keeps_its_own(rehearsals):
    async def story():
        stages, lesson = Stages("casa", most_guests=2), rehearsals.lesson
        first = await stages.stage(lesson, "casa")
        guests = [await stages.stage(lesson, slug) for slug in ("a", "b", "c", "d")]
        assert [guest.rests for guest in guests] == [True, True, False, False]
        assert not first.rests
        known = await stages.known(lesson, "a")
        again = await stages.scene(lesson, "a", "")
        assert known is guests[0]
        assert known.version == again.version
        assert "Datos de a" in str(again.outputs["fuentes"])
        assert [guest.rests for guest in guests] == [True, True, True, False]

    asyncio.run(story())
    assert eventually(lambda: rehearsals.living() == 3)


@needs_fork
def test_rehearsals_of_other_regions_end_when_nobody_asks_for_them(rehearsals):
    async def story():
        stages, lesson = Stages("casa", idle_seconds=0.0), rehearsals.lesson
        first, guest = await stages.stage(lesson, "casa"), await stages.stage(lesson, "a")
        await asyncio.sleep(0.05)
        await stages.end_idle()
        return first.rests, guest.rests

    assert asyncio.run(story()) == (False, True)
    assert eventually(lambda: rehearsals.living() == 1)


class Drawn:
    """Rehearsals of a lesson that shows any district; drawing costs nothing."""

    def __init__(self):
        self.drawn = 0

    async def known(self, _lesson, region):
        return SimpleNamespace(version=region, spelling=lambda query: query)

    async def scene(self, _lesson, region, query):
        self.drawn += 1
        return Scene(region, query, {}, {})


def test_pages_kept_in_memory_are_bounded_whatever_is_asked(home, monkeypatch):
    monkeypatch.setenv("CUENTAS_HOME", str(home))
    monkeypatch.setattr(lesson_page, "MOST_BYTES", 20_000)
    pages, drawn, lesson = LessonPages(), Drawn(), course().lesson(FIRST)

    async def ask(region, query):
        return await pages.page(lesson, course(), drawn, query, Site("/", Region(region)))

    async def story():
        wanted = [(region, f"distrito={n}") for region in "abc" for n in range(10)]
        for one in wanted:
            await ask(*one)
        kept = list(pages._pages.values())
        assert sum(len(page.compressed) for page in kept) == pages._bytes <= 20_000
        assert 1 < len(kept) < len(wanted)
        before = drawn.drawn
        assert (await ask(*wanted[-1])).tag == kept[-1].tag
        assert drawn.drawn == before
        await ask(*wanted[0])
        assert drawn.drawn == before + 1

    asyncio.run(story())
