/* SPDX-License-Identifier: Apache-2.0 */
/* exports.c: the recorded exports, and which of them are still true. */
#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "base/text_internal.h"
#include "registry/registry_internal.h"
#include "report/exports_internal.h"

struct quhua_exports {
  const quhua_snapshot *snapshot;
  quhua__arena arena;
  quhua_export *list;
  quhua_date *last; /* the later day of each question */
  size_t count;
  quhua_date
      *reach; /* reach[s]: the first day of which an entry after s may change an answer; s from 0 to known */
};

/* --- the fact ------------------------------------------------------------------------------------------------------- */

bool quhua__is_export(const quhua_fact *fact) {
  return fact->subject.len == 0 && quhua__begins_with(fact->key, QUHUA__EXPORT_KEY);
}

void quhua__export_put(quhua__bytes *out, const quhua_export *made) {
  char number[QUHUA__NUMBER_TEXT_MAX], digest[QUHUA_DIGEST_TEXT_MAX];
  quhua_str known = quhua__number_text(made->known, number);
  quhua_digest_format(&made->text, digest);
  quhua__bytes_add(out, known.ptr, known.len);
  quhua__bytes_add(out, "\t", 1);
  quhua__bytes_add(out, digest, strlen(digest));
  quhua__bytes_add(out, "\t", 1);
  quhua__escape(out, made->recipient);
  quhua__bytes_add(out, "\t", 1);
  quhua__bytes_add(out, made->question.ptr, made->question.len);
}

static quhua_str cut_tab(quhua_str *rest) {
  const char *tab = rest->len ? memchr(rest->ptr, '\t', rest->len) : NULL;
  quhua_str part = {rest->ptr, tab ? (size_t)(tab - rest->ptr) : rest->len};
  size_t gone = part.len + (tab != NULL);
  if (gone) *rest = (quhua_str){rest->ptr + gone, rest->len - gone};
  return part;
}

/* A sequence that the entry which says so can have known. */
static bool read_known(quhua_str text, quhua_sequence newest, quhua_sequence *out) {
  *out = 0;
  if (text.len == 0 || text.len > 10) return false;
  for (size_t i = 0; i < text.len; i++) {
    if (text.ptr[i] < '0' || text.ptr[i] > '9') return false;
    *out = *out * 10 + (quhua_sequence)(text.ptr[i] - '0');
  }
  return *out > 0 && *out <= newest;
}

static quhua_status corrupt(const quhua_fact *fact, quhua_error *err) {
  char number[QUHUA__NUMBER_TEXT_MAX];
  return quhua__fail(err, QUHUA_E_CORRUPT,
                     QUHUA__T("journal entry {1}: the fact “{2}” is not an export of this register",
                              "日志第 {1} 条：事项“{2}”不是本登记册的导出"),
                     QUHUA__T("restore the register from a backup", "请从备份恢复登记册"),
                     QUHUA__ARGS(quhua__number_text(fact->sequence, number), fact->key));
}

quhua_status quhua__export_read(const quhua_snapshot *snapshot, quhua__arena *arena, const quhua_fact *fact,
                                quhua_export *out, quhua_error *err) {
  size_t prefix = strlen(QUHUA__EXPORT_KEY);
  quhua_str rest = fact->value, id = {fact->key.ptr + prefix, fact->key.len - prefix};
  *out = (quhua_export){.sequence = fact->sequence, .date = fact->date};
  bool read = read_known(cut_tab(&rest), fact->sequence - 1, &out->known) &&
              quhua_digest_parse(cut_tab(&rest), &out->text);
  quhua_str recipient = cut_tab(&rest);
  out->question = rest;
  if (!read) return corrupt(fact, err);
  out->head = quhua__state_entry(snapshot->state, (uint32_t)out->known)->digest;
  quhua_status status = quhua__unescape(arena, recipient, &out->recipient, err);
  if (status == QUHUA_OK)
    status = quhua__export_id(snapshot->allocator, rest, out->known, &out->head, out->id, err);
  if (status == QUHUA_E_INVALID) return corrupt(fact, err);
  if (status != QUHUA_OK) return status;
  return quhua_str_equal(id, quhua_str_from(out->id)) ? QUHUA_OK : corrupt(fact, err);
}

/* --- the list ------------------------------------------------------------------------------------------------------- */

static size_t count_exports(const quhua_snapshot *snapshot) {
  quhua_fact fact;
  size_t count = 0;
  for (size_t i = 0; quhua_fact_at(snapshot, i, &fact); i++) count += quhua__is_export(&fact);
  return count;
}

static quhua_date last_day(const quhua_question *question) {
  return question->from > question->to ? question->from : question->to;
}

