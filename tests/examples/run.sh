#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The lessons in examples/ say what examples/expected/ says, and fail with a reason on bad input.
# usage: run.sh FOLDER-OF-PROGRAMS QUHUA   (run from the project's folder)
set -u
programs=$1
tool=$2
data=examples/data
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
failures=0

fail() {
  printf 'FAILED: %s\n' "$*"
  failures=$((failures + 1))
}

# says LESSON ARGUMENT…: status 0, and exactly the expected output
says() {
  lesson=$1
  shift
  "$programs/$lesson" "$@" >"$scratch/out" || fail "$lesson ends with status $?"
  diff -u "examples/expected/$lesson.txt" "$scratch/out" || fail "$lesson says something else"
  lines=$(wc -l <"examples/$lesson.c")
  [ "$lines" -lt 80 ] || fail "$lesson.c has $lines lines"
}

# refuses TEXT LESSON ARGUMENT…: status 1, nothing on standard output, TEXT on standard error
refuses() {
  text=$1
  lesson=$2
  shift 2
  "$programs/$lesson" "$@" >"$scratch/out" 2>"$scratch/err"
  [ $? -eq 1 ] || fail "$lesson $* does not end with status 1"
  [ ! -s "$scratch/out" ] || fail "$lesson $* writes output although it fails"
  [ -z "$text" ] || grep -q -F -e "$text" "$scratch/err" || fail "$lesson $* does not say: $text"
}

register=$scratch/盐亭.quhua
"$tool" init "$register" --date 2019-10-31 "$data/yanting_2019.csv" >/dev/null || fail 'init'
"$tool" apply "$register" "$data/yanting_2019_acts.csv" >/dev/null || fail 'apply'

says 00_find "$register" 原毛公乡
says 01_lookup "$data/yanting_2019.csv" "$data/yanting_2019_acts.csv"
says 02_merge_villages

refuses '' 00_find "$scratch/none.quhua" 原毛公乡 # the shortest lesson prints no reason
refuses usage 01_lookup
refuses none.csv 01_lookup "$scratch/none.csv" "$data/yanting_2019_acts.csv"
printf 'code,name\n510723,盐亭县\n51072310x,云溪镇\n' >"$scratch/typo.csv"
refuses typo.csv:3:9 01_lookup "$scratch/typo.csv" "$data/yanting_2019_acts.csv"

# The second fixture: every group keeps its frozen code, and counts go from 4 villages and 9 groups to 2 and 8.
register=$scratch/立新.quhua
"$tool" init "$register" --date 2019-10-31 "$data/villages.csv" >/dev/null || fail 'init of the villages'
"$tool" apply "$register" "$data/villages_acts.csv" >/dev/null || fail 'apply to the villages'
"$tool" snapshot "$register" --at 2020-05-01 --format csv >"$scratch/after.csv" || fail 'snapshot'
# counts LEVEL NUMBER: that many units of a level (the third column)
counts() {
  [ "$(awk -F, -v level="$1" '$3 == level' "$scratch/after.csv" | wc -l)" -eq "$2" ] || fail "level $1 has not $2 units"
}
counts 5 2
counts 6 8
for code in 51072213821001 51072213821002 51072213821101 51072213821102 51072213821103 51072213821201 \
  51072213821601 51072213821602 51072213821603; do
  [ "$(grep -c "$code" "$scratch/after.csv")" -eq 1 ] || fail "the frozen code $code is lost or doubled"
done
[ "$failures" -eq 0 ]
