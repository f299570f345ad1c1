"""Memory, cores and disk, and the Java heap that suits them."""

from __future__ import annotations

import os
import platform
import re
import shutil
from pathlib import Path

from pdd4j.requirements import output_of

MEBIBYTE = 1 << 20
CPU_INFO = Path("/proc/cpuinfo")
BFLOAT16 = ("avx512_bf16", "amx_bf16")
CONTAINER_LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")


def memory() -> int:
    """Bytes of memory of the machine, or of the container around this process where that is less."""
    limits = [limit for limit in map(container_limit, CONTAINER_LIMITS) if limit]
    return min([installed_memory(), *limits])


def installed_memory() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return windows_memory() if os.name == "nt" else 4096 * MEBIBYTE


def windows_memory() -> int:
    asked = "(Get-CimInstance Win32_ComputerSystem).TotalPhysicalMemory"
    answer = output_of(["powershell", "-NoProfile", "-Command", asked]).strip()
    return int(answer) if answer.isdigit() else 4096 * MEBIBYTE


def container_limit(file: str) -> int:
    try:
        text = Path(file).read_text("ascii").strip()
    except OSError:
        return 0
    return int(text) if text.isdigit() else 0


def java_heap() -> int:
    """Megabytes of heap: a quarter of the memory, since the tensors live outside the heap."""
    return max(1024, min(8192, memory() // MEBIBYTE // 4))


def java_options() -> list[str]:
    """A small heap that gives back what it does not need: the memory of a training is the engine's, outside it."""
    heap = [f"-Xmx{java_heap()}m", "-Xms64m", "-XX:+UseSerialGC", "-XX:MinHeapFreeRatio=10", "-XX:MaxHeapFreeRatio=20"]
    return [*heap, "-Djava.awt.headless=true"]


def cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def processor() -> str:
    """The processor's name for people, or its architecture where the system does not tell."""
    return cpu_info("model name") or platform.processor() or platform.machine()


def bfloat16() -> list[str]:
    """The processor's instructions for bfloat16; none where the system does not tell."""
    flags = cpu_info("flags").split()
    return [flag for flag in BFLOAT16 if flag in flags]


def cpu_info(key: str) -> str:
    text = CPU_INFO.read_text("utf-8") if CPU_INFO.is_file() else ""
    match = re.search(rf"^{key}\s*: (.*)$", text, re.MULTILINE)
    return match[1].strip() if match else ""


def free_disk(folder: Path) -> int:
    return shutil.disk_usage(folder).free
