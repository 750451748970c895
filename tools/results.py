"""Writes what another framework did as a record in data/results/, in the form of lib/experiments/study_record.ts."""

import datetime
import json
import pathlib
import platform
import time

FOLDER = pathlib.Path(__file__).parent.parent / "data/results"


def write_record(study: str, rows: list[dict], *, command: str, device: str, code: str, begun: float) -> None:
    """One row a line; `begun` is the time.monotonic() at which the script began."""
    head = {
        "study": study,
        "command": command,
        "machine": f"{platform.machine()}, {platform.system().lower()}",
        "device": device,
        "date": datetime.date.today().isoformat(),
        "seconds": round(time.monotonic() - begun),
        "code": code,
    }
    lines = ",\n    ".join(json.dumps(row, ensure_ascii=False) for row in rows)
    text = f"{json.dumps(head, indent=2)[:-2]},\n  \"rows\": [\n    {lines}\n  ]\n}}\n"
    (FOLDER / f"{study}.json").write_text(text, encoding="utf-8")
