#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The page of rules is what the library says. usage: check.sh PROGRAM PAGE   (run from the project's folder)
set -u
"$1" | diff -u "$2" - && exit 0
echo "FAILED: $2 is not what the library says: build rules.page, then  rules.page > $2"
exit 1
