/* SPDX-License-Identifier: Apache-2.0 */
/* select.c: which columns of the table are meant. Names are given in UTF-8; a header in GB18030 is decoded for the
 * comparison alone. */
#include "base/fail.h"
#include "base/number.h"
#include "io/cell.h"
#include "io/encoding.h"
#include "io/nearest.h"
#include "recode/recoder.h"

#define BY_NAME UINT32_MAX

/* --- what the caller wants --------------------------------------------------------------------------------------- */

/* Bytes that separate and are no part of a number, a share, a word or a character of GB18030 (| can be its second byte). */
static bool can_delimit(char byte) { return byte && strchr(",;\t\x01\x1e\x1f", byte) != NULL; }

static quhua_status refuse(quhua_error *err, quhua__text2 message, quhua__text2 remedy, quhua_str about) {
  return quhua__fail(err, QUHUA_E_INVALID, message, remedy, QUHUA__ARGS(about));
}

/* A number from 1, as a position from 0; BY_NAME for anything else. */
static uint32_t as_number(const char *text) {
  uint32_t number = 0;
  for (const char *c = text; *c; c++) {
    if (*c < '0' || *c > '9' || number > 1000000) return BY_NAME;
    number = 10 * number + (uint32_t)(*c - '0');
  }
  return number ? number - 1 : BY_NAME;
}

static bool any_name(const quhua_recode_options *o) {
  bool any = false;
  for (size_t i = 0; i < o->column_count; i++) any |= as_number(o->columns[i]) == BY_NAME;
  for (size_t i = 0; i < o->name_count; i++) any |= as_number(o->names[i]) == BY_NAME;
  for (size_t i = 0; i < o->amount_count; i++) any |= as_number(o->amounts[i]) == BY_NAME;
  return any;
}

static quhua_status check_options(const quhua_recode_options *o, quhua_error *err) {
  bool splits = o->policy == QUHUA_RECODE_APPORTION;
  const quhua_str none = {"", 0};
  if (!can_delimit(o->delimiter))
    return refuse(err, QUHUA__T("“{1}” cannot stand between cells", "“{1}”不能用作分隔符"),
                  QUHUA__T("write a comma, a semicolon or TAB", "请用逗号、分号或制表符"),
                  (quhua_str){&o->delimiter, o->delimiter != '\0'});
  if (o->column_count == 0)
    return refuse(err, QUHUA__T("no column with codes is given", "没有给出代码列"),
                  QUHUA__T("give its name or its number", "请写列名或序号"), none);
  if (o->name_count > o->column_count)
    return refuse(err, QUHUA__T("there are more columns with names than with codes", "名称列多于代码列"),
                  QUHUA__T("give each column with names its column with codes", "每个名称列要有对应的代码列"),
                  none);
  if (o->header == QUHUA_RECODE_HEADER_NO && any_name(o))
    return refuse(err, QUHUA__T("a table without a header has no names of columns", "没有表头的表没有列名"),
                  QUHUA__T("give the numbers of the columns", "请写列的序号"), none);
  if (splits && o->column_count > 1)
    return refuse(err,
                  QUHUA__T("rows cannot be split by several columns with codes", "不能按多个代码列拆分行"),
                  QUHUA__T("recode one column after the other", "请逐列换码"), none);
  if (!splits && o->amount_count)
    return refuse(err, QUHUA__T("only the policy split divides numbers", "只有 split 策略才分摊数值"),
                  QUHUA__T("choose the policy split", "请用 split 策略"), none);
  return QUHUA_OK;
}

static bool want(quhua_recoder *r, const char *const *list, size_t count, quhua__recode_role role) {
  for (size_t i = 0; i < count; i++) {
    quhua__recode_column *column = &r->columns[r->column_count++];
    *column = (quhua__recode_column){.role = role, .of = (uint32_t)i, .number = as_number(list[i])};
    if (!quhua__arena_copy(&r->arena, quhua_str_from(list[i]), &column->given)) return false;
  }
  return true;
}

