/* SPDX-License-Identifier: Apache-2.0 */
/* crosswalk_official.c: a crosswalk with the columns of the official 变动及代码变更对照表. */
#include <quhua/io.h>
#include <quhua/journal.h>

#include "io/parent_code.h"
#include "io/table_writer.h"
#include "registry/registry_internal.h"

static const char *const names[] = {"序号",   "变更类型", "原代码",   "原名称", "原类型",
                                    "原上级", "现代码",   "现名称",   "现类型", "现上级",
                                    "比例",   "生效日期", "批准文号", "备注"};
#define NAMES (sizeof names / sizeof *names)

static void write_side(quhua__table_writer *table, const quhua_snapshot *snapshot, const quhua_unit *unit) {
  char parent[QUHUA__PARENT_TEXT_MAX] = "";
  quhua_unit none = {.name = {"", 0}};
  if (!unit->id) unit = &none;
  quhua__table_word(table, quhua_str_from(unit->code.text));
  quhua__table_text(table, unit->name);
  quhua__table_word(table, quhua_str_from(quhua_kind_word(unit->kind, QUHUA_LANG_ZH)));
  if (unit->id) quhua__parent_code(snapshot, unit, unit->valid.from, parent);
  quhua__table_word(table, quhua_str_from(parent));
}

/* The act of the last change on the way, and what it says of its event. */
static quhua_str document_of(const quhua_snapshot *snapshot, const quhua_crosswalk_row *row) {
  const quhua__state *s = snapshot->state;
  if (!row->sequence || row->sequence > (quhua_sequence)quhua__state_head(s)) return (quhua_str){"", 0};
  return quhua__texts_at(&s->texts, quhua__state_entry(s, (uint32_t)row->sequence)->document);
}

static void write_row(quhua__table_writer *table, const quhua_snapshot *snapshot,
                      const quhua_crosswalk_row *row, size_t number) {
  char share[QUHUA_SHARE_TEXT_MAX], day[QUHUA_DATE_TEXT_MAX];
  quhua__table_count(table, number);
  quhua__table_word(table, quhua_str_from(quhua_relation_word(row->relation, QUHUA_LANG_ZH)));
  write_side(table, snapshot, &row->before);
  write_side(table, snapshot, &row->after);
  quhua__table_word(table, (quhua_str){share, row->before.id ? quhua_share_format(row->share, share) : 0});
  quhua__table_word(table, (quhua_str){day, quhua_date_format(row->effective, day)});
  quhua__table_text(table, document_of(snapshot, row));
  quhua__table_word(table, quhua_str_from(row->after.id ? "" : "无承接单位"));
}

quhua_status quhua_crosswalk_write_official(const quhua_crosswalk *crosswalk, const quhua_snapshot *snapshot,
                                            quhua_format format, const quhua_writer *writer,
                                            quhua_error *err) {
  quhua_str columns[NAMES];
  quhua__table_writer table;
  for (size_t i = 0; i < NAMES; i++) columns[i] = quhua_str_from(names[i]);
  quhua__table_begin(&table, format, writer, columns, NAMES);
  size_t count = quhua_crosswalk_count(crosswalk);
  for (size_t i = 0; !table.failed && i < count; i++)
    write_row(&table, snapshot, quhua_crosswalk_at(crosswalk, i), i + 1);
  return quhua__table_finish(&table, err);
}
