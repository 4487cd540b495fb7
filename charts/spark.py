"""Sparklines: a word-sized line beside a figure."""

from __future__ import annotations

from collections.abc import Sequence

from charts.numbers import known

WIDTH, HEIGHT, MARGIN = 120, 28, 4


def sparkline(values: Sequence[float | None], said: str) -> str:
    """The values, oldest first, as an SVG line in the colour of its text; missing values leave a gap.

    `said` is the text alternative. One value or none draws nothing.
    """
    numbers = [value for value in values if value is not None and known(value)]
    if len(numbers) < 2:
        return ""
    lowest, highest = min(numbers), max(numbers)
    room = max(highest - lowest, 0.02)
    middle = (lowest + highest) / 2
    stretches: list[list[str]] = [[]]
    for at, value in enumerate(values):
        if value is None or not known(value):
            stretches.append([])
            continue
        across = MARGIN + at * (WIDTH - 2 * MARGIN) / (len(values) - 1)
        down = HEIGHT / 2 - (value - middle) / room * (HEIGHT - 2 * MARGIN)
        stretches[-1].append(f"{across:.1f},{down:.1f}")
    lines = "".join(f'<polyline points="{" ".join(stretch)}"/>' for stretch in stretches if len(stretch) > 1)
    x, y = next(stretch for stretch in reversed(stretches) if stretch)[-1].split(",")
    return (
        f'<svg class="spark" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{said}" fill="none" '
        f'stroke="currentColor" stroke-width="1.5">{lines}<circle cx="{x}" cy="{y}" r="2.5" '
        f'fill="currentColor" stroke="none"/></svg>'
    )
