"""Exact sums: percentages, shares of a hundred, amounts per person, fair splits.

Soles are integers (or ``Decimal`` where the source gives cents). A float never enters a sum.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

Amount = int | Decimal

HUNDRED = 100


def percentage(part: Amount, whole: Amount, places: int = 1) -> Decimal | None:
    """``part`` as a percentage of ``whole``, rounded half up as the MEF portal does.

    Args:
        part: soles.
        whole: soles.
        places: decimals kept.

    Returns:
        The percentage, or ``None`` when ``whole`` is zero: there is nothing to compare with.
    """
    if whole == 0:
        return None
    return rounded(Fraction(part) * HUNDRED / Fraction(whole), places)


def rounded(value: Fraction | Amount, places: int) -> Decimal:
    """The exact ``value`` rounded half away from zero to ``places`` decimals."""
    fraction = Fraction(value)
    scaled = abs(fraction) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole if fraction >= 0 else -whole).scaleb(-places)


def per_person(amount: Amount, people: int) -> Decimal | None:
    """Whole soles per person, or ``None`` when nobody is counted."""
    if people <= 0:
        return None
    return rounded(Fraction(amount) / people, 0)


def split(amount: int, weights: Mapping[str, Amount]) -> dict[str, int]:
    """Share ``amount`` whole soles in proportion to ``weights`` without losing one.

    Largest remainder: everybody gets the rounded-down share, and the soles left over go
    one by one to the largest remainders (ties: in the order given).

    Raises:
        ValueError: a weight is negative, or all are zero.
    """
    total = sum(Fraction(weight) for weight in weights.values())
    if total == 0 or any(weight < 0 for weight in weights.values()):
        raise ValueError("Para repartir hacen falta pesos positivos.")
    exact = {name: amount * Fraction(weight) / total for name, weight in weights.items()}
    shares = {name: value.numerator // value.denominator for name, value in exact.items()}
    left_over = amount - sum(shares.values())
    neediest = sorted(exact, key=lambda name: shares[name] - exact[name])
    for name in neediest[:left_over]:
        shares[name] += 1
    return shares


def of_hundred(part: Amount, whole: Amount) -> int:
    """How many of a hundred coins ``part`` is: rounded half up, from 0 to 100.

    Some money is never shown as none, nor almost all as all: 0.2 % is one coin and 99.9 %
    is ninety-nine. A ``whole`` of zero has no coins.
    """
    if whole <= 0 or part <= 0:
        return 0
    if part >= whole:
        return HUNDRED
    coins = int(rounded(Fraction(part) * HUNDRED / Fraction(whole), 0))
    return min(max(coins, 1), HUNDRED - 1)


def hundred_coins(first: Amount, others: Mapping[str, Amount]) -> tuple[int, dict[str, int]]:
    """A hundred coins: ``first`` rounded as a percentage is, the rest shared by ``others``.

    Returns:
        Coins of the first part, and of each other part; together exactly 100.

    Raises:
        ValueError: there is no money at all to count.
    """
    whole = first + total(list(others.values()))
    coins = of_hundred(first, whole)
    left = HUNDRED - coins
    if not left:
        return coins, dict.fromkeys(others, 0)
    return coins, split(left, others)


def without_sign(amount: Amount) -> Amount:
    """How large the amount is, whichever its direction."""
    return amount if amount >= 0 else -amount


def total(amounts: Sequence[Amount]) -> Amount:
    """The exact sum; an ``int`` when every amount is one."""
    if all(isinstance(amount, int) for amount in amounts):
        return sum(int(amount) for amount in amounts)
    return sum((Decimal(amount) for amount in amounts), Decimal(0))
