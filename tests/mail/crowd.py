"""Deliverers in processes of their own: `python -m tests.mail.crowd TASK ROOT NUMBER` writes JSON.

They are forked from one that has imported everything and opened nothing.
"""

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

from brt import settings
from brt.mail import deliver, smtp  # noqa: F401 - imported before the forks
from brt.service import mailing
from brt.service.desk import Desk
from tests.store.crowd import together


def desk(root: str) -> Desk:
    return Desk(settings.load(Path(root)), {"BRT_TESTING": "1", "BRT_NOW": "2026-11-30T09:00", "BRT_USER": "sonia"})


def at_once(root: str, count: int) -> list[int]:
    """Let `count` deliverers begin in the same instant; return how many emails each sent."""
    return together(count, lambda _: mailing.send(desk(root)).sent)


def killed(root: str, kills: int) -> int:
    """Kill one deliverer after the other, at any moment; return how many were killed at work."""
    chance, count = random.Random(5), 0
    for _ in range(kills):
        pid = os.fork()
        if not pid:
            try:
                mailing.send(desk(root))
            finally:
                os._exit(0)
        time.sleep(chance.uniform(0, 0.15))
        os.kill(pid, signal.SIGKILL)
        count += os.WIFSIGNALED(os.waitpid(pid, 0)[1])
    return count


if __name__ == "__main__":
    task, where, number = sys.argv[1:]
    json.dump({"at_once": at_once, "killed": killed}[task](where, int(number)), sys.stdout)
