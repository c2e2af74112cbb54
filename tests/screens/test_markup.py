"""Whatever is shown fits Telegram: length in UTF-16 units, whole tags, whole entities."""

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from bot.screens.copying import quotable
from bot.screens.markup import MAXIMUM_UNITS, fit, plain, tidy, units

_PIECES = st.lists(
    st.one_of(
        st.text(max_size=300).map(html.escape),
        st.text(max_size=80).map(lambda text: f"<b>{html.escape(text)}</b>"),
        st.text(max_size=80).map(lambda text: f"<blockquote expandable>{html.escape(text)}\n<i>x</i></blockquote>"),
        st.just("\n\n"),
        st.just("𠮷" * 50),
    ),
    max_size=30,
)


@given(pieces=_PIECES, maximum=st.integers(min_value=40, max_value=600))
def test_fit_cuts_to_the_length_and_closes_what_is_open(pieces: list[str], maximum: int) -> None:
    cut = fit("".join(pieces), "（其余略）", maximum)
    assert units(plain(cut)) <= maximum
    open_tags: list[str] = []
    for closing, name in re.findall(r"<(/?)([a-z]+)[^>]*>", cut):
        if closing:
            assert open_tags.pop() == name
        else:
            open_tags.append(name)
    assert not open_tags
    assert not re.search(r"&(?!(?:[a-z]+|#\d+|#x[0-9a-f]+);)", cut)


def test_what_fits_is_left_alone() -> None:
    assert fit("<b>甲</b>", "略") == "<b>甲</b>"


def test_a_cut_falls_between_entries() -> None:
    markup = "\n\n".join(f"{number}. <b>条目</b>\n" + "字" * 300 for number in range(30))
    cut = fit(markup, "（其余略）")
    assert units(plain(cut)) <= MAXIMUM_UNITS
    assert cut.removesuffix("\n\n（其余略）").endswith("字" * 300)


def test_units_are_those_of_utf_16() -> None:
    assert units("a字𠮷") == 4


def test_tidy_leaves_one_blank_line() -> None:
    assert tidy("甲  \n\n \n\n乙\n") == "甲\n\n乙"


def test_plain_shows_what_telegram_shows() -> None:
    assert plain("<b>甲 &lt;乙&gt;</b> &amp; <a href='x'>丙</a>") == "甲 <乙> & 丙"


def test_what_is_copied_is_the_figure_with_its_source() -> None:
    assert quotable("甲：7 件\n· 乙\n\n丙\n出处：丁") == "甲：7 件\n· 乙\n出处：丁"
    assert quotable("只有一行") == "只有一行"
    long = "头" * 100 + "\n" + "身" * 200 + "\n出处：丁"
    assert quotable(long) == "头" * 100 + "\n出处：丁"
