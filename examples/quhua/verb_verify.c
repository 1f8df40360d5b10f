/* SPDX-License-Identifier: Apache-2.0 */
#include "session.h"
#include "table.h"
#include "verbs.h"

static int print_verdict(const tool *t, const quhua_registry *registry, const quhua_error *problem) {
  table b;
  quhua_digest head;
  char text[sizeof *problem];
  record_init(&b);
  record_add_text(&b, "result", problem ? "differs" : "ok");
  if (registry) {
    quhua_registry_head_digest(registry, &head);
    quhua_digest_format(&head, text);
    record_add_number(&b, "sequence", quhua_registry_head(registry));
    record_add_text(&b, "head", text);
  }
  if (problem) {
    quhua_error_format(problem, t->lang, text, sizeof text);
    record_add_text(&b, "detail", text);
  }
  int exit_status = record_print(&b, t, stdout);
  table_free(&b);
  return exit_status != DONE ? exit_status : problem ? library_fault(t, problem) : DONE;
}

int verb_verify(tool *t) {
  quhua_error err = {0};
  quhua_digest head;
  quhua_registry *registry = NULL;
  quhua_open_options how;
  const char *wanted = t->opt.value[OPT_HEAD];
  if (wanted && !quhua_digest_parse(quhua_str_from(wanted), &head))
    return usage_fault(t, "--head: “%s” is no digest of 64 hexadecimal digits",
                       "--head：“%s”不是 64 位十六进制摘要", wanted);
  int exit_status = check_location(t, t->opt.args[0]);
  if (exit_status != DONE) return exit_status;
  quhua_open_options_init(&how);
  how.read_only = 1;
  quhua_status status = quhua_registry_open(t->opt.args[0], &how, &registry, &err);
  if (status == QUHUA_OK) status = quhua_registry_verify(registry, wanted ? &head : NULL, &err);
  if (status == QUHUA_OK)
    exit_status = print_verdict(t, registry, NULL);
  else if (status == QUHUA_E_MISMATCH || status == QUHUA_E_CORRUPT)
    exit_status = print_verdict(t, registry, &err);
  else
    exit_status = library_fault(t, &err);
  quhua_registry_close(registry);
  return exit_status;
}
