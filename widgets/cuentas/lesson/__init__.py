"""The small vocabulary that a lesson's notebook uses: ``from cuentas import lesson``."""

from cuentas.lesson.here import Here, start

__all__ = ["Here", "start"]
