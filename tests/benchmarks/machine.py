"""What a benchmark ran on: the machine, and the versions of what was compared."""

import os
import platform
import re
import shutil
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import callevents

PACKAGES = ("orjson", "numpy", "duckdb", "polars")
PROGRAMS = {"jq": "--version", "grep": "--version", "gzip": "--version"}
CPU_INFO = Path("/proc/cpuinfo")


def machine() -> str:
    """Name the processor, how many of them this process may use, the memory, and how busy the machine is."""
    name = re.search(r"model name\s*:\s*(.+)", CPU_INFO.read_text(encoding="utf-8")) if CPU_INFO.exists() else None
    processor = name[1] if name else platform.processor() or platform.machine()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    busy = f"load {os.getloadavg()[0]:.1f} at the start"
    return f"{processor}, {cores} cores, {memory:.0f} GiB, {platform.system()} {platform.release()}, {busy}"


def versions() -> str:
    """Name the versions; what is not installed is left out."""
    found = [f"callevents {callevents.__version__}", f"Python {platform.python_version()}"]
    found += [f"{name} {of}" for name in PACKAGES if (of := _package(name))]
    return ", ".join([*found, *filter(None, map(_program, PROGRAMS))])


def _package(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _program(name: str) -> str | None:
    path = shutil.which(name)
    if path is None:
        return None
    said = subprocess.run([path, PROGRAMS[name]], check=False, capture_output=True, text=True).stdout
    number = re.search(r"\d+(\.\d+)+", said)
    return f"{name} {number[0] if number else ''}".strip()
