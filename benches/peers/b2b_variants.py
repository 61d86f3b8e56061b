"""Variants of the published instances: forbidden slots, fixed meetings and precedences, from a seed.

Usage: python3 benches/peers/b2b_variants.py OUT_DIR FILE.dzn… [--seed N]
Of each file three variants are written: `forbidden` (a third of the people are away for up to two slots that they
could do without), `fixed` (one meeting in fifteen stands in a slot) and `all` (both, and one meeting in eight comes
after another one). Nothing is tried out: some have no plan. All randomness is the seed's.
"""

import argparse
import random
import re
from pathlib import Path


def integers(text, name):
    body = re.search(rf"\b{name}\s*=\s*\[\|?(.*?)\|?\];", text, re.S).group(1)
    return [int(n) for n in re.findall(r"-?\d+", body)]


def number(text, name):
    return int(re.search(rf"\b{name}\s*=\s*(\d+)\s*;", text).group(1))


def put(text, name, entries):
    new = f"{name} = [{', '.join(entries)}];"
    return re.sub(rf"\b{name}\s*=\s*\[.*?\];", lambda _: new, text, count=1, flags=re.S)


def sets(entries):
    return ["{" + ",".join(map(str, sorted(e))) + "}" for e in entries]


def variant(text, kind, draw):
    people, meetings = number(text, "nBusiness"), number(text, "nMeetings")
    slots, morning = number(text, "nTotalSlots"), number(text, "nMorningSlots")
    rows = integers(text, "requested")
    requested = [rows[i : i + 3] for i in range(0, 3 * meetings, 3)]
    own = [sum(person in row[:2] for row in requested) for person in range(1, people + 1)]
    away = [set() for _ in range(people)]
    if kind in ("forbidden", "all"):
        for person in range(people):
            spare = min(2, slots - own[person])
            if spare > 0 and draw.random() < 1 / 3:
                away[person] = set(draw.sample(range(1, slots + 1), draw.randint(1, spare)))
    fixed = [0] * meetings
    if kind in ("fixed", "all"):
        taken = set()
        for i in draw.sample(range(meetings), meetings // 15):
            a, b, session = requested[i]
            first, last = {1: (1, morning), 2: (morning + 1, slots), 3: (1, slots)}[session]
            free = [
                k
                for k in range(first, last + 1)
                if not {(a, k), (b, k)} & taken and k not in away[a - 1] | away[b - 1]
            ]
            if free:
                fixed[i] = draw.choice(free)
                taken |= {(a, fixed[i]), (b, fixed[i])}
    before = [set() for _ in range(meetings)]
    if kind == "all":
        for second in draw.sample(range(2, meetings + 1), meetings // 8):
            before[second - 1].add(draw.randint(1, second - 1))
    text = put(text, "forbidden", sets(away))
    text = put(text, "fixed", map(str, fixed))
    return put(text, "precedences", sets(before))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    for file in arguments.files:
        name = file.name.removesuffix(".dzn").removesuffix(".original")
        for kind in ("forbidden", "fixed", "all"):
            draw = random.Random(f"{arguments.seed} {name} {kind}")
            text = variant(file.read_text(), kind, draw)
            (arguments.out / f"{name}-{kind}.dzn").write_text(text)


if __name__ == "__main__":
    main()
