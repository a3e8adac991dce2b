"""The same server on Windows, macOS and Linux: nothing that only one of them has."""

from __future__ import annotations

import ast
import asyncio
import socket
import ssl

import pytest
from tornado.web import Application, RequestHandler

from cuentas.classroom.connections import server_for
from support import ROOT

PRODUCT = sorted((ROOT / "widgets" / "cuentas").rglob("*.py"))
ONLY_SOME = {
    "fork", "forkpty", "setsid", "killpg", "pidfd_open", "nice", "AF_UNIX", "pass_fds",
    "start_new_session", "preexec_fn", "mkfifo", "open_unix_connection", "start_unix_server",
    "add_signal_handler", "SIGKILL", "SIGCHLD", "SIGUSR1",
}  # fmt: skip
GUARDED = {"resource", "fcntl", "pwd", "grp", "termios", "msvcrt", "winreg"}


def names_in(tree):
    """Every attribute, argument and name that a file uses."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.keyword) and node.arg:
            yield node.arg
        elif isinstance(node, ast.Constant) and node.value in {"fork", "forkserver"}:
            yield "fork"


def bare_imports(tree):
    """Modules imported where nobody catches that they are missing."""
    caught = {
        inner for node in ast.walk(tree) if isinstance(node, ast.Try) for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import) and node not in caught:
            yield from (alias.name for alias in node.names)


@pytest.mark.parametrize("path", PRODUCT, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_forks_and_nothing_is_of_one_system_only(path):
    tree = ast.parse(path.read_text("utf-8"))
    assert not ONLY_SOME & set(names_in(tree))
    assert not GUARDED & set(bare_imports(tree))


class Hello(RequestHandler):
    def get(self):
        self.finish("hola")


def with_a_server(story):
    async def whole():
        server = server_for(Application([("/", Hello)]), count_phones=True)
        server.listen(0, "127.0.0.1")
        [listener] = server._sockets.values()
        try:
            return await asyncio.wait_for(story(listener.getsockname()[1], server), 20)
        finally:
            server.stop()

    return asyncio.run(whole())


def test_a_phone_that_tries_https_is_hung_up_on_at_once():
    def shake(port):
        context = ssl.create_default_context()
        with (
            socket.create_connection(("127.0.0.1", port), timeout=5) as plain,
            pytest.raises((ssl.SSLError, ConnectionError)),
        ):
            context.wrap_socket(plain, server_hostname="localhost")

    async def story(port, server):
        await asyncio.get_running_loop().run_in_executor(None, shake, port)
        await asyncio.sleep(0)
        return len(server.connections)

    assert with_a_server(story) == 0


def test_a_full_server_lets_go_of_who_never_asked_and_serves_who_does():
    async def story(port, server):
        server.most, server.per_phone = 3, None
        silent = [await asyncio.open_connection("127.0.0.1", port) for _one in range(3)]
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        answer = await reader.read()
        for _reader, idle in silent:
            idle.close()
        return answer

    assert with_a_server(story).endswith(b"hola")


def test_one_phone_cannot_take_every_connection():
    async def story(port, server):
        server.per_phone = 2
        kept = [await asyncio.open_connection("127.0.0.1", port) for _one in range(3)]
        await asyncio.sleep(0.1)
        ended = [reader.at_eof() or await reader.read(1) == b"" for reader, _writer in kept[2:]]
        for _reader, writer in kept:
            writer.close()
        return ended, len(server.connections)

    ended, _left = with_a_server(story)
    assert ended == [True]
