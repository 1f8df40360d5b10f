/* SPDX-License-Identifier: Apache-2.0 */
/** @file store_backend.h
 * For people who write a store. The engine calls a backend from one thread at a time.
 *
 * A backend keeps journal entries (the truth) and may materialise versions, flows, events and observations as
 * tables for other programs. Everything of one commit belongs in one transaction. Functions marked *may* can be
 * NULL; all others must be provided. This header is stable per minor version. */
#ifndef QUHUA_SYS_STORE_BACKEND_H
#define QUHUA_SYS_STORE_BACKEND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <quhua/error.h>
#include <quhua/fact.h>
#include <quhua/journal.h>
#include <quhua/lineage.h>
#include <quhua/memory.h>
#include <quhua/registry.h>
#include <quhua/store.h>

QUHUA_BEGIN_DECLS

/** An observed value as the store sees it. */
typedef struct quhua_observation {
  quhua_sequence sequence; /**< entry that recorded it */
  quhua_unit_id unit;      /**< unit */
  quhua_date date;         /**< day of the observation */
  quhua_str series;        /**< name of the series */
  quhua_str value;         /**< exact decimal */
} quhua_observation;

/** What one commit adds, beside its entries. The engine makes it; the backend reads it. Rows are numbered as in
 * quhua_unit::row; flows and observations are numbered from 1 in the order in which they were recorded. A flow that
 * a later act takes back (撤回) is closed like a version. */
typedef struct quhua_store_delta quhua_store_delta;

/** The versions that the commit adds, in the order of their row numbers.
 * @param delta the delta
 * @param index from 0
 * @param[out] out the version; recorded_to is QUHUA_SEQUENCE_OPEN unless a later act of the same commit
 *   supersedes it
 * @param[out] snapshot for quhua_unit_attribute_at(); borrowed. May be NULL
 * @return false past the last */
QUHUA_API bool quhua_store_delta_version(const quhua_store_delta *delta, size_t index, quhua_unit *out,
                                         const quhua_snapshot **snapshot);
/** The earlier versions whose record the commit ends.
 * @param delta the delta
 * @param index from 0
 * @param[out] row number of the version
 * @param[out] recorded_to sequence that ends it
 * @return false past the last */
QUHUA_API bool quhua_store_delta_closed(const quhua_store_delta *delta, size_t index, uint32_t *row,
                                        quhua_sequence *recorded_to);
/** The flows that the commit adds.
 * @param delta the delta
 * @param index from 0
 * @param[out] number number of the flow in the table, from 1
 * @param[out] out the flow
 * @param[out] recorded_to sequence that takes it back inside this commit, or QUHUA_SEQUENCE_OPEN
 * @return false past the last */
QUHUA_API bool quhua_store_delta_flow(const quhua_store_delta *delta, size_t index, uint32_t *number,
                                      quhua_flow *out, quhua_sequence *recorded_to);
/** The earlier flows that the commit takes back.
 * @param delta the delta
 * @param index from 0
 * @param[out] number number of the flow
 * @param[out] recorded_to sequence that takes it back
 * @return false past the last */
QUHUA_API bool quhua_store_delta_closed_flow(const quhua_store_delta *delta, size_t index, uint32_t *number,
                                             quhua_sequence *recorded_to);
/** The observations that the commit adds.
 * @param delta the delta
 * @param index from 0
 * @param[out] out the observation
 * @return false past the last */
QUHUA_API bool quhua_store_delta_observation(const quhua_store_delta *delta, size_t index,
                                             quhua_observation *out);

/** The facts that the commit records.
 * @param delta the delta
 * @param index from 0
 * @param[out] out the fact; texts are borrowed
 * @return false past the last */
QUHUA_API bool quhua_store_delta_fact(const quhua_store_delta *delta, size_t index, quhua_fact *out);

/** A refused or failed attempt to change the register. */
typedef struct quhua_attempt {
  quhua_instant when;  /**< time */
  const char *actor;   /**< who */
  const char *subject; /**< documents of the acts */
  const char *outcome; /**< name of the status */
  const char *detail;  /**< first blocking finding or error text, English */
} quhua_attempt;

/** The image of a register in memory: a cache with which opening need not replay the journal. */
typedef struct quhua_store_image {
  void *data;  /**< aligned for any type, private to this process */
  size_t size; /**< bytes */
  uint64_t
      place; /**< where it lies (the number of its inode): an image that was copied from elsewhere is not used */
} quhua_store_image;

/** Takes the bytes of an image. Offsets ascend, and what lies between is zero; the first bytes come last.
 * @param to where to @param offset of the bytes in the image @param data bytes @param len how many
 * @return false to give up */
typedef bool quhua_store_image_put(void *to, uint64_t offset, const void *data, size_t len);
/** Writes an image. @param ctx context @param place where it will lie @param put takes the bytes @param to its target
 * @return whether it is complete */
typedef bool quhua_store_image_fill(void *ctx, uint64_t place, quhua_store_image_put *put, void *to);

/** A store. The backend embeds this as the first member of its own struct. */
typedef struct quhua_store_backend quhua_store_backend;
struct quhua_store_backend {
  uint32_t version;  /**< QUHUA_STORE_BACKEND_VERSION */
  uint32_t reserved; /**< 0 */

  /** Newest sequence and its digest, read from the store now.
   * @param self the store @param[out] sequence newest @param[out] digest its digest @param err reason
   * @return a status */
  quhua_status (*head)(quhua_store_backend *self, quhua_sequence *sequence, quhua_digest *digest,
                       quhua_error *err);

  /** Name of the scheme, as given when the store was made. @param self the store @return static or owned by self */
  const char *(*scheme)(quhua_store_backend *self);

