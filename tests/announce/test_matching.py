"""Which records are of a topic: by sets, and by looking at each, the same."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.announce.matching import TopicMatching
from bot.announce.topics import Topic
from bot.records.model import Body, RecordKind
from bot.store.read.values import IndexedRecord
from tests.rounds import examples

BODIES = st.sampled_from([None, *Body])
KINDS = st.sampled_from(list(RecordKind))
AGENCIES = st.sampled_from(["a", "b"])
SESSIONS = st.sampled_from([(13, 4), (9, 2)])
NUMBERS = st.integers(1, 3)


@st.composite
def records(draw: st.DrawFn) -> list[IndexedRecord]:
    return [
        IndexedRecord(
            f"cppcc:371500:13-4:{place}@{place}", f"标题{place}", None, None, None, draw(AGENCIES), draw(KINDS),
            draw(BODIES),
            *draw(SESSIONS), draw(st.one_of(st.none(), NUMBERS)), None, 2020, date(2020, 1, 1), None, None, None, None,
        )
        for place in range(draw(st.integers(0, 6)))
    ]  # fmt: skip


TOPICS = st.builds(
    Topic,
    body=BODIES,
    agency=st.one_of(st.none(), AGENCIES),
    kinds=st.lists(KINDS, max_size=2, unique=True).map(tuple),
    session=st.one_of(st.none(), SESSIONS),
    keywords=st.lists(st.sampled_from(["标题1", "标题", "别的"]), max_size=2, unique=True).map(tuple),
    number=st.one_of(st.none(), NUMBERS),
)


def is_of(topic: Topic, one: IndexedRecord) -> bool:
    answers = (RecordKind.REPLY, RecordKind.OPINION)
    return (
        topic.body in (None, one.body)
        and topic.agency in (None, one.agency)
        and (not topic.kinds or one.kind in topic.kinds)
        and topic.session in (None, (one.term, one.session))
        and (topic.number is None or (topic.number == one.number and one.kind in answers))
        and (not topic.keywords or any(word in one.title for word in topic.keywords))
    )


@examples(60)
@given(records(), TOPICS)
def test_by_sets_it_is_what_looking_at_each_gives(some: list[IndexedRecord], topic: Topic) -> None:
    assert TopicMatching(some).of(topic) == {one.key for one in some if is_of(topic, one)}


def test_one_record_is_meant_by_either_of_its_keys() -> None:
    key = "cppcc:371500:13-4:399@lc-gxj"
    one = IndexedRecord(key, "标题", *[None] * 3, "lc-gxj", RecordKind.REPLY, Body.CPPCC, 13, 4, 399, *[None] * 7)
    for named in (key, "cppcc:13-4:399"):
        assert TopicMatching([one]).of(Topic.read(f"record={named}")) == {key}
    assert TopicMatching([one]).of(Topic.read("record=cppcc:13-4:400")) == set()
