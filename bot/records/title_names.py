"""Cuts the names of members out of a title: whoever put a matter is personal data (domain.md §5.2)."""

import re
from functools import cache

from bot.records.title_text import matching
from bot.records.title_words import title_words

# The hundred commonest family names: four in five names of persons begin with one.
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜"
    "崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
# Less common ones: a name only with two characters behind it, in brackets and with 等.
RARE_SURNAMES = "连戚池尤卞甄狄葛费康裴鲁阮骆柯翁俞祝柳鲍殷倪聂焦柏冉左盛霍耿毕岳齐庞颜翟詹欧苗凌游岑靳项雍冼郜"
_HINT = re.compile(r"代表|委员|同志|先生|女士|人[:名位]?|等\d|[(\[][\u4e00-\u9fff、,]{2,40}[)\]]")
_NAMED = rf"(?<!关(?=于))[{SURNAMES}][\u4e00-\u9fff某×*]{{1,2}}"
_NAMES = rf"{_NAMED}(?:[、,和与及]?{_NAMED}){{0,5}}"
_ANY = r"[\u4e00-\u9fff·]{2,4}(?:[、,和与及][\u4e00-\u9fff·]{2,4}){0,9}"
_SITS = r"(?:代表|委员)"
_COUNT = r"(?:\d+|[一二三四五六七八九十]+)?"
_OTHERS = rf"(?:等{_COUNT}[人名位]?)?"
# Where a name of any family begins.
_BEGINS = r"(?:(?<=[:、,对省市县区给复致])|(?<=会)(?!议)|(?<=会议|人大|政协|关于))"


@cache
def _patterns() -> re.Pattern[str]:
    groups = title_words().groups
    whose, whole = rf"(?!{groups['begin']})", "".join(f"(?<!{word})" for word in groups["end"].split("|"))
    who = rf"{whose}(?:{_NAMES}|{_ANY}){whole}"
    more = rf"(?:{_SITS}[、,和与及]?(?:{_NAMES}|{_ANY}){whole})*{_OTHERS}"
    what = r"(?:关于|《|“|对|第|编号|[A-Za-z]?\d|提案|建议|议案|答复|复函|回复)"
    matter = r"[《“](?:关于|[^》”]{2,60}(?:提案|建议|议案)[》”])"
    what_put = rf"所?提[出交]?的?(?:关于|《|“|第|[A-Za-z]?\d|提案|建议|议案)|(?:提案|建议)?的?{matter}"
    put = rf"(?:在.{{1,20}}会议?上)?(?:所?提[出交]?|领衔|联名|的|:)*{what}"
    return re.compile(
        rf"[(\[](?:致|复|答复)?{who}(?:{more}的?(?:{_SITS}|同志){_OTHERS}|等{_COUNT}[人名位])"
        r"(?:的?(?:提案|建议|议案|提[出交]|联名|附议))?[)\]]"
        rf"|(?<=[案议号])[(\[](?:{_NAMED}|[{RARE_SURNAMES}][\u4e00-\u9fff]{{2}})(?:[、,]{_ANY})?{whole}等[)\]]"
        rf"|(?<=[案议号])[(\[][^()\[\]]{{2,30}}等{_COUNT}[人名位]{{0,2}}{_SITS}[)\]]"
        rf"|[(\[](?:第一|联名|领衔)?(?:提[案出议]|建议|领衔|联名)?(?:人|者|{_SITS}):[^()\[\]]{{2,40}}[)\]]"
        rf"|(?<=[案议号])[(\[]{whose}{_NAMES}{whole}[)\]](?=的?(?:答复|复函|回复|函复|办复|办理|$))"
        rf"|-+致{whose}[^-]{{2,40}}?(?:{_SITS}|同志|先生|女士)(?:的?函|{_OTHERS})$"
        rf"|{whose}{_NAMES}{whole}{more}(?={_SITS}{_OTHERS}{put})"
        rf"|{_BEGINS}{who}{more}(?={_SITS}{_OTHERS}(?:在.{{1,20}}会议?上)?所?提[出交]?)"
        rf"|^(?!关于|[对就]){who}{more}(?={_SITS}{_OTHERS}(?:提[出交])?的?:?(?:关于|《|对))"
        rf"|(?<={_SITS}){_NAMES}{whole}{_OTHERS}(?:同志)?(?={what_put})"
        rf"|(?<=^致){who}{more}(?={_SITS})"
    )


def without_names(title: str) -> str:
    """Return a title without the names of those who put the matter, otherwise as it is printed.

    They stand in brackets（王某等委员）, before 代表 or 委员 in front of what these put, and after a dash 致…代表.
    """
    form = matching(title)
    if not _HINT.search(form.text):
        return title
    cuts = [match.span() for match in _patterns().finditer(form.text)]
    printed = title
    for start, end in reversed(cuts):
        first, last = (form.positions[start], form.positions[end - 1]) if form.positions else (start, end - 1)
        printed = printed[:first] + printed[last + 1 :]
    return printed.strip()
