#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What the compiled library says about itself: no variables that could be written to, no name without our prefix,
# and no function of the C library that ends the process or prints. This sees through macros, which the reading
# of the sources (tests/layering) does not.
# usage: objects.sh NM OBJDUMP STATIC_LIBRARY
set -u
nm=$1
objdump=$2
library=$3
LC_ALL=C
export LC_ALL
failures=0

# refuse WHAT: says so when standard input has lines
refuse() {
  lines=$(cat)
  if [ -n "$lines" ]; then
    printf 'FAILED: %s:\n%s\n' "$1" "$lines"
    failures=$((failures + 1))
  fi
}

members=$("$nm" -A "$library" 2>/dev/null | awk -F: '{ print $2 }' | sort -u | wc -l)

# .data.rel.ro is written by the loader only.
refuse 'variables, where a library should have none' <<END
$("$objdump" -t "$library" |
  awk '$0 ~ / O (\.data|\.bss|\.tdata|\.tbss|\*COM\*)/ && $0 !~ / \.data\.rel\.ro/ { print $NF, "in", $(NF - 2) }')
END
refuse 'names without the prefix quhua_' <<END
$("$nm" -g --defined-only "$library" 2>/dev/null | awk 'NF == 3 && $3 !~ /^quhua_/ { print $3 }')
END
refuse 'calls that a library does not make' <<END
$("$nm" -u "$library" 2>/dev/null | awk '{ print $NF }' | sort -u | grep -E \
  '^(exit|_exit|_Exit|quick_exit|abort|__assert_fail|atexit|raise|signal|system|longjmp|_?setjmp|printf|puts|putchar|perror|vprintf|__printf_chk|stdout|stderr|stdin|getenv|setlocale|strtok|rand|srand|strerror|localtime|gmtime|strcpy|strcat|sprintf|gets)$')
END

printf '%d objects\n' "$members"
[ "$members" -gt 0 ] && [ "$failures" -eq 0 ]
