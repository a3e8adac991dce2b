"""Rude and broken clients: each gets its answer, and the others do not notice."""

from __future__ import annotations

import asyncio
import json
import os
from contextlib import suppress
from uuid import uuid4

import pytest
from tornado.httpclient import HTTPClientError
from tornado.websocket import WebSocketClosedError

from classroom.test_messages import frame, nest
from hostile.conftest import SECRET
from hostile.phones import LESSON, SOON, closed_with

pytestmark = pytest.mark.usefixtures("others")


def run(story):
    return asyncio.run(asyncio.wait_for(story, 3 * SOON))


SCRIPT = "%22%3E%3Cscript%3Ealert(1)%3C/script%3E"
SERVED = (
    "",
    "/lecciones",
    LESSON,
    "/estatico",
    "/estatico/0123456789abcdef",
    "/voila/static",
    "/voila/files",
    f"/voila/files{LESSON.removeprefix('/lecciones')}",
    "/voila/labextensions",
    "/files/lessons",
    "/datasets",
    "/datasets/regions",
)
"""Where the files of a course, or of its pages, might be looked for."""

UP = ("..", "%2e%2e", "%252e%252e", "..%00", "%2e.", "..%5c", "....")
WITHIN = (
    "/estatico/{up}/run.py",
    "/estatico/0123456789abcdef/{up}/run.py",
    "/lecciones/{up}/course.toml",
    "/voila/static/{up}/{up}/{up}/{up}/{up}/etc/passwd",
    "/voila/labextensions/@jupyter-widgets/{up}/{up}/package.json",
    "/{up}/{up}/{up}/etc/passwd",
    "/api/kernels/{up}",
    "/voila/api/shutdown/{up}",
)


@pytest.mark.parametrize("route", WITHIN)
def test_no_way_of_writing_up_leads_out(rude, route):
    async def story():
        return [await rude.ask(route.format(up=up)) for up in UP]

    answers = run(story())
    assert {answer.status for answer in answers} <= {400, 404}
    assert not any(b"root:" in answer.body or b"import" in answer.body for answer in answers)


@pytest.mark.parametrize(
    "path",
    [
        "//etc/passwd",
        "/voila/static//etc/passwd",
        "/lecciones/%2Fetc%2Fpasswd",
        "http://a/etc",
        "*",
    ],
)
def test_absolute_ways_lead_nowhere(rude, path):
    assert run(rude.ask(path)).status in {400, 404, 421}


@pytest.mark.parametrize("below", ["enlace.txt", "enlace/secreto.txt", "enlace", "enlace/"])
@pytest.mark.parametrize("above", SERVED)
def test_a_link_left_in_the_folders_of_the_course_leads_nowhere(rude, above, below):
    answer = run(rude.ask(f"{above}/{below}"))
    assert answer.status == 404
    assert SECRET.encode() not in answer.body


FORGED = (
    "..",
    "../../moquegua",
    "..%2f..%2fapurimac",
    "%252e%252e%252fapurimac",
    "/etc/passwd",
    "atlantida",
    "enlace",
    "_template",
    "%ff%fe",
    "apurimac%0d%0aSet-Cookie:%20a=b",
    "apurimac%00",
    SCRIPT,
    "a" * 10_000,
    "%C3%B1" * 2_000,
)


@pytest.mark.parametrize("region", FORGED)
def test_a_forged_region_is_ignored(rude, region):
    async def story():
        plain, asked = await rude.ask(LESSON), await rude.ask(f"{LESSON}?region={region}")
        forged = await rude.visit_words() | {"region": region}
        return plain, asked, await rude.post("/visitas", forged)

    plain, asked, visit = run(story())
    assert (asked.status, asked.body) == (200, plain.body)
    assert "Set-Cookie" not in asked.head
    assert visit.status == 201


OTHERWISE = "APUR%C3%8DMAC"
"""A region that exists, written otherwise than its folder."""


def test_a_region_written_otherwise_leads_to_its_own_address_and_nowhere_else(rude):
    injected = "x=%0d%0aSet-Cookie:%20a=b&y=//otro.example"
    answer = run(rude.ask(f"{LESSON}?region={OTHERWISE}&{injected}"))
    assert answer.status == 302
    leads = [line for line in answer.head.splitlines() if line.startswith("Location:")]
    assert leads == ["Location: ?region=apurimac&x=%0D%0ASet-Cookie%3A+a%3Db&y=%2F%2Fotro.example"]
    assert not any(line.startswith("Set-Cookie") for line in answer.head.splitlines())


def test_who_asks_for_every_region_at_once_holds_up_nobody(rude, others):
    async def story():
        regions = (*FORGED, OTHERWISE)
        asked = (f"{LESSON}?region={region}&x={n}" for region in regions for n in range(2))
        flood = await asyncio.gather(
            *(rude.ask(one) for one in [*asked, f"{LESSON}?region=apurimac"])
        )
        return flood, await others.ask(LESSON)

    flood, other = run(story())
    assert {answer.status for answer in flood} <= {200, 302, 429}
    assert other.status == 200


