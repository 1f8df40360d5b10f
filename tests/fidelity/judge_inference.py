# SPDX-License-Identifier: Apache-2.0
"""judge_inference.py FLOWS OLD OLD_DAY NEW_DAY DATA: what an inferred flow table gets right and wrong.

Beside the flow table stand facts that were gathered without it: relations from real announcements
(announcement_examples.csv), and codes that are proven to have gone to another place (code_reuse_in_place_2019_2020.csv).
Prints; never fails because of what was inferred.
"""
import collections
import csv
import os
import sys


def rows_of(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def full(code):
    return code.ljust(12, "0")


def in_interval(example, old_day, new_day):
    """By the years that its check names, else by its date; a date may be a month or a year."""
    if "->" in example["check"]:
        return f"{old_day[:4]}->{new_day[:4]}" in example["check"]
    if "in NBS" in example["check"]:
        return f"NBS {new_day[:4]}" in example["check"]
    date = example["date"]
    return old_day[: len(date)] <= date <= new_day[: len(date)]


def judge_announcements(path, old_day, new_day, rows, before):
    inferred = collections.defaultdict(list)
    for row in rows:
        if row["old_code"]:
            inferred[row["old_code"]].append(row)
    tally = collections.Counter()
    for example in rows_of(path):
        old, new = full(example["old_code"]), full(example["new_code"])
        if not in_interval(example, old_day, new_day) or old not in before:
            continue
        got = inferred.get(old, [])
        group = example["relation"].startswith("group_level")
        targets = {row["new_code"] for row in got}
        if new in targets or (group and any(target[:9] == new[:9] for target in targets)):
            verdict = "found"
        elif group:
            verdict = "found in part" if targets - {""} else "cannot be seen in lists"
        elif any(new in (row.get("x:alternatives") or "") for row in got):
            verdict = "an alternative only"
        else:
            verdict = "wrong"
        tally[verdict] += 1
        if verdict != "found":
            said = "; ".join(f"{row['x:class']} {row['new_code']} {row['new_name']}".strip() for row in got) or "no row"
            print(f"    {example['id']} {example['relation']} {old} {example['old_name']} -> {new}"
                  f" {example['new_name']}: {verdict} ({said})")
    if tally:
        print("  announced relations: " + ", ".join(f"{count} {word}" for word, count in tally.most_common()))


def judge_reuse(path, rows, old_day, new_day, before):
    """Rows: what is proven of a code. Columns: what was inferred of the unit that had it."""
    inferred = {row["old_code"]: row["x:class"] for row in rows if row["old_code"]}
    table = collections.defaultdict(collections.Counter)
    for fact in rows_of(path):
        if (fact["from_year"], fact["to_year"]) != (old_day[:4], new_day[:4]) or full(fact["code"]) not in before:
            continue
        table[fact["kind"]][inferred.get(fact["code"], "same or followed")] += 1
    for kind in sorted(table):
        cells = ", ".join(f"{word} {count}" for word, count in table[kind].most_common())
        print(f"  codes proven {kind}: {cells}")


def main():
    flows, old, old_day, new_day, data = sys.argv[1:6]
    rows = rows_of(flows)
    before = {full(row["code"]) for row in rows_of(old)}
    sure = collections.Counter()
    for row in rows:
        if row["confidence"]:
            sure[row["x:class"], min(9, int(float(row["confidence"]) * 10))] += 1
    print("  rows by class and confidence (tenths):")
    for word in sorted({key[0] for key in sure}):
        cells = " ".join(f".{tenth}:{sure[word, tenth]}" for tenth in range(10) if sure[word, tenth])
        print(f"    {word:12} {cells}")
    announcements = os.path.join(data, "announcement_examples.csv")
    reuse = os.path.join(data, "code_reuse_in_place_2019_2020.csv")
    if os.path.exists(announcements):
        judge_announcements(announcements, old_day, new_day, rows, before)
    if os.path.exists(reuse):
        judge_reuse(reuse, rows, old_day, new_day, before)


main()
