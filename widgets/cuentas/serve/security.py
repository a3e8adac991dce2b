"""Headers that keep a lesson's page talking to this server only."""

from __future__ import annotations

import re

_SAFE_HOST = re.compile(r"[A-Za-z0-9.\-_\[\]:]+")

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

HEADERS = {
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
