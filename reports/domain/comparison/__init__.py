"""Two resolved documents compared: what has come, gone, changed and moved. Identical documents have no change.

`compare` is the way in; the modules each compare one kind of thing. Prose is compared by `plans.domain.worddiff`.
"""

from reports.domain.comparison.documents import Comparison, Counted, compare

__all__ = ["Comparison", "Counted", "compare"]
