/* SPDX-License-Identifier: Apache-2.0 */
/* scan.c: a scan, and which reader a file wants. */
#include <string.h>

#include "base/fail.h"
#include "base/text_internal.h"
#include "io/in_file.h"
#include "scan/report.h"
#include "store/sqlite_scan.h"

#define FIRST_READ ((size_t)256 * 1024)
#define RECORD_LIMIT ((size_t)16 * 1024 * 1024)
#define VALUE_LIMIT ((size_t)1024 * 1024)

void quhua_scan_options_init_sized(quhua_scan_options *options, size_t size) {
  quhua_scan_options defaults = {.struct_size = size, .header = -1};
  memset(options, 0, size);
  memcpy(options, &defaults, size < sizeof defaults ? size : sizeof defaults);
}

static quhua_status check_options(const quhua_scan_options *o, quhua_error *err) {
  if (!o->delimiter || strchr(",;\t\x01\x1e\x1f", o->delimiter)) return QUHUA_OK;
  return quhua__fail(err, QUHUA_E_INVALID,
                     QUHUA__T("“{1}” cannot stand between cells", "“{1}”不能用作分隔符"),
                     QUHUA__T("write a comma, a semicolon or TAB", "请用逗号、分号或制表符"),
                     QUHUA__ARGS(((quhua_str){&o->delimiter, 1})));
}

static void take_options(quhua_scan *scan, const quhua_scan_options *options) {
  quhua_scan_options_init(&scan->options);
  size_t size = sizeof scan->options;
  if (options) memcpy(&scan->options, options, options->struct_size < size ? options->struct_size : size);
  if (!scan->options.record_limit) scan->options.record_limit = RECORD_LIMIT;
  if (!scan->options.value_limit) scan->options.value_limit = VALUE_LIMIT;
}

quhua_status quhua_scan_new(const quhua_scan_needles *needles, const quhua_scan_options *options,
                            quhua_scan **out, quhua_error *err) {
  const quhua_allocator *a = quhua__allocator_or_default(options ? options->allocator : NULL);
  *out = NULL;
  quhua_scan *scan = a->alloc(a->ctx, sizeof *scan);
  if (!scan) return quhua__fail_nomem(err);
  *scan = (quhua_scan){.needles = needles, .allocator = a, .findings = {.allocator = a}};
  take_options(scan, options);
  quhua__arena_init(&scan->arena, a);
  quhua__arena_init(&scan->names, a);
  quhua__table_init(&scan->column_of, a);
  quhua__bytes_init(&scan->row, a);
  quhua_status status = check_options(&scan->options, err);
  if (!status) status = quhua__scan_report_begin(scan, err);
  if (status)
    quhua_scan_free(scan);
  else
    *out = scan;
  return status;
}

void quhua_scan_free(quhua_scan *scan) {
  if (!scan) return;
  const quhua_allocator *a = scan->allocator;
  quhua__scan_report_free(scan);
  quhua__table_free(&scan->column_of);
  quhua__bytes_free(&scan->row);
  if (scan->row_ends) a->free(a->ctx, scan->row_ends, scan->row_cap * sizeof *scan->row_ends);
  if (scan->fields) a->free(a->ctx, scan->fields, scan->field_cap * sizeof *scan->fields);
  if (scan->findings.list)
    a->free(a->ctx, scan->findings.list, scan->findings.cap * sizeof *scan->findings.list);
  quhua__arena_free(&scan->names);
  quhua__arena_free(&scan->arena);
  a->free(a->ctx, scan, sizeof *scan);
}

/* --- files -------------------------------------------------------------------------------------------------------- */

quhua_status quhua__scan_input_more(quhua_scan *scan, quhua__scan_input *in, size_t most, bool *more,
                                    quhua_error *err) {
  const quhua_allocator *a = scan->allocator;
  size_t got;
  *more = false;
  if (in->len == in->cap && in->cap < most) {
    size_t cap = in->cap ? in->cap * 2 : FIRST_READ;
    if (cap > most && in->cap) cap = most;
    char *data = in->data
                     ? a->realloc(a->ctx, in->data, in->cap + QUHUA__GRAMS_BEYOND, cap + QUHUA__GRAMS_BEYOND)
                     : a->alloc(a->ctx, cap + QUHUA__GRAMS_BEYOND);
    if (!data) return quhua__fail_nomem(err);
    in->data = data;
    in->cap = cap;
  }
  if (in->ended || in->len == in->cap) return QUHUA_OK;
  quhua_status status =
      quhua__in_file_read(in->fd, in->path, in->data + in->len, in->cap - in->len, &got, err);
  if (status) return status;
  in->ended = got == 0;
  in->len += got;
  memset(in->data + in->len, 0, QUHUA__GRAMS_BEYOND);
  *more = got > 0;
  return QUHUA_OK;
}

