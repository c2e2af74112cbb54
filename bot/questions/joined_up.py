"""Parts of a sentence put beside what they belong to: a subject that trails, a verb said twice, the year meant."""

import re
from functools import cache

from bot.questions.lexicon import alternation
from bot.questions.lexicon import words as words_of
from bot.questions.words import record_words

_OF_ALL = re.compile(r"^(?P<whose>[^,，;；。?？]+的)[,，;；\s]+是(?:不是|否)(?P<asked>[都全][^,，;；。?？]+)[?？]*$")
# 申请全都办完了是不是; 除了自然人，其他申请人新收几件 leaves one kind out, and names no row 其他.
_DONE_IS_IT = re.compile(r"(?<=了)(?:是不是|对不对)(?=[?？。!！\s]*$)")
_BESIDES = re.compile(r"(?P<left_out>除了?[^,，;；]{2,8}?)(?:以外|之外|外)?[,，\s]*(?:其他|其余|其它|别的)的?申请人")


def joined_up(text: str) -> str:
    """Return a plain text with the subject that trails its question beside it: 收到了多少 申请."""
    text = _supposed_first().sub(rf"\g<stated>{words_of('told', 'whether')[0]};\g<asked>", text)
    text = _tag().sub(r"\g<stated>", text)  # …，是不是 asks of what stands before it
    text = _DONE_IS_IT.sub("吗", _verb_again().sub(r"\1\2", text))
    text = _BESIDES.sub(r"\g<left_out>", text)
    text = _OF_ALL.sub(r"\g<whose>\g<asked>吗", text)  # 来申请的，是不是都给了
    text = _year_meant().sub(r"\g<year>年\g<asked>", text)
    match = _trailing().search(text)
    return text if match is None or record_words().search(match[1]) else f"{match[1]}{match[2]}"


@cache
def _supposed_first() -> re.Pattern[str]:
    """Find a number that is supposed before another question: 既然有3件诉讼，赢了几件 asks whether there are."""
    clause, number = "[^,，。;；?？!！]*", "(?:[0-9]+|[一二两三四五六七八九十百]+)[件个条项次份期]"
    asks, led = alternation(words_of("words", "asking")), alternation(words_of("frames", "supposed"))
    stated = rf"(?P<stated>{clause}有{number}{clause})"
    return re.compile(rf"^(?:{led})(?:是|说)?{stated}[,，;；]\s*(?P<asked>.*(?:{asks}).*)$")


@cache
def _tag() -> re.Pattern[str]:
    """Find the pause before words that only ask whether what stands before them is so."""
    asks = alternation(words_of("told", "whether"))
    return re.compile(rf"^(?P<stated>[^,，;；。?？!！\s]+)[,，;；\s]+(?=(?:{asks})(?:[,，。?？!！\s]|$))")


@cache
def _verb_again() -> re.Pattern[str]:
    """Find a verb said again after its object, before how often: 打官司打了几场; 业 of 商业企业 is none."""
    counts = alternation(words_of("words", "how_many"))
    return re.compile(rf"([^\W\d一二两三四五六七八九十百])([^\W\d]{{1,6}}?)\1[了过](?=(?:{counts}))")


@cache
def _year_meant() -> re.Pattern[str]:
    """Find a year told from today of which the last clause says which is meant: 去年申请几件，我指2020年."""
    told = alternation(words_of("words", "relative_years"))
    meant = alternation((*words_of("repairs", "meant"), "我指的是", "我指", "就是"))
    said = rf"(?:(?:{meant})(?=20)|(?=20[0-9]{{2}}年?的?(?P=told)))"
    return re.compile(
        rf"(?P<told>{told})(?P<asked>.*?)[,，;；。?？\s]+{said}(?P<year>20[0-9]{{2}})年?(?:那个?|的)?(?:(?P=told))?的?$"
    )


@cache
def _trailing() -> re.Pattern[str]:
    counts = alternation(words_of("words", "how_many"))
    subjects = alternation((*words_of("figures", "headings"), *words_of("frames", "things")))
    return re.compile(rf"^(?!.*(?:{subjects}).* )(.*(?:{counts}))\s+((?:{subjects})[吗呢啊?？。!！]*)$")
