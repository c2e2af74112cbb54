"""White space of HTML as a browser shows it, and which elements it does not show."""

import re

from selectolax.lexbor import LexborNode

_HAN = "\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef"
_BREAK_IN_CHINESE = re.compile(rf"(?<=[{_HAN}])[ \t\f]*\n[ \t\n\f]*(?=[{_HAN}])")
_SPACES = re.compile(r"[ \t\n\f\r]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")

#: Elements of which nothing is shown, or nothing that belongs to the document.
DROPPED = frozenset(
    [
        "script",
        "style",
        "head",
        "title",
        "meta",
        "link",
        "noscript",
        "template",
        "iframe",
        "object",
        "embed",
        "svg",
        "canvas",
        "audio",
        "video",
        "map",
        "select",
        "button",
        "input",
        "textarea",
        "nav",
        "footer",
        "xml",
        "o:officedocumentsettings",
        "w:worddocument",
    ]
)
#: Elements that begin on a new line.
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "listing",
        "main",
        "menu",
        "ol",
        "p",
        "plaintext",
        "pre",
        "section",
        "summary",
        "ul",
        "xmp",
        "caption",
        "table",
        "tbody",
        "thead",
        "tfoot",
        "tr",
        "td",
        "th",
        "ucapcontent",
    ]
)
_NAVIGATION = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|footer|sidebar|copyright|toolbar)(?:$|[\s_-])",
    re.IGNORECASE,
)
_SENTENCE = 80  # characters: the longest entry of a menu is shorter
_LABEL = re.compile(r"\s*[\[【]?[\u4e00-\u9fff]{2,6}\s*[:：]")
_DATE = re.compile(r"[\[(（【]?\s*(?:\d{4}\s*[-./年]\s*)?\d{1,2}\s*[-./月]\s*\d{1,2}")
_WHOLE_DATE = 8  # characters
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)


def collapse(text: str) -> str:
    """Return `text` as shown: white space as one space, none where a line of the source breaks inside Chinese."""
    if "\n" in text:
        text = _BREAK_IN_CHINESE.sub("", text)
    text = _SPACES.sub(" ", _INVISIBLE.sub("", text).replace("\xa0", " "))
    return text.strip(" \u3000")


def is_shown(node: LexborNode) -> bool:
    """Return whether a browser shows the element, and it is no navigation."""
    if node.tag in DROPPED:
        return False
    attributes = node.attributes
    if not attributes:
        return True
    if is_hidden(node):
        return False
    marks = " ".join(attributes.get(name) or "" for name in ("class", "id", "role"))
    if node.tag not in {"div", "ul", "section", "header", "aside"} or not _NAVIGATION.search(marks):
        return True
    # Names of classes lie too: a menu has no sentences.
    return any(len(part.text()) > _SENTENCE for part in node.css("p,td"))


def is_hidden(node: LexborNode) -> bool:
    """Return whether a browser does not show the element."""
    attributes = node.attributes
    if "hidden" in attributes or (attributes.get("aria-hidden") == "true" and node.tag == "div"):
        return True
    style = attributes.get("style")
    return bool(style and _HIDDEN.search(style))


def is_element(node: LexborNode) -> bool:
    """Return whether a node is an element, not a comment, a declaration or text."""
    return bool(node.tag) and node.tag is not None and node.tag[0] not in "-!"


def is_cut(node: LexborNode) -> bool:
    """Return whether the text of a link is cut short with dots, and its `title` says all of it."""
    if node.tag != "a":
        return False
    title = collapse(node.attributes.get("title") or "")
    shown = collapse(node.text()) if title else ""
    start = shown.rstrip(".…")
    return len(start) >= 4 and len(start) < len(shown) and len(title) > len(start) and title.startswith(start)


def link_text(node: LexborNode) -> str:
    """Return the text of a link; its `title` where the text is cut or only a picture."""
    title = node.attributes.get("title") or ""
    return collapse(title) if is_cut(node) or not node.text().strip() else collapse(node.text())


def begins_label(node: LexborNode) -> bool:
    """Return whether an inline element begins with a label and follows another: 来源：…浏览次数：… parted by style."""
    before = node.prev
    return before is not None and is_element(before) and bool(_LABEL.match(node.text()[:20]))


def is_date_beside_link(node: LexborNode) -> bool:
    """Return whether an inline element is a date set apart from a title by its style alone, as in lists of items."""
    if node.tag not in {"span", "em", "i", "b", "small", "time", "font", "strong", "label"}:
        return False
    text = collapse(node.text())
    if len(text) > 24 or not _DATE.match(text):
        return False
    parent = node.parent
    if parent is None:
        return False
    if parent.tag in {"li", "dd", "dt"} or any(other.tag == "a" for other in parent.iter()):
        return True
    # Nothing but such elements stands in the line: when, who, how often.
    return len(text) >= _WHOLE_DATE and all(
        is_element(one) or not (one.text_content or "").strip() for one in parent.iter(include_text=True)
    )
