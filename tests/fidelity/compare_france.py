#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Snapshots and projections of the French communes, against the official lists and the reference maps.

    compare_france.py FRANCE FOLDER

FOLDER holds what the tool printed: FROM-DAY.csv, snapshots of the register that begins in the year FROM, and
map-A-B.csv, projections of all codes of france_map_A_B.csv from A-01-01 to B-01-01, and map-B-A.csv, those of all its
new codes back again. Expected:

* the codes and names of the list of 2026 in both registers, those of 2021 in the long one;
* on every other day the number of communes of france_counts.csv;
* the set of successors of every commune as in the map; backwards, the set of communes whose successors it is among.

The map leads a commune that ended without successor to itself. It is known from the map that follows entities
(france_map_entity_1968_2024.csv: no successor, not resolved) that it has none; such a difference is the map's.

Prints what differs, then "2026 list equal yes|no, maps equal A of B and C of D". Status 0 when nothing else differs.
"""
import csv
import glob
import os
import sys

MAPS = (("1968", "2024"), ("2008", "2026"))


def read(path):
    with open(path, encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def units(path):
    return {u["code"]: u["name"] for u in read(path) if u["level"] == "4"}


def official(france, year):
    rows = read(os.path.join(france, "france_communes_%s.csv" % year))
    return {r["code"]: r["name"] for r in rows if r["type"] == "COM"}


def list_differs(have, want, what):
    for code in sorted(set(have.items()) ^ set(want.items())):
        print("%s: %s %s only here" % ((what if code in have.items() else "official list",) + code))
    return have != want


def counts_differ(france, folder):
    recorded = {r["date"]: int(r["communes"]) for r in read(os.path.join(france, "france_counts.csv"))}
    wrong = 0
    for path in sorted(glob.glob(os.path.join(folder, "1943-????-??-??.csv"))):
        day = os.path.basename(path)[5:15]
        if day in recorded and len(units(path)) != recorded[day]:
            print("%s: %d communes, not %d" % (day, len(units(path)), recorded[day]))
            wrong += 1
    return wrong


def projected(path):
    """The set of codes for each code; a code that is not known differs from everything."""
    answers = {}
    for row in read(path):
        known = row["status"] not in ("unknown", "ambiguous")
        answers.setdefault(row["code"], set()).add(row["new_code"] if known else row["status"])
    return {code: found - {""} for code, found in answers.items()}


def compare_map(france, folder, a, b):
    """(equal, all, differences that are not the map's, equal backwards, all backwards)"""
    name = os.path.join(france, "france_map_%s_%s.csv" % (a, b))
    want = {r["code_old"]: set(r["codes_new"].split(";")) for r in read(name)}
    entities = read(os.path.join(france, "france_map_entity_1968_2024.csv"))
    ended = {r["code_old"] for r in entities if r["resolved"] == "0" and r["codes_new_entity_aware"] == ""}
    have = projected(os.path.join(folder, "map-%s-%s.csv" % (a, b)))
    equal, ours = 0, 0
    for code in sorted(want):
        found = have.get(code, {"no answer"})
        equal += found == want[code]
        if found != want[code]:
            of_map = code in ended and want[code] == {code} and not found
            ours += not of_map
            why = " (the map of entities knows no successor)" if of_map else ""
            print("%s -> %s: %s is %s, in the map %s%s" % (a, b, code, ";".join(sorted(found)) or "ended",
                                                          ";".join(sorted(want[code])), why))
    origins = {}
    for code, codes in want.items():
        for new in codes:
            origins.setdefault(new, set()).add(code)
    back = projected(os.path.join(folder, "map-%s-%s.csv" % (b, a)))
    equal_back = 0
    for new in sorted(set(origins)):
        same = back.get(new) == origins[new]
        equal_back += same
        if not same and new not in ended:
            ours += 1
            print("%s -> %s: %s is %s, by the map %s" % (b, a, new, back.get(new), origins[new]))
    return equal, len(want), ours, equal_back, len(origins)


def main(france, folder):
    list_2026 = official(france, "2026")
    wrong = list_differs(units(os.path.join(folder, "2021-2026-01-01.csv")), list_2026, "from 2021")
    wrong |= list_differs(units(os.path.join(folder, "1943-2026-01-01.csv")), list_2026, "from 1943")
    past_differs = list_differs(units(os.path.join(folder, "1943-2021-01-01.csv")), official(france, "2021"), "2021")
    past_differs += counts_differ(france, folder)
    maps = [compare_map(france, folder, a, b) for a, b in MAPS]
    print("backwards equal %d of %d and %d of %d" % (maps[0][3:] + maps[1][3:]))
    print("2026 list equal %s, maps equal %d of %d and %d of %d" %
          (("no" if wrong else "yes",) + maps[0][:2] + maps[1][:2]))
    return 1 if wrong or past_differs or maps[0][2] or maps[1][2] else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
