"""Officials that a document names with their part in a group: 组长, 副组长, staff (domain.md §6, traps 38 to 41).

Posts are kept as printed. Who follows a role without its word is given it by layout, and marked so.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.ingest.report.outline import ProseLine
from bot.records.model import Person, Place
from bot.text.normalise import unify

_ROLE = re.compile(
    r"^\s*(?P<role>第一组\s*长|组\s*长|副\s*组\s*长|常务副组长|主\s*任|副\s*主\s*任|总召集人|召集人|副召集人|成\s*员|联络员|主\s*编|副主编|秘书长)\s*[:：]\s*(?P<rest>.*)$",
    re.DOTALL,
)
_PERSON = re.compile(
    r"^\s*(?P<name>[\u4e00-\u9fff·]{2,4}|[\u4e00-\u9fff]\s[\u4e00-\u9fff])(?:\s+|[，,（(]\s*)(?P<post>\S.*?)[)）；;。]?\s*$"
)
_IN_CHARGE = re.compile(
    r"(?P<names>[\u4e00-\u9fff·]{2,4}(?:、[\u4e00-\u9fff·]{2,4})*)(?:等)?同志(?P<duty>(?:具体)?负责[^。；;，]{2,40})"
)
_GROUP = re.compile(
    r"(?:调整|成立|设立|组建|充实|健全)(?:了)?(?P<group>[\u4e00-\u9fff]{2,24}(?:领导小组|工作小组|专班|委员会|协调小组))"
)
_POSTS = re.compile(
    r"书记|局长|主任|厅长|部长|委员|主席|处长|科长|调研员|主管|组长|党组|院长|校长|巡视员|干部|科员|工程师|所长|队长|市长|县长|区长|镇长|秘书"
)


@dataclass(slots=True)
class _State:
    group: str = ""
    role: str | None = None


def people(lines: Sequence[ProseLine]) -> list[Person]:
    """Return the people that lines of lists and sentences on who is in charge name.

    Args:
        lines: Lines of the document.
    """
    state = _State()
    found: list[Person] = []
    for line in lines:
        text = unify(line.text).strip()
        if match := _GROUP.search(text):
            state.group = match["group"]
        if match := _ROLE.match(text):
            state.role = re.sub(r"\s", "", match["role"])
            found.extend(_listed(match["rest"], state.role, state.group, line.place, by_layout=False))
        elif state.role and (line.item or _is_entry(text)):
            found.extend(_listed(text, state.role, state.group, line.place, by_layout=True))
        else:
            state.role = None
        found.extend(_in_charge(text, state.group, line.place))
    return found


def _is_entry(text: str) -> bool:
    match = _PERSON.match(text)
    return bool(match) and len(text) <= 40 and bool(_POSTS.search(match["post"])) if match else False


def _listed(text: str, role: str, group: str, place: Place, *, by_layout: bool) -> list[Person]:
    match = _PERSON.match(text)
    if match and _POSTS.search(match["post"]):
        name = re.sub(r"\s", "", match["name"])
        return [Person(name=name, post=match["post"].strip(), role=role, group=group, place=place, by_layout=by_layout)]
    return []


def _in_charge(text: str, group: str, place: Place) -> list[Person]:
    found = []
    for match in _IN_CHARGE.finditer(text):
        office = f"{group}办公室" if group and not group.endswith("办公室") else group
        for name in match["names"].split("、"):
            found.append(Person(name=name, post=None, role=match["duty"], group=office, place=place))
    return found
