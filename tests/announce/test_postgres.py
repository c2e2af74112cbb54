"""Announcing on PostgreSQL: tests of SQLite, on a server of their own (`tests.store.test_postgres`)."""

from collections.abc import Iterator

import pytest

from bot.store.database import Database
from tests.announce.chats import Town
from tests.announce.test_telling import (  # noqa: F401 - they run here too
    test_a_chat_is_told_in_its_own_language,
    test_a_correction_edits_the_post_and_a_withdrawal_replaces_it,
    test_a_future_date_a_batch_twice_undone_and_loaded_again,
    test_each_chat_hears_of_its_topics_once_however_many_match,
    test_more_than_a_few_come_as_one_message_by_body_and_day,
    test_undone_before_it_was_sent_it_is_not_told_and_loaded_again_it_is_told_once,
    test_what_another_process_did_this_moment_is_seen,
)
from tests.announce.test_trouble import (  # noqa: F401
    test_a_chat_that_refuses_three_times_is_left_alone_and_whoever_subscribed_is_told,
    test_a_flood_wait_is_kept_for_its_chat_and_shown_and_never_shortened,
    test_a_group_that_moved_takes_everything_with_it,
    test_one_sender_at_a_time,
    test_what_stays_unknown_is_told_to_staff_once_a_day,
    test_what_was_announced_long_ago_is_forgotten_and_what_waits_is_not,
    test_what_was_on_its_way_when_the_process_ended_is_repeated_and_listed,
)
from tests.store.test_postgres import server, url  # noqa: F401 - fixtures


@pytest.fixture
def town(url: str) -> Iterator[Town]:  # noqa: F811
    database = Database.open(url)
    yield Town(database)
    database.close()
