# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# shellcheck disable=SC2154  # $root and $here are set by the scripts of this folder, which source this one
# Sets $quhua, and builds the tool where QUHUA_TOOL does not name one.

quhua=${QUHUA_TOOL:-$root/build/examples/quhua/quhua}
if [ -z "${QUHUA_TOOL:-}" ]; then
  (
    . "$root/cmake/setup.sh"
    # shellcheck disable=SC2086  # the names are words
    quhua_setup $QUHUA_BUILD_PACKAGES
    cmake -S "$root" -B "$root/build" -DCMAKE_BUILD_TYPE=Release &&
      cmake --build "$root/build" --target quhua_tool
  ) >&2 || exit 2
fi
LC_ALL=C.UTF-8
export LC_ALL

# apply_what_can REGISTER FLOWS REFUSED: a file is applied whole or not at all. So it is simulated first, and the
# events that block are taken out, until nothing blocks; taking one out may leave another without ground.
apply_what_can() {
  while :; do
    "$quhua" simulate "$1" "$2" --format json --lang en >"$2.simulated" 2>"$2.errors"
    case $? in 0 | 1) ;; *) cat "$2.errors" >&2; return 1 ;; esac
    python3 "$here/take_out.py" "$2" "$2.simulated" "$3"
    case $? in 0) ;; 1) break ;; *) return 1 ;; esac
  done
  if ! "$quhua" apply "$1" "$2" --actor fidelity >"$2.applied" 2>"$2.errors"; then
    tail -n 5 "$2.errors" >&2
    return 1
  fi
}
