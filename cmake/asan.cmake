# SPDX-License-Identifier: Apache-2.0
# cmake -C cmake/asan.cmake -S . -B build/asan: wrong accesses, leaks and undefined behaviour end the program.
set(QUHUA_SANITIZE "address,undefined" CACHE STRING "")
set(CMAKE_BUILD_TYPE Debug CACHE STRING "")
set(CMAKE_C_FLAGS_DEBUG "-g -O1" CACHE STRING "")
