/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/registry_internal.h"

const quhua_scheme *quhua_registry_scheme(const quhua_registry *registry) { return registry->state.scheme; }

quhua_sequence quhua_registry_head(const quhua_registry *registry) {
  return atomic_load_explicit(&registry->head, memory_order_acquire);
}

void quhua_registry_close(quhua_registry *registry) {
  if (!registry) return;
  const quhua_allocator *allocator = registry->allocator;
  if (registry->store) registry->store->close(registry->store);
  quhua__state_free(&registry->state);
  allocator->free(allocator->ctx, registry, sizeof *registry);
}

quhua_status quhua__registry_follow(quhua_registry *registry, const quhua__entry_head *head,
                                    quhua_str effects, quhua_error *err) {
  quhua_status status = quhua__state_apply(&registry->state, head, effects, err);
  if (status == QUHUA_OK) atomic_store_explicit(&registry->head, head->sequence, memory_order_release);
  return status;
}

quhua_status quhua__registry_fold(quhua_registry *registry, const quhua__entry_head *head, quhua_str effects,
                                  quhua_error *err) {
  quhua_status status = quhua__state_prepare(&registry->state, head, effects, err);
  return status == QUHUA_OK ? quhua__registry_follow(registry, head, effects, err) : status;
}
