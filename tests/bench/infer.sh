#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The acts between two lists, and these acts applied to a register that opened with the first; then the register's list of the
# second day must be the second list. No peer does this work.
# usage: infer.sh OLD.csv DAY NEW.csv DAY [RUNS]
here=$(cd "$(dirname "$0")" && pwd) || exit 2
# shellcheck source=tests/bench/common.sh
. "$here/common.sh"
[ $# -ge 4 ] || { echo 'usage: infer.sh OLD.csv DAY NEW.csv DAY [RUNS]' >&2; exit 2; }
old=$1
old_day=$2
new=$3
new_day=$4
runs=${5:-3}

run=0
while [ "$run" -lt "$runs" ]; do
  run=$((run + 1))
  rm -f "$work"/reg*
  "$tool" init "$work/reg" --date "$old_day" "$old" >/dev/null || exit 1
  measure infer quhua "$tool" infer "$work/reg" "$new" --date "$new_day" --format csv --lang zh >"$work/acts.csv" 2>/dev/null
  measure infer-apply quhua "$tool" apply "$work/reg" "$work/acts.csv" --set rules.cn-law=off >/dev/null 2>"$work/err"
done
echo "$(($(wc -l <"$work/acts.csv") - 1)) rows of acts"

# Code, name and level of every row. The tool puts an apostrophe before names that a spreadsheet would take for formulas.
"$tool" snapshot "$work/reg" --at "$new_day" --format csv |
  awk -F, 'FNR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
           $column["status"] != "implied" { print $column["code"] "," $column["name"] "," $column["level"] }' |
  tr -d '"' | sed "s/,'\([=+@-]\)/,\1/" | LC_ALL=C sort >"$work/found"
sed 1d "$new" | tr -d '"' | LC_ALL=C sort >"$work/wanted"
cmp -s "$work/found" "$work/wanted" && same=yes || same=no
equal infer "$same"
exit "$status"
