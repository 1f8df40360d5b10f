/* SPDX-License-Identifier: Apache-2.0 */
/** @file journal.h
 * The journal (日志): the list of entries of which the register is the fold.
 *
 * Each entry has canonical bytes (docs/formats/journal-entry.md) that hold the act, its effects and the digest
 * of the entry before. The digest of an entry is SM3(0x00 || bytes), so the newest digest covers the whole
 * history. Sources: GB/T 32905-2016 (SM3), RFC 6962 (leaf prefix 0x00). */
#ifndef QUHUA_JOURNAL_H
#define QUHUA_JOURNAL_H

#include <quhua/error.h>
#include <quhua/export.h>
#include <quhua/registry.h>

QUHUA_BEGIN_DECLS

/** Kind of an entry. Numbers are stable. */
typedef enum quhua_entry_kind {
  QUHUA_ENTRY_OPENING = 1, /**< the opening state */
  QUHUA_ENTRY_ACT = 2,     /**< an act */
  QUHUA_ENTRY_RECORD = 3   /**< facts: settings, milestones, reservations */
} quhua_entry_kind;

/** What an entry says about itself. Texts are borrowed from the entry. */
typedef struct quhua_entry {
  quhua_sequence sequence; /**< position, from 1 */
  quhua_instant recorded;  /**< when it was recorded; never decreases */
  quhua_date effective;    /**< effective day of the act, first day of an opening state */
  quhua_date decided;      /**< day of the decision, or QUHUA_DATE_NONE */
  quhua_entry_kind kind;   /**< kind */
  quhua_str actor;         /**< who */
  quhua_str document;      /**< 文号 */
  quhua_str bytes;         /**< canonical bytes */
  quhua_digest digest;     /**< digest of the bytes */
  quhua_digest link;       /**< digest of the entry before; zeros at the first */
  uint64_t versions;       /**< effects: versions opened, closed or corrected */
  uint64_t flows;          /**< effects: flows added */
  uint64_t facts;          /**< effects: facts recorded */
  quhua_date
      earliest;     /**< first day on which the act may have taken effect; `effective` when that is known */
  uint32_t waivers; /**< how many waivers it was committed with */
} quhua_entry;

/** A waiver that an act was committed with, by position.
 * @param entry an entry that was read
 * @param index from 0
 * @param[out] rule id of the rule, with "\@CODE" when one finding was meant; borrowed from the entry's bytes
 * @param[out] reason why; likewise
 * @return false past the last
 * @threadsafe */
QUHUA_API bool quhua_entry_waiver(const quhua_entry *entry, size_t index, quhua_str *rule, quhua_str *reason);

/** Read one entry.
 * @param registry the register
 * @param sequence which
 * @param[out] out the entry; its texts live until the next call with this register
 * @param err reason, may be NULL
 * @return QUHUA_OK, QUHUA_E_NOT_FOUND, QUHUA_E_CORRUPT, QUHUA_E_NOMEM or QUHUA_E_IO */
QUHUA_API quhua_status quhua_entry_find(quhua_registry *registry, quhua_sequence sequence, quhua_entry *out,
                                        quhua_error *err);

/** A walk over entries. Opaque; one thread at a time. */
typedef struct quhua_entries quhua_entries;

/** Walk the journal.
 * @param registry the register; must outlive the walk
 * @param since first sequence to give, 1 for all
 * @param[out] out owned; free with quhua_entries_free()
 * @param err reason, may be NULL
 * @return QUHUA_OK or QUHUA_E_NOMEM */
QUHUA_API quhua_status quhua_entries_new(quhua_registry *registry, quhua_sequence since, quhua_entries **out,
                                         quhua_error *err);

/** Read the next entry.
 * @param entries the walk
 * @param[out] out the entry; its texts live until the next call
 * @param err reason, may be NULL
 * @return QUHUA_OK, QUHUA_E_NOT_FOUND at the end, QUHUA_E_CORRUPT, QUHUA_E_NOMEM or QUHUA_E_IO */
QUHUA_API quhua_status quhua_entries_next(quhua_entries *entries, quhua_entry *out, quhua_error *err);

/** Free a walk.
 * @param entries consumed; NULL is allowed */
QUHUA_API void quhua_entries_free(quhua_entries *entries);

/** The digest of the newest entry, which covers all entries.
 * @param registry the register
 * @param[out] out the digest; zeros for an empty register
 * @threadsafe */
QUHUA_API void quhua_registry_head_digest(const quhua_registry *registry, quhua_digest *out);

/** The sequence of the newest entry that was recorded at or before a moment.
 * @param registry the register
 * @param instant the moment
 * @return sequence; 0 when nothing had been recorded
 * @threadsafe */
QUHUA_API quhua_sequence quhua_registry_known_at(const quhua_registry *registry, quhua_instant instant);

/** Derive everything again from the journal and compare: every digest and link, the register in memory and the
 * tables of the store.
 * @param registry the register
 * @param head NULL, or the digest that the newest entry must have
 * @param err on QUHUA_E_MISMATCH and QUHUA_E_CORRUPT: the first thing that differs. May be NULL
 * @return QUHUA_OK, QUHUA_E_MISMATCH, QUHUA_E_CORRUPT, QUHUA_E_NOMEM, QUHUA_E_BUSY or QUHUA_E_IO
 * @cost linear in the register and its history */
QUHUA_API quhua_status quhua_registry_verify(quhua_registry *registry, const quhua_digest *head,
                                             quhua_error *err);

/** Hexadecimal characters of a digest and a terminator. */
#define QUHUA_DIGEST_TEXT_MAX (2 * QUHUA_DIGEST_SIZE + 1)

/** Write a digest in lower-case hexadecimal.
 * @param digest the digest
 * @param out buffer of QUHUA_DIGEST_TEXT_MAX bytes, terminated
 * @threadsafe */
QUHUA_API void quhua_digest_format(const quhua_digest *digest, char out[QUHUA_DIGEST_TEXT_MAX]);

/** Read a digest from hexadecimal, either case.
 * @param text exactly 64 characters
 * @param[out] out the digest; untouched on failure
 * @return false when the text is no digest
 * @threadsafe */
QUHUA_API bool quhua_digest_parse(quhua_str text, quhua_digest *out);

QUHUA_END_DECLS
#endif
