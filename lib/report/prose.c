/* SPDX-License-Identifier: Apache-2.0 */
#include "report/prose.h"

#include "base/number.h"

#define SHORT_NAME_MAX 512

void quhua__prose_init(quhua__prose *prose, const quhua_snapshot *snapshot, quhua_lang lang, bool html,
                       const quhua_writer *writer) {
  quhua__xml_init(&prose->xml, writer);
  prose->xml.plain = !html;
  prose->lang = lang;
  prose->snapshot = snapshot;
  prose->place = 0;
}

quhua_status quhua__prose_finish(quhua__prose *prose, quhua_error *err) {
  if (quhua__xml_finish(&prose->xml)) return QUHUA_OK;
  return quhua__fail(err, QUHUA_E_IO, QUHUA__T("the report could not be written", "无法写出报告"),
                     QUHUA__NO_REMEDY, QUHUA__NO_ARGS);
}

void quhua__say(quhua__prose *prose, quhua__text2 words) {
  quhua__say_text(prose, quhua_str_from(words.lang[prose->lang]));
}

void quhua__say_text(quhua__prose *prose, quhua_str text) { quhua__xml_text(&prose->xml, text); }

void quhua__say_number(quhua__prose *prose, uint64_t number) {
  char text[QUHUA__NUMBER_TEXT_MAX];
  quhua__say_text(prose, quhua__number_text(number, text));
}

void quhua__say_date(quhua__prose *prose, quhua_date date) {
  char text[QUHUA_DATE_TEXT_MAX];
  quhua__say_text(prose, (quhua_str){text, quhua_date_format(date, text)});
}

void quhua__say_name(quhua__prose *prose, const quhua_unit *unit) {
  char stem[SHORT_NAME_MAX];
  size_t len = unit->level >= QUHUA_LEVEL_VILLAGE ? quhua_name_stem(unit->name, stem, sizeof stem) : 0;
  if (unit->name.len == 0)
    quhua__say_text(prose, quhua_str_from(unit->code.text)); /* implied units have no name */
  else if (len && len <= sizeof stem)
    quhua__say_text(prose, (quhua_str){stem, len});
  else
    quhua__say_text(prose, unit->name);
}

void quhua__say_unit(quhua__prose *prose, const quhua_unit *unit, quhua_date day, bool former) {
  quhua_unit above;
  bool placed = unit->level >= QUHUA_LEVEL_VILLAGE && unit->parent && unit->parent != prose->place;
  if (placed && quhua_unit_find_id(prose->snapshot, unit->parent, day, &above) == QUHUA_OK) {
    quhua__say_name(prose, &above);
    prose->place = unit->parent;
    if (prose->lang == QUHUA_LANG_EN) quhua__say(prose, QUHUA__T(" ", ""));
  }
  if (former) quhua__say(prose, QUHUA__T("former ", "原"));
  quhua__say_name(prose, unit);
}

void quhua__say_joint(quhua__prose *prose, size_t i, size_t count) {
  if (i == 0) return;
  if (i + 1 == count)
    quhua__say(prose, QUHUA__T(" and ", "和"));
  else
    quhua__say(prose, QUHUA__T(", ", "、"));
}

void quhua__prose_begin(quhua__prose *prose, const char *element) {
  prose->place = 0;
  if (!prose->xml.plain) quhua__xml_markup(&prose->xml, "<%s>", element);
}

void quhua__prose_end(quhua__prose *prose, const char *element) {
  if (!prose->xml.plain) quhua__xml_markup(&prose->xml, "</%s>", element);
  quhua__xml_raw(&prose->xml, "\n");
}
