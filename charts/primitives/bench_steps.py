"""The steps of the bench waterfall in order, with the words for roles that have each, and for those lost before it."""

from __future__ import annotations

STEPS = {
    "named": ("have a successor named", "no one named"),
    "ready": ("have one who is ready now", "no one ready"),
    "effective": ("have one to themselves", "promised to two roles"),
    "willing_or_unknown": ("have one who has not said no", "said no"),
    "willing": ("have one who said yes", "not asked, or no answer"),
}
