#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The first acts of a real reform on the real list of a whole county: 盐亭县 on 2019-10-31, and the acts of
# examples/data/yanting_2019_acts.csv. Worked out by hand from the approval: 两河镇 and 毛公乡 became 高渠镇, 黄溪乡 went into
# 玉龙镇, so of 35 townships 33 are left; 东光村 and 永和村 became 东永村, so of 520 villages and communities 519.
#
#   sh tests/fidelity/yanting.sh [FILE.csv]     default: ../shared/data/sc_yanting_510723.csv
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
work=$(mktemp -d "${TMPDIR:-/tmp}/quhua-yanting.XXXXXX") || exit 2
trap 'rm -rf "$work"' EXIT

{
  echo code,name
  awk -F, '$1 == 2019 { print $2 "," $3 }' "$file"
} >"$work/list.csv"
"$quhua" init "$work/register" --date 2019-10-31 "$work/list.csv" >"$work/said" || exit 1
"$quhua" apply "$work/register" "$root/examples/data/yanting_2019_acts.csv" >"$work/said" 2>&1 || exit 1
"$quhua" report "$work/register" 510723 --from 2019-12-01 --to 2020-01-01 --out "$work/report" --lang zh || exit 1

failures=0
expect() {
  grep -Fq -e "$2" "$work/report/$1" && return
  printf '%s has no “%s”\n' "$1" "$2"
  failures=$((failures + 1))
}
expect report.txt '对全县35个乡镇（街道）调整合并为33个乡镇（街道）（减少2个，减幅5.7%）'
expect statistics.csv '510723000000,盐亭县,乡级合计,35,35,33,-2,-5.7,2,1,0,0,1,'
expect statistics.csv '510723000000,盐亭县,村级合计,520,520,519,-1,-0.2,2,0,0,0,1,'
expect report.txt '毛公乡原东光村今属云溪镇东永村。'
expect announcement.txt '撤销两河镇和毛公乡，设立高渠镇，以原两河镇所属行政区域和原毛公乡部分行政区域为高渠镇的行政区域'
expect announcement.txt '撤销黄溪乡，将原黄溪乡所属行政区域划归玉龙镇管辖。'
echo "$failures of 6 expectations not met"
[ "$failures" -eq 0 ]
