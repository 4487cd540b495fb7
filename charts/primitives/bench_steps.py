"""The steps from the paper bench to the real one, in order: what roles have at each, and what is lost before it."""

from __future__ import annotations

STEPS = {
    "named": ("have a successor named", "no one named"),
    "ready": ("have one who is ready now", "no one ready"),
    "effective": ("have one to themselves", "promised to two roles"),
    "willing_or_unknown": ("have one who has not said no", "said no"),
    "willing": ("have one who said yes", "not asked, or no answer"),
}
