/* SPDX-License-Identifier: Apache-2.0 */
/* row.c: what becomes of a row. */
#include "base/fail.h"
#include "base/number.h"
#include "base/utf8.h"
#include "io/encoding.h"
#include "recode/recoder.h"

/* --- questions ---------------------------------------------------------------------------------------------------- */

static bool is_blank(const quhua_recoder *r, char byte) {
  return byte == ' ' || (byte == '\t' && r->scan.delimiter != '\t');
}

static inline void ask_for(const quhua_recode_map *map, const char *code, size_t len,
                           quhua__recode_query *out) {
  out->key = quhua__recode_key_of(code, len);
  out->hash = quhua__recode_hash(out->key);
  out->len = (uint32_t)len;
  __builtin_prefetch(&map->slots[(uint32_t)out->hash & map->mask]);
}

static void ask(const quhua_recoder *r, const quhua__recode_cell *cell, quhua__recode_query *out) {
  const char *at = cell->at, *end = at + cell->len;
  while (at < end && is_blank(r, *at)) at++;
  while (end > at && is_blank(r, end[-1])) end--;
  size_t len = (size_t)(end - at), skip = (size_t)(at - cell->at);
  bool code = len > 0 && len <= QUHUA_CODE_MAX && skip <= UINT32_MAX;
  *out = (quhua__recode_query){.len = len ? QUHUA_CODE_MAX + 1 : 0, .skip = (uint32_t)skip};
  if (code) ask_for(r->map, at, len, out);
}

/* A cell without blanks around what may be a code. */
static inline bool is_tight(const quhua__recode_cell *cell) {
  return cell->len - 1 < QUHUA_CODE_MAX && (unsigned char)cell->at[0] > ' ' &&
         (unsigned char)cell->at[cell->len - 1] > ' ';
}

void quhua__recoder_ask(quhua_recoder *r, size_t rows) {
  const quhua__recode_cell *cells = r->cells;
  quhua__recode_query *query = r->queries;
  for (size_t row = 0; row < rows; row++, cells += r->column_count)
    for (size_t i = 0; i < r->code_count; i++, query++) {
      const quhua__recode_cell *cell = &cells[r->codes[i]];
      query->skip = 0;
      if (is_tight(cell))
        ask_for(r->map, cell->at, cell->len, query);
      else
        ask(r, cell, query);
    }
}

/* --- verdicts ----------------------------------------------------------------------------------------------------- */

static const quhua__recode_target *target_of(const quhua_recoder *r, const quhua__recode_answer *answer,
                                             uint32_t index) {
  return &r->map->targets[answer->first + index];
}

/* What the policy makes of a code with several successors. */
static void choose(const quhua_recoder *r, quhua__recode_verdict *v) {
  if (r->policy == QUHUA_RECODE_TAKE_LARGEST && v->answer->largest < v->answer->count) {
    v->outcome = QUHUA_RECODE_LARGEST;
    v->target = target_of(r, v->answer, v->answer->largest);
  }
  if (r->policy == QUHUA_RECODE_APPORTION && v->answer->exact) v->outcome = QUHUA_RECODE_SPLIT;
}

static quhua__recode_verdict judge(const quhua_recoder *r, const quhua__recode_cell *cell,
                                   const quhua__recode_query *query) {
  quhua__recode_verdict v = {.outcome = query->len ? QUHUA_RECODE_UNKNOWN : QUHUA_RECODE_EMPTY};
  if (query->len == 0 || query->len > QUHUA_CODE_MAX) return v;
  uint8_t tag = quhua__recode_look(r->map, query->key, query->hash, &v.answer);
  if (!tag) return v;
  v.outcome = (quhua_recode_outcome)(tag - 1);
  v.code = (quhua_str){cell->at + query->skip, query->len};
  bool single = v.outcome == QUHUA_RECODE_NEW || v.outcome == QUHUA_RECODE_SAME;
  if (single && v.answer) v.target = target_of(r, v.answer, 0);
  if (v.outcome == QUHUA_RECODE_AMBIGUOUS) choose(r, &v);
  return v;
}

void quhua__recoder_candidates(const quhua_recoder *r, const quhua__recode_verdict *v, quhua__bytes *out) {
  char code[QUHUA_CODE_MAX + 1], share[QUHUA_SHARE_TEXT_MAX];
  uint32_t count = v->answer ? v->answer->count : 0;
  if (v->outcome == QUHUA_RECODE_SAME || v->outcome == QUHUA_RECODE_NEW) return;
  for (uint32_t i = 0; i < count; i++) {
    const quhua__recode_target *target = target_of(r, v->answer, i);
    size_t code_len = quhua__recode_form(r->map, target, v->code.len, code);
    size_t share_len = quhua_share_format(target->share, share);
    if (i) quhua__bytes_add(out, " ", 1);
    quhua__bytes_add(out, code, code_len);
    quhua__bytes_add(out, "=", 1);
    quhua__bytes_add(out, share, share_len);
  }
}

