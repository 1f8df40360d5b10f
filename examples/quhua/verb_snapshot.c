/* SPDX-License-Identifier: Apache-2.0 */
#include "known.h"
#include "session.h"
#include "table.h"
#include "verbs.h"

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
  if (!date_option(t, OPT_AT, "at", QUHUA_DATE_NONE, &day)) return BAD_USAGE;
  int exit_status = session_open(t, SESSION_READ, &s);
  if (exit_status != DONE) return exit_status;
  exit_status = session_as_known(t, &s);
  if (exit_status == DONE) note_uncertain(t, s.snapshot, day);
  if (exit_status == DONE) exit_status = print_snapshot(t, s.snapshot, day);
  session_close(&s);
  return exit_status;
}
