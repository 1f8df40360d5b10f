/* SPDX-License-Identifier: Apache-2.0 */
/* report.c: cells are judged, and what they hold is counted and handed over. Columns of names repeat themselves, so what a
 * short cell came to is remembered. */
#include "scan/report.h"

#include "base/fail.h"
#include "base/index.h"
#include "base/number.h"
#include "base/utf8.h"
#include "io/encoding.h"

/* --- words -------------------------------------------------------------------------------------------------------- */

const char *quhua_scan_verdict_word(quhua_scan_verdict verdict, quhua_lang lang) {
  static const char *const words[QUHUA_SCAN_VERDICTS][QUHUA_LANG_COUNT] = {
      {"certain", "确定"}, {"derivable", "可推定"}, {"person", "人工"}};
  bool known = (unsigned)verdict < QUHUA_SCAN_VERDICTS && (unsigned)lang < QUHUA_LANG_COUNT;
  return known ? words[verdict][lang] : "";
}

static const struct reason {
  quhua_scan_verdict verdict;
  const char *text[QUHUA_LANG_COUNT];
} reasons[QUHUA_SCAN_REASONS] = {
    [QUHUA_SCAN_CODE] = {QUHUA_SCAN_CERTAIN, {"code with one successor", "代码，承继单位唯一"}},
    [QUHUA_SCAN_CODE_SHARES] = {QUHUA_SCAN_DERIVABLE,
                                {"code divided by exact shares", "代码，按确定份额拆分"}},
    [QUHUA_SCAN_CODE_LISTED] = {QUHUA_SCAN_DERIVABLE, {"code among signs", "代码夹在符号之间"}},
    [QUHUA_SCAN_CODE_INSIDE] = {QUHUA_SCAN_DERIVABLE,
                                {"a longer identifier begins with it", "更长编码的开头"}},
    [QUHUA_SCAN_CODE_IDENTITY] = {QUHUA_SCAN_DERIVABLE,
                                  {"an identity number, which never changes",
                                   "公民身份号码的开头，号码终身不变"}},
    [QUHUA_SCAN_CODE_IN_TEXT] = {QUHUA_SCAN_PERSON, {"code in a text", "文字中的代码"}},
    [QUHUA_SCAN_CODE_SEVERAL] = {QUHUA_SCAN_PERSON, {"code with several successors", "代码，承继单位不唯一"}},
    [QUHUA_SCAN_CODE_ENDED] = {QUHUA_SCAN_PERSON, {"code without successor", "代码，没有承继单位"}},
    [QUHUA_SCAN_CODE_LEVELS] = {QUHUA_SCAN_PERSON, {"code on several levels", "代码，多个层级共用"}},
    [QUHUA_SCAN_NAME_PATH] = {QUHUA_SCAN_DERIVABLE, {"name with its path", "带上级的名称"}},
    [QUHUA_SCAN_NAME_ONLY] = {QUHUA_SCAN_DERIVABLE, {"name of one unit only", "登记册中唯一的名称"}},
    [QUHUA_SCAN_NAME_SHARED] = {QUHUA_SCAN_PERSON, {"name of several units", "多个单位同名"}},
    [QUHUA_SCAN_NAME_SEVERAL] = {QUHUA_SCAN_PERSON, {"name with several successors", "名称，承继单位不唯一"}},
    [QUHUA_SCAN_NAME_ENDED] = {QUHUA_SCAN_PERSON, {"name without successor", "名称，没有承继单位"}},
    [QUHUA_SCAN_NAME_IN_TEXT] = {QUHUA_SCAN_PERSON, {"name in a text", "文字中的名称"}},
};

const char *quhua_scan_reason_text(quhua_scan_reason reason, quhua_lang lang) {
  bool known = (unsigned)reason < QUHUA_SCAN_REASONS && (unsigned)lang < QUHUA_LANG_COUNT;
  return known ? reasons[reason].text[lang] : "";
}

quhua_scan_verdict quhua_scan_reason_verdict(quhua_scan_reason reason) {
  return (unsigned)reason < QUHUA_SCAN_REASONS ? reasons[reason].verdict : QUHUA_SCAN_PERSON;
}

