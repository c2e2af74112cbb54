"""English words without their endings, so that one form of a word is known by another."""

import re

_PLURALS = (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("s", ""))
_FORMS = ("ing", "ed", "e")  # of a verb
_NO_PLURAL = ("news",)  # no form of new
_VOWEL = re.compile("[aeiouy]")
_SHORTEST_STEM = 3
_SHORTEST_PLURAL = 3
_WORD = re.compile("[a-z]+")


def stem(word: str) -> str:
    """Return an English word without the endings of plurals and verbs: invite, invites, invited, inviting."""
    word = word.replace("isation", "ization").replace("ise", "ize") if len(word) > _SHORTEST_STEM else word
    if word in _NO_PLURAL:
        return word
    if len(word) > _SHORTEST_PLURAL and not word.endswith(("ss", "us", "is")):
        word = next((word[: -len(end)] + instead for end, instead in _PLURALS if word.endswith(end)), word)
    stem = next((word[: -len(end)] for end in _FORMS if word.endswith(end)), word)
    if len(stem) < _SHORTEST_STEM or not _VOWEL.search(stem):
        return word
    return stem[:-1] if stem[-1] == stem[-2] and stem[-1] in "bdgmnprt" else stem


def stemmed(text: str) -> str:
    """Return plain text with each of its English words as its stem; all else as it is."""
    return _WORD.sub(lambda found: stem(found[0]), text)
