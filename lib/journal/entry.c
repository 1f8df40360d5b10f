/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/entry.h"

#include <string.h>

#include "base/digest.h"
#include "base/fail.h"

static void put_pairs(quhua__bytes *out, const quhua_attribute *pairs, size_t count) {
  quhua__bytes_u(out, count);
  for (size_t i = 0; i < count; i++) {
    quhua__bytes_t(out, pairs[i].key);
    quhua__bytes_t(out, pairs[i].value);
  }
}

static void put_row(quhua__bytes *out, const quhua_flow_row *row) {
  quhua__bytes_u(out, (uint64_t)row->relation);
  quhua__bytes_t(out, row->event);
  quhua__bytes_t(out, row->old_code);
  quhua__bytes_t(out, row->old_name);
  quhua__bytes_u(out, (uint64_t)row->old_level);
  quhua__bytes_t(out, row->new_code);
  quhua__bytes_t(out, row->new_name);
  quhua__bytes_u(out, (uint64_t)row->new_level);
  quhua__bytes_u(out, (uint64_t)row->new_kind);
  quhua__bytes_t(out, row->new_parent);
  quhua__share_put(out, row->share);
  quhua__bytes_u(out, (uint64_t)row->identity);
  quhua__bytes_t(out, row->target);
  quhua__bytes_u(out, (uint64_t)(row->confidence + 1));
  quhua__bytes_t(out, row->reason);
  quhua__bytes_t(out, row->note);
  put_pairs(out, row->attributes, row->attribute_count);
  put_pairs(out, row->amounts, row->amount_count);
  put_pairs(out, row->notes, row->note_count);
}

void quhua__entry_write(quhua__bytes *out, const quhua__entry_head *head, const quhua_digest *link,
                        const quhua__entry_body *body) {
  quhua__bytes_u(out, QUHUA__ENTRY_VERSION);
  quhua__bytes_u(out, QUHUA__SM3);
  quhua__bytes_u(out, head->sequence);
  quhua__bytes_u(out, (uint64_t)head->recorded);
  quhua__bytes_u(out, (uint64_t)head->kind);
  quhua__bytes_t(out, head->actor);
  quhua__bytes_add(out, link->bytes, sizeof link->bytes);
  quhua__bytes_s(out, head->effective);
  quhua__bytes_u(out, head->decided != QUHUA_DATE_NONE);
  if (head->decided != QUHUA_DATE_NONE) quhua__bytes_s(out, head->decided);
  quhua__bytes_t(out, head->document);
  quhua__bytes_u(out, body->row_count);
  for (size_t i = 0; i < body->row_count; i++) put_row(out, body->rows[i]);
  quhua__bytes_u(out, body->waiver_count);
  for (size_t i = 0; i < body->waiver_count; i++) {
    quhua__bytes_t(out, body->waivers[i].rule);
    quhua__bytes_t(out, body->waivers[i].reason);
  }
  quhua__bytes_add(out, body->effects.ptr, body->effects.len);
}

bool quhua__entry_digest(quhua_str bytes, quhua_digest *out) {
  static const uint8_t leaf = 0; /* RFC 6962: a leaf of the tree of entries */
  quhua__hasher *hasher = quhua__hasher_new(QUHUA__SM3);
  if (!hasher) return false;
  quhua__hasher_add(hasher, &leaf, 1);
  quhua__hasher_add(hasher, bytes.ptr, bytes.len);
  return quhua__hasher_finish(hasher, out->bytes);
}

static void skip_pairs(quhua__reader *in) {
  uint64_t count = quhua__read_u(in);
  for (uint64_t i = 0; i < count && !in->failed; i++) {
    quhua__read_t(in);
    quhua__read_t(in);
  }
}

static void skip_texts(quhua__reader *in, int count) {
  while (count--) quhua__read_t(in);
}

static void skip_row(quhua__reader *in) {
  quhua__read_upto(in, QUHUA_RELATION_LIMIT - 1);
  skip_texts(in, 3); /* event, old code and name */
  quhua__read_upto(in, QUHUA_LEVEL_MAX);
  skip_texts(in, 2); /* new code and name */
  quhua__read_upto(in, QUHUA_LEVEL_MAX);
  quhua__read_upto(in, QUHUA_KIND_LIMIT - 1);
  skip_texts(in, 1); /* parent */
  quhua__share_read(in);
  quhua__read_upto(in, QUHUA_IDENTITY_NEW);
  skip_texts(in, 1); /* target */
  quhua__read_upto(in, 10001);
  skip_texts(in, 2); /* reason, note */
  skip_pairs(in);
  skip_pairs(in);
  skip_pairs(in);
}

