"""What waits for what, against a second reading of the rules that tries every order."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from brt.language.graph import Need, build, cycles, downstream, stuck
from tests.language.sample import SAMPLE, compiled


def test_the_graph_of_the_sample():
    graph = build(compiled(SAMPLE.read_bytes()).doc)
    assert graph["start", "lancement"] == Need(any=False, refs=())
    assert graph["phase", "lancement"] == Need(any=False, refs=(("start", "lancement"), ("action", "appeler")))
    assert graph["start", "bascule"] == Need(any=False, refs=(("phase", "portabilite"),))
    assert graph["action", "confirmer"] == Need(any=True, refs=(("action", "appeler"), ("phase", "lancement")))
    assert stuck(graph) == []
    assert ("action", "facturer") in downstream(graph, ("action", "decider"))
    assert ("action", "relancer") not in downstream(graph, ("action", "appeler"))
    assert ("action", "confirmer") not in downstream(graph, ("action", "relancer"))


NODES = [("action", name) for name in "abcde"]
GRAPHS = st.fixed_dictionaries(
    {node: st.builds(Need, st.booleans(), st.lists(st.sampled_from(NODES), max_size=3).map(tuple)) for node in NODES}
)


@settings(deadline=None)
@given(GRAPHS)
def test_stuck_is_what_no_order_lets_happen(graph):
    happened: set = set()
    for _round, node in product(range(len(NODES)), NODES):
        need = graph[node]
        enough = any if need.any and need.refs else all
        if enough(ref in happened for ref in need.refs):
            happened.add(node)
    assert set(stuck(graph)) == set(NODES) - happened


@settings(deadline=None)
@given(GRAPHS)
def test_a_circle_is_a_circle_of_stuck_things_and_there_is_one_whenever_something_is_stuck(graph):
    found = cycles(graph)
    assert bool(found) == bool(stuck(graph))
    for circle in found:
        assert set(circle) <= set(stuck(graph))
        assert len(set(circle)) == len(circle)
        for one, other in zip(circle, circle[1:] + circle[:1], strict=True):
            assert other in graph[one].refs
        assert circle[0] == next(ref for ref in graph if ref in circle)
    members = [ref for circle in found for ref in circle]
    assert len(members) == len(set(members))


@settings(deadline=None)
@given(GRAPHS, st.sampled_from(NODES))
def test_downstream_cannot_happen_without_its_origin(graph, origin):
    without = {ref: need for ref, need in graph.items() if ref != origin}
    blocked = set(stuck(without))
    assert downstream(graph, origin) - {origin} <= blocked
