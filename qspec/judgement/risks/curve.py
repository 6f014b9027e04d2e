"""The risks of a plan for one lot, for both parties; made from a :class:`~qspec.judgement.plans.model.Resolved`.

Which distribution: nonconformities are counted by Poisson's; a lot that is judged by itself (zero acceptance from a
limiting quality, an agreed (n, c)) and whose size is known by the hypergeometric one; everything else, tables and two
risk points, speaks of a production that goes on and is binomial (ISO 2859-1 does likewise). ``told.py`` says the
figures in words, ``as_data`` gives them to machines, ``report/pictures/oc.py`` draws them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from qspec.judgement.plans.model import Counting, Fixed, Resolved, Scheme, Table, TwoPoints, ZeroAcceptance
from qspec.judgement.risks.operating import Distribution, Operating

CONFIDENCE = 0.95
"""Confidence of every bound that is told; said in the sentence itself."""
_STEPS = (1.0, 1.5, 2.0, 3.0, 5.0, 7.0)
_SHOWN = 5
"""Qualities shown at most beside those agreed."""


@dataclass(frozen=True)
class Point:
    """A quality (per cent nonconforming or nonconformities per 100 pieces) and how often it is accepted, 0 to 1."""

    quality: float
    accepted: float


@dataclass(frozen=True)
class Risk:
    """What a plan lets through and turns away. ``operating`` is None for 100 %: no chance is in the pick then."""

    counting: Counting
    size: int
    acceptance: int
    rejection: int
    lot_size: int | None
    operating: Operating | None
    scheme: Scheme | None = None
    """What was agreed; None for 100 %."""
    producer: Point | None = None
    """The AQL, or p0: what the supplier was promised. Its risk is 1 - accepted."""
    consumer: Point | None = None
    """The limiting quality, or p1: what the buyer is guarded against. The buyer's risk is ``accepted``."""
    points: tuple[Point, ...] = ()
    """A few round qualities, from nearly always accepted to hardly ever."""
    usually: Point | None = None
    """Worst quality that is accepted 95 times in 100."""
    evenly: Point | None = None
    """Worst quality that is accepted every other time."""
    tenth: Point | None = None
    """Worst quality that is accepted 1 time in 10."""
    none_found: float | None = None
    """Worst quality compatible, at 95 % confidence, with finding nothing."""
    most_found: float | None = None
    """The same for the highest count that is accepted."""
    outgoing: float | None = None
    """Limit of the average outgoing quality, refused lots being sorted 100 % and what is found replaced."""
    outgoing_at: float | None = None


def operating_of(resolved: Resolved) -> Operating | None:
    """Return the plan as far as chance is concerned, or None for 100 %."""
    if resolved.full:
        return None
    alone = isinstance(resolved.plan.scheme, ZeroAcceptance | Fixed) and resolved.lot_size is not None
    if resolved.plan.counting is Counting.NONCONFORMITIES:
        distribution = Distribution.POISSON
    else:
        distribution = Distribution.HYPERGEOMETRIC if alone else Distribution.BINOMIAL
    # a reduced MIL plan accepts in the gap between Ac and Re
    return Operating(distribution, resolved.size, resolved.rejection - 1, resolved.lot_size)


def risk_of(resolved: Resolved) -> Risk:
    """Return the risks of a plan for one lot."""
    operating = operating_of(resolved)
    counting = resolved.plan.counting
    bare = Risk(counting, resolved.size, resolved.acceptance, resolved.rejection, resolved.lot_size, operating)
    if operating is None:
        return bare
    producer, consumer = _agreed(resolved, operating)
    outgoing, outgoing_at = operating.worst_outgoing()
    everything = operating.quality_at(0.5) is None
    return replace(
        bare,
        scheme=resolved.plan.scheme,
        producer=producer,
        consumer=consumer,
        points=_round_points(operating),
        usually=_accepted(operating, 0.95),
        evenly=_accepted(operating, 0.50),
        tenth=_accepted(operating, 0.10),
        none_found=operating.bound(0, CONFIDENCE),
        most_found=operating.bound(operating.accepted, CONFIDENCE),
        outgoing=None if everything else outgoing,
        outgoing_at=None if everything else outgoing_at,
    )


