"""Where the masks of generations are kept: one file each in the data folder, beside the generations."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

from metrics.disclosure_control.mask import Mask

RULES = 2  # one more whenever what may be shown changes: masks of before are not read


def file(folder: Path, generation: str) -> Path:
    """Where the mask of a generation lies in the data folder."""
    return folder / "cube" / f"{generation}.{RULES}.json"


def save(mask: Mask, path: Path) -> None:
    """Write the mask beside its generation, all of it or nothing, for nobody else to read."""
    told = {
        base: {
            str(day): [[dict(sorted(group)), shown] for group, shown in groups.items()] for day, groups in by.items()
        }
        for base, by in mask.held.items()
    }
    text = json.dumps({"newest": str(mask.newest), "few": mask.few, "sensitive": mask.sensitive, "held": told})
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    fresh.touch(mode=0o600)
    with fresh.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def load(path: Path) -> Mask:
    """The mask that was saved there."""
    told = json.loads(path.read_text(encoding="utf-8"))
    held = {
        base: {
            date.fromisoformat(day): {frozenset(group.items()): shown for group, shown in groups}
            for day, groups in by.items()
        }
        for base, by in told["held"].items()
    }
    return Mask(date.fromisoformat(told["newest"]), told["few"], told["sensitive"], held)
