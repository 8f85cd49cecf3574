"""Property tests of the proofs are never judged by the clock: the machine is shared."""

from hypothesis import settings

settings.register_profile("proofs", deadline=None)
settings.load_profile("proofs")
