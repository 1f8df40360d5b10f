# SPDX-License-Identifier: Apache-2.0
# For scripts that ask the command-line tool: source with the tool as $1. They run in a folder of their own.
set -u
tool=${1:-}
if [ ! -x "$tool" ]; then
  echo "no tool to test: ${tool:-(none)}"
  exit 77
fi
case $tool in /*) ;; *) tool=$PWD/$tool ;; esac
work=$(mktemp -d "${TMPDIR:-/tmp}/quhua-cli.XXXXXX") || exit 77
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 77
LC_ALL=C.UTF-8
export LC_ALL
failures=0
checks=0

fail() {
  failures=$((failures + 1))
  printf 'FAILED: %s\n' "$*"
  [ ! -s err ] || sed 's/^/  stderr: /' err | head -5
}

# run STATUS ARGUMENT…: the tool must end with that status; its output is in the files out and err.
run() {
  wanted=$1
  shift
  checks=$((checks + 1))
  "$tool" "$@" >out 2>err
  status=$?
  [ "$status" -eq "$wanted" ] || fail "quhua $*: exit $status, not $wanted"
}

# The last output is exactly the text that stands on standard input.
gives() {
  checks=$((checks + 1))
  cat >wanted
  cmp -s wanted out || fail "other output: $(diff wanted out | head -5)"
}

# A text anywhere in the last output.
has() {
  checks=$((checks + 1))
  grep -Fq -e "$1" out || fail "no “$1” in the output"
}

# The words for people begin with this line.
says() {
  checks=$((checks + 1))
  first=$(head -n 1 err)
  [ "$first" = "$1" ] || fail "“$first”, not “$1”"
}

# Nothing was written to the register reg since the last call.
head_before=
unchanged() {
  checks=$((checks + 1))
  head_now=$("$tool" verify reg --format csv | grep '^head,')
  [ -n "$head_now" ] || fail "the register cannot be verified"
  [ "$head_now" = "$head_before" ] || fail "the journal has another head"
}
remember() { head_before=$("$tool" verify reg --format csv | grep '^head,'); }

finish() {
  printf '%d checks, %d failed\n' "$checks" "$failures"
  [ "$failures" -eq 0 ]
}
