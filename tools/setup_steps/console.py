"""What set-up prints: one line per step, with a bar while it is long."""

from __future__ import annotations

import sys
import time

WIDTH = 24
REDRAW_SECONDS = 0.1


class StepLine:
    """The line of one step: title, a bar on a terminal while it works, seconds at the end."""

    def __init__(self, number: int, total: int, title: str) -> None:
        self.head = f"[{number}/{total}] {title} …"
        self.start = time.monotonic()
        self.drawn = self.start
        self.live = sys.stdout.isatty()
        print(self.head, end="" if self.live else " ", flush=True)

    def draw(self, fraction: float | None = None) -> None:
        """Show how far the step is; does nothing where the output is no terminal."""
        now = time.monotonic()
        if not self.live or now - self.drawn < REDRAW_SECONDS:
            return
        self.drawn = now
        bar = ""
        if fraction is not None:
            done = round(WIDTH * min(max(fraction, 0.0), 1.0))
            bar = f" [{'#' * done}{'-' * (WIDTH - done)}]"
        print(f"\r{self.head}{bar} {self._seconds()}\033[K", end="", flush=True)

    def done(self, note: str = "") -> None:
        """End the line with the seconds the step took."""
        text = self._seconds() + (f" ({note})" if note else "")
        print(f"\r{self.head} {text}\033[K" if self.live else text, flush=True)

    def failed(self) -> None:
        """End the line of a step that did not work."""
        print(f"\r{self.head} failed\033[K" if self.live else "failed", flush=True)

    def _seconds(self) -> str:
        return f"{time.monotonic() - self.start:.1f} s"
