"""An answer as text for people: what was understood and why, three limits, what to settle, clause and spec entry.

Drawn once per language of the run; the clause always stands in both languages, for both sides sign it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qspec.messages import LANGUAGES, pick, render, say, template
from qspec.phrases.answer import Answer, Question, Status, TierProposal
from qspec.phrases.entry import entry_id
from qspec.phrases.lexicon import characteristics
from qspec.phrases.model import Matched
from qspec.phrases.vocabulary import Polarity, Pole, Yardstick
from qspec.phrases.wording import condition
from qspec.report.answers.table import numbered, paragraphs, table
from qspec.report.width import columns, visible, wrap
from qspec.spec.writing import entry_lines

WIDTH = 96
_SURE, _PROBABLE = 0.8, 0.6
"""Confidence from which an answer is called sure, and probable."""


def text(answer: Answer, languages: Sequence[str], width: int = WIDTH) -> str:
    """Return the answer in each language, one below the other."""
    title = wrap(visible(answer.finding.text), width)
    rule = "─" * max(columns(line) for line in title)
    parts = ["\n".join(_in_language(answer, lang, width)) for lang in languages]
    return "\n".join([*title, rule, "\n\n".join(parts)])


def _in_language(answer: Answer, lang: str, width: int) -> Iterator[str]:
    yield from paragraphs(list(_understood(answer, lang)), width)
    if answer.tiers:
        yield from ("", heading("tiers", lang), *_tiers(answer, lang, width))
        yield from paragraphs(list(_measured(answer, lang)), width)
    if answer.decompose:
        yield from ("", heading("decompose", lang), *_choices(answer, lang, width))
    yield from _to_settle(answer.questions, lang, width)
    if answer.risk is not None:
        rows = [(heading(side, lang), pick(answer.risk[side], lang)) for side in ("buyer", "supplier")]
        yield from ("", heading("risk", lang), *paragraphs(rows, width, indent=2))
    if answer.clause is not None:
        rows = [(each, answer.clause[each]) for each in sorted(LANGUAGES, key=lambda each: each != lang)]
        yield from ("", heading("clause", lang), *paragraphs(rows, width, indent=2))
    if answer.item is not None:
        name = entry_id(answer.finding.characteristic or "")
        yield from ("", heading("entry", lang), *map(visible, entry_lines(name, answer.item)))


def heading(key: str, lang: str) -> str:
    """Return a heading or label."""
    return say(f"define.heading.{key}", lang)


def _name(characteristic: str, lang: str) -> str:
    return pick(characteristics()[characteristic]["name"], lang)


def _understood(answer: Answer, lang: str) -> Iterator[tuple[str, str]]:
    """Return what was understood, the words that led to it, and how sure that is."""
    finding = answer.finding
    yield heading("understood", lang), _meaning(answer, lang)
    if answer.status is Status.NOT_MATCHED:
        if answer.nearest:
            yield heading("nearest", lang), say("define.list", lang).join(answer.nearest)
        yield heading("next", lang), say("define.not-understood-next", lang)
        return
    because = [say("define.because", lang, text=one.text, meaning=_meant(one, lang)) for one in _telling(answer)]
    yield "", say("define.list", lang).join(because)
    others = [
        say("define.candidate", lang, name=_name(one.characteristic, lang), share=round(one.confidence * 100))
        for one in finding.candidates[1:]
        if one.characteristic != finding.second
    ]
    if finding.second is not None:
        yield heading("second", lang), say("define.second", lang, name=_name(finding.second, lang))
    if others:
        yield heading("also", lang), say("define.list", lang).join(others)
    yield heading("sure", lang), _sureness(finding.confidence, lang)


def _meaning(answer: Answer, lang: str) -> str:
    finding = answer.finding
    if answer.status is Status.NOT_MATCHED or finding.characteristic is None:
        return say("define.understood-nothing", lang)
    name = _name(finding.characteristic, lang)
    direction = say(f"define.direction.{finding.direction.value}", lang)
    if answer.status is Status.MEASURABLE:
        return say("define.understood-measurable", lang, name=name, direction=direction)
    if answer.status is Status.NEEDS_DECOMPOSITION:
        return say("define.understood-general", lang, name=name)
    stick = ""
    if finding.yardstick is not Yardstick.NONE:
        stick = say("define.with-yardstick", lang, yardstick=say(f"define.yardstick.{finding.yardstick.value}", lang))
    wanted = finding.polarity is Polarity.DEMAND and finding.candidates[0].pole is not Pole.BAD
    degree = say(f"define.{'wanted' if wanted else 'degree'}.{finding.degree.value}", lang)
    return say("define.understood", lang, name=name, degree=degree, direction=direction, yardstick=stick)


def _telling(answer: Answer) -> list[Matched]:
    """Return the matched words that explain something, the longest of those on the same words."""
    wanted = {one.characteristic for one in answer.finding.candidates}
    found = [one for one in answer.finding.matched if one.meaning in wanted or _told(one.meaning)]
    kept: list[Matched] = []
    for one in sorted(found, key=lambda one: ("…" in one.text, one.start - one.end)):
        if not any(other.meaning == one.meaning and other.start < one.end and one.start < other.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: (one.start, one.end))


def _told(modifier: str) -> bool:
    """Say whether a modifier explains something; those that only say that something is judged have no words."""
    return template(f"define.meaning.{modifier}", LANGUAGES[0]) is not None


def _meant(one: Matched, lang: str) -> str:
    if one.meaning in characteristics():
        return _name(one.meaning, lang)
    return say(f"define.meaning.{one.meaning}", lang)


def _sureness(confidence: float, lang: str) -> str:
    word = "high" if confidence >= _SURE else "middle" if confidence >= _PROBABLE else "low"
    return say("define.sure", lang, word=say(f"define.sure-word.{word}", lang), share=round(confidence * 100))


def _tiers(answer: Answer, lang: str, width: int) -> Iterator[str]:
    """Return the three tiers as a table, the preselected one marked, and why it is."""
    mark = say("define.mark", lang)
    head = ["", *(say(f"define.column.{key}", lang) for key in ("tier", "limit", "evidence", "source"))]
    rows = [
        [
            mark if tier.preselected else "",
            say(f"define.tier.{tier.tier.value}", lang),
            _limit(tier, _differing(answer), lang),
            say(f"define.evidence.{tier.evidence.value}", lang),
            pick(tier.source, lang),
        ]
        for tier in answer.tiers
    ]
    yield from table([head, *rows], width, indent=2)
    if answer.preselected is not None and answer.reason is not None:
        reason = say("define.to-be-agreed", lang, reason=render(answer.reason, lang))
        tier = say(f"define.tier.{answer.preselected.tier.value}", lang)
        yield from (
            f"  {line}"
            for line in wrap(say("define.preselected", lang, mark=mark, tier=tier, reason=reason), width - 2)
        )


def _differing(answer: Answer) -> tuple[str, ...]:
    """Return the conditions that are not the same for every tier."""
    keys = dict.fromkeys(key for tier in answer.tiers for key in tier.conditions)
    return tuple(key for key in keys if len({tier.conditions.get(key) for tier in answer.tiers}) > 1)


def _limit(tier: TierProposal, keys: Sequence[str], lang: str) -> str:
    stated = _conditions({key: tier.conditions[key] for key in keys if key in tier.conditions}, lang)
    return say("define.limit-under", lang, limit=tier.limit, conditions=stated) if stated else tier.limit


def _conditions(stated: dict[str, str], lang: str) -> str:
    pairs = [
        say("define.pair", lang, name=_condition_name(key, lang), value=condition(value, lang))
        for key, value in stated.items()
    ]
    return say("define.list", lang).join(pairs)


def _condition_name(key: str, lang: str) -> str:
    return template(f"terms.condition.{key}", lang) or key


def _measured(answer: Answer, lang: str) -> Iterator[tuple[str, str]]:
    """Return what is measured, how, under which conditions, and how several readings make one verdict."""
    tier = answer.tiers[0]
    yield heading("measured", lang), pick(answer.measurand or {}, lang)
    yield heading("method", lang), pick(tier.method, lang)
    shared = {key: value for key, value in tier.conditions.items() if key not in _differing(answer)}
    if shared:
        yield heading("conditions", lang), _conditions(shared, lang)
    yield heading("rule", lang), pick(tier.rule, lang)


def _choices(answer: Answer, lang: str, width: int) -> Iterator[str]:
    """Return the characteristics that general words may mean: the usual ones ticked, the others in one paragraph."""
    ticked = [f"[x] {_name(one.characteristic, lang)}" for one in answer.decompose if one.ticked]
    others = [_name(one.characteristic, lang) for one in answer.decompose if not one.ticked]
    yield from (f"  {line}" for line in ticked)
    yield from paragraphs([("[ ]", say("define.list", lang).join(others))], width, indent=2)


def _to_settle(questions: Sequence[Question], lang: str, width: int) -> Iterator[str]:
    """Return the questions: first those that only the parties can answer, then those with an answer proposed."""
    open_ones = [question for question in questions if question.default is None or question.settles is not None]
    others = [question for question in questions if question not in open_ones]
    if open_ones:
        rows = [(pick(one.ask, lang), pick(one.why, lang)) for one in open_ones]
        yield from ("", heading("open", lang), *numbered(rows, width))
    if others:
        rows = [(pick(one.ask, lang), f"→ {pick(one.default or {}, lang)}") for one in others]
        yield from ("", heading("proposed", lang), *numbered(rows, width, first=len(open_ones) + 1))
