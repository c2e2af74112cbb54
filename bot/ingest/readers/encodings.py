"""From bytes to text: UTF-8 with and without BOM, GB18030, Big5, UTF-16; and telling mojibake from text.

What a page says of its own encoding is a hint only: pages labelled GB2312 hold characters of GBK, and pages converted
to UTF-8 keep their old label.
"""

import codecs

from bot.ingest.readers.errors import ReadingError

# The commonest characters of Chinese, and those that official documents lean on. Real text has a third of its
# characters among them; text that was read in the wrong encoding has next to none.
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相"
    "全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五"
    "果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先"
    "回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教"
    "速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究"
    "观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号"
    "率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严首底液官德随病"
    "答复提案建议政协信息公开条例申请主动机关单位工作年度报告诉讼行政许可处罚强制收费采购自然法人组织总计结果维持纠正尚未审结其他"
    "予以部分不无法提供受理附件发布机构索引标题链接页码序号姓名"
    "個來時們為國對會發動學產種經過說這進後現開關當與應還樣從間實長機業體務類區書報條統與計據處見議門東導數電書單傳組總結訊權證"
    "請辦費購織構標題鏈號訴訟許罰強給維糾審項規範圍"
)
_SAMPLE = 20_000

#: Ways in which text is commonly spoilt: written in the second encoding, read in the first.
_MISREADINGS = (
    ("gb18030", "utf-8"),
    ("cp1252", "utf-8"),
    ("latin-1", "utf-8"),
    ("latin-1", "gb18030"),
    ("cp1252", "gb18030"),
    ("big5", "gb18030"),
    ("gb18030", "big5"),
    ("big5", "utf-8"),
    ("latin-1", "big5"),
    ("utf-16-le", "utf-16-be"),
)


def _share(text: str) -> float:
    """Return the share of common characters among those of `text` that are not ASCII; 1 where there are none."""
    foreign = [character for character in text if character > "\x7f" and not _is_mark(character)]
    return sum(character in _COMMON for character in foreign) / len(foreign) if foreign else 1.0


def _is_mark(character: str) -> bool:
    # Punctuation, spaces and full-width forms occur in every encoding of Chinese and say nothing.
    return character in "　\xa0、。〈〉《》「」『』【】〔〕—…‘’“”·□○●" or "\uff00" <= character <= "\uff60"


def _sample(text: str) -> str:
    """Return a part of a long text that says enough about all of it: its beginning and its middle."""
    if len(text) <= 2 * _SAMPLE:
        return text
    middle = len(text) // 2
    return text[:_SAMPLE] + text[middle : middle + _SAMPLE]


def decode(data: bytes, name: str, *, declared: str | None = None) -> str:
    r"""Return the text of `data`.

    Args:
        data: Bytes of a text file.
        name: Of the file, for the message.
        declared: Encoding that the file itself claims: decides only between readings that are equally likely.

    Returns:
        The text without BOM, line ends as `\n`.

    Raises:
        ReadingError: No encoding fits, or the text is mojibake.
    """
    text = _decoded(data, declared)
    if text is None:
        raise ReadingError("unknown_encoding", name)
    text = text.lstrip("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    refuse_mojibake(text, name)
    return text


def _decoded(data: bytes, declared: str | None) -> str | None:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    if b"\0" in data[:65536]:
        return _best(data, ("utf-16-le", "utf-16-be"), declared)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        # A few bad bytes, or a character cut at the end, do not make a UTF-8 file something else.
        text = data.decode("utf-8", errors="replace")
        if error.start > len(data) - 4 or text.count("\ufffd") * 200 < sum(c > "\x7f" for c in _sample(text)):
            return text
    return _best(data, ("gb18030", "big5", "big5hkscs", "cp950"), declared)


def _best(data: bytes, encodings: tuple[str, ...], declared: str | None) -> str | None:
    """Return the reading of `data` that looks most like Chinese text, or None when none does."""
    best: tuple[float, str] | None = None
    for encoding in encodings:
        text = data.decode(encoding, errors="replace")
        sample = _sample(text)
        bad = sample.count("\ufffd") / max(1, sum(c > "\x7f" for c in sample))
        control = sum(c < " " and c not in "\t\n\r\f" for c in sample) / max(1, len(sample))
        if bad > 0.02 or control > 0.01:
            continue
        score = _share(sample) - 5 * bad
        if declared and declared.lower().replace("_", "-").startswith(encoding[:4]):
            score += 0.02
        if best is None or score > best[0] + 0.001:
            best = (score, text)
    return best[1] if best else None


def refuse_mojibake(text: str, name: str) -> None:
    """Raise where `text` is what remains of text that was read in the wrong encoding and saved so.

    Raises:
        ReadingError: It is mojibake.
    """
    sample = _sample(text)
    foreign = sum(character > "\x7f" for character in sample)
    if foreign < 8:
        return
    lost = sample.count("\ufffd") + 3 * sample.count("锟斤拷") + 2 * sample.count("烫烫烫")
    if lost > 2 and lost * 50 > foreign:
        raise ReadingError("mojibake", name)
    share = _share(sample)
    if share > 0.25:
        return
    if share < 0.1 and foreign >= 20 and foreign * 5 > len(sample):
        # Mostly foreign characters, next to none of them common in Chinese: no document of an office reads so.
        raise ReadingError("mojibake", name)
    for wrong, right in _MISREADINGS:
        again = sample.encode(wrong, errors="ignore").decode(right, errors="ignore")
        chinese = sum("\u4e00" <= character <= "\u9fff" for character in again)
        if chinese * 4 > foreign and _share(again) > max(0.3, 2 * share):
            raise ReadingError("mojibake", name)
