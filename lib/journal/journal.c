/* SPDX-License-Identifier: Apache-2.0 */
/* journal.c: walking and verifying the journal. */
#include <string.h>

#include "base/fail.h"
#include "journal/replay.h"
#include "registry/delta.h"

struct quhua_entries {
  quhua_registry *registry;
  uint32_t next;
};

quhua_status quhua_entries_new(quhua_registry *registry, quhua_sequence since, quhua_entries **out,
                               quhua_error *err) {
  *out = registry->allocator->alloc(registry->allocator->ctx, sizeof **out);
  if (!*out) return quhua__fail_nomem(err);
  quhua_sequence head = quhua_registry_head(registry);
  (*out)->registry = registry;
  (*out)->next = since == 0 ? 1 : since > head ? (uint32_t)head + 1 : (uint32_t)since;
  return QUHUA_OK;
}

quhua_status quhua_entry_find(quhua_registry *registry, quhua_sequence sequence, quhua_entry *out,
                              quhua_error *err) {
  if (sequence == 0 || sequence > quhua_registry_head(registry)) return QUHUA_E_NOT_FOUND;
  quhua_digest link = {{0}};
  if (sequence > 1) link = quhua__state_entry(&registry->state, (uint32_t)sequence - 1)->digest;
  quhua__entry_view view;
  quhua_status status = quhua__replay_read(registry->store, (uint32_t)sequence, &link, &view, err);
  if (status == QUHUA_OK) *out = quhua__entry_public(&view);
  return status;
}

quhua_status quhua_entries_next(quhua_entries *entries, quhua_entry *out, quhua_error *err) {
  quhua_status status = quhua_entry_find(entries->registry, entries->next, out, err);
  if (status == QUHUA_OK) entries->next++;
  return status;
}

void quhua_entries_free(quhua_entries *entries) {
  if (!entries) return;
  const quhua_allocator *allocator = entries->registry->allocator;
  allocator->free(allocator->ctx, entries, sizeof *entries);
}

void quhua_registry_head_digest(const quhua_registry *registry, quhua_digest *out) {
  uint32_t head = (uint32_t)quhua_registry_head(registry);
  memset(out, 0, sizeof *out);
  if (head) *out = quhua__state_entry(&registry->state, head)->digest;
}

quhua_sequence quhua_registry_known_at(const quhua_registry *registry, quhua_instant instant) {
  quhua_sequence low = 0, high = quhua_registry_head(registry);
  while (low < high) { /* recorded times never decrease */
    quhua_sequence middle = (low + high + 1) / 2;
    if (quhua__state_entry(&registry->state, (uint32_t)middle)->recorded <= instant)
      low = middle;
    else
      high = middle - 1;
  }
  return low;
}

/* Fold the whole journal into a fresh state. */
static quhua_status derive(quhua_registry *registry, quhua__state *fresh, quhua_error *err) {
  quhua_sequence newest;
  quhua_digest digest, link = {{0}};
  quhua_status status = registry->store->head(registry->store, &newest, &digest, err);
  for (uint32_t sequence = 1; status == QUHUA_OK && sequence <= newest; sequence++) {
    quhua__entry_view view;
    status = quhua__replay_read(registry->store, sequence, &link, &view, err);
    if (status != QUHUA_OK) break;
    bool late = sequence > 1 && view.head.recorded < quhua__state_entry(fresh, sequence - 1)->recorded;
    if (late)
      return quhua__fail(err, QUHUA_E_CORRUPT, QUHUA__T("the journal goes back in time", "日志时间倒退"),
                         QUHUA__NO_REMEDY, QUHUA__NO_ARGS);
    status = quhua__state_fold(fresh, &view.head, view.effects, err);
    link = view.head.digest;
  }
  return status;
}

static quhua_status differs(quhua_error *err, quhua__text2 what) {
  return quhua__fail(err, QUHUA_E_MISMATCH, what, QUHUA__NO_REMEDY, QUHUA__NO_ARGS);
}

