# SPDX-License-Identifier: Apache-2.0
# cmake -C cmake/valgrind.cmake -S . -B build/valgrind: the compiled tests run under valgrind.
set(QUHUA_TEST_LAUNCHER
  "valgrind;--quiet;--error-exitcode=99;--leak-check=full;--show-leak-kinds=definite,indirect" CACHE STRING "")
set(CMAKE_BUILD_TYPE Debug CACHE STRING "")
set(CMAKE_C_FLAGS_DEBUG "-g -O1" CACHE STRING "")
