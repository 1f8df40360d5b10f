# SPDX-License-Identifier: Apache-2.0
# cmake -C cmake/tsan.cmake -S . -B build/tsan: data races end the program.
set(QUHUA_SANITIZE "thread" CACHE STRING "")
set(CMAKE_BUILD_TYPE Debug CACHE STRING "")
set(CMAKE_C_FLAGS_DEBUG "-g -O1" CACHE STRING "")
