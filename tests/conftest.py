"""How widely hypothesis searches: `RILLET_PROFILE=wide pytest` looks for hours, not for seconds."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

SLOW_TO_DRAW = [HealthCheck.too_slow, HealthCheck.data_too_large]

settings.register_profile(
    "default",
    max_examples=20,
    derandomize=True,  # a failure is about the change that was made, and not about luck
    deadline=None,
    print_blob=True,
    suppress_health_check=SLOW_TO_DRAW,
)
settings.register_profile(
    "wide",
    max_examples=2000,
    deadline=None,
    print_blob=True,
    suppress_health_check=SLOW_TO_DRAW,
)
settings.load_profile(os.environ.get("RILLET_PROFILE", "default"))
