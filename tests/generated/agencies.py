"""Agencies that do not exist, in places that the register of divisions does not have."""

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
    """An office: `place` 望泉县, `office` 水利局."""

    place: str
    office: str

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
        """What people call it, the place included: 望泉水利局, 望泉县教体局."""
        spoken = OFFICES.get(self.office, self.office)
        return tuple(dict.fromkeys((f"{self.place}{spoken}", f"{self.place[:-1]}{spoken}")))


@cache
def _real() -> frozenset[str]:
    names = (line.split("\t")[1] for line in REGISTER.read_text(encoding="utf-8").splitlines()[1:])
    return frozenset(name[:2] for name in names)


def places(dice: Random) -> Iterator[str]:
    """Yield places without end, each once, none of which begins as a real one does."""
    stems = [first + second for first in _FIRST for second in _SECOND if first + second not in _real()]
    dice.shuffle(stems)
    for stem in stems:
        yield stem + dice.choice(_SUFFIXES)


def agencies(dice: Random, count: int, *, same_place: bool = False) -> list[Agency]:
    """Return different agencies, each in a place of its own, or all in one (at most as many as there are offices)."""
    if same_place:
        place = next(places(dice))
        return [Agency(place, office) for office in dice.sample(tuple(OFFICES), count)]
    return [Agency(place, dice.choice(tuple(OFFICES))) for place, _ in zip(places(dice), range(count), strict=False)]
