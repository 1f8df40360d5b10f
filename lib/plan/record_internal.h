/* SPDX-License-Identifier: Apache-2.0 */
/* record_internal.h: entries that record something beside acts: facts and observed values. */
#ifndef QUHUA_PLAN_RECORD_INTERNAL_H
#define QUHUA_PLAN_RECORD_INTERNAL_H

#include "plan/plan_internal.h"

/* Facts of the register with this in front of their key are exports (quhua/exports.h); the id follows. */
#define QUHUA__EXPORT_KEY "export:"

/* Fix the recorded time of an entry; returns the day on which it takes effect. */
quhua_date quhua__record_begin(const quhua_registry *registry, quhua_commit_options *options);
/* After that, commit effects as one entry of the kind record. All of them or none. receipt may be NULL. */
quhua_status quhua__record_commit(quhua_registry *registry, const quhua_commit_options *options,
                                  const quhua__bytes *effects, quhua_receipt *receipt, quhua_error *err);

#endif
