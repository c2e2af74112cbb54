"""Reads HTML: pages of content management systems, and of office word processors saved as pages."""

import email
import email.policy
import re
from email.message import EmailMessage

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.ingest.document import Block, Document
from bot.ingest.readers.encodings import decode
from bot.ingest.readers.errors import ReadingError
from bot.ingest.readers.html_blocks import blocks_of
from bot.ingest.readers.html_tabs import open_tabs
from bot.ingest.readers.html_text import collapse
from bot.ingest.readers.limits import HTML_DEPTH
from bot.ingest.readers.source import SourceFile

_CHARSET = re.compile(rb"""<meta[^<>]*?charset\s*=\s*["']?\s*([\w-]+)|<\?xml[^<>]*?encoding\s*=\s*["']([\w-]+)""", re.I)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*?)(/?)>")
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{4000,}>")
MOST_ATTRIBUTES = 500
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "p",
        "li",
        "td",
        "tr",
        "th",
        "option",
    ]
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_URL_NAMES = ("og:url", "contenturl", "url")


def read(source: SourceFile) -> Document:
    """Read a page.

    Args:
        source: Its bytes and name.

    Returns:
        The document, without what a browser does not show and without navigation.

    Raises:
        ReadingError: It holds no text, is nested too deep, its encoding is unknown, or its text is garbled.
    """
    return document_of(tree_of(_page(source), source.name), source.name, source.sha256)


def tree_of(text: str, name: str) -> LexborHTMLParser:
    """Return the elements of a page.

    Raises:
        ReadingError: It is nested too deep.
    """
    text = _LONG_TAG.sub(_short_tag, text)
    _refuse_depth(text, name)
    return LexborHTMLParser(text)


def document_of(tree: LexborHTMLParser, name: str, sha256: str = "") -> Document:
    """Return the document that the elements of a page are.

    Raises:
        ReadingError: They hold no text.
    """
    passed = open_tabs(tree)
    blocks = _blocks(tree, name)
    if not blocks and _HIDDEN.search(text := tree.html or ""):
        # A page that a script uncovers when it has loaded: all of it is hidden until then.
        blocks, passed = _blocks(LexborHTMLParser(_HIDDEN.sub("", text)), name), []
    if not blocks:
        raise ReadingError("nothing_readable", name)
    metadata = _metadata(tree)
    title = tree.css_first("title")
    return Document(
        name=name,
        sha256=sha256,
        media_type="html",
        blocks=blocks,
        title=(collapse(title.text()) or None) if title is not None else None,
        url=_url(tree, metadata),
        metadata=metadata,
        passed=tuple(("part", f"{name} {part}") for part in passed) if blocks else (),
    )


def _short_tag(tag: re.Match[str]) -> str:
    """Return a tag of thousands of attributes with its first ones: the parser compares each with all before it."""
    words = tag.group().split()
    if len(words) <= MOST_ATTRIBUTES:
        return tag.group()
    return " ".join(words[:MOST_ATTRIBUTES]) + ">"


def _blocks(tree: LexborHTMLParser, name: str) -> tuple[Block, ...]:
    root = tree.body or tree.root
    return tuple(blocks_of(root, name)) if root is not None else ()


def _page(source: SourceFile) -> str:
    """Return the text of the page; a page saved with its pictures (MHTML) is a mail message."""
    data = source.data
    if re.match(rb"\s*(?:MIME-Version|From|Content-Type):", data[:200], re.IGNORECASE):
        try:
            message = email.message_from_bytes(data.lstrip(), _class=EmailMessage, policy=email.policy.default)
        except RecursionError:  # the library's parser is recursive in Python, which ends it in good time
            raise ReadingError("too_deep", source.name, limit=HTML_DEPTH) from None
        for part in message.walk():
            if part.get_content_type() == "text/html":
                payload = part.get_payload(decode=True)
                if isinstance(payload, bytes):
                    return decode(payload, source.name, declared=part.get_content_charset() or _declared(payload))
    return decode(data, source.name, declared=_declared(data))


def _declared(data: bytes) -> str | None:
    found = _CHARSET.search(data[:8192])
    return (found[1] or found[2]).decode("ascii") if found else None


def _refuse_depth(text: str, name: str) -> None:
    """Raise where elements are opened far more often than closed: before a tree is built, which takes long then."""
    depth = deepest = 0
    for match in _TAG.finditer(text):
        if match[4] or match[2].lower() in _VOID:
            continue
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(deepest, depth)
    if deepest > HTML_DEPTH:
        raise ReadingError("too_deep", name, limit=HTML_DEPTH)


def _metadata(tree: LexborHTMLParser) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in tree.css("meta"):
        name = node.attributes.get("name") or node.attributes.get("property")
        content = node.attributes.get("content")
        if name and content and content.strip():
            found.setdefault(name.strip().lower(), collapse(content))
    return found


def _url(tree: LexborHTMLParser, metadata: dict[str, str]) -> str | None:
    canonical = tree.css_first("link[rel=canonical]")
    href = _attribute(canonical, "href")
    candidates = (href, *(metadata.get(name) for name in _URL_NAMES))
    return next((url.strip() for url in candidates if url and url.strip().startswith(("http://", "https://"))), None)


def _attribute(node: LexborNode | None, name: str) -> str | None:
    return node.attributes.get(name) if node is not None else None
