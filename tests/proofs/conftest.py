"""A profile of hypothesis for those who run these tests to see which lines they reach."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "brief", max_examples=5, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
