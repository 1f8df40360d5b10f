/* SPDX-License-Identifier: Apache-2.0 */
/* exports_internal.h: what questions and exports are made of. */
#ifndef QUHUA_REPORT_EXPORTS_INTERNAL_H
#define QUHUA_REPORT_EXPORTS_INTERNAL_H

#include <quhua/exports.h>
#include <quhua/fact.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "plan/record_internal.h"

struct quhua_question {
  const quhua_allocator *allocator;
  quhua__arena arena;
  quhua_str text;
  quhua_str kind;
  quhua_date from, to;
  quhua_attribute *parameters; /* in the order of their keys */
  size_t count;
};

/* Write a text so that it holds no blank, no control character and none of % & = ?: these become %XX (RFC 3986, 2.1). */
void quhua__escape(quhua__bytes *out, quhua_str text);
/* The text that was escaped; views into the arena. QUHUA_E_NOMEM, or QUHUA_E_INVALID when it is malformed. Whether it
 * is what quhua__escape() writes is for the caller to compare. */
quhua_status quhua__unescape(quhua__arena *arena, quhua_str escaped, quhua_str *out, quhua_error *err);

/* The newest entry up to a sequence that records anything beside exports; 0 when there is none. */
uint32_t quhua__export_sequence(const quhua_snapshot *snapshot);
/* The id of the answer to a question that an entry with this digest gave. */
quhua_status quhua__export_id(const quhua_allocator *allocator, quhua_str question, quhua_sequence known,
                              const quhua_digest *head, char out[QUHUA_EXPORT_ID_MAX], quhua_error *err);

/* The value of the fact: known, digest, recipient and question, parted by tabs. */
void quhua__export_put(quhua__bytes *out, const quhua_export *made);
/* The recorded export that a fact says, made sure by its id. */
quhua_status quhua__export_read(const quhua_snapshot *snapshot, quhua__arena *arena, const quhua_fact *fact,
                                quhua_export *out, quhua_error *err);
/* Is it a fact about an export? */
bool quhua__is_export(const quhua_fact *fact);

/* The first day of which an entry may change an answer: QUHUA_DATE_OPEN when it changes none, QUHUA_DATE_NONE when it may
 * change any. */
quhua_date quhua__entry_reach(const quhua_snapshot *snapshot, uint32_t sequence);

#endif
