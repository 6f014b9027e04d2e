"""``qspec explain``: a code or a term in words, a reply heard, or for each reading of a batch how it was judged."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from qspec.cli import parameters, replies
from qspec.cli.app import Exit
from qspec.cli.command import Command, paragraph
from qspec.cli.language import Languages
from qspec.cli.run import evaluate_files, tell
from qspec.errors import Place, Problem
from qspec.messages import LANGUAGES, placeholders, say, template

if TYPE_CHECKING:
    from qspec.judgement.result import Evaluation


def command(languages: Languages) -> click.Command:
    """Return the command."""

    def callback(words: tuple[str, ...], item: str | None, piece: str | None, format_: str, **options: object) -> int:
        if len(words) == 2 and any(word == "-" or os.path.exists(word) for word in words):
            if format_ == "json":
                tell([Problem("replies.only-replies", Place("--format"))], languages)
                return Exit.UNUSABLE
            return _explain_readings(languages, words[0], words[1], item, piece, options)
        if len(words) == 1 and _is_file(words[0]):
            tell([Problem("cli.one-file", Place(), values={"file": words[0]})], languages)
            return Exit.UNUSABLE
        if words == ("-",):
            return replies.explain_standard_input(languages, format_)
        return _explain_words(languages, words, format_)

    own = [
        click.Argument(["words"], nargs=-1, required=True),
        click.Option(["--item"], default=None, metavar="ID"),
        click.Option(["--piece"], default=None, metavar="SERIAL"),
        *parameters.lot(),
        parameters.formats(replies.FORMATS),
        parameters.language(),
    ]
    return Command("explain", languages, own, callback)


def _is_file(word: str) -> bool:
    """Say whether a word is a file without its partner: agreed.yaml is no reply, though it begins like one."""
    return "." in word and os.path.isfile(word)


def _explain_words(languages: Languages, words: tuple[str, ...], format_name: str) -> int:
    """Print what codes and terms mean, or what a reply signals, whose words may come unquoted."""
    from qspec.phrases.replies import read_reply

    if format_name == "json":
        return replies.explain_reply(languages, " ".join(words), format_name)
    whole = " ".join(words)
    if len(words) > 1 and not all(_is_known(word) for word in words) and read_reply(whole) is not None:
        return replies.explain_reply(languages, whole, format_name)
    return max([_explain_word(languages, word) for word in words])


def _is_known(word: str) -> bool:
    from qspec.cli.glossary import entries

    return template(f"{word}.text", LANGUAGES[0]) is not None or bool(entries(word))


def _explain_word(languages: Languages, word: str) -> int:
    """Print what a code or a term means, and what the word signals as a reply; exit 2 where nobody knows it."""
    from qspec.phrases.replies import is_silence, read_reply

    shown = _show_known(languages, word)
    reply = read_reply(word)
    whole = reply is not None and any(match.text == word for match in reply.matched)
    if whole or (not shown and (reply is not None or is_silence(word))):
        return replies.explain_reply(languages, word, "text")
    return Exit.ACCEPTED if shown else _unknown_word(languages, word)


def _show_known(languages: Languages, word: str) -> bool:
    """Print the entries of a code or a term, and say whether there are any."""
    from qspec.cli.glossary import entries

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
    return shown


def _unknown_word(languages: Languages, word: str) -> int:
    """Say that a word is neither code nor term nor a known reply; what looks like a sentence is taken for a reply."""
    from qspec.cli.glossary import nearest, terms

    near = nearest(word)
    if not near and _is_sentence(word):
        return replies.explain_reply(languages, word, "text")
    if near:
        problem = Problem("cli.nothing-known", Place(), values={"text": word, "near": ", ".join(near)})
    else:
        problem = Problem("cli.nothing-similar", Place(), values={"text": word, "terms": terms()})
    tell([problem], languages)
    return Exit.UNUSABLE


def _is_sentence(word: str) -> bool:
    """Say whether a text is longer than a term: three words, or ten characters of Japanese."""
    return len(word.split()) > 2 or (not word.isascii() and len(word) >= 10)


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
                        "value": None if marks else words.compared(reading),
                        "written": check.written,
                        "resolved": None if marks else check.resolved,
                        "guarded": check.guarded,
                        "margin": None if marks else f"{reading.margin} {reading.unit}".rstrip(),
                        "rule": render(words.rule(check.rule), lang),
                        "verdict": render(words.judged(reading), lang),
                    }
                    yield from (
                        f"  {pad(labels[key], width)}  {visible(text)}"
                        for key, text in values.items()
                        if text is not None
                    )
                    yield ""


STEPS = ("reading", "where", "value", "written", "resolved", "guarded", "margin", "rule", "verdict")
