"""Which agency a name means, and its row: a slug once given is kept for ever (architecture.md §4)."""

from dataclasses import replace

from sqlalchemy import select

from bot.records.agencies import NAMELESS, agency_of, identify, is_called, is_nameless, known_agencies, nameless_agency
from bot.records.model import Agency, Batch
from bot.store.errors import StoreError
from bot.store.journal import Journal
from bot.store.part_columns import part_columns, part_of
from bot.store.tables import AGENCIES, RECORDS
from bot.text.normalise import compact


class AgencyLoader:
    """Finds or adds the agencies of one import."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._by_name: dict[str, Agency] = {}
        self._found: dict[tuple[str | None, str | None, str], Agency] = {}
        self._nameless: Agency | None = None
        self._by_slug: dict[str, Agency] = {}
        for row in journal.connection.execute(select(AGENCIES)).mappings():
            self._know(part_of(Agency, dict(row)))

    def find(self, publisher: str | None, document_agency: str | None, nameless: Agency) -> Agency:
        """Return the agency of an item.

        Args:
            publisher: As printed beside the item.
            document_agency: The agency of the whole document, as it or the operator named it.
            nameless: Whose it is where neither is named.

        Returns:
            The document's agency where the publisher is one of its names or is not printed, else the publisher's.
        """
        asked = (publisher, document_agency, nameless.slug)
        if asked not in self._found:
            default = self._stored(identify(document_agency)) if document_agency else None
            meant = agency_of(publisher, default)
            self._found[asked] = self._stored(meant or nameless)
        return self._found[asked]

    def known(self, publisher: str | None, document_agency: str | None, nameless: Agency) -> Agency | None:
        """Return the agency that `find` would, for an item that is not loaded; None where nothing of it is loaded."""
        default = identify(document_agency) if document_agency else None
        default = (self._known(default) or default) if default else None
        return self._known(agency_of(publisher, default) or nameless)

    def settled(self, batch: Batch) -> Batch:
        """Return a batch, not as the bot's own office's where this import brought another before: it could be either's.

        Raises:
            StoreError: It has a report, which must be somebody's.
        """
        if not batch.own_office or not any(self._is_another(one, batch.agency_name) for one in self._found.values()):
            return batch
        if batch.reports:
            raise StoreError("importing.no_agency", file=batch.document)
        return replace(batch, agency_name=None, own_office=False)

    @staticmethod
    def _is_another(agency: Agency, own: str | None) -> bool:
        return not is_nameless(agency.slug) and own is not None and not is_called(own, agency)

    def nameless(self, batch: Batch, known: int | None) -> Agency:
        """Return whose the rows of a document are that name nobody: an agency of this import alone.

        That of an import before where it brought this very document, and one for ever of what a source is watched for.

        Args:
            batch: Of the document.
            known: Id of its row where it was imported before.
        """
        if batch.source is not None:
            # A database of 0.1 has one for all: what is watched must not all be news again.
            return self._by_slug.get(NAMELESS) or nameless_agency(batch.source)
        if known is not None:
            slugs = select(RECORDS.c.agency).where(RECORDS.c.document_id == known).distinct()
            for slug in filter(is_nameless, self._journal.connection.execute(slugs).scalars()):
                return self._by_slug[slug]
        self._nameless = self._nameless or nameless_agency(batch.sha256)
        return self._nameless

    def of_key(self, key: str) -> Agency | None:
        """Return the agency that a record's stored key names, None where it is not known under that slug."""
        slug = key.rpartition("@")[2]
        if slug in self._by_slug:
            return self._by_slug[slug]
        return next((self._stored(agency) for agency in known_agencies() if agency.slug == slug), None)

    def _stored(self, agency: Agency) -> Agency:
        """Return the agency under the slug that it was first stored with, adding it when it is new."""
        known = self._known(agency)
        if known is not None:
            return known
        slug, number = agency.slug, 2
        while slug in self._by_slug:  # two offices whose names make one slug
            slug, number = f"{agency.slug}-{number}", number + 1
        agency = replace(agency, slug=slug)
        self._journal.add(AGENCIES, [part_columns(agency)])
        self._know(agency)
        return agency

    def _known(self, agency: Agency) -> Agency | None:
        return self._by_slug.get(agency.slug) if is_nameless(agency.slug) else self._by_name.get(compact(agency.name))

    def _know(self, agency: Agency) -> None:
        self._by_slug[agency.slug] = agency
        if not is_nameless(agency.slug):
            self._by_name[compact(agency.name)] = agency
