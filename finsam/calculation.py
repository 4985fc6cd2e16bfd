"""Which version of the arithmetic the figures are computed with. It is kept with everything that is frozen."""

CALCULATION_VERSION = "2"
"""Raised when the same entries give another figure than before. `tests.test_calculation_version` asks for it: there the
figures of the published plans are summed up, one line for each version."""
