/* SPDX-License-Identifier: Apache-2.0 */
/* entry.h: the canonical bytes of a journal entry (docs/formats/journal-entry.md). */
#ifndef QUHUA_JOURNAL_ENTRY_H
#define QUHUA_JOURNAL_ENTRY_H

#include <quhua/change.h>
#include <quhua/journal.h>

#include "base/bytes.h"
#include "registry/state.h"

/* First byte of every entry. A later version gets another number, and this one stays readable. */
#define QUHUA__ENTRY_VERSION 1

/* A waiver as journaled; the actor of the entry gave it. */
typedef struct quhua__entry_waiver {
  quhua_str rule, reason;
} quhua__entry_waiver;

/* What goes into an entry beside its head. */
typedef struct quhua__entry_body {
  const quhua_flow_row *const *rows; /* the act as declared */
  size_t row_count;
  const quhua__entry_waiver *waivers;
  size_t waiver_count;
  quhua_str effects;
} quhua__entry_body;

/* Append the canonical bytes to out; out->failed tells when memory ran out. head->digest is not read. */
void quhua__entry_write(quhua__bytes *out, const quhua__entry_head *head, const quhua_digest *link,
                        const quhua__entry_body *body);

/* SM3(0x00 || bytes). false when the provider failed. */
bool quhua__entry_digest(quhua_str bytes, quhua_digest *out);

/* An entry taken apart; texts are borrowed from the bytes. */
typedef struct quhua__entry_view {
  quhua__entry_head head; /* head.digest is not set */
  quhua_digest link;
  quhua__reader waivers; /* of waiver_count pairs of texts: rule and reason */
  uint64_t waiver_count;
  quhua_str effects;
  quhua_str bytes; /* the whole entry */
} quhua__entry_view;

/* QUHUA_E_CORRUPT for malformed bytes, QUHUA_E_NEWER for a later version or an unknown algorithm. */
quhua_status quhua__entry_read(quhua_str bytes, quhua__entry_view *out, quhua_error *err);

/* What an entry says about itself, for everybody. */
quhua_entry quhua__entry_public(const quhua__entry_view *view);

/* Say what an entry is whose bytes are complete: its digest goes into head and out, which borrows from the bytes. */
quhua_status quhua__entry_seal(const quhua__bytes *bytes, quhua__entry_head *head, quhua_entry *out,
                               quhua_error *err);
/* Write an entry and say what it is: its digest goes into head and entry. The entry borrows from bytes. */
quhua_status quhua__entry_make(quhua__bytes *bytes, quhua__entry_head *head, const quhua_digest *link,
                               const quhua__entry_body *body, quhua_entry *out, quhua_error *err);

#endif