quhua_status quhua__recoder_undecided(quhua_recoder *r, const quhua__recode_verdict *v, quhua_error *err) {
  char count[QUHUA__NUMBER_TEXT_MAX];
  r->text.len = 0;
  quhua__recoder_candidates(r, v, &r->text);
  if (r->text.failed) return quhua__fail_nomem(err);
  uint32_t successors = v->answer ? v->answer->count : 0;
  if (v->outcome == QUHUA_RECODE_ENDED)
    quhua__fail(err, QUHUA_E_AMBIGUOUS, QUHUA__T("{1} ended without successor", "{1} 已撤销，没有承继单位"),
                QUHUA__T("choose the policy flag, or correct the row", "请用 flag 策略，或更正该行"),
                QUHUA__ARGS(v->code));
  else
    quhua__fail(
        err, QUHUA_E_AMBIGUOUS, QUHUA__T("{1} has {2} successors: {3}", "{1} 有 {2} 个承继单位：{3}"),
        QUHUA__T("choose the policy flag, largest or split, or correct the row",
                 "请用 flag、largest 或 split 策略，或更正该行"),
        QUHUA__ARGS(v->code, quhua__number_text(successors, count), (quhua_str){r->text.data, r->text.len}));
  return QUHUA_E_AMBIGUOUS;
}

quhua__recode_verdict quhua__recoder_decide(const quhua_recoder *r, const quhua__recode_cell *cell) {
  quhua__recode_query query = {0};
  ask(r, cell, &query);
  return judge(r, cell, &query);
}

bool quhua__recoder_stops(const quhua_recoder *r, const quhua__recode_verdict *v) {
  bool undecided = v->outcome == QUHUA_RECODE_AMBIGUOUS || v->outcome == QUHUA_RECODE_ENDED;
  return undecided && r->stops;
}

/* Verdicts about a row; *plain: nothing in it changes. */
static quhua_status judge_row(quhua_recoder *r, size_t at, bool *plain, quhua_error *err) {
  const quhua__recode_cell *cells = r->cells + at * r->column_count;
  const quhua__recode_query *queries = r->queries + at * r->code_count;
  *plain = !r->flags;
  for (size_t i = 0; i < r->code_count; i++) {
    quhua__recode_verdict v = judge(r, &cells[r->codes[i]], &queries[i]);
    if (!r->counts.cells[v.outcome]++) r->counts.lines[v.outcome] = r->rows[at].line;
    if (quhua__recoder_stops(r, &v)) {
      quhua_status status = quhua__recoder_undecided(r, &v, err);
      return status == QUHUA_E_AMBIGUOUS ? quhua__recoder_fail_at(r, &r->rows[at], v.code.ptr, status, err)
                                         : status;
    }
    *plain = *plain && !v.target && v.outcome != QUHUA_RECODE_SPLIT;
    r->verdicts[i] = v;
  }
  return QUHUA_OK;
}

/* --- texts -------------------------------------------------------------------------------------------------------- */

/* What the stream is written in, once a byte tells. The buffer may end within a character. */
quhua__recode_encoding quhua__recoder_encoding(quhua_recoder *r) {
  quhua_str seen = {r->data, r->len};
  if (r->encoding != QUHUA__RECODE_ASCII) return r->encoding;
  size_t valid = quhua__utf8_span(seen);
  if (seen.len - valid > 3) return r->encoding = QUHUA__RECODE_GB18030;
  for (size_t i = 0; i < valid; i++)
    if ((unsigned char)seen.ptr[i] >= 0x80) return r->encoding = QUHUA__RECODE_UTF8;
  return QUHUA__RECODE_ASCII;
}

/* The name of a target in the encoding of the stream. */
static quhua_status name_of(quhua_recoder *r, const quhua__recode_target *target, quhua_str *out,
                            quhua_error *err) {
  quhua_str *made = &r->names[target - r->map->targets];
  *out = target->name;
  if (quhua__recoder_encoding(r) != QUHUA__RECODE_GB18030) return QUHUA_OK;
  quhua_status status = made->ptr ? QUHUA_OK : quhua__encode_gb18030(&r->arena, target->name, made, err);
  *out = *made;
  return status;
}

