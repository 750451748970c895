"""What can go wrong outside our hands: one message that names the thing and the remedy."""

from __future__ import annotations

import errno
import re


class SetupError(Exception):
    """Set-up cannot go on; its text names the thing and the remedy."""


FULL_DISK = "the disk is full. Free at least 3 GB, then run the same command again"
NO_ACCESS = "no permission to write here. Work in a folder that you own"
CAUSES = (
    (r"ensurepip", "Python's venv module is not whole. Bring it: `sudo apt install python3-venv`"),
    (r"No space left|ENOSPC|Errno 28|os error 28|Disk quota exceeded", FULL_DISK),
    (r"Permission denied|Read-only file system|os error 13", NO_ACCESS),
    (
        r"CERTIFICATE_VERIFY_FAILED|UnknownIssuer|invalid peer certificate|SSLError|self.signed",
        "{host} shows a certificate that this machine does not trust. Where a proxy signs TLS "
        "anew, its certificate belongs into the system's store (copy it to "
        "/usr/local/share/ca-certificates/, then `sudo update-ca-certificates`), or name its file: "
        "`export PIP_CERT=proxy.pem DENO_CERT=proxy.pem`",
    ),
    (
        r"DO NOT MATCH THE HASHES|[Ii]ntegrity check",
        "{host} sent something else than the lock file names: the download was damaged or altered. "
        "Run the same command again; if that fails too, ask who runs your mirror or proxy",
    ),
    (
        r"NewConnectionError|ConnectTimeout|[Cc]onnection (refused|reset|error)|timed out|dns error"
        r"|name resolution|Name or service|unreachable|ProxyError|error sending request"
        r"|client error|IncompleteRead|ConnectionError|\b(407|50[234])\b",
        "cannot reach {host}. Check the network (behind a proxy: `export HTTPS_PROXY=http://…`), "
        "then run the same command again: it continues",
    ),
    (
        r"No matching distribution",
        "{host} has no such file for this Python and this machine, or cannot be read. Check the "
        "network and, with `pip config list`, which index is in use; use Python 3.10 to 3.13",
    ),
)
HOSTS = (r"host='([^']+)'", r"https?://(?:[^\s/@]*@)?([^\s/:'\"<>)]+(?::\d+)?)")


def cause(output: str) -> str:
    """The remedy for what a tool printed before it failed; "" where none is known."""
    for pattern, remedy in CAUSES:
        if re.search(pattern, output):
            return remedy.format(host=_host(output))
    return ""


def system_error(error: OSError) -> SetupError:
    """An error of the operating system, said in terms of set-up."""
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return SetupError(FULL_DISK)
    where = f"{error.filename}: " if error.filename else ""
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return SetupError(where + NO_ACCESS)
    return SetupError(f"{where}{error.strerror or error}")


def _host(output: str) -> str:
    found = [match for pattern in HOSTS for match in re.findall(pattern, output)]
    return found[0] if found else "the package index"
