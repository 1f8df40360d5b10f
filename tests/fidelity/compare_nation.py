# SPDX-License-Identifier: Apache-2.0
"""compare_nation.py LIST SNAPSHOT COUNTS: does a register's list say what a published list says?

Compares code and name level by level and appends the number of rows that differ to COUNTS. Units that the register made
only because others lie below them (status implied) are in no list. Status 0 unless a file cannot be read.
"""
import csv
import sys


def units_of(path):
    """Name by (level, code); the level is read from the trailing zeros where the list has none."""
    units = {}
    with open(path, encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row.get("status") == "implied":
                continue
            code = row["code"].ljust(12, "0")
            level = row.get("level") or str(level_of(code))
            if (level, code) in units:
                print(f"  twice: level {level} {code}")
            units[level, code] = row["name"].lstrip("'") if row["name"][:2] in ("'=", "'+", "'-", "'@") else row["name"]
    return units


def level_of(code):
    ends = [(2, 1), (4, 2), (6, 3), (9, 4), (12, 5)]
    return next((level for end, level in ends if not code[end:12].strip("0") and len(code) == 12), 6)


def main():
    wanted, found = units_of(sys.argv[1]), units_of(sys.argv[2])
    differing = [key for key in wanted.keys() | found.keys() if wanted.get(key) != found.get(key)]
    for level in sorted({key[0] for key in wanted.keys() | found.keys()}):
        count = sum(key[0] == level for key in wanted)
        print(f"  level {level}: {count} rows, {sum(key[0] == level for key in differing)} differ")
    for key in sorted(differing)[:10]:
        print(f"    {key}: wanted {wanted.get(key)}, found {found.get(key)}")
    with open(sys.argv[3], "a", encoding="utf-8") as counts:
        counts.write(f"{len(differing)}\n")


main()
