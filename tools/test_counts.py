"""How the tests of a stage are counted."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from pathlib import Path

FILES = re.compile(r"^Checked (\d+) files?|^(?:Check \S|\S+\.ipynb: )", re.MULTILINE)


@dataclass
class Count:
    """What a stage found; `files` is what its one check looked at."""

    passed: int = 0
    failed: int = 0
    skipped: list[str] = field(default_factory=list)
    files: int = 0

    def text(self) -> str:
        """As the reader sees it."""
        parts = [f"{self.passed} passed, {self.failed} failed"]
        parts += [f"{len(self.skipped)} skipped"] if self.skipped else []
        return ", ".join(parts) + (f"  ({self.files} files)" if self.files else "")


def count_junit(path: Path) -> Count:
    """The test cases of a JUnit file."""
    count = Count()
    if not path.exists():
        return count
    for case in ElementTree.parse(path).iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            count.failed += 1
        elif case.find("skipped") is not None:
            count.skipped.append(case.get("name", ""))
        else:
            count.passed += 1
    return count


def count_report(path: Path) -> Count:
    """The lessons of a report."""
    if not path.exists():
        return Count()
    failed = [each["failure"] is not None for each in json.loads(path.read_text(encoding="utf-8"))]
    return Count(passed=failed.count(False), failed=failed.count(True))


def count_files(output: str) -> Count:
    """One check of the files that a tool says it looked at."""
    files = sum(int(match[1] or 1) for match in FILES.finditer(output))
    return Count(passed=1 if files else 0, files=files)