/* A text as the content of a cell, with quotes around it where the cell has none and the text needs some. */
static void add_cell_text(quhua_recoder *r, quhua_str text, bool quoted) {
  bool needs = false;
  for (size_t i = 0; i < text.len; i++)
    needs |= strchr("\"\r\n", text.ptr[i]) || text.ptr[i] == r->scan.delimiter;
  if (needs && !quoted) quhua__bytes_add(&r->text, "\"", 1);
  for (size_t i = 0; i < text.len; i++) {
    if (text.ptr[i] == '"') quhua__bytes_add(&r->text, "\"", 1);
    quhua__bytes_add(&r->text, text.ptr + i, 1);
  }
  if (needs && !quoted) quhua__bytes_add(&r->text, "\"", 1);
}

/* --- edits -------------------------------------------------------------------------------------------------------- */

static quhua_status edit_code(quhua_recoder *r, const quhua__recode_verdict *v, quhua_error *err) {
  char code[QUHUA_CODE_MAX + 1];
  quhua_str text = {code, quhua__recode_form(r->map, v->target, v->code.len, code)};
  if (quhua_str_equal(text, v->code)) return QUHUA_OK;
  return quhua__recoder_edit(r, (char *)v->code.ptr, v->code.len, text, err);
}

quhua_status quhua__recoder_add_name(quhua_recoder *r, const quhua__recode_target *target,
                                     const quhua__recode_cell *cell, quhua_error *err) {
  quhua_str name;
  quhua_status status = name_of(r, target, &name, err);
  if (status) return status;
  if (name.len)
    add_cell_text(r, name, cell->quoted);
  else
    quhua__bytes_add(&r->text, cell->at, cell->len); /* an implied unit has none */
  return QUHUA_OK;
}

static quhua_status edit_name(quhua_recoder *r, const quhua__recode_verdict *v,
                              const quhua__recode_cell *cell, quhua_error *err) {
  if (v->target->name.len == 0) return QUHUA_OK;
  r->text.len = 0;
  quhua_status status = quhua__recoder_add_name(r, v->target, cell, err);
  if (status) return status;
  if (r->text.failed) return quhua__fail_nomem(err);
  return quhua__recoder_edit(r, cell->at, cell->len, (quhua_str){r->text.data, r->text.len}, err);
}

static quhua_status edit_cells(quhua_recoder *r, const quhua__recode_cell *cells, quhua_error *err) {
  quhua_status status = QUHUA_OK;
  for (size_t i = 0; !status && i < r->column_count; i++) {
    const quhua__recode_column *column = &r->columns[i];
    if (column->role == QUHUA__RECODE_AMOUNT) continue;
    const quhua__recode_verdict *v = &r->verdicts[column->of];
    if (!v->target) continue;
    status = column->role == QUHUA__RECODE_CODE ? edit_code(r, v, err) : edit_name(r, v, &cells[i], err);
  }
  return status;
}

void quhua__recoder_add_flags(quhua_recoder *r) {
  for (size_t i = 0; i < r->code_count; i++) {
    const quhua__recode_verdict *v = &r->verdicts[i];
    const char *word = quhua_recode_outcome_word(v->outcome, QUHUA_LANG_EN);
    quhua__bytes_add(&r->text, &r->scan.delimiter, 1);
    quhua__bytes_add(&r->text, word, strlen(word));
    quhua__bytes_add(&r->text, &r->scan.delimiter, 1);
    quhua__recoder_candidates(r, v, &r->text);
  }
}

static quhua_status edit_end(quhua_recoder *r, const quhua__recode_row *row, quhua_error *err) {
  r->text.len = 0;
  quhua__recoder_add_flags(r);
  if (r->text.failed) return quhua__fail_nomem(err);
  return quhua__recoder_edit(r, row->content_end, 0, (quhua_str){r->text.data, r->text.len}, err);
}

static quhua_status edit_whole(quhua_recoder *r, const quhua__recode_row *row,
                               const quhua__recode_cell *cells, quhua_error *err) {
  quhua_status status = quhua__recoder_split(r, row, cells, err);
  if (status) return status;
  return quhua__recoder_edit(r, row->start, (size_t)(row->content_end - row->start),
                             (quhua_str){r->text.data, r->text.len}, err);
}

/* As quhua__recoder_edit() does, without a branch that nobody can foresee: sixteen bytes are read and written, of which
 * the first are new. Both have as many (QUHUA__RECODE_SLACK). */
