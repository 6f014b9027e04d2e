"""``qspec explain``: a code or a term in words, or for each reading of a batch how it was judged."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from qspec.cli import parameters
from qspec.cli.app import Exit
from qspec.cli.command import Command, paragraph
from qspec.cli.language import Languages
from qspec.cli.run import evaluate_files, tell
from qspec.errors import Place, Problem
from qspec.messages import placeholders, say, template

if TYPE_CHECKING:
    from qspec.judgement.result import Evaluation


def command(languages: Languages) -> click.Command:
    """Return the command."""

    def callback(words: tuple[str, ...], item: str | None, piece: str | None, **options: object) -> int:
        if len(words) == 2 and any(word == "-" or os.path.exists(word) for word in words):
            return _explain_readings(languages, words[0], words[1], item, piece, options)
        return max([_explain_word(languages, word) for word in words])

    own = [
        click.Argument(["words"], nargs=-1, required=True),
        click.Option(["--item"], default=None, metavar="ID"),
        click.Option(["--piece"], default=None, metavar="SERIAL"),
        *parameters.lot(),
        parameters.language(),
    ]
    return Command("explain", languages, own, callback)


def _explain_word(languages: Languages, word: str) -> int:
    """Print what a code or a term means; exit 2 where nobody knows it."""
    from qspec.cli.glossary import entries, nearest, terms

    shown = False
    if template(f"{word}.text", languages[0]) is not None:
        for lang in languages:
            click.echo(paragraph(f"{word}{say('cli.colon', lang)}{_bare(f'{word}.text', lang)}"))
            click.echo(paragraph(f"  → {_bare(f'{word}.hint', lang)}"))
        shown = True
    for entry in entries(word):
        for lang in languages:
            click.echo(
                paragraph(
                    f"{say(f'explain.{entry}.names', lang)}{say('cli.colon', lang)}{say(f'explain.{entry}.text', lang)}"
                )
            )
        shown = True
    if shown:
        return Exit.ACCEPTED
    near = nearest(word)
    if near:
        problem = Problem("cli.nothing-known", Place(), values={"text": word, "near": ", ".join(near)})
    else:
        problem = Problem("cli.nothing-similar", Place(), values={"text": word, "terms": terms()})
    tell([problem], languages)
    return Exit.UNUSABLE


def _bare(key: str, lang: str) -> str:
    """Return a sentence with an ellipsis for each value it will hold."""
    return say(key, lang, **dict.fromkeys(placeholders(template(key, lang) or ""), "…"))


def _explain_readings(
    languages: Languages, spec: str, data: str, item: str | None, piece: str | None, options: dict[str, object]
) -> int:
    """Print how each reading was judged; exit 0, for explaining is not accepting."""
    evaluation, problems = evaluate_files(spec, data, options, languages)
    tell(problems, languages)
    if evaluation is None:
        return Exit.UNUSABLE
    unknown = _unknown(evaluation, item, piece)
    if unknown:
        tell(unknown, languages)
        return Exit.UNUSABLE
    for lang in languages:
        for line in _derivations(evaluation, item, piece, lang):
            click.echo(line)
    return Exit.ACCEPTED


def _unknown(evaluation: Evaluation, item: str | None, piece: str | None) -> list[Problem]:
    known = list(evaluation.spec.characteristics)
    pieces = {name for lot in evaluation.lots for name in lot.pieces}
    problems = []
    if item is not None and item not in known:
        problems.append(Problem("cli.no-such-item", Place("--item"), values={"text": item, "near": ", ".join(known)}))
    if piece is not None and piece not in pieces:
        problems.append(Problem("cli.no-such-piece", Place("--piece"), values={"text": piece}))
    return problems


def _derivations(evaluation: Evaluation, item: str | None, piece: str | None, lang: str) -> Iterator[str]:
    from qspec.messages import render
    from qspec.report import words
    from qspec.report.width import columns, pad, visible

    labels = {key: say(f"cli.explain-step.{key}", lang) for key in STEPS}
    width = max(columns(label) for label in labels.values())
    for lot in evaluation.lots:
        for result in lot.items:
            if item is not None and result.id != item:
                continue
            for check in result.checks:
                marks = words.of_marks(check)
                for reading in check.readings:
                    if piece is not None and reading.piece != piece:
                        continue
                    whose = render(words.piece(check, reading), lang)
                    yield visible(f"{render(words.name(result), lang)} ({check.quantity}), {whose}")
                    values = {
                        "reading": reading.text,
                        "where": str(reading.place),
                        "value": None if marks else f"{reading.value} {reading.unit}".rstrip(),
                        "written": check.written,
                        "resolved": None if marks else check.resolved,
                        "guarded": check.guarded,
                        "margin": None if marks else f"{reading.margin} {reading.unit}".rstrip(),
                        "rule": render(words.rule(check.rule), lang),
                        "verdict": render(words.judged(reading.verdict), lang),
                    }
                    yield from (
                        f"  {pad(labels[key], width)}  {visible(text)}"
                        for key, text in values.items()
                        if text is not None
                    )
                    yield ""


STEPS = ("reading", "where", "value", "written", "resolved", "guarded", "margin", "rule", "verdict")
