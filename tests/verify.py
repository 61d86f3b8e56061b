#!/usr/bin/env python3
"""Verifies a plan of `enishi breaks` without a solver, sharing no code with enishi.
usage: verify.py PLAN.json
Prints what was shown and ends with 0, or prints why the plan is rejected and ends with 1.
The format is described in src/scheduling/fewest_breaks/{certificate,formula,prices}.rs."""
import hashlib
import json
import sys
from itertools import combinations

UNIT, MAX_PRICE, LEVELS, MAX_LISTED, MAX_KINDS = 1 << 30, 1 << 42, 8, 6000, 8


class Rejected(Exception):
    pass


def need(condition, why):
    if not condition:
        raise Rejected(why)


def slots_of(mask):
    return [k for k in range(mask.bit_length()) if mask >> k & 1]


def breaks_of(mask):
    return max(0, bin(mask & ~(mask << 1)).count("1") - 1)


class Day:
    def __init__(self, data):
        self.slots, self.tables, self.fairness = data["slots"], data["tables"], data["fairness"]
        self.forbidden, self.meetings = data["forbidden"], data["meetings"]
        self.order = data["precedences"]
        full, morning = (1 << self.slots) - 1, (1 << data["morning_slots"]) - 1
        half = {"morning": morning, "afternoon": full & ~morning, "either": full}
        self.people = len(self.forbidden)
        self.of = [[] for _ in range(self.people)]
        self.domains = []
        for i, m in enumerate(self.meetings):
            a, b = m["participants"]
            need(a != b and 0 <= a < self.people and 0 <= b < self.people, f"meeting {i + 1}: its participants")
            domain = half[m["session"]] & ~self.forbidden[a] & ~self.forbidden[b]
            if m["fixed"] is not None:
                domain &= 1 << m["fixed"]
            self.domains.append(domain)
            self.of[a].append(i)
            self.of[b].append(i)

    def judge(self, plan):
        need(len(plan) == len(self.meetings), "a slot for each meeting")
        for i, k in enumerate(plan):
            need(0 <= k < self.slots and self.domains[i] >> k & 1, f"meeting {i + 1}: it cannot be in slot {k + 1}")
        for k in range(self.slots):
            need(plan.count(k) <= self.tables, f"slot {k + 1}: more meetings than tables")
        for a, b in self.order:
            need(plan[a] < plan[b], f"meeting {a + 1} is not before meeting {b + 1}")
        counts = []
        for p, own in enumerate(self.of):
            mask = 0
            for i in own:
                need(not mask >> plan[i] & 1, f"participant {p + 1}: two meetings in slot {plan[i] + 1}")
                mask |= 1 << plan[i]
            counts.append(breaks_of(mask))
        need(not counts or max(counts) - min(counts) <= self.fairness, "breaks are unfair")
        return sum(counts)

    def windows(self, target):
        most = min([max(0, len(own) - 1) for own in self.of], default=0)
        most = min(most, max(0, self.slots - 1) // 2)
        return [(f, f + self.fairness) for f in range(most + 1) if f * self.people <= target]

    def patterns(self, p, fewest, most):
        """Sets of slots that participant p can be busy in, by Hall's theorem."""
        own = [self.domains[i] for i in self.of[p]]
        kinds = sorted(set(own))
        if len(kinds) <= MAX_KINDS:
            groups = [c for n in range(1, len(kinds) + 1) for c in combinations(kinds, n)]
        else:
            groups = [(a,) for a in kinds] + list(combinations(kinds, 2))
        unions = set()
        for group in groups:
            union = 0
            for d in group:
                union |= d
            unions.add(union)
        tests = [(u, sum(1 for d in own if d & ~u == 0)) for u in unions]
        allowed = 0
        for d in own:
            allowed |= d
        found = []

        def extend(mask, start, left, runs):
            if left == 0:
                if breaks_of(mask) >= fewest and all(bin(mask & u).count("1") >= n for u, n in tests):
                    found.append(mask)
                return
            if runs > most:
                return
            for first in range(start, self.slots):
                run = mask
                for slot in range(first, min(first + left, self.slots)):
                    if not allowed >> slot & 1:
                        break
                    run |= 1 << slot
                    extend(run, slot + 2, left - (slot - first + 1), runs + 1)

        extend(0, 0, len(own), 0)
        return found


def priced(day, domains, patterns, prices):
    """The bound that prices show, and what slots and patterns cost above it."""
    link, table, order = prices["link"], prices["table"], prices["order"]
    need(len(link) == day.people and len(table) == day.slots and len(order) == len(day.order), "prices: their shape")
    for rows, least in ((link, -MAX_PRICE), ([table], 0), (order, 0)):
        for row in rows:
            need(len(row) == day.slots and all(least <= v <= MAX_PRICE for v in row), "prices: their size")
    bound = -sum(table) * min(day.tables, len(day.meetings))
    x = []
    for m in day.meetings:
        a, b = m["participants"]
        x.append([table[k] - link[a][k] - link[b][k] for k in range(day.slots)])
    for (first, second), row in zip(day.order, order):
        for k, price in enumerate(row):
            for u in range(k + 1):
                x[second][u] += price
            for u in range(k):
                x[first][u] -= price
    for i, domain in enumerate(domains):
        least = min((x[i][k] for k in slots_of(domain)), default=0)
        bound += least
        x[i] = [c - least for c in x[i]]
    costs = []
    for p, own in enumerate(patterns):
        cost = {s: breaks_of(s) * UNIT + sum(link[p][k] for k in slots_of(s)) for s in own}
        least = min(cost.values(), default=0)
        bound += least
        costs.append({s: c - least for s, c in cost.items()})
    return bound, x, costs


def formula(day, domains, x_costs, costs, target, gap):
    """The constraints on plans of the target: (literals, None) a clause, (literals, n) at most n."""
    most = max(gap, 0)
    level = lambda c: c * LEVELS // gap if gap > 0 else 0
    constraints, count = [], 0

    def new():
        nonlocal count
        count += 1
        return count

    def clause(*literals):
        constraints.append((list(literals), None))

    def ladder(n):
        steps = [new() for _ in range(n)]
        for a, b in zip(steps, steps[1:]):
            clause(-b, a)
        return steps

    kept = [[k for k in slots_of(d) if x_costs[i][k] <= most] for i, d in enumerate(domains)]
    x = [{k: new() for k in own} for own in kept]
    for own in x:
        clause(*own.values())
        constraints.append((list(own.values()), 1))
    open_patterns = []
    for own in costs:
        few = [(breaks_of(s), s, level(c)) for s, c in own.items() if c <= most and breaks_of(s) <= target]
        open_patterns.append(sorted(few))
    cuts = [c for c in range(1, LEVELS + 2) if sum(l < c for own in open_patterns for _, _, l in own) <= MAX_LISTED]
    cut = max(cuts, default=1)
    busy_in, all_breaks, all_levels = [[] for _ in range(day.slots)], [], []
    for p, meetings in enumerate(day.of):
        possible = sorted({k for i in meetings for k in x[i]})
        y = {k: new() for k in possible}
        for k, busy in y.items():
            held = [x[i][k] for i in meetings if k in x[i]]
            clause(*held, -busy)
            for l in held:
                clause(-l, busy)
            constraints.append((held, 1))
            busy_in[k].append(busy)
        within = [s for s in open_patterns[p] if all(k in y for k in slots_of(s[1]))]
        listed, others = [s for s in within if s[2] < cut], [s for s in within if s[2] >= cut]
        price = [(b, l) for b, _, l in listed]
        if others:
            price.append((min(b for b, _, _ in others), min(l for _, _, l in others)))
        choices = [new() for _ in price]
        chosen, other = choices[:len(listed)], choices[len(listed):]
        clause(*choices)
        for (_, s, _), l in zip(listed, chosen):
            for k, busy in y.items():
                clause(-l, busy if s >> k & 1 else -busy)
        b, l = ladder(max((c[0] for c in price), default=0)), ladder(max((c[1] for c in price), default=0))
        for choice, (of_breaks, of_level) in zip(choices, price):
            if of_breaks:
                clause(-choice, b[of_breaks - 1])
            if of_level:
                clause(-choice, l[of_level - 1])
        for k, busy in y.items():
            for inside in (True, False):
                support = [c for (_, s, _), c in zip(listed, chosen) if bool(s >> k & 1) == inside]
                clause(*support, *other, -busy if inside else busy)
        all_breaks += b
        all_levels += l
    for i, own in enumerate(x):
        levels = {k: level(x_costs[i][k]) for k in own}
        steps = ladder(max(levels.values(), default=0))
        for k, l in own.items():
            if levels[k]:
                clause(-l, steps[levels[k] - 1])
        all_levels += steps
    for busy in busy_in:
        constraints.append((busy, 2 * day.tables))
    constraints.append((all_breaks, target))
    constraints.append((all_levels, LEVELS))
    for first, second in day.order:
        for k, after in x[second].items():
            clause(*(l for u, l in x[first].items() if u < k), -after)
    return count, constraints


def refute(count, constraints, lemmas, place):
    """Checks lemma by lemma, each by its hints, that the constraints have no answer."""
    true = [False] * (2 * count + 1)  # by literal; negative ones count from the end
    for n, lemma in enumerate(lemmas):
        literals, here = lemma["literals"], f"{place}, lemma {n + 1}"
        need(all(l != 0 and abs(l) <= count for l in literals), f"{here}: a variable that there is not")
        trail = []

        def assign(l):
            true[l] = True
            trail.append(l)

        for l in literals:
            if not true[l] and not true[-l]:
                assign(-l)
        broken = False
        for hint in lemma["hints"]:
            need(0 <= hint < len(constraints) + n, f"{here}: a constraint that comes later")
            own, most = constraints[hint] if hint < len(constraints) else (lemmas[hint - len(constraints)]["literals"], None)
            if most is None:
                left = [l for l in own if not true[-l]]
                need(len(left) <= 1, f"{here}: a hint leaves more than one value open")
                broken = not left
                if left and not true[left[0]]:
                    assign(left[0])
            else:
                held = sum(true[l] for l in own)
                need(held >= most, f"{here}: a hint leaves more than one value open")
                broken = held > most
                if not broken:
                    for l in own:
                        if not true[l] and not true[-l]:
                            assign(-l)
            if broken:
                break
        need(broken, f"{here}: it does not follow from its hints")
        for l in trail:
            true[l] = False
        if len(literals) == 1:
            true[literals[0]] = True
    need(lemmas and not lemmas[-1]["literals"], f"{place}: the last lemma is not a contradiction")


def check_case(day, domains, patterns, target, cases, place):
    case = next(cases, None)
    need(case is not None, f"{place}: its case is missing")
    none = {"link": [[0] * day.slots] * day.people, "table": [0] * day.slots, "order": [[0] * day.slots] * len(day.order)}
    bound, x, costs = priced(day, domains, patterns, case.get("prices", none))
    rest = case["rest"]
    if rest == "nothing":
        need(bound > target * UNIT, f"{place}: its prices show {-(-bound // UNIT)}, not {target + 1} breaks")
        return
    gap = target * UNIT - bound
    if "lemmas" in rest:
        refute(*formula(day, domains, x, costs, target, gap), rest["lemmas"], place)
        return
    split = rest["either"]
    p, slot = split["participant"], split["slot"]
    need(0 <= p < day.people and 0 <= slot < day.slots, f"{place}: it splits by what the day has not")
    most = max(gap, 0)
    domains = [sum(1 << k for k in slots_of(d) if x[i][k] <= most) for i, d in enumerate(domains)]
    patterns = [[s for s, c in own.items() if c <= most and breaks_of(s) <= target] for own in costs]
    for word, busy in (("busy", 1), ("idle", 0)):
        left = list(patterns)
        left[p] = [s for s in patterns[p] if s >> slot & 1 == busy]
        own = day.of[p] if not busy else []
        fewer = [d & ~(1 << slot) if i in own else d for i, d in enumerate(domains)]
        check_case(day, fewer, left, target, cases, f"{place}, participant {p + 1} {word} in slot {slot + 1}")


def verify(plan):
    need(plan["format"] == "enishi fewest breaks 2", "it is of another format")
    text = json.dumps(plan["day"], separators=(",", ":"), ensure_ascii=False)
    need(hashlib.sha256(text.encode()).hexdigest() == plan["input_hash"], "the input's hash is another")
    day = Day(plan["day"])
    found = day.judge(plan["slots"])
    need(found == plan["breaks"], f"the plan has {found} breaks, not {plan['breaks']}")
    bound, certificate = plan["bound"], plan["certificate"]
    need(bound <= found, "the bound is above the plan")
    if bound == 0:
        return "verified"
    if certificate is None:
        return "stated by HiGHS, not verified"
    windows = day.windows(bound - 1)
    need(len(windows) == len(certificate["windows"]), "certificate: its windows")
    for i, ((fewest, most), cases) in enumerate(zip(windows, certificate["windows"])):
        patterns = [day.patterns(p, fewest, most) for p in range(day.people)]
        cases = iter(cases)
        check_case(day, day.domains, patterns, bound - 1, cases, f"window {i + 1}")
        need(next(cases, None) is None, f"window {i + 1}: there are more cases than splits")
    return "verified"


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.setrecursionlimit(10_000)
    with open(sys.argv[1], encoding="utf-8") as file:
        given = json.load(file)
    try:
        print(f"the plan holds; breaks {given['breaks']}, bound {given['bound']} ({verify(given)})")
    except Rejected as why:
        print(f"rejected: {why}")
        sys.exit(1)
    except (AttributeError, KeyError, IndexError, TypeError, ValueError) as why:
        print(f"rejected: not readable as a certified plan: {why!r}")
        sys.exit(1)
