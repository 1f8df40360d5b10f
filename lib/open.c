/* SPDX-License-Identifier: Apache-2.0 */
/* open.c: joins a store to an engine. */
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/fail.h"
#include "base/options.h"
#include "journal/replay.h"
#include "plan/opening.h"
#include "registry/delta.h"
#include "stats/held.h"

void quhua_open_options_init_sized(quhua_open_options *options, size_t size) {
  quhua_open_options defaults = {.struct_size = size, .now = INT64_MIN, .busy_timeout_ms = 5000, .actor = ""};
  quhua__options_fill(options, size, &defaults, sizeof defaults);
}

/* The caller's options over the defaults; an older caller knows fewer. */
static quhua_open_options effective_options(const quhua_open_options *given) {
  quhua_open_options options;
  quhua_open_options_init(&options);
  quhua__options_take(&options, sizeof options, given);
  options.allocator = quhua__allocator_or_default(options.allocator);
  if (!options.actor) options.actor = "";
  return options;
}

/* A registry around a store, still empty. Consumes the store. */
static quhua_status new_registry(quhua_store_backend *store, const quhua_open_options *options,
                                 quhua_registry **out, quhua_error *err) {
  *out = NULL;
  const quhua_scheme *scheme = quhua_scheme_find(quhua_str_from(store->scheme(store)));
  quhua_registry *registry = NULL;
  quhua_status status = QUHUA_OK;
  if (store->version != QUHUA_STORE_BACKEND_VERSION)
    status =
        quhua__fail(err, QUHUA_E_UNSUPPORTED,
                    QUHUA__T("the store was written for another version of libquhua", "存储后端版本不符"),
                    QUHUA__NO_REMEDY, QUHUA__NO_ARGS);
  else if (!scheme)
    status = quhua__fail(err, QUHUA_E_CORRUPT,
                         QUHUA__T("the register has a scheme of codes that is not known: {1}",
                                  "登记册使用未知的代码体系：{1}"),
                         QUHUA__NO_REMEDY, QUHUA__ARGS(quhua_str_from(store->scheme(store))));
  else {
    registry = options->allocator->alloc(options->allocator->ctx, sizeof *registry);
    if (!registry) status = quhua__fail_nomem(err);
  }
  if (status != QUHUA_OK) {
    store->close(store);
    return status;
  }
  quhua__state_init(&registry->state, options->allocator, scheme);
  registry->state.held_of = quhua__stats_held;
  registry->allocator = options->allocator;
  registry->store = store;
  atomic_init(&registry->head, 0);
  registry->image = (quhua_store_image){0};
  registry->image_weight = 0;
  registry->read_only = options->read_only != 0;
  registry->broken = false;
  *out = registry;
  return QUHUA_OK;
}

/* Write the opening entry, fold it and store it. The effects, which may be many, are written where they stay: they end the
 * entry. */
static quhua_status commit_opening(quhua_registry *registry, const quhua_opening *opening,
                                   const quhua_open_options *options, quhua__bytes *entry, quhua_error *err) {
  quhua__entry_head head = {
      .sequence = 1,
      .recorded = options->now == INT64_MIN ? quhua__clock_now() : options->now,
      .kind = QUHUA_ENTRY_OPENING,
      .actor = quhua_str_from(options->actor),
      .document = {"", 0},
      .effective = quhua__opening_date(opening),
      .decided = QUHUA_DATE_NONE,
  };
  quhua_digest link = {{0}};
  quhua__entry_write(entry, &head, &link, &(quhua__entry_body){.row_count = 0});
  size_t before = entry->len;
  quhua_status status = quhua__opening_effects(opening, entry, err);
  if (status != QUHUA_OK) return status;
  quhua_entry stored;
  status = quhua__entry_seal(entry, &head, &stored, err);
  if (status != QUHUA_OK) return status;
  quhua_str effects = {entry->data + before, entry->len - before};
  status = quhua__registry_fold(registry, &head, effects, err);
  if (status != QUHUA_OK) return status;
  quhua_store_delta delta;
  status = quhua__delta_new(&delta, registry->allocator, &registry->state, err);
  if (status != QUHUA_OK) return status;
  status = registry->store->commit(registry->store, 0, &stored, 1, &delta, err);
  quhua__delta_free(&delta);
  return status;
}

/* From now on the caller may read in other threads. A registry that was not brought up is closed. */
static quhua_status hand_over(quhua_registry *registry, quhua_status status, quhua_registry **out) {
  if (status == QUHUA_OK)
    quhua__state_share(&registry->state);
  else
    quhua_registry_close(registry);
  *out = status == QUHUA_OK ? registry : NULL;
  return status;
}

quhua_status quhua_registry_create_on(quhua_store_backend *backend, const quhua_opening *opening,
                                      const quhua_open_options *given, quhua_registry **out,
                                      quhua_error *err) {
  quhua_open_options options = effective_options(given);
  quhua_registry *registry;
  quhua_status status = new_registry(backend, &options, &registry, err);
  *out = NULL;
  if (status != QUHUA_OK) return status;
  quhua__bytes entry;
  quhua__bytes_init(&entry, options.allocator);
  status = commit_opening(registry, opening, &options, &entry, err);
  quhua__bytes_free(&entry);
  return hand_over(registry, status, out);
}

quhua_status quhua_registry_open_on(quhua_store_backend *backend, const quhua_open_options *given,
                                    quhua_registry **out, quhua_error *err) {
  quhua_open_options options = effective_options(given);
  quhua_registry *registry;
  quhua_status status = new_registry(backend, &options, &registry, err);
  *out = NULL;
  if (status != QUHUA_OK) return status;
  status = quhua__registry_use_image(registry, err);
  if (status == QUHUA_OK) status = quhua_registry_refresh(registry, err);
  return hand_over(registry, status, out);
}

quhua_status quhua_registry_create(const char *location, const quhua_opening *opening,
                                   const quhua_open_options *given, quhua_registry **out, quhua_error *err) {
  quhua_open_options options = effective_options(given);
  const char *scheme = quhua_scheme_name(quhua__opening_scheme(opening));
  quhua_store_backend *store;
  *out = NULL;
  quhua_status status = location[0] ? quhua_store_new_sqlite(options.allocator, location, QUHUA_STORE_CREATE,
                                                             scheme, options.busy_timeout_ms, &store, err)
                                    : quhua_store_new_memory(options.allocator, scheme, &store, err);
  return status == QUHUA_OK ? quhua_registry_create_on(store, opening, &options, out, err) : status;
}

quhua_status quhua_registry_open(const char *location, const quhua_open_options *given, quhua_registry **out,
                                 quhua_error *err) {
  quhua_open_options options = effective_options(given);
  quhua_store_mode mode = options.read_only ? QUHUA_STORE_READ_ONLY : QUHUA_STORE_READ_WRITE;
  quhua_store_backend *store;
  *out = NULL;
  quhua_status status =
      quhua_store_new_sqlite(options.allocator, location, mode, NULL, options.busy_timeout_ms, &store, err);
  return status == QUHUA_OK ? quhua_registry_open_on(store, &options, out, err) : status;
}
