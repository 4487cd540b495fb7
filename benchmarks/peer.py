"""The lifelines side of the curve comparison, in an environment of its own, on a frame in memory.

`python peer.py FRAME.parquet` reads one JSON list of month ends in days per line and answers each with one line: the
seconds of the fits, and per track the shares retained at those days.
"""

from __future__ import annotations

import json
import sys
import time

import pandas as pd
from lifelines import KaplanMeierFitter


def curves(runs: pd.DataFrame) -> dict[str, KaplanMeierFitter]:
    """One fitted curve per track, with its 95 % band."""
    return {
        str(track): KaplanMeierFitter().fit(rows["exit"], rows["left"], entry=rows["entry"])
        for track, rows in runs.groupby("track", observed=True)
    }


if __name__ == "__main__":
    frame = pd.read_parquet(sys.argv[1])
    for line in sys.stdin:
        days = json.loads(line)
        began = time.perf_counter()
        fitted = curves(frame)
        seconds = time.perf_counter() - began
        retained = {track: list(map(float, curve.predict(days))) for track, curve in fitted.items()}
        print(json.dumps({"seconds": seconds, "retained": retained}), flush=True)
