#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Two lists of the whole nation: a register opens with the first, the acts between them are inferred and applied, and the
# register's list of the second day is compared with the second list. The last line is: exact: yes, or
# exact: no, N rows differ
#
#   sh tests/fidelity/nation.sh [OLD.csv DATE NEW.csv DATE]
#
# Without arguments: every pair of ../shared/data/nbs_2019, nbs_2020 and nbs_2021, with the cut-off days of their releases.
# QUHUA_TOOL names a tool that is built already. Status 0 when everything is exact, 1 when not, 2 for wrong usage, 77
# without the lists.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd) || exit 2
data=${QUHUA_DATA:-$root/../shared/data}
here=$root/tests/fidelity
case $# in
0 | 4) ;;
*)
  echo "usage: nation.sh [OLD.csv DATE NEW.csv DATE]" >&2
  exit 2
  ;;
esac
if [ $# -eq 0 ]; then
  for year in 2019 2020 2021; do
    [ -f "$data/nbs_$year.csv.xz" ] && continue
    echo "skipped: there is no $data/nbs_$year.csv.xz" >&2
    exit 77
  done
fi
. "$here/tool.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/quhua-nation.XXXXXX") || exit 2
trap 'rm -rf "$work"' EXIT
: >"$work/differences"

# step NAME COMMAND…: run a step and say how long it took; its output goes to $work/NAME.
step() {
  name=$1
  shift
  begin=$(date +%s.%N)
  "$@" >"$work/$name" 2>"$work/$name.errors"
  status=$?
  end=$(date +%s.%N)
  printf '  %-9s %6.2f s\n' "$name" "$(echo "$end - $begin" | bc)"
  [ "$status" -eq 0 ] && return 0
  tail -n 5 "$work/$name.errors" >&2
  return 1
}

# Returns 1 where a step failed: then all rows count as different. Rows that differ are counted in $work/differences.
compare_pair() {
  old=$1 old_day=$2 new=$3 new_day=$4
  echo "$(basename "$old") $old_day -> $(basename "$new") $new_day"
  rm -f "$work/register"*
  step init "$quhua" init "$work/register" --date "$old_day" "$old" &&
    step infer "$quhua" infer "$old" "$new" --date "$new_day" --format csv --lang en &&
    step apply "$quhua" apply "$work/register" "$work/infer" --actor fidelity &&
    step snapshot "$quhua" snapshot "$work/register" --at "$new_day" --format csv &&
    step verify "$quhua" verify "$work/register" || {
    grep -c . "$new" >>"$work/differences"
    return 1
  }
  sed 's/^/  /' "$work/infer.errors"
  python3 "$here/compare_nation.py" "$new" "$work/snapshot" "$work/differences" || return 1
  python3 "$here/judge_inference.py" "$work/infer" "$old" "$old_day" "$new_day" "$data"
}

failed=0
if [ $# -eq 4 ]; then
  compare_pair "$1" "$2" "$3" "$4" || failed=1
else
  for year in 2019 2020 2021; do
    xz -dc "$data/nbs_$year.csv.xz" >"$work/nbs_$year.csv" || exit 2
  done
  compare_pair "$work/nbs_2019.csv" 2019-10-31 "$work/nbs_2020.csv" 2020-06-30 || failed=1
  compare_pair "$work/nbs_2020.csv" 2020-06-30 "$work/nbs_2021.csv" 2021-10-31 || failed=1
fi
count=$(awk '{ sum += $1 } END { print sum + 0 }' "$work/differences")
if [ "$failed" -eq 0 ] && [ "$count" -eq 0 ]; then
  echo "exact: yes"
  exit 0
fi
echo "exact: no, $count rows differ"
exit 1
