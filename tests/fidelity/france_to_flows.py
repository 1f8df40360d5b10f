#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The official history of the French communes as registers of scheme opaque and flow tables.

    france_to_flows.py FRANCE FOLDER

reads FRANCE/france_movements.csv, the lists of 2021 and 2026 and france_counts.csv, and writes
FOLDER/2021-register.csv with FOLDER/2021-acts.csv (later than 2021-01-01) and FOLDER/1943-register.csv with
FOLDER/1943-acts.csv (everything). The first list is the list of 2026 with all movements undone.

What the converter decides, and why:

* Communes only: a row counts by the type COM of its sides. On each day removed = COM before - COM after, added = COM
  after - COM before. Rows about communes that are only associated, delegated or arrondissements do not count: MOD 70,
  71 and 72; 34 and 35 where the type before is not COM; 20 where the type after is ARM.
* A day is one act. A code that one row of the day leads to and another leads away from, and that the list of the day
  before does not know, is a step on the way (2018-01-01: 14513, 50649, 50592) and is left out.
* A commune with a single row to itself goes on; it needs a row only where its name changed. One with several rows is
  divided by unknown shares, so a return (MOD 21, relation 恢复) takes a part out of the commune that goes on, and the
  commune that comes back is the one that had ended.
* Communes are of level 4, with the department as parent: the first two or three characters of the code, as code and as
  name. The departments are there from the first day: their own history is not in the table.
"""
import csv
import os
import sys

FLOW_COLUMNS = ["document", "effective", "relation", "old_code", "old_name", "new_code", "new_name", "new_parent",
                "new_level", "share", "reason"]


def read(folder, name):
    with open(os.path.join(folder, "france_%s.csv" % name), encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def communes(folder, year):
    return {row["code"]: row["name"] for row in read(folder, "communes_%d" % year) if row["type"] == "COM"}


def department(code):
    return code[:3] if code.startswith("97") else code[:2]


def counts(row):
    mod, before, after = row["mod"], row["before_type"], row["after_type"]
    if mod in ("70", "71", "72") or mod in ("34", "35") and before != "COM" or mod == "20" and after == "ARM":
        return False
    return "COM" in (before, after)


class Day:
    """The movements of one day at commune level."""

    def __init__(self, date):
        self.date, self.rows = date, []

    def add(self, row):
        self.rows.append(row)

    def side(self, side):
        return {r[side + "_code"]: r[side + "_name"] for r in self.rows if r[side + "_type"] == "COM"}

    def part_of(self, there):
        """What the rows of the day are about."""
        return {code: there[code] for code in set(self.side("before")) | set(self.side("after")) if code in there}

    def change(self, there, old, new):
        """Go from the list on one side of the day to the other, in place."""
        old, new = self.side(old), self.side(new)
        for code in set(old) - set(new):
            del there[code]
        for code in set(new) - set(old):
            there[code] = new[code]
        for code in set(old).intersection(new, there):
            there[code] = new[code]

    def successors(self, before):
        """What the communes of the day before became: code -> {code: MOD}."""
        leads = {}
        for r in self.rows:
            if r["before_type"] == "COM":
                leads.setdefault(r["before_code"], {})
                if r["after_type"] == "COM":
                    leads[r["before_code"]].setdefault(r["after_code"], r["mod_name"])

        def at_last(code, why):
            if code in before or code not in leads:
                return {code: why}
            return {last: why for step in leads[code] for last in at_last(step, why)}

        return {code: {last: why for new, first in leads[code].items() for last, why in at_last(new, first).items()}
                for code in leads if code in before}

    def flows(self, before, after):
        become = self.successors(before)
        reached = {new for successors in become.values() for new in successors}
        for code, successors in sorted(become.items()):
            if set(successors) == {code} and before[code] == after[code]:
                continue
            for new, why in sorted(successors.items()):
                yield code, new, "?" if len(successors) > 1 else "", why
            if not successors:
                yield code, "", "", "suppression"
        for code in sorted(set(after) - set(before) - reached):
            yield "", code, "", "creation"


def write_register(path, there, departments):
    with open(path, "w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream, lineterminator="\n")
        out.writerow(["code", "level", "name", "parent"])
        out.writerows((code, 2, code, "") for code in sorted(departments))
        out.writerows((code, 4, name, department(code)) for code, name in sorted(there.items()))


def write_acts(path, days, there):
    """Every day from the list of the day before the first, which becomes that of the last."""
    with open(path, "w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream, lineterminator="\n")
        out.writerow(FLOW_COLUMNS)
        for day in days:
            before = day.part_of(there)
            day.change(there, "before", "after")
            for old, new, share, why in day.flows(before, day.part_of(there)):
                end = [new, there[new], department(new), 4] if new else ["", "", "", ""]
                relation = "恢复" if why == "reestablishment" else ""
                out.writerow(["INSEE " + day.date, day.date, relation, old, before.get(old, "")] + end + [share, why])


def main(france, folder):
    os.makedirs(folder, exist_ok=True)
    days = {}
    for row in filter(counts, read(france, "movements")):
        days.setdefault(row["date"], Day(row["date"])).add(row)
    days = [days[date] for date in sorted(days)]
    recorded = {row["date"]: int(row["communes"]) for row in read(france, "counts")}

    there = communes(france, 2026)
    wrong = 0
    for day in reversed(days):
        wrong += len(there) != recorded.get(day.date, len(there))
        day.change(there, "after", "before")
    if wrong:
        print("%d days with another number of communes than recorded" % wrong, file=sys.stderr)
    codes = set(there) | {code for day in days for code in day.side("after")}
    departments = {department(code) for code in codes}
    write_register(os.path.join(folder, "1943-register.csv"), there, departments)
    write_acts(os.path.join(folder, "1943-acts.csv"), days, there)
    there = communes(france, 2021)
    write_register(os.path.join(folder, "2021-register.csv"), there, departments)
    write_acts(os.path.join(folder, "2021-acts.csv"), [d for d in days if d.date > "2021-01-01"], there)
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2]))
