/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "registry/image.h"
#include "registry/registry_internal.h"

const quhua_scheme *quhua_registry_scheme(const quhua_registry *registry) { return registry->state.scheme; }

quhua_sequence quhua_registry_head(const quhua_registry *registry) {
  return atomic_load_explicit(&registry->head, memory_order_acquire);
}

/* --- images ----------------------------------------------------------------------------------------------------------- */

/* A register that is not much heavier than this is replayed as fast as an image is read. */
#define WEIGHT_WORTH_AN_IMAGE 1000

/* Roughly, what there is to replay. */
static uint64_t weight(const quhua__state *state) {
  quhua__totals now = quhua__state_now(state);
  return (uint64_t)now.rows + now.flows + now.observed + now.facts + quhua__state_head(state);
}

static bool fill(void *ctx, uint64_t place, quhua_store_image_put *put, void *to) {
  return quhua__image_write(&((quhua_registry *)ctx)->state, place, put, to);
}

/* An image is written again when so small a part of the register came after it that replaying that is no trouble; the cost of
 * writing, which follows the register, is spread over changes of that size, and is less than that of their commits. */
#define PART_WORTH_AN_IMAGE 32

static void keep_image(quhua_registry *registry) {
  quhua_store_backend *store = registry->store;
  uint64_t now = weight(&registry->state);
  bool worth =
      now > registry->image_weight + registry->image_weight / PART_WORTH_AN_IMAGE + WEIGHT_WORTH_AN_IMAGE;
  if (!store->image_save || registry->read_only || registry->broken || !worth) return;
  store->image_save(store, quhua__image_size(&registry->state), fill, registry);
}

/* Is the image of this very journal? */
static quhua_status check_image(const quhua_registry *registry, bool *same, quhua_error *err) {
  uint32_t sequence = quhua__state_head(&registry->state);
  quhua_digest stored;
  quhua_status status = registry->store->digest(registry->store, sequence, &stored, err);
  *same = !status && !memcmp(&stored, &quhua__state_entry(&registry->state, sequence)->digest, sizeof stored);
  return status == QUHUA_E_NOT_FOUND ? QUHUA_OK : status;
}

static void drop_image(quhua_registry *registry) {
  quhua__state_empty(&registry->state);
  registry->store->image_close(registry->store, &registry->image);
}

quhua_status quhua__registry_use_image(quhua_registry *registry, quhua_error *err) {
  quhua_store_backend *store = registry->store;
  bool same = false;
  if (!store->image_open || !store->image_open(store, &registry->image)) return QUHUA_OK;
  quhua_status status = QUHUA_OK;
  if (quhua__image_adopt(&registry->state, &registry->image)) status = check_image(registry, &same, err);
  if (!same) {
    drop_image(registry);
    return status;
  }
  registry->image_weight = weight(&registry->state);
  atomic_store_explicit(&registry->head, quhua__state_head(&registry->state), memory_order_release);
  return QUHUA_OK;
}

/* --- life ------------------------------------------------------------------------------------------------------------- */

void quhua_registry_close(quhua_registry *registry) {
  if (!registry) return;
  const quhua_allocator *allocator = registry->allocator;
  keep_image(registry);
  quhua__state_free(&registry->state);
  if (registry->image.data) registry->store->image_close(registry->store, &registry->image);
  registry->store->close(registry->store);
  allocator->free(allocator->ctx, registry, sizeof *registry);
}

quhua_status quhua__registry_follow(quhua_registry *registry, const quhua__entry_head *head,
                                    quhua_str effects, quhua_error *err) {
  quhua_status status = quhua__state_apply(&registry->state, head, effects, err);
  if (status == QUHUA_OK) atomic_store_explicit(&registry->head, head->sequence, memory_order_release);
  registry->broken |= status != QUHUA_OK;
  return status;
}

quhua_status quhua__registry_fold(quhua_registry *registry, const quhua__entry_head *head, quhua_str effects,
                                  quhua_error *err) {
  quhua_status status = quhua__state_prepare(&registry->state, head, effects, err);
  return status == QUHUA_OK ? quhua__registry_follow(registry, head, effects, err) : status;
}
