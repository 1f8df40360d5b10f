# SPDX-License-Identifier: Apache-2.0
"""Reads the journal of a register without libquhua, from docs/formats/journal-entry.md alone.

usage: decode_journal.py REGISTER            prints what `quhua log REGISTER --format json` prints
       decode_journal.py --effects REGISTER  prints every effect as well, as lines that begin with "#"

Checks digests, links and numbering, and refuses bytes that are not canonical. Standard library only.
"""
import datetime
import hashlib
import json
import sqlite3
import sys


class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def raw(self, size):
        if size > len(self.data) - self.at:
            raise ValueError("cut short")
        self.at += size
        return self.data[self.at - size:self.at]

    def u(self, limit=2**64 - 1):
        value = shift = 0
        while True:
            byte = self.raw(1)[0]
            value |= (byte & 0x7F) << shift
            if not byte & 0x80:
                break
            shift += 7
        if (byte == 0 and shift) or value > limit:
            raise ValueError("not the shortest form, or too large")
        return value

    def s(self):
        twice = self.u()
        return twice >> 1 if twice % 2 == 0 else -(twice >> 1) - 1

    def t(self):
        return self.raw(self.u()).decode("utf-8")

    def day(self):
        value = self.s()
        if not -2**31 < value < 2**31 - 1:
            raise ValueError("not a day")
        return (datetime.date(1970, 1, 1) + datetime.timedelta(days=value)).isoformat()

    def pairs(self):
        return [(self.t(), self.t()) for _ in range(self.u())]

    def share(self):
        kind = self.u(5)
        numbers = [self.u(2**63 - 1) for _ in range({2: 2, 3: 4}.get(kind, 0))]
        for num, den in zip(numbers[::2], numbers[1::2]):
            if den == 0 or num > den:
                raise ValueError("not a share")
        return [kind, *numbers]


def read_row(r):
    return [r.u(21), r.t(), r.t(), r.t(), r.u(6), r.t(), r.t(), r.u(6), r.u(60), r.t(), r.share(), r.u(2), r.t(),
            r.u(10001), r.t(), r.t(), r.pairs(), r.pairs(), r.pairs()]


def read_effect(r):
    tag = r.u(12)
    if tag in (1, 7):
        version = [r.u(2**32 - 2), r.u(2**32 - 2), r.u(6), r.u(60), r.u(1), r.t(), r.t(), r.day(), r.pairs()]
        if tag == 1:
            return ["open", *version]
        return ["amend", *version, r.day() if r.u(1) else ""]
    if tag == 2:
        return ["close", r.u(2**32 - 2), r.day()]
    if tag == 3:
        return ["event", r.u(21), r.u(21), r.t(), r.t()]
    if tag == 4:
        return ["flow", r.u(2**32 - 2), r.u(2**32 - 2), r.share()]
    if tag == 5:
        return ["observe", r.u(2**32 - 2), r.day(), r.t(), r.t()]
    if tag == 6:
        return ["retract", r.u(2**32 - 2)]
    if tag == 8:
        fact = ["fact", r.t(), r.t(), r.day(), r.t()]
        if not fact[2]:
            raise ValueError("a fact without a key")
        return fact
    if tag == 9:
        return ["doubt", r.u(10000)]
    if tag == 10:
        return ["window", r.day()]
    if tag == 11:
        return ["undo", r.u(2**32 - 2)]
    if tag == 12:
        amount = ["amount", r.t(), r.t()]
        if not amount[1]:
            raise ValueError("an amount without a series")
        return amount
    raise ValueError("unknown effect")


def read_entry(data):
    r = Reader(data)
    if (r.u(), r.u()) != (1, 1):
        raise ValueError("a version or an algorithm that this program does not know")
    entry = {"sequence": r.u(2**32 - 2)}
    moment = datetime.datetime(1970, 1, 1) + datetime.timedelta(microseconds=r.u(2**63 - 1))
    entry["recorded"] = moment.isoformat(timespec="microseconds") + "Z"
    entry["kind"] = {1: "opening", 2: "act", 3: "record"}[r.u()]
    entry["actor"] = r.t()
    link = r.raw(32).hex()
    effective = r.day()
    decided = r.day() if r.u(1) else ""
    entry.update(document=r.t(), effective=effective, decided=decided)
    rows = [read_row(r) for _ in range(r.u())]
    waivers = r.pairs()
    effects = []
    while r.at < len(data):
        effects.append(read_effect(r))
    entry["versions"] = sum(effect[0] in ("open", "close", "amend") for effect in effects)
    entry["flows"] = sum(effect[0] == "flow" for effect in effects)
    entry["digest"] = hashlib.new("sm3", b"\0" + data).hexdigest()
    entry["link"] = link
    names = ("subject", "key", "date", "value")
    windows = [effect[1] for effect in effects if effect[0] == "window"]
    entry["earliest"] = windows[0] if windows else ""
    entry["facts"] = [dict(zip(names, effect[1:])) for effect in effects if effect[0] == "fact"]
    entry["waivers"] = [dict(rule=rule, reason=reason) for rule, reason in waivers]
    return entry, rows, waivers, effects


def main(arguments):
    verbose = arguments[:1] == ["--effects"]
    db = sqlite3.connect(arguments[-1])
    link = "0" * 64
    for number, (data, digest) in enumerate(db.execute("SELECT bytes, digest FROM journal ORDER BY sequence"), 1):
        entry, rows, waivers, effects = read_entry(data)
        if entry["sequence"] != number or entry["link"] != link or entry["digest"] != digest.hex():
            raise ValueError(f"entry {number}: number, link or digest is wrong")
        link = entry["digest"]
        print(json.dumps(entry, ensure_ascii=False, separators=(",", ":")))
        if verbose:
            for item in [["row", *row] for row in rows] + [["waiver", *waiver] for waiver in waivers] + effects:
                print("#", json.dumps(item, ensure_ascii=False))


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except (ValueError, KeyError, IndexError, sqlite3.Error) as fault:
        sys.exit(f"decode_journal.py: {fault}")
