/* SPDX-License-Identifier: Apache-2.0 */
/* sqlite_scan.h: the tables of a SQLite file of somebody else, for a scan. */
#ifndef QUHUA_STORE_SQLITE_SCAN_H
#define QUHUA_STORE_SQLITE_SCAN_H

#include "scan/scanner.h"

/* head: at least the first 20 bytes of the file. */
quhua_status quhua__sqlite_scan(quhua_scan *scan, const char *head, const char *path, quhua_error *err);

#endif
