/* SPDX-License-Identifier: Apache-2.0 */
#include "session.h"

#include <string.h>

#include "known.h"
#include "settings.h"

int check_location(const tool *t, const char *location) {
  if (location[0] == '\0') return usage_fault(t, "the name of the register is empty", "登记册名为空");
  bool server = strncmp(location, "postgresql://", 13) == 0 || strncmp(location, "postgres://", 11) == 0;
  if (!server) return DONE;
  return usage_fault(t, "PostgreSQL registers are not part of this build; give the path of a file",
                     "本版本不支持 PostgreSQL 登记册，请给出文件路径");
}

int session_open(const tool *t, session_mode mode, session *out) {
  quhua_error err = {0};
  quhua_open_options how;
  *out = (session){0};
  const char *location = t->opt.args[0];
  int exit_status = check_location(t, location);
  if (exit_status != DONE) return exit_status;
  quhua_open_options_init(&how);
  how.read_only = mode == SESSION_READ;
  if (quhua_registry_open(location, &how, &out->registry, &err) != QUHUA_OK) return library_fault(t, &err);
  quhua_status status = quhua_snapshot_new(out->registry, QUHUA_SEQUENCE_OPEN, &out->snapshot, &err);
  exit_status = status == QUHUA_OK ? session_as_known(t, out) : library_fault(t, &err);
  if (exit_status != DONE) session_close(out);
  return exit_status;
}

void session_close(session *s) {
  quhua_snapshot_free(s->snapshot);
  quhua_registry_close(s->registry);
  *s = (session){0};
}

const char *source_name(const tool *t, const char *path) {
  return strcmp(path, "-") == 0 ? in_language(t, "standard input", "标准输入") : path;
}

static quhua_status read_changeset(const tool *t, const session *s, quhua_changeset *changeset,
                                   quhua_error *err) {
  const char *path = t->opt.args[1];
  char *data = NULL;
  size_t len = 0;
  quhua_status status = quhua_data_read(NULL, path, &data, &len, err);
  quhua_changeset_expect(changeset, quhua_registry_scheme(s->registry));
  if (status == QUHUA_OK) status = quhua_changeset_read_csv(changeset, data, len, source_name(t, path), err);
  quhua_data_free(NULL, data, len);
  return status;
}

int session_plan(const tool *t, const session *s, quhua_changeset **changeset, quhua_plan **plan) {
  return session_plan_with(t, s, NULL, changeset, plan);
}

int session_plan_with(const tool *t, const session *s, const quhua_host_rule *rule,
                      quhua_changeset **changeset, quhua_plan **plan) {
  quhua_error err = {0};
  quhua_plan_options how;
  setting_list settings;
  *changeset = NULL;
  *plan = NULL;
  int exit_status = settings_of_run(t, &settings);
  if (exit_status != DONE) return exit_status;
  quhua_plan_options_init(&how);
  how.settings = settings.items;
  how.setting_count = settings.count;
  how.rules = rule;
  how.rule_count = rule ? 1 : 0;
  quhua_status status = quhua_changeset_new(NULL, changeset, &err);
  if (status == QUHUA_OK) status = read_changeset(t, s, *changeset, &err);
  if (status == QUHUA_OK) status = quhua_plan_build(s->snapshot, *changeset, &how, plan, &err);
  setting_list_free(&settings);
  if (status == QUHUA_OK) return DONE;
  quhua_changeset_free(*changeset);
  *changeset = NULL;
  return library_fault(t, &err);
}

void note_uncertain(const tool *t, const quhua_snapshot *snapshot, quhua_date day) {
  char text[QUHUA_DATE_TEXT_MAX];
  size_t acts = quhua_snapshot_count_uncertain(snapshot, day);
  if (acts == 0) return;
  quhua_date_format(day, text);
  say(t,
      "note: %zu acts of which the day is not known may have taken effect by %s; what held before them is "
      "given",
      "提示：有 %zu 份日期不详的文件可能在 %s 已生效，此处按其生效前的情况给出", acts, text);
}

int opening_load(const tool *t, const char *path, quhua_opening *opening) {
  quhua_error err = {0};
  char *data = NULL;
  size_t len = 0;
  quhua_status status = quhua_data_read(NULL, path, &data, &len, &err);
  if (status == QUHUA_OK) status = quhua_opening_read_csv(opening, data, len, source_name(t, path), &err);
  quhua_data_free(NULL, data, len);
  return status == QUHUA_OK ? DONE : library_fault(t, &err);
}
