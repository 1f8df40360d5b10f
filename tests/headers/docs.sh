#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The documentation check can fail: with one @param, one @return or one member comment taken away it must complain.
# usage: docs.sh DOXYFILE   (run from the project's folder)
set -u
doxyfile=$1
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
failures=0

# refused NAME SED: the public headers, changed by one sed script, must not pass
refused() {
  mkdir -p "$scratch/$1"
  cp -R include/quhua "$scratch/$1/quhua"
  sed "$2" include/quhua/date.h >"$scratch/$1/quhua/date.h"
  if cmp -s include/quhua/date.h "$scratch/$1/quhua/date.h"; then
    printf 'FAILED: %s changes nothing\n' "$1"
    failures=$((failures + 1))
    return
  fi
  { cat "$doxyfile"; printf 'INPUT = "%s"\nOUTPUT_DIRECTORY = "%s"\n' "$scratch/$1/quhua" "$scratch/$1"; } \
    >"$scratch/$1/Doxyfile"
  if doxygen "$scratch/$1/Doxyfile" >/dev/null 2>&1; then
    printf 'FAILED: the documentation passes with %s\n' "$1"
    failures=$((failures + 1))
  fi
}

refused 'a parameter undocumented' '/@param text exactly ten characters/d'
refused 'a result undocumented' '/@return true when @p text is a day that exists/d'
refused 'a member undocumented' 's|/\*\*< first day \*/||'
[ "$failures" -eq 0 ]
