/* SPDX-License-Identifier: Apache-2.0 */
/* export.c: an answer that is given away: its id, its digest, and its record in the journal. */
#include <string.h>

#include "base/digest.h"
#include "base/fail.h"
#include "base/number.h"
#include "base/text_internal.h"
#include "plan/record_internal.h"
#include "registry/registry_internal.h"
#include "report/exports_internal.h"

#define LONGEST_RECIPIENT 1000
#define MOST_ATTEMPTS 100 /* as for other facts: each process that writes loses against each other one once */
#define ID_DIGITS 16      /* of the digest: 64 bits */
#define KEY_MAX (sizeof QUHUA__EXPORT_KEY + QUHUA_EXPORT_ID_MAX)

/* --- ids ------------------------------------------------------------------------------------------------------------ */

/* The leaves of the journal begin with 0x00 and inner nodes of RFC 6962 with 0x01; an export is neither. */
#define EXPORT_PREFIX 2

static bool digest_of(quhua_str bytes, quhua_digest *out) {
  quhua__hasher *hasher = quhua__hasher_new(QUHUA__SM3);
  if (!hasher) return false;
  quhua__hasher_add(hasher, bytes.ptr, bytes.len);
  return quhua__hasher_finish(hasher, out->bytes);
}

quhua_status quhua__export_id(const quhua_allocator *allocator, quhua_str question, quhua_sequence known,
                              const quhua_digest *head, char out[QUHUA_EXPORT_ID_MAX], quhua_error *err) {
  char text[QUHUA_DIGEST_TEXT_MAX];
  quhua_digest digest = {{0}};
  quhua__bytes bytes;
  quhua__bytes_init(&bytes, allocator);
  quhua__bytes_u(&bytes, EXPORT_PREFIX);
  quhua__bytes_t(&bytes, question);
  quhua__bytes_u(&bytes, known);
  quhua__bytes_add(&bytes, head->bytes, sizeof head->bytes);
  quhua_status status = bytes.failed ? quhua__fail_nomem(err) : QUHUA_OK;
  if (status == QUHUA_OK && !digest_of((quhua_str){bytes.data, bytes.len}, &digest))
    status = quhua__fail_digest(err);
  quhua__bytes_free(&bytes);
  quhua_digest_format(&digest, text);
  memset(out, 0, QUHUA_EXPORT_ID_MAX);
  out[0] = 'x';
  memcpy(out + 1, text, ID_DIGITS);
  return status;
}

/* --- making --------------------------------------------------------------------------------------------------------- */

/* The state that a snapshot asks; what only a plan or an empty register knows cannot be asked again. */
static quhua_status bind(const quhua_snapshot *snapshot, quhua_export *out, quhua_error *err) {
  uint32_t known = snapshot->state->base ? 0 : quhua__export_sequence(snapshot);
  if (!known)
    return quhua__fail(err, QUHUA_E_INVALID,
                       QUHUA__T("a plan or an empty register answers nothing that could be asked again",
                                "方案或空登记册的答复无法再次查询"),
                       QUHUA__T("commit first, then export", "请先提交，再导出"), QUHUA__NO_ARGS);
  out->known = known;
  out->head = quhua__state_entry(snapshot->state, known)->digest;
  return QUHUA_OK;
}

static quhua_status identify(const quhua_question *question, const quhua_snapshot *snapshot,
                             quhua_export *out, quhua_error *err) {
  quhua_status status = bind(snapshot, out, err);
  out->question = quhua_question_text(question);
  out->recipient = (quhua_str){"", 0};
  if (status != QUHUA_OK) return status;
  return quhua__export_id(snapshot->allocator, out->question, out->known, &out->head, out->id, err);
}

quhua_status quhua_export_id(const quhua_question *question, const quhua_snapshot *snapshot,
                             char out[QUHUA_EXPORT_ID_MAX], quhua_error *err) {
  quhua_export made = {.date = QUHUA_DATE_NONE};
  quhua_status status = identify(question, snapshot, &made, err);
  if (status == QUHUA_OK) memcpy(out, made.id, sizeof made.id);
  return status;
}

/* A writer that takes the digest of what goes through it. */
typedef struct tee {
  quhua__hasher *hasher;
  const quhua_writer *onward; /* or NULL */
} tee;

static bool take(void *ctx, const char *data, size_t len) {
  const tee *t = ctx;
  quhua__hasher_add(t->hasher, data, len);
  return !t->onward || t->onward->write(t->onward->ctx, data, len);
}

quhua_status quhua_export_make(const quhua_question *question, const quhua_snapshot *snapshot,
                               const quhua_host_answer *host, const quhua_writer *writer, quhua_export *out,
                               quhua_error *err) {
  quhua_export made = {.date = QUHUA_DATE_NONE};
  quhua_status status = identify(question, snapshot, &made, err);
  if (status != QUHUA_OK) return status;
  tee t = {quhua__hasher_new(QUHUA__SM3), writer};
  quhua_writer through = {&t, take};
  if (!t.hasher) return quhua__fail_digest(err);
  status = quhua_question_answer(question, snapshot, host, &through, err);
  bool hashed = quhua__hasher_finish(t.hasher, made.text.bytes);
  if (status == QUHUA_OK && !hashed) status = quhua__fail_digest(err);
  if (status == QUHUA_OK) *out = made;
  return status;
}

