# SPDX-License-Identifier: Apache-2.0
# Finduthash: the header-only library uthash, as the target uthash::uthash.
find_path(uthash_INCLUDE_DIR NAMES uthash.h DOC "folder of uthash.h")
mark_as_advanced(uthash_INCLUDE_DIR)

if(uthash_INCLUDE_DIR)
  file(STRINGS ${uthash_INCLUDE_DIR}/uthash.h _uthash_version REGEX "define UTHASH_VERSION")
  string(REGEX REPLACE ".*UTHASH_VERSION[ \t]+([0-9.]+).*" "\\1" uthash_VERSION "${_uthash_version}")
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(uthash REQUIRED_VARS uthash_INCLUDE_DIR VERSION_VAR uthash_VERSION)

if(uthash_FOUND AND NOT TARGET uthash::uthash)
  add_library(uthash::uthash INTERFACE IMPORTED)
  set_target_properties(uthash::uthash PROPERTIES INTERFACE_INCLUDE_DIRECTORIES ${uthash_INCLUDE_DIR})
endif()