/* --- what cells came to -------------------------------------------------------------------------------------------- */

#define REMEMBERED 1024u
#define LONGEST_REMEMBERED 80u
#define MOST_REMEMBERED 3u

typedef struct memo {
  uint32_t len; /* 0: free */
  uint32_t count;
  char text[LONGEST_REMEMBERED];
  quhua__scan_finding findings[MOST_REMEMBERED];
} memo;

typedef struct quhua__scan_memory {
  memo list[REMEMBERED];
} memory;

static memo *memo_of(quhua_scan *scan, quhua_str cell) {
  if (cell.len == 0 || cell.len > LONGEST_REMEMBERED) return NULL;
  return &scan->memory->list[quhua__hash(cell.ptr, cell.len, 0) % REMEMBERED];
}

static bool recall(quhua_scan *scan, quhua_str cell) {
  const memo *m = memo_of(scan, cell);
  if (!m || m->len != cell.len || memcmp(m->text, cell.ptr, cell.len) != 0) return false;
  for (uint32_t i = 0; i < m->count; i++)
    quhua__scan_findings_add(&scan->findings, m->findings[i].fate, m->findings[i].at, m->findings[i].reason);
  return true;
}

static void remember(quhua_scan *scan, quhua_str cell) {
  memo *m = memo_of(scan, cell);
  if (!m || scan->findings.failed || scan->findings.count > MOST_REMEMBERED) return;
  m->len = (uint32_t)cell.len;
  m->count = (uint32_t)scan->findings.count;
  memcpy(m->text, cell.ptr, cell.len);
  if (m->count) memcpy(m->findings, scan->findings.list, m->count * sizeof *m->findings);
}

void quhua__scan_report_forget(quhua_scan *scan) {
  for (size_t i = 0; i < REMEMBERED; i++) scan->memory->list[i].len = 0;
}

/* --- the table of hits ---------------------------------------------------------------------------------------------- */

static const quhua_str columns[] = {{"file", 4},    {"table", 5},    {"column", 6},   {"place", 5},
                                    {"value", 5},   {"old_code", 8}, {"old_name", 8}, {"new_codes", 9},
                                    {"verdict", 7}, {"reason", 6}};

static void write_hit(quhua_scan *scan, const quhua_scan_hit *hit) {
  quhua__table_writer *t = &scan->table;
  quhua_lang lang = scan->options.lang;
  quhua__table_text(t, hit->file);
  quhua__table_text(t, hit->table);
  quhua__table_text(t, hit->column);
  quhua__table_count(t, hit->place);
  quhua__table_text(t, hit->value);
  quhua__table_word(t, hit->old_code);
  quhua__table_text(t, hit->old_name);
  quhua__table_word(t, hit->new_codes);
  quhua__table_word(t, quhua_str_from(quhua_scan_verdict_word(hit->verdict, lang)));
  quhua__table_word(t, quhua_str_from(quhua_scan_reason_text(hit->reason, lang)));
}

quhua_status quhua__scan_report_begin(quhua_scan *scan, quhua_error *err) {
  const quhua_allocator *a = scan->allocator;
  scan->memory = a->alloc(a->ctx, sizeof *scan->memory);
  if (!scan->memory) return quhua__fail_nomem(err);
  quhua__scan_report_forget(scan);
  if (scan->options.writer)
    quhua__table_begin(&scan->table, scan->options.format, scan->options.writer, columns,
                       sizeof columns / sizeof *columns);
  return QUHUA_OK;
}

void quhua__scan_report_free(quhua_scan *scan) {
  const quhua_allocator *a = scan->allocator;
  if (scan->memory) a->free(a->ctx, scan->memory, sizeof *scan->memory);
  if (scan->columns) a->free(a->ctx, scan->columns, scan->column_cap * sizeof *scan->columns);
}

static quhua_status refuse_writer(quhua_error *err) {
  return quhua__fail(err, QUHUA_E_IO, QUHUA__T("the hits could not be written", "无法写出扫描结果"),
                     QUHUA__T("check the disk and the rights to write there", "请检查磁盘空间和写入权限"),
                     QUHUA__NO_ARGS);
}

