"""What a user could pick instead of our search, each with its plain, documented use."""

import sqlite3
from abc import ABC, abstractmethod
from pathlib import Path

import tantivy
from rapidfuzz import fuzz, process

from bot.search.index import Index

CANDIDATES = 200


class Peer(ABC):
    """An engine that finds ten titles for a query: returns their places."""

    name: str

    @abstractmethod
    def find(self, query: str) -> list[int]:
        """Return the places of at most ten titles, the best first."""


class Ours(Peer):
    """This project."""

    name = "gongkai"

    def __init__(self, index: Index) -> None:
        self.index = index

    def find(self, query: str) -> list[int]:
        hits = self.index.search([query], limit=10).hits
        return [int(hit.key.rsplit("-", 1)[1]) for hit in hits]


class RawTantivy(Peer):
    """Tantivy with all bigrams of the query, its own score, 200 candidates ranked again by partial ratio."""

    name = "tantivy"

    def __init__(self, titles: list[str], directory: Path) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("pairs", tokenizer_name="pairs", index_option="freq")
        builder.add_unsigned_field("place", stored=True, fast=True)
        directory.mkdir()
        self._titles = titles
        self._index = tantivy.Index(builder.build(), path=str(directory))
        pairs = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(2, 2)).build()
        self._index.register_tokenizer("pairs", pairs)
        writer = self._index.writer(200_000_000, 2)
        for place, title in enumerate(titles):
            document = tantivy.Document()
            document.add_text("pairs", title)
            document.add_unsigned("place", place)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def find(self, query: str) -> list[int]:
        terms = [
            (tantivy.Occur.Should, tantivy.Query.term_query(self._index.schema, "pairs", query[at : at + 2], "freq"))
            for at in range(len(query) - 1)
        ]
        searcher = self._index.searcher()
        hits = searcher.search(tantivy.Query.boolean_query(terms), CANDIDATES, count=False).hits
        places = searcher.fast_field_values("place", [address for _, address in hits])
        found = [int(place) for place in places if place is not None]
        ranked = sorted(found, key=lambda place: -fuzz.partial_ratio(query, self._titles[place], processor=None))
        return ranked[:10]


class Trigram(Peer):
    """SQLite FTS5 with its trigram tokenizer; what is shorter than three characters goes through LIKE."""

    name = "fts5_trigram"

    def __init__(self, titles: list[str], path: Path) -> None:
        self._database = sqlite3.connect(path)
        self._database.execute("CREATE VIRTUAL TABLE titles USING fts5(title, tokenize = 'trigram')")
        self._database.executemany("INSERT INTO titles (rowid, title) VALUES (?, ?)", enumerate(titles))
        self._database.commit()

    def find(self, query: str) -> list[int]:
        if len(query) < 3:
            # The plus sign keeps the index out of it: with it, SQLite 3.40 finds nothing for so short a pattern.
            asked = ("SELECT rowid FROM titles WHERE +title LIKE ? LIMIT 10", f"%{query}%")
        else:
            trigrams = " OR ".join(f'"{query[at : at + 3]}"' for at in range(len(query) - 2))
            asked = ("SELECT rowid FROM titles WHERE titles MATCH ? ORDER BY rank LIMIT 10", trigrams)
        return [int(row[0]) for row in self._database.execute(asked[0], asked[1:])]


class Scan(Peer):
    """rapidfuzz over everything."""

    name = "rapidfuzz"

    def __init__(self, titles: list[str]) -> None:
        self._titles = titles

    def find(self, query: str) -> list[int]:
        found = process.extract(query, self._titles, scorer=fuzz.partial_ratio, processor=None, limit=10)
        return [place for _, _, place in found]
