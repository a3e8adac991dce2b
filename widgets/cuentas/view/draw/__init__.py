"""Drawings: from numbers and words already chosen to the bytes of one SVG."""
