/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve.h"
#include "session.h"
#include "table.h"
#include "units.h"
#include "verbs.h"

static void warn(const tool *t, const quhua_unit *unit, quhua_kind kind, const quhua_code_room *room) {
  uint32_t left = room->above + room->gaps;
  if ((uint64_t)left * 10 >= room->size) return;
  say(t, "%s below %s: %u of %u codes are left", "%s（%s 下）号段余量不足：剩 %u，共 %u",
      quhua_kind_word(kind, t->lang), unit->code.text, (unsigned)left, (unsigned)room->size);
}

static void add_signed(table *b, int32_t number) {
  if (number < 0)
    table_add_text(b, "");
  else
    table_add_number(b, (uint64_t)number);
}

static void add_room(const tool *t, quhua_kind kind, const quhua_code_room *room, table *b) {
  table_add_kind(b, t, kind);
  add_signed(b, room->first);
  add_signed(b, room->last);
  table_add_number(b, room->size);
  table_add_number(b, room->used);
  table_add_number(b, room->alive);
  table_add_number(b, room->reserved);
  table_add_number(b, room->above);
  table_add_number(b, room->gaps);
  add_signed(b, room->next);
}

/* Kinds of the level below the unit, and those of deeper levels that have codes there (东莞 has towns and no counties). */
static void add_rooms(const tool *t, const quhua_snapshot *snapshot, const quhua_unit *unit, quhua_date day,
                      table *b) {
  for (int kind = 1; kind < QUHUA_KIND_LIMIT; kind++) {
    quhua_code_room room;
    if (quhua_code_room_find(snapshot, unit->id, (quhua_kind)kind, day, &room) != QUHUA_OK) continue;
    if ((int)quhua_kind_level((quhua_kind)kind) > (int)unit->level + 1 && room.used == 0) continue;
    add_room(t, (quhua_kind)kind, &room, b);
    warn(t, unit, (quhua_kind)kind, &room);
  }
}

int verb_room(tool *t) {
  session s;
  table b;
  quhua_date day;
  quhua_unit unit;
  if (!date_option(t, OPT_AT, "at", today(), &day)) return BAD_USAGE;
  int exit_status = session_open(t, SESSION_READ, &s);
  if (exit_status != DONE) return exit_status;
  table_init(&b,
             (const char *const[]){"kind", "first", "last", "size", "used", "alive", "reserved", "above",
                                   "gaps", "next"},
             10);
  exit_status = resolve_unit(t, s.snapshot, t->opt.args[1], day, &unit);
  if (exit_status == DONE) add_rooms(t, s.snapshot, &unit, day, &b);
  bool nothing = exit_status == DONE && table_rows(&b) == 0;
  if (nothing) say(t, "no codes are issued below %s", "%s 下不编制代码", unit.code.text);
  if (exit_status == DONE && !nothing) exit_status = table_print(&b, t, stdout);
  table_free(&b);
  session_close(&s);
  return nothing ? ANSWER_IS_NO : exit_status;
}
