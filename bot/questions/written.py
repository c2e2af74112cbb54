"""Words of everyday speech put as they are written, before anything is read: 有多少人看过, 来要材料, 二零年, 钟头."""

import re
from collections.abc import Mapping
from functools import cache

from bot.questions.lexicon import alternation, compiled, first_key, phrases, synonyms
from bot.questions.lexicon import words as words_of
from bot.questions.message import solid
from bot.questions.readers.told import READ
from bot.questions.vocabulary import Vocabulary
from bot.text import numerals

# 21O号, l08号: letters that look like digits, within a number.
_DIGIT_LIKE = re.compile(
    r"(?<![a-z0-9])(?=[0-9oli]*[0-9])[0-9oli]{2,}(?=\s?[号件条])"
    r"|(?<=[第案议号])(?=[oli]*[0-9])[0-9oli]{2,}(?![a-z0-9])"
)
_AS_DIGITS = str.maketrans("oli", "011")
_SPACED = re.compile(r"(?<![0-9])[0-9](?: [0-9]){1,5}(?= ?号)")  # 3 9 9号
_SINGLY = re.compile(r"[〇零一二三四五六七八九幺]*幺[〇零一二三四五六七八九幺]+|[〇零一二三四五六七八九]+幺")
_READ_OUT = str.maketrans("〇零一二三四五六七八九", "00123456789")
# 三九九谁办的, no 一二三产业: what can follow the number of a record.
_DIGITS = re.compile(
    "(?<![十百千万〇零一二三四五六七八九])[〇零一二三四五六七八九]{3,}(?=$|[\\s,，。;；、?？!！号提建的谁怎什哪是答回咋那这])"
)
# 二零年, 一九年: a year as it is read aloud; 一二年 is one or two years.
_SHORT_YEAR = re.compile(
    "(?<![〇零一二三四五六七八九十百第0-9])(?:二[〇零一二三四五六七八九]|一[五六七八九])年(?![级多来])"
)
_PERCENT = re.compile("百分(?:之([零一二三四五六七八九十]+)|之?百(?!分))")
# 委员提的有几件, 代表们提了多少: who proposes says which body is meant (domain.md §3.1).
_PROPOSED = re.compile("(?<![位个些名么])(?:政协|人大)?(?P<who>委员|代表)们?提(?:出|交|上来)?[的了](?:提案|建议|议案)?")
_NUMBERED = re.compile("((?:编|案|序|文)号|号码)(?:都|分别)?[是为]?(?:多少|几号?)")  # asks which one, not how many
# 拖到2021去的, 结转2021的: the year that cases are carried over to is no year whose report is asked for.
_MOVED = "结转|[拖转带留挪推延剩甩滚压搁攒欠]"
_CARRIED = re.compile(
    f"(?:{_MOVED})(?:到|至|进|给)了?(?:(?P<year>20[0-9]{{2}})|明|下|第二|次|来)一?年?|结转(?P<into>20[0-9]{{2}})年?"
)
# 去年没办完拖过来的 is what was carried in, 拖到明年的 what is carried out.
_CARRIED_IN = re.compile(
    f"(?:去年|上一?年度?|前一?年|头一?年|往年)[^,，。;；?？结]{{0,6}}?(?:{_MOVED})(?:过来|下来|下(?!一?年)|到今年|给今年|(?=[的没未]))"
    "(?:(?:没有?|未)(?:办|处理|答复)[完结]?)?的?"
)
_MONTHS = re.compile("(?<![0-9])(?P<month>1[0-2]|[1-9])(?=(?:[、,，和](?:1[0-2]|[1-9]))*[、,，和](?:1[0-2]|[1-9])月)")
_NUMERAL = "[0-9一二三四五六七八九十]{1,3}"
_HAN_DAY = f"(?:{_NUMERAL}月份?)?{_NUMERAL}[日号]|{_NUMERAL}月份?"
# 是3号还是13号: one of two days is asked for, not the time between them.
_EITHER = re.compile(f"(?:是|在)?(?:{_HAN_DAY})还是在?(?:{_HAN_DAY})(?![^,，。?？]*[多少])")
_BOTH_DAYS = re.compile(f"(?<=[月号日])的(?=[和跟与及、]{_NUMERAL}[月号日])")  # 除开九月的和十一月的
_CARRIED_OVER, _CARRIED_OVER_IN = "结转下年度", "上年结转"
# 7件里公开了几成, where sentences count so many requests; 占收到的几成.
_OF_REQUESTS = re.compile(
    "(?:那|这|收到的?)?(?P<many>[0-9]+|[一二三四五六七八九十百]+)件(?:里面|里头|里|当中|中)(?=[^,，。]{0,6}(?:公开|掌握|没给|给了|提供|处理))"
)
_OF_RECEIVED = re.compile("(?<=占)收到的(?=[几多百]|$)")
_ALL_HOW = re.compile("(?:最后|最终|后来)?都是?(?=怎么|如何)")  # 七件申请最后都是怎么处理的
_ARTICLE = re.compile("(?<!第)二十条(?=第)")  # 二十条第九项
_TENTHS = re.compile("(?<=[一二三四五六七八九几两])成(?=都)")  # 六成都给了 is told of no 成都
_SEPARABLE = re.compile("(罚|收|发|办)(?:过|了)(款|费|证)")  # 罚过款 is 罚款
# 表三, 第三张表: the report's own number.
_TABLE = re.compile(
    r"^(?:第?(?P<before>[二三四234])(?:张|个)?表|(?:附?表)(?P<after>[二三四234]))(?=$|里?(?:都|是|讲|说|有|填)|\s*[?？])"
)
_SOME_WHO = re.compile("(?<=[是叫])[些个](?=什么|哪|谁)")  # 都是些什么人, 主题是个什么
_DONE_OR_NOT = re.compile(
    r"(?P<verb>(?!有没)[\u4e00-\u9fff]{1,2})没(?P=verb)(?P<end>[^,，。;；!！?？\s]{0,6}?)(?=[呢啊呀了]*(?:[,，。;；!！?？\s]|$))"
)
_OR_NOT = re.compile(
    r"(?P<verb>[\u4e00-\u9fff]{2}|(?![是能会要行好可对有在该多])[\u4e00-\u9fff])不(?P=verb)"
    r"(?P<end>[^,，。;；!！?？\s]{0,4}?)(?=[呢啊呀]*(?:[,，。;；!！?？\s]|$))"
)
_NOT = re.compile(r"(?<=[\u4e00-\u9fff0-9])(?<![对要差好])不(?=[?？\s]*$)")
_IS_THERE = re.compile("(?<!还)有没(?!有)|有没(?!有)(?![^,，。;；?？的]{1,4}的)")  # 还有没给的几件 has 没给的
_BOTH_EACH = re.compile("(?P<one>提案|政协|建议|人大)、?(?P<other>建议|人大|提案|政协)(?=各|分别)")
_TIMES = re.compile(r"(?<=[几少那这])回(?![复答应信函访])")
# 来个2021年的年报, 申请公开个信息: a measure after a verb, before the noun that it counts, says nothing.
_ONE_OF = re.compile(
    r"(?<![下起]来)(?<=[来公开看查找要有给发求弄搞整问])一?[个份篇](?![人体税性别案旧月额数章幅儿吗呢吧啊]|$|\W)"
)
# 多少份这样的申请; 列表那十条里
_SUCH = re.compile(
    "(?<=[多少几][件份个条])(?:这样的?|那样的?|[这那][种类]的?)|[那这](?:几[条件份篇个](?=[提建答回]|里|当中|中)|[二两三四五六七八九十0-9]+[条件份](?=里|当中|中))"
)
# 一份申请都没递过 is 没递过申请; 压根不是答复 is 不是答复.
_NOT_ONE = re.compile(
    r"一[件份个条次起项篇](?P<noun>[\u4e00-\u9fff]{0,4}?)[都也](?P<verb>(?:没有?|未)[^\s,，。?？!！吗呢]{0,2})"
)
# 有多少人看过 asks how often it was read: what is read is counted in times.
_READERS = re.compile(
    "(?:多少|几)个?人(?:在|来|去)?(?:看|读|浏览|阅读|点开|点击|点)(?:过|了)?|(?:看|读|浏览|点)过?的人(?:有|是)?(?:多少|几个)"
)
# 前天听邻居说: whoever said it, and when, is not what is asked.
_HEARD = re.compile(
    "(?:前天|昨天|昨晚|今天|今早|刚才|刚刚|上次|上回|那天|早上)?(?:我|俺|咱)?听(?!证)[^\\s,，。;；?？的得到见]{0,4}[说讲](?!话|座|课)(?:过|了|起)?"
)
_OUTSIDE = re.compile(r"(?<![^,，。;；\s])(?P<what>[^\s,，。;；除]{2,12}?)(?P<out>以外|之外)(?=[的还有其别])")
# 以“不掌握”为由答复的, 答复予以公开的: an outcome is what was answered.
_GROUND = re.compile('以[“"]?(?P<ground>[^,，。;；?？”"]{2,20})[”"]?为(?:理由|由)(?:[答回]复)?')
_ANSWERED = re.compile("(?:答复|回复)为?(?=予以公开|部分公开|不予|无法提供)")
# 第一,提案几件; 第二个问题是…; 第一个问题是什么 asks of the report.
_ENUMERATED = re.compile(
    r"(?:^|(?<=[:：;；。,，?？!！\s]))(?:第[一二三四五1-5](?:个?问题?)?|[一二三四五]问|问题[一二三四五1-5])"
    r"(?:[是呢]?[:：,，、]\s*|(?<=题)是(?!什么|啥|哪|不是))"
)
_SLASH = re.compile("[“\"']/[”\"']")
# 专栏发了698条? asks whether it is so, as 培训是12月搞的? does.
_STATED = re.compile(
    "^(?P<stated>(?!.*[几多么谁哪吗呢怎没不吧].*)(?:.*[0-9]+[件条个期次项份篇人%].*?|[^,，。;；]+是(?:[0-9]+[年月日号])+[^,，。;；]*的))\\s*\\?$"
)
_WEEKDAY = re.compile("(?P<every>每)?个?(?:礼拜|星期)(?=[一二三四五六日天])")  # printed as 周三
# 回了几个提案分别是啥: a question ends where each is asked for.
_EACH_IS = re.compile("((?:几|多少)[件个条份](?:提案|建议|议案|答复))(?=(?:分别|都|各)是?(?:什么|哪))")
_PLUS = re.compile(r"(?<=[\u4e00-\u9fff])\s*\+\s*(?=[\u4e00-\u9fff])")  # 日报+新闻 合计
_CASES = re.compile("(?<=复议|诉讼)案件?")  # no 议案
# 一个合多少钱, 每项摊下来多少 ask for the mean; 公众号开了半年，平均一个月发几条: how long is not asked.
_COMES_TO = re.compile(
    r"[一每]+(?P<unit>[个项件条期次场笔份])(?:大概|差不多)?(?:[平均分]摊|合|摊|划|折|平均|下来|算)+(?:到|要|得)?(?=[多几])"
    r"|(?<=[\u4e00-\u9fff])(?<!均)[一每]+(?P<one>[项条期篇])有?(?=(?:阅读)?多少|几次)"
)
# 除以12个月, 按十二个月摊，一个月: the months of the year, each of them.
_BY_MONTHS = re.compile(
    "(?:除以|除|按照?|分[到成]?|摊到)(?:全年)?(?:12|十二)个月(?:来?(?:分|摊|算|平摊|平均))?[,，\\s]*(?:每个?月|一个月|月均)?"
)
_FOR_SO_LONG = re.compile(
    "(?:开通?|办|运营|上线|用|搞)了?(?:大?半年|[一两三四五六]个月|一年)[,，;；\\s]+(?=平均|每|一[个天])"
)
# 邀谁, 请什么人来讲, 谁去讲的: who was invited.
_INVITED = re.compile(
    "(?:邀请|(?<!申)请|[邀喊约]|(?<=都)叫)(?:了|过|来|去|的)*(?:都有|都是|有|是)?(?P<whom>谁|什么人|哪些人|哪位|哪几位)(?:来|去)?(?:讲|说|上)?(?:过|了|的)*"
    "|(?P<who>谁|什么人|哪些人|哪位|哪几位)(?:去|来)(?:讲|做客|当嘉宾|作客)(?:过|了|的)*"
)
# 十六条, printed as 16条.
_SO_MANY = re.compile("(?<![第〇零一二三四五六七八九十百千])[一二三四五六七八九十百]{2,}(?=(?P<unit>[条件期个项次]))")
_SOMEBODY = re.compile("有一?个人(?=[来去找跟向要申告])")  # no 个人 as applicant
_WHICH = re.compile(
    r"哪(?:几|[2-9]|[两二三四五六七八九十]{1,2})(?:[件份条篇]|个(?=[提建答回]))"
)  # asks which, not how many
# 收了几份给了几份: where a count ends and a verb with one of its own follows, a question ends.
_COUNTED_OUT = re.compile(
    "((?:几|多少)[件份个条次项篇期位张样])"
    "(?=[没未]?[\u4e00-\u9fff]{1,2}[了过到着]?(?:几|多少)[件份个条次项篇期位张样]"
    "|(?:哪[个边家样种]|谁)[\u4e00-\u9fff]{0,2}[多少高低])"
)
_LEFT = re.compile("(?<!还)剩(?=[那这哪][0-9一两二三几]*[件份个条张])")  # 剩那份怎么回事
# 官司输过没, 复议赢了几件
_DECIDED = re.compile(
    "(?P<case>(?:复议|诉讼|官司|起诉)[^,，。?？]{0,6}?)(?P<how>输|赢)(?:了|过|掉)"
    "|(?P<won>输|赢)(?:了|过|掉)?(?P<which>(?:几|多少)?[场件个次]?(?:复议|诉讼|官司))"
)
_OUTCOMES = {"输": "lost", "赢": "won"}
_DONE = re.compile(
    "(?:(?<=[了过])没|(?<=[\u4e00-\u9fff])(?<![对要差好是不哦噢啊哎额呃嗯呀诶])不)(?=[呢啊]?[,，;；])"
)  # 学习过没，哪天; 收费不，多少
_REPLIED = re.compile(
    r"(?<![来撤退收驳返挽找一几两对回问])[回答](?=了(?:几|多少|$)|的(?:$|[,，?？吗])|了[0-9]+[件个封份])"
)