quhua_status quhua_scan_finish(quhua_scan *scan, quhua_error *err) {
  return scan->options.writer ? quhua__table_finish(&scan->table, err) : QUHUA_OK;
}

/* --- the summary --------------------------------------------------------------------------------------------------- */

const quhua_scan_column *quhua_scan_column_at(const quhua_scan *scan, size_t index) {
  return index < scan->column_count ? &scan->columns[index] : NULL;
}

uint64_t quhua_scan_count_cut(const quhua_scan *scan) { return scan->cut; }

/* The key of a column in memory of the arena; its three texts are views of it. */
static char *make_key(quhua_scan *scan, quhua_str column, quhua_scan_column *out, size_t *len) {
  quhua_str parts[] = {scan->file, scan->table_name, column},
            *views[] = {&out->file, &out->table, &out->column};
  *len = 0;
  for (size_t i = 0; i < 3; i++) *len += parts[i].len + 1;
  char *key = quhua__arena_bytes(&scan->arena, *len), *at = key;
  for (size_t i = 0; key && i < 3; i++) {
    *views[i] = (quhua_str){at, parts[i].len};
    if (parts[i].len) memcpy(at, parts[i].ptr, parts[i].len);
    at += parts[i].len;
    *at++ = '\0';
  }
  return key;
}

/* Number in the summary, from 1; 0 when out of memory. A dump may come back to a table. */
static uint32_t summary_of(quhua_scan *scan, quhua_str column) {
  quhua_scan_column fresh = {0};
  size_t len;
  void *list = scan->columns;
  char *key = make_key(scan, column, &fresh, &len);
  if (!key) return 0;
  uintptr_t known = (uintptr_t)quhua__table_find(&scan->column_of, key, len);
  if (known) return (uint32_t)known;
  if (scan->column_count == UINT32_MAX - 1 ||
      !quhua__grow(scan->allocator, &list, &scan->column_cap, scan->column_count + 1, sizeof *scan->columns))
    return 0;
  scan->columns = list;
  uintptr_t number = scan->column_count + 1;
  if (!quhua__table_add(&scan->column_of, key, len, (void *)number)) return 0;
  scan->columns[scan->column_count++] = fresh;
  return (uint32_t)number;
}

/* --- tables -------------------------------------------------------------------------------------------------------- */

void quhua__scan_begin_table(quhua_scan *scan, quhua_str name) {
  quhua__arena_free(&scan->names);
  quhua__arena_init(&scan->names, scan->allocator);
  scan->field_count = 0;
  if (!quhua__arena_copy(&scan->names, name, &scan->table_name)) scan->findings.failed = true;
}

static quhua__scan_field *field_at(quhua_scan *scan, size_t column) {
  void *list = scan->fields;
  if (!quhua__grow(scan->allocator, &list, &scan->field_cap, column + 1, sizeof *scan->fields)) return NULL;
  scan->fields = list;
  while (scan->field_count <= column) scan->fields[scan->field_count++] = (quhua__scan_field){0};
  return &scan->fields[column];
}

quhua_status quhua__scan_name_column(quhua_scan *scan, size_t column, quhua_str name, quhua_error *err) {
  quhua__scan_field *field = field_at(scan, column);
  if (!field || !quhua__arena_copy(&scan->names, name, &field->name)) return quhua__fail_nomem(err);
  return QUHUA_OK;
}

/* --- values -------------------------------------------------------------------------------------------------------- */

#define SHOWN_BEFORE 80u
#define SHOWN_BEHIND 160u
#define SHOWN_MAX (3 * (SHOWN_BEFORE + SHOWN_BEHIND) + 8)

static size_t put(char *out, size_t len, const char *data, size_t more) {
  memcpy(out + len, data, more);
  return len + more;
}

