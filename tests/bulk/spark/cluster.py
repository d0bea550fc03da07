"""Starts and stops the processes of a standalone Spark; the bench uses it too."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

PATIENCE = 60
MASTER = "org.apache.spark.deploy.master.Master"
WORKER = "org.apache.spark.deploy.worker.Worker"


def missing() -> str:
    """What is missing for a Spark; empty where nothing is."""
    if importlib.util.find_spec("pyspark") is None:
        return "pyspark is not installed: make test-spark"
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        return "there is no Java: make test-spark"
    return ""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Cluster:
    """A master and two workers of one core each."""

    def __init__(self, folder: Path, workers: int = 2) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"spark://127.0.0.1:{self.port}"
        spec = importlib.util.find_spec("pyspark")
        assert spec is not None and spec.origin is not None
        self.home = Path(spec.origin).parent
        self.processes: list[subprocess.Popen[bytes]] = []
        self.start("master", MASTER, "--host", "127.0.0.1", "--port", str(self.port), "--webui-port", "0")
        self.wait("master", "Successfully started service 'sparkMaster'", "New state: ALIVE")
        for number in range(workers):
            options = (
                "--host",
                "127.0.0.1",
                "--webui-port",
                "0",
                "--cores",
                "1",
                "--memory",
                "2g",
                "--work-dir",
                str(folder / f"w{number}"),
            )
            self.start(f"worker{number}", WORKER, *options, self.url)
            self.wait(f"worker{number}", "Successfully registered with master")

    def start(self, name: str, what: str, *options: str) -> None:
        """One process, its own group, its words in a file."""
        environment = os.environ | {"SPARK_HOME": str(self.home), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_DAEMON_MEMORY": "512m"}
        with (self.folder / f"{name}.log").open("wb") as log:
            command = [str(self.home / "bin" / "spark-class"), what, *options]
            self.processes.append(subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True))

    def wait(self, name: str, *signs: str) -> None:
        """Until a process has said one of these."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            said = (self.folder / f"{name}.log").read_text(errors="replace")
            if any(sign in said for sign in signs):
                return
            time.sleep(0.2)
        raise TimeoutError(f"{name}: {said[-2000:]}")

    def executors_of(self, number: int) -> list[int]:
        """The process ids of what a worker runs: its executors."""
        worker = self.processes[1 + number].pid
        found = subprocess.run(["pgrep", "-P", str(worker)], capture_output=True, text=True, check=False)
        return [int(one) for one in found.stdout.split()]

    def kill_worker(self, number: int) -> None:
        """A worker and its executors gone at once, as when a machine loses power."""
        os.killpg(self.processes[1 + number].pid, signal.SIGKILL)

    def stop(self) -> None:
        for one in reversed(self.processes):
            if one.poll() is None:
                os.killpg(one.pid, signal.SIGKILL)
            one.wait()
