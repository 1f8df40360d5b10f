/* SPDX-License-Identifier: Apache-2.0 */
/* report.h: what becomes of that which was found. */
#ifndef QUHUA_SCAN_REPORT_H
#define QUHUA_SCAN_REPORT_H

#include "scan/scanner.h"

quhua_status quhua__scan_report_begin(quhua_scan *scan, quhua_error *err);
void quhua__scan_report_free(quhua_scan *scan);
/* The encoding changed: what is remembered of cells is worth nothing. */
void quhua__scan_report_forget(quhua_scan *scan);

#endif
