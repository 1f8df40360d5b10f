/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/findings.h"

#include <string.h>

void quhua__findings_init(quhua__findings *findings, const quhua_allocator *allocator) {
  memset(findings, 0, sizeof *findings);
  findings->allocator = allocator;
  quhua__arena_init(&findings->arena, allocator);
}

void quhua__findings_free(quhua__findings *findings) {
  const quhua_allocator *a = findings->allocator;
  if (findings->list) a->free(a->ctx, findings->list, findings->cap * sizeof *findings->list);
  quhua__arena_free(&findings->arena);
}

void quhua__finding_add_text(quhua__findings *findings, const quhua_rule *rule, quhua_severity severity,
                             quhua__finding_place place, const quhua_str message[QUHUA_LANG_COUNT]) {
  void *list = findings->list;
  if (!quhua__grow(findings->allocator, &list, &findings->cap, findings->count + 1, sizeof(quhua_finding))) {
    findings->failed = true;
    return;
  }
  findings->list = list;
  quhua_finding finding = {.rule = rule,
                           .unit = place.unit,
                           .code = place.code,
                           .severity = severity,
                           .row = place.row,
                           .line = place.line};
  for (int lang = 0; lang < QUHUA_LANG_COUNT; lang++)
    if (!quhua__arena_copy(&findings->arena, message[lang], &finding.message[lang])) findings->failed = true;
  findings->list[findings->count++] = finding;
}

void quhua__finding_add_as(quhua__findings *findings, quhua__rule rule, quhua_severity severity,
                           quhua__finding_place place, const quhua_str *args, size_t count) {
  const quhua__rule_entry *entry = quhua__rule_entry_at(rule);
  char texts[QUHUA_LANG_COUNT][1024];
  quhua_str message[QUHUA_LANG_COUNT];
  for (int lang = 0; lang < QUHUA_LANG_COUNT; lang++) {
    size_t len = quhua__fill(entry->message.lang[lang], args, count, texts[lang], sizeof texts[lang]);
    if (len >= sizeof texts[lang]) len = strlen(texts[lang]); /* was cut between characters */
    message[lang] = (quhua_str){texts[lang], len};
  }
  quhua__finding_add_text(findings, &entry->rule, severity, place, message);
}

void quhua__finding_add(quhua__findings *findings, quhua__rule rule, quhua__finding_place place,
                        const quhua_str *args, size_t count) {
  quhua__finding_add_as(findings, rule, quhua__rule_entry_at(rule)->rule.severity, place, args, count);
}
