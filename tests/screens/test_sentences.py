"""Plain mode: marks become words, lines become sentences, and what a source prints stays as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from bot.local.bot_api.markup import parse_html
from bot.screens.sentences import as_printed, in_sentences, unmarked


@pytest.mark.parametrize(
    ("language", "markup", "plain"),
    [
        ("zh", "📄 <b>政协第9号提案</b>", "<b>政协第9号提案</b>。"),
        ("zh", "2. <b>政协第9号</b> · 2020年5月1日", "第 2 条：<b>政协第9号</b>，2020年5月1日。"),
        ("zh", "关于甲 · 乙的建议", "关于甲 · 乙的建议。"),
        ("zh", "✓ 勾稽：7 = 7", "核对一致：7 = 7。"),
        ("zh", "<b>共 9 条</b>（第 2 / 3 页）", "<b>共 9 条</b>，第 2 页，共 3 页。"),
        ("zh", "<blockquote expandable>甲<b>乙</b>。</blockquote>", "原文：“甲<b>乙</b>。”"),
        ("zh", "直接发送，例如：\n· 399", "直接发送，例如：\n399。"),
        ("zh", "乙县 &lt;住建局&gt;", "乙县 &lt;住建局&gt;。"),
        ("en", "<b>9 in all</b> (page 2 of 3)", "<b>9 in all</b> (page 2 of 3)."),
        ("en", "关于河流的建议", "关于河流的建议。"),
        ("en", "Sure?", "Sure?"),
        ("zh", "甲\n\n乙", "甲。\n\n乙。"),
    ],
)
def test_in_sentences(language: str, markup: str, plain: str) -> None:
    assert in_sentences(markup, language) == plain


@given(st.text(st.characters(exclude_categories=["Cs", "Cn", "Cc"])), st.sampled_from(["zh", "en"]))
def test_what_a_source_prints_stays_as_it_is(text: str, language: str) -> None:
    markup = f"<b>甲</b>\n{as_printed(text)}\n"
    assert str(escape(text)) in in_sentences(markup, language)
    assert unmarked(markup) == f"<b>甲</b>\n{escape(text)}\n"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), max_size=5))
def test_markup_stays_markup(lines: list[str]) -> None:
    markup = "\n".join(f"· <b>{escape(line)}</b> · <blockquote>{escape(line)}</blockquote>" for line in lines)
    before, _ = parse_html(markup)
    after, _ = parse_html(in_sentences(markup, "zh"))
    for line in lines:
        if "·" not in line and not line.startswith((" ", "✓", "✗", "⚠", "📄", "📢")):
            assert (line.strip() in before) == (line.strip() in after)
