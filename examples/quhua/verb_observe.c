/* SPDX-License-Identifier: Apache-2.0 */
#include "exported.h"
#include "receipt.h"
#include "session.h"
#include "verbs.h"

typedef quhua_status table_reader(quhua_observations *observations, const char *data, size_t len,
                                  const char *source, quhua_error *err);

static int load(const tool *t, const char *path, table_reader *read, quhua_observations *observations) {
  quhua_error err = {0};
  char *data = NULL;
  size_t len = 0;
  quhua_status status = quhua_data_read(NULL, path, &data, &len, &err);
  if (status == QUHUA_OK) status = read(observations, data, len, source_name(t, path), &err);
  quhua_data_free(NULL, data, len);
  return status == QUHUA_OK ? DONE : library_fault(t, &err);
}

static int record(const tool *t, const quhua_observations *observations, quhua_date day) {
  session s;
  quhua_error err = {0};
  quhua_commit_options how;
  quhua_receipt receipt;
  quhua_commit_options_init(&how);
  how.actor = t->opt.value[OPT_ACTOR];
  int exit_status = session_open(t, SESSION_WRITE, &s);
  if (exit_status != DONE) return exit_status;
  quhua_status status = quhua_observations_record(observations, s.registry, day, &how, &receipt, &err);
  exit_status = status == QUHUA_OK ? receipt_print(t, &receipt) : library_fault(t, &err);
  if (status == QUHUA_OK) say_changed_exports(t, &s);
  session_close(&s);
  /* A row about a unit that is not there is bad input, and not an answer. */
  return exit_status == ANSWER_IS_NO ? BAD_USAGE : exit_status;
}

int verb_observe(tool *t) {
  quhua_error err = {0};
  quhua_date day;
  quhua_observations *observations = NULL;
  const char *series = t->opt.value[OPT_SERIES];
  if (!date_option(t, OPT_DATE, "date", QUHUA_DATE_NONE, &day)) return BAD_USAGE;
  if (quhua_observations_new(NULL, &observations, &err) != QUHUA_OK) return library_fault(t, &err);
  if (t->opt.value[OPT_STRICT]) quhua_observations_expect_declared(observations);
  int exit_status = series ? load(t, series, quhua_observations_read_series_csv, observations) : DONE;
  if (exit_status == DONE) exit_status = load(t, t->opt.args[1], quhua_observations_read_csv, observations);
  if (exit_status == DONE) exit_status = record(t, observations, day);
  quhua_observations_free(observations);
  return exit_status;
}
