#!/usr/bin/env python3
"""Verifies the plan of a workshop of meetings without a solver, sharing no code with enishi.
usage: verify_workshop.py NAME.certified.json WORKSHOP.json
It knows workshops of meetings, with sessions that stand, and says so of others: these are verified by enishi alone.
Everything but the plan and the prices of its certificate comes from the workshop's JSON, as `enishi import DIR
--out WORKSHOP.json` writes it. Prints what was shown and ends with 0, or prints why the plan is rejected and ends
with 1, or says that the workshop is none that it knows and ends with 2. The bound is told in src/scheduling/convention/certificate.rs."""
import hashlib
import json
import sys
from collections import defaultdict
from datetime import datetime, timedelta

UNIT = 1 << 20


class Rejected(Exception):
    pass


class Unknown(Exception):
    pass


def need(condition, why):
    if not condition:
        raise Rejected(why)


def span(row):
    return datetime.fromisoformat(row["start"]), datetime.fromisoformat(row["end"])


def overlap(a, b):
    return a[0] < b[1] and b[0] < a[1]


def at(points, rank):
    return points[min(max(rank, 1) - 1, len(points) - 1)] if points else 0


def input_hash(workshop):
    data = json.loads(json.dumps(workshop))
    for profile in data["profiles"]:
        tags = [t for t in profile["tags"] if t["state"] != "suggested"]
        profile["tags"] = sorted(tags, key=lambda t: t["concept"])
        for tag in profile["tags"]:
            tag["weight"], tag["evidence"] = 0.0, []
    text = json.dumps(data, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


class Workshop:
    def __init__(self, data):
        self.rules, self.weights = data["rules"], data["rules"]["weights"]
        self.people = [p["id"] for p in data["people"]]
        self.organisation = {p["id"]: p["organisation"] for p in data["people"]}
        self.days = sorted({span(s)[0].date() for s in data["slots"]})
        self.slots = sorted({span(s) for s in data["slots"]})
        self.floor = {r["id"]: r["floor"] for r in data["rooms"]}
        self.tables = {r["id"]: r["tables"] for r in data["rooms"] if r["tables"] > 0}
        self.hours, self.away, self.standing = defaultdict(list), defaultdict(list), defaultdict(list)
        for row in data["room_hours"]:
            self.hours[row["room"]].append(span(row))
        for row in data["unavailable"]:
            self.away[row["person"]].append(span(row))
        if data["talk_wishes"] or data["consultations"] or any(s["fixed"] is None for s in data["sessions"]):
            raise Unknown("it is not a workshop of meetings only")
        self.sessions = {}
        for s in data["sessions"]:
            start = datetime.fromisoformat(s["fixed"]["start"])
            when = (start, start + timedelta(minutes=s["minutes"]))
            self.sessions[s["id"]] = (when, s["fixed"]["room"], sorted(s["speakers"]))
            for p in s["speakers"]:
                self.standing[p].append((when, s["fixed"]["room"]))
        self.rivals = set()
        for e in data["exclusions"]:
            one = [e["person"] or ("org", e["organisation"]), e["other_person"] or ("org", e["other_organisation"])]
            self.rivals |= {tuple(one), tuple(reversed(one))}
        # Who meets in each meeting, and its points.
        self.meetings = {}
        ranks = defaultdict(dict)
        for w in data["meeting_wishes"]:
            sides = ranks[tuple(sorted((w["from"], w["to"])))]
            sides[w["from"]] = min(w["rank"], sides.get(w["from"], w["rank"]))
        for (a, b), sides in ranks.items():
            if a != b:
                points = sum(at(self.weights["meeting"], rank) for rank in sides.values())
                self.meetings["meeting", a, b] = ([a, b], points)
        for g in data["group_wishes"]:
            people = [g["moderator"], *g["members"]]
            self.meetings["group", g["id"]] = (people, at(self.weights["group"], g["rank"]) * len(people))
        self.meetings = {m: of for m, of in self.meetings.items() if not self.apart(of[0])}

    def apart(self, people):
        def names(p):
            return p, ("org", self.organisation[p])

        pairs = [(a, b) for i, a in enumerate(people) for b in people[i + 1:]]
        return any(a == b or any((x, y) in self.rivals for x in names(a) for y in names(b)) for a, b in pairs)

    def walk(self, a, b):
        if a == b:
            return timedelta(0)
        floors = self.floor[a], self.floor[b]
        up = 0 if None in floors else abs(floors[0] - floors[1])
        return timedelta(minutes=self.rules["walk_same_floor"] + self.rules["walk_per_floor"] * up)

    def open(self, room, slot):
        hours = self.hours[room]
        return not hours or any(h[0] <= slot[0] and slot[1] <= h[1] for h in hours)

    def present(self, p, slot):
        return not any(overlap(slot, t) for t in self.away[p] + [s for s, _ in self.standing[p]])

    def allowed(self, people, slot):
        """Whether a meeting of these people can be somewhere in a slot, nothing else being placed."""
        def far(room, when, where):
            gap = self.walk(where, room)
            return when[1] + gap <= slot[0] or slot[1] + gap <= when[0]

        if any(overlap(slot, t) for p in people for t in self.away[p]):
            return False
        return any(
            self.open(room, slot)
            and all(far(room, when, where) for p in people for when, where in self.standing[p])
            and not any(where == room and overlap(slot, when) for when, where, _ in self.sessions.values())
            for room in self.tables
        )

    def shares(self):
        wished = dict.fromkeys(self.people, 0)
        for people, _ in self.meetings.values():
            for p in people:
                wished[p] += 1
        return {p: min(n, self.rules["fair_share"]) for p, n in wished.items()}

    def judge(self, placements):
        """Keeps every rule, or is rejected; returns the value."""
        items, tables, days = set(), set(), defaultdict(list)
        value = 0
        for n, p in enumerate(placements, 1):
            (kind, name), = p["item"].items()
            item = (kind, *name) if kind == "meeting" else (kind, name)
            when, room = span(p), p["room"]
            need(item not in items, f"placement {n}: it is there twice")
            items.add(item)
            if kind == "session":
                need((when, room, sorted(p["people"])) == self.sessions.get(name), f"placement {n}: not as it stands")
            else:
                people, points = self.meetings.get(item, (None, 0))
                need(people is not None and sorted(people) == sorted(p["people"]), f"placement {n}: nobody wished it")
                need(when in self.slots and self.open(room, when), f"placement {n}: no open slot")
                need(1 <= (p["table"] or 0) <= self.tables.get(room, 0), f"placement {n}: no such table")
                need((when, room, p["table"]) not in tables, f"placement {n}: its table is taken")
                tables.add((when, room, p["table"]))
                taken = any(r == room and overlap(when, t) for t, r, _ in self.sessions.values())
                need(not taken, f"placement {n}: a session has the room")
                value += points
            for person in p["people"]:
                need(not any(overlap(when, t) for t in self.away[person]), f"placement {n}: {person} is away")
                days[person].append((when, room, kind != "session"))
        need(all(("session", s) in items for s in self.sessions), "a session is missing")
        cap = self.rules["meetings_per_person"]
        shares, weights = self.shares(), self.weights
        for p in self.people:
            day = sorted(days[p])
            for (a, from_room, is_meeting), (b, to_room, other) in zip(day, day[1:]):
                gap = self.walk(from_room, to_room)
                if is_meeting and other:
                    gap = max(gap, timedelta(minutes=self.rules["buffer"]))
                need(a[1] + gap <= b[0], f"{p}: no time between {a[1]} and {b[0]}")
            self.keep_lunch(p, [when for when, _, _ in day])
            meetings = [(when, room) for when, room, is_meeting in day if is_meeting]
            need(cap is None or len(meetings) <= cap, f"{p}: more meetings than {cap}")
            for (a, from_room), (b, to_room) in zip(meetings, meetings[1:]):
                if a[0].date() == b[0].date():
                    held = [when for when, _, _ in day] + self.away[p]
                    idle = (s for s in self.slots if a[1] <= s[0] and s[1] <= b[0])
                    value -= weights["breaks"] * any(not any(overlap(s, t) for t in held) for s in idle)
                    floors = self.floor[from_room], self.floor[to_room]
                    value -= 0 if None in floors else weights["walking"] * abs(floors[0] - floors[1])
            value -= weights["fairness"] * max(0, shares[p] - len(meetings))
        return value

    def keep_lunch(self, p, day):
        lunch = self.rules["lunch"]
        for date in self.days if lunch else []:
            free, end = (datetime.fromisoformat(f"{date}T{lunch[t]}") for t in ("from", "to"))
            length, found = timedelta(minutes=lunch["minutes"]), False
            for when in sorted(day) + [(end, end)]:
                found = found or min(when[0], end) - free >= length
                free = max(free, when[1])
            need(found, f"{p}: no lunch on {date}")

    def bound(self, prices, locked):
        """What the prices add up to: no plan is worth more, by weak duality."""
        stretches = [range(s["from"], s["to"]) for s in prices["stretches"]]
        need([k for s in stretches for k in s] == list(range(len(self.slots))), "stretches: not all slots")
        for n, s in enumerate(stretches, 1):
            need(len({self.slots[k][0].date() for k in s}) == 1, f"stretch {n}: not of one day")
        time, cap, owed, table = prices["time"], prices["cap"], prices["owed"], prices["table"]
        need(len(time) == len(table) == len(stretches), "prices: their number")
        for name, row in [("cap", cap), ("owed", owed), *(("time", row) for row in time)]:
            need(len(row) == len(self.people), f"prices {name}: their number")
        for name, row in [("cap", cap), ("owed", owed), ("table", table), *(("time", row) for row in time)]:
            for n, price in enumerate(row, 1):
                need(isinstance(price, int) and price >= 0, f"prices {name}, number {n}: negative")
        index = {p: i for i, p in enumerate(self.people)}
        most = self.rules["meetings_per_person"]
        most = len(self.slots) if most is None else min(most, len(self.slots))
        shares, fairness, total = self.shares(), self.weights["fairness"] * UNIT, 0
        for b, stretch in enumerate(stretches):
            for p, i in index.items():
                total += time[b][i] * sum(self.present(p, self.slots[k]) for k in stretch)
            halls = sum(t for k in stretch for r, t in self.tables.items() if self.open(r, self.slots[k]))
            total += table[b] * halls
        for p, i in index.items():
            total += cap[i] * most + shares[p] * (max(0, fairness - owed[i]) - fairness)
        for item, (people, points) in self.meetings.items():
            own = [index[p] for p in people]
            best = 0
            for b, stretch in enumerate(stretches):
                where = [k for k in stretch if item not in locked or self.slots[k] == locked[item]]
                if any(self.allowed(people, self.slots[k]) for k in where):
                    cost = table[b] + sum(time[b][i] + cap[i] - owed[i] for i in own)
                    best = max(best, points * UNIT - cost)
            total += best
        return total // UNIT


def verify(plan, data):
    need(plan["format"] == "enishi workshop plan 1", "its format")
    need(plan["record"]["input_hash"] == input_hash(data), "the workshop's hash is another")
    need(plan["timetable"]["workshop"] == data["id"], "it is another workshop's plan")
    workshop = Workshop(data)
    placements = plan["timetable"]["placements"]
    value = workshop.judge(placements)
    need(value == plan["total"], f"the plan is worth {value}, not {plan['total']} as stated")
    stated, shown = plan["bound"], plan["certificate"]
    need(stated is None or stated >= value, "the bound is below the plan")
    if shown is None:
        return value, f"bound {stated} (stated by HiGHS, not verified)"
    if "meetings" not in shown["by"]:
        raise Unknown("its certificate is one of arrangements of talks")
    locked = {}
    for p in placements:
        (kind, name), = p["item"].items()
        if p["locked"]:
            locked[(kind, *name) if kind == "meeting" else (kind, name)] = span(p)
    found = workshop.bound(shown["by"]["meetings"], locked)
    need(found == shown["at_most"], f"the prices show a bound of {found}, not {shown['at_most']} as stated")
    need(stated is None or stated <= found, "the bound is above what the certificate shows")
    kept = f" of plans that keep the {len(locked)} placements that are locked" if locked else ""
    if stated == found:
        return value, f"bound {found} (verified){kept}"
    return value, f"bound {found} (verified), {stated} (stated by HiGHS, not verified){kept}"


def main():
    plan, workshop = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:3])
    try:
        value, bound = verify(plan, workshop)
    except Rejected as why:
        print(f"rejected: {why}")
        return 1
    except Unknown as why:
        print(f"not verified: {why}")
        return 2
    except (AttributeError, KeyError, IndexError, TypeError, ValueError) as why:
        print(f"rejected: not readable as a certified plan: {why!r}")
        return 1
    print(f"the plan holds; {value} points, {bound}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
