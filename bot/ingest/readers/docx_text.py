"""Text of a Word paragraph as printed: without what is deleted, hidden or a field's code; text boxes apart."""

from collections.abc import Iterator
from typing import Any

from bot.ingest.document import Link
from bot.ingest.readers.html_text import collapse

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"

_DROPPED = frozenset(f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "instrText", "delText"))
_BOX = f"{W}txbxContent"
_PICTURES = frozenset((f"{W}drawing", f"{W}pict", f"{W}object"))


class Text:
    r"""What one paragraph holds: `text` (lines by `\n`), `links`, `boxes` (contents of text boxes), `picture`."""

    def __init__(self, paragraph: Any, targets: dict[str, str]) -> None:
        self.links: list[Link] = []
        self.boxes: list[Any] = []
        self.picture = False
        self._targets = targets
        self._parts: list[str] = []
        self._field: list[str] = []
        self._walk(paragraph)
        lines = (collapse(line) for line in "".join(self._parts).split("\n"))
        self.text = "\n".join(line for line in lines if line)

    def _walk(self, paragraph: Any) -> None:
        stack = [(child, True) for child in reversed(list(paragraph))]
        starts: list[int] = []
        while stack:
            node, opening = stack.pop()
            tag = node.tag
            if not opening:
                self._close_link(node, starts.pop())
                continue
            if tag == f"{W}instrText":
                self._field.append(node.text or "")
            if tag in _DROPPED or tag == _FALLBACK or not isinstance(tag, str):
                continue
            if tag == _BOX:
                self.boxes.append(node)
                continue
            if tag == f"{W}r" and _is_hidden(node):
                continue
            self.picture = self.picture or tag in _PICTURES
            if tag in {f"{W}hyperlink", f"{W}fldSimple"}:
                starts.append(len(self._parts))
                stack.append((node, False))
            self._add(node)
            stack.extend((child, True) for child in reversed(list(node)))

    def _add(self, node: Any) -> None:
        if node.tag in {f"{W}t", _MATH}:
            self._parts.append((node.text or "").replace("\n", " "))
        elif node.tag in {f"{W}br", f"{W}cr"}:
            self._parts.append("\n")
        elif node.tag in {f"{W}tab", f"{W}ptab"}:
            self._parts.append(" ")
        elif node.tag == f"{W}noBreakHyphen":
            self._parts.append("-")
        elif node.tag == f"{W}fldChar":
            self._field_mark(node)

    def _field_mark(self, node: Any) -> None:
        kind = node.get(f"{W}fldCharType")
        if kind == "begin":
            self._field = []
        elif kind == "separate":
            self._field.append("\0" + str(len(self._parts)))
        elif kind == "end" and self._field and "\0" in self._field[-1]:
            self._add_link(_target_of("".join(self._field)), int(self._field[-1].rpartition("\0")[2]))
            self._field = []

    def _close_link(self, node: Any, start: int) -> None:
        target = self._targets.get(node.get(f"{R}id", ""), "") or _target_of(node.get(f"{W}instr", ""))
        self._add_link(target, start)

    def _add_link(self, target: str, start: int) -> None:
        text = collapse("".join(self._parts[start:]))
        if target and text:
            self.links.append(Link(text, target))


def _target_of(instruction: str) -> str:
    """Return the address in the code of a HYPERLINK field."""
    words = instruction.partition("\0")[0].split('"')
    return words[1] if "HYPERLINK" in words[0].upper() and len(words) > 2 else ""


def _is_hidden(run: Any) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(f"{W}val", "true") not in {"0", "false", "off"}


def contents(container: Any) -> Iterator[Any]:
    """Yield the paragraphs and tables of a container in order, also those inside content controls and revisions."""
    wrappers = {f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}smartTag", f"{W}moveTo"}
    stack = list(reversed(list(container)))
    while stack:
        node = stack.pop()
        if node.tag in {f"{W}p", f"{W}tbl"}:
            yield node
        elif node.tag in wrappers:
            stack.extend(reversed(list(node)))