static quhua_date read_date(quhua__reader *in) {
  int64_t date = quhua__read_s(in);
  if (date > INT32_MIN && date < INT32_MAX) return (quhua_date)date;
  in->failed = true;
  return 0;
}

quhua_status quhua__entry_read(quhua_str bytes, quhua__entry_view *out, quhua_error *err) {
  quhua__reader in = quhua__reader_on(bytes);
  uint64_t version = quhua__read_u(&in), algorithm = quhua__read_u(&in);
  if (!in.failed && (version != QUHUA__ENTRY_VERSION || algorithm != QUHUA__SM3))
    return quhua__fail(
        err, QUHUA_E_NEWER,
        QUHUA__T("the journal was written by a newer version of libquhua", "日志由更新版本的 libquhua 写成"),
        QUHUA__T("use that version to open it", "请用该版本打开"), QUHUA__NO_ARGS);
  memset(out, 0, sizeof *out);
  out->head.sequence = (uint32_t)quhua__read_upto(&in, UINT32_MAX - 1);
  out->head.recorded = (quhua_instant)quhua__read_upto(&in, INT64_MAX);
  out->head.kind = (quhua_entry_kind)quhua__read_upto(&in, QUHUA_ENTRY_RECORD);
  out->head.actor = quhua__read_t(&in);
  const char *link = quhua__read_raw(&in, sizeof out->link.bytes);
  if (link) memcpy(out->link.bytes, link, sizeof out->link.bytes);
  out->head.effective = read_date(&in);
  out->head.decided = quhua__read_upto(&in, 1) ? read_date(&in) : QUHUA_DATE_NONE;
  out->head.document = quhua__read_t(&in);
  uint64_t rows = quhua__read_u(&in);
  for (uint64_t i = 0; i < rows && !in.failed; i++) skip_row(&in);
  quhua__reader waivers = in;
  out->waiver_count = quhua__read_u(&in);
  out->waivers = in;
  skip_pairs(&waivers);
  in = waivers;
  if (in.failed || out->head.kind == 0)
    return quhua__fail(err, QUHUA_E_CORRUPT, QUHUA__T("a journal entry is malformed", "日志条目格式错误"),
                       QUHUA__NO_REMEDY, QUHUA__NO_ARGS);
  out->effects = (quhua_str){in.at, (size_t)(in.end - in.at)};
  out->bytes = bytes;
  return QUHUA_OK;
}

quhua_entry quhua__entry_public(const quhua__entry_view *view) {
  quhua__effect_counts counts;
  quhua__reader effects = quhua__reader_on(view->effects);
  quhua__effect_count(effects, &counts);
  return (quhua_entry){
      .sequence = view->head.sequence,
      .recorded = view->head.recorded,
      .effective = view->head.effective,
      .decided = view->head.decided,
      .kind = view->head.kind,
      .actor = view->head.actor,
      .document = view->head.document,
      .bytes = view->bytes,
      .digest = view->head.digest,
      .link = view->link,
      .versions = (uint64_t)counts.opened + counts.closed + counts.amended,
      .flows = counts.flows,
      .facts = counts.facts,
      .earliest = counts.earliest == QUHUA_DATE_NONE ? view->head.effective : counts.earliest,
      .waivers = (uint32_t)view->waiver_count,
  };
}

quhua_status quhua__entry_seal(const quhua__bytes *bytes, quhua__entry_head *head, quhua_entry *out,
                               quhua_error *err) {
  quhua__entry_view view;
  if (bytes->failed) return quhua__fail_nomem(err);
  quhua_status status = quhua__entry_read((quhua_str){bytes->data, bytes->len}, &view, err);
  if (status != QUHUA_OK) return status;
  if (!quhua__entry_digest(view.bytes, &view.head.digest)) return quhua__fail_digest(err);
  head->digest = view.head.digest;
  *out = quhua__entry_public(&view);
  return QUHUA_OK;
}

quhua_status quhua__entry_make(quhua__bytes *bytes, quhua__entry_head *head, const quhua_digest *link,
                               const quhua__entry_body *body, quhua_entry *out, quhua_error *err) {
  quhua__entry_write(bytes, head, link, body);
  return quhua__entry_seal(bytes, head, out, err);
}

bool quhua_entry_waiver(const quhua_entry *entry, size_t index, quhua_str *rule, quhua_str *reason) {
  quhua__entry_view view;
  if (index >= entry->waivers || quhua__entry_read(entry->bytes, &view, NULL) != QUHUA_OK) return false;
  for (size_t i = 0; i <= index; i++) {
    *rule = quhua__read_t(&view.waivers);
    *reason = quhua__read_t(&view.waivers);
  }
  return !view.waivers.failed;
}