@pytest.mark.parametrize(
    "name", ["distrito", "anio", "region", "clave", "v", "template", "session_id", SCRIPT]
)
@pytest.mark.parametrize("path", ["/", LESSON, "/ayuda", "/nada", "/entrar"])
def test_script_in_the_address_is_never_repeated(rude, path, name):
    answer = run(rude.ask(f"{path}?{name}={SCRIPT}"))
    assert answer.status < 500
    assert b"alert(1)" not in answer.body


@pytest.mark.parametrize(
    "header",
    ["X_Forwarded_Host", "X_Forwarded_Proto", "X_Forwarded_For", "Referer", "Cookie", "User_Agent"],
)
def test_script_in_a_header_is_never_repeated(rude, header):
    answer = run(rude.ask("/ayuda", **{header: '"><script>alert(1)</script>'}))
    assert answer.status == 200
    assert b"alert(1)" not in answer.body
    assert "alert(1)" not in answer.head


@pytest.mark.parametrize("host", ["otro.example", "<script>alert(1)</script>", "a;b", ""])
@pytest.mark.parametrize("path", ["/", LESSON, "/visitas"])
def test_a_foreign_host_is_not_answered(rude, host, path):
    answer = run(rude.ask(path, Host=host))
    assert answer.status in {400, 405, 421}
    assert b"alert(1)" not in answer.body


SMUGGLED = {
    "both lengths": b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "two lengths": b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
    "signed length": b"Content-Length: +5\r\n\r\nabcde",
    "negative length": b"Content-Length: -5\r\n\r\n",
    "bad piece": b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n",
    "signed piece": b"Transfer-Encoding: chunked\r\n\r\n+3\r\nabc\r\n0\r\n\r\n",
    "unknown encoding": b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "folded name": b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    "no colon": b"Hola\r\n\r\n",
    "null": b"X: a\0b\r\n\r\n",
}


@pytest.mark.parametrize("rest", SMUGGLED.values(), ids=SMUGGLED)
def test_two_readings_of_one_request_are_refused(rude, rest):
    words = b"POST /visitas HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + rest
    assert run(rude.say(words)).status in {400, 415}


@pytest.mark.parametrize(
    "method", ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "HOLA", "CONNECT"]
)
@pytest.mark.parametrize("path", ["/", LESSON, "/visitas", f"/api/kernels/{uuid4()}"])
def test_other_methods_do_nothing(rude, method, path):
    assert run(rude.ask(path, method)).status in {400, 404, 405}


def test_too_many_or_too_large_cookies_harm_nobody(rude):
    async def story():
        many = "; ".join(f"c{n}=1" for n in range(1000))
        return await rude.ask("/", Cookie=many), await rude.ask("/", Cookie="a=" + "x" * 20_000)

    many, large = run(story())
    assert many.status == 200
    assert large.status in {0, 400, 431}


@pytest.mark.parametrize(
    ("sent", "statuses"),
    [
        (b"[" * 60_000, {400}),
        (b'{"a":' * 10_000, {400}),
        (b"9" * 60_000, {400}),
        (b"null", {400}),
        (b'{"lesson": 1, "version": [], "query": {}}', {400}),
        (b"x" * 70_000, {0, 400, 413}),
        (json.dumps({"lesson": "../..", "version": "x", "query": ""}).encode(), {404}),
    ],
)
def test_visits_read_only_what_pages_send(rude, sent, statuses):
    assert run(rude.post("/visitas", sent)).status in statuses


def test_a_page_of_another_site_gets_no_kernel(rude):
    async def story():
        words = await rude.visit_words()
        return (
            await rude.post("/visitas", words, Origin="http://otro.example"),
            await rude.post("/visitas", words, Content_Type="text/plain"),
        )

    assert [answer.status for answer in run(story())] == [403, 415]


def test_a_flood_of_pages_and_of_visits_is_slowed_down(rude, others):
    async def story():
        words = await rude.visit_words()
        visits = [await rude.post("/visitas", words | {"version": "x"}) for _ in range(30)]
        pages = await asyncio.gather(*(rude.ask(LESSON) for _ in range(30)))
        pages += await asyncio.gather(*(rude.ask(LESSON) for _ in range(30)))
        return visits, pages, await others.ask(LESSON)

    visits, pages, other = run(story())
    assert {answer.status for answer in visits} == {409, 429}
    assert visits[-1].json["retry_seconds"] >= 1
    assert {200, 429} <= {answer.status for answer in pages}
    assert other.status == 200


def test_headers_and_bodies_that_never_end_hold_up_nobody(rude, others):
    async def story():
        slow = [await rude.connect() for _client in range(38)]
        for number, (_reader, writer) in enumerate(slow):
            kind = b"GET / HTTP/1.1\r\nX: " if number % 2 else b"POST /visitas HTTP/1.1\r\n"
            writer.write(kind)
        answers = [await others.ask("/") for _ in range(5)]
        async with asyncio.timeout(SOON):
            ends = [await reader.read() for reader, _writer in slow]
        return answers, ends

    answers, ends = run(story())
    assert [answer.status for answer in answers] == [200] * 5
    assert set(ends) == {b""}


