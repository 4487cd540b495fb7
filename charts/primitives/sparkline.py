"""Sparklines: a word-sized line for beside a figure."""

from __future__ import annotations

from collections.abc import Sequence

from charts.formatting import known

WIDTH, HEIGHT, MARGIN = 96, 28, 4
FLATTEST = 0.04


def sparkline(values: Sequence[float | None], colour: str) -> str:
    """The shares, oldest first, as an SVG line that ends in a dot; a missing one leaves a gap.

    Courses that span less than four points are drawn as flat as they are. Fewer than two values draw nothing.
    """
    numbers = [value for value in values if value is not None and known(value)]
    if len(numbers) < 2:
        return ""
    middle, room = (min(numbers) + max(numbers)) / 2, max(max(numbers) - min(numbers), FLATTEST)
    stretches: list[list[str]] = [[]]
    for at, value in enumerate(values):
        if value is None or not known(value):
            stretches.append([])
            continue
        x = MARGIN + at * (WIDTH - 2 * MARGIN) / (len(values) - 1)
        y = HEIGHT / 2 - (value - middle) / room * (HEIGHT - 2 * MARGIN)
        stretches[-1].append(f"{x:.1f},{y:.1f}")
    lines = "".join(f'<polyline points="{" ".join(stretch)}"/>' for stretch in stretches if len(stretch) > 1)
    x_end, y_end = next(stretch for stretch in reversed(stretches) if stretch)[-1].split(",")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'fill="none" stroke="{colour}" stroke-width="1.5">{lines}'
        f'<circle cx="{x_end}" cy="{y_end}" r="2.5" fill="{colour}" stroke="none"/></svg>'
    )
