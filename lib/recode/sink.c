/* SPDX-License-Identifier: Apache-2.0 */
/* sink.c: what of the buffer stands is written from where it lies; text of the same length is put into its place, so
 * that a table in which codes change and nothing else is never copied.
 *
 * The patch (docs/formats/recode-undo.md) is a line for each edit: bytes that stand since the last one, bytes of new
 * text, bytes of old text, and the old text. */
#include <stdio.h>

#include "base/fail.h"
#include "recode/recoder.h"

/* From this size on bytes are written from where they lie. */
#define DIRECT ((size_t)16 * 1024)

static quhua_status write_out(quhua_recoder *r, const char *data, size_t len, quhua_error *err) {
  if (len == 0) return QUHUA_OK;
  if (r->sums) quhua__checksum_add(&r->after, data, len);
  if (r->writer.write(r->writer.ctx, data, len)) return QUHUA_OK;
  return quhua__fail(err, QUHUA_E_IO, QUHUA__T("the output cannot be written", "无法写出结果"),
                     QUHUA__T("check that the disk has room", "请检查磁盘空间"), QUHUA__NO_ARGS);
}

quhua_status quhua__recoder_flush(quhua_recoder *r, quhua_error *err) {
  size_t len = r->out_len;
  r->out_len = 0;
  return write_out(r, r->out, len, err);
}

static quhua_status put(quhua_recoder *r, const char *data, size_t len, quhua_error *err) {
  bool direct = (len >= DIRECT && !r->gathers) || len > r->out_cap;
  quhua_status status = QUHUA_OK;
  r->counts.bytes_out += len;
  if (direct || r->out_len + len > r->out_cap) status = quhua__recoder_flush(r, err);
  if (status) return status;
  if (direct) return write_out(r, data, len, err);
  if (len) memcpy(r->out + r->out_len, data, len);
  r->out_len += len;
  return QUHUA_OK;
}

quhua_status quhua__recoder_done(quhua_recoder *r, const char *upto, quhua_error *err) {
  const char *from = r->run;
  r->run = upto;
  return put(r, from, (size_t)(upto - from), err);
}

/* --- the patch ---------------------------------------------------------------------------------------------------- */

static quhua_status write_undo(quhua_recoder *r, const char *data, size_t len, quhua_error *err) {
  if (r->undo.write(r->undo.ctx, data, len)) return QUHUA_OK;
  return quhua__fail(err, QUHUA_E_IO, QUHUA__T("the patch cannot be written", "无法写出还原文件"),
                     QUHUA__T("check that the disk has room", "请检查磁盘空间"), QUHUA__NO_ARGS);
}

quhua_status quhua__recoder_begin_undo(quhua_recoder *r, quhua_error *err) {
  static const char first[] = "quhua-recode-undo 1\n";
  return write_undo(r, first, sizeof first - 1, err);
}

quhua_status quhua__recoder_end_undo(quhua_recoder *r, quhua_error *err) {
  char line[128];
  unsigned long long rest = r->counts.bytes_out - r->undone;
  int len =
      snprintf(line, sizeof line, "end %llu %llu %016llx %llu %016llx\n", rest,
               (unsigned long long)r->counts.bytes_out, (unsigned long long)quhua__checksum_end(&r->after),
               (unsigned long long)r->counts.bytes_in, (unsigned long long)quhua__checksum_end(&r->before));
  return write_undo(r, line, (size_t)len, err);
}

static quhua_status note_edit(quhua_recoder *r, const char *at, size_t len, size_t new_len,
                              quhua_error *err) {
  char head[80];
  uint64_t place = r->counts.bytes_out + (uint64_t)(at - r->run);
  bool lacks_gap = r->is_part && !r->noted;
  int head_len = 0;
  if (lacks_gap)
    r->first_gap = place - r->undone;
  else
    head_len = snprintf(head, sizeof head, "%llu ", (unsigned long long)(place - r->undone));
  head_len += snprintf(head + head_len, sizeof head - (size_t)head_len, "%llu %llu ",
                       (unsigned long long)new_len, (unsigned long long)len);
  r->noted = true;
  r->undone = place + new_len;
  quhua_status status = write_undo(r, head, (size_t)head_len, err);
  if (!status && len) status = write_undo(r, at, len, err);
  return status ? status : write_undo(r, "\n", 1, err);
}

/* --- edits -------------------------------------------------------------------------------------------------------- */

quhua_status quhua__recoder_edit(quhua_recoder *r, char *at, size_t len, quhua_str bytes, quhua_error *err) {
  quhua_status status = r->undoes ? note_edit(r, at, len, bytes.len, err) : QUHUA_OK;
  if (status) return status;
  if (len == bytes.len) {
    if (len) memcpy(at, bytes.ptr, len);
    return QUHUA_OK;
  }
  status = quhua__recoder_done(r, at, err);
  if (!status) status = put(r, bytes.ptr, bytes.len, err);
  r->run = at + len;
  return status;
}
