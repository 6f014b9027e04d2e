"""The risks of a plan in plain words, for the buyer and for the supplier; called by ``qspec plan`` and the reports.

Frequencies are told as lots of 100 or of 1000, never as 0 % or 100 %. No sentence speaks of what one accepted lot
holds: a sample cannot tell. The sentences are catalogue part ``risk``.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from qspec.errors import Say
from qspec.judgement.plans.model import Counting, Table
from qspec.judgement.risks.curve import ForcedZero, Point, Risk
from qspec.judgement.risks.operating import Distribution


@dataclass(frozen=True)
class Told:
    """Sentences in the order in which they are read."""

    basis: tuple[Say, ...]
    """What the figures rest on."""
    supplier: tuple[Say, ...]
    buyer: tuple[Say, ...]
    table: tuple[tuple[Say, Say], ...]
    """A few qualities, and how many such lots are accepted."""


def told(risk: Risk) -> Told:
    """Return the risks in words."""
    if risk.operating is None:
        return Told((Say("risk.basis.full"),), (), (), ())
    if risk.tenth is None:
        return Told((_basis(risk), Say("risk.basis.accepts-all", {"size": risk.size})), (), (), ())
    basis = [_basis(risk)]
    if risk.rejection > risk.acceptance + 1:
        basis.append(Say("risk.basis.gap", {"acceptance": risk.acceptance, "rejection": risk.rejection}))
    basis.append(Say("risk.basis.long-run" if risk.operating.distribution is not _LOT else "risk.basis.one-lot"))
    table = tuple((_quality(risk, point), frequency(point.accepted)) for point in risk.points)
    return Told(tuple(basis), _to_supplier(risk), _to_buyer(risk), table)


def of_forced_zero(forced: ForcedZero) -> Say:
    """Return what keeping n and forcing Ac = 0 comes to."""
    counting = Counting.NONCONFORMITIES if forced.agreed.distribution is Distribution.POISSON else Counting.ITEMS
    tenths = [operating.quality_at(0.1) or 100.0 for operating in (forced.agreed, forced.forced)]
    return Say(
        "risk.forced-zero",
        {
            "size": forced.agreed.size,
            "acceptance": forced.acceptance,
            "quality": of_quality(forced.quality, counting, agreed=True),
            "agreed": frequency(forced.as_agreed),
            "forced": frequency(forced.as_forced),
            "agreed_tenth": of_quality(tenths[0], counting),
            "forced_tenth": of_quality(tenths[1], counting),
        },
    )


def of_count(found: int, size: int, worst: float, counting: Counting) -> Say:
    """Return what a count is compatible with: ``worst`` from :func:`~qspec.judgement.risks.curve.compatible_with`."""
    quality = _in_words(worst, bound_number(worst), counting)
    if found == 0:
        return Say("risk.buyer.none-found", {"size": size, "quality": quality})
    return Say("risk.buyer.some-found", {"found": found, "size": size, "quality": quality})


def number(quality: float) -> str:
    """Return a quality with two significant digits."""
    return format(Decimal(f"{quality:.1e}"), "f") if quality else "0"


def bound_number(quality: float) -> str:
    """Return an upper bound with two significant digits, rounded up."""
    shown = Decimal(repr(quality * (1 - 1e-12)))  # what is a little above 7 by rounding is 7
    for _ in range(2):  # 9.96 is 10 and not 10.0
        shown = shown.quantize(Decimal(1).scaleb(shown.adjusted() - 1), ROUND_CEILING)
    return format(shown, "f") if quality else "0"


def agreed_number(quality: float) -> str:
    """Return a quality that was agreed: with as many digits as it has, but two at least."""
    return number(quality) if float(number(quality)) == quality else format(Decimal(f"{quality:.10g}"), "f")


def of_quality(quality: float, counting: Counting, lot_size: int | None = None, *, agreed: bool = False) -> Say:
    """Return a quality in words; of one lot, with its number of nonconforming pieces."""
    return _in_words(quality, agreed_number(quality) if agreed else number(quality), counting, lot_size)


def _in_words(quality: float, shown: str, counting: Counting, lot_size: int | None = None) -> Say:
    if counting is Counting.NONCONFORMITIES:
        return Say("risk.quality.nonconformities", {"number": shown})
    if lot_size is None:
        return Say("risk.quality.items", {"number": shown})
    inside = round(lot_size * quality / 100)
    key = "risk.quality.lot-one" if inside == 1 else "risk.quality.lot"
    return Say(key, {"count": inside, "lot": lot_size, "number": number(quality)})


def percent(probability: float) -> str:
    """Return a probability in per cent, for labels; never 0 and never 100."""
    if probability > 0.999 or probability < 0.001:
        return ">99.9" if probability > 0.5 else "<0.1"
    return f"{100 * probability:.{0 if 0.01 <= probability <= 0.99 else 1}f}"


def frequency(probability: float, *, refused: bool = False) -> Say:
    """Return how many lots are accepted, or refused, as a whole number of 100 or of 1000."""
    if probability > 0.999 or probability < 0.001:
        many = (probability > 0.5) is not refused
        return Say("risk.frequency.nearly-all" if many else "risk.frequency.hardly-any")
    base = 100 if 0.01 <= probability <= 0.99 else 1000
    count = round(base * probability)
    return Say("risk.frequency.of", {"count": base - count if refused else count, "base": base})


_LOT = Distribution.HYPERGEOMETRIC


def _basis(risk: Risk) -> Say:
    operating = risk.operating
    if operating is None or operating.distribution is not _LOT:
        binomial = operating is None or operating.distribution is Distribution.BINOMIAL
        return Say("risk.basis.binomial" if binomial else "risk.basis.poisson")
    return Say("risk.basis.hypergeometric", {"lot": operating.lot})


def _kind(risk: Risk) -> str:
    return "lot" if risk.operating is not None and risk.operating.distribution is _LOT else "process"


def _quality(risk: Risk, point: Point, *, agreed: bool = False) -> Say:
    lot_size = risk.lot_size if _kind(risk) == "lot" else None
    return of_quality(point.quality, risk.counting, lot_size, agreed=agreed and lot_size is None)


def _to_supplier(risk: Risk) -> tuple[Say, ...]:
    said: list[Say] = []
    if (point := risk.producer) is not None:
        key = "risk.supplier.aql" if isinstance(risk.scheme, Table) else "risk.supplier.p0"
        values = {
            "quality": _quality(risk, point, agreed=True),
            "accepted": frequency(point.accepted),
            "refused": frequency(point.accepted, refused=True),
        }
        said.append(Say(key, values))
    if risk.usually is not None and risk.usually.quality > 0:
        said.append(Say(f"risk.supplier.usually-{_kind(risk)}", {"quality": _quality(risk, risk.usually)}))
    elif risk.operating is not None and risk.lot_size is not None:
        single = Point(100 / risk.lot_size, risk.operating.passing(100 / risk.lot_size))
        said.append(
            Say(
                "risk.supplier.single",
                {"quality": _quality(risk, single), "refused": frequency(single.accepted, refused=True)},
            )
        )
    return tuple(said)


def _to_buyer(risk: Risk) -> tuple[Say, ...]:
    kind = _kind(risk)
    said: list[Say] = []
    if (point := risk.consumer) is not None:
        values = {"quality": _quality(risk, point, agreed=True), "accepted": frequency(point.accepted)}
        said.append(Say(f"risk.buyer.agreed-{kind}", values))
    for name, shown in (("even", risk.evenly), ("tenth", risk.tenth)):
        if shown is not None and shown.quality > 0:
            said.append(Say(f"risk.buyer.{name}-{kind}", {"quality": _quality(risk, shown)}))
    if risk.none_found is not None:
        said.append(of_count(0, risk.size, risk.none_found, risk.counting))
    if risk.outgoing is not None:
        said.append(Say("risk.buyer.outgoing", {"quality": of_quality(risk.outgoing, risk.counting)}))
    return tuple(said)
