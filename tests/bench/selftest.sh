#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The report on measurements: ratios, medians and verdicts of a few results that can be worked out by hand, JSON that
# programs can read, a picture of the growth, and the same made-up list each time.
# usage: selftest.sh
set -u
here=$(cd "$(dirname "$0")" && pwd) || exit 1
work=$(mktemp -d "${TMPDIR:-/tmp}/quhua-bench.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
LC_ALL=C.UTF-8
export LC_ALL
failures=0
# has FILE TEXT: some line of the file, with its blanks made single, holds the text.
has() {
  tr -s ' ' <"$1" | grep -Fqe "$2" && return
  failures=$((failures + 1))
  printf 'FAILED: %s does not have “%s”\n' "$1" "$2"
}

printf 'processor\ta "fast" one\n' >machine.txt
printf '# comment\nfind|nation|ns|60\nfind|nation|sqlite|20\nfind|nation|uthash|3\nwrite|any|MB/s|1000\nwrite.memory|any|MB|10\nplan|county|us|50\nread|any|ms|1\n' >aims.txt
# find: least 50 of 50 and 70, median of three medians 60, 80, 70; sqlite 800 is 16 times, uthash 200 is 4 times as long.
# write: 5,000,000 bytes in 4 ms are 1250 MB/s. The plan of the nation is no plan of a county.
{
  printf 'find\t100\tquhua\t50\t60\t5\tns\nfind\t100\tquhua\t70\t80\t5\tns\nfind\t100\tquhua\t65\t70\t5\tns\n'
  printf 'find\t100\tsqlite\t800\t900\t5\tns\nfind\t100\tuthash\t200\t210\t5\tns\nfind\t100\t=\tyes\n'
  printf 'find\t1000\tquhua\t100\t100\t5\tns\n'
  printf 'write\t9\tquhua\t4\t4\t1\tms\nwrite.cpu\t9\tquhua\t3\t3\t1\tms\nwrite.memory\t9\tquhua\t12\t12\t1\tMB\n'
  printf 'write\t9\tbytes\t5000000\nwrite\t9\t=\tyes\nwrite\t9\t=\tno\nplan\t100\tquhua\t40\t45\t3\tus\n'
} >results.tsv
for form in text markdown json; do
  awk -v form=$form -v nation=100 -v county=7 -f "$here/report.awk" machine.txt aims.txt results.tsv >$form || failures=$((failures + 1))
done
has text 'find 100 quhua 50.0 ns 70.0 ns 15 1.00 yes'
has text 'find 100 sqlite 800 ns 900 ns 5 16.00 yes'
has text 'write 9 quhua 4.00 ms 4.00 ms 1 1.00 3.00 ms 12.0 MB no'
has text 'find nation ≤ 60.0 ns 50.0 ns met'
has text 'find nation ≥ 20 × sqlite 16.00 × missed'
has text 'find nation ≥ 3 × uthash 4.00 × met'
has text 'write any ≥ 1000 MB/s 1250 MB/s met'
has text 'write.memory any ≤ 10.0 MB 12.0 MB missed'
has text 'plan county ≤ 50.0 µs - not measured'
has text 'read any ≤ 1.00 ms - not measured'
has markdown '| find | 100 | uthash | 200 ns | 210 ns | 5 | 4.00 | | | yes |'
has json '"processor": "a \"fast\" one"'
has json '{"work": "find", "size": 100, "who": "sqlite", "least": 800, "median": 900, "unit": "ns", "times": 5, "ratio": 16}'
has json '{"work": "write", "size": 9, "equal": false}'
has json '"wanted": "≥ 20 × sqlite", "measured": "16.00 ×", "met": false}'
if command -v python3 >/dev/null; then python3 -m json.tool json >/dev/null || failures=$((failures + 1)); fi

# 100 and 1000 units lie one decade apart: from the left edge at 80 to the right one at 600.
awk -v work=find -f "$here/growth.awk" results.tsv >find.svg || failures=$((failures + 1))
has find.svg 'cx="80.0"'
has find.svg 'cx="600.0"'
has find.svg '<title>quhua, 1000: 100 ns</title>'
has find.svg '</svg>'
! awk -v work=nothing -f "$here/growth.awk" results.tsv >/dev/null || failures=$((failures + 1))

# A province, a city, a county, a town, its villages; later some are gone, and no other place moves.
awk -v units=2000 -f "$here/list.awk" >list
awk -v units=2000 -v later=1 -f "$here/list.awk" >later
if [ "$(wc -l <list)" -ne 2001 ] || [ "$(sed 1d list | cut -d, -f1,3 | sort -u | wc -l)" -ne 2000 ]; then
  failures=$((failures + 1))
  echo 'FAILED: the list has not 2000 different units'
fi
if [ "$(wc -l <later)" -ge 2001 ] || [ "$(tail -n 1 later | cut -c1-6)" != "$(tail -n 1 list | cut -c1-6)" ]; then
  failures=$((failures + 1))
  echo 'FAILED: the later list is another one'
fi
[ "$failures" -eq 0 ]
