"""Headers that keep a lesson's page talking to this server only, and names it answers to."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

_PORT = re.compile(r":\d*$")
_SAFE_HOST = re.compile(r"[A-Za-z0-9.\-_\[\]:]+")

_USUAL_PORTS = {"http": ":80", "https": ":443"}

# Voilà's page script adds <style> elements and figures carry style attributes: hence
# 'unsafe-inline' for styles, and for styles only.
_POLICY = (
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'self'",
)

LOOPBACK_NAMES = frozenset({"localhost"})
"""Names by which the browser of this computer reaches it."""

HEADERS = {
    # Pages of other sites can neither hold a window of ours nor read our files. An older
    # phone knows only the third way of saying who may frame a page; it says the same as
    # frame-ancestors: a proxy that shows pages under its own address still can.
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    # "no-referrer" would send "Origin: null" with the message that ends a kernel, and the
    # server would have to refuse it. "same-origin" tells other hosts just as little.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}


def content_security_policy(host: str) -> str:
    """The policy of one page.

    Args:
        host: the ``Host`` header of the request. It is named because older phones do not
            count this server's websocket as ``'self'``.
    """
    sockets = f" ws://{host} wss://{host}" if _SAFE_HOST.fullmatch(host) else ""
    return "; ".join([*_POLICY, f"connect-src 'self'{sockets}"])


def is_our_host(host: str, names: frozenset[str] | None) -> bool:
    """Whether a request was meant for this server.

    A page of another site can make its own name point to this computer, and the browser then
    lets that page read our answers; but the browser still says that name. A network address
    is never such a name, so addresses are always ours.

    Args:
        host: the ``Host`` header, with or without a port.
        names: the names this server answers to, in lower case and without a final dot;
            ``None`` behind a proxy, which has checked already.
    """
    if names is None:
        return True
    name = _without_port(host).lower().removesuffix(".")
    return name in names or _is_address(name)


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.rpartition(":")[0] if _PORT.search(host) else host


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return True


def same_origin(host: str, origin: str) -> bool:
    """Whether a page of ``origin`` came from the server that is asked as ``host``.

    Args:
        host: the ``Host`` header. A proxy may name the port that goes without saying.
        origin: the ``Origin`` header.
    """
    page = urlsplit(origin.lower())
    usual = _USUAL_PORTS.get(page.scheme, "")
    return page.netloc.removesuffix(usual) == host.lower().removesuffix(usual) != ""
