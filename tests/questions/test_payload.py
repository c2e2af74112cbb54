"""The payload codec: 1 to 64 bytes of ASCII, readable for ever."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.questions.payload import Payload, UnreadablePayloadError, decode, encode


class Kept(dict[str, str]):
    def keep(self, text: str) -> str:
        token = f"{len(self):022d}"
        self[token] = text
        return token


# Written by version 1 and pressed years later: this table may grow, and no line of it may change.
WRITTEN = {
    "v1:r:=cppcc:371500:13-4:399@lc-gxj": Payload("r", "cppcc:371500:13-4:399@lc-gxj"),
    "v1:p:=399:2": Payload("p", "399", 2),
    "v1:q:=13-4:399:1": Payload("q", "13-4:399"),
    "v1:p:~0000000000000000000000:3": Payload("p", "智能制造", 3),
    "v1:n:=": Payload("n", ""),
    "v1:m:^add:-1001234567890:5pm66IO95Yi26YCg": Payload("m", "add:-1001234567890:智能制造"),
    "v1:m:+add:-1001234567890:1111111111111111111111": Payload("m", "add:-1001234567890:关键词=中小企业、智能制造"),
}


@pytest.mark.parametrize(("data", "payload"), WRITTEN.items())
def test_version_one_stays_readable(data: str, payload: Payload) -> None:
    kept = {"0" * 22: "智能制造", "1" * 22: "关键词=中小企业、智能制造"}
    assert decode(data, kept.get) == payload
    assert encode(payload, {text: token for token, text in kept.items()}.get) == data  # type: ignore[arg-type]


@given(
    kind=st.sampled_from("rqpn"),
    value=st.text(max_size=100)
    | st.from_regex(r"[ -~]{0,60}(:[0-9]{1,5})?", fullmatch=True)
    | st.from_regex(r"[a-z]{1,8}:-?[0-9]{1,16}:.*", fullmatch=True),
    page=st.integers(1, 99_999),
)
def test_every_payload_comes_back(kind: str, value: str, page: int) -> None:
    kept = Kept()
    data = encode(Payload(kind, value, page), kept.keep)
    assert 1 <= len(data.encode()) <= 64
    assert data.isascii()
    assert decode(data, kept.get) == Payload(kind, value, page)


@given(chat=st.integers(-(10**15), 10**15), words=st.text(max_size=100))
def test_no_chat_is_kept_beside_words(chat: int, words: str) -> None:
    kept = Kept()
    data = encode(Payload("m", f"add:{chat}:{words}"), kept.keep)
    assert decode(data, kept.get).value == f"add:{chat}:{words}"
    assert list(kept.values()) in ([], [words])


@given(st.text(max_size=80))
def test_anything_can_be_sent_and_nothing_breaks(data: str) -> None:
    with suppress(UnreadablePayloadError):
        decode(data, lambda _: None)


@pytest.mark.parametrize(
    "payload", [Payload("rr", "a"), Payload("R", "a"), Payload("r", "a", 0), Payload("r", "a", 100_000)]
)
def test_what_cannot_be_a_payload_is_a_mistake_of_ours(payload: Payload) -> None:
    with pytest.raises(ValueError, match="no payload"):
        encode(payload, str)
