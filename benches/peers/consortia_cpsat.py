"""The best consortium of each question that `cargo bench --bench consortia -- --peer DIR` wrote, by CP-SAT.

Usage: python3 benches/peers/consortia_cpsat.py DIR [--seconds S] [--workers W]
Needs OR-Tools from PyPI. Prints a row per question: ours (the hundred best, proven) beside CP-SAT (the one
best), and says so where the two do not agree. A group in pieces is refused by a row and solved again.
"""

import argparse
import json
import time
from pathlib import Path

from ortools.sat.python import cp_model


def pieces(chosen, beside):
    """The connected parts of the chosen members."""
    left, parts = set(chosen), []
    while left:
        part, edge = set(), [left.pop()]
        while edge:
            member = edge.pop()
            part.add(member)
            near = beside[member] & left
            left -= near
            edge.extend(near)
        parts.append(part)
    return parts


def model_of(question):
    model = cp_model.CpModel()
    nodes = question["candidates"]
    x = [model.new_bool_var("") for _ in nodes]
    worth = [-question["member_cost"] * v for v in x]
    beside = [set() for _ in nodes]
    pairs = [[] for _ in nodes]
    for a, b, points in question["ties"]:
        both = model.new_bool_var("")
        pairs[a].append(both)
        pairs[b].append(both)
        model.add_implication(both, x[a])
        model.add_implication(both, x[b])
        worth.append(points * both)
        beside[a].add(b)
        beside[b].add(a)
    # Implied, but without it the relaxation knows nothing of the size.
    for i, of_member in enumerate(pairs):
        model.add(sum(of_member) <= (question["most_members"] - 1) * x[i])
    bringers = {}
    for i, node in enumerate(nodes):
        for thing in set(node["brings"]):
            bringers.setdefault(thing, []).append(x[i])
    wanted = dict(map(tuple, question["wanted"]))
    for thing, members in bringers.items():
        if len(members) > 1:
            more = model.new_int_var(0, question["most_members"], "")
            model.add(more >= sum(members) - 1)
            worth.append(-question["redundancy"] * more)
        if thing in wanted:
            brought = model.new_bool_var("")
            model.add(brought <= sum(members))
            worth.append(wanted[thing] * brought)
    model.add(sum(x) <= question["most_members"])
    for kind, least in question["quotas"]:
        model.add(sum(v for v, node in zip(x, nodes) if node["kind"] == kind) >= least)
    model.maximize(sum(worth))
    return model, x, beside


def best(question, seconds, workers):
    """(worth or None, bound, seconds), connected."""
    started = time.perf_counter()
    model, x, beside = model_of(question)
    while True:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = workers
        solver.parameters.max_time_in_seconds = max(0.01, seconds - (time.perf_counter() - started))
        status = solver.solve(model)
        taken = time.perf_counter() - started
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None, None, taken
        parts = pieces([i for i, v in enumerate(x) if solver.value(v)], beside)
        if len(parts) == 1 or status == cp_model.FEASIBLE:
            return round(solver.objective_value), round(solver.best_objective_bound), taken
        for part in parts:
            near = set().union(*(beside[i] for i in part)) - part
            for other in set().union(*parts) - part:
                model.add(sum(x[i] for i in part) - len(part) + x[other] <= sum(x[i] for i in near))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    for path in sorted(options.folder.glob("*.json")):
        question = json.loads(path.read_text())
        worth, bound, taken = best(question, options.seconds, options.workers)
        ours = question["ours"]
        if worth is None:
            told = "none found"
        elif worth == bound:
            told = "proven best, " + ("the same" if worth == ours["worth"] else f"NOT OURS: {worth}")
        else:
            told = f"not proven: {worth} of at most {bound}"
        print(f"{path.stem}: ours {ours['worth']} in {ours['seconds']:.3f} s; CP-SAT {taken:.2f} s, {told}")


if __name__ == "__main__":
    main()