def as_written(text: str, vocabulary: Vocabulary) -> str:
    """Return plain text with words of everyday speech as they are written, where no loaded title has them."""
    pattern, forms = _spoken()
    text = _TABLE.sub(lambda match: f"第{match['before'] or match['after']}部分", text)
    text = _SPACED.sub(lambda match: match.group().replace(" ", ""), text)
    text = _SINGLY.sub(lambda match: match.group().replace("幺", "一"), text)
    text = _ENUMERATED.sub(lambda match: "，" if match.start() else "", text)
    if vocabulary.titles.holds(solid(text)):
        return text
    text = _DIGITS.sub(
        lambda match: match[0] if vocabulary.titles.holds(match[0]) else match[0].translate(_READ_OUT), text
    )
    text = _named(text, vocabulary)
    text = _SO_MANY.sub(lambda match: _as_printed(match, vocabulary), text)
    text = pattern.sub(lambda match: forms[match.group()], text)
    text = _apart(_PLUS.sub("、", _SLASH.sub("斜杠", text)))
    text = _DIGIT_LIKE.sub(lambda match: match.group().translate(_AS_DIGITS), text)
    text = _PROPOSED.sub(_body_of, text)
    text = _NUMBERED.sub(r"\1", text)
    text = _CARRIED.sub(_carried_over, _CARRIED_IN.sub(f"{_CARRIED_OVER_IN}的", text))
    text = _MONTHS.sub(r"\g<month>月", text)
    text = _BOTH_DAYS.sub("", _EITHER.sub("是哪天", text))
    text = _ALL_HOW.sub("都", _OF_REQUESTS.sub(lambda match: _of_requests(match, vocabulary), text))
    text = _OF_RECEIVED.sub("收到的申请", text)
    text = _ARTICLE.sub("第二十条", _TENTHS.sub("成 ", text))
    text = _WEEKDAY.sub(lambda match: f"{match['every'] or ''}周", _STATED.sub(r"\g<stated>对吗", text))
    text = _EACH_IS.sub(r"\1，", text)
    text = _SEPARABLE.sub(r"\1\2", text)
    text = _PERCENT.sub(lambda match: f"{numerals.read(match[1] or '') or 100}%", text)
    text = _SHORT_YEAR.sub(lambda match: f"二〇{match.group()}", text)
    text = _SUCH.sub("", text)
    text = _HEARD.sub(
        words_of("told", "hearsay")[0], _CASES.sub("", _GROUND.sub(r"因\g<ground>", _ANSWERED.sub("", text)))
    )
    text = _READERS.sub(f"{READ}多少", text)
    text = _BY_MONTHS.sub("平均每月", text)
    text = _FOR_SO_LONG.sub("", _COMES_TO.sub(lambda match: f"平均一{match['unit'] or match['one']}", text))
    text = _INVITED.sub(lambda match: f"邀请了{match['whom'] or match['who']}", _SOMEBODY.sub("有人", text))
    text = _DECIDED.sub(_decided, text)
    text = _requested().sub(words_of("words", "requests")[0], text)
    text = _LEFT.sub(words_of("turns", "rest")[0], _COUNTED_OUT.sub(r"\1，", text))
    text = _OUTSIDE.sub(rf"{words_of('turns', 'besides')[0]}\g<what>\g<out>", text)
    text = _at_all().sub("", _NOT_ONE.sub(r"\g<verb>\g<noun>", text))
    text = _deputies().sub("副", _SOME_WHO.sub("", text))
    text = _OR_NOT.sub(r"\g<verb>\g<end>吗", _DONE_OR_NOT.sub(r"\g<verb>\g<end>没有", text))
    text = _DONE.sub("吗", _NOT.sub("吗", text))
    text = _BOTH_EACH.sub(r"\g<one>和\g<other>", _IS_THERE.sub("有没有", text))
    text = _TIMES.sub("次", text)
    text = _WHICH.sub(words_of("words", "listing")[4], _REPLIED.sub(words_of("words", "answers")[2], text))
    return _taken_back().sub("，不对，", _ONE_OF.sub("", text))


