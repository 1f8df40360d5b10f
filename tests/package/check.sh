#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Installs the library and builds a small program against it in each way that people use: find_package and
# pkg-config, shared and static, C and C++, and as a part of another project.
# usage: check.sh SOURCE_DIR BUILD_DIR CMAKE GENERATOR CC CXX   (CXX may be empty)
set -u
source=$1
build=$2
cmake=$3
generator=$4
CC=$5
CXX=$6
export CC
[ -z "$CXX" ] || export CXX
unset DESTDIR CFLAGS CXXFLAGS LDFLAGS PKG_CONFIG_PATH
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
prefix=$scratch/prefix
consumer=$source/tests/package/consumer

failures=0
ways=0
# attempt WHAT COMMAND…: one way of using the library
attempt() {
  what=$1
  shift
  ways=$((ways + 1))
  if "$@" >"$scratch/log" 2>&1; then
    printf 'ok: %s\n' "$what"
  else
    printf 'FAILED: %s\n' "$what"
    cat "$scratch/log"
    failures=$((failures + 1))
  fi
}

# says WANTED PROGRAM: the program runs and is linked to the library in the WANTED way
says() {
  "$2" || return 1
  case "$1" in
    shared) readelf -d "$2" | grep 'NEEDED.*libquhua\.so\.' ;;
    static) ! readelf -d "$2" | grep 'NEEDED.*libquhua' ;;
  esac
}

# by_cmake LINKAGE NAME OPTION…
by_cmake() {
  linkage=$1
  name=$2
  shift 2
  "$cmake" -G "$generator" -S "$consumer" -B "$scratch/$name" -DLANGUAGE=C -DHOW=package \
    -DCMAKE_PREFIX_PATH="$prefix" "$@" &&
    "$cmake" --build "$scratch/$name" && says "$linkage" "$scratch/$name/consumer"
}

# by_pkgconfig LINKAGE COMPILER LANGUAGE
by_pkgconfig() {
  pc=$(find "$prefix" -name quhua.pc)
  PKG_CONFIG_PATH=$(dirname "$pc")
  export PKG_CONFIG_PATH
  cflags=$(pkg-config --cflags quhua) || return 1
  if [ "$1" = static ]; then
    # Only our own library statically: the others may be there as shared libraries alone.
    libs=$(pkg-config --static --libs quhua) || return 1
    libs=$(printf '%s\n' "$libs" | sed 's/-lquhua/-l:libquhua.a/')
  else
    libs="$(pkg-config --libs quhua) -Wl,-rpath,$(pkg-config --variable=libdir quhua)" || return 1
  fi
  # shellcheck disable=SC2086  # the flags are words
  $2 -x "$3" $cflags "$consumer/main.c" -x none $libs -o "$scratch/program" && says "$1" "$scratch/program"
}

# What an installation must hold, and where.
complete() {
  for file in bin/quhua include/quhua/quhua.h include/quhua/version.h include/quhua/sys/store_backend.h; do
    [ -f "$prefix/$file" ] || { echo "missing: $file"; return 1; }
  done
  for name in libquhua.a libquhua.so quhua.pc quhuaConfig.cmake quhuaConfigVersion.cmake LICENSE; do
    [ -n "$(find "$prefix" -name "$name")" ] || { echo "missing: $name"; return 1; }
  done
  if [ -n "$(find "$prefix" -name '*.in')" ]; then
    echo 'a template was installed'
    return 1
  fi
  so=$(find "$prefix" -name libquhua.so)
  readelf -d "$so" | grep 'SONAME.*\[libquhua\.so\.[0-9]*\]' && "$prefix/bin/quhua" --version
}

if ! "$cmake" --install "$build" --prefix "$prefix" >"$scratch/log" 2>&1; then
  cat "$scratch/log"
  exit 1
fi
# A moved installation must work too.
mv "$prefix" "$scratch/moved" && prefix=$scratch/moved

attempt 'the installation is complete, and its tool runs' complete
attempt 'find_package, default' by_cmake shared default -DLIBRARY=quhua::quhua
attempt 'find_package, shared' by_cmake shared shared -DLIBRARY=quhua::quhua_shared -DCOMPONENTS='COMPONENTS;shared'
attempt 'find_package, static' by_cmake static static -DLIBRARY=quhua::quhua -DCOMPONENTS='COMPONENTS;static'
attempt 'find_package, BUILD_SHARED_LIBS=OFF' by_cmake static off -DLIBRARY=quhua::quhua -DBUILD_SHARED_LIBS=OFF
attempt 'pkg-config, shared' by_pkgconfig shared "$CC" c
attempt 'pkg-config, static' by_pkgconfig static "$CC" c
attempt 'a part of another project' by_cmake static sub -DHOW=subproject -DQUHUA_SOURCE_DIR="$source" \
  -DLIBRARY=quhua::quhua_static
if [ -n "$CXX" ]; then
  attempt 'find_package, C++' by_cmake shared cxx -DLIBRARY=quhua::quhua -DLANGUAGE=CXX
  attempt 'pkg-config, C++' by_pkgconfig shared "$CXX" c++
fi

printf '%d ways, %d failures\n' "$ways" "$failures"
[ "$failures" -eq 0 ]
