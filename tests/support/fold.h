/* SPDX-License-Identifier: Apache-2.0 */
/* fold.h: states made by hand, effect by effect, for tests of what lies below the planner. */
#ifndef QUHUA_TESTS_FOLD_H
#define QUHUA_TESTS_FOLD_H

#include "base/bytes.h"
#include "registry/registry_internal.h"

/* An entry that is being written for a state. */
typedef struct fold {
  quhua__state *state;
  quhua__bytes effects;
} fold;

quhua_date fold_day(const char *text);
/* A root with a built-in scheme and the default allocator. */
void fold_root(quhua__state *state, const char *scheme);

void fold_begin(fold *f, quhua__state *state);
/* The level is read from the code, or 5 in scheme opaque; the kind from code and name. */
void fold_open(fold *f, uint32_t unit, uint32_t parent, const char *code, const char *name, const char *from);
void fold_open_with(fold *f, uint32_t unit, uint32_t parent, const char *code, const char *name,
                    const char *from, const quhua_attribute *attributes, size_t count);
void fold_close(fold *f, uint32_t unit, const char *date);
void fold_event(fold *f, quhua_relation relation);
/* The share as it is written in a flow table; "1" is whole. */
void fold_flow(fold *f, uint32_t old_unit, uint32_t new_unit, const char *share);
void fold_observe(fold *f, uint32_t unit, const char *date, const char *series, const char *value);
void fold_retract(fold *f, uint32_t sequence);
/* Apply the entry as the next of its state; frees what was written. */
quhua_status fold_try(fold *f, const char *effective);
/* The same; must succeed. */
void fold_end(fold *f, const char *effective);

/* What everybody may ask of the state at a sequence, as text: all versions of all units, who lives on each of the
 * days, children, holders of codes, flows, observations. To be freed. */
char *fold_answers(const quhua__state *state, uint32_t known, const char *const *days, size_t count);

/* The yard: 两河镇 and 毛公乡 with villages (entry 1, 2019-01-01), then both become 高渠镇 (entry 2, 2020-01-01).
 *   1 盐亭县 510723   2 两河镇 …104   3 毛公乡 …208
 *   4 东永村 …208201 -> …114201   5 西山村 …208202 -> …114202   6 金龙村 …104201 -> …114203   7 高渠镇 …114 */
void fold_yard_opening(quhua__state *state);
void fold_yard_merger(quhua__state *state);

#endif
