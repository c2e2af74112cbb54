"""From bytes to text: UTF-8 with and without BOM, GB18030, Big5, UTF-16; and telling mojibake from text.

What a page says of its own encoding is a hint only: pages labelled GB2312 hold characters of GBK, and pages converted
to UTF-8 keep their old label.
"""

import codecs
import re
from collections import Counter

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
_LOOKED_AT = 256 * 1024  # bytes by which a long file is judged
_AT_ONCE = 1024 * 1024
# Punctuation, spaces and full-width forms occur in every encoding of Chinese and say nothing.
_FOREIGN = re.compile("[^\\x00-\\x7f　\xa0、。〈〉《》「」『』【】〔〕—…‘’“”·□○●\uff00-\uff60]+")
_CONTINUING = bytes(range(0x80, 0xC0))  # of a character of UTF-8

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
    foreign = Counter("".join(_FOREIGN.findall(text)))
    common = sum(number for character, number in foreign.items() if character in _COMMON)
    return common / foreign.total() if foreign else 1.0


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
    begin, encoding = _encoding_of(data, name, declared)
    text = data[begin:].decode(encoding, errors="replace")
    text = text.lstrip("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    refuse_mojibake(text, name)
    return text


def as_utf8(data: bytes, name: str) -> bytes:
    r"""Return what `decode` returns in UTF-8: a list of a million rows is not held as characters, nor twice.

    Raises:
        ReadingError: No encoding fits, or the text is mojibake.
    """
    begin, encoding = _encoding_of(data, name, None)
    pieces = [data] if encoding == "utf-8" else []
    if encoding != "utf-8" or not _is_utf8(data):
        decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        ends = range(begin, len(data), _AT_ONCE)
        pieces = [decoder.decode(data[at : at + _AT_ONCE], at + _AT_ONCE >= len(data)).encode() for at in ends]
        begin = 0
    written = b"".join(pieces)
    del pieces
    if written.startswith(codecs.BOM_UTF8, begin):
        begin += len(codecs.BOM_UTF8)
    if begin:
        written = written[begin:]
    if b"\r" in written:
        written = written.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    refuse_mojibake(_part(written).decode(errors="ignore"), name)
    return written


def _is_utf8(data: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for at in range(0, len(data), _AT_ONCE):
            decoder.decode(data[at : at + _AT_ONCE], at + _AT_ONCE >= len(data))
    except UnicodeDecodeError:
        return False
    return True


def _encoding_of(data: bytes, name: str, declared: str | None) -> tuple[int, str]:
    """Return where the text begins after its mark, and its encoding.

    Raises:
        ReadingError: None fits.
    """
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return len(mark), encoding
    if b"\0" in data[:65536]:
        found = _best(data, ("utf-16-le", "utf-16-be"), declared)
    elif _is_utf8(data) or _is_nearly_utf8(data):
        found = "utf-8"
    else:
        found = _best(data, ("gb18030", "big5", "big5hkscs", "cp950"), declared)
    if found is None:
        raise ReadingError("unknown_encoding", name)
    return 0, found


def _is_nearly_utf8(data: bytes) -> bool:
    """Tell UTF-8 with a few bad bytes, or with a character cut at its end, from another encoding."""
    tail = data[-_LOOKED_AT:].lstrip(_CONTINUING)
    try:
        tail.decode("utf-8")
        at_end = False
    except UnicodeDecodeError as error:
        at_end = error.start > len(tail) - 4
    text = _part(data).decode("utf-8", errors="replace")
    return at_end or text.count("\ufffd") * 200 < sum(character > "\x7f" for character in text)


def _part(data: bytes) -> bytes:
    """Return a part of a long file that says enough about all of it: its beginning and its middle, in whole lines."""
    if len(data) <= 2 * _LOOKED_AT:
        return data
    head = data[: data.rfind(b"\n", 0, _LOOKED_AT) + 1] or data[:_LOOKED_AT]
    begin = data.find(b"\n", len(data) // 2) + 1
    return head + data[begin : data.rfind(b"\n", 0, begin + _LOOKED_AT) + 1]


def _best(data: bytes, encodings: tuple[str, ...], declared: str | None) -> str | None:
    """Return the encoding in which `data` looks most like Chinese text, or None when it does in none."""
    best: tuple[float, str] | None = None
    part = data[: 2 * _LOOKED_AT] if encodings[0].startswith("utf-16") else _part(data)
    for encoding in encodings:
        sample = _sample(part.decode(encoding, errors="replace"))
        bad = sample.count("\ufffd") / max(1, sum(c > "\x7f" for c in sample))
        control = sum(c < " " and c not in "\t\n\r\f" for c in sample) / max(1, len(sample))
        if bad > 0.02 or control > 0.01:
            continue
        score = _share(sample) - 5 * bad
        if declared and declared.lower().replace("_", "-").startswith(encoding[:4]):
            score += 0.02
        if best is None or score > best[0] + 0.001:
            best = (score, encoding)
    return best[1] if best else None


def refuse_mojibake(text: str, name: str) -> None:
    """Raise where `text` is what remains of text that was read in the wrong encoding and saved so.

    Raises:
        ReadingError: It is mojibake.
    """
    sample = _sample(text)
    foreign = len(sample) - len(sample.encode("ascii", "ignore"))
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
