/* SPDX-License-Identifier: Apache-2.0 */
#include "exported.h"
#include "findings.h"
#include "receipt.h"
#include "session.h"
#include "verbs.h"

static int commit(const tool *t, quhua_registry *registry, const quhua_plan *plan) {
  quhua_error err = {0};
  quhua_receipt receipt;
  quhua_commit_options how;
  quhua_commit_options_init(&how);
  how.actor = t->opt.value[OPT_ACTOR];
  how.waivers = t->opt.waivers;
  how.waiver_count = t->opt.waiver_count;
  quhua_status status = quhua_plan_commit(registry, plan, &how, &receipt, &err);
  findings_print(t, plan, stderr);
  return status == QUHUA_OK ? receipt_print(t, &receipt) : library_fault(t, &err);
}

int verb_apply(tool *t) {
  session s;
  quhua_changeset *changeset = NULL;
  quhua_plan *plan = NULL;
  int exit_status = session_open(t, SESSION_WRITE, &s);
  if (exit_status != DONE) return exit_status;
  exit_status = session_plan(t, &s, &changeset, &plan);
  if (exit_status == DONE) exit_status = commit(t, s.registry, plan);
  if (exit_status == DONE) say_changed_exports(t, &s);
  quhua_plan_free(plan);
  quhua_changeset_free(changeset);
  session_close(&s);
  return exit_status;
}