/* Take one export. The text of its question was made by quhua_question_new(), or by hand. */
static quhua_status add(quhua_exports *e, const quhua_fact *fact, quhua_error *err) {
  quhua_export *export = &e->list[e->count];
  quhua_question *question = NULL;
  quhua_status status = quhua__export_read(e->snapshot, &e->arena, fact, export, err);
  if (status != QUHUA_OK) return status;
  status = quhua_question_parse(e->snapshot->allocator, export->question, &question, err);
  if (status == QUHUA_OK) e->last[e->count++] = last_day(question);
  quhua_question_free(question);
  return status == QUHUA_E_INVALID ? corrupt(fact, err) : status;
}

static quhua_status collect(quhua_exports *e, quhua_error *err) {
  quhua_fact fact;
  quhua_status status = QUHUA_OK;
  size_t count = count_exports(e->snapshot);
  e->list = quhua__arena_alloc(&e->arena, count * sizeof *e->list);
  e->last = quhua__arena_alloc(&e->arena, count * sizeof *e->last);
  if (!e->list || !e->last) return quhua__fail_nomem(err);
  for (size_t i = 0; status == QUHUA_OK && quhua_fact_at(e->snapshot, i, &fact); i++)
    if (quhua__is_export(&fact)) status = add(e, &fact, err);
  return status;
}

/* From the newest entry back, so that each one is looked at once for all exports. */
static quhua_status find_reach(quhua_exports *e, quhua_error *err) {
  uint32_t known = e->snapshot->known;
  e->reach = quhua__arena_alloc(&e->arena, ((size_t)known + 1) * sizeof *e->reach);
  if (!e->reach) return quhua__fail_nomem(err);
  e->reach[known] = QUHUA_DATE_OPEN;
  for (uint32_t s = known; s > 0; s--) {
    quhua_date later = e->reach[s], own = QUHUA_DATE_NONE;
    if (later != QUHUA_DATE_NONE) own = quhua__entry_reach(e->snapshot, s);
    e->reach[s - 1] = own < later ? own : later;
  }
  return QUHUA_OK;
}

quhua_status quhua_exports_new(const quhua_snapshot *snapshot, quhua_exports **out, quhua_error *err) {
  const quhua_allocator *a = snapshot->allocator;
  quhua_exports *e = a->alloc(a->ctx, sizeof *e);
  if (!e) return quhua__fail_nomem(err);
  *e = (quhua_exports){.snapshot = snapshot};
  quhua__arena_init(&e->arena, a);
  quhua_status status = collect(e, err);
  if (status == QUHUA_OK) status = find_reach(e, err);
  if (status == QUHUA_OK)
    *out = e;
  else
    quhua_exports_free(e);
  return status;
}

size_t quhua_exports_count(const quhua_exports *exports) { return exports->count; }

const quhua_export *quhua_exports_at(const quhua_exports *exports, size_t index) {
  return index < exports->count ? &exports->list[index] : NULL;
}

void quhua_exports_free(quhua_exports *exports) {
  if (!exports) return;
  const quhua_allocator *a = exports->snapshot->allocator;
  quhua__arena_free(&exports->arena);
  a->free(a->ctx, exports, sizeof *exports);
}

/* --- still true? ---------------------------------------------------------------------------------------------------- */

bool quhua_exports_is_untouched(const quhua_exports *exports, size_t index, quhua_sequence since) {
  if (index >= exports->count) return false;
  return since >= exports->snapshot->known || exports->last[index] < exports->reach[since];
}

/* Failures that are about the machine and not about the question. */
static bool is_about_machine(quhua_status status) {
  return status == QUHUA_E_NOMEM || status == QUHUA_E_IO || status == QUHUA_E_BUSY ||
         status == QUHUA_E_CORRUPT;
}

static quhua_status ask_again(const quhua_exports *e, const quhua_export *recorded,
                              const quhua_host_answer *host, quhua_export_standing *out, quhua_error *err) {
  quhua_export now;
  quhua_question *question = NULL;
  quhua_status status = quhua_question_parse(e->snapshot->allocator, recorded->question, &question, err);
  if (status == QUHUA_OK) status = quhua_export_make(question, e->snapshot, host, NULL, &now, err);
  quhua_question_free(question);
  if (is_about_machine(status)) return status;
  *out = QUHUA_EXPORT_UNANSWERED;
  if (status != QUHUA_OK) return QUHUA_OK;
  bool same = memcmp(&now.text, &recorded->text, sizeof now.text) == 0;
  *out = same ? QUHUA_EXPORT_TRUE : QUHUA_EXPORT_CHANGED;
  return QUHUA_OK;
}

quhua_status quhua_exports_check(const quhua_exports *exports, size_t index, const quhua_host_answer *host,
                                 quhua_export_standing *out, quhua_error *err) {
  const quhua_export *recorded = quhua_exports_at(exports, index);
  if (!recorded)
    return quhua__fail(err, QUHUA_E_NOT_FOUND, QUHUA__T("there is no such export", "没有该导出"),
                       QUHUA__NO_REMEDY, QUHUA__NO_ARGS);
  *out = QUHUA_EXPORT_TRUE;
  if (quhua_exports_is_untouched(exports, index, recorded->known)) return QUHUA_OK;
  return ask_again(exports, recorded, host, out, err);
}
