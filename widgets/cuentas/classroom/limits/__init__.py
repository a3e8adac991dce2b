"""Limits that keep one phone, broken or hostile, from spoiling the class of the others."""