quhua_status quhua__recoder_want(quhua_recoder *r, const quhua_recode_options *o, quhua_error *err) {
  quhua_status status = check_options(o, err);
  if (status) return status;
  size_t count = o->column_count + o->name_count + o->amount_count;
  r->columns = quhua__arena_alloc(&r->arena, count * sizeof *r->columns);
  r->wanted = quhua__arena_alloc(&r->arena, count * sizeof *r->wanted);
  r->codes = quhua__arena_alloc(&r->arena, o->column_count * sizeof *r->codes);
  r->code_count = o->column_count;
  bool ok = r->columns && r->wanted && r->codes && want(r, o->columns, o->column_count, QUHUA__RECODE_CODE) &&
            want(r, o->names, o->name_count, QUHUA__RECODE_NAME) &&
            want(r, o->amounts, o->amount_count, QUHUA__RECODE_AMOUNT);
  return ok ? QUHUA_OK : quhua__fail_nomem(err);
}

/* --- the first row ------------------------------------------------------------------------------------------------ */

/* Cells of a row that was scanned before, one after the other; false past the last. */
typedef struct walk {
  quhua__recode_scan scan;
  char *at;
  bool more;
} walk;

static walk walk_over(const quhua_recoder *r, char *start, char *end) {
  return (walk){{.end = end, .last = true, .delimiter = r->scan.delimiter}, start, true};
}

static bool step(walk *w, quhua__recode_cell *cell) {
  if (!w->more || quhua__recode_scan_cell(&w->scan, w->at, cell, &w->at) != QUHUA__RECODE_ROW) return false;
  w->more = w->at < w->scan.end && *w->at == w->scan.delimiter;
  w->at += w->more;
  return true;
}

uint32_t quhua__recoder_count_cells(const quhua_recoder *r, const quhua__recode_row *row) {
  walk w = walk_over(r, row->start, row->content_end);
  quhua__recode_cell cell;
  uint32_t count = 0;
  while (step(&w, &cell)) count++;
  return count;
}

static bool any_by_name(const quhua_recoder *r) {
  for (size_t i = 0; i < r->column_count; i++)
    if (r->columns[i].number == BY_NAME) return true;
  return false;
}

/* Digits as many as some form of a code has. */
static bool looks_like_code(quhua_str text) {
  for (size_t i = 0; i < text.len; i++)
    if (text.ptr[i] < '0' || text.ptr[i] > '9') return false;
  return text.len <= QUHUA_CODE_MAX && text.len && strchr("\2\4\6\11\14\16\17", (char)text.len) != NULL;
}

static bool first_is_header(const quhua_recoder *r, const quhua__recode_row *row) {
  if (r->header != QUHUA_RECODE_HEADER_TOLD) return r->header == QUHUA_RECODE_HEADER_YES;
  if (any_by_name(r)) return true;
  walk w = walk_over(r, row->start, row->content_end);
  quhua__recode_cell cell = {0};
  for (uint32_t at = 0; step(&w, &cell) && at < r->columns[0].number; at++) cell.len = 0;
  quhua_str text = quhua__cell_trim((quhua_str){cell.at, cell.len});
  bool known = quhua_recode_map_find(r->map, text) != QUHUA_RECODE_UNKNOWN;
  return !known && !(r->map->short_forms && looks_like_code(text));
}

/* --- names -------------------------------------------------------------------------------------------------------- */

static quhua_status refuse_name(const quhua_recoder *r, const quhua__recode_row *row, quhua_str name,
                                quhua_str nearest, quhua_error *err) {
  refuse(err, QUHUA__T("there is no column “{1}”", "没有名为“{1}”的列"),
         QUHUA__T("write the name as in the header, or the number of the column",
                  "请按表头写列名，或写列的序号"),
         name);
  if (nearest.len)
    quhua__fail(err, QUHUA_E_INVALID,
                QUHUA__T("there is no column “{1}”; did you mean “{2}”?", "没有名为“{1}”的列，是否指“{2}”？"),
                QUHUA__T("write the name as in the header, or the number of the column",
                         "请按表头写列名，或写列的序号"),
                QUHUA__ARGS(name, nearest));
  return quhua__recoder_fail_at(r, row, row->start, QUHUA_E_INVALID, err);
}

static quhua_status refuse_twice(const quhua_recoder *r, const quhua__recode_row *row, quhua_str name,
                                 quhua_error *err) {
  refuse(err, QUHUA__T("the column “{1}” stands twice", "列“{1}”出现两次"),
         QUHUA__T("give the number of the column", "请写列的序号"), name);
  return quhua__recoder_fail_at(r, row, row->start, QUHUA_E_INVALID, err);
}

