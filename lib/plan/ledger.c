/* SPDX-License-Identifier: Apache-2.0 */
#include "plan/ledger.h"

#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "base/text_internal.h"
#include "change/ledger_mode.h"
#include "plan/plan_internal.h"

bool quhua__is_ledger_key(quhua_str key) { return quhua__begins_with(key, QUHUA__LEDGER_KEY); }

/* --- as text ------------------------------------------------------------------------------------------------------- */

/* An identity in digits without zeros in front. */
static bool read_identity(quhua_str text, quhua_unit_id *out) {
  uint64_t number = 0;
  bool sound = text.len > 0 && text.ptr[0] != '0';
  for (size_t i = 0; i < text.len && sound; i++) {
    sound = text.ptr[i] >= '0' && text.ptr[i] <= '9' && number <= UINT32_MAX;
    number = number * 10 + (uint64_t)(text.ptr[i] - '0');
  }
  *out = number;
  return sound && number <= UINT32_MAX;
}

bool quhua__ledger_read(const quhua_fact *fact, quhua_ledger_note *out) {
  size_t prefix = strlen(QUHUA__LEDGER_KEY);
  quhua_str word = fact->value, keeper = {"", 0};
  const char *blank = word.len ? memchr(word.ptr, ' ', word.len) : NULL;
  *out = (quhua_ledger_note){.date = fact->date};
  if (blank) {
    word.len = (size_t)(blank - fact->value.ptr);
    keeper = (quhua_str){blank + 1, fact->value.len - word.len - 1};
  }
  out->mode = quhua_ledger_mode_find(word);
  return out->mode != QUHUA_LEDGER_NONE && (!blank || read_identity(keeper, &out->keeper)) &&
         read_identity((quhua_str){fact->key.ptr + prefix, fact->key.len - prefix}, &out->original);
}

/* The two texts of a fact. */
typedef struct note_text {
  char key[sizeof QUHUA__LEDGER_KEY + QUHUA__NUMBER_TEXT_MAX];
  char value[32 + QUHUA__NUMBER_TEXT_MAX];
  quhua_fact fact; /* views of them */
} note_text;

static size_t append(char *out, size_t len, quhua_str text) {
  memcpy(out + len, text.ptr, text.len);
  return len + text.len;
}

static void write_note(const quhua_ledger_note *note, note_text *out) {
  char number[QUHUA__NUMBER_TEXT_MAX];
  quhua_str word = quhua_str_from(quhua_ledger_mode_word(note->mode, QUHUA_LANG_EN));
  size_t key = append(out->key, 0, quhua_str_from(QUHUA__LEDGER_KEY));
  key = append(out->key, key, quhua__number_text(note->original, number));
  size_t value = append(out->value, 0, word);
  if (note->keeper) {
    value = append(out->value, value, quhua_str_from(" "));
    value = append(out->value, value, quhua__number_text(note->keeper, number));
  }
  out->fact = (quhua_fact){
      .subject = {"", 0}, .key = {out->key, key}, .value = {out->value, value}, .date = note->date};
}

void quhua__ledger_put(const quhua_ledger_note *note, quhua__bytes *out) {
  note_text text;
  write_note(note, &text);
  quhua__effect_put_fact(out, text.fact.subject, text.fact.key, text.fact.date, text.fact.value);
}

/* --- what can be recorded ------------------------------------------------------------------------------------------- */

quhua_status quhua__ledger_check(const quhua_fact *fact, quhua_error *err) {
  quhua_ledger_note note;
  return quhua__ledger_read(fact, &note) ? QUHUA_OK : quhua__ledger_mode_refuse(fact->value, err);
}

/* First day of a unit; false when it never was. */
static bool first_day(const quhua_snapshot *snapshot, quhua_unit_id id, quhua_date *out, quhua_error *err,
                      quhua_status *status) {
  quhua_cursor *cursor = NULL;
  quhua_unit first;
  *status = quhua_cursor_new_versions(snapshot, id, &cursor, err);
  bool found = *status == QUHUA_OK && quhua_cursor_next(cursor, &first);
  if (found) *out = first.valid.from;
  quhua_cursor_free(cursor);
  return found;
}

