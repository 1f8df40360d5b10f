/* SPDX-License-Identifier: Apache-2.0 */
#include "known.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

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
  quhua_sequence newest = quhua_registry_head(registry);
  if (number && *out > newest)
    return usage_fault(t, "--known: the journal has no entry %" PRIu64 "; it has %" PRIu64,
                       "--known：日志没有第 %" PRIu64 " 条，共 %" PRIu64 " 条", *out, newest);
  if (*out == 0) {
    say(t, "nothing had been recorded by %s", "截至 %s 尚无登记", text);
    return ANSWER_IS_NO;
  }
  return DONE;
}

int session_as_known(const tool *t, session *s) {
  quhua_error err = {0};
  quhua_sequence known;
  quhua_snapshot *then = NULL;
  int exit_status = known_sequence(t, s->registry, &known);
  if (exit_status != DONE || known == QUHUA_SEQUENCE_OPEN) return exit_status;
  if (quhua_snapshot_new(s->registry, known, &then, &err) != QUHUA_OK) return library_fault(t, &err);
  quhua_snapshot_free(s->snapshot);
  s->snapshot = then;
  return DONE;
}
