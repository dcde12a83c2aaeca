"""Why an installation is at risk: what would be done too late, on which day, for which date; and the way there."""

from __future__ import annotations

from typing import Any

import pytest

from brt.engine import forecast
from tests.engine.build import FRI, MON, MON2, THU, TUE, TUE2, WED, action, phase, plan, refs
from tests.engine.story import Step, Story, done, set_, shift

ON_PORT = {"due": ["on", "port_date"]}
ON_SITE = {"due": ["on", "site_date"]}
DUE_3 = {"due": [3, "day"]}


def told(plan: dict[str, Any], *steps: Step) -> tuple[Any, ...] | None:
    """(action, done on, field, its date, the last day), and the way there with its days."""
    story = Story(plan, *steps)
    found = forecast.forecast(story.state, 1, story.day(Step(MON, None)))
    if found.miss is None:
        return None
    miss = found.miss
    way = [f"{story.keys[step.number]} {step.done_on}" for step in found.way(miss.number)]
    return (story.keys[miss.number], miss.done_on, miss.field, miss.value, miss.limit, way)


@pytest.mark.parametrize(
    ("plan", "steps", "expected"),
    [
        pytest.param(
            plan(phase("p1", action("a", **DUE_3), action("b", after=refs("a"), **ON_PORT))),
            [set_(MON, port_date=FRI)],
            None,
            id="in time",
        ),
        pytest.param(
            plan(phase("p1", action("a", **DUE_3), action("b", after=refs("a"), **ON_PORT))),
            [set_(MON, port_date=WED)],
            ("b", THU, "port_date", WED, WED, [f"a {THU}", f"b {THU}"]),
            id="the action whose date it is, and what opens it",
        ),
        pytest.param(
            plan(phase("p1", action("a", **DUE_3), action("b", after=refs("a"), due=[1, "day", "after", "port_date"]))),
            [set_(MON, port_date=TUE)],
            ("b", THU, "port_date", TUE, WED, [f"a {THU}", f"b {THU}"]),
            id="some time after the date",
        ),
        pytest.param(
            plan(
                phase(
                    "p1",
                    action("a", **DUE_3),
                    action("b", after=refs("a"), wait=[1, "day"], **ON_SITE),
                    action("c", after=refs("a"), **ON_PORT),
                )
            ),
            [set_(MON, port_date=WED, site_date=WED)],
            ("c", THU, "port_date", WED, WED, [f"a {THU}", f"c {THU}"]),
            id="of several the first in time",
        ),
        pytest.param(
            plan(
                phase(
                    "p1",
                    action("a", **DUE_3),
                    action("b", after=refs("a"), **ON_SITE),
                    action("c", after=refs("a"), **ON_PORT),
                )
            ),
            [set_(MON, port_date=WED, site_date=WED)],
            ("b", THU, "site_date", WED, WED, [f"a {THU}", f"b {THU}"]),
            id="of one day the first in the file",
        ),
        pytest.param(
            plan(
                phase(
                    "p1",
                    action("a", **DUE_3),
                    action("b", after=refs("a"), optional=True, **ON_SITE),
                    action("c", after=refs("a"), wait=[1, "day"], **ON_PORT),
                )
            ),
            [set_(MON, port_date=WED, site_date=WED)],
            ("c", FRI, "port_date", WED, WED, [f"a {THU}", f"c {FRI}"]),
            id="a required one before one that is optional",
        ),
        pytest.param(
            plan(phase("p1", action("a"), action("b", after=refs("a"), wait=[3, "day"], optional=True, **ON_SITE))),
            [set_(MON, site_date=WED)],
            ("b", THU, "site_date", WED, WED, [f"a {MON}", f"b {THU}"]),
            id="one that is optional where no other is too late",
        ),
        pytest.param(
            plan(phase("p1", action("a", **DUE_3)), phase("p2", action("b")), deadline="port_date"),
            [set_(MON, port_date=TUE)],
            ("b", THU, "port_date", TUE, TUE, [f"a {THU}", f"b {THU}"]),
            id="the deadline: the action with which it ends, opened by the last of the phase before",
        ),
        pytest.param(
            plan(
                phase("p1", action("a", **DUE_3), action("b", after=refs("a"), optional=True, **ON_SITE)),
                phase("p2", action("c")),
                deadline="port_date",
            ),
            [set_(MON, port_date=TUE, site_date=WED)],
            ("c", THU, "port_date", TUE, TUE, [f"a {THU}", f"c {THU}"]),
            id="the deadline before what is optional",
        ),
        pytest.param(
            plan(
                phase(
                    "p1",
                    action("a", due=[1, "day"]),
                    action("b", **DUE_3),
                    action("c", after=refs("a", "b", how="any"), wait=[2, "day"], **ON_PORT),
                )
            ),
            [set_(MON, port_date=TUE)],
            ("c", THU, "port_date", TUE, TUE, [f"a {TUE}", f"c {THU}"]),
            id="of alternatives the one that opens it",
        ),
        pytest.param(
            plan(phase("p1", action("a"), action("b", after=refs("a"), wait=[1, "week"], **ON_PORT))),
            [done(MON, "a"), set_(MON, port_date=WED)],
            ("b", MON2, "port_date", WED, WED, [f"b {MON2}"]),
            id="what is open already has no way",
        ),
        pytest.param(
            plan(phase("p1", action("a"), action("b", after=refs("a"), wait=[1, "week"], **ON_PORT))),
            [done(MON, "a"), set_(MON, port_date=WED), shift(MON, "b", TUE2, only=True)],
            None,
            id="what somebody gave another date hangs on the field no more",
        ),
    ],
)
def test_why_an_installation_is_at_risk(plan: dict[str, Any], steps: list[Step], expected: tuple[Any, ...] | None):
    assert told(plan, *steps) == expected
