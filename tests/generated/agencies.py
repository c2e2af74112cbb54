"""Agencies of made-up documents: in places that the register of divisions does not have, or in places that it has."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

REGISTER = Path(__file__).parents[2] / "data" / "agencies" / "regions.tsv"
_FIRST, _SECOND = "临望青澄石松柏云锦翠砚霁苍鹭枫", "泉岭溪浦塘坪川湾峰桥渡屏渚埠畔"
_SUFFIXES = ("市", "县", "区")
#: What an office is called behind its place, and what people call it for short.
OFFICES = {
    "财政局": "财政局",
    "水利局": "水利局",
    "教育和体育局": "教体局",
    "交通运输局": "交通局",
    "工业和信息化局": "工信局",
    "发展和改革委员会": "发改委",
    "人力资源和社会保障局": "人社局",
    "住房和城乡建设局": "住建局",
    "卫生健康委员会": "卫健委",
    "农业农村局": "农业农村局",
    "市场监督管理局": "市场监管局",
    "人民政府办公室": "政府办",
}


@dataclass(frozen=True, slots=True)
class Agency:
    """An office: `place` 望泉县, `office` 水利局; `on_file`: the register has the place."""

    place: str
    office: str
    on_file: bool = False

    @property
    def name(self) -> str:
        """Its full name."""
        return f"{self.place}{self.office}"

    @property
    def own_name(self) -> str:
        """What its own site prints as the publisher: 县水利局."""
        return f"{self.place[-1]}{self.office}"

    @property
    def short_names(self) -> tuple[str, ...]:
        """What people call it, the place included: 阳谷水利局, 阳谷县教体局.

        None where the place is not on file: such an office is known by its full name alone (architecture.md §10).
        """
        if not self.on_file:
            return ()
        spoken = OFFICES.get(self.office, self.office)
        return tuple(dict.fromkeys((f"{self.place}{spoken}", f"{self.place[:-1]}{spoken}")))


@cache
def _register() -> tuple[str, ...]:
    return tuple(line.split("\t")[1] for line in REGISTER.read_text(encoding="utf-8").splitlines()[1:])


def places(dice: Random) -> Iterator[str]:
    """Yield places without end, each once, none of which begins as a real one does."""
    real = {name[:2] for name in _register()}
    stems = [first + second for first in _FIRST for second in _SECOND if first + second not in real]
    dice.shuffle(stems)
    for stem in stems:
        yield stem + dice.choice(_SUFFIXES)


def places_on_file(dice: Random) -> Iterator[str]:
    """Yield counties and districts of the register, each once, that share their name with no other place."""
    begins = Counter(name[:2] for name in _register())
    alone = [name for name in _register() if len(name) == 3 and name[2] in "县区" and begins[name[:2]] == 1]
    dice.shuffle(alone)
    yield from alone


def agencies(dice: Random, count: int, *, same_place: bool = False, on_file: bool = False) -> list[Agency]:
    """Return different agencies.

    Args:
        dice: Where everything is drawn from.
        count: How many; with `same_place` at most as many as there are offices.
        same_place: All in one place; else each in a place of its own.
        on_file: In places of the register. Only its figures are made up then.
    """
    if on_file:
        found = zip(places_on_file(dice), range(count), strict=False)
        return [Agency(place, dice.choice(tuple(OFFICES)), on_file=True) for place, _ in found]
    if same_place:
        place = next(places(dice))
        return [Agency(place, office) for office in dice.sample(tuple(OFFICES), count)]
    return [Agency(place, dice.choice(tuple(OFFICES))) for place, _ in zip(places(dice), range(count), strict=False)]