/* Does the state in memory say what the journal says, up to the entry that both know? */
static quhua_status compare_memory(quhua_registry *registry, const quhua__state *fresh, quhua_error *err) {
  uint32_t known = (uint32_t)quhua_registry_head(registry);
  if (known > quhua__state_head(fresh))
    return differs(
        err, QUHUA__T("the store has lost entries that were read before", "存储中先前读过的日志条目已丢失"));
  quhua_snapshot ours = {registry->allocator, &registry->state, known};
  quhua_snapshot theirs = {registry->allocator, fresh, known};
  quhua_digest a, b;
  quhua_status status = quhua_snapshot_digest(&ours, &a, err);
  if (status == QUHUA_OK) status = quhua_snapshot_digest(&theirs, &b, err);
  if (status == QUHUA_OK && memcmp(&a, &b, sizeof a) != 0)
    return differs(
        err, QUHUA__T("the register in memory is not what the journal says", "内存中的登记册与日志不符"));
  return status;
}

static quhua_status compare_tables(quhua_registry *registry, const quhua__state *fresh, quhua_error *err) {
  if (!registry->store->verify) return QUHUA_OK;
  quhua_store_delta everything;
  quhua_status status = quhua__delta_new(&everything, registry->allocator, fresh, err);
  if (status != QUHUA_OK) return status;
  status = registry->store->verify(registry->store, &everything, err);
  quhua__delta_free(&everything);
  return status;
}

static quhua_status verify_once(quhua_registry *registry, const quhua_digest *head, quhua_sequence *newest,
                                quhua_error *err) {
  quhua__state fresh;
  quhua__state_init(&fresh, registry->allocator, registry->state.scheme);
  quhua_status status = derive(registry, &fresh, err);
  quhua_digest digest = quhua__state_head_digest(&fresh);
  *newest = quhua__state_head(&fresh);
  if (status == QUHUA_OK && head && memcmp(head, &digest, sizeof digest) != 0)
    status = differs(
        err, QUHUA__T("the newest entry does not have the expected digest", "最新日志条目的摘要与预期不符"));
  if (status == QUHUA_OK) status = compare_memory(registry, &fresh, err);
  if (status == QUHUA_OK) status = compare_tables(registry, &fresh, err);
  quhua__state_free(&fresh);
  return status;
}

/* Another process may commit between reading the journal and comparing the tables. Then the tables are right and too new:
 * look again, as often as somebody was faster. */
quhua_status quhua_registry_verify(quhua_registry *registry, const quhua_digest *head, quhua_error *err) {
  quhua_sequence seen, newest;
  quhua_status status;
  do {
    quhua_digest digest;
    status = verify_once(registry, head, &seen, err);
    if (status != QUHUA_E_MISMATCH) break;
    if (registry->store->head(registry->store, &newest, &digest, NULL) != QUHUA_OK) break;
  } while (newest > seen);
  return status;
}

void quhua_digest_format(const quhua_digest *digest, char out[QUHUA_DIGEST_TEXT_MAX]) {
  static const char digits[] = "0123456789abcdef";
  for (size_t i = 0; i < QUHUA_DIGEST_SIZE; i++) {
    out[2 * i] = digits[digest->bytes[i] >> 4];
    out[2 * i + 1] = digits[digest->bytes[i] & 15];
  }
  out[2 * QUHUA_DIGEST_SIZE] = '\0';
}

static int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool quhua_digest_parse(quhua_str text, quhua_digest *out) {
  quhua_digest digest;
  if (text.len != 2 * QUHUA_DIGEST_SIZE) return false;
  for (size_t i = 0; i < QUHUA_DIGEST_SIZE; i++) {
    int high = hex_value(text.ptr[2 * i]), low = hex_value(text.ptr[2 * i + 1]);
    if (high < 0 || low < 0) return false;
    digest.bytes[i] = (uint8_t)(high * 16 + low);
  }
  *out = digest;
  return true;
}
