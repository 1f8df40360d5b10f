/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "session.h"
#include "table.h"
#include "verbs.h"

/* The sequence that --known means: a number, or the newest entry at a moment. */
static int known_sequence(const tool *t, const quhua_registry *registry, quhua_sequence *out) {
  const char *text = t->opt.value[OPT_KNOWN];
  quhua_instant moment;
  *out = QUHUA_SEQUENCE_OPEN;
  if (!text) return DONE;
  bool number = text[0] != '\0' && strlen(text) < 19 && text[strspn(text, "0123456789")] == '\0';
  if (number)
    *out = strtoull(text, NULL, 10);
  else if (quhua_instant_parse(quhua_str_from(text), &moment))
    *out = quhua_registry_known_at(registry, moment);
  else
    return usage_fault(t, "--known: “%s” is no journal sequence and no moment (YYYY-MM-DDTHH:MM:SSZ)",
                       "--known：“%s”既不是日志号，也不是时间（YYYY-MM-DDTHH:MM:SSZ）", text);
  if (*out == 0 && number)
    return usage_fault(t, "--known: sequences begin with 1", "--known：日志号从 1 开始");
  if (*out == 0) {
    say(t, "nothing had been recorded by %s", "截至 %s 尚无登记", text);
    return ANSWER_IS_NO;
  }
  return DONE;
}

static int print_snapshot(const tool *t, const quhua_snapshot *snapshot, quhua_date day) {
  quhua_error err = {0};
  buffer csv = {0};
  table b;
  bool people = t->format == OUTPUT_TEXT;
  quhua_format format = t->format == OUTPUT_JSON ? QUHUA_FORMAT_JSON : QUHUA_FORMAT_CSV;
  quhua_writer writer = people ? buffer_writer(&csv) : stream_writer(stdout);
  quhua_status status = quhua_snapshot_write(snapshot, day, format, t->lang, &writer, &err);
  int exit_status = csv.failed ? no_memory(t) : status == QUHUA_OK ? DONE : library_fault(t, &err);
  if (exit_status == DONE && people) {
    table_init_csv(&b, csv.data, csv.len);
    exit_status = table_print(&b, t, stdout);
    table_free(&b);
  }
  buffer_free(&csv);
  return exit_status;
}

int verb_snapshot(tool *t) {
  session s;
  quhua_date day;
  quhua_error err = {0};
  quhua_sequence known;
  quhua_snapshot *then = NULL;
  if (!date_option(t, OPT_AT, "at", QUHUA_DATE_NONE, &day)) return BAD_USAGE;
  int exit_status = session_open(t, SESSION_READ, &s);
  if (exit_status != DONE) return exit_status;
  exit_status = known_sequence(t, s.registry, &known);
  if (exit_status == DONE && quhua_snapshot_new(s.registry, known, &then, &err) != QUHUA_OK)
    exit_status = library_fault(t, &err);
  if (exit_status == DONE) exit_status = print_snapshot(t, then, day);
  quhua_snapshot_free(then);
  session_close(&s);
  return exit_status;
}
