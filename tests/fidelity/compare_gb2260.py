#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The validity columns of the county-level history, against snapshots of the register.

    compare_gb2260.py HISTORY.csv SNAPSHOTS FINDINGS

SNAPSHOTS holds YEAR.csv as `quhua snapshot` printed it for the last day of the year; FINDINGS holds
YEAR.csv.simulated, what `quhua simulate --format json` said of the year's acts. Expected comes from HISTORY alone:

* in every year the (level, code, name) of exactly the units whose start_year <= YEAR < end_year. Prefectures that the
  table never lists (直辖 and the like) are left out;
* a code that comes to another unit, or comes back after years without one, is a case of reuse, and the register warned
  of it (code.retired) in that year.

Prints what differs, then "years equal Y of N, reuse cases R". Status 0 when nothing differs and every case was found.
"""
import csv
import json
import os
import re
import sys


def read(path):
    with open(path, encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def recorded(history, year):
    return {(r["level"], r["code"], r["name"]) for r in history
            if int(r["start_year"]) <= year and (not r["end_year"] or year < int(r["end_year"]))}


def told(path, listed):
    return {(u["level"], u["code"][:6], u["name"]) for u in read(path)
            if u["level"] in ("1", "2", "3") and (u["level"] == "3" or u["code"][:6] in listed)}


def reuse_cases(history):
    """(code, year) where the code began to mean another unit, or one that it had not meant in the year before."""
    lives = {}
    for r in history:
        lives.setdefault(r["code"], {}).setdefault(int(r["start_year"]), []).append(r)
    cases = []
    for code, by_start in lives.items():
        starts = sorted(by_start)
        for start, following in zip(starts, starts[1:]):
            rows = by_start[start]
            at_end = [r for r in rows if r["change_year"] == rows[0]["end_year"]]
            goes_on = any(r["new_code"] == code for r in at_end) or not at_end and rows[0]["status"] == "changed"
            if int(rows[0]["end_year"]) < following or not goes_on:
                cases.append((code, following))
    return cases


def warned(path):
    """The codes that code.retired was said of. `code` of a finding is that of the unit before the act."""
    if not os.path.exists(path):
        return set()
    with open(path, encoding="utf-8") as stream:
        said = [f["message"] for f in json.load(stream)["findings"] if f["rule"] == "code.retired"]
    return {code for message in said for code in re.findall(r"^the code (\d{6})", message)}


def main(path, snapshots, findings):
    history = read(path)
    listed = {r["code"] for r in history}
    years = sorted({int(r[k]) for r in history for k in ("start_year", "end_year") if r[k]})
    equal, failed = 0, False
    span = range(years[0], years[-1] + 1)
    for year in span:
        want, have = recorded(history, year), told(os.path.join(snapshots, "%d.csv" % year), listed)
        equal += want == have
        for what, units in (("missing", want - have), ("unexpected", have - want)):
            for unit in sorted(units):
                print("%d %s: %s" % (year, what, " ".join(unit)))
    found = 0
    for code, year in sorted(reuse_cases(history)):
        if code in warned(os.path.join(findings, "%d.csv.simulated" % year)):
            found += 1
        else:
            failed = True
            print("%d: nothing warned of the reuse of %s" % (year, code))
    print("years equal %d of %d, reuse cases %d" % (equal, len(span), found))
    return 1 if failed or equal < len(span) else 0


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