def _named(text: str, vocabulary: Vocabulary) -> str:
    """Return a text with what is known by digits (12345) under its name, where loaded sentences tell of it.

    A number that is called one (第12345号) stays, and so does one beside which the name stands.
    """
    for digits, name in _known_by_digits().items():
        if digits in text and vocabulary.passages.holds(digits):
            text = re.sub(rf"(?<![0-9第]){digits}(?![0-9号])(?:{name})?", name, text)
    return text


@cache
def _known_by_digits() -> dict[str, str]:
    """Return for each word of the synonyms that is digits alone the name of its group."""
    return {word: group[0] for group in synonyms() for word in group if word.isdigit()}


def _decided(found: re.Match[str]) -> str:
    """Return what came of a case as the name of its column, after the case: 官司败诉."""
    outcome = words_of("computed", _OUTCOMES[found["how"] or found["won"]])[0]
    return f"{found['case'] or found['which']}{outcome}"


def _apart(text: str) -> str:
    """Return a text with a pause between questions that 、 joins: 培训哪天、主题是什么、谁讲的."""
    listed = text.split("、")
    asks = all(first_key("focus", one) for one in listed)
    return "，".join(listed) if asks else text


def _of_requests(counted: re.Match[str], vocabulary: Vocabulary) -> str:
    """Return so many as requests, where a sentence counts those so."""
    many = numerals.read(counted["many"])
    asked = (f"{many}件{word}" for word in words_of("figures", "headings"))
    return f"收到的{words_of('words', 'requests')[0]}里" if any(map(vocabulary.passages.holds, asked)) else counted[0]


