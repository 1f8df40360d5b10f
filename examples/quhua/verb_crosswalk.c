/* SPDX-License-Identifier: Apache-2.0 */
#include "session.h"
#include "table.h"
#include "verbs.h"

static int print_crosswalk(const tool *t, const quhua_crosswalk *crosswalk, const quhua_snapshot *snapshot) {
  quhua_error err = {0};
  buffer csv = {0};
  table b;
  bool people = t->format == OUTPUT_TEXT;
  quhua_format format = t->format == OUTPUT_JSON ? QUHUA_FORMAT_JSON : QUHUA_FORMAT_CSV;
  quhua_writer writer = people ? buffer_writer(&csv) : stream_writer(stdout);
  quhua_status status = quhua_crosswalk_write(crosswalk, snapshot, format, t->lang, &writer, &err);
  int exit_status = csv.failed ? no_memory(t) : status == QUHUA_OK ? DONE : library_fault(t, &err);
  if (exit_status == DONE && people) {
    table_init_csv(&b, csv.data, csv.len);
    exit_status = table_print(&b, t, stdout);
    table_free(&b);
  }
  buffer_free(&csv);
  return exit_status;
}

int verb_crosswalk(tool *t) {
  session s;
  quhua_date from;
  quhua_date to;
  quhua_error err = {0};
  quhua_crosswalk *crosswalk = NULL;
  if (!date_option(t, OPT_FROM, "from", QUHUA_DATE_NONE, &from)) return BAD_USAGE;
  if (!date_option(t, OPT_TO, "to", QUHUA_DATE_NONE, &to)) return BAD_USAGE;
  int exit_status = session_open(t, SESSION_READ, &s);
  if (exit_status != DONE) return exit_status;
  if (quhua_crosswalk_new(s.snapshot, from, to, &crosswalk, &err) != QUHUA_OK)
    exit_status = library_fault(t, &err);
  else
    exit_status = print_crosswalk(t, crosswalk, s.snapshot);
  quhua_crosswalk_free(crosswalk);
  session_close(&s);
  return exit_status;
}
