#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# recode against Python's csv module, which knows nothing of us: random tables with quotes, line ends inside of cells and
# blanks are rewritten by both, and every cell must be the same; with one thread and with several; and back by the patch.
# Then what goes wrong in a large table: a quote that is never closed, far behind the first rows.
# usage: recode.sh TOOL [BYTES]   BYTES of the large table (default 2000000; 200000000 takes half a minute)
set -u
tool=${1:?usage: recode.sh TOOL [BYTES]}
bytes=${2:-2000000}
python=${PYTHON:-python3}
case $tool in /*) ;; *) tool=$(pwd)/$tool ;; esac
work=$(mktemp -d "${TMPDIR:-/tmp}/quhua-recode.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failures=0
fail() { echo "FAIL $*"; failures=$((failures + 1)); }

printf 'code,name\n510723,盐亭县\n510723104,两河镇\n510723104201,和平村\n510723104202,胜利村\n' >base.csv
cat >acts.csv <<'END'
document,effective,relation,old_code,new_code,new_name
一,2020-01-01,换码,510723104,510723114,
一,2020-01-01,换码,510723104201,510723114201,
一,2020-01-01,换码,510723104202,510723114202,
END
"$tool" init reg base.csv --date 2019-01-01 >/dev/null && "$tool" apply reg acts.csv >/dev/null 2>&1 || exit 1
days='--from 2019-06-01 --to 2021-01-01'

cat >table.py <<'END'
import csv, random, sys
random.seed(int(sys.argv[1]))
words = ["", "a", "王明", "x, y", 'say "a"', "two\nlines", "\n\n", '"', "a,b\r\nc", " 7 "]
codes = ["510723104201", "510723104202", "510723104", "510723", "510723114201", "", "x", "5107231042010"]
with open("in.csv", "w", newline="", encoding=random.choice(["utf-8", "utf-8-sig", "gb18030"])) as out:
    writer = csv.writer(out, lineterminator=random.choice(["\n", "\r\n"]),
                        quoting=random.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    writer.writerow(["id", "note", "代码", "more"])
    for i in range(random.randrange(20000)):
        writer.writerow([i, random.choice(words), random.choice(codes), random.choice(words)])
END
cat >compare.py <<'END'
import csv, sys
now = {"510723104201": "510723114201", "510723104202": "510723114202", "510723104": "510723114"}
def rows(path):
    data = open(path, "rb").read()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    return csv.reader(text.splitlines(keepends=True))
for a, b in zip(rows("in.csv"), rows("out.csv"), strict=True):
    a[2] = now.get(a[2], a[2])
    if a != b:
        sys.exit(f"{a} != {b}")
END
seed=0
while [ "$seed" -lt 6 ]; do
  seed=$((seed + 1))
  "$python" table.py "$seed" || exit 1
  for threads in 1 3; do
    "$tool" recode reg in.csv $days --column 代码 --out out.csv --undo out.undo --threads "$threads" 2>err ||
      fail "seed $seed, $threads threads: $(cat err)"
    "$python" compare.py || fail "seed $seed, $threads threads"
    "$tool" recode out.csv --apply-undo out.undo --out back.csv && cmp -s in.csv back.csv || fail "seed $seed: the way back"
  done
done

# A quote that is never closed: line and column are those of the quote, nothing is left, and the table is as it was.
awk -v bytes="$bytes" 'BEGIN {
  print "id,code,note"
  for (i = 2; at < bytes; i++) { row = i ",510723104201,王明的一行文字"; at += length(row) + 1; print row }
  print i ",\"510723104201,open" >"/dev/stdout"
  print i >"line"
  for (k = 0; k < 700000; k++) print k ",510723104201,behind the quote"
}' >big.csv
cksum <big.csv >before
for threads in 1 3; do
  "$tool" recode reg big.csv $days --column code --out big.out --threads "$threads" 2>err
  [ $? -eq 2 ] || fail "an open quote, $threads threads: exit status"
  grep -q "^quhua: big.csv:$(cat line):$(($(cat line | tr -d '\n' | wc -c) + 2)): " err || fail "an open quote: $(cat err)"
  [ ! -e big.out ] && ! ls big.out.* >/dev/null 2>&1 || fail 'an open quote left output'
done
cksum <big.csv | cmp -s - before || fail 'the input was changed'

[ "$failures" -eq 0 ] && echo 'exact: yes'
exit $((failures > 0))