def _as_printed(counted: re.Match[str], vocabulary: Vocabulary) -> str:
    """Return a number in words in digits, where a sentence prints it so."""
    digits = str(numerals.read(counted[0]))
    return digits if vocabulary.passages.holds(f"{digits}{counted['unit']}") else counted[0]


def _body_of(proposed: re.Match[str]) -> str:
    body = next(body for body, listed in phrases("bodies_weak").items() if proposed["who"] in listed)
    return words_of("bodies_strong", body)[0]


def _carried_over(carried: re.Match[str]) -> str:
    year = carried["year"] or carried["into"]
    return f"{int(year) - 1}年{_CARRIED_OVER}" if year else _CARRIED_OVER


@cache
def _deputies() -> re.Pattern[str]:
    """Find 付 for 副 before a post, as clerks write it: 付组长."""
    posts = (word.removeprefix("副") for word in words_of("computed", "posts") if word.startswith("副"))
    return re.compile(f"付(?={alternation(posts)})")


@cache
def _requested() -> re.Pattern[str]:
    """Find an application as it is mostly called: 来要材料, 找你们要过信息, 要信息的申请, 递条子, 要过几回."""
    asks, things = alternation(words_of("figures", "requesting")), alternation(words_of("figures", "requested"))
    many = "(?:[好老]些|好多|不少|许多|很多)个?人[来去]?"
    whom = (
        rf"{many}|[来去]|[找跟向问][你咱我他]们|[找跟向]局里|写信|人家|[去找跟向问到][\u4e00-\u9fff]{{1,6}}[局委办厅]"
    )
    slips = alternation(words_of("figures", "applying"))
    return re.compile(
        rf"(?P<whom>(?:{whom})[来去]?)?(?<![需重主必只紧首我])(?:{asks})[过了点些份个张]*"
        rf"(?:{things}|(?(whom)东西|(?!)))(?:的申请|的那个申请)?(?![公工科])"
        rf"|(?:{slips})(?:要(?:{things}|东西))?"
        r"|(?<![需重主必只紧首])(?:要|递)[过了](?=(?:几|多少)[次回趟份样件张封])"
    )


@cache
def _taken_back() -> re.Pattern[str]:
    """Find in the middle of what is spoken that the part or body before it was wrong: 主办几件不对协办几件."""
    roles = (word for role in phrases("roles").values() for word in role)
    names = alternation((*roles, *words_of("words", "matters")))
    return re.compile(rf"(?<=[\u4e00-\u9fff；;，,])[哦啊噢哎]?(?:不对|错了|不不)(?={names}|(?:我|应该)?是(?:{names}))")


@cache
def _at_all() -> re.Pattern[str]:
    """Find what only stresses a negation: 压根就 of 压根就不是."""
    return re.compile(rf"(?:{alternation(words_of('turns', 'at_all'))})(?=[不没未无])")


@cache
def _spoken() -> tuple[re.Pattern[str], Mapping[str, str]]:
    written = {spoken: word for word, listed in phrases("spoken").items() for spoken in listed}
    return compiled(written), written
