"""What follows where a lot is not accepted: kept apart, decided by people, or completed and judged again.

``following.py`` puts these entries together. None of them lets a lot be shipped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources

from qspec.errors import Say
from qspec.judgement.aftermath.escalating import Escalated
from qspec.judgement.aftermath.model import Actor, Follow, Step
from qspec.judgement.result import Disposition, ItemResult, LotResult, Verdict
from qspec.spec.model import Spec, Stance


@cache
def _reasons() -> Mapping[str, Sequence[str]]:
    import yaml

    file = resources.files("qspec") / "data" / "aftermath" / "reasons.yaml"
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # text scalars only, and no objects
    loaded: dict[str, list[str]] = yaml.load(file.read_text("utf-8"), Loader=loader)  # noqa: S506 - that loader
    return loaded


def fails(item: ItemResult) -> bool:
    """Say whether a characteristic fails, on a piece or for the whole lot."""
    return item.failed > 0 or item.verdict is Verdict.FAIL


def missing(lot: LotResult, basis: Say) -> Iterator[Follow]:
    """Yield what an undecided lot lacks, and who supplies it; then it is judged again."""
    if lot.disposition is not Disposition.UNDECIDED:
        return
    for index, reason in enumerate(lot.reasons):
        if reason.key not in _reasons()["findings"] and reason not in lot.reasons[:index]:
            actor = Actor.BOTH if reason.key in _reasons()["both"] else Actor.SUPPLIER
            yield Follow(Step.SUPPLY, actor, Say("aftermath.supply", {"missing": reason}), basis)
    yield Follow(Step.DECIDE, Actor.SUPPLIER, Say("aftermath.decide"), basis)


def held(lot: LotResult, basis: Say, *, concession: bool) -> Iterator[Follow]:
    """Yield that the lot is kept apart; under a concession that holds, whatever it does not cover."""
    if lot.disposition is not Disposition.ACCEPT:
        key = "aftermath.hold.concession" if concession else "aftermath.hold.plain"
        yield Follow(Step.HOLD, Actor.SUPPLIER, Say(key), basis)


def decision(lot: LotResult, escalated: Escalated, basis: Say, *, concession: bool) -> Iterator[Follow]:
    """Yield what people may do with a lot that was not accepted, and what each way needs on record."""
    if lot.disposition is not Disposition.REJECT:
        return
    if not escalated.chosen:
        key = "aftermath.choose.agreed" if escalated.agreed else "aftermath.choose.open"
        yield Follow(Step.CHOOSE, Actor.BOTH, Say(key), basis)
    rule = Say("aftermath.basis.rule")
    if not concession:
        yield Follow(Step.CONSENT, Actor.BUYER, Say("aftermath.consent"), rule)
    yield Follow(Step.RESUBMIT, Actor.SUPPLIER, Say("aftermath.resubmit"), rule)


def talk(spec: Spec, lot: LotResult) -> Iterator[Follow]:
    """Yield each failing characteristic whose limit the spec leaves open to talk; the verdict is what it is."""
    if lot.disposition is Disposition.ACCEPT:
        return
    for item in lot.items:
        source = spec.characteristics.get(item.id)
        if source is not None and source.stance is Stance.FLEXIBLE and fails(item):
            name = item.name if any(item.name.values()) else item.id
            basis = Say("aftermath.basis.stance", {"name": name})
            yield Follow(Step.TALK, Actor.BOTH, Say("aftermath.talk", {"name": name}), basis)
