#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the table of township changes records, against what snapshots of the register say.

    compare_mca.py TABLE.csv FLOWS SNAPSHOTS [REFUSED.csv]

FLOWS is the folder of the flow tables as they were applied: of them only `effective` and `x:row` are read, to know
which rows of the table were applied and when. SNAPSHOTS holds DAY.csv as `quhua snapshot` printed it, for every such
day. What to expect comes from TABLE alone:

* after the day of a row its new code (the old one, where the table gives only a new name) is that of a unit with the
  new name;
* its old code is gone, unless some applied row of that day leads to it;
* a row without a new side was warned of (structure.territory-unassigned) in YEAR.csv.simulated, what
  `quhua simulate --format json` said of the flow table.

Prints the rows that were refused and those that came out otherwise, then "applied A of B rows, C codes equal".
Status 0 when at least 99 of 100 rows were applied and all of them came out equal.
"""
import csv
import glob
import json
import os
import sys


def read(path):
    with open(path, encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def names_by_code(path):
    """Counties too, by nine digits: 撤镇设市 makes a county 330383000 of a town. No township has the number 000."""
    return {u["code"][:9]: u["name"] for u in read(path) if u["level"] in ("3", "4")}


def warned(path):
    """The rows of a flow table that end without a successor, as the register sees it."""
    with open(path + ".simulated", encoding="utf-8") as stream:
        lines = {f["line"] for f in json.load(stream)["findings"] if f["rule"] == "structure.territory-unassigned"}
    return {flow["x:row"] for line, flow in enumerate(read(path), 2) if line in lines}


def recorded(row):
    """(old code, new code, new name) as the table has them; a new name without a code is a renaming."""
    old, new, name = row["old_code"].strip(), row["new_code"].strip(), row["new_name"].strip()
    if not new and name.startswith("并入"):
        return old, "", ""
    return old, new or (old if name else ""), name


def judge(row, there, led_to):
    """What is wrong after the row, or None. `there`: names by code; `led_to`: new codes of that day's rows."""
    old, new, name = recorded(row)
    if new and new not in there:
        return "%s is not there" % new
    if new and there[new] != name:
        return "%s is %s, not %s" % (new, there[new], name)
    if old and old in there and old not in led_to:
        return "%s %s is still there" % (old, there[old])
    return None


def main(table, flows, snapshots, refused=None):
    rows = {"%s/%s" % (r["year"].strip(), r["source_row"].strip()): r for r in read(table)}
    days, ends = {}, set()
    for path in sorted(glob.glob(os.path.join(flows, "[0-9]*.csv"))):
        for flow in read(path):
            days.setdefault(flow["effective"], set()).add(flow["x:row"])
        ends |= warned(path)
    if refused and os.path.exists(refused):
        with open(refused, encoding="utf-8", newline="") as stream:
            for key, rule, message in csv.reader(stream):
                print("refused %s: %s: %s" % (key, rule, message))
    applied = equal = 0
    for day, keys in sorted(days.items()):
        there = names_by_code(os.path.join(snapshots, day + ".csv"))
        led_to = {recorded(rows[key])[1] for key in keys}
        for key in sorted(keys):
            wrong = judge(rows[key], there, led_to)
            if not wrong and (key in ends) != (not recorded(rows[key])[1]):
                wrong = "warned of an end that is none" if key in ends else "ends without a warning"
            applied += 1
            equal += wrong is None
            if wrong:
                print("differs %s on %s: %s" % (key, day, wrong))
    print("applied %d of %d rows, %d codes equal" % (applied, len(rows), equal))
    return 0 if applied == equal and 100 * applied >= 99 * len(rows) else 1


if __name__ == "__main__":
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
