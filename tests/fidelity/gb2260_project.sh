#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What every county-level code (GB/T 2260) of one year means in another, for 20 pairs of years and in both directions:
# `quhua project` against a composition of the rows of the table. The last line is
#   projections equal P of Q (forward F, backward B)
#
#   sh tests/fidelity/gb2260_project.sh [FILE.csv]     default: ../shared/data/gb2260_history_1981_2024.csv
#
# QUHUA_TOOL names a tool that is built already. Status 0 when it is as it should be, 1 when not, 77 without the file.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd) || exit 2
file=${1:-$root/../shared/data/gb2260_history_1981_2024.csv}
here=$root/tests/fidelity
if [ ! -f "$file" ]; then
  echo "skipped: there is no $file" >&2
  exit 77
fi
. "$here/tool.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/quhua-project.XXXXXX") || exit 2
trap 'rm -rf "$work"' EXIT

. "$here/gb2260_register.sh"
mkdir "$work/projections"
tail -n +2 "$file" | cut -d, -f1,3 | sed 's/\(.*\),\(.*\)/\2:\1/' | LC_ALL=C sort -u >"$work/codes"

# project FROM TO: all codes, also those that nobody held on the day
project() {
  "$quhua" project "$work/register" - --from "$1-01-01" --to "$2-01-01" --format csv <"$work/codes" \
    >"$work/projections/$1-$2.csv"
}
for pair in 1981-2024 1981-1982 1981-1990 1982-1983 1983-1984 1983-1997 1984-1994 1985-2000 1986-1988 1987-2011 \
  1988-1996 1990-2010 1992-1993 1993-2004 1995-2024 1997-2003 1999-2001 2000-2020 2010-2024 2016-2018; do
  project "${pair%-*}" "${pair#*-}" || exit 1
  project "${pair#*-}" "${pair%-*}" || exit 1
done
python3 "$here/project_gb2260.py" "$file" "$work/projections"
