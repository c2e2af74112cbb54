"""Chinese as it is sounded out."""

from hypothesis import given
from hypothesis import strategies as st

from bot.text.pinyin import fold, initials, segment, spelled, syllables


def test_readings() -> None:
    assert syllables("银行a") == [["yin"], ["xing", "hang", "heng"], ["a"]] or "hang" in syllables("银行a")[1]
    assert initials("智能 制造") == "znzz"
    assert spelled("智能制造") == "zhinengzhizao"
    assert syllables("律")[0] == ["lv"]


def test_sounds_that_speakers_do_not_tell_apart() -> None:
    assert fold("neng") == fold("len")
    assert fold("zhi") == fold("zi")
    assert fold("lü") == fold("nu")
    assert fold("xing") == fold("xin")
    assert fold("bang") == fold("ban")
    assert fold("dong") != fold("don")


def test_letters_without_spaces() -> None:
    assert segment("zhinengzhizao")[0] == ["zhi", "neng", "zhi", "zao"]
    assert segment("xian") == [["xian"], ["xi", "an"]]
    assert segment("xi'an") == [["xi", "an"]]
    assert segment("yishenqing gongkai")[0] == ["yi", "shen", "qing", "gong", "kai"]
    assert segment("zx399") == []
    assert segment("xyzq") == []
    assert segment("") == []


@given(st.text(st.sampled_from("智能制造轴承企业疫情小微金融服务提案政协人大公开"), min_size=1, max_size=8))
def test_what_is_spelled_can_be_split(text: str) -> None:
    wanted = [readings[0] for readings in syllables(text)]
    assert wanted in segment(" ".join(wanted))
    assert all("".join(way) == spelled(text) for way in segment(spelled(text)))
