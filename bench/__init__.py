"""Benchmarks: ``make bench`` prints JSON. The limits of the machine are measured in the same run."""
