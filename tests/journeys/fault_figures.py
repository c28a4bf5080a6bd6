"""What the fault run counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Figures:
    """Faults by kind, acts confirmed, acts lost."""

    seed: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    confirmed: Counter[str] = field(default_factory=Counter)
    lost: int = 0
    outcomes: dict[str, Counter[str]] = field(default_factory=dict)

    def outcome(self, fault: str, how: str) -> None:
        """One fault and how the program met it."""
        self.faults[fault] += 1
        self.outcomes.setdefault(fault, Counter())[how] += 1

    def lines(self) -> list[str]:
        """The figures as they are printed; nothing when nothing was injected."""
        if not self.faults:
            return []
        found = [f"seed {self.seed}; the same faults again: CRASUITE_FAULT_SEED={self.seed}"]
        for fault, times in sorted(self.faults.items()):
            hows = ", ".join(
                f"{how} {many}" for how, many in sorted(self.outcomes.get(fault, Counter()).items())
            )
            found.append(f"{times:5} × {fault}{f' ({hows})' if hows else ''}")
        acts = ", ".join(f"{act} {times}" for act, times in sorted(self.confirmed.items()))
        found.append(f"{self.faults.total():5} faults injected")
        found.append(f"{self.confirmed.total():5} acts confirmed ({acts})")
        found.append(f"{self.lost:5} lost")
        return found


FIGURES = Figures()
