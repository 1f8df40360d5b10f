#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Each public header must compile alone, and twice in a row, as C and as C++ under strict warnings.
# usage: check.sh CC CXX INCLUDE_DIR…   (CXX may be empty: then only C is compiled)
set -u

cc=$1
cxx=$2
shift 2
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT

# The headers together in one folder, as they are installed, whatever the names of the folders they come from.
mkdir -p "$scratch/include"
for folder in "$@"; do cp -R "$folder/quhua" "$scratch/include" || exit 1; done
cd "$scratch/include" || exit 1
strict='-I. -Wall -Wextra -pedantic -Wconversion -Wshadow -Werror -fsyntax-only'

failures=0
# compiles COMPILER STANDARD SUFFIX HEADER: true when a file of only that header compiles
compiles() {
  printf '#include <%s>\n#include <%s>\nint header_test;\n' "$4" "$4" >"$scratch/header.$3"
  # shellcheck disable=SC2086  # the flags are words
  $1 "-std=$2" $strict "$scratch/header.$3" 2>"$scratch/messages"
}

check() {
  if ! compiles "$@"; then
    printf 'FAILED: <%s> as %s\n' "$4" "$2"
    cat "$scratch/messages"
    failures=$((failures + 1))
  fi
}

# The check itself can fail: a header that needs another one first, and one with a warning, are refused.
printf 'typedef size_t needs_stddef;\n' >needs.h
printf 'static int old_style();\n' >warns.h
for bad in needs.h warns.h; do
  if compiles "$cc" c11 c "$bad"; then
    printf 'FAILED: the check accepts the bad header %s\n' "$bad"
    failures=$((failures + 1))
  fi
done

count=0
for header in $(find quhua -name '*.h' | LC_ALL=C sort); do
  count=$((count + 1))
  check "$cc" c99 c "$header"
  check "$cc" c11 c "$header"
  if [ -n "$cxx" ]; then
    check "$cxx" c++11 cc "$header"
    check "$cxx" c++17 cc "$header"
  fi
done

if [ "$count" -eq 0 ]; then
  echo 'FAILED: no headers found'
  exit 1
fi
printf '%d headers, %d failures\n' "$count" "$failures"
[ "$failures" -eq 0 ]
