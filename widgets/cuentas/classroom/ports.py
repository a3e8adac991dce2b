"""Which ports the course is opened on."""

DEFAULT_PORT = 8866
PORTS_TO_TRY = 20
"""How many more are tried when the first is in use and nobody asked for it."""
LEAST_FREE_PORT, MOST_PORT = 1024, 65535
"""Below the first, only who administers the system may open one."""
OTHER_PORT = 9000
"""Proposed where the next port up would not do."""
