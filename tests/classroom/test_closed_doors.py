"""What this server does not give, and does not do for anybody."""

from __future__ import annotations

import asyncio
import json
from uuid import uuid4

import pytest
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

from classroom.tiny_course import FIRST

CLOSED = (
    "nada",
    "lecciones/no_existe",
    "estatico/page.css",
    f"estatico/{'0' * 16}/run.py",
    "lecciones/../course.toml",
    f"lecciones/{FIRST}/lesson.ipynb",
    "lecciones/..%2F..%2Fetc%2Fpasswd",
    "estatico/../run.py",
    "estatico/%2e%2e/run.py",
    "estatico/run.py",
    "voila/tree",
    "voila/tree/",
    f"voila/render/{FIRST}/lesson.ipynb",
    f"voila/files/{FIRST}/lesson.toml",
    "voila/api/contents/",
    "voila/templates/lab/static/voila.js",
    "voila/static/../../../../../etc/passwd",
    "voila/labextensions/jupyterlab_pygments/package.json",
    "api/kernels",
    "api/contents",
    "api/terminals",
    "login",
    "files/lessons/course.toml",
)


@pytest.mark.parametrize("path", CLOSED)
def test_other_addresses_are_a_page_in_spanish_that_shows_the_way(server, path):
    status, _headers, html = server.get(path)
    assert status == 404
    assert "No encontramos esta página" in html
    assert "Ir al inicio" in html


@pytest.mark.parametrize("option", ["template=lab", "theme=dark", "voila-template=lab"])
def test_the_address_cannot_change_the_template(server, option):
    html = server.get(f"lecciones/{FIRST}?{option}")[2]
    assert "jsdelivr" not in html
    assert "cc-has-lesson" in html


def request_to_run(code):
    header = {
        "msg_id": uuid4().hex,
        "msg_type": "execute_request",
        "session": "x",
        "version": "5.3",
    }
    content = {"code": code, "silent": False, "store_history": False, "user_expressions": {}}
    return {
        "header": header,
        "parent_header": {},
        "metadata": {},
        "content": content,
        "channel": "shell",
    }


def channel(server, kernel, **headers):
    address = f"{server.address.replace('http', 'ws')}api/kernels/{kernel}/channels"
    request = HTTPRequest(address, headers={"Origin": server.address.rstrip("/")} | headers)
    return websocket_connect(request, subprotocols=["v1.kernel.websocket.jupyter.org"])


async def closed_after(server, kernel, message):
    connection = await channel(server, kernel)
    await connection.write_message(json.dumps(message))
    while await asyncio.wait_for(connection.read_message(), 10) is not None:
        pass
    return connection.close_code


def test_nobody_runs_code_in_a_kernel(server, tmp_path):
    trace = tmp_path / "corrió"
    run = request_to_run(f"open({str(trace)!r}, 'w')")
    assert asyncio.run(closed_after(server, server.session(FIRST), run)) in {1007, 1008}
    assert not trace.exists()


def test_a_page_of_another_site_cannot_open_a_kernel_channel(server):
    kernel = server.session(FIRST)

    async def connect():
        await channel(server, kernel, Origin="http://otro.example")

    with pytest.raises(HTTPClientError, match="403"):
        asyncio.run(connect())


def test_a_page_of_another_site_gets_no_kernel(server):
    page = json.dumps({"lesson": FIRST, "version": "", "query": ""}).encode()
    headers = {"Content-Type": "application/json", "Origin": "http://otro.example"}
    assert server.fetch("visitas", "POST", page, headers)[0] == 403


def test_a_name_that_points_here_from_another_site_is_refused(server):
    assert server.fetch("", headers={"Host": "otro.example"})[0] == 421


def test_a_kernel_ends_when_its_page_says_goodbye(server):
    kernel = server.session(FIRST)
    assert server.get(f"api/kernels/{kernel}")[0] == 200
    assert server.get(f"voila/api/shutdown/{kernel}", method="POST")[0] == 204
    assert server.get(f"api/kernels/{kernel}")[0] == 404
    assert server.get(f"api/kernels/{kernel}", method="DELETE")[0] == 405
