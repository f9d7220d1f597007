"""The worker beside the server: a thread that claims and does jobs, and one that renews the lease."""

import logging
import os
import socket
import threading
from datetime import UTC, datetime

from django.db import DatabaseError, close_old_connections, connection

from tandem.rooms.jobs import clock, wake
from tandem.rooms.jobs.actions.run import LEASE, claim, renew, run, sweep
from tandem.rooms.jobs.models import Job

log = logging.getLogger(__name__)


class Worker:
    """`start()` and `stop()`; several may run, in one process or in many."""

    def __init__(self) -> None:
        self.name = f"{socket.gethostname()}-{os.getpid()}-{id(self):x}"
        self._stop = threading.Event()
        self._job: Job | None = None
        self._threads = [
            threading.Thread(target=self._work, name="jobs", daemon=True),
            threading.Thread(target=self._beat, name="jobs-heartbeat", daemon=True),
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self, timeout: float = 5) -> None:
        self._stop.set()
        wake.ring()
        for thread in self._threads:
            thread.join(timeout)

    def _work(self) -> None:
        turned = 0.0
        while not self._stop.is_set():
            now = datetime.now(UTC)
            try:
                if now.timestamp() - turned > 20:
                    turned = now.timestamp()
                    clock.enqueue_due(now)
                    sweep(now)
                self._job = claim(self.name, now)
                if self._job:
                    run(self._job, self.name)
                    continue
            except DatabaseError:
                log.exception("the queue could not be reached; trying again")
                close_old_connections()
            finally:
                self._job = None  # else the heartbeat would hold what nobody does
            wake.wait(1)
        connection.close()

    def _beat(self) -> None:
        while not self._stop.wait(LEASE.total_seconds() / 3):
            if job := self._job:
                try:
                    renew(job, self.name)
                except DatabaseError:
                    close_old_connections()
        connection.close()