/* The part of a cell around a place, as UTF-8 without NUL whatever the bytes were. */
static quhua_str show(quhua_str cell, size_t around, char out[SHOWN_MAX]) {
  static const char mark[] = "…", odd[] = "\xEF\xBF\xBD";
  size_t at = around > SHOWN_BEFORE ? around - SHOWN_BEFORE : 0, len = 0;
  size_t end = cell.len - around > SHOWN_BEHIND ? around + SHOWN_BEHIND : cell.len;
  while (at > 0 && at < around && ((unsigned char)cell.ptr[at] & 0xC0) == 0x80) at++;
  while (end < cell.len && end > around && ((unsigned char)cell.ptr[end] & 0xC0) == 0x80) end--;
  if (at > 0) len = put(out, len, mark, sizeof mark - 1);
  while (at < end) {
    size_t step = cell.ptr[at] ? quhua__utf8_step(cell.ptr + at, cell.ptr + end) : 0;
    len = step ? put(out, len, cell.ptr + at, step) : put(out, len, odd, sizeof odd - 1);
    at += step ? step : 1;
  }
  if (end < cell.len) len = put(out, len, mark, sizeof mark - 1);
  return (quhua_str){out, len};
}

static quhua_status hand_over(quhua_scan *scan, size_t column, uint64_t place, quhua_str cell,
                              const quhua__scan_finding *finding, quhua_error *err) {
  char number[QUHUA__NUMBER_TEXT_MAX], shown[SHOWN_MAX];
  quhua__scan_field *field = field_at(scan, column);
  if (!field) return quhua__fail_nomem(err);
  quhua_str name = field->name.len ? field->name : quhua__number_text(column + 1, number);
  if (!field->summary) field->summary = summary_of(scan, name);
  if (!field->summary) return quhua__fail_nomem(err);
  quhua_scan_column *summary = &scan->columns[field->summary - 1];
  quhua_scan_verdict verdict = quhua_scan_reason_verdict(finding->reason);
  bool first = true;
  for (int i = 0; i < QUHUA_SCAN_VERDICTS; i++) first &= summary->hits[i] == 0;
  if (first) summary->first = place;
  summary->hits[verdict]++;
  if (!scan->options.writer && !scan->options.found) return QUHUA_OK;
  const quhua__fate *fate = finding->fate;
  quhua_scan_hit hit = {.file = scan->file, .table = scan->table_name, .column = name, .place = place};
  hit.value = show(cell, finding->at, shown);
  hit.old_code = quhua_str_from(fate->code.text);
  hit.old_name = fate->name;
  hit.new_codes = fate->new_codes;
  hit.reason = finding->reason;
  hit.verdict = verdict;
  if (scan->options.writer) write_hit(scan, &hit);
  bool taken = !scan->table.failed && (!scan->options.found || scan->options.found(scan->options.ctx, &hit));
  return taken ? QUHUA_OK : refuse_writer(err);
}

/* --- encodings ---------------------------------------------------------------------------------------------------- */

static bool is_ascii(const char *data, size_t len) {
  uint64_t seen = 0, word;
  size_t at = 0;
  for (; at + sizeof word <= len; at += sizeof word) {
    memcpy(&word, data + at, sizeof word);
    seen |= word;
  }
  for (; at < len; at++) seen |= (unsigned char)data[at] & 0x80u;
  return (seen & UINT64_C(0x8080808080808080)) == 0;
}

void quhua__scan_tell_encoding(quhua_scan *scan, const char *data, size_t len) {
  if (scan->encoding != QUHUA__SCAN_ASCII || is_ascii(data, len)) return;
  bool utf8 = quhua__is_mostly_utf8((quhua_str){data, len});
  scan->encoding = utf8 ? QUHUA__SCAN_UTF8 : QUHUA__SCAN_GB18030;
}

/* --- cells --------------------------------------------------------------------------------------------------------- */

static const quhua__grams *names_filter(const quhua_scan *scan) {
  const quhua_scan_needles *n = scan->needles;
  return scan->encoding == QUHUA__SCAN_GB18030 ? &n->in_gb_names : &n->in_names;
}

const char *quhua__scan_next(const quhua_scan *scan, quhua__scan_ahead *ahead, const char *at,
                             const char *end) {
  if (!ahead->code || ahead->code < at) ahead->code = quhua__grams_next(&scan->needles->in_codes, at, end);
  if (!ahead->name || ahead->name < at) ahead->name = quhua__grams_next(names_filter(scan), at, end);
  return ahead->code < ahead->name ? ahead->code : ahead->name;
}

