"""The colours of the course and what each one means. Contrast is against the paper.

Teal, copper and blue have the same lightness: two of them never touch without a label or a
pattern, because they merge in greyscale and for many colour-blind readers.
"""

PAPER = "#FFFDF8"
INK = "#1F2933"
TEAL = "#0B6E69"
"""Spent, done (6.0 : 1)."""
COPPER = "#A8481A"
"""Mine, canon, brand (5.7 : 1)."""
BLUE = "#2B63A8"
"""A neighbour, a second series (6.0 : 1)."""
STONE = "#C9CFD6"
"""Budgeted, not yet: fills only, always with an outline and a label."""
OCHRE = "#E0A526"
"""Attention, never guilt: fills only."""
SLATE = "#52606D"
"""Quiet text and outlines (6.4 : 1)."""
PALE_TEAL = "#CDE4E1"
"""A filled part that carries text in ink (10.9 : 1)."""
