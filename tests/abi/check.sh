#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The shared library exports exactly the functions of symbols.txt, and these are exactly the ones that the public
# headers declare. A line taken away there is a break of the binary interface: raise QUHUA_SOVERSION.
# usage: check.sh NM SHARED_LIBRARY INCLUDE_DIR…
set -u
here=$(cd "$(dirname "$0")" && pwd) || exit 1
nm=$1
library=$2
shift 2
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
LC_ALL=C
export LC_ALL

"$nm" -D --defined-only "$library" | awk '{ print $3 }' | sort >"$scratch/exported"

# A declaration reads QUHUA_API type name(…; comments and the definition of the macro are no declarations.
for folder in "$@"; do
  find "$folder/quhua" -name '*.h' -exec cat {} +
done | awk '
  /^#/ { next }
  /^QUHUA_API / { open = 1; text = "" }
  open { text = text " " $0 }
  open && /\(/ { sub(/\(.*/, "", text); sub(/.*[ *]/, "", text); print text; open = 0 }' |
  sort >"$scratch/declared"

failures=0
# same WHAT FILE: the list must be that of symbols.txt
same() {
  if ! diff -u "$here/symbols.txt" "$2"; then
    printf 'FAILED: symbols.txt is not what %s\n' "$1"
    failures=$((failures + 1))
  fi
}
same 'the library exports' "$scratch/exported"
same 'the headers declare' "$scratch/declared"
if ! sort -cu "$here/symbols.txt"; then
  echo 'FAILED: symbols.txt is not sorted'
  failures=$((failures + 1))
fi
printf '%d symbols\n' "$(wc -l <"$scratch/exported")"
[ -s "$scratch/exported" ] && [ "$failures" -eq 0 ]
