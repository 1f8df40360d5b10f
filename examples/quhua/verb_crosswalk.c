/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "session.h"
#include "table.h"
#include "verbs.h"

#define SQL_TABLE "crosswalk" /* name of the table where --as sql gives none */

/* What --as asks for. */
typedef enum shape { SHAPE_FLOW, SHAPE_OFFICIAL, SHAPE_SQL } shape;

static int read_shape(const tool *t, shape *out) {
  const char *as = t->opt.value[OPT_AS];
  *out = SHAPE_FLOW;
  if (!as || strcmp(as, "flow") == 0) return DONE;
  *out = strcmp(as, "official") == 0 ? SHAPE_OFFICIAL : SHAPE_SQL;
  if (*out == SHAPE_OFFICIAL || strcmp(as, "sql") == 0 || strncmp(as, "sql:", 4) == 0) return DONE;
  return usage_fault(t, "there is no shape “%s”; write flow, official, sql or sql:TABLE",
                     "没有形式“%s”，请写 flow、official、sql 或 sql:表名", as);
}

static quhua_status write_table(const tool *t, shape as, const quhua_crosswalk *crosswalk,
                                const quhua_snapshot *snapshot, const quhua_writer *writer,
                                quhua_error *err) {
  quhua_format format = t->format == OUTPUT_JSON ? QUHUA_FORMAT_JSON : QUHUA_FORMAT_CSV;
  return as == SHAPE_OFFICIAL ? quhua_crosswalk_write_official(crosswalk, snapshot, format, writer, err)
                              : quhua_crosswalk_write(crosswalk, snapshot, format, t->lang, writer, err);
}

static int print_sql(const tool *t, const quhua_crosswalk *crosswalk, const quhua_snapshot *snapshot) {
  quhua_error err = {0};
  quhua_writer writer = stream_writer(stdout);
  const char *colon = strchr(t->opt.value[OPT_AS], ':');
  const char *name = colon ? colon + 1 : SQL_TABLE;
  quhua_status status = quhua_crosswalk_write_sql(crosswalk, snapshot, name, t->lang, &writer, &err);
  return status == QUHUA_OK ? DONE : library_fault(t, &err);
}

static int print_crosswalk(const tool *t, shape as, const quhua_crosswalk *crosswalk,
                           const quhua_snapshot *snapshot) {
  quhua_error err = {0};
  buffer csv = {0};
  table b;
  bool people = t->format == OUTPUT_TEXT;
  quhua_writer writer = people ? buffer_writer(&csv) : stream_writer(stdout);
  if (as == SHAPE_SQL) return print_sql(t, crosswalk, snapshot);
  quhua_status status = write_table(t, as, crosswalk, snapshot, &writer, &err);
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
  shape as;
  int exit_status = read_shape(t, &as);
  if (exit_status == DONE) exit_status = session_open(t, SESSION_READ, &s);
  if (exit_status != DONE) return exit_status;
  note_uncertain(t, s.snapshot, from);
  note_uncertain(t, s.snapshot, to);
  if (quhua_crosswalk_new(s.snapshot, from, to, &crosswalk, &err) != QUHUA_OK)
    exit_status = library_fault(t, &err);
  else
    exit_status = print_crosswalk(t, as, crosswalk, s.snapshot);
  quhua_crosswalk_free(crosswalk);
  session_close(&s);
  return exit_status;
}
