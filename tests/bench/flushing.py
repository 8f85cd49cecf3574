"""What a flush costs on this disk, and the same measurements on a disk that is made slow.

The slow disk is a small library that PostgreSQL is started with (LD_PRELOAD): every fsync and fdatasync of a server
process sleeps first. Everything above the system call is real: group commit, WAL, locks held meanwhile.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from config.embedded.binaries import postgres_binary
from tests.bench.figures import note

SLOW_US = 2_000
SHIM = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>
static void wait_first(void) {
    static int us = -1;
    if (us < 0) { const char *said = getenv("LODEBOOK_BENCH_FLUSH_US"); us = said ? atoi(said) : 2000; }
    if (us > 0) usleep(us);
}
int fsync(int file) {
    static int (*real)(int); if (!real) real = dlsym(RTLD_NEXT, "fsync");
    wait_first(); return real(file);
}
int fdatasync(int file) {
    static int (*real)(int); if (!real) real = dlsym(RTLD_NEXT, "fdatasync");
    wait_first(); return real(file);
}
"""
OURS = ("DATABASE_URL", "DATABASE_APP_URL", "CELERY_BROKER_URL", "LODEBOOK_THROWAWAY")


def own_loop(rounds: int = 500) -> float:
    """Return the median milliseconds of one 8 kB write with fdatasync, in the folder where the database lies."""
    times = []
    with tempfile.NamedTemporaryFile(dir=os.environ.get("LODEBOOK_HOME", ".")) as file:
        for _ in range(rounds):
            os.pwrite(file.fileno(), bytes(8_192), 0)
            started = time.perf_counter()
            os.fdatasync(file.fileno())
            times.append((time.perf_counter() - started) * 1_000)
    return sorted(times)[rounds // 2]


def pg_test_fsync() -> str:
    """Return the line of PostgreSQL's own measurement for fdatasync, or that it is not there."""
    try:
        program = postgres_binary("pg_test_fsync")
        with tempfile.TemporaryDirectory(dir=os.environ.get("LODEBOOK_HOME", ".")) as folder:
            words = [program, "-s", "1", "-f", f"{folder}/probe"]
            done = subprocess.run(words, capture_output=True, text=True, timeout=120)
        return next(" ".join(line.split()) for line in done.stdout.splitlines() if line.split()[:1] == ["fdatasync"])
    except (Exception, SystemExit) as error:  # a bench that cannot measure this says so, and goes on
        return f"not there ({error.__class__.__name__})"


def on_a_slow_disk(*rows: str) -> bool:
    """Run rows of the bench on servers whose flush sleeps two milliseconds; false where no library can be made."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        note("a flush of 2 ms, simulated", "not run", "there is no C compiler")
        return False
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)  # noqa: S103  (the servers run under another account)
        source, library = Path(folder) / "slow.c", Path(folder) / "slow.so"
        source.write_text(SHIM, encoding="ascii")
        subprocess.run([compiler, "-shared", "-fPIC", "-O2", "-o", library, source, "-ldl"], check=True)
        environ = {name: value for name, value in os.environ.items() if name not in OURS}
        environ |= {"LD_PRELOAD": str(library), "LODEBOOK_BENCH_FLUSH_US": str(SLOW_US)}
        servers = [sys.executable, "-m", "config.embedded.throwaway", "--durable", "--"]
        done = subprocess.run([*servers, sys.executable, "-m", "tests.bench", *rows], env=environ)
    return done.returncode == 0
