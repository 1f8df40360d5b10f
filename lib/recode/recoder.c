/* SPDX-License-Identifier: Apache-2.0 */
#include "recode/recoder.h"

#include "base/fail.h"

#define DEFAULT_BUFFER ((size_t)256 * 1024)
#define DEFAULT_RECORD_LIMIT ((size_t)16 * 1024 * 1024)
#define LEAST_BUFFER 16u
#define LARGEST (SIZE_MAX / 8)

/* --- life --------------------------------------------------------------------------------------------------------- */

void quhua_recode_options_init_sized(quhua_recode_options *options, size_t size) {
  quhua_recode_options defaults = {.struct_size = size, .delimiter = ',', .source = ""};
  memset(options, 0, size);
  memcpy(options, &defaults, size < sizeof defaults ? size : sizeof defaults);
}

static quhua_recode_options effective_options(const quhua_recode_options *given) {
  quhua_recode_options options;
  quhua_recode_options_init(&options);
  memcpy(&options, given, given->struct_size < sizeof options ? given->struct_size : sizeof options);
  options.allocator = quhua__allocator_or_default(options.allocator);
  if (!options.source) options.source = "";
  if (!options.buffer_size) options.buffer_size = DEFAULT_BUFFER;
  if (options.buffer_size < LEAST_BUFFER) options.buffer_size = LEAST_BUFFER;
  if (!options.record_limit) options.record_limit = DEFAULT_RECORD_LIMIT;
  if (options.buffer_size > LARGEST) options.buffer_size = LARGEST;
  if (options.record_limit > LARGEST) options.record_limit = LARGEST;
  if (!options.delimiter) options.delimiter = ',';
  return options;
}

bool quhua__recoder_allocate(quhua_recoder *r) {
  const quhua_allocator *a = r->allocator;
  r->data = a->alloc(a->ctx, r->cap + QUHUA__RECODE_SLACK);
  r->out = a->alloc(a->ctx, r->out_cap);
  if (!r->data || !r->out) return false;
  memset(r->data, 0, r->cap + QUHUA__RECODE_SLACK);
  r->run = r->data;
  r->cells = quhua__arena_alloc(&r->arena, QUHUA__RECODE_BATCH * r->column_count * sizeof *r->cells);
  r->queries = quhua__arena_alloc(&r->arena, QUHUA__RECODE_BATCH * r->code_count * sizeof *r->queries);
  r->verdicts = quhua__arena_alloc(&r->arena, r->code_count * sizeof *r->verdicts);
  r->scan.separators = quhua__arena_alloc(&r->arena, sizeof *r->scan.separators);
  r->names = quhua__arena_alloc(&r->arena, (r->map->target_count + 1) * sizeof *r->names);
  return r->cells && r->queries && r->verdicts && r->scan.separators && r->names;
}

static quhua_status set_up(quhua_recoder *r, const quhua_recode_options *o, quhua_error *err) {
  r->policy = o->policy;
  r->stops =
      o->policy == QUHUA_RECODE_STOP || (o->policy != QUHUA_RECODE_FLAG && o->otherwise == QUHUA_RECODE_STOP);
  r->flags = !r->stops;
  r->header = o->header;
  r->record_limit = o->record_limit;
  r->cap = o->buffer_size;
  r->out_cap = o->buffer_size;
  r->scan = (quhua__recode_scan){.line = 1, .delimiter = o->delimiter};
  r->line_end = "\n";
  if (o->undo) r->undo = *o->undo;
  r->undoes = r->sums = o->undo != NULL;
  quhua__checksum_init(&r->before);
  quhua__checksum_init(&r->after);
  if (!quhua__arena_copy(&r->arena, quhua_str_from(o->source), &r->source)) return quhua__fail_nomem(err);
  quhua_status status = quhua__recoder_want(r, o, err);
  if (!status && !quhua__recoder_allocate(r)) status = quhua__fail_nomem(err);
  if (!status && r->undoes) status = quhua__recoder_begin_undo(r, err);
  return status;
}

