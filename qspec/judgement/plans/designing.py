"""Plans designed from two risk points, 規準型: few pieces that still keep both promises. Called by ``resolving.py``.

For each n in turn the largest c is kept that the consumer's point allows; the first n at which it satisfies the
producer's point too is the answer, and its c is the only one. Probabilities are binomial and carried from n to n + 1;
those close to a risk are decided again with more digits, and in whole numbers where the two are equal.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

from qspec.judgement.risks.distributions import binomial_term

LARGEST = 50_000
"""Largest n that is looked for."""
SMALLEST_RISK = Fraction(1, 1_000_000)
"""Smallest risk that is planned for: below it no inspection of pieces proves anything."""
_CLEAR = 1e-10
"""Probabilities this far from a risk decide; carrying them over 50 000 steps errs by less than 1e-11."""
_DIGITS = 60


def design(p0: Fraction, alpha: Fraction, p1: Fraction, beta: Fraction) -> tuple[int, int] | None:
    """Return (n, c) of the smallest plan that accepts ``p0`` with at least 1 - alpha and ``p1`` with at most beta.

    All four are fractions, not per cent; 0 <= p0, p1 <= 1 and 0 < alpha, beta < 1, ``ValueError`` otherwise. None where
    p0 is not below p1, where a risk is below :data:`SMALLEST_RISK`, or where n would exceed :data:`LARGEST`.
    """
    if not (0 <= p0 <= 1 and 0 <= p1 <= 1 and 0 < alpha < 1 and 0 < beta < 1):
        raise ValueError(f"no two risk points: {p0}, {alpha}, {p1}, {beta}")
    if p0 >= p1 or min(alpha, beta) < SMALLEST_RISK:
        return None
    good, bad = _Walk(p0), _Walk(p1)
    for _ in range(LARGEST):
        good.add_piece()
        bad.add_piece()
        # with one piece more, c stays or grows by one
        if bad.following_at_most(beta):
            good.raise_acceptance()
            bad.raise_acceptance()
        if bad.acceptance >= 0 and good.at_least(1 - alpha):
            return bad.size, bad.acceptance
    return None


@dataclass
class _Walk:
    """P(X <= c) for one quality while n and c grow by ones; c = -1 to begin with."""

    share: Fraction
    size: int = 0
    acceptance: int = -1
    passing: float = 0.0
    term: float = 0.0
    """P(X = c)."""
    following: float = 1.0
    """P(X = c + 1)."""

    def add_piece(self) -> None:
        self.passing -= float(self.share) * self.term
        self.size += 1
        self.term = self._grown(self.term, self.acceptance)
        self.following = self._grown(self.following, self.acceptance + 1)

    def _grown(self, term: float, found: int) -> float:
        if found < 0:
            return 0.0
        if found >= self.size - 1 or term == 0.0:
            return binomial_term(found, self.size, float(self.share)) if found <= self.size else 0.0
        return term * (1 - float(self.share)) * self.size / (self.size - found)

    def raise_acceptance(self) -> None:
        self.acceptance += 1
        self.term = self.following
        self.passing += self.term
        above = self.acceptance + 1
        self.following = binomial_term(above, self.size, float(self.share)) if above <= self.size else 0.0

    def following_at_most(self, risk: Fraction) -> bool:
        apart = self.passing + self.following - float(risk)
        if abs(apart) > _CLEAR:
            return apart < 0
        return _against(risk, self.acceptance + 1, self.size, self.share) <= 0

    def at_least(self, probability: Fraction) -> bool:
        apart = self.passing - float(probability)
        if abs(apart) > _CLEAR:
            return apart > 0
        return _against(probability, self.acceptance, self.size, self.share) >= 0


def _against(wanted: Fraction, most: int, size: int, share: Fraction) -> int:
    """Return the sign of P(X <= most) - wanted: from 60 digits where they tell, else from the fractions."""
    with localcontext() as context:
        context.prec = _DIGITS
        hit = Decimal(share.numerator) / share.denominator
        if hit < 1:
            term = total = (1 - hit) ** size
            odds = hit / (1 - hit)
            for found in range(most):
                term = term * odds * (size - found) / (found + 1)
                total += term
            apart = total - Decimal(wanted.numerator) / wanted.denominator
            if abs(apart) > Decimal(10) ** (20 - _DIGITS):
                return 1 if apart > 0 else -1
    exact = _exact(most, size, share)
    return (exact > wanted) - (exact < wanted)


def _exact(most: int, size: int, share: Fraction) -> Fraction:
    """Return P(X <= most) as a fraction, in Horner's form: one division at the end."""
    if most >= size:
        return Fraction(1)
    hit, miss = share.numerator, share.denominator - share.numerator
    ways, total = 1, 0
    powers = 1
    for found in range(most + 1):
        total = total * miss + ways * powers
        ways = ways * (size - found) // (found + 1)
        powers *= hit
    return Fraction(total * miss ** (size - most), share.denominator**size)
