# SPDX-License-Identifier: Apache-2.0
# Sourced by tests/run.sh and examples/quickstart.sh: makes sure that what a build needs is there. POSIX sh.
#
# quhua_setup PACKAGE…   the names are Debian's. On Debian and its children missing ones are installed, which takes
#                        root or sudo; elsewhere, and without either, what is missing is named and the script ends
#                        with status 2.

quhua_say() { printf '%s\n' "$*" >&2; }

quhua_is_debian() {
  [ -f /etc/debian_version ] && command -v apt-get >/dev/null && command -v dpkg-query >/dev/null
}

quhua_installed() {
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# Run a command as root: directly, or through sudo, which may ask for a password only at a terminal.
quhua_as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif [ -t 0 ]; then
    sudo "$@"
  else
    sudo -n "$@"
  fi
}

quhua_can_be_root() {
  [ "$(id -u)" -eq 0 ] || { command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; }
}

quhua_apt_install() {
  quhua_as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install --yes --no-install-recommends -o Dpkg::Use-Pty=0 -qq "$@" 2>&1
}

quhua_setup_debian() {
  missing=
  for package in "$@"; do
    quhua_installed "$package" || missing="$missing $package"
  done
  [ -n "$missing" ] || return 0
  if ! quhua_can_be_root; then
    quhua_say "These packages are missing, and installing them takes root or sudo (缺少软件包, 安装需要 root 或 sudo):"
    quhua_say "  apt-get install$missing"
    exit 2
  fi
  quhua_say "Installing (正在安装):$missing"
  # The lists of a fresh system are empty, those of an old one name files that are gone: then they are read anew.
  # shellcheck disable=SC2086  # the names are words
  if ! messages=$(quhua_apt_install $missing) &&
    ! messages=$(quhua_as_root apt-get update -qq 2>&1 && quhua_apt_install $missing); then
    quhua_say "$messages"
    quhua_say "Installing failed (安装失败):$missing"
    exit 2
  fi
}

# quhua_lacks PACKAGE: true when a system that is not Debian shows no sign of it
quhua_lacks() {
  case $1 in
    gcc) ! command -v cc >/dev/null ;;
    g++) ! command -v c++ >/dev/null ;;
    libc6-dev) false ;;
    ninja-build) ! command -v ninja >/dev/null ;;
    uthash-dev) ! echo '#include <uthash.h>' | cc -E - >/dev/null 2>&1 ;;
    libsqlite3-dev) ! pkg-config --exists sqlite3 ;;
    libutf8proc-dev) ! pkg-config --exists libutf8proc ;;
    libssl-dev) ! pkg-config --exists libcrypto ;;
    libcmocka-dev) ! pkg-config --exists cmocka ;;
    zlib1g-dev) ! pkg-config --exists zlib ;;
    *) ! command -v "$1" >/dev/null ;;
  esac
}

quhua_setup_elsewhere() {
  missing=
  for package in "$@"; do
    if quhua_lacks "$package" 2>/dev/null; then missing="$missing $package"; fi
  done
  [ -n "$missing" ] || return 0
  quhua_say "This is no Debian system; please install what these Debian packages hold (请安装以下 Debian 软件包的对应物):"
  quhua_say " $missing"
  exit 2
}

quhua_setup() {
  if quhua_is_debian; then
    quhua_setup_debian "$@"
  else
    quhua_setup_elsewhere "$@"
  fi
}

# What it takes to build the library and its tool.
# shellcheck disable=SC2034  # read by the scripts that source this one
QUHUA_BUILD_PACKAGES="gcc libc6-dev cmake ninja-build pkg-config uthash-dev libsqlite3-dev libutf8proc-dev libssl-dev"

# quhua_configure FOLDER OPTION…: configure a build folder; one that belongs to another place of the sources, for
# example because the project was moved, is begun anew.
quhua_configure() {
  folder=$1
  shift
  cache=$folder/CMakeCache.txt
  if [ -f "$cache" ] && ! grep -Fqx "CMAKE_HOME_DIRECTORY:INTERNAL=$(pwd -P)" "$cache"; then
    rm -rf "$cache" "$folder/CMakeFiles"
  fi
  if [ -f "$cache" ]; then
    cmake -S . -B "$folder" "$@"
  else
    cmake -G Ninja -S . -B "$folder" "$@"
  fi
}
