#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Builds and tests everything, and ends with one line: N passed, N failed, N skipped. Cases inside test programs
# count one by one. Status 0 when nothing failed, 1 when something did, 2 when something needed is not there.
#
#   sh tests/run.sh              gcc and clang without warnings, all tests, all tests again under AddressSanitizer,
#                                LeakSanitizer and UndefinedBehaviorSanitizer, documentation
#   sh tests/run.sh --fast       gcc and all tests
#   sh tests/run.sh --asan       only the build with AddressSanitizer and UndefinedBehaviorSanitizer
#   sh tests/run.sh --tsan       the tests under ThreadSanitizer
#   sh tests/run.sh --valgrind   the tests under valgrind
#   sh tests/run.sh --tidy       clang-tidy and cppcheck
#   sh tests/run.sh --coverage   which lines the tests reach: build/coverage/index.html
#   sh tests/run.sh --docs       the documentation has no warnings
set -u
cd "$(dirname "$0")/.." || exit 2
. cmake/setup.sh

passed=0
failed=0
skipped=0
jobs=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
# python3 for tests/fidelity, which read the journal and real tables without the library.
test_packages="$QUHUA_BUILD_PACKAGES libcmocka-dev python3"
# For tests/package: a C++ compiler, and zlib, which sqlite3.pc names for static links.
package_packages='g++ zlib1g-dev'

stage() { printf '\n== %s\n' "$*"; }

# verdict WHAT COMMAND…: a stage that is one test
verdict() {
  what=$1
  shift
  if "$@"; then
    printf 'ok: %s\n' "$what"
    passed=$((passed + 1))
  else
    printf 'FAILED: %s\n' "$what"
    failed=$((failed + 1))
    return 1
  fi
}

# build FOLDER OPTION…: configures and builds, quietly unless it fails
build() {
  mkdir -p "$1"
  if ! { quhua_configure "$@" && cmake --build "$1" --parallel "$jobs"; } >"$1/build.log" 2>&1; then
    cat "$1/build.log"
    return 1
  fi
}

# run_tests FOLDER OPTION-OF-CTEST…
run_tests() {
  folder=$1
  shift
  log=$folder/Testing/Temporary/LastTest.log
  rm -f "$log"
  {
    ctest --test-dir "$folder" --parallel "$jobs" --output-on-failure "$@" 2>&1
    echo $? >"$folder/ctest.status"
  } | tee "$folder/ctest.log"
  counts=$(awk -f tests/count.awk "$folder/ctest.log" "$log") || counts='0 0 0'
  # shellcheck disable=SC2086  # three numbers
  set -- $counts
  passed=$((passed + $1))
  failed=$((failed + $2))
  skipped=$((skipped + $3))
  # What the log does not explain is a failure too, and so is a run without tests.
  if [ $(($1 + $2 + $3)) -eq 0 ] || { [ "$2" -eq 0 ] && [ "$(cat "$folder/ctest.status")" != 0 ]; }; then
    failed=$((failed + 1))
  fi
}

stage_gcc() {
  stage 'gcc, warnings as errors'
  verdict 'build with gcc' build build -DQUHUA_WERROR=ON -DQUHUA_BUILD_TESTS=ON -DQUHUA_BUILD_EXAMPLES=ON || return
  run_tests build --label-exclude docs
}

stage_clang() {
  stage 'clang, warnings as errors'
  verdict 'build with clang' build build/clang \
    -DCMAKE_C_COMPILER=clang -DQUHUA_WERROR=ON -DQUHUA_BUILD_TESTS=ON -DQUHUA_BUILD_EXAMPLES=ON
}

# stage_instrumented NAME OPTION-OF-CTEST…: the build of cmake/NAME.cmake
stage_instrumented() {
  name=$1
  shift
  stage "$name"
  verdict "build for $name" build "build/$name" -C "cmake/$name.cmake" -DQUHUA_WERROR=ON || return
  run_tests "build/$name" "$@"
}

stage_docs() {
  stage 'documentation, warnings as errors'
  verdict 'configure the documentation' build build/docs \
    -DQUHUA_BUILD_DOCS=ON -DQUHUA_BUILD_TESTS=OFF -DQUHUA_BUILD_EXAMPLES=OFF || return
  verdict 'documentation' cmake --build build/docs --target docs
  verdict 'an undocumented parameter is seen' sh tests/headers/docs.sh build/docs/docs/Doxyfile
}

stage_tidy() {
  stage 'clang-tidy and cppcheck'
  verdict 'configure for the checkers' quhua_configure build/tidy -DCMAKE_C_COMPILER=clang \
    -DCMAKE_EXPORT_COMPILE_COMMANDS=ON -DQUHUA_BUILD_TESTS=OFF >/dev/null || return
  for file in $(find lib examples -name '*.c' | LC_ALL=C sort); do
    verdict "clang-tidy $file" clang-tidy --quiet -p build/tidy --warnings-as-errors='*' "$file" 2>/dev/null
  done
  # The suppressed one guesses what a checked argument could be.
  verdict cppcheck cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr \
    --error-exitcode=1 --suppress=missingIncludeSystem --suppress=arrayIndexOutOfBoundsCond -j "$jobs" -I lib -I include -I build/tidy/include lib
}

stage_coverage() {
  stage_instrumented coverage
  gcovr --root . --filter lib/ --object-directory build/coverage --html-details build/coverage/index.html \
    --print-summary build/coverage >/dev/null && gcovr --root . --filter lib/ build/coverage
}

# shellcheck disable=SC2086  # the names of packages are words
case ${1:-} in
  '')
    quhua_setup $test_packages $package_packages clang doxygen
    stage_gcc
    stage_clang
    stage_instrumented asan
    stage_docs
    ;;
  --fast) quhua_setup $test_packages $package_packages && stage_gcc ;;
  --asan) quhua_setup $test_packages && stage_instrumented asan ;;
  --tsan) quhua_setup $test_packages && stage_instrumented tsan ;;
  --valgrind) quhua_setup $test_packages valgrind && stage_instrumented valgrind --exclude-regex 'small_world|name_characters' ;; # hours; iconv's dlopen reads too far
  --tidy) quhua_setup $QUHUA_BUILD_PACKAGES clang clang-tidy cppcheck && stage_tidy ;;
  --coverage) quhua_setup $test_packages gcovr && stage_coverage ;;
  --docs) quhua_setup $QUHUA_BUILD_PACKAGES doxygen && stage_docs ;;
  *)
    sed -n 's/^#   //p' "$0"
    exit 2
    ;;
esac

printf '\n%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
[ "$failed" -eq 0 ]
