/* SPDX-License-Identifier: Apache-2.0 */
#include "labels.h"
#include "session.h"
#include "table.h"
#include "verbs.h"

#define LARGE_REGISTER 100000u /* units that take about a second */

static void add_counts(table *b, const quhua_snapshot *snapshot, quhua_date date) {
  uint64_t kinds[QUHUA_KIND_LIMIT];
  uint64_t levels[QUHUA_LEVEL_MAX + 1] = {0};
  quhua_snapshot_count(snapshot, 0, date, kinds);
  for (int kind = 0; kind < QUHUA_KIND_LIMIT; kind++)
    levels[quhua_kind_level((quhua_kind)kind)] += kinds[kind];
  for (int i = 1; i <= QUHUA_LEVEL_MAX + 1; i++) { /* units of no level come last */
    quhua_level level = (quhua_level)(i % (QUHUA_LEVEL_MAX + 1));
    if (levels[level]) record_add_number(b, level_word(level, QUHUA_LANG_EN), levels[level]);
  }
}

static int print_register(const tool *t, quhua_registry *registry, quhua_date date) {
  quhua_error err = {0};
  quhua_snapshot *snapshot = NULL;
  if (quhua_snapshot_new(registry, QUHUA_SEQUENCE_OPEN, &snapshot, &err) != QUHUA_OK)
    return library_fault(t, &err);
  quhua_digest head;
  char text[QUHUA_DIGEST_TEXT_MAX];
  quhua_registry_head_digest(registry, &head);
  quhua_digest_format(&head, text);
  table b;
  record_init(&b);
  record_add_number(&b, "sequence", quhua_registry_head(registry));
  add_counts(&b, snapshot, date);
  record_add_text(&b, "head", text);
  int exit_status = record_print(&b, t, stdout);
  table_free(&b);
  quhua_snapshot_free(snapshot);
  return exit_status;
}

static int create(const tool *t, const quhua_opening *opening, quhua_date date) {
  quhua_error err = {0};
  quhua_open_options how;
  quhua_registry *registry = NULL;
  quhua_open_options_init(&how);
  how.actor = t->opt.value[OPT_ACTOR];
  if (t->color_err && quhua_opening_count(opening) > LARGE_REGISTER)
    say(t, "making a register of %zu units …", "正在建立 %zu 个单位的登记册……", quhua_opening_count(opening));
  if (quhua_registry_create(t->opt.args[0], opening, &how, &registry, &err) != QUHUA_OK)
    return library_fault(t, &err);
  int exit_status = print_register(t, registry, date);
  quhua_registry_close(registry);
  return exit_status;
}

int verb_init(tool *t) {
  quhua_date date;
  int exit_status = check_location(t, t->opt.args[0]);
  if (exit_status != DONE) return exit_status;
  if (!date_option(t, OPT_DATE, "date", QUHUA_DATE_NONE, &date)) return BAD_USAGE;
  const char *name = t->opt.value[OPT_SCHEME] ? t->opt.value[OPT_SCHEME] : "cn-stat";
  const quhua_scheme *scheme = quhua_scheme_find(quhua_str_from(name));
  if (!scheme)
    return usage_fault(t, "there is no scheme “%s”; write cn-stat or opaque",
                       "没有编码方案“%s”，请写 cn-stat 或 opaque", name);
  quhua_error err = {0};
  quhua_opening *opening = NULL;
  if (quhua_opening_new(NULL, scheme, date, &opening, &err) != QUHUA_OK) return library_fault(t, &err);
  if (t->opt.arg_count > 1) exit_status = opening_load(t, t->opt.args[1], opening);
  if (exit_status == DONE) exit_status = create(t, opening, date);
  quhua_opening_free(opening);
  return exit_status;
}
