"""Whether what someone was shown is what stands now: a fingerprint of frozen facts, sent along and compared."""

from __future__ import annotations

from hashlib import sha256


def fingerprint(*facts: object) -> str:
    """SHA-256 of the facts: differs when anything they say differs."""
    return sha256(repr(facts).encode()).hexdigest()