static quhua_status find_name(const quhua_recoder *r, const quhua__recode_row *row, quhua_str header,
                              quhua__recode_column *column, quhua_error *err) {
  char *start = (char *)header.ptr; /* the scanner writes nothing */
  walk w = walk_over(r, start, start + header.len);
  quhua__recode_cell cell;
  quhua__nearest nearest;
  quhua__nearest_init(&nearest, column->given);
  for (uint32_t at = 0; step(&w, &cell); at++) {
    quhua_str name = quhua__cell_trim((quhua_str){cell.at, cell.len});
    quhua__nearest_offer(&nearest, name);
    if (!quhua_str_equal(name, column->given)) continue;
    if (column->number != BY_NAME) return refuse_twice(r, row, name, err);
    column->number = at;
  }
  return column->number == BY_NAME ? refuse_name(r, row, column->given, nearest.word, err) : QUHUA_OK;
}

static quhua_status find_names(quhua_recoder *r, const quhua__recode_row *row, quhua_error *err) {
  quhua__decoded decoded;
  quhua_str header = {row->start, (size_t)(row->content_end - row->start)};
  quhua_status status = quhua__decode(r->allocator, header, r->source, &decoded, err);
  if (status) return status;
  if (decoded.owned) r->encoding = QUHUA__RECODE_GB18030;
  for (size_t i = 0; !status && i < r->column_count; i++)
    if (r->columns[i].number == BY_NAME) status = find_name(r, row, decoded.text, &r->columns[i], err);
  quhua__decoded_free(r->allocator, &decoded);
  return status;
}

/* --- order -------------------------------------------------------------------------------------------------------- */

static void sort_columns(quhua_recoder *r) {
  for (size_t i = 1; i < r->column_count; i++) {
    quhua__recode_column column = r->columns[i];
    size_t at = i;
    for (; at > 0 && r->columns[at - 1].number > column.number; at--) r->columns[at] = r->columns[at - 1];
    r->columns[at] = column;
  }
  for (uint32_t i = 0; i < r->column_count; i++) {
    r->wanted[i] = r->columns[i].number;
    if (r->columns[i].role == QUHUA__RECODE_CODE) r->codes[r->columns[i].of] = i;
  }
}

static quhua_status check_numbers(const quhua_recoder *r, const quhua__recode_row *row, quhua_error *err) {
  char number[QUHUA__NUMBER_TEXT_MAX];
  for (size_t i = 0; i < r->column_count; i++) {
    if (i && r->wanted[i] == r->wanted[i - 1]) return refuse_twice(r, row, r->columns[i].given, err);
    if (r->wanted[i] < r->width) continue;
    quhua__fail(err, QUHUA_E_INVALID,
                QUHUA__T("there is no column {1}: the row has {2}", "没有第 {1} 列：该行只有 {2} 列"),
                QUHUA__T("count columns from 1, and look at the delimiter", "列从 1 数起；请检查分隔符"),
                QUHUA__ARGS(r->columns[i].given, quhua__number_text(r->width, number)));
    return quhua__recoder_fail_at(r, row, row->content_end, QUHUA_E_INVALID, err);
  }
  return QUHUA_OK;
}

/* A table whose lines end with CR alone is one line here. */
static quhua_status check_line_end(const quhua_recoder *r, const quhua__recode_row *row, quhua_error *err) {
  size_t len = (size_t)(row->content_end - row->start);
  const char *cr = memchr(row->start, '\r', len);
  if (!cr || memchr(row->start, '"', len)) return QUHUA_OK;
  quhua__fail(
      err, QUHUA_E_INVALID, QUHUA__T("a carriage return without a line feed", "有回车符而没有换行符"),
      QUHUA__T("save the table with the line ends of Unix or Windows", "请以 Unix 或 Windows 换行符另存"),
      QUHUA__NO_ARGS);
  return quhua__recoder_fail_at(r, row, cr, QUHUA_E_INVALID, err);
}

quhua_status quhua__recoder_select(quhua_recoder *r, const quhua__recode_row *first, bool *is_header,
                                   quhua_error *err) {
  *is_header = first_is_header(r, first);
  r->width = quhua__recoder_count_cells(r, first);
  quhua_status status = check_line_end(r, first, err);
  if (!status && any_by_name(r)) status = find_names(r, first, err);
  if (status) return status;
  sort_columns(r);
  return check_numbers(r, first, err);
}
