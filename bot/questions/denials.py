"""The records that a limit leaves out: those that bear another result, another part, a number on the other side."""

from dataclasses import replace

from bot.questions import results
from bot.questions.lexicon import words
from bot.questions.question import Excluded, Facets, Limit
from bot.questions.vocabulary import Vocabulary

_INVERSE = {"over": "at_most", "under": "at_least", "at_least": "under", "at_most": "over"}


def denied_limit(limit: Limit, said: str, vocabulary: Vocabulary) -> Limit | Excluded:
    """Return what the records have to be that a limit leaves out."""
    # What bears no result is not one of the others: it is not told.
    if limit.results and (others := tuple(one for one in vocabulary.results if one not in limit.results)):
        named = "、".join(dict.fromkeys(map(results.said, others)))
        return Limit(said=f"{said}（{named}）", results=others)
    if limit.bound:
        return _inverse(limit)
    left_out = Excluded(said=limit.said, words=limit.words, role=limit.role, results=limit.results)
    return replace(left_out, helped=limit.helped)


def without_the_last(facets: Facets, vocabulary: Vocabulary) -> Facets:
    """Return filters with the last limit turned round: the others of the same list."""
    *kept, last = facets.limits
    said = f"{words('turns', 'is_not')[1]}{last.said}"
    denial = denied_limit(last, said, vocabulary)
    if isinstance(denial, Excluded):
        return replace(facets, limits=tuple(kept), without=(*facets.without, denial))
    return replace(facets, limits=(*kept, denial))


def _inverse(limit: Limit) -> Limit:
    """Return the limit of the records that one leaves out the others of."""
    return replace(limit, bound=replace(limit.bound, relation=_INVERSE[limit.bound.relation])) if limit.bound else limit
