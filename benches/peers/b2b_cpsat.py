"""The fewest breaks of each day that `cargo bench --bench b2b -- --peer DIR FILE.dzn…` wrote, by CP-SAT.

Usage: python3 benches/peers/b2b_cpsat.py DIR [--seconds S] [--workers W]
Needs OR-Tools from PyPI. Prints a row per day, ours beside CP-SAT, and the seconds of all; a day that is not
settled counts with what it took. Says so where the two do not agree. Core-guided search, which serves this
problem best.
"""

import argparse
import json
import time
from pathlib import Path

from ortools.sat.python import cp_model


def model_of(day):
    model = cp_model.CpModel()
    slots, meetings = range(day["slots"]), day["meetings"]
    x = [{k: model.new_bool_var("") for k in m["slots"]} for m in meetings]
    for of_meeting in x:
        model.add_exactly_one(of_meeting.values()) if of_meeting else model.add_bool_or([])
    for k in slots:
        model.add(sum(of_meeting[k] for of_meeting in x if k in of_meeting) <= day["tables"])
    # The second of two meetings is in a slot only if the first is in an earlier one.
    for first, second in day["before"]:
        for k, later in x[second].items():
            model.add_bool_or([early for u, early in x[first].items() if u < k] + [~later])
    breaks = []
    for person in range(day["people"]):
        own = [i for i, m in enumerate(meetings) if person in m["people"]]
        if not own:
            breaks.append(0)
            continue
        busy = [model.new_bool_var("") for _ in slots]
        for k in slots:
            model.add_exactly_one([x[i][k] for i in own if k in x[i]] + [~busy[k]])
        # Implied: each has all of their meetings.
        model.add(sum(busy) == len(own))
        # A break ends where somebody is busy after an idle slot and was busy before.
        begun, ends = busy[0], []
        for k in slots[2:]:
            so_far = model.new_bool_var("")
            model.add_bool_or([begun, busy[k - 1], ~so_far])
            model.add_implication(begun, so_far)
            model.add_implication(busy[k - 1], so_far)
            begun, end = so_far, model.new_bool_var("")
            for needed in (begun, ~busy[k - 1], busy[k]):
                model.add_implication(end, needed)
            model.add_bool_or([~begun, busy[k - 1], ~busy[k], end])
            ends.append(end)
        breaks.append(sum(ends))
        # Implied: breaks lie between meetings and take a slot each.
        model.add(sum(ends) <= max(0, min(len(own) - 1, day["slots"] - len(own))))
    most, fewest = (model.new_int_var(0, day["slots"], "") for _ in range(2))
    for of_person in breaks:
        model.add(of_person <= most)
        model.add(of_person >= fewest)
    model.add(most - fewest <= day["fairness"])
    model.minimize(sum(breaks))
    return model


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    ours_in_all = theirs_in_all = 0.0
    settled = {"ours": 0, "CP-SAT": 0}
    for path in sorted(options.folder.glob("*.json")):
        day = json.loads(path.read_text())
        started = time.perf_counter()
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = options.workers
        solver.parameters.subsolvers.extend(["core", "no_lp"])
        model = model_of(day)
        solver.parameters.max_time_in_seconds = max(0.01, options.seconds - (time.perf_counter() - started))
        status = solver.solve(model)
        taken, ours = time.perf_counter() - started, day["ours"]
        found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
        theirs = round(solver.objective_value) if found else None
        bound = f" of at least {round(solver.best_objective_bound)}" if status == cp_model.FEASIBLE else ""
        word = {cp_model.OPTIMAL: "optimal", cp_model.FEASIBLE: "feasible", cp_model.INFEASIBLE: "infeasible"}
        told = word.get(status, "none")
        both = {ours["status"], told} <= {"optimal", "infeasible"}
        odd = "" if not both or (ours["status"], ours["breaks"]) == (told, theirs) else " NOT THE SAME"
        print(
            f"{path.stem:<16} ours {ours['status']} {ours['breaks']} {ours['seconds']:.2f} s; "
            f"CP-SAT {told} {theirs}{bound} {taken:.2f} s{odd}",
            flush=True,
        )
        ours_in_all += ours["seconds"]
        theirs_in_all += taken
        settled["ours"] += ours["status"] in ("optimal", "infeasible")
        settled["CP-SAT"] += told in ("optimal", "infeasible")
    print(f"total            ours {settled['ours']} settled {ours_in_all:.1f} s; ", end="")
    print(f"CP-SAT {settled['CP-SAT']} settled {theirs_in_all:.1f} s")


if __name__ == "__main__":
    main()
