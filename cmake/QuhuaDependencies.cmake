# SPDX-License-Identifier: Apache-2.0
# The libraries of the system that we build on; docs/decisions/0001-dependencies.md gives the reason for each.

# Find a package or say how to get it. uses: what the library does with it.
macro(quhua_require package target debian uses)
  find_package(${package} ${ARGN} QUIET)
  if(NOT TARGET ${target})
    message(FATAL_ERROR
      "libquhua needs ${package} ${ARGN} for ${uses}, and it was not found.\n"
      "On Debian and Ubuntu: apt-get install ${debian}\n"
      "Elsewhere: install it, and add its prefix to CMAKE_PREFIX_PATH if it is not in a usual place.")
  endif()
endmacro()

quhua_require(uthash uthash::uthash uthash-dev "its hash tables")
quhua_require(SQLite3 SQLite::SQLite3 libsqlite3-dev "registers in files" 3.37)
quhua_require(utf8proc utf8proc::utf8proc libutf8proc-dev "comparing names")
quhua_require(OpenSSL OpenSSL::Crypto libssl-dev "the digests SM3 and SHA-256" 1.1.1 COMPONENTS Crypto)
quhua_require(Iconv Iconv::Iconv libc6-dev "reading GB18030")
quhua_require(Threads Threads::Threads libc6-dev "rewriting tables with several threads")
