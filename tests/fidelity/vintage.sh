#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Lists of a real county are dated against its own history: the yearly lists of 盐亭县 become a register by inference, and
#   every year's list must be dated to a period that contains its cut-off, with all rows true;
#   one year's list with strangers of another: each must be found, and no other row;
#   one year's list with slips of the pen, made by a fixed rule: how many are found and put right, and no other row.
#
#   sh tests/fidelity/vintage.sh [FILE.csv]     default: ../shared/data/sc_yanting_510723.csv (year,code,name,level)
#
# QUHUA_TOOL names a tool that is built already. Status 0 when it is as it should be, 1 when not, 77 without the file.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd) || exit 2
file=${1:-$root/../shared/data/sc_yanting_510723.csv}
if [ ! -f "$file" ]; then
  echo "skipped: there is no $file" >&2
  exit 77
fi
. "$root/tests/fidelity/tool.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/quhua-vintage.XXXXXX") || exit 2
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
LC_ALL=C # the rules below count bytes; a character has three
export LC_ALL
failures=0
fail() {
  failures=$((failures + 1))
  echo "FAILED: $*"
}

# The cut-off days of the releases of the statistical codes.
cut_off() {
  case $1 in
  2016) echo 2016-07-31 ;;
  2020) echo 2020-06-30 ;;
  2023) echo 2023-06-30 ;;
  *) echo "$1-10-31" ;;
  esac
}

years=$(awk -F, 'NR > 1 && !seen[$1]++ { print $1 }' "$file" | sort)
for year in $years; do
  { echo code,name && awk -F, -v y="$year" '$1 == y { print $2 "," $3 }' "$file"; } >"$year.csv"
done

# ---- the register ----

first=
for year in $years; do
  day=$(cut_off "$year")
  if [ -z "$first" ]; then
    first=$year
    "$quhua" init register --date "$day" "$year.csv" >said 2>&1 || fail "init: $(tail -n 1 said)"
    continue
  fi
  "$quhua" infer register "$year.csv" --date "$day" --format csv >acts.csv 2>said || fail "infer $year: $(tail -n 1 said)"
  [ "$(wc -l <acts.csv)" -le 1 ] || "$quhua" apply register acts.csv >said 2>&1 || fail "apply $year: $(tail -n 1 said)"
done

# date_list FILE: verdicts in rows.csv, the summary in said
date_list() {
  "$quhua" vintage register "$1" --column code --name name --format csv --lang en >rows.csv 2>said ||
    fail "vintage $1: $(tail -n 1 said)"
}

# ---- each year's own list ----

for year in $years; do
  date_list "$year.csv"
  day=$(cut_off "$year")
  count=$(($(wc -l <"$year.csv") - 1))
  sed -n 's/^likely \[\(.*\), \(.*\)): \([0-9]*\) rows of.*/\1 \2 \3/p' said >likely
  awk -v day="$day" -v n="$count" '$1 <= day && ($2 == "\342\200\246" || day < $2) && $3 == n { ok = 1 }
    END { exit !ok }' likely || fail "$year: $(head -n 1 said)"
  echo "$year ($day): $(grep '^likely' said | head -n 1)"
done

# ---- strangers ----

# Every seventh row of the first year that the last does not have goes into the last year's list.
last=$year
awk -F, 'NR == FNR { has[$0] = 1; next } !has[$0] && ++n % 7 == 1' "$last.csv" "$first.csv" >strangers
{ cat "$last.csv" strangers; } >mixed.csv
date_list mixed.csv
own=$(wc -l <"$last.csv")
awk -F, -v own="$own" 'NR > 1 {
    strange = $4 == "other-day" || $4 == "reused"
    if ($1 > own) { respelt += $4 == "respelt"; all++; found += strange } else if ($4 != "true") alarms++
  }
  END { printf "%d %d %d %d\n", all - respelt, found, alarms, respelt }' rows.csv >figures
read -r all found alarms respelt <figures
echo "strangers of $first in $last: $found of $all found, $alarms false alarms, $respelt are only spelt differently"
[ "$all" -gt 0 ] || fail "there are no strangers"
[ "$found" -eq "$all" ] || fail "strangers are missed"
[ "$alarms" -eq 0 ] || fail "rows of the list itself are taken for strangers"

# ---- slips of the pen ----

# Of the villages every ninth has its eleventh digit raised by three, the next but one its two last digits but one
# exchanged, the next but one the second character of its name replaced by 某. right.csv: line, code, name, kind of slip.
awk -F, -v OFS=, 'NR == 1 { print; next }
  {
    code = $1; name = $2; kind = ""
    village = substr(code, 10) != "000"
    n += village
    if (village && n % 9 == 1) {
      code = substr(code, 1, 10) (substr(code, 11, 1) + 3) % 10 substr(code, 12); kind = "replaced"
    } else if (village && n % 9 == 3 && substr(code, 10, 1) != substr(code, 11, 1)) {
      code = substr(code, 1, 9) substr(code, 11, 1) substr(code, 10, 1) substr(code, 12); kind = "exchanged"
    } else if (village && n % 9 == 5) {
      name = substr(name, 1, 3) "某" substr(name, 7); kind = "name"
    }
    print code, name
    if (kind) print NR, $1, $2, kind >"right.csv"
  }' "$last.csv" >slips.csv
date_list slips.csv
awk -F, 'NR == FNR { code[$1] = $2; name[$1] = $3; kind[$1] = $4; next }
  FNR == 1 { next }
  !($1 in kind) { alarms += $4 != "true" && $4 != "respelt"; next }
  {
    k = kind[$1]
    all[k]++
    found[k] += $4 != "true" && $4 != "respelt"
    right[k] += $7 == code[$1] && $8 == name[$1]
  }
  END {
    for (k in all) printf "%s %d %d %d %d\n", k, all[k], found[k], right[k], alarms
  }' right.csv rows.csv | sort >figures
while read -r kind all found right alarms; do
  echo "slips in $last, $kind: $all made, $found found, $right put right, $alarms false alarms"
  [ "$found" -eq "$all" ] || fail "slips ($kind) are missed"
  [ $((right * 100)) -ge $((all * 95)) ] || fail "slips ($kind) are not put right"
  [ "$alarms" -eq 0 ] || fail "rows without a slip are refused"
done <figures
[ "$(wc -l <figures)" -eq 3 ] || fail "a kind of slip was not made"

echo "$failures expectations not met"
[ "$failures" -eq 0 ]
