/* SPDX-License-Identifier: Apache-2.0 */
/* split.c: a row becomes one row for each successor of its code. Numbers are divided in the decimals in which they are
 * written, by largest remainders, so that the rows sum to what the one row said. */
#include <quhua/stats.h>

#include "base/fail.h"
#include "base/fraction.h"
#include "recode/recoder.h"
#include "stats/apportion.h"
#include "stats/decimal.h"

/* A number that is being divided. */
typedef struct amount {
  bool empty, negative;
  uint32_t scale;
  quhua__portion *parts;
} amount;

static quhua_status refuse_number(const quhua_recoder *r, const quhua__recode_row *row,
                                  const quhua__recode_cell *cell, quhua_error *err) {
  quhua__fail(err, QUHUA_E_INVALID,
              QUHUA__T("“{1}” is no number that can be divided", "“{1}”不是可以分摊的数值"),
              QUHUA__T("write digits with at most one point, at most 18 of them",
                       "请写数字，至多一个小数点，至多 18 位"),
              QUHUA__ARGS((quhua_str){cell->at, cell->len}));
  return quhua__recoder_fail_at(r, row, cell->at, QUHUA_E_INVALID, err);
}

static quhua_str trimmed(const quhua__recode_cell *cell) {
  quhua_str text = {cell->at, cell->len};
  while (text.len && text.ptr[0] == ' ') text = (quhua_str){text.ptr + 1, text.len - 1};
  while (text.len && text.ptr[text.len - 1] == ' ') text.len--;
  return text;
}

static quhua_status divide(const quhua_recoder *r, const quhua__recode_row *row,
                           const quhua__recode_cell *cell, quhua__arena *arena, amount *out,
                           quhua_error *err) {
  const quhua__recode_answer *answer = r->verdicts[0].answer;
  quhua_str text = trimmed(cell);
  int64_t whole;
  *out = (amount){.empty = text.len == 0, .negative = text.len && text.ptr[0] == '-'};
  if (out->empty) return QUHUA_OK;
  if (out->negative) text = (quhua_str){text.ptr + 1, text.len - 1};
  out->scale = quhua__decimals(text);
  if (out->scale > 18 || !quhua__decimal_read(text, out->scale, &whole))
    return refuse_number(r, row, cell, err);
  out->parts = quhua__arena_alloc(arena, answer->count * sizeof *out->parts);
  uint32_t *order = quhua__arena_alloc(arena, 2 * (size_t)answer->count * sizeof *order);
  if (!out->parts || !order) return quhua__fail_nomem(err);
  for (uint32_t i = 0; i < answer->count; i++)
    out->parts[i].share = r->map->targets[answer->first + i].share.lo;
  quhua__apportion(whole, out->parts, answer->count, order);
  return QUHUA_OK;
}

static void add_amount(quhua_recoder *r, const amount *a, uint32_t part) {
  char text[QUHUA_AMOUNT_TEXT_MAX];
  int64_t value = a->parts[part].amount;
  size_t len = quhua_amount_format(a->negative ? -value : value, a->scale, text);
  quhua__bytes_add(&r->text, text, len);
}

/* The row with the code, name and numbers of one part. */
static quhua_status add_part(quhua_recoder *r, const quhua__recode_row *row, const quhua__recode_cell *cells,
                             const amount *amounts, uint32_t part, quhua_error *err) {
  quhua__recode_verdict *v = &r->verdicts[0];
  const char *from = row->start;
  char code[QUHUA_CODE_MAX + 1];
  v->target = &r->map->targets[v->answer->first + part];
  for (size_t i = 0; i < r->column_count; i++) {
    quhua__recode_role role = r->columns[i].role;
    bool is_code = role == QUHUA__RECODE_CODE, is_amount = role == QUHUA__RECODE_AMOUNT;
    if (is_amount && amounts[i].empty) continue;
    const char *at = is_code ? v->code.ptr : cells[i].at;
    size_t len = is_code ? v->code.len : cells[i].len;
    quhua__bytes_add(&r->text, from, (size_t)(at - from));
    quhua_status status = QUHUA_OK;
    if (is_code)
      quhua__bytes_add(&r->text, code, quhua__recode_form(r->map, v->target, len, code));
    else if (is_amount)
      add_amount(r, &amounts[i], part);
    else
      status = quhua__recoder_add_name(r, v->target, &cells[i], err);
    if (status) return status;
    from = at + len;
  }
  quhua__bytes_add(&r->text, from, (size_t)(row->content_end - from));
  if (r->flags) quhua__recoder_add_flags(r);
  return QUHUA_OK;
}

static quhua_status add_parts(quhua_recoder *r, const quhua__recode_row *row, const quhua__recode_cell *cells,
                              quhua__arena *arena, quhua_error *err) {
  amount *amounts = quhua__arena_alloc(arena, r->column_count * sizeof *amounts);
  quhua_status status = amounts ? QUHUA_OK : quhua__fail_nomem(err);
  for (size_t i = 0; !status && i < r->column_count; i++)
    if (r->columns[i].role == QUHUA__RECODE_AMOUNT)
      status = divide(r, row, &cells[i], arena, &amounts[i], err);
  r->text.len = 0;
  for (uint32_t part = 0; !status && part < r->verdicts[0].answer->count; part++) {
    if (part) quhua__bytes_add(&r->text, r->line_end, strlen(r->line_end));
    status = add_part(r, row, cells, amounts, part, err);
  }
  return status;
}

quhua_status quhua__recoder_split(quhua_recoder *r, const quhua__recode_row *row,
                                  const quhua__recode_cell *cells, quhua_error *err) {
  quhua__arena arena;
  quhua__arena_init(&arena, r->allocator);
  quhua_status status = add_parts(r, row, cells, &arena, err);
  quhua__arena_free(&arena);
  return !status && r->text.failed ? quhua__fail_nomem(err) : status;
}
