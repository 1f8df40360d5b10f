/* SPDX-License-Identifier: Apache-2.0 */
/** @file store.h
 * Making and opening registers. A location is the path of a SQLite file; the empty text is a register in
 * memory that goes with its handle. */
#ifndef QUHUA_STORE_H
#define QUHUA_STORE_H

#include <quhua/error.h>
#include <quhua/export.h>
#include <quhua/memory.h>
#include <quhua/opening.h>
#include <quhua/registry.h>

QUHUA_BEGIN_DECLS

/** Options of quhua_registry_create() and quhua_registry_open(). */
typedef struct quhua_open_options {
  size_t struct_size;               /**< set by quhua_open_options_init() */
  const quhua_allocator *allocator; /**< borrowed for the life of the register; NULL for the default */
  const char *actor;                /**< who makes the register; NULL for "" */
  quhua_instant now;                /**< recorded time of the opening; INT64_MIN takes the clock */
  uint32_t busy_timeout_ms;         /**< how long to wait for another process; default 5000 */
  uint32_t read_only;               /**< 1: nothing may be committed */
} quhua_open_options;

/** Fill options with their defaults.
 * @param options the options
 * @param size sizeof the options as the caller knows them
 * @threadsafe */
QUHUA_API void quhua_open_options_init_sized(quhua_open_options *options, size_t size);
/** Fill open options with their defaults. */
#define quhua_open_options_init(options) quhua_open_options_init_sized((options), sizeof *(options))

/** Make a register with an opening state. Nothing is left behind on failure.
 * @param location path of the SQLite file, or "" for a register in memory
 * @param opening the units of the first day; may hold none. Unchanged
 * @param options NULL for the defaults
 * @param[out] out owned; close with quhua_registry_close()
 * @param err reason, with the line of the unit at fault. May be NULL
 * @return QUHUA_OK; QUHUA_E_EXISTS; QUHUA_E_INVALID when parents form a cycle, are missing in a scheme
 *   without structure, or lie on a lower level; QUHUA_E_NOMEM, QUHUA_E_IO
 * @cost linear in the opening state */
QUHUA_API quhua_status quhua_registry_create(const char *location, const quhua_opening *opening,
                                             const quhua_open_options *options, quhua_registry **out,
                                             quhua_error *err);

/** Open a register.
 * @param location path of the SQLite file
 * @param options NULL for the defaults
 * @param[out] out owned; close with quhua_registry_close()
 * @param err reason, may be NULL
 * @return QUHUA_OK; QUHUA_E_NOT_FOUND; QUHUA_E_FORMAT when the file is not a register; QUHUA_E_NEWER;
 *   QUHUA_E_CORRUPT, QUHUA_E_BUSY, QUHUA_E_NOMEM, QUHUA_E_IO
 * @cost linear in what the journal has beyond the image beside the file; without an image, linear in the journal */
QUHUA_API quhua_status quhua_registry_open(const char *location, const quhua_open_options *options,
                                           quhua_registry **out, quhua_error *err);

QUHUA_END_DECLS
#endif
