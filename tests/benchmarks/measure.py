"""Taking time: interleaved rounds in changing order, medians, ratios and their bounds."""

from __future__ import annotations

import gc
import random
import statistics
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Ratio:
    """What something costs, in parts of what its peer costs. Without a bound it is only shown."""

    name: str
    seconds: float
    peer: str
    peer_seconds: float
    bound: float | None = None

    @property
    def value(self) -> float:
        """The cost in parts of the peer's."""
        return self.seconds / self.peer_seconds

    @property
    def holds(self) -> bool:
        """Whether the bound is kept, if there is one."""
        return self.bound is None or self.value <= self.bound


def medians(
    tasks: Mapping[str, Callable[[], object]], rounds: int, clock: Callable[[], float] = time.process_time
) -> dict[str, float]:
    """The median time of each task in seconds. One round runs them all, in an order that changes, after one unmeasured.

    The clock is that of the processor, so that what else the machine does counts for little; give
    `time.perf_counter` for tasks that work in other processes.
    """
    order = list(tasks)
    shuffle = random.Random(0)
    times: dict[str, list[float]] = {name: [] for name in tasks}
    for number in range(rounds + 1):
        shuffle.shuffle(order)
        for name in order:
            gc.collect()
            start = clock()
            tasks[name]()
            if number:
                times[name].append(clock() - start)
    return {name: statistics.median(taken) for name, taken in times.items()}


def report(ratios: Iterable[Ratio]) -> int:
    """Print each ratio as it comes. Gives 1 if a bound is broken, otherwise 0."""
    all_hold = True
    for ratio in ratios:
        bound = (
            ""
            if ratio.bound is None
            else f"  at most {ratio.bound:g}: {'holds' if ratio.holds else 'BROKEN'}"
        )
        print(f"{ratio.name}\n    {ratio.seconds * 1000:.2f} ms, {ratio.value:.3f} of {ratio.peer}", end=" ")
        print(f"({ratio.peer_seconds * 1000:.2f} ms){bound}", flush=True)
        all_hold = all_hold and ratio.holds
    return 0 if all_hold else 1
