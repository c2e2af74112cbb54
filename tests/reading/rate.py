"""How many of the generated messages came out as they must."""

from dataclasses import dataclass, field


@dataclass
class Rate:
    """Of a transformation: how many trials, and the faults as (what was asked, what is wrong)."""

    name: str
    asked: int = 0
    faults: list[tuple[tuple[str, ...], str]] = field(default_factory=list)

    def note(self, asked: tuple[str, ...], wrong: str | None) -> None:
        """Count one trial."""
        self.asked += 1
        if wrong is not None:
            self.faults.append((asked, wrong))

    @property
    def share(self) -> float:
        return 1 - len(self.faults) / self.asked if self.asked else 1.0

    @property
    def shown(self) -> bool:
        """Whether its faults may be printed: those of held-out words never are."""
        return not self.name.endswith("held out")
