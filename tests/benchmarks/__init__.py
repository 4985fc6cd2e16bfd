"""How fast it is, as ratios to a peer on the same machine: python -m tests.benchmarks (or make bench).

Not part of the test run. Exits with an error when a bound is broken.
"""
