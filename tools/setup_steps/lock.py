"""One set-up at a time: the second waits for the first."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator

from .paths import LOCK
from .process import held_lock

if os.name == "nt":
    import msvcrt
else:
    import fcntl


@contextlib.contextmanager
def only_one(say: Callable[[str], None]) -> Iterator[None]:
    """Hold the project's set-up lock, after waiting for whoever holds it."""
    descriptor = _open_locked(say)
    held_lock.append(descriptor)
    try:
        yield
    finally:
        held_lock.remove(descriptor)
        os.close(descriptor)


def _open_locked(say: Callable[[str], None]) -> int:
    while True:
        LOCK.parent.mkdir(exist_ok=True)
        descriptor = os.open(LOCK, os.O_RDWR | os.O_CREAT, 0o644)
        if not _try(descriptor, wait=False):
            say("Another set-up is running in this folder: waiting for it to end …")
            _try(descriptor, wait=True)
        # `make distclean` may have removed the file that we waited for.
        if LOCK.exists() and _same(descriptor):
            return descriptor
        os.close(descriptor)


def _same(descriptor: int) -> bool:
    return os.path.samestat(os.fstat(descriptor), os.stat(LOCK))


def _try(descriptor: int, *, wait: bool) -> bool:
    try:
        if os.name == "nt":
            msvcrt.locking(descriptor, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        if not wait:
            return False
        if os.name != "nt":
            raise
        return _try(descriptor, wait=True)  # msvcrt gives up after ten seconds.
    return True
