"""The rules of public money, pure: no files, no widgets, no data frames.

Amounts are whole soles (``int``) or exact decimals; nothing here rounds in secret.
"""
