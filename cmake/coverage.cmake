# SPDX-License-Identifier: Apache-2.0
# cmake -C cmake/coverage.cmake -S . -B build/coverage: counts which lines and branches the tests reach.
set(QUHUA_COVERAGE ON CACHE BOOL "")
set(CMAKE_BUILD_TYPE Debug CACHE STRING "")
set(CMAKE_C_FLAGS_DEBUG "-g -O0" CACHE STRING "")
