#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# From nothing to the first answer, in a process of its own each time: what is the name behind a code? Side by side with
# sqlite3 and an index. The file may be in the memory of the system; the process starts cold.
# usage: open.sh LIST.csv REGISTER [RUNS]     the register and REGISTER.sqlite as init.sh leaves them
here=$(cd "$(dirname "$0")" && pwd) || exit 2
# shellcheck source=tests/bench/common.sh
. "$here/common.sh"
list=${1:?usage: open.sh LIST.csv REGISTER [RUNS]}
register=${2:?usage: open.sh LIST.csv REGISTER [RUNS]}
runs=${3:-11}

# A village in the middle of the list.
code=$(awk -F, -v half="$(($(wc -l <"$list") / 2))" 'NR > half && $3 == 5 { print $1; exit }' "$list")
name=$(awk -F, -v code="$code" '$1 == code && $3 == 5 { gsub(/"/, "", $2); print $2; exit }' "$list")
"$tool" show "$register" "5:$code" --at "$day" --format csv >/dev/null # makes the image where there is none
run=0
same=yes
while [ "$run" -lt "$runs" ]; do
  run=$((run + 1))
  measure open quhua "$tool" show "$register" "5:$code" --at "$day" --format csv >"$work/out"
  grep -Fqe "name,$name" "$work/out" || same=no
  [ -f "$register.sqlite" ] || continue
  measure open sqlite sqlite3 "$register.sqlite" "SELECT name FROM unit WHERE level = 5 AND code = '$code'" >"$work/out"
  grep -Fxqe "$name" "$work/out" || same=no
done
equal open "$same"
exit "$status"
