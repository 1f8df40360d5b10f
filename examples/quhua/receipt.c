/* SPDX-License-Identifier: Apache-2.0 */
#include "receipt.h"

#include "table.h"

int receipt_print(const tool *t, const quhua_receipt *receipt) {
  char head[QUHUA_DIGEST_TEXT_MAX];
  table b;
  int exit_status;
  quhua_digest_format(&receipt->head, head);
  if (t->format == OUTPUT_CSV) {
    table_init(&b, (const char *const[]){"sequence", "head"}, 2);
    table_add_number(&b, receipt->sequence);
    table_add_text(&b, head);
    exit_status = table_print(&b, t, stdout);
  } else {
    record_init(&b);
    record_add_number(&b, "sequence", receipt->sequence);
    record_add_text(&b, "head", head);
    exit_status = record_print(&b, t, stdout);
  }
  table_free(&b);
  return exit_status;
}

int facts_record(const tool *t, const session *s, const quhua_fact *facts, size_t count) {
  quhua_error err = {0};
  quhua_receipt receipt;
  quhua_commit_options how;
  quhua_commit_options_init(&how);
  how.actor = t->opt.value[OPT_ACTOR];
  if (quhua_registry_record(s->registry, facts, count, &how, &receipt, &err) != QUHUA_OK)
    return library_fault(t, &err);
  return receipt_print(t, &receipt);
}