quhua_status quhua_recoder_new(const quhua_recode_map *map, const quhua_recode_options *options,
                               const quhua_writer *writer, quhua_recoder **out, quhua_error *err) {
  quhua_recode_options o = effective_options(options);
  *out = NULL;
  quhua_recoder *r = o.allocator->alloc(o.allocator->ctx, sizeof *r);
  if (!r) return quhua__fail_nomem(err);
  *r = (quhua_recoder){.allocator = o.allocator, .map = map, .writer = *writer};
  quhua__arena_init(&r->arena, o.allocator);
  quhua__bytes_init(&r->text, o.allocator);
  quhua_status status = set_up(r, &o, err);
  if (status)
    quhua_recoder_free(r);
  else
    *out = r;
  return status;
}

const quhua_recode_counts *quhua_recoder_counts(const quhua_recoder *recoder) { return &recoder->counts; }

void quhua_recoder_free(quhua_recoder *r) {
  if (!r) return;
  const quhua_allocator *a = r->allocator;
  if (r->data) a->free(a->ctx, r->data, r->cap + QUHUA__RECODE_SLACK);
  if (r->out) a->free(a->ctx, r->out, r->out_cap);
  quhua__bytes_free(&r->text);
  quhua__arena_free(&r->arena);
  a->free(a->ctx, r, sizeof *r);
}

/* --- rows --------------------------------------------------------------------------------------------------------- */

static bool is_blank_row(const quhua__recode_row *row) { return row->content_end == row->start; }

/* The first row with content: the header, or already data. */
static quhua_status read_first(quhua_recoder *r, const quhua__recode_row *row, bool *is_header,
                               quhua_error *err) {
  if (row->end - row->content_end == 2) r->line_end = "\r\n";
  quhua_status status = quhua__recoder_select(r, row, is_header, err);
  if (status) return status;
  r->ready = true;
  return *is_header ? quhua__recoder_head(r, row, err) : QUHUA_OK;
}

/* Rows from the buffer into the batch, with the places of their codes in the map. *found is not ROW when no more can be
 * read. */
static size_t read_batch(quhua_recoder *r, quhua__recode_found *found) {
  size_t count = 0;
  *found = QUHUA__RECODE_ROW;
  while (count < QUHUA__RECODE_BATCH && r->scan.at < r->scan.end) {
    quhua__recode_row *row = &r->rows[count];
    *found =
        quhua__recode_scan_row(&r->scan, r->wanted, r->column_count, row, r->cells + count * r->column_count);
    if (*found != QUHUA__RECODE_ROW) break;
    if (is_blank_row(row))
      r->tail = *row;
    else
      count++;
  }
  quhua__recoder_ask(r, count);
  if (count && !(r->tail.start > r->rows[count - 1].start)) r->tail = r->rows[count - 1];
  return count;
}

static quhua_status refuse_torn(quhua_recoder *r, const quhua__recode_row *row, quhua_error *err) {
  quhua__fail(err, QUHUA_E_INVALID, QUHUA__T("the last row is cut off", "最后一行不完整"),
              QUHUA__T("get the whole table", "请取得完整的表"), QUHUA__NO_ARGS);
  return quhua__recoder_fail_at(r, row, row->content_end, QUHUA_E_INVALID, err);
}

/* Does the stream end within the line? */
static bool has_no_line_end(const quhua_recoder *r, const quhua__recode_row *row) {
  return r->scan.last && row->end == r->scan.end && row->content_end == row->end;
}

