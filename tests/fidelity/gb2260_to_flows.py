#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The history of county-level codes (GB/T 2260) as a register and one act a year.

    gb2260_to_flows.py HISTORY.csv FOLDER

writes FOLDER/register.csv (the first year of the table), FOLDER/years, and FOLDER/YEAR.csv, a flow table
(docs/formats/flow-table.md), for every later year in which something changed. HISTORY has a row for each unit and
successor: code, name, level, start_year, end_year (empty: in force), new_code, change_year, relation.

What the converter decides, and why:

* A life is (code, name, start_year, end_year): what a code meant for some years.
* A year is one act, on 1 January: the table knows years only, and codes are permuted inside a year, so that only the
  whole year makes sense as one simultaneous change.
* change_year before end_year, or a unit still in force: a part moved. Shares are unknown, and the unit itself goes on
  with the rest (a row from it to itself).
* A unit of status `changed` that no row leads away from when it ends becomes the next life of its code when that
  begins in the same year; else it ended.
* A life that differs from the one before in its prefecture's name alone needs no row.
* A life that no row leads to is established (设立); one that no row leads away from when it ends, ends with a reason.
* Every code is written out, nothing is left to be issued. The scheme is cn-stat, so the parents follow from the codes.
  Where the table never has a parent for a county (直辖 01 and 02, 省直辖 90 and a few others), the aggregate that the
  code implies is there from the first year that needs it, with its code as its name.
"""
import csv
import os
import sys

FLOW_COLUMNS = ["document", "effective", "old_level", "old_code", "old_name", "new_level", "new_code", "new_name",
                "share", "reason"]


class Life:
    """What a code meant from one year until another."""

    def __init__(self, cells):
        self.code, self.name, self.level = cells["code"], cells["name"], cells["level"]
        self.start = int(cells["start_year"])
        self.end = int(cells["end_year"]) if cells["end_year"] else None
        self.changed = cells["status"] == "changed"
        self.changes = []  # (year, new code, relation)

    def holds(self, year):
        return self.start <= year and (self.end is None or year < self.end)


def read(path):
    lives = {}
    with open(path, encoding="utf-8-sig", newline="") as stream:
        for cells in csv.DictReader(stream):
            key = (cells["code"], cells["start_year"])
            life = lives.setdefault(key, Life(cells))
            if cells["change_year"]:
                life.changes.append((int(cells["change_year"]), cells["new_code"], cells["relation"]))
    for life in lives.values():
        if life.changed and not any(year == life.end for year, _, _ in life.changes):
            life.changes.append((life.end, life.code, "renamed_same_code"))
    return list(lives.values())


def on(lives, year):
    return {life.code: life for life in lives if life.holds(year)}


def rows_of(year, before, after):
    """The flow rows (old life, new life, share, reason) of one year."""
    rows, reached = [], set()
    for code, life in sorted(before.items()):
        changes = [(new, why) for when, new, why in life.changes if when == year and new in after]
        goes_on = life.holds(year)
        if goes_on and changes:
            rows.append((life, life, "?", ""))
            reached.add(code)
        reached.update(new for new, _ in changes)
        if len(changes) == 1 and changes[0][0] == code and after[code].name == life.name:
            continue
        for new, why in changes:
            rows.append((life, after[new], "?" if goes_on else "", why))
        if not goes_on and not changes:
            rows.append((life, None, "", "ended_no_successor"))
    for code, life in sorted(after.items()):
        if life.start == year and code not in reached:
            rows.append((None, life, "", "established"))
    return rows


def write_flows(path, year, rows):
    with open(path, "w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream, lineterminator="\n")
        out.writerow(FLOW_COLUMNS)
        for old, new, share, reason in rows:
            sides = [cell for life in (old, new)
                     for cell in ((life.level, life.code, life.name) if life else ("", "", ""))]
            out.writerow(["GB/T 2260 %d" % year, "%d-01-01" % year] + sides + [share, reason])


def aggregates(lives):
    """Lives, without an end, of the parents that no row of the table is about."""
    listed = {life.code for life in lives}
    first = {}
    for life in lives:
        above = life.code[:4] + "00"
        if above not in listed:
            first[above] = min(life.start, first.get(above, life.start))
    return [Life({"code": code, "name": code, "level": "2", "start_year": year, "end_year": "", "status": ""})
            for code, year in first.items()]


def write_register(path, there):
    with open(path, "w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream, lineterminator="\n")
        out.writerow(["code", "level", "name"])
        out.writerows((life.code, life.level, life.name) for code, life in sorted(there.items()))


def main(history, folder):
    lives = read(history)
    lives += aggregates(lives)
    first = min(life.start for life in lives)
    last = max(year for life in lives for year in (life.start, life.end or life.start))
    os.makedirs(folder, exist_ok=True)
    write_register(os.path.join(folder, "register.csv"), on(lives, first))
    with open(os.path.join(folder, "years"), "w", encoding="utf-8") as years:
        for year in range(first, last + 1):
            rows = rows_of(year, on(lives, year - 1), on(lives, year)) if year > first else []
            years.write("%d %d\n" % (year, len(rows)))
            if rows:
                write_flows(os.path.join(folder, "%d.csv" % year), year, rows)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
