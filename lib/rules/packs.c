/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/packs.h"

#include "base/fail.h"

struct quhua_verdict {
  quhua__judge *judge;
  const quhua_rule *rule;
};

void quhua_verdict_add(quhua_verdict *verdict, quhua_unit_id unit, quhua_severity severity,
                       const quhua_str message[QUHUA_LANG_COUNT]) {
  quhua__judge *j = verdict->judge;
  quhua__finding_add_text(j->findings, verdict->rule, severity, j->place(j->place_ctx, unit), message);
}

static quhua_status ask_host(quhua__judge *j, const quhua_host_rule *host, quhua_error *err) {
  quhua_verdict verdict = {j, host->rule};
  return host->judge(host->ctx, j->act, &verdict, err);
}

static bool is_on(const quhua__judge *j, const char *pack_setting) {
  return !quhua__setting_is(j->settings, pack_setting, "off");
}

quhua_status quhua__judge_act(quhua__judge *j, const quhua_host_rule *rules, size_t count, quhua_error *err) {
  quhua__judge_always(j);
  if (is_on(j, "rules.cn-law")) {
    quhua__judge_law(j);
    quhua__judge_names(j);
  }
  if (is_on(j, "rules.cn-size")) quhua__judge_size(j);
  if (is_on(j, "rules.shunxiang")) quhua__judge_shunxiang(j);
  quhua_status status = QUHUA_OK;
  for (size_t i = 0; status == QUHUA_OK && i < count; i++) status = ask_host(j, &rules[i], err);
  return j->failed ? quhua__fail_nomem(err) : status;
}
