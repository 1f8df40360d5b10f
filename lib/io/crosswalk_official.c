/* SPDX-License-Identifier: Apache-2.0 */
/* crosswalk_official.c: a crosswalk with the columns of the official 变动及代码变更对照表. */
#include <quhua/io.h>
#include <quhua/journal.h>

#include <string.h>

#include "base/bytes.h"
#include "base/fail.h"
#include "crosswalk/crosswalk.h"
#include "io/parent_code.h"
#include "io/table_writer.h"
#include "lineage/flows.h"
#include "registry/registry_internal.h"

static const char *const names[] = {"序号",   "变更类型", "原代码",   "原名称", "原类型",
                                    "原上级", "现代码",   "现名称",   "现类型", "现上级",
                                    "比例",   "生效日期", "批准文号", "备注"};
#define NAMES (sizeof names / sizeof *names)

#define WITHOUT_SUCCESSOR "无承接单位"
#define BETWEEN_REMARKS "；"

/* A crosswalk, and the state of each of its two days. */
typedef struct writing {
  const quhua_crosswalk *crosswalk;
  quhua_snapshot before, after;
  quhua__crosswalk_ends ends;
  quhua__table_writer table;
  bool no_memory;
} writing;

static void write_side(writing *w, const quhua_snapshot *snapshot, const quhua_unit *unit, quhua_date day) {
  char parent[QUHUA__PARENT_TEXT_MAX] = "";
  quhua_unit none = {.name = {"", 0}};
  if (!unit->id) unit = &none;
  quhua__table_word(&w->table, quhua_str_from(unit->code.text));
  quhua__table_text(&w->table, unit->name);
  quhua__table_word(&w->table, quhua_str_from(quhua_kind_word(unit->kind, QUHUA_LANG_ZH)));
  quhua__table_word(&w->table, quhua__parent_code(snapshot, unit, day, parent));
}

static void remark(quhua__bytes *remarks, quhua_str text) {
  if (remarks->len && text.len) quhua__bytes_add(remarks, BETWEEN_REMARKS, strlen(BETWEEN_REMARKS));
  quhua__bytes_add(remarks, text.ptr, text.len);
}

/* 备注: that nobody follows, and the words of the last event on the way. */
static void write_remarks(writing *w, const quhua_crosswalk_row *row, uint32_t last_flow) {
  quhua_flow flow = {.reason = {"", 0}, .note = {"", 0}};
  quhua__bytes remarks;
  quhua__bytes_init(&remarks, w->after.allocator);
  if (last_flow) flow = quhua__flow_public(w->after.state, last_flow);
  if (!row->after.id) remark(&remarks, quhua_str_from(WITHOUT_SUCCESSOR));
  remark(&remarks, flow.reason);
  remark(&remarks, flow.note);
  quhua__table_text(&w->table, (quhua_str){remarks.data, remarks.len});
  w->no_memory |= remarks.failed;
  quhua__bytes_free(&remarks);
}

static void write_row(writing *w, size_t index) {
  char share[QUHUA_SHARE_TEXT_MAX], day[QUHUA_DATE_TEXT_MAX];
  const quhua_crosswalk_row *row = quhua_crosswalk_at(w->crosswalk, index);
  quhua__table_count(&w->table, index + 1);
  quhua__table_word(&w->table, quhua_str_from(quhua_relation_word(row->relation, QUHUA_LANG_ZH)));
  write_side(w, &w->before, &row->before, w->ends.from);
  write_side(w, &w->after, &row->after, w->ends.to);
  quhua__table_word(&w->table,
                    (quhua_str){share, row->before.id ? quhua_share_format(row->share, share) : 0});
  quhua__table_word(&w->table, (quhua_str){day, quhua_date_format(row->effective, day)});
  quhua__table_text(&w->table, quhua__crosswalk_document(&w->after, row));
  write_remarks(w, row, quhua__crosswalk_flow(w->crosswalk, index));
}

quhua_status quhua_crosswalk_write_official(const quhua_crosswalk *crosswalk, const quhua_snapshot *snapshot,
                                            quhua_format format, const quhua_writer *writer,
                                            quhua_error *err) {
  quhua_str columns[NAMES];
  writing w = {.crosswalk = crosswalk,
               .before = *snapshot,
               .after = *snapshot,
               .ends = quhua__crosswalk_between(crosswalk)};
  w.before.known = w.ends.known;
  for (size_t i = 0; i < NAMES; i++) columns[i] = quhua_str_from(names[i]);
  quhua__table_begin(&w.table, format, writer, columns, NAMES);
  size_t count = quhua_crosswalk_count(crosswalk);
  for (size_t i = 0; !w.table.failed && !w.no_memory && i < count; i++) write_row(&w, i);
  return w.no_memory ? quhua__fail_nomem(err) : quhua__table_finish(&w.table, err);
}