void quhua__scan_input_drop(quhua__scan_input *in, size_t len) {
  memmove(in->data, in->data + len, in->len - len);
  in->len -= len;
}

static quhua_str without_blanks(quhua_str text) {
  while (text.len && strchr(" \t\r\n", text.ptr[0]) && text.ptr[0])
    text = (quhua_str){text.ptr + 1, text.len - 1};
  return text;
}

/* A word of SQL with a blank behind it, in letters of any case. */
static bool begins_statement(quhua_str text) {
  static const char *const words[] = {"CREATE", "INSERT", "REPLACE", "PRAGMA", "BEGIN",  "START",  "SET",
                                      "COPY",   "DROP",   "USE",     "LOCK",   "DELETE", "SELECT", "ALTER"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    size_t len = strlen(words[i]), same = 0;
    while (same < len && same < text.len && (text.ptr[same] & ~0x20) == words[i][same]) same++;
    bool ends = same == len && len < text.len && strchr(" \t\r\n;", text.ptr[len]);
    if (ends && !memchr(text.ptr, ',', len + 1)) return true;
  }
  return false;
}

static quhua_scan_kind kind_of(quhua_str head) {
  static const char magic[] = "SQLite format 3";
  if (head.len >= sizeof magic && memcmp(head.ptr, magic, sizeof magic) == 0) return QUHUA_SCAN_SQLITE;
  if (quhua__begins_with(head, "\xEF\xBB\xBF")) head = (quhua_str){head.ptr + 3, head.len - 3};
  head = without_blanks(head);
  bool comment = quhua__begins_with(head, "-- ") || quhua__begins_with(head, "--\n") ||
                 quhua__begins_with(head, "--\r") || quhua__begins_with(head, "/*");
  return comment || begins_statement(head) ? QUHUA_SCAN_DUMP : QUHUA_SCAN_CSV;
}

static quhua_status refuse_database(const quhua_scan *scan, quhua_error *err) {
  quhua__fail(err, QUHUA_E_FORMAT, QUHUA__T("this is not a SQLite file", "不是 SQLite 文件"),
              QUHUA__T("let its content tell how it is read", "请按内容自动识别"), QUHUA__NO_ARGS);
  return quhua__fail_at(err, QUHUA_E_FORMAT, scan->file, 0, 0);
}

static quhua_status read_input(quhua_scan *scan, quhua__scan_input *in, quhua_error *err) {
  bool more;
  quhua_scan_kind kind = scan->options.kind;
  quhua_status status = quhua__scan_input_more(scan, in, FIRST_READ, &more, err);
  /* Pipes give little at once: the first bytes decide, and there must be some of them. */
  while (!status && more && in->len < 4096) status = quhua__scan_input_more(scan, in, FIRST_READ, &more, err);
  if (status) return status;
  if (kind == QUHUA_SCAN_BY_CONTENT) kind = kind_of((quhua_str){in->data, in->len});
  if (kind == QUHUA_SCAN_SQLITE)
    return in->len > 20 ? quhua__sqlite_scan(scan, in->data, in->path, err) : refuse_database(scan, err);
  return kind == QUHUA_SCAN_DUMP ? quhua__scan_dump(scan, in, err) : quhua__scan_csv(scan, in, err);
}

quhua_status quhua_scan_file(quhua_scan *scan, const char *path, quhua_error *err) {
  quhua__scan_input in = {.path = path, .fd = -1};
  scan->encoding = QUHUA__SCAN_ASCII;
  scan->row.failed = scan->findings.failed = false;
  quhua__scan_forget_row(scan);
  quhua__scan_report_forget(scan);
  if (!quhua__arena_copy(&scan->arena, quhua_str_from(path), &scan->file)) return quhua__fail_nomem(err);
  quhua__scan_begin_table(scan, (quhua_str){"", 0});
  quhua_status status = quhua__in_file_open(path, &in.fd, err);
  if (!status) status = read_input(scan, &in, err);
  if (in.data) scan->allocator->free(scan->allocator->ctx, in.data, in.cap + QUHUA__GRAMS_BEYOND);
  quhua__in_file_close(in.fd);
  return status;
}
