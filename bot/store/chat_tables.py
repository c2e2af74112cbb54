"""The tables of what is kept for chats, announced to them, fetched from them, and of watched sites."""

from sqlalchemy import BigInteger, Index, String, Table, UniqueConstraint

from bot.store.columns import BIG_ID, DAY, FLAG, JSON, MOMENT, NUMBER, TEXT, key, may, must, refers
from bot.store.tables import METADATA, of_rows

_CHAT = BigInteger()
_WORD = String(12)

# What happened to a record, written in the transaction that did it. `kind` is `published`, `changed`, `withdrawn`,
# `restored` (a withdrawal was undone) or `removed` (its import was undone). `changes` holds the fields of a change:
# `{"field": ..., "old": ..., "new": ...}`. `taken_back`: the batch was undone. Numbers rise in the order of the
# transactions.
EVENTS = Table(
    "events",
    METADATA,
    *key(BIG_ID, "id", counted=True),
    *must(NUMBER, "batch_id", index=True),
    *must(_WORD, "kind"),
    *must(TEXT, "key", index=True),
    *must(MOMENT, "at"),
    *may(JSON, "changes"),
    *must(FLAG, "taken_back"),
)

# A chat that is told of something, and how it wants to be told. `plan` is a `bot.announce.schedule.Plan`. `last_slot`
# is the slot of the schedule that was served last: a slot is never served twice, however the clock jumps. `paused` is
# `asked`, `refused` (Telegram refused three times) or null. `told` is who set it up and hears when it fails.
DESTINATIONS = Table(
    "destinations",
    METADATA,
    *key(_CHAT, "chat_id"),
    *must(_WORD, "kind"),
    *may(NUMBER, "thread_id"),
    *must(String(8), "language"),
    *must(JSON, "plan"),
    *must(MOMENT, "last_slot", "made_at"),
    *may(_WORD, "paused"),
    *must(NUMBER, "strikes"),
    *may(MOMENT, "parked_until"),
    *may(_CHAT, "told"),
)

# What a chat wants to hear of: a `bot.announce.topics.Topic` as text. `since` is the last event before it.
SUBSCRIPTIONS = Table(
    "subscriptions",
    METADATA,
    *key(NUMBER, "id", counted=True),
    *must(_CHAT, "chat_id"),
    *must(TEXT, "topic"),
    *must(BIG_ID, "since"),
    *must(MOMENT, "made_at"),
    UniqueConstraint("chat_id", "topic"),
)

# A message of the bot's own accord, to be sent or sent. `kind` is `announcement` (its text is made from its outbox rows
# whenever it is sent or edited) or `notice`, whose words are in `text`; the button under it says `ask` to the bot in
# private. `state` is `waiting`, `sending` (on its way), `sent`, `ambiguous` (its outcome is unknown), `failed`
# (Telegram will not have it) or `dropped` (there is nothing left to say). `version` rises when what it should say
# changes; `shown` is the version that the chat sees.
POSTS = Table(
    "posts",
    METADATA,
    *key(BIG_ID, "id", counted=True),
    *must(_CHAT, "chat_id", index=True),
    *may(NUMBER, "thread_id"),
    *must(_WORD, "kind", "state"),
    *may(TEXT, "text", "ask", "fault"),
    *may(_CHAT, "reply_to", "message_id"),
    *must(NUMBER, "attempts", "doubts", "version", "shown"),
    *must(MOMENT, "made_at"),
    *may(MOMENT, "next_try", "sent_at"),
    # What is to be sent or put right is little beside what was sent.
    Index("ix_posts_unshown", "id", info=of_rows("shown < version")),
)

# One event for one chat: unique in the database, so that no chat can be told of it twice. `state` is `waiting` (for its
# time), `posted` (in the post), `applied` (a correction, shown in the post that it corrects) or `taken_back`.
OUTBOX = Table(
    "outbox",
    METADATA,
    *key(BIG_ID, "id", counted=True),
    refers("event_id", "events.id"),
    *must(_CHAT, "chat_id"),
    *must(_WORD, "state"),
    refers("post_id", "posts.id", nullable=True, index=True),
    *must(MOMENT, "made_at"),
    UniqueConstraint("event_id", "chat_id"),
    Index("ix_outbox_waiting", "state", "chat_id"),
)

# When a recurring job ran last, and what it remembers.
JOBS = Table("jobs", METADATA, *key(String(64), "name"), *must(MOMENT, "ran_at"), *must(JSON, "kept"))

# What a person, or the administrators of a group, have set for a chat. No row: nothing is set.
PREFERENCES = Table(
    "preferences",
    METADATA,
    *key(_CHAT, "chat_id"),
    *may(String(8), "language"),
    *must(FLAG, "plain"),
    *may(TEXT, "agency", "offices"),
    *may(NUMBER, "year"),
)

# What a chat was last shown. There is no user in it.
CHATS = Table("chats", METADATA, *key(_CHAT, "chat_id"), *must(MOMENT, "shown_at", index=True), *must(TEXT, "context"))

# The text behind a button's token. There is no user beside it.
TOKENS = Table("tokens", METADATA, *key(String(22), "token"), *must(TEXT, "value"))

# Which message answers which, by their numbers, so that an edited question still finds its answer. No user, no text.
ANSWERED = Table(
    "answered", METADATA, *key(_CHAT, "chat_id", "question"), *must(_CHAT, "answer"), *must(MOMENT, "at", index=True)
)

# How often on a day nothing was found for a word: what the library lacks. Nobody stands beside it.
MISSES = Table("misses", METADATA, *key(String(64), "word"), *key(DAY, "day"), *must(NUMBER, "count"))

# An update as Telegram wrote it, with what was said in it: there only while somebody waits, and deleted by /forget.
# `starts` counts the starts that found it: one that ends the process each time must not do so for ever. `owner` is the
# process that answers it (`bot.store.crew`); 0 where there is one alone, None where there is none.
INBOX = Table(
    "inbox",
    METADATA,
    *key(BigInteger(), "update_id"),
    *may(_CHAT, "chat_id", index=True),
    *must(MOMENT, "at"),
    *must(TEXT, "content"),
    *must(NUMBER, "starts", default=0),
    *may(NUMBER, "owner"),
)

# An update that was answered, for as long as Telegram may tell it again. No chat and no text.
INBOX_ANSWERED = Table("inbox_answered", METADATA, *key(BigInteger(), "update_id"), *must(MOMENT, "at", index=True))

# A row of a watched list. `name` tells it from others of its source. `state` is `waiting` (for its page to be read),
# `read` (to be loaded), `loaded` or `open` (it cannot be loaded). `said` is what the list says of it. `quiet`: it was
# there at first sight, and is not announced. `seen` is the last sweep that met it in the list, `swept` the last that
# asked for its page; `missed` counts the sweeps since that did not meet it. `sha256` is of the page as it was read,
# `read_at` when. `record_key` is the record that it is.
SITE_PAGES = Table(
    "site_pages",
    METADATA,
    *key(BIG_ID, "id", counted=True),
    *must(String(64), "source", "name"),
    *must(TEXT, "address", "title"),
    *must(String(8), "state"),
    *must(JSON, "said"),
    *must(FLAG, "quiet"),
    *must(NUMBER, "tries", "seen", "swept", "missed"),
    *may(TEXT, "etag", "modified", "record_key"),
    *may(String(64), "sha256"),
    *may(MOMENT, "read_at"),
    UniqueConstraint("source", "name"),
    Index("ix_site_pages_state", "source", "state"),
)
