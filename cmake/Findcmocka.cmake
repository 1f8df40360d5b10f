# SPDX-License-Identifier: Apache-2.0
# Findcmocka: the test library cmocka, as the target cmocka::cmocka.
find_package(PkgConfig QUIET)
if(PkgConfig_FOUND)
  pkg_check_modules(PC_CMOCKA QUIET cmocka)
endif()

find_path(cmocka_INCLUDE_DIR NAMES cmocka.h HINTS ${PC_CMOCKA_INCLUDE_DIRS} DOC "folder of cmocka.h")
find_library(cmocka_LIBRARY NAMES cmocka HINTS ${PC_CMOCKA_LIBRARY_DIRS} DOC "the library cmocka")
mark_as_advanced(cmocka_INCLUDE_DIR cmocka_LIBRARY)
set(cmocka_VERSION ${PC_CMOCKA_VERSION})

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(cmocka
  REQUIRED_VARS cmocka_LIBRARY cmocka_INCLUDE_DIR VERSION_VAR cmocka_VERSION)

if(cmocka_FOUND AND NOT TARGET cmocka::cmocka)
  add_library(cmocka::cmocka UNKNOWN IMPORTED)
  set_target_properties(cmocka::cmocka PROPERTIES
    IMPORTED_LOCATION ${cmocka_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES ${cmocka_INCLUDE_DIR})
endif()