static quhua_status refuse_short(quhua_recoder *r, const quhua__recode_row *row, quhua_error *err) {
  if (has_no_line_end(r, row)) return refuse_torn(r, row, err);
  quhua__fail(
      err, QUHUA_E_INVALID,
      QUHUA__T("the row ends before the column with the code", "该行在代码列之前就结束了"),
      QUHUA__T("put a cell that holds a delimiter or a line end in quotes", "含分隔符或换行的单元格要加引号"),
      QUHUA__NO_ARGS);
  return quhua__recoder_fail_at(r, row, row->content_end, QUHUA_E_INVALID, err);
}

/* A stream that ends within a line, of which cells are missing, was cut off on its way. */
static quhua_status check_tail(quhua_recoder *r, quhua_error *err) {
  const quhua__recode_row *row = &r->tail;
  if (!row->start || !has_no_line_end(r, row) || is_blank_row(row)) return QUHUA_OK;
  return quhua__recoder_count_cells(r, row) < r->width ? refuse_torn(r, row, err) : QUHUA_OK;
}

static quhua_status go_through(quhua_recoder *r, quhua_error *err) {
  quhua__recode_found found = QUHUA__RECODE_ROW;
  quhua_status status = QUHUA_OK;
  r->tail = (quhua__recode_row){0};
  while (!status && r->scan.at < r->scan.end && found == QUHUA__RECODE_ROW) {
    size_t count = read_batch(r, &found);
    status = quhua__recoder_answer(r, count, err);
    if (status || found == QUHUA__RECODE_ROW || found == QUHUA__RECODE_CUT) continue;
    return found == QUHUA__RECODE_SHORT ? refuse_short(r, &r->rows[count], err)
                                        : quhua__recoder_refuse_row(r, found, err);
  }
  return status ? status : check_tail(r, err);
}

static quhua_status go_through_first(quhua_recoder *r, quhua_error *err) {
  while (r->scan.at < r->scan.end) {
    quhua__recode_row row;
    bool is_header;
    char *start = r->scan.at;
    uint64_t line = r->scan.line;
    quhua__recode_found found = quhua__recode_scan_row(&r->scan, NULL, 0, &row, NULL);
    if (found == QUHUA__RECODE_CUT) return QUHUA_OK;
    if (found != QUHUA__RECODE_ROW) return quhua__recoder_refuse_row(r, found, err);
    if (is_blank_row(&row)) continue;
    quhua_status status = read_first(r, &row, &is_header, err);
    if (status || is_header) return status;
    quhua__recode_scan_on(&r->scan, start, r->scan.end, r->scan.last);
    r->scan.line = line;
    return QUHUA_OK;
  }
  return QUHUA_OK;
}

/* --- the buffer --------------------------------------------------------------------------------------------------- */

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

static bool begins_with_mark(const quhua_recoder *r) {
  return r->counts.bytes_in == 0 && r->len >= 3 && memcmp(r->data, BYTE_ORDER_MARK, 3) == 0;
}

/* A row that takes half of the buffer gets one of twice the size, but none that holds more than the longest row. */
static quhua_status grow_buffer(quhua_recoder *r, quhua_error *err) {
  const quhua_allocator *a = r->allocator;
  size_t cap = 2 * r->cap;
  if (cap > r->record_limit + 1) cap = r->record_limit + 1;
  if (cap <= r->cap) return QUHUA_OK;
  char *data = a->realloc(a->ctx, r->data, r->cap + QUHUA__RECODE_SLACK, cap + QUHUA__RECODE_SLACK);
  if (!data) return quhua__fail_nomem(err);
  memset(data + r->cap + QUHUA__RECODE_SLACK, 0, cap - r->cap);
  r->data = data;
  r->cap = cap;
  return QUHUA_OK;
}

/* What is left of a row that the buffer has cut goes to its front. */
static quhua_status keep_rest(quhua_recoder *r, quhua_error *err) {
  size_t rest = (size_t)(r->scan.end - r->scan.at);
  if (rest > r->record_limit) return quhua__recoder_refuse_long(r, err);
  memmove(r->data, r->scan.at, rest);
  quhua_status status = rest > r->cap / 2 ? grow_buffer(r, err) : QUHUA_OK;
  r->len = rest;
  r->run = r->data;
  return status;
}