static quhua_status check_keeper(const quhua_snapshot *snapshot, const quhua_ledger_note *note, quhua_str day,
                                 quhua_error *err) {
  quhua_unit keeper;
  if (!note->keeper || quhua_unit_find_id(snapshot, note->keeper, note->date, &keeper) == QUHUA_OK)
    return QUHUA_OK;
  return quhua__fail(
      err, QUHUA_E_NOT_FOUND,
      QUHUA__T("the unit that is to keep the books does not live on {1}", "保管账目的单位在 {1} 不存在"),
      QUHUA__T("name a unit that lives on the day from which it keeps them", "请给出该日存续的单位"),
      QUHUA__ARGS(day));
}

static quhua_status check_note(const quhua_snapshot *snapshot, const quhua_ledger_note *note,
                               quhua_error *err) {
  char text[QUHUA_DATE_TEXT_MAX], from[QUHUA_DATE_TEXT_MAX];
  quhua_str day = {text, quhua_date_format(note->date, text)};
  quhua_date first = QUHUA_DATE_NONE, again;
  quhua_status status = QUHUA_OK;
  if (!quhua_ledger_mode_word(note->mode, QUHUA_LANG_EN)[0])
    return quhua__ledger_mode_refuse((quhua_str){"", 0}, err);
  if (!quhua_date_parse(day, &again))
    return quhua__fail(
        err, QUHUA_E_INVALID,
        QUHUA__T("the day lies outside the years 1000 to 9999", "日期不在 1000 年至 9999 年之间"),
        QUHUA__T("give the day from which it holds", "请给出起始日期"), QUHUA__NO_ARGS);
  if (!first_day(snapshot, note->original, &first, err, &status)) {
    if (status) return status;
    return quhua__fail(err, QUHUA_E_NOT_FOUND,
                       QUHUA__T("there never was a unit with these books", "登记册中没有该账目所属的单位"),
                       QUHUA__T("name a unit of the register", "请给出登记册中的单位"), QUHUA__NO_ARGS);
  }
  if (note->date < first)
    return quhua__fail(
        err, QUHUA_E_INVALID,
        QUHUA__T("the unit with these books began on {2}, after {1}", "该账目所属单位始于 {2}，晚于 {1}"),
        QUHUA__T("give a day on which it had begun", "请给出其设立以后的日期"),
        QUHUA__ARGS(day, ((quhua_str){from, quhua_date_format(first, from)})));
  return check_keeper(snapshot, note, day, err);
}

static quhua_status check_notes(const quhua_registry *registry, const quhua_ledger_note *notes, size_t count,
                                quhua_error *err) {
  quhua_snapshot *snapshot = NULL;
  quhua_status status = quhua_snapshot_new(registry, QUHUA_SEQUENCE_OPEN, &snapshot, err);
  for (size_t i = 0; i < count && status == QUHUA_OK; i++) status = check_note(snapshot, &notes[i], err);
  quhua_snapshot_free(snapshot);
  return status;
}

/* Units are never removed, so what was checked stays true while other processes write. */
quhua_status quhua_registry_record_ledger(quhua_registry *registry, const quhua_ledger_note *notes,
                                          size_t count, const quhua_commit_options *options,
                                          quhua_receipt *receipt, quhua_error *err) {
  quhua__arena arena;
  quhua__arena_init(&arena, registry->allocator);
  note_text *texts = quhua__arena_alloc(&arena, count * sizeof *texts);
  quhua_fact *facts = quhua__arena_alloc(&arena, count * sizeof *facts);
  quhua_status status = texts && facts ? check_notes(registry, notes, count, err) : quhua__fail_nomem(err);
  for (size_t i = 0; i < count && status == QUHUA_OK; i++) {
    write_note(&notes[i], &texts[i]);
    facts[i] = texts[i].fact;
  }
  if (status == QUHUA_OK) status = quhua_registry_record(registry, facts, count, options, receipt, err);
  quhua__arena_free(&arena);
  return status;
}
