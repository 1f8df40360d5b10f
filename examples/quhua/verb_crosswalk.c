/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "answers.h"
#include "verbs.h"

#define SQL_TABLE "crosswalk" /* name of the table where --as sql gives none */

/* What --as asks for. */
typedef enum shape { SHAPE_FLOW, SHAPE_OFFICIAL, SHAPE_SQL } shape;

static int read_shape(const tool *t, shape *out) {
  const char *as = t->opt.value[OPT_AS];
  *out = SHAPE_FLOW;
  if (!as || strcmp(as, "flow") == 0) return DONE;
  *out = strcmp(as, "official") == 0 ? SHAPE_OFFICIAL : SHAPE_SQL;
  bool is_sql = strcmp(as, "sql") == 0 || strncmp(as, "sql:", 4) == 0;
  if (is_sql && t->opt.value[OPT_FORMAT])
    return usage_fault(t, "--as %s is a script of SQL and has no --format; leave one of them out",
                       "--as %s 是 SQL 脚本，没有 --format，请去掉其一", as);
  if (*out == SHAPE_OFFICIAL || is_sql) return DONE;
  return usage_fault(t, "there is no shape “%s”; write flow, official, sql or sql:TABLE",
                     "没有形式“%s”，请写 flow、official、sql 或 sql:表名", as);
}

/* The name of the table that SQL makes. */
static const char *table_name(const tool *t) {
  const char *colon = strchr(t->opt.value[OPT_AS], ':');
  return colon ? colon + 1 : SQL_TABLE;
}

static int print_crosswalk(const tool *t, const session *s, shape as, quhua_period days) {
  quhua_attribute format = {quhua_str_from("format"), quhua_str_from(data_format(t))};
  quhua_attribute lang = {quhua_str_from("lang"), quhua_str_from(lang_word(t))};
  if (as == SHAPE_OFFICIAL) return answer_print(t, s, "crosswalk/official", days, &format, 1);
  if (as == SHAPE_FLOW)
    return answer_print(t, s, "crosswalk/flow", days, (quhua_attribute[]){format, lang}, 2);
  quhua_attribute table = {quhua_str_from("table"), quhua_str_from(table_name(t))};
  return answer_print(t, s, "crosswalk/sql", days, (quhua_attribute[]){table, lang}, 2);
}

int verb_crosswalk(tool *t) {
  session s;
  quhua_period days;
  if (!date_option(t, OPT_FROM, "from", QUHUA_DATE_NONE, &days.from)) return BAD_USAGE;
  if (!date_option(t, OPT_TO, "to", QUHUA_DATE_NONE, &days.to)) return BAD_USAGE;
  shape as;
  int exit_status = read_shape(t, &as);
  if (exit_status == DONE) exit_status = session_open_to_answer(t, &s);
  if (exit_status != DONE) return exit_status;
  note_uncertain(t, s.snapshot, days.from);
  note_uncertain(t, s.snapshot, days.to);
  exit_status = print_crosswalk(t, &s, as, days);
  session_close(&s);
  return exit_status;
}
