"""Which agency a name means, and its row: a slug once given is kept for ever (architecture.md §4)."""

from dataclasses import replace

from sqlalchemy import select

from bot.records.agencies import agency_of, identify, known_agencies
from bot.records.model import Agency
from bot.store.journal import Journal, table_of
from bot.store.models import AgencyRow
from bot.text.normalise import compact

# Whom a list belongs to that names no office at all: its rows are loaded and found, and say so.
NAMELESS = Agency(slug="unknown", name="", region="unknown")


class AgencyLoader:
    """Finds or adds the agencies of one import."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._by_name: dict[str, Agency] = {}
        self._found: dict[tuple[str | None, str | None], Agency] = {}
        self._slugs: dict[str, str] = {}
        for row in journal.connection.execute(select(table_of(AgencyRow))).mappings():
            agency = agency_of_row(dict(row))
            self._by_name[compact(agency.name)] = agency
            self._slugs[agency.slug] = compact(agency.name)

    def find(self, publisher: str | None, document_agency: str | None) -> Agency:
        """Return the agency of an item.

        Args:
            publisher: As printed beside the item.
            document_agency: The agency of the whole document, as it or the operator named it.

        Returns:
            The document's agency where the publisher is one of its names or is not printed, else the publisher's.
        """
        asked = (publisher, document_agency)
        if asked not in self._found:
            default = self._stored(identify(document_agency)) if document_agency else None
            meant = agency_of(publisher, default)
            self._found[asked] = self._stored(meant or NAMELESS)
        return self._found[asked]

    def of_key(self, key: str) -> Agency | None:
        """Return the agency that a record's stored key names, None where it is not known under that slug."""
        slug = key.rpartition("@")[2]
        if slug in self._slugs:
            return self._by_name[self._slugs[slug]]
        return next((self._stored(agency) for agency in known_agencies() if agency.slug == slug), None)

    def _stored(self, agency: Agency) -> Agency:
        """Return the agency under the slug that it was first stored with, adding it when it is new."""
        name = compact(agency.name)
        if name in self._by_name:
            return self._by_name[name]
        slug, number = agency.slug, 2
        while self._slugs.get(slug, name) != name:  # two offices whose names make one slug
            slug, number = f"{agency.slug}-{number}", number + 1
        agency = replace(agency, slug=slug)
        self._journal.add(
            AgencyRow,
            [
                {
                    "slug": slug,
                    "name": agency.name,
                    "region": agency.region,
                    "short_name": agency.short_name,
                    "aliases": list(agency.aliases),
                    "npc_number_scheme": agency.npc_number_scheme,
                }
            ],
        )
        self._by_name[name] = agency
        self._slugs[slug] = name
        return agency


def agency_of_row(row: dict[str, object]) -> Agency:
    """Return the agency of a row."""
    aliases = row["aliases"]
    return Agency(
        slug=str(row["slug"]),
        name=str(row["name"]),
        region=str(row["region"]),
        short_name=None if row["short_name"] is None else str(row["short_name"]),
        aliases=tuple(str(alias) for alias in aliases) if isinstance(aliases, list) else (),
        npc_number_scheme=None if row["npc_number_scheme"] is None else str(row["npc_number_scheme"]),
    )
