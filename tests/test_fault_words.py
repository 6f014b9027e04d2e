"""Every word for a fault, banned and permitted in the plainest words of either language, is heard as that."""

import re

import pytest

from qspec.phrases.engine import understand
from qspec.phrases.lexicon import load
from qspec.phrases.vocabulary import ClauseClass, Degree, Pole

PLAIN = {"en": re.compile(r"[a-z]{4,}(?: [a-z]+)?"), "ja": re.compile(r"[ァ-ヶー一-龠]{2,}")}
BANS = {"en": ("Free from {}.", "No {} allowed"), "ja": ("{}のないこと。", "{}は不可とする。")}
PERMISSIONS = {
    "en": ("Slight {} is acceptable.", "Slight {} shall not be cause for rejection."),
    "ja": ("軽微な{}は可とする。", "多少の{}は許容する"),
}


def fault_words(language):
    """Return the words for faults that stand by themselves: phrases of everyday speech are sentences of their own."""
    heads = (line for line in load().lines if line.group.lang == language and line.group.pole is Pole.BAD)
    words = {line.text for line in heads if line.group.characteristic and PLAIN[language].fullmatch(line.text)}
    assert len(words) > 1000
    return sorted(words)


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("templates", [BANS, PERMISSIONS], ids=["bans", "permissions"])
def test_a_plain_ban_or_permission_of_any_fault_is_heard(language, templates):
    sentences = [one.format(word) for word in fault_words(language) for one in templates[language]]
    found = {text: understand(text) for text in sentences}
    unheard = [text for text, one in found.items() if one.clause_class is not ClauseClass.VAGUE]
    allowed = {text for text, one in found.items() if one.degree is Degree.SLIGHT_ALLOWED} - set(unheard)
    turned = allowed if templates is BANS else set(sentences) - allowed - set(unheard)
    assert not turned
    assert len(unheard) <= len(sentences) / 500, unheard