quhua_status quhua__recoder_rows(quhua_recoder *r, bool last, quhua_error *err) {
  char *start = r->data;
  if (begins_with_mark(r) && !r->ready) {
    start += strlen(BYTE_ORDER_MARK);
    r->encoding = QUHUA__RECODE_UTF8;
  }
  quhua__recode_scan_on(&r->scan, start, r->data + r->len, last);
  quhua_status status = r->ready ? QUHUA_OK : go_through_first(r, err);
  if (!status && r->ready) status = go_through(r, err);
  if (status) return status;
  /* A mark alone is no row; it waits for the first one. */
  if (!r->ready && r->scan.at == start && !last) r->scan.at = r->data;
  return QUHUA_OK;
}

quhua_status quhua__recoder_rows_end(quhua_recoder *r, quhua_error *err) {
  r->counts.bytes_in += (uint64_t)(r->scan.at - r->data);
  quhua_status status = quhua__recoder_done(r, r->scan.at, err);
  return status ? status : keep_rest(r, err);
}

static quhua_status work(quhua_recoder *r, bool last, quhua_error *err) {
  quhua_status status = quhua__recoder_rows(r, last, err);
  return status ? status : quhua__recoder_rows_end(r, err);
}

char *quhua__recoder_room(quhua_recoder *r, size_t *room) {
  *room = r->cap - r->len;
  return r->data + r->len;
}

quhua_status quhua__recoder_took(quhua_recoder *r, size_t len, quhua_error *err) {
  if (r->sums) quhua__checksum_add(&r->before, r->data + r->len, len);
  r->len += len;
  if (r->len == r->cap) r->failed = work(r, false, err);
  return r->failed;
}

static quhua_status refuse_after_failure(const quhua_recoder *r, quhua_error *err) {
  return quhua__fail(err, r->failed, QUHUA__T("the recoder has failed before", "换码此前已经失败"),
                     QUHUA__NO_REMEDY, QUHUA__NO_ARGS);
}

quhua_status quhua_recoder_feed(quhua_recoder *r, const char *data, size_t len, quhua_error *err) {
  if (r->failed) return refuse_after_failure(r, err);
  while (len && !r->failed) {
    size_t room;
    char *at = quhua__recoder_room(r, &room);
    size_t piece = len < room ? len : room;
    memcpy(at, data, piece);
    data += piece;
    len -= piece;
    quhua__recoder_took(r, piece, err);
  }
  return r->failed;
}

static quhua_status refuse_empty(const quhua_recoder *r, quhua_error *err) {
  quhua__fail(
      err, QUHUA_E_INVALID, QUHUA__T("there is no header row: the table is empty", "没有表头：表是空的"),
      QUHUA__T("give a table with a header, or the number of the column", "请给出带表头的表，或写列的序号"),
      QUHUA__NO_ARGS);
  return quhua__fail_at(err, QUHUA_E_INVALID, r->source, 1, 1);
}

static bool needs_header(const quhua_recoder *r) {
  if (r->header != QUHUA_RECODE_HEADER_TOLD) return r->header == QUHUA_RECODE_HEADER_YES;
  for (size_t i = 0; i < r->column_count; i++)
    if (r->columns[i].number == UINT32_MAX) return true;
  return false;
}

quhua_status quhua_recoder_finish(quhua_recoder *r, quhua_error *err) {
  if (r->failed) return refuse_after_failure(r, err);
  r->failed = work(r, true, err);
  if (!r->failed && !r->ready && needs_header(r)) r->failed = refuse_empty(r, err);
  if (!r->failed) r->failed = quhua__recoder_flush(r, err);
  if (!r->failed && r->undoes) r->failed = quhua__recoder_end_undo(r, err);
  return r->failed;
}
