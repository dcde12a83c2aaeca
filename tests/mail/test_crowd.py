"""Many deliverers, and dying ones, over a real server: nothing lost, nothing doubled, nothing stuck.

BRT_TEST_FULL=1 takes the full sizes: 1,500 emails and 200 kills.
"""

import json
import os
import subprocess
import sys
from collections import Counter

from tests.conftest import HOUSE
from tests.mail.server import running

FULL = bool(os.environ.get("BRT_TEST_FULL"))
EMAILS, KILLS = (1500, 200) if FULL else (60, 12)
AFTER_THE_LEASE = "2026-11-30T09:16"


def apart(task, post, number):
    argv = [sys.executable, "-m", "tests.mail.crowd", task, str(post.root), str(number)]
    done = subprocess.run(argv, cwd=HOUSE, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_four_deliverers_at_once(post):
    with running() as (served, port):
        post.to(f"smtp://127.0.0.1:{port}").queue(*(f"a{n}@morel.example" for n in range(EMAILS)))
        counts = apart("at_once", post, 4)
    assert (len(counts), sum(counts)) == (4, EMAILS)
    assert set(post.statuses()) == {"sent"}
    assert max(Counter(served.ids).values()) == 1
    assert len(served.ids) == EMAILS


def test_deliverers_killed_at_any_moment(post):
    with running({"TEXT": 0.02}) as (served, port):
        post.to(f"smtp://127.0.0.1:{port}").queue(*(f"a{n}@morel.example" for n in range(EMAILS)))
        kills = apart("killed", post, KILLS)
        answer = post("email", "deliver", now=AFTER_THE_LEASE)
        assert post("email", "deliver", now=AFTER_THE_LEASE).out.startswith("0 sent")
        listed = post.json("email", "list", "--problems", now=AFTER_THE_LEASE)
    assert kills > KILLS / 2
    assert answer.code == 0, answer.err
    rows = post.rows("status", "message_id")
    states = Counter(status for status, _ in rows)
    assert set(states) <= {"sent", "uncertain"}
    assert len(listed) == states["uncertain"] <= kills
    assert max(Counter(served.ids).values()) == 1
    lost = {name for status, name in rows if status == "sent"} - set(served.ids)
    assert not lost
