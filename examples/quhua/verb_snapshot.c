/* SPDX-License-Identifier: Apache-2.0 */
#include "answers.h"
#include "verbs.h"

int verb_snapshot(tool *t) {
  session s;
  quhua_date day;
  const quhua_attribute parameters[] = {
      {quhua_str_from("format"), quhua_str_from(data_format(t))},
      {quhua_str_from("lang"), quhua_str_from(lang_word(t))},
  };
  if (!date_option(t, OPT_AT, "at", QUHUA_DATE_NONE, &day)) return BAD_USAGE;
  int exit_status = session_open_to_answer(t, &s);
  if (exit_status != DONE) return exit_status;
  note_uncertain(t, s.snapshot, day);
  exit_status = answer_print(t, &s, "snapshot", (quhua_period){day, day}, parameters, 2);
  session_close(&s);
  return exit_status;
}