/* --- recording ------------------------------------------------------------------------------------------------------ */

static quhua_status check_recipient(quhua_str recipient, quhua_error *err) {
  bool sound =
      recipient.len == 0 || (recipient.len <= LONGEST_RECIPIENT &&
                             !memchr(recipient.ptr, '\0', recipient.len) && quhua__utf8_valid(recipient));
  if (sound) return QUHUA_OK;
  return quhua__fail(
      err, QUHUA_E_INVALID,
      QUHUA__T("for whom it is: not valid UTF-8, with a NUL character, or longer than 1000 bytes",
               "接收方不是有效的 UTF-8、含有空字符，或超过 1000 字节"),
      QUHUA__T("write a short name", "请写一个简短的名称"), QUHUA__NO_ARGS);
}

/* An export of another register, or one that was put together by hand, would never be told from a changed one. */
static quhua_status check_origin(const quhua_registry *registry, const quhua_export *made, quhua_error *err) {
  char id[QUHUA_EXPORT_ID_MAX];
  bool ours = made->known > 0 && made->known <= quhua_registry_head(registry);
  if (ours) {
    const quhua_digest *head = &quhua__state_entry(&registry->state, (uint32_t)made->known)->digest;
    quhua_status status = quhua__export_id(registry->allocator, made->question, made->known, head, id, err);
    if (status != QUHUA_OK) return status;
    ours = memcmp(id, made->id, sizeof id) == 0;
  }
  if (ours) return QUHUA_OK;
  return quhua__fail(
      err, QUHUA_E_INVALID,
      QUHUA__T("the export {1} is not an answer of this register", "导出 {1} 不是本登记册的答复"),
      QUHUA__T("record it where it was made", "请在作出答复的登记册中登记"),
      QUHUA__ARGS(quhua_str_from(made->id)));
}

static quhua_str key_of(const quhua_export *made, char out[KEY_MAX]) {
  size_t prefix = strlen(QUHUA__EXPORT_KEY), len = strlen(made->id);
  memcpy(out, QUHUA__EXPORT_KEY, prefix);
  memcpy(out + prefix, made->id, len);
  return (quhua_str){out, prefix + len};
}

/* Is exactly this on record already? */
static bool is_recorded(const quhua_registry *registry, quhua_str key, quhua_str value) {
  const quhua__state *s = &registry->state;
  uint32_t number = quhua__state_find_fact(s, quhua__state_head(s), (quhua_str){"", 0}, key);
  for (; number; number = quhua__state_fact(s, number)->next)
    if (quhua_str_equal(quhua__texts_at(&s->texts, quhua__state_fact(s, number)->value), value)) return true;
  return false;
}

static quhua_status record(quhua_registry *registry, quhua_str key, quhua_str value,
                           quhua_commit_options *options, quhua_receipt *receipt, quhua_error *err) {
  quhua__bytes effects;
  quhua__bytes_init(&effects, registry->allocator);
  quhua_status status = QUHUA_E_CONFLICT;
  for (int attempt = 0; status == QUHUA_E_CONFLICT && attempt < MOST_ATTEMPTS; attempt++) {
    status = attempt ? quhua_registry_refresh(registry, err) : QUHUA_OK;
    if (status != QUHUA_OK) break;
    effects.len = 0;
    quhua_date day = quhua__record_begin(registry, options);
    quhua__effect_put_fact(&effects, (quhua_str){"", 0}, key, day, value);
    status = quhua__record_commit(registry, options, &effects, receipt, err);
  }
  quhua__bytes_free(&effects);
  return status;
}

quhua_status quhua_export_record(quhua_registry *registry, const quhua_export *made, quhua_str recipient,
                                 const quhua_commit_options *given, quhua_receipt *receipt,
                                 quhua_error *err) {
  char key_text[KEY_MAX];
  quhua_commit_options options = quhua__commit_options(given);
  quhua_export own = *made;
  quhua__bytes value;
  if (registry->read_only) return quhua__fail_read_only(err);
  quhua_status status = check_recipient(recipient, err);
  if (status == QUHUA_OK) status = check_origin(registry, made, err);
  if (status != QUHUA_OK) return status;
  quhua_str key = key_of(made, key_text);
  own.recipient = recipient;
  quhua__bytes_init(&value, registry->allocator);
  quhua__export_put(&value, &own);
  quhua_str text = {value.data, value.len};
  if (value.failed)
    status = quhua__fail_nomem(err);
  else if (!is_recorded(registry, key, text))
    status = record(registry, key, text, &options, receipt, err);
  else if (receipt)
    quhua__receipt_fill(registry, receipt);
  quhua__bytes_free(&value);
  return status;
}
