#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Projections of county-level codes, against a composition of the history's rows that knows nothing of the library.

    project_gb2260.py HISTORY.csv FOLDER

FOLDER holds FROM-TO.csv, what `quhua project` said of every LEVEL:CODE of HISTORY from FROM-01-01 to TO-01-01. Expected:

* A record is (code, start_year) and holds from start_year until before end_year. Each row of a record leads, in its
  change_year, to whatever new_code means in that year. All rows of a year apply at once.
* Where change_year is before end_year, or the record is in use, a part moved: the record goes on as well.
* A record of status `changed` that no row leads away from in its end_year becomes what its code means from then on.
  Other records without such a row ended: they lead to NONE. NONE leads to a record that nothing else leads to.
* What goes from under one province or prefecture (by the prefix of the code; xx00 is its own name where the table
  never lists it) to under another is a part of the one that becomes a part of the other.
* A record on one day is, on another, all records that paths of such steps lead to; backwards, all that lead to it, with
  share 1 where there is one only. A province or prefecture may as well lead to those of them only in which its counties of
  the first day end up, and to itself where it goes on: counties define what they make up.
Prints what differs, then "projections equal P of Q (forward F, backward B)". Status 0 when nothing differs."""
import csv, functools, glob, os, sys

NONE = None


class Record:
    def __init__(self, row):
        self.code, self.name, self.level, self.status = row["code"], row["name"], row["level"], row["status"]
        self.start, self.end = int(row["start_year"]), int(row["end_year"] or 9999)
        self.rows = []  # (change_year, new_code)


def read_csv(path):
    return list(csv.DictReader(open(path, encoding="utf-8-sig", newline="")))


class History:
    def __init__(self, records):
        above = {r.code[:4] + "00" for r in records} - {r.code for r in records}
        records = records + [Record({"code": c, "name": c, "level": "2", "status": "", "start_year": min(
            r.start for r in records if r.code[:4] == c[:4]), "end_year": ""}) for c in above]
        first = min(r.start for r in records)
        last = max(year for r in records for year in [r.start] + [y for y, _ in r.rows])
        # year -> code -> record; year -> record of the year before -> records
        self.holders = {y: {r.code: r for r in records if r.start <= y < r.end} for y in range(first, last + 1)}
        self.steps = {}
        for year in range(first + 1, last + 1):
            before = self.holders[year - 1].values()
            self.steps[year] = {r: self.after(r, year) for r in before}
            for old, new in [(old, new) for old in before for new in self.steps[year][old] if new]:
                for level in (1, 2):
                    a, b = self.above(old, level, year - 1), self.above(new, level, year)
                    if a and b and a is not old and a.code != b.code:
                        self.steps[year][a] = self.steps[year][a] | {b}

    def above(self, record, level, year):
        """The record of that level among a record and those above it."""
        found = self.holders[year].get(record.code[:2 * level].ljust(6, "0"))
        return found if found and found.level == str(level) else None

    def after(self, record, year):
        """The records of this year that hold what the record of the year before held, by its own rows."""
        now = self.holders[year]
        codes = {code for change, code in record.rows if change == year and code in now}
        goes_on = record.end > year or record.status == "changed" and not codes
        return {now[code] for code in codes | ({record.code} if goes_on else set()) if code in now} or {NONE}

    @functools.lru_cache(maxsize=None)
    def forward(self, start, end):
        """Record of the first year -> records of the last; NONE -> those with something that no record led to."""
        paths = {NONE: set(), **{record: {record} for record in self.holders[start].values()}}
        for year in range(start + 1, end + 1):
            step = {NONE: {NONE}, **self.steps[year]}
            paths = {origin: set().union(*(step[r] for r in there)) for origin, there in paths.items()}
            paths[NONE] |= set(self.holders[year].values()) - set().union(*step.values())
        return paths


    @functools.lru_cache(maxsize=None)
    def by_counties(self, start, end):
        """As forward(), by the counties where all of them are found."""
        paths, below = self.forward(start, end), {}
        for county in [r for r in self.holders[start].values() if r.level == "3"]:
            for level in (1, 2):
                ends = {self.above(r, level, end) if r else NONE for r in paths[county]}
                below.setdefault(self.above(county, level, start), set()).update(ends)
        return {r: (below[r] | {r} & to if r and r in below and below[r] <= to - {NONE} else to)
                for r, to in paths.items()}


def invert(paths, everybody):
    back = {record: set() for record in everybody}
    for origin, record in ((o, r) for o, there in paths.items() for r in there if r):
        back[record].add(origin)
    return back


def fault(asked, expected, rows, backward):
    """What is wrong with the answer about one record, or None."""
    have = sorted((r["new_code"][:6], r["new_name"]) for r in rows)
    want = sorted((r.code, r.name) if r else ("", "") for r in expected)
    statuses, shares = {r["status"] for r in rows}, {r["share"] for r in rows}
    if have != want:
        return "leads to %s, not %s" % (have, want)
    if len(want) > 1:
        fine = statuses <= {"part", "ended", "merged" if backward else "split"} and "1" not in shares
        return None if fine else "is %s with shares %s" % (statuses, shares)
    code, name = want[0]
    allowed = {"recoded"} if code != asked.code else {"renamed"} if name != asked.name else {"same"}
    allowed = allowed | ({"part"} if backward else {"merged"}) if code else {"ended"}
    return None if statuses <= allowed and shares == {"1"} else "is %s with shares %s" % (statuses, shares)


def compare(history, records, path):
    """Prints the differences; returns (equal, asked, backward)."""
    start, end = map(int, os.path.basename(path)[:-4].split("-"))
    answers, backward = {}, start > end
    for row in read_csv(path):
        answers.setdefault(row["code"], []).append(row)
    days, asked = (min(start, end), max(start, end)), {"%s:%s" % (r.level, r.code) for r in records}
    expected = [invert(paths, history.holders[start].values()) if backward else paths
                for paths in (history.forward(*days), history.by_counties(*days))]
    equal, held = 0, {"%s:%s" % (r.level, r.code): r for r in expected[0] if r}
    for code in sorted(asked):
        rows = answers.get(code, [])
        wrong = None if [r["status"] for r in rows] == ["unknown"] else "is known that day"
        if code in held:
            paths, counties = (e[held[code]] for e in expected)
            told = {r for r in paths if r in counties or r and r.code in {x["new_code"][:6] for x in rows}}
            faults = [fault(held[code], to, rows, backward) for to in (paths, told if backward else counties)]
            wrong = all(faults) and faults[1]
        equal += not wrong
        if wrong:
            print("%d -> %d: %s %s" % (start, end, code, wrong))
    return equal, len(asked), backward


def main(history_file, folder):
    lives = {}
    for row in read_csv(history_file):
        record = lives.setdefault((row["code"], row["start_year"]), Record(row))
        record.rows += [(int(row["change_year"]), row["new_code"])] if row["change_year"] else []
    history = History(list(lives.values()))
    results = [compare(history, lives.values(), path) for path in sorted(glob.glob(os.path.join(folder, "*-*.csv")))]
    equal, asked, back = (sum(figures) for figures in zip(*((e, a, b and e) for e, a, b in results)))
    print("projections equal %d of %d (forward %d, backward %d)" % (equal, asked, equal - back, back))
    return 0 if results and equal == asked else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) if len(sys.argv) == 3 else __doc__)
