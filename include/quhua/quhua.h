/* SPDX-License-Identifier: Apache-2.0 */
/** @file quhua.h
 * The whole public interface of libquhua. */
#ifndef QUHUA_QUHUA_H
#define QUHUA_QUHUA_H

#include <quhua/change.h>
#include <quhua/code.h>
#include <quhua/crosswalk.h>
#include <quhua/date.h>
#include <quhua/due.h>
#include <quhua/error.h>
#include <quhua/exports.h>
#include <quhua/fact.h>
#include <quhua/figures.h>
#include <quhua/fraction.h>
#include <quhua/infer.h>
#include <quhua/io.h>
#include <quhua/journal.h>
#include <quhua/ledger.h>
#include <quhua/lineage.h>
#include <quhua/memory.h>
#include <quhua/observe.h>
#include <quhua/opening.h>
#include <quhua/plan.h>
#include <quhua/project.h>
#include <quhua/recode.h>
#include <quhua/record.h>
#include <quhua/registry.h>
#include <quhua/report.h>
#include <quhua/room.h>
#include <quhua/rules.h>
#include <quhua/scan.h>
#include <quhua/stats.h>
#include <quhua/store.h>
#include <quhua/text.h>
#include <quhua/unit.h>
#include <quhua/version.h>
#include <quhua/vintage.h>

#endif
