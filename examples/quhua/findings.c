/* SPDX-License-Identifier: Apache-2.0 */
#include "findings.h"

#include "labels.h"

static const char *color_of(quhua_severity severity) {
  switch (severity) {
  case QUHUA_SEVERITY_BLOCKING: return "\033[1;31m";
  case QUHUA_SEVERITY_WARNING: return "\033[33m";
  case QUHUA_SEVERITY_NOTE: break;
  }
  return "\033[36m";
}

static void print_finding(const tool *t, const quhua_finding *finding, FILE *stream) {
  bool color = stream == stderr ? t->color_err : t->color_out;
  quhua_str message = finding->message[t->lang];
  fprintf(stream, "%s%s%s %s", color ? color_of(finding->severity) : "",
          severity_word(finding->severity, t->lang), color ? "\033[0m" : "", finding->rule->id);
  if (finding->line) fprintf(stream, in_language(t, ", line %u", "，第 %u 行"), (unsigned)finding->line);
  fputs(in_language(t, ": ", "："), stream);
  put_safe(stream, message.ptr, message.len);
  fputc('\n', stream);
}

void findings_print(const tool *t, const quhua_plan *plan, FILE *stream) {
  const quhua_finding *finding;
  for (size_t i = 0; (finding = quhua_plan_finding(plan, i)); i++) print_finding(t, finding, stream);
}

void findings_table(const tool *t, const quhua_plan *plan, table *b) {
  const quhua_finding *finding;
  table_init(b, (const char *const[]){"severity", "rule", "line", "code", "message"}, 5);
  for (size_t i = 0; (finding = quhua_plan_finding(plan, i)); i++) {
    table_add_text(b, severity_word(finding->severity, t->lang));
    table_add_text(b, finding->rule->id);
    if (finding->line)
      table_add_number(b, finding->line);
    else
      table_add_text(b, "");
    table_add_text(b, finding->code.text);
    table_add(b, finding->message[t->lang]);
  }
}

static void add_finding(const tool *t, const quhua_finding *finding, json *j) {
  json_open(j, '{');
  json_key_text(j, "rule");
  json_text(j, finding->rule->id);
  json_key_text(j, "severity");
  json_text(j, severity_word(finding->severity, QUHUA_LANG_EN));
  json_key_text(j, "line");
  if (finding->line)
    json_number(j, finding->line);
  else
    json_null(j);
  json_key_text(j, "code");
  json_text(j, finding->code.text);
  json_key_text(j, "message");
  json_string(j, finding->message[t->lang]);
  json_key_text(j, "waivable");
  json_bool(j, finding->rule->waivable);
  json_close(j, '}');
}

void findings_json(const tool *t, const quhua_plan *plan, json *j) {
  const quhua_finding *finding;
  json_open(j, '[');
  for (size_t i = 0; (finding = quhua_plan_finding(plan, i)); i++) add_finding(t, finding, j);
  json_close(j, ']');
}
