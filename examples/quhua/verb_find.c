/* SPDX-License-Identifier: Apache-2.0 */
#include "session.h"
#include "table.h"
#include "units.h"
#include "verbs.h"

static void add_hit(const tool *t, const quhua_snapshot *snapshot, const quhua_unit *unit, quhua_date day,
                    table *b) {
  unit_list now = {0};
  units_became(snapshot, unit->id, day, &now);
  table_add_text(b, unit->code.text);
  table_add(b, unit->name);
  table_add_number(b, (uint64_t)unit->level);
  table_add_kind(b, t, unit->kind);
  table_add_path(b, snapshot, unit, day_within(unit, day));
  table_add_date(b, unit->valid.from);
  table_add_date(b, unit->valid.to);
  table_add_codes(b, &now);
  table_add_names(b, &now);
  unit_list_free(&now);
}

static int search(const tool *t, const quhua_snapshot *snapshot, quhua_date day, table *b) {
  quhua_error err = {0};
  quhua_cursor *cursor = NULL;
  quhua_unit unit;
  quhua_str text = quhua_str_from(t->opt.args[1]), key, value;
  quhua_status status = identifier_argument(text.ptr, &key, &value)
                            ? quhua_cursor_new_identified(snapshot, key, value, &cursor, &err)
                            : quhua_cursor_new_search(snapshot, text, day, &cursor, &err);
  if (status != QUHUA_OK) return library_fault(t, &err);
  while (quhua_cursor_next(cursor, &unit)) add_hit(t, snapshot, &unit, day, b);
  quhua_cursor_free(cursor);
  return DONE;
}

int verb_find(tool *t) {
  session s;
  table b;
  quhua_date day;
  if (!date_option(t, OPT_AT, "at", today(), &day)) return BAD_USAGE;
  int exit_status = session_open(t, SESSION_READ, &s);
  if (exit_status != DONE) return exit_status;
  note_uncertain(t, s.snapshot, day);
  table_init(
      &b,
      (const char *const[]){"code", "name", "level", "kind", "path", "from", "to", "now_code", "now_name"},
      9);
  exit_status = search(t, s.snapshot, day, &b);
  bool nothing = exit_status == DONE && table_rows(&b) == 0;
  if (nothing) say(t, "nothing is called “%s”", "没有找到“%s”", t->opt.args[1]);
  if (exit_status == DONE && !(nothing && t->format == OUTPUT_TEXT)) exit_status = table_print(&b, t, stdout);
  table_free(&b);
  session_close(&s);
  return exit_status == DONE && nothing ? ANSWER_IS_NO : exit_status;
}