def test_two_thousand_idle_connections_leave_room_for_a_learner(attacked, others):
    async def idle(number):
        with suppress(OSError):
            return await asyncio.open_connection(
                "127.0.0.1", attacked.port, local_addr=(f"127.0.1.{number % 50 + 1}", 0)
            )

    async def story():
        crowd = []
        for start in range(0, 2000, 100):
            crowd += await asyncio.gather(*(idle(start + n) for n in range(100)))
        answers = [await others.ask("/") for _ in range(10)]
        for pair in filter(None, crowd):
            pair[1].transport.abort()
        return answers

    assert [answer.status for answer in run(story())] == [200] * 10


def test_a_reader_that_stopped_holds_up_nobody(rude, others):
    async def story():
        stopped = []
        for _client in range(30):
            reader, writer = await rude.connect()
            writer.transport.pause_reading()
            writer.write(f"GET {LESSON} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode() * 5)
            stopped.append((reader, writer))
        answers = [await others.ask("/") for _ in range(5)]
        for _reader, writer in stopped:
            writer.transport.abort()
        return answers

    assert [answer.status for answer in run(story())] == [200] * 5


@pytest.mark.parametrize("kernel", [str(uuid4()), "0-0-0-0-0", "a-b-c-d-" + "e" * 3000])
def test_an_invented_kernel_is_nobodys(rude, kernel):
    async def story():
        with pytest.raises(HTTPClientError) as refusal:
            await rude.socket(kernel)
        end = await rude.ask(f"/voila/api/shutdown/{kernel}", "POST")
        return (await rude.ask(f"/api/kernels/{kernel}")).status, refusal.value.code, end.status

    state, socket, end = run(story())
    assert (state, socket) == (404, 404)
    assert end in {204, 404, 411}


def test_nobody_is_told_which_kernels_there_are(rude):
    async def story():
        kernel = await rude.kernel()
        paths = ("/api/kernels", "/api/kernels/", "/api/sessions", "/healthz", "/", LESSON)
        return kernel, [await rude.ask(path) for path in paths]

    kernel, answers = run(story())
    assert [answer.status for answer in answers[:3]] == [404] * 3
    assert not any(kernel.encode() in answer.body for answer in answers)


ATTEMPTS = {
    "execute": frame(header={"msg_type": "execute_request"}, content={"code": "1"}),
    "debug": frame("control", header={"msg_type": "debug_request"}),
    "shutdown": frame("control", header={"msg_type": "shutdown_request"}),
    "input": frame("stdin", header={"msg_type": "input_reply"}),
    "foreign comm": frame(
        header={"msg_type": "comm_open"},
        content={"comm_id": "x", "target_name": "jupyter.widget", "data": {}},
    ),
    "noise": os.urandom(2000),
    "cut": frame()[:-10],
    "bomb": frame()[:8] + b"\xff" * 48,
    "large": b"x" * 300_000,
    "nested": nest(frame(content={"comm_id": "x", "data": "x" * 19_998})),
}


@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS)
def test_a_socket_that_asks_for_more_is_closed_and_its_kernel_lives(rude, attempt):
    async def story():
        kernel = await rude.kernel()
        socket = await rude.socket(kernel)
        await socket.write_message(attempt, binary=True)
        code = await closed_with(socket)
        return code, (await rude.ask(f"/api/kernels/{kernel}")).status

    code, kernel = run(story())
    assert code in {1007, 1008, 1009, None}
    assert kernel == 200


def test_a_flood_of_messages_holds_up_nobody(rude, others):
    async def story():
        mine, its = await others.kernel(), await rude.kernel()
        calm, wild = await others.socket(mine), await rude.socket(its)
        ask = frame(header={"msg_type": "kernel_info_request"}, content={})
        with suppress(WebSocketClosedError):
            for _message in range(5000):
                await wild.write_message(ask, binary=True)
        await calm.write_message(ask, binary=True)
        return await asyncio.wait_for(calm.read_message(), SOON)

    assert run(story()) is not None


def test_a_page_of_another_site_cannot_listen_to_a_kernel(rude):
    async def story():
        kernel = await rude.kernel()
        with pytest.raises(HTTPClientError) as refusal:
            await rude.socket(kernel, Origin="http://otro.example")
        return refusal.value.code

    assert run(story()) == 403


def test_half_open_sockets_do_not_keep_a_phone_out(rude):
    async def story():
        kernel = await rude.kernel()
        first = await rude.socket(kernel)
        second = await rude.socket(kernel)
        ask = frame(header={"msg_type": "kernel_info_request"}, content={})
        await second.write_message(ask, binary=True)
        return await closed_with(first), await asyncio.wait_for(second.read_message(), SOON)

    code, answer = run(story())
    assert code == 4001
    assert answer is not None
