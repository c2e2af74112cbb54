"""A post to try out with: how the newest of what a chat subscribes to would look there."""

from collections.abc import Sequence

from bot.announce.digest import MessageText, announcement, text
from bot.announce.links import NO_LINKS, DeepLinks
from bot.announce.matching import TopicMatching
from bot.announce.topics import Topic
from bot.screens.labels import Words
from bot.store.events import PUBLISHED, report_key
from bot.store.read.queries import Store
from bot.store.read.values import Selection

# Records in it, and the newest ones among which they are looked for.
_SHOWN, _LOOKED_AT = 3, 200
# No event has this number: what was corrected before is not told again.
_NO_EVENT = 2**62


def sample(store: Store, topics: Sequence[Topic], language: str, links: DeepLinks = NO_LINKS) -> MessageText:
    """Return a post that says it is a trial, with the newest records of some topics, if there are any."""
    words = Words(language)
    said = words.said("announcing.trial")
    newest = store.records(Selection(), limit=_LOOKED_AT)
    reports = sorted(store.reports(), key=lambda one: (one.year, one.imported_at), reverse=True)[:_LOOKED_AT]
    named = [(one.agency.slug, one.year) for one in reports]
    matching = TopicMatching(store.each_indexed([one.record.key for one in newest]), named)
    wanted = frozenset[str]().union(*map(matching.of, topics))
    looked_at = [*(one.record.key for one in newest), *(report_key(*one) for one in named)]
    keys = [key for key in looked_at if key in wanted][:_SHOWN]
    if not keys:
        return MessageText(said, said)
    shown = text(
        announcement(store, [{"id": _NO_EVENT, "key": key, "kind": PUBLISHED, "changes": None} for key in keys]),
        language,
        links,
    )
    return MessageText(f"{said}\n\n{shown.html}", f"{said}\n\n{shown.plain}", shown.buttons)
