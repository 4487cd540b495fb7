"""Where the masks of generations are stored: one JSON file each in the data folder, beside the generations."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

from metrics.disclosure_control.mask import Mask

RULES = 2  # one more whenever what may be shown changes: masks of before are not read


def file(folder: Path, generation: str) -> Path:
    """The path of a generation's mask in the data folder."""
    return folder / "cube" / f"{generation}.{RULES}.json"


def save(mask: Mask, path: Path) -> None:
    """Write the mask atomically, readable by the owner only."""
    sizes = {
        base: {str(day): [[dict(sorted(group)), size] for group, size in groups.items()] for day, groups in by.items()}
        for base, by in mask.held.items()
    }
    text = json.dumps({"newest": str(mask.newest), "few": mask.few, "sensitive": mask.sensitive, "held": sizes})
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    # written beside and renamed: a reader finds the old mask or the whole new one, even after a crash
    fresh.touch(mode=0o600)
    with fresh.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def load(path: Path) -> Mask:
    """The mask stored at that path."""
    content = json.loads(path.read_text(encoding="utf-8"))
    sizes = {
        base: {
            date.fromisoformat(day): {frozenset(group.items()): size for group, size in groups}
            for day, groups in by.items()
        }
        for base, by in content["held"].items()
    }
    return Mask(date.fromisoformat(content["newest"]), content["few"], content["sensitive"], sizes)
