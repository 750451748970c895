"""How far a lesson is: a line that is rewritten on a terminal, nothing elsewhere."""

from __future__ import annotations

import sys
import threading
import time
from contextlib import contextmanager


class Progress:
    """A lesson's live line and the seconds that each of its cells took."""

    def __init__(self, lesson: str) -> None:
        self.lesson = lesson
        self.times: dict[str, float] = {}
        self.live = sys.stdout.isatty()

    @contextmanager
    def cell(self, name: str, number: int, total: int):
        """Show and time one cell."""
        started, ended = time.monotonic(), threading.Event()

        def show() -> None:
            while True:
                seconds = time.monotonic() - started
                self.rewrite(f"{self.lesson:<28} cell {number}/{total} ({name}) {seconds:.0f} s")
                if ended.wait(1):
                    return

        ticker = threading.Thread(target=show, daemon=True)
        if self.live:
            ticker.start()
        try:
            yield
        finally:
            ended.set()
            if self.live:
                ticker.join()
            self.times[name] = time.monotonic() - started

    def rewrite(self, text: str) -> None:
        """Replace the line on the terminal."""
        print(f"\r\x1b[2K{text}", end="", flush=True)

    def end(self, text: str) -> None:
        """Replace the live line by the last one."""
        if self.live:
            self.rewrite("")
        print(text, flush=True)
