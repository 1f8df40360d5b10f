/* SPDX-License-Identifier: Apache-2.0 */
/* verb_ledger.c: what the collectives of villages own and owe (账目), and what became of their books. */
#include <string.h>

#include "receipt.h"
#include "resolve.h"
#include "session.h"
#include "table.h"
#include "units.h"
#include "verbs.h"

/* ---- whose books ---- */

/* The only unit that held a code on or before a day; id 0 when there was none, or several in turn. */
static quhua_unit only_holder(const quhua_snapshot *snapshot, quhua_level level, const quhua_code *code,
                              quhua_date day) {
  quhua_cursor *cursor = NULL;
  quhua_unit version, found = {0};
  bool several = false;
  if (quhua_cursor_new_holders(snapshot, level, code, &cursor, NULL) != QUHUA_OK) return found;
  while (quhua_cursor_next(cursor, &version)) {
    if (version.valid.from > day) continue;
    several = several || (found.id && found.id != version.id);
    found = version;
  }
  quhua_cursor_free(cursor);
  return several ? (quhua_unit){0} : found;
}

/* Books outlive their unit: a code that nobody holds on the day any more means its last holder. */
static int find_original(const tool *t, const quhua_snapshot *snapshot, const char *text, quhua_date day,
                         quhua_unit *out) {
  quhua_code code;
  quhua_level level;
  if (read_code(quhua_snapshot_scheme(snapshot), text, &code, &level, NULL) == QUHUA_OK &&
      quhua_unit_find(snapshot, level, &code, day, out) == QUHUA_E_NOT_FOUND) {
    *out = only_holder(snapshot, level, &code, day);
    if (out->id) return DONE;
  }
  return resolve_unit(t, snapshot, text, day, out);
}

/* ---- lines ---- */

/* Texts of several units, parted by ";": "510722109204;510722109205". */
static void add_part(table *b, size_t index, const char *text) {
  if (index) buffer_add(&b->text, ";", 1);
  buffer_add(&b->text, text, strlen(text));
}

static void add_territory(const quhua_projection *territory, table *b) {
  size_t count = territory ? quhua_projection_count(territory) : 0;
  for (size_t i = 0; i < count; i++) add_part(b, i, quhua_projection_at(territory, i)->unit.code.text);
  table_end_cell(b);
  for (size_t i = 0; i < count; i++) {
    char share[QUHUA_SHARE_TEXT_MAX];
    quhua_share_format(quhua_projection_at(territory, i)->share, share);
    add_part(b, i, share);
  }
  table_end_cell(b);
}

static void add_amount(table *b, int64_t amount, uint32_t scale) {
  char text[QUHUA_AMOUNT_TEXT_MAX];
  table_add(b, (quhua_str){text, quhua_amount_format(amount, scale, text)});
}

/* Modes are keywords in data, words for people. */
static void add_mode(const tool *t, table *b, quhua_ledger_mode mode) {
  table_add_text(b, quhua_ledger_mode_word(mode, t->format == OUTPUT_TEXT ? t->lang : QUHUA_LANG_EN));
}

static void add_line(const tool *t, const quhua_snapshot *snapshot, const quhua_ledger_line *line, table *b) {
  quhua_unit keeper = {0};
  if (line->keeper) quhua_unit_find_id(snapshot, line->keeper, line->since, &keeper);
  table_add_text(b, line->original.code.text);
  table_add(b, line->original.name);
  table_add(b, line->series.name);
  add_amount(b, line->amount, line->scale);
  table_add_date(b, line->observed);
  add_mode(t, b, line->mode);
  table_add_date(b, line->since);
  table_add_text(b, keeper.code.text);
  table_add_text(b, line->holder.code.text);
  table_add(b, line->holder.name);
  table_add_text(b, line->residue ? "yes" : "no");
  table_add_date(b, line->closed);
  add_territory(line->territory, b);
}

/* All lines, or those of one original unit. */
static int print_lines(const tool *t, const quhua_snapshot *snapshot, const quhua_ledger *ledger,
                       quhua_unit_id original) {
  const quhua_ledger_line *line;
  table b;
  table_init(&b,
             (const char *const[]){"code", "name", "series", "value", "observed", "ledger", "since", "keeper",
                                   "holder_code", "holder", "divided", "closed", "new_code", "share"},
             14);
  for (size_t i = 0; (line = quhua_ledger_at(ledger, i)); i++)
    if (!original || line->original.id == original) add_line(t, snapshot, line, &b);
  int exit_status = table_print(&b, t, stdout);
  table_free(&b);
  return exit_status;
}

/* ---- sums ---- */

static void begin_sum(const tool *t, const quhua_ledger_sum *sum, table *b) {
  table_add_text(b, sum->unit.code.text);
  if (sum->unit.id) {
    table_add(b, sum->unit.name);
    table_add_number(b, (uint64_t)sum->unit.level);
  } else {
    table_add_text(b, in_language(t, "total", "合计"));
    table_add_text(b, "");
  }
  table_add(b, sum->series.name);
}

/* One row for each mode that some line has, then one for all of them. */
static void add_sum(const tool *t, const quhua_ledger_sum *sum, table *b) {
  uint64_t lines = 0;
  for (int mode = 1; mode < QUHUA_LEDGER_LIMIT; mode++) {
    lines += sum->lines[mode];
    if (!sum->lines[mode]) continue;
    begin_sum(t, sum, b);
    add_mode(t, b, (quhua_ledger_mode)mode);
    table_add_number(b, sum->lines[mode]);
    add_amount(b, sum->amounts[mode], sum->scale);
    table_add_text(b, "");
  }
  begin_sum(t, sum, b);
  table_add_text(b, t->format == OUTPUT_TEXT ? in_language(t, "all", "合计") : "");
  table_add_number(b, lines);
  add_amount(b, sum->total, sum->scale);
  add_amount(b, sum->residue, sum->scale);
}