  /** Read the canonical bytes of one entry and the digest stored beside it.
   * @param self the store @param sequence which @param[out] bytes borrowed until the next call
   * @param[out] digest stored digest @param err reason
   * @return QUHUA_OK, QUHUA_E_NOT_FOUND, QUHUA_E_CORRUPT, QUHUA_E_IO … */
  quhua_status (*read)(quhua_store_backend *self, quhua_sequence sequence, quhua_str *bytes,
                       quhua_digest *digest, quhua_error *err);

  /** Append entries and materialise the delta in one transaction.
   * @param self the store @param expected newest sequence that the store must still have, else QUHUA_E_CONFLICT
   * @param entries with bytes and digests, consecutive @param count how many @param delta what they add
   * @param err reason
   * @return QUHUA_OK when everything is durable; any other status when nothing was stored */
  quhua_status (*commit)(quhua_store_backend *self, quhua_sequence expected, const quhua_entry *entries,
                         size_t count, const quhua_store_delta *delta, quhua_error *err);

  /** May: keep a record of an attempt that was refused or failed. @param self the store @param attempt what
   * happened @param err reason @return a status */
  quhua_status (*attempt)(quhua_store_backend *self, const quhua_attempt *attempt, quhua_error *err);

  /** May: compare the materialised tables with the register that the journal gives. @param self the store
   * @param expected everything, as one delta from nothing @param err the first row that differs
   * @return QUHUA_OK, QUHUA_E_MISMATCH … */
  quhua_status (*verify)(quhua_store_backend *self, const quhua_store_delta *expected, quhua_error *err);

  /** Close and free. @param self the store */
  void (*close)(quhua_store_backend *self);

  /** May, but all four or none: the digest stored beside an entry.
   * @param self the store @param sequence which @param[out] digest stored digest @param err reason
   * @return QUHUA_OK, QUHUA_E_NOT_FOUND, QUHUA_E_CORRUPT, QUHUA_E_IO … */
  quhua_status (*digest)(quhua_store_backend *self, quhua_sequence sequence, quhua_digest *digest,
                         quhua_error *err);

  /** May: map the image that was saved last. @param self the store @param[out] out the image; nothing that is written to its
   * memory may reach the file @return false when there is none */
  bool (*image_open)(quhua_store_backend *self, quhua_store_image *out);

  /** May: unmap an image. @param self the store @param image emptied */
  void (*image_close)(quhua_store_backend *self, quhua_store_image *image);

  /** May: keep an image in place of the one that is kept. It is a cache: failure is no error, but an image that is found
   * later must be complete, or be shorter than it says.
   * @param self the store @param size bytes of the image @param fill writes it @param ctx its context
   * @return whether it is kept */
  bool (*image_save)(quhua_store_backend *self, uint64_t size, quhua_store_image_fill *fill, void *ctx);
};

/** Version of this interface. */
#define QUHUA_STORE_BACKEND_VERSION 2

/** Make a register on a store of the caller's, which must be new and empty.
 * @param backend consumed, also on failure
 * @param opening the units of the first day
 * @param options NULL for the defaults
 * @param[out] out owned
 * @param err reason, may be NULL
 * @return as quhua_registry_create() */
QUHUA_API quhua_status quhua_registry_create_on(quhua_store_backend *backend, const quhua_opening *opening,
                                                const quhua_open_options *options, quhua_registry **out,
                                                quhua_error *err);

/** Open a register on a store of the caller's.
 * @param backend consumed, also on failure
 * @param options NULL for the defaults
 * @param[out] out owned
 * @param err reason, may be NULL
 * @return as quhua_registry_open() */
QUHUA_API quhua_status quhua_registry_open_on(quhua_store_backend *backend, const quhua_open_options *options,
                                              quhua_registry **out, quhua_error *err);

/** A store in memory, for tests and for registers that need no file.
 * @param allocator borrowed for the life of the store; NULL for the default
 * @param scheme name of the scheme
 * @param[out] out owned until it is given to a registry
 * @param err reason, may be NULL
 * @return QUHUA_OK or QUHUA_E_NOMEM */
QUHUA_API quhua_status quhua_store_new_memory(const quhua_allocator *allocator, const char *scheme,
                                              quhua_store_backend **out, quhua_error *err);

/** How a SQLite store is opened. */
typedef enum quhua_store_mode {
  QUHUA_STORE_CREATE = 0,     /**< must not exist */
  QUHUA_STORE_READ_WRITE = 1, /**< must exist */
  QUHUA_STORE_READ_ONLY = 2   /**< must exist */
} quhua_store_mode;

/** A store in a SQLite file: WAL, `application_id` 0x51554855 ("QUHU"), layout version in `user_version`. The
 * tables are documented in docs/formats/sqlite-store.md.
 * @param allocator borrowed for the life of the store; NULL for the default
 * @param path path of the file, UTF-8
 * @param mode how to open
 * @param scheme name of the scheme; only for QUHUA_STORE_CREATE, else NULL
 * @param busy_timeout_ms how long to wait for another process
 * @param[out] out owned until it is given to a registry
 * @param err reason, may be NULL
 * @return QUHUA_OK, QUHUA_E_EXISTS, QUHUA_E_NOT_FOUND, QUHUA_E_FORMAT, QUHUA_E_NEWER, QUHUA_E_BUSY,
 *   QUHUA_E_NOMEM or QUHUA_E_IO */
QUHUA_API quhua_status quhua_store_new_sqlite(const quhua_allocator *allocator, const char *path,
                                              quhua_store_mode mode, const char *scheme,
                                              uint32_t busy_timeout_ms, quhua_store_backend **out,
                                              quhua_error *err);

QUHUA_END_DECLS
#endif
