#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The yearly table of township changes (民政部 乡镇级行政区划变更表) as a register and flow tables.

    mca_to_flows.py TABLE.csv FOLDER

writes FOLDER/register.csv (the units that must be there before the first year), FOLDER/years (one line a year:
"YEAR FLOWS"), and FOLDER/YEAR.csv, one flow table for each year (docs/formats/flow-table.md). Columns that are read:
year, source_row, old_code, old_name, reason, new_code, new_name, approval_document, group. The column `x:row` of the
flow tables leads back to the row of the table: YEAR/SOURCE_ROW.

What the converter decides, and why:

* Act and event. Rows of one approval document in one year are one act; `group` is the event, because the table ties
  with it the rows of one merge or of one division.
* Day. The table knows only the year. Everything takes effect on 1 January, except what must come after another change
  of the same year (a code that one document creates and another one changes again): that follows on the next days.
  An act has one day, so the later part of a document is an act of its own, its document marked 之二, 之三 ….
  Rows of one document are simultaneous: 乡 gives its code to a neighbour and takes another one in the same minute.
* Opening register. A code belongs to it when its first appearance is on the old side, or when the first row that
  leads to it says that it was there already (并入, 划归): an existing receiver. The unit above every code is listed
  too, because rows lead to counties that no old code names; what is above that is implied.
* Ends. A row without a new side ends its unit with the reason of the table; "并入X" in place of a new name is part of
  the reason, unless the table knows the code of X in that county.
* Only a new name: the code stays.
"""
import csv
import os
import re
import sys

FLOW_COLUMNS = ["document", "effective", "event", "old_code", "old_name", "new_code", "new_name", "reason", "x:row"]
RECEIVER_EXISTS = re.compile("并入|划归|归属")
INTO = re.compile("^并入(.+)$")
PARTS = ["", "（之二）", "（之三）", "（之四）", "（之五）", "（之六）", "（之七）"]


class Row:
    """One row of the table."""

    def __init__(self, cells):
        self.year = int(cells["year"])
        self.key = "%s/%s" % (cells["year"], cells["source_row"])
        self.old_code, self.old_name = cells["old_code"], cells["old_name"]
        self.new_code, self.new_name = cells["new_code"], cells["new_name"]
        self.reason, self.document, self.group = cells["reason"], cells["approval_document"], cells["group"]
        self.part = 0  # day of the year, from 0

    def leads_to(self):
        """The code after the change: a row with only a name keeps its code."""
        if self.new_code or not self.new_name or INTO.match(self.new_name):
            return self.new_code
        return self.old_code


def read(path):
    with open(path, encoding="utf-8-sig", newline="") as stream:
        rows = [Row({k: (v or "").strip() for k, v in cells.items()}) for cells in csv.DictReader(stream)]
    return sorted(rows, key=lambda r: r.year)  # stable: inside a year the order of the table


def by_code(rows, code_of):
    found = {}
    for row in rows:
        if code_of(row):
            found.setdefault(code_of(row), []).append(row)
    return found


def put_in_order(rows, alive):
    """Give the rows of one year their days. `alive` knows the names before the year, by code."""
    makers = by_code(rows, Row.leads_to)
    takers = by_code(rows, lambda r: r.old_code)
    later = []  # (group that comes first, group that follows)
    for code in makers.keys() & takers.keys():
        for maker in makers[code]:
            for taker in takers[code]:
                if maker.group == taker.group:
                    continue
                chained = code not in alive and maker.new_name == taker.old_name
                if chained and not RECEIVER_EXISTS.search(maker.reason):
                    later.append((maker.group, taker.group))
                elif maker.document != taker.document:
                    later.append((taker.group, maker.group))  # the code is vacated before it is given anew
    day = {row.group: 0 for row in rows}
    for _ in range(len(PARTS)):  # a longer chain, or a circle of documents, keeps the last day
        for first, second in later:
            day[second] = min(max(day[second], day[first] + 1), len(PARTS) - 1)
    for row in rows:
        row.part = day[row.group]


def carry(rows, alive, opening):
    """Follow one year: what must have been there, and what there is afterwards."""
    for part in range(len(PARTS)):
        today = [r for r in rows if r.part == part]
        for row in today:
            if row.old_code and row.old_code not in alive and row.old_code not in opening.ever:
                opening.add(row.old_code, row.old_name or row.new_name)
                alive[row.old_code] = row.old_name
        for row in today:
            code = row.leads_to()
            if code and code not in opening.ever and RECEIVER_EXISTS.search(row.reason):
                opening.add(code, row.new_name)
        for row in today:
            alive.pop(row.old_code, None)
        for row in today:
            if row.leads_to():
                alive[row.leads_to()] = row.new_name
                opening.ever.add(row.leads_to())


class Opening:
    """The units of the first day."""

    def __init__(self):
        self.units = {}
        self.ever = set()  # codes that the table has led to, or that were there from the first day

    def add(self, code, name):
        self.units[code] = name or code
        self.ever.add(code)


def unit_code(code):
    """330383000 is the county 330383: 撤镇设市 lifts a town to it."""
    return code[:6] if code.endswith("000") else code


def parent_code(code):
    return code[:4] if code.endswith("000") else code[:6]


def write_register(path, rows, opening):
    parents = {parent_code(code) for r in rows for code in (r.old_code, r.new_code) if code}
    parents -= {unit_code(code) for code in opening.units}
    with open(path, "w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream, lineterminator="\n")
        out.writerow(["code", "name"])
        out.writerows((code, code) for code in sorted(parents))  # the table gives counties no name
        out.writerows((unit_code(code), name) for code, name in sorted(opening.units.items()))


def flow(row, names):
    """The cells of a row in the order of FLOW_COLUMNS."""
    new_code, new_name, reason = row.new_code, row.new_name, row.reason
    into = INTO.match(new_name)
    if into and not new_code:
        new_code = names.get((row.old_code[:6], into.group(1)), "")
        reason, new_name = reason + " " + new_name, ""
    return [row.document + PARTS[row.part] if row.document else "", "%d-01-%02d" % (row.year, 1 + row.part),
            row.group, unit_code(row.old_code), row.old_name, unit_code(new_code), new_name, reason, row.key]


def main(table, folder):
    rows = read(table)
    alive, opening = {}, Opening()
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "years"), "w", encoding="utf-8") as years:
        for year in sorted({r.year for r in rows}):
            names = {(code[:6], name): code for code, name in alive.items()}
            of_year = [r for r in rows if r.year == year]
            names.update({(r.old_code[:6], r.old_name): r.old_code for r in of_year if r.old_code})
            put_in_order(of_year, alive)
            carry(of_year, alive, opening)
            of_year.sort(key=lambda r: r.part)
            with open(os.path.join(folder, "%d.csv" % year), "w", encoding="utf-8", newline="") as stream:
                out = csv.writer(stream, lineterminator="\n")
                out.writerow(FLOW_COLUMNS)
                out.writerows(flow(r, names) for r in of_year)
            years.write("%d %d\n" % (year, len(of_year)))
    write_register(os.path.join(folder, "register.csv"), rows, opening)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
