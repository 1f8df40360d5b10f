# SPDX-License-Identifier: Apache-2.0
# What `cmake --install` puts where: headers, both libraries, the package files and the licence.
include(CMakePackageConfigHelpers)

set(quhua_package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/quhua)

install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/quhua ${PROJECT_BINARY_DIR}/include/quhua
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
  FILES_MATCHING PATTERN "*.h")
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})

# Two sets of targets: whoever links the shared library needs none of our dependencies at build time.
foreach(kind shared static)
  install(TARGETS quhua_${kind} EXPORT quhua_${kind}_targets
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
    LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
    RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  install(EXPORT quhua_${kind}_targets
    FILE quhua-${kind}-targets.cmake NAMESPACE quhua:: DESTINATION ${quhua_package_folder})
endforeach()

configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/quhuaConfig.cmake.in
  ${PROJECT_BINARY_DIR}/cmake/quhuaConfig.cmake INSTALL_DESTINATION ${quhua_package_folder})
# Before 1.0 a new minor version may break the interface.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/cmake/quhuaConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES
  ${PROJECT_BINARY_DIR}/cmake/quhuaConfig.cmake
  ${PROJECT_BINARY_DIR}/cmake/quhuaConfigVersion.cmake
  ${PROJECT_SOURCE_DIR}/cmake/Findutf8proc.cmake
  DESTINATION ${quhua_package_folder})

# quhua.pc finds its prefix from its own place, so that an installation can be moved.
file(RELATIVE_PATH quhua_pc_prefix
  ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
string(REGEX REPLACE "/$" "" quhua_pc_prefix "${quhua_pc_prefix}")
foreach(folder LIBDIR INCLUDEDIR)
  if(IS_ABSOLUTE ${CMAKE_INSTALL_${folder}})
    set(quhua_pc_${folder} ${CMAKE_INSTALL_${folder}})
  else()
    set(quhua_pc_${folder} "\${prefix}/${CMAKE_INSTALL_${folder}}")
  endif()
endforeach()
if(NOT Iconv_IS_BUILT_IN)
  set(quhua_pc_libs_private "-liconv")
endif()
configure_file(${PROJECT_SOURCE_DIR}/cmake/quhua.pc.in ${PROJECT_BINARY_DIR}/cmake/quhua.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/cmake/quhua.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