def compatible_with(resolved: Resolved, found: int) -> float | None:
    """Return the worst quality compatible with a count at 95 % confidence; None where every piece was inspected."""
    operating = operating_of(resolved)
    return None if operating is None else operating.bound(found, CONFIDENCE)


@dataclass(frozen=True)
class ForcedZero:
    """The same n with Ac forced to 0, beside the plan as agreed."""

    agreed: Operating
    forced: Operating
    acceptance: int
    """Ac as agreed."""
    quality: float
    """The AQL, or p0."""

    @property
    def as_agreed(self) -> float:
        """Probability of acceptance at that quality under the plan."""
        return self.agreed.passing(self.quality)

    @property
    def as_forced(self) -> float:
        """Probability of acceptance at that quality with Ac 0."""
        return self.forced.passing(self.quality)


def forced_zero(resolved: Resolved) -> ForcedZero | None:
    """Return what keeping n and forcing Ac = 0 does at the AQL (or p0); None where the plan has Ac 0 or no such point.

    The rule is what many buyers ask for beside an AQL: the sample stays, the supplier's risk does not.
    """
    operating = operating_of(resolved)
    if operating is None or resolved.acceptance == 0:
        return None
    producer, _ = _agreed(resolved, operating)
    if producer is None:
        return None
    return ForcedZero(operating, replace(operating, accepted=0), resolved.acceptance, producer.quality)


def as_data(risk: Risk) -> dict[str, object]:
    """Return the figures for JSON; qualities as floats in per cent or per 100, probabilities as floats from 0 to 1."""
    operating = risk.operating
    return {
        "distribution": operating.distribution.value if operating else None,
        "quality_unit": "percent_nonconforming" if risk.counting is Counting.ITEMS else "nonconformities_per_100",
        "accepted_up_to": operating.accepted if operating else None,
        "at_aql_or_p0": _point(risk.producer),
        "at_lq_or_p1": _point(risk.consumer),
        "producer_risk": None if risk.producer is None else _digits(1 - risk.producer.accepted),
        "consumer_risk": None if risk.consumer is None else _digits(risk.consumer.accepted),
        "accepted_95": _point(risk.usually),
        "accepted_50": _point(risk.evenly),
        "accepted_10": _point(risk.tenth),
        "points": [_point(point) for point in risk.points],
        "upper_95_if_none_found": _digits(risk.none_found),
        "upper_95_if_most_found": _digits(risk.most_found),
        "aoql": _digits(risk.outgoing),
        "aoql_at": _digits(risk.outgoing_at),
    }


def _agreed(resolved: Resolved, operating: Operating) -> tuple[Point | None, Point | None]:
    """Return the producer's and the consumer's point as far as the plan was agreed by them."""
    match resolved.plan.scheme:
        case Table(aql=aql):
            return _at(operating, float(aql)), None
        case TwoPoints(p0=good, p1=bad):
            return _at(operating, float(100 * good)), _at(operating, float(100 * bad))
        case ZeroAcceptance(quality=quality):
            return None, _at(operating, float(100 * quality))
        case _:
            return None, None


def _at(operating: Operating, quality: float) -> Point:
    if operating.distribution is Distribution.HYPERGEOMETRIC:
        quality = 100 * operating.nonconforming(quality) / operating.lot
    return Point(quality, operating.passing(quality))


def _accepted(operating: Operating, probability: float) -> Point | None:
    quality = operating.quality_at(probability)
    return None if quality is None else Point(quality, operating.passing(quality))


def _round_points(operating: Operating) -> tuple[Point, ...]:
    top = 100.0 if operating.distribution is not Distribution.POISSON else 10_000.0
    asked = [step * 10.0**power for power in range(-5, 4) for step in _STEPS]
    points = dict.fromkeys(_at(operating, quality) for quality in asked if quality <= top)
    telling = [point for point in points if 0.01 <= point.accepted <= 0.995]
    if len(telling) <= _SHOWN:
        return tuple(telling)
    last = len(telling) - 1
    return tuple(telling[round(place * last / (_SHOWN - 1))] for place in range(_SHOWN))


def _point(point: Point | None) -> dict[str, float | None] | None:
    return None if point is None else {"quality": _digits(point.quality), "accepted": _digits(point.accepted)}


def _digits(number: float | None) -> float | None:
    # ten digits: the last ones of a float may differ between machines, and a file must not
    return None if number is None else float(f"{number:.10g}")
