"""Time of a command and the peak memory of all its processes together, from the outside."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Measured:
    """Wall-clock seconds, and peak memory in MiB (proportional set size, shared pages counted once)."""

    seconds: float
    peak_mib: float


_KEPT = {"PYTHONDONTWRITEBYTECODE": ""}
"""Python keeps the byte code of modules, as it does for users: compiling them anew would add a third to a check."""


def measured(
    command: list[str], folder: Path, environment: Mapping[str, str] | None = None, *, memory: bool = True
) -> Measured:
    """Run a command to its end. SystemExit when it fails: a figure of a failed run is worth nothing.

    To look at the memory of one large process holds it up, by a quarter of its time: without `memory` nobody looks.
    """
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               env={**os.environ, **_KEPT, **(environment or {})})
    peak = [0.0]
    watcher = threading.Thread(target=_watch, args=(process, peak), daemon=True)
    if memory:
        watcher.start()
    output, _ = process.communicate()
    seconds = time.perf_counter() - started
    if memory:
        watcher.join()
    if process.returncode:
        raise SystemExit(f"bench: {' '.join(command)} failed:\n{output.decode()[-3000:]}")
    return Measured(seconds, peak[0])


def _watch(process: subprocess.Popen[bytes], peak: list[float]) -> None:
    while process.poll() is None:
        peak[0] = max(peak[0], sum(_pss(pid) for pid in _family(process.pid)) / 1024)
        time.sleep(0.05)


def _family(pid: int) -> list[int]:
    found = [pid]
    for parent in found:
        try:
            for task in Path(f"/proc/{parent}/task").iterdir():
                found += [int(child) for child in (task / "children").read_text().split()]
        except OSError:
            continue
    return found


def _pss(pid: int) -> int:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0
