/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/replay.h"

#include <string.h>

#include "base/fail.h"
#include "base/number.h"

quhua_digest quhua__state_head_digest(const quhua__state *state) {
  uint32_t head = quhua__state_head(state);
  quhua_digest nothing = {{0}};
  return head ? quhua__state_entry(state, head)->digest : nothing;
}

static quhua_status broken(quhua_error *err, uint32_t sequence, const char *en, const char *zh) {
  char number[QUHUA__NUMBER_TEXT_MAX];
  return quhua__fail(
      err, QUHUA_E_CORRUPT, QUHUA__T("journal entry {1}: {2}", "日志第 {1} 条：{3}"),
      QUHUA__T("restore the register from a backup", "请从备份恢复登记册"),
      QUHUA__ARGS(quhua__number_text(sequence, number), quhua_str_from(en), quhua_str_from(zh)));
}

quhua_status quhua__replay_read(quhua_store_backend *store, uint32_t sequence, const quhua_digest *link,
                                quhua__entry_view *out, quhua_error *err) {
  quhua_str bytes;
  quhua_digest stored, computed;
  quhua_status status = store->read(store, sequence, &bytes, &stored, err);
  if (status == QUHUA_E_NOT_FOUND) return broken(err, sequence, "it is missing", "缺失");
  if (status != QUHUA_OK) return status;
  if (!quhua__entry_digest(bytes, &computed)) return quhua__fail_digest(err);
  if (memcmp(&computed, &stored, sizeof stored) != 0)
    return broken(err, sequence, "its bytes do not have the digest stored beside them", "内容与所存摘要不符");
  status = quhua__entry_read(bytes, out, err);
  if (status == QUHUA_E_CORRUPT) return broken(err, sequence, "it is malformed", "格式错误");
  if (status != QUHUA_OK) return status;
  if (out->head.sequence != sequence) return broken(err, sequence, "it carries another number", "顺序号不符");
  if (memcmp(&out->link, link, sizeof *link) != 0)
    return broken(err, sequence, "it does not link to the entry before", "与上一条的链接不符");
  out->head.digest = computed;
  return QUHUA_OK;
}

quhua_status quhua_registry_refresh(quhua_registry *registry, quhua_error *err) {
  quhua_sequence newest;
  quhua_digest digest;
  quhua_status status = registry->store->head(registry->store, &newest, &digest, err);
  while (status == QUHUA_OK && quhua_registry_head(registry) < newest) {
    quhua_digest link = quhua__state_head_digest(&registry->state);
    quhua__entry_view view;
    uint32_t sequence = (uint32_t)quhua_registry_head(registry) + 1;
    status = quhua__replay_read(registry->store, sequence, &link, &view, err);
    if (status == QUHUA_OK) status = quhua__registry_fold(registry, &view.head, view.effects, err);
  }
  return status;
}
