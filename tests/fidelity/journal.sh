#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A program that knows only docs/formats/journal-entry.md reads the same journal as the library.
# usage: journal.sh QUHUA   (run from the project's folder)
set -u
tool=$1
python3 -c 'import hashlib, sqlite3; hashlib.new("sm3")' 2>/dev/null || {
  echo 'skipped: no python3 with SM3 and SQLite'
  exit 77
}
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
failures=0

fail() {
  printf 'FAILED: %s\n' "$*"
  failures=$((failures + 1))
}
decode() { python3 tests/fidelity/decode_journal.py "$@"; }

# same NAME REGISTER.csv ACTS.csv…
same() {
  name=$1
  table=$2
  shift 2
  "$tool" init "$scratch/$name" --date 2019-10-31 --actor 甲 "$table" >/dev/null || fail "$name: init"
  for acts; do "$tool" apply "$scratch/$name" "$acts" --actor '乙 "丙"' >/dev/null || fail "$name: apply $acts"; done
  "$tool" log "$scratch/$name" --format json >"$scratch/quhua.txt" || fail "$name: log"
  decode "$scratch/$name" >"$scratch/python.txt" || fail "$name: the decoder fails"
  [ "$(wc -l <"$scratch/quhua.txt")" -eq $(($# + 1)) ] || fail "$name: the log has not $# entries and an opening"
  diff -u "$scratch/quhua.txt" "$scratch/python.txt" || fail "$name: the log differs"
}

same yanting examples/data/yanting_2019.csv examples/data/yanting_2019_acts.csv
same villages examples/data/villages.csv examples/data/villages_acts.csv
# Columns that the fixtures leave empty, and a day before 1970.
printf 'document,decided,effective,old_code,new_name,attr:seat,x:页,note,confidence\n' >"$scratch/more.csv"
printf '示例2号,1969-12-30,2020-06-01,510722138212,凉泉新村,村口,7,改名,0.75\n' >>"$scratch/more.csv"
same villages2 examples/data/villages.csv examples/data/villages_acts.csv "$scratch/more.csv"
# Corrections (更正) of an open version and of one that ended, an annulment (自始无效), a repeal (废止).
printf 'document,effective,relation,old_code,new_name\n示例3号,2020-07-01,更名,510722138211,高蓬村\n' >"$scratch/3.csv"
printf 'document,effective,relation,target\n示例4号,2020-08-01,废止,示例3号\n' >"$scratch/4.csv"
printf 'document,effective,relation,target\n示例5号,2020-08-01,自始无效,示例4号\n' >"$scratch/5.csv"
printf 'effective,relation,old_code,new_name\n2020-04-01,更正,510722138210,新晶村\n' >"$scratch/6.csv"
printf 'effective,relation,old_code,attr:seat\n2020-07-01,更正,510722138211,村北\n' >"$scratch/7.csv"
same villages3 examples/data/villages.csv examples/data/villages_acts.csv "$scratch"/[3-7].csv
decode --effects "$scratch/villages3" >"$scratch/effects.txt" || fail 'effects of corrections'
grep -q '^# \["amend", .*"新晶村", "2019-10-31", .*, "2020-05-01"\]$' "$scratch/effects.txt" || fail 'no amended version that ended'
grep -q '^# \["amend", .*\["seat", "村北"\].*, ""\]$' "$scratch/effects.txt" || fail 'no amended version without end'
grep -q '^# \["retract", 4\]$' "$scratch/effects.txt" || fail 'no retraction of entry 4'
# Milestones in both languages and two events that were inferred, with the least sure row of each; the day is known only
# as the third quarter of 2020. A decision to go on in spite of a finding about one code. A milestone of the same document
# again is another fact.
{
  printf 'document,effective,old_code,old_name,new_name,confidence,milestone:批准,milestone:announced\n'
  printf '示例8号,2020-07-01..2020-09-30,510722138212,,凉泉新村,0.75,2020-06-01 立新镇人民政府,\n'
  printf '示例8号,2020-07-01..2020-09-30,510722138211,高棚老村,高蓬村,0.6,2020-06-01 立新镇人民政府,2020-06-15\n'
} >"$scratch/8.csv"
name=villages4
"$tool" init "$scratch/$name" --date 2019-10-31 --actor 甲 examples/data/villages.csv >/dev/null || fail "$name: init"
"$tool" apply "$scratch/$name" "$scratch/8.csv" --actor 乙 --waive structure.name-differs=旧称 >/dev/null || fail "$name: apply"
"$tool" log "$scratch/$name" --format json >"$scratch/quhua.txt" || fail "$name: log"
decode "$scratch/$name" | diff -u "$scratch/quhua.txt" - || fail "$name: the log differs"
decode --effects "$scratch/$name" >"$scratch/effects.txt" || fail 'effects of facts'
has() { grep -qxF "$1" "$scratch/effects.txt" || fail "no $1"; }
has '# ["waiver", "structure.name-differs", "旧称"]'
has '# ["window", "2020-07-01"]'
has '# ["fact", "示例8号", "approved", "2020-06-01", "立新镇人民政府"]'
has '# ["fact", "示例8号", "announced", "2020-06-15", "-"]'
has '# ["doubt", 7500]'
has '# ["doubt", 6000]'
[ "$(grep -c '^# \["fact"' "$scratch/effects.txt")" -eq 2 ] || fail 'not two facts'
# What goes with a flow stands behind it, by series.
printf 'effective,old_code,new_code,share,stat:户,stat:亩\n2021-01-01,510722138212,510722138211,1/10,3,012.50\n' >"$scratch/9.csv"
printf '2021-01-01,510722138212,510722138212,9/10,,\n' >>"$scratch/9.csv"
same villages5 examples/data/villages.csv "$scratch/9.csv"
decode --effects "$scratch/villages5" | sed -n 's/^# \["\(flow\|amount\)", *\(.*\)\]$/\1 \2/p' >"$scratch/amounts.txt"
[ "$(sed -n '/^amount/p' "$scratch/amounts.txt" | tr '\n' ' ')" = 'amount "亩", "12.50" amount "户", "3" ' ] ||
  fail "amounts: $(cat "$scratch/amounts.txt")"
sed -n 's/^# \["\([a-z]*\)".*/\1/p' "$scratch/effects.txt" | sed -n '/^window/,$p' | uniq | tr '\n' ' ' >"$scratch/order.txt"
[ "$(cat "$scratch/order.txt")" = 'window fact close open close open event doubt flow event doubt flow ' ] ||
  fail "the order of effects: $(cat "$scratch/order.txt")"

# What the second entry says, by hand: seven rows, and 并入 (2) both as derived and as declared.
decode --effects "$scratch/villages" >"$scratch/effects.txt" || fail 'effects'
tail -n +2 "$scratch/effects.txt" | grep -q '"event", 2, 2' || fail 'no event of absorption (并入)'
[ "$(grep -c '^# \["row"' "$scratch/effects.txt")" -eq 7 ] || fail 'not the seven rows of the act'

# The three entries that docs/formats/journal-entry.md takes apart: digests, links and content.
python3 - <<'EOF' || fail 'the example of journal-entry.md'
import re, sys
sys.path.insert(0, "tests/fidelity")
sys.dont_write_bytecode = True
import decode_journal
page = open("docs/formats/journal-entry.md", encoding="utf-8").read()
entries = [decode_journal.read_entry(bytes.fromhex(block)) for block in re.findall("```hex\n(.*?)```", page, re.S)]
assert len(entries) == 3
digests = [entry["digest"] for entry, *_ in entries]
assert all(f"`{digest}`" in page for digest in digests)
assert [entry["link"] for entry, *_ in entries] == ["0" * 64, *digests[:2]]
assert entries[0][3] == [["open", 1, 0, 1, 3, 0, "110000000000", "北京市", "2020-01-01", []]]
assert [effect[0] for effect in entries[1][3]] == ["close", "open", "event", "flow"]
record, rows, waivers, effects = entries[2]
assert (record["kind"], record["sequence"], record["document"], rows, waivers) == ("record", 3, "", [], [])
assert effects == [["fact", "", "codes.issue", "2026-11-23", "fill"], ["fact", "京1号", "announced", "2020-05-08", "-"]]
EOF

# One changed byte is found.
cp "$scratch/villages" "$scratch/forged"
python3 - "$scratch/forged" <<'EOF' || fail 'cannot forge'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("DROP TRIGGER journal_no_update")
data, = db.execute("SELECT bytes FROM journal WHERE sequence = 1").fetchone()
db.execute("UPDATE journal SET bytes = ? WHERE sequence = 1", (data[:-1] + bytes([data[-1] ^ 1]),))
db.commit()
EOF
decode "$scratch/forged" >/dev/null 2>&1 && fail 'a forged journal passes'
[ "$failures" -eq 0 ]
