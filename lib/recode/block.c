/* SPDX-License-Identifier: Apache-2.0 */
/* block.c: recoders that share a stream. One reads the head of the table and knows the columns; each of the others takes
 * blocks of whole rows. What depends on the blocks before (lines, checksums, the first number in the patch) is left to
 * the one that puts them together (io/recode_crew.c). */
#include "base/fail.h"
#include "recode/recoder.h"

static void take_over(quhua_recoder *r, const quhua_recoder *model) {
  *r = *model; /* columns, policy and header; what follows is each one's own */
  r->data = r->out = NULL;
  r->out_cap = r->cap + r->cap / 4;
  r->len = r->out_len = 0;
  r->counts = (quhua_recode_counts){0};
  r->sums = false;
  r->is_part = true;
  quhua__arena_init(&r->arena, r->allocator);
  quhua__bytes_init(&r->text, r->allocator);
}

quhua_status quhua__recoder_like(const quhua_recoder *model, const quhua_writer *writer,
                                 const quhua_writer *undo, quhua_recoder **out, quhua_error *err) {
  const quhua_allocator *a = model->allocator;
  quhua_recoder *r = a->alloc(a->ctx, sizeof *r);
  *out = NULL;
  if (!r) return quhua__fail_nomem(err);
  take_over(r, model);
  r->writer = *writer;
  r->undo = *undo;
  if (!quhua__recoder_allocate(r)) {
    quhua_recoder_free(r);
    return quhua__fail_nomem(err);
  }
  *out = r;
  return QUHUA_OK;
}

quhua_status quhua__recoder_block_room(quhua_recoder *r, size_t held, size_t cap, quhua_error *err) {
  const quhua_allocator *a = r->allocator;
  if (cap <= r->cap) return QUHUA_OK;
  char *data = a->alloc(a->ctx, cap + QUHUA__RECODE_SLACK);
  if (!data) return quhua__fail_nomem(err);
  if (held) memcpy(data, r->data, held);
  memset(data + held, 0, cap + QUHUA__RECODE_SLACK - held);
  a->free(a->ctx, r->data, r->cap + QUHUA__RECODE_SLACK);
  r->data = data;
  r->cap = cap;
  return QUHUA_OK;
}

/* A line end stands outside of quotes when the quotes before it are even. Where a quote stands in the wrong place this
 * is not so, but then the block with that quote begins rightly, and its recoder finds it. */
size_t quhua__recoder_block_cut(const char *data, size_t len, uint64_t *lines) {
  bool inside = quhua__recode_count(data, len, '"') % 2 != 0;
  size_t cut = len;
  for (; cut > 0 && (inside || data[cut - 1] != '\n'); cut--) inside ^= data[cut - 1] == '"';
  *lines = quhua__recode_count(data, cut, '\n');
  return cut;
}

quhua_status quhua__recoder_block(quhua_recoder *r, size_t len, uint64_t line, bool last, quhua_error *err) {
  r->scan.line = line;
  r->undone = 0;
  r->noted = false;
  r->gathers = true;
  r->len = len;
  r->run = r->data;
  return quhua__recoder_rows(r, last, err);
}

quhua_status quhua__recoder_block_end(quhua_recoder *r, quhua_error *err) {
  quhua_status status = quhua__recoder_flush(r, err);
  r->gathers = false;
  if (!status) status = quhua__recoder_rows_end(r, err);
  return status ? status : quhua__recoder_flush(r, err);
}

void quhua__recoder_count(quhua_recode_counts *sum, const quhua_recode_counts *next) {
  sum->rows += next->rows;
  sum->bytes_in += next->bytes_in;
  sum->bytes_out += next->bytes_out;
  for (int i = 0; i < QUHUA_RECODE_OUTCOMES; i++) {
    if (!sum->cells[i]) sum->lines[i] = next->lines[i];
    sum->cells[i] += next->cells[i];
  }
}
