# SPDX-License-Identifier: Apache-2.0
# The target docs: the reference of the public headers and the guides, where every warning of Doxygen is an error.
find_program(QUHUA_DOXYGEN doxygen)
mark_as_advanced(QUHUA_DOXYGEN)
if(NOT QUHUA_DOXYGEN)
  message(FATAL_ERROR "QUHUA_BUILD_DOCS needs Doxygen. On Debian and Ubuntu: apt-get install doxygen")
endif()

file(GLOB quhua_guide CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/docs/guide/*.md)
if(quhua_guide)
  set(quhua_guide "\"${PROJECT_SOURCE_DIR}/docs/guide\"")
endif()
configure_file(${PROJECT_SOURCE_DIR}/docs/Doxyfile.in ${PROJECT_BINARY_DIR}/docs/Doxyfile @ONLY)
add_custom_target(docs
  COMMAND ${QUHUA_DOXYGEN} ${PROJECT_BINARY_DIR}/docs/Doxyfile
  COMMENT "Doxygen: ${PROJECT_BINARY_DIR}/docs/html/index.html"
  VERBATIM)
