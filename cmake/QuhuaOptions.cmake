# SPDX-License-Identifier: Apache-2.0
# What a builder can choose, and the compiler flags that follow from it.

# As a part of another project only the library is built, unless that project asks for more.
if(CMAKE_SOURCE_DIR STREQUAL PROJECT_SOURCE_DIR)
  set(QUHUA_TOP_LEVEL ON)
else()
  set(QUHUA_TOP_LEVEL OFF)
endif()

option(QUHUA_BUILD_TESTS "Build the tests (needs cmocka)" ${QUHUA_TOP_LEVEL})
option(QUHUA_BUILD_EXAMPLES "Build the quhua tool and the example programs" ${QUHUA_TOP_LEVEL})
option(QUHUA_BUILD_DOCS "Add the target docs (needs Doxygen)" OFF)
option(QUHUA_INSTALL "Add the install rules" ${QUHUA_TOP_LEVEL})
option(QUHUA_PREFER_STATIC "Let quhua::quhua mean the static library" OFF)
option(QUHUA_WERROR "Treat compiler warnings as errors" OFF)
set(QUHUA_SANITIZE "" CACHE STRING "Sanitizers to build with, separated by commas: address,undefined or thread")
option(QUHUA_COVERAGE "Build for coverage measurement with gcov" OFF)

if(QUHUA_TOP_LEVEL AND NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "Debug, Release, RelWithDebInfo or MinSizeRel" FORCE)
endif()

# BUILD_SHARED_LIBS=OFF, the usual switch, counts as a wish for the static library too.
if(QUHUA_PREFER_STATIC OR (DEFINED BUILD_SHARED_LIBS AND NOT BUILD_SHARED_LIBS))
  set(QUHUA_DEFAULT_LIBRARY quhua_static)
else()
  set(QUHUA_DEFAULT_LIBRARY quhua_shared)
endif()

# Flags of our own translation units; nothing of this reaches a user of the library.
add_library(quhua_flags INTERFACE)
target_compile_features(quhua_flags INTERFACE c_std_11)
if(CMAKE_C_COMPILER_ID MATCHES "GNU|Clang")
  target_compile_options(quhua_flags INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes
    $<$<BOOL:${QUHUA_WERROR}>:-Werror>)
endif()

# Instrumentation must be the same at compile time and at link time, in the library and in the tests.
if(QUHUA_SANITIZE)
  set(_quhua_instrument -fsanitize=${QUHUA_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
elseif(QUHUA_COVERAGE)
  set(_quhua_instrument --coverage -fprofile-update=atomic)
endif()
if(_quhua_instrument)
  target_compile_options(quhua_flags INTERFACE ${_quhua_instrument})
  target_link_options(quhua_flags INTERFACE ${_quhua_instrument})
endif()