static bool has_word(const quhua__grams *filter, quhua_str cell) {
  return quhua__grams_next(filter, cell.ptr, cell.ptr + cell.len) < cell.ptr + cell.len;
}

/* The content in UTF-8. What is not GB18030 after all is taken as it is: its digits are digits. */
static quhua_status decode(quhua_scan *scan, quhua_str cell, quhua__decoded *out, quhua_error *err) {
  *out = (quhua__decoded){.text = cell};
  if (scan->encoding != QUHUA__SCAN_GB18030) return QUHUA_OK;
  quhua__decoded decoded = {0};
  quhua_status status = quhua__decode_gb18030(scan->allocator, cell, scan->file, &decoded, NULL);
  if (!status) *out = decoded;
  return status == QUHUA_E_NOMEM ? quhua__fail_nomem(err) : QUHUA_OK;
}

quhua_status quhua__scan_cell(quhua_scan *scan, size_t column, uint64_t place, quhua_str cell,
                              quhua_error *err) {
  quhua__decoded decoded = {.text = cell};
  quhua__scan_findings *f = &scan->findings;
  quhua_status status = QUHUA_OK;
  bool known = recall(scan, cell);
  if (!known || f->count > 0) status = decode(scan, cell, &decoded, err);
  if (!known && !status) {
    if (has_word(&scan->needles->in_codes, cell)) quhua__scan_codes(scan->needles, decoded.text, f);
    if (has_word(names_filter(scan), cell)) quhua__scan_names(scan->needles, decoded.text, f);
    remember(scan, cell);
  }
  if (!status && f->failed) status = quhua__fail_nomem(err);
  for (size_t i = 0; i < f->count && !status; i++)
    status = hand_over(scan, column, place, decoded.text, &f->list[i], err);
  f->count = 0;
  if (decoded.owned) quhua__decoded_free(scan->allocator, &decoded);
  return status;
}

/* --- rows of values ------------------------------------------------------------------------------------------------ */

static size_t row_start(const quhua_scan *scan) {
  return scan->row_count ? scan->row_ends[scan->row_count - 1] + 1 : 0;
}

void quhua__scan_add(quhua_scan *scan, const char *data, size_t len) {
  size_t held = scan->row.len - row_start(scan), limit = scan->options.value_limit;
  size_t room = held < limit ? limit - held : 0;
  if (len > room) scan->row_cut = true;
  quhua__bytes_add(&scan->row, data, len < room ? len : room);
}

void quhua__scan_end_value(quhua_scan *scan) {
  void *ends = scan->row_ends;
  if (!quhua__grow(scan->allocator, &ends, &scan->row_cap, scan->row_count + 1, sizeof *scan->row_ends)) {
    scan->row.failed = true;
    return;
  }
  scan->row_ends = ends;
  scan->row_ends[scan->row_count++] = scan->row.len;
  quhua__bytes_add(&scan->row, "", 1);
  scan->cut += scan->row_cut;
  scan->row_cut = false;
}

quhua_status quhua__scan_end_row(quhua_scan *scan, uint64_t place, quhua_error *err) {
  static const char beyond[QUHUA__GRAMS_BEYOND] = "";
  quhua_status status = QUHUA_OK;
  size_t len = scan->row.len;
  quhua__bytes_add(&scan->row, beyond, sizeof beyond);
  if (scan->row.failed) return quhua__fail_nomem(err);
  const char *start = scan->row.data, *end = start + len, *at = start;
  quhua__scan_ahead ahead = {0};
  for (size_t i = 0, from = 0; i < scan->row_count && !status; from = scan->row_ends[i++] + 1) {
    const char *value_end = start + scan->row_ends[i];
    if (quhua__scan_next(scan, &ahead, at, end) >= value_end) continue;
    status = quhua__scan_cell(scan, i, place, (quhua_str){start + from, scan->row_ends[i] - from}, err);
    at = value_end;
  }
  quhua__scan_forget_row(scan);
  return status;
}

void quhua__scan_forget_row(quhua_scan *scan) {
  scan->row.len = scan->row_count = 0;
  scan->row_cut = false;
}