static int print_sums(const tool *t, const quhua_ledger *ledger) {
  const quhua_ledger_sum *sum;
  table b;
  table_init(
      &b, (const char *const[]){"code", "name", "level", "series", "ledger", "lines", "value", "residue"}, 8);
  for (size_t i = 0; (sum = quhua_ledger_sum_at(ledger, i)); i++)
    if (sum->unit.standing != QUHUA_STANDING_IMPLIED) add_sum(t, sum, &b);
  int exit_status = table_print(&b, t, stdout);
  table_free(&b);
  return exit_status;
}

/* ---- the two uses of the verb ---- */

/* A unit that lives on the day: what lies in it. One that ended: its own lines. */
static int list(const tool *t, const session *s) {
  quhua_error err = {0};
  quhua_date day;
  quhua_unit asked = {0};
  quhua_ledger *ledger = NULL;
  const char *series = t->opt.value[OPT_SERIES] ? t->opt.value[OPT_SERIES] : "";
  if (!date_option(t, OPT_AT, "at", today(), &day)) return BAD_USAGE;
  int exit_status = t->opt.arg_count > 1 ? find_original(t, s->snapshot, t->opt.args[1], day, &asked) : DONE;
  if (exit_status != DONE) return exit_status;
  bool ended = asked.id && !quhua_period_contains(asked.valid, day);
  if (ended && t->opt.value[OPT_SUMS])
    return usage_fault(t, "“%s” does not exist on that day: sums are those of units of the day",
                       "“%s”当日不存在：只能对当日单位求和", t->opt.args[1]);
  quhua_status status =
      quhua_ledger_new(s->snapshot, quhua_str_from(series), ended ? 0 : asked.id, day, &ledger, &err);
  if (status != QUHUA_OK)
    exit_status = library_fault(t, &err);
  else if (t->opt.value[OPT_SUMS])
    exit_status = print_sums(t, ledger);
  else
    exit_status = print_lines(t, s->snapshot, ledger, ended ? asked.id : 0);
  quhua_ledger_free(ledger);
  return status == QUHUA_E_NOT_FOUND ? ANSWER_IS_NO : exit_status;
}

static int record(const tool *t, const session *s, quhua_ledger_note *note) {
  quhua_error err = {0};
  quhua_unit original, keeper = {0};
  quhua_receipt receipt;
  quhua_commit_options how;
  const char *keeper_text = t->opt.value[OPT_KEEPER];
  int exit_status = find_original(t, s->snapshot, t->opt.args[1], note->date, &original);
  if (exit_status == DONE && keeper_text)
    exit_status = resolve_unit(t, s->snapshot, keeper_text, note->date, &keeper);
  /* Books of a unit that is not there are bad input, and not an answer. */
  if (exit_status != DONE) return exit_status == ANSWER_IS_NO ? BAD_USAGE : exit_status;
  note->original = original.id;
  note->keeper = keeper.id;
  quhua_commit_options_init(&how);
  how.actor = t->opt.value[OPT_ACTOR];
  if (quhua_registry_record_ledger(s->registry, note, 1, &how, &receipt, &err) != QUHUA_OK)
    return library_fault(t, &err);
  return receipt_print(t, &receipt);
}

/* What the command line says of the note; sets are told from lists by --mode. */
static int read_note(const tool *t, quhua_ledger_note *out) {
  const char *word = t->opt.value[OPT_MODE];
  if (t->opt.arg_count < 2)
    return usage_fault(t, "--mode needs the unit whose books they are: quhua ledger REG CODE --mode …",
                       "--mode 须写明账目所属单位：quhua ledger REG CODE --mode …");
  if (t->opt.value[OPT_AT] || t->opt.value[OPT_SERIES] || t->opt.value[OPT_SUMS])
    return usage_fault(t, "--at, --series and --sums list, --mode records: take one of the two",
                       "--at、--series、--sums 用于列出，--mode 用于登记，只能取其一");
  out->mode = quhua_ledger_mode_find(quhua_str_from(word));
  if (out->mode == QUHUA_LEDGER_NONE)
    return usage_fault(
        t, "--mode: “%s” is no way in which books are merged; write direct, negotiated, gradual or unmerged",
        "--mode：“%s”不是账目融合方式；可写 直接并账 协商并账 逐步融合 未融合", word);
  return date_option(t, OPT_DATE, "date", QUHUA_DATE_NONE, &out->date) ? DONE : BAD_USAGE;
}

int verb_ledger(tool *t) {
  session s;
  quhua_ledger_note note = {0};
  bool sets = t->opt.value[OPT_MODE] != NULL;
  if (!sets && (t->opt.value[OPT_DATE] || t->opt.value[OPT_KEEPER] || t->opt.value[OPT_ACTOR]))
    return usage_fault(t, "--date, --keeper and --actor go with --mode",
                       "--date、--keeper、--actor 须与 --mode 同用");
  int exit_status = sets ? read_note(t, &note) : DONE;
  if (exit_status != DONE) return exit_status;
  exit_status = session_open(t, sets ? SESSION_WRITE : SESSION_READ, &s);
  if (exit_status != DONE) return exit_status;
  exit_status = sets ? record(t, &s, &note) : list(t, &s);
  session_close(&s);
  return exit_status;
}