static void put_in_place(char *at, const char *text, size_t len) {
  quhua__recode_key now = quhua__recode_key_of(text, len), old, keep;
  memcpy(&old, at, sizeof old);
  memcpy(&keep, quhua__recode_keep + 16 - len, sizeof keep);
  now.word[0] |= old.word[0] & ~keep.word[0];
  now.word[1] |= old.word[1] & ~keep.word[1];
  memcpy(at, &now, sizeof now);
}

/* The way of a row that nothing makes special. false: it needs the other way. */
static inline bool answer_shortly(quhua_recoder *r, size_t at, quhua_status *status, quhua_error *err) {
  const quhua__recode_query *query = &r->queries[at];
  quhua_recode_outcome outcome = query->len ? QUHUA_RECODE_UNKNOWN : QUHUA_RECODE_EMPTY;
  if (query->len && query->len <= QUHUA_CODE_MAX) {
    const quhua__recode_slot *slot = &r->map->slots[quhua__recode_probe(r->map, query->key, query->hash)];
    if (slot->tag) outcome = (quhua_recode_outcome)(slot->tag - 1);
    if (outcome == QUHUA_RECODE_AMBIGUOUS || outcome == QUHUA_RECODE_ENDED) return false;
    char *code = r->cells[at].at + query->skip;
    if (slot->now_len == query->len && !r->undoes)
      put_in_place(code, slot->now, query->len);
    else if (outcome == QUHUA_RECODE_NEW)
      *status = quhua__recoder_edit(r, code, query->len, (quhua_str){slot->now, slot->now_len}, err);
  }
  r->counts.rows++;
  if (!r->counts.cells[outcome]++) r->counts.lines[outcome] = r->rows[at].line;
  return true;
}

static quhua_status answer_row(quhua_recoder *r, size_t at, quhua_error *err) {
  const quhua__recode_row *row = &r->rows[at];
  const quhua__recode_cell *cells = r->cells + at * r->column_count;
  bool plain;
  quhua_status status = judge_row(r, at, &plain, err);
  r->counts.rows++;
  if (status || plain) return status;
  if (r->verdicts[0].outcome == QUHUA_RECODE_SPLIT) return edit_whole(r, row, cells, err);
  status = edit_cells(r, cells, err);
  return status || !r->flags ? status : edit_end(r, row, err);
}

/* A table of which one column of codes is rewritten and nothing else is by far the most frequent, so it has a way without
 * detours. */
quhua_status quhua__recoder_answer(quhua_recoder *r, size_t rows, quhua_error *err) {
  bool lone = r->column_count == 1 && !r->flags;
  quhua_status status = QUHUA_OK;
  for (size_t at = 0; !status && at < rows; at++)
    if (!lone || !answer_shortly(r, at, &status, err)) status = answer_row(r, at, err);
  return status;
}

/* --- the header --------------------------------------------------------------------------------------------------- */

static bool has_cell(quhua_str row, char delimiter, const char *name) {
  size_t len = strlen(name);
  for (size_t i = 0; i + len <= row.len; i++) {
    bool starts = i == 0 || row.ptr[i - 1] == delimiter || row.ptr[i - 1] == '"';
    bool ends = i + len == row.len || row.ptr[i + len] == delimiter || row.ptr[i + len] == '"';
    if (starts && ends && memcmp(row.ptr + i, name, len) == 0) return true;
  }
  return false;
}

/* status and candidates, with the number of the column where there are several, and a prefix where the table has such
 * columns already. */
quhua_status quhua__recoder_head(quhua_recoder *r, const quhua__recode_row *row, quhua_error *err) {
  quhua_str text = {row->start, (size_t)(row->content_end - row->start)};
  char d = r->scan.delimiter, number[QUHUA__NUMBER_TEXT_MAX];
  const char *prefix = has_cell(text, d, "status") || has_cell(text, d, "candidates") ? "recode_" : "";
  static const char *const words[] = {"status", "candidates"};
  if (!r->flags) return QUHUA_OK;
  r->text.len = 0;
  for (size_t i = 0; i < 2 * r->code_count; i++) {
    quhua_str column = quhua__number_text(r->wanted[r->codes[i / 2]] + 1u, number);
    quhua__bytes_add(&r->text, &d, 1);
    quhua__bytes_add(&r->text, prefix, strlen(prefix));
    quhua__bytes_add(&r->text, words[i % 2], strlen(words[i % 2]));
    if (r->code_count == 1) continue;
    quhua__bytes_add(&r->text, "_", 1);
    quhua__bytes_add(&r->text, column.ptr, column.len);
  }
  if (r->text.failed) return quhua__fail_nomem(err);
  return quhua__recoder_edit(r, row->content_end, 0, (quhua_str){r->text.data, r->text.len}, err);
}
