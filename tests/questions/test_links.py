"""Links into the bot: short, of the letters that Telegram allows, and read back as they were written."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.questions.links import LinkKind, LinkTarget, channel_link, deep_link, group_link, link_of, parameter_of
from bot.questions.payload import UnreadablePayloadError

ALLOWED = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
TOKEN = "J8mEVFEmkS9nZ_-hL3fT2A"


class Kept(dict[str, str]):
    def keep(self, value: str) -> str:
        self[TOKEN] = value
        return TOKEN


@given(st.sampled_from(LinkKind), st.text(min_size=1) | st.from_regex(r"[a-z]{3,5}:\d{6}:\d-\d:[\w.~]{1,40}@[a-z-]+"))
@example(LinkKind.RECORD, "cppcc:371500:13-4:399~opinion.2@lc-gxj")
@example(LinkKind.SEARCH, "2020年 轴承")
@example(LinkKind.FOLLOW, "number=400 body=cppcc session=13-4")
def test_a_link_is_read_back_as_it_was_written(kind: LinkKind, value: str) -> None:
    kept = Kept()
    parameter = parameter_of(LinkTarget(kind, value), kept.keep)
    assert ALLOWED.fullmatch(parameter)
    assert link_of(parameter, kept.get) == LinkTarget(kind, value)


def test_a_records_link_needs_no_database() -> None:
    kept = Kept()
    written = parameter_of(LinkTarget(LinkKind.RECORD, "npc:371500:17-4:174205@lc-gxj"), kept.keep)
    assert written == "r_npc_c371500_c17-4_c174205_alc-gxj"
    assert not kept


def test_a_short_message_needs_no_database_either() -> None:
    kept = Kept()
    written = parameter_of(LinkTarget(LinkKind.SEARCH, "2020年智能制造的答复"), kept.keep)
    assert written.startswith("s8")
    assert not kept
    assert parameter_of(LinkTarget(LinkKind.SEARCH, "很" * 16), kept.keep) == f"s-{TOKEN}"


@pytest.mark.parametrize(
    "parameter",
    ["", "s8_", "s8A", "s8____", "r", "r_", "x_399", "r-" + TOKEN, "r_a_z", "r_a_", "r_轴承", "hello", "r_" * 40],
)
def test_anything_else_is_said_to_be_none_of_ours(parameter: str) -> None:
    with pytest.raises(UnreadablePayloadError):
        link_of(parameter, Kept().get)


@given(st.text(alphabet="rsfh_-abcAZ09", max_size=70))
def test_nothing_that_is_sent_breaks_the_reader(parameter: str) -> None:
    try:
        link_of(parameter, lambda token: token)
    except UnreadablePayloadError:
        return


def test_addresses() -> None:
    assert deep_link("some_bot", "r_x") == "https://t.me/some_bot?start=r_x"
    assert deep_link("some_bot", "") == "https://t.me/some_bot"
    assert group_link("some_bot") == "https://t.me/some_bot?startgroup=h_start"
    assert "post_messages" in channel_link("some_bot")
