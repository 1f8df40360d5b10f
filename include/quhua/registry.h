/* SPDX-License-Identifier: Apache-2.0 */
/** @file registry.h
 * A register of units (区划登记册), immutable snapshots of it, and questions to a snapshot.
 *
 * One thread may write through a registry handle at a time; any number of threads may ask snapshots at the
 * same time, also while a commit runs. A snapshot shows the register as known at one journal sequence and
 * never changes. */
#ifndef QUHUA_REGISTRY_H
#define QUHUA_REGISTRY_H

#include <quhua/code.h>
#include <quhua/error.h>
#include <quhua/export.h>
#include <quhua/memory.h>
#include <quhua/unit.h>

QUHUA_BEGIN_DECLS

/** An open register: state in memory and the store behind it. Opaque. */
typedef struct quhua_registry quhua_registry;
/** What the register said at one journal sequence. Opaque, immutable, thread-shareable. */
typedef struct quhua_snapshot quhua_snapshot;
/** A walk over units. Opaque; one thread at a time. */
typedef struct quhua_cursor quhua_cursor;

/** Close a register and free what it owns. Snapshots must be freed first.
 * @param registry consumed; NULL is allowed */
QUHUA_API void quhua_registry_close(quhua_registry *registry);

/** The scheme of the register's codes.
 * @param registry the register
 * @return borrowed, static
 * @threadsafe */
QUHUA_API const quhua_scheme *quhua_registry_scheme(const quhua_registry *registry);

/** The newest journal sequence that this handle has read.
 * @param registry the register
 * @return sequence; 0 for an empty register
 * @threadsafe */
QUHUA_API quhua_sequence quhua_registry_head(const quhua_registry *registry);

/** Read what other processes have committed since.
 * @param registry the register
 * @param err reason, may be NULL
 * @return QUHUA_OK, QUHUA_E_CORRUPT, QUHUA_E_BUSY, QUHUA_E_NOMEM or QUHUA_E_IO
 * @cost linear in the new entries */
QUHUA_API quhua_status quhua_registry_refresh(quhua_registry *registry, quhua_error *err);

/** Take a snapshot.
 * @param registry the register; must outlive the snapshot
 * @param known journal sequence to see, or QUHUA_SEQUENCE_OPEN for the newest
 * @param[out] out owned; free with quhua_snapshot_free()
 * @param err reason, may be NULL
 * @return QUHUA_OK, QUHUA_E_INVALID when @p known is newer than the register, or QUHUA_E_NOMEM
 * @threadsafe
 * @cost constant */
QUHUA_API quhua_status quhua_snapshot_new(const quhua_registry *registry, quhua_sequence known,
                                          quhua_snapshot **out, quhua_error *err);

/** Free a snapshot.
 * @param snapshot consumed; NULL is allowed */
QUHUA_API void quhua_snapshot_free(quhua_snapshot *snapshot);

/** The journal sequence that a snapshot shows.
 * @param snapshot the snapshot
 * @return sequence
 * @threadsafe */
QUHUA_API quhua_sequence quhua_snapshot_known(const quhua_snapshot *snapshot);

/** The scheme of a snapshot's codes.
 * @param snapshot the snapshot
 * @return borrowed, static
 * @threadsafe */
QUHUA_API const quhua_scheme *quhua_snapshot_scheme(const quhua_snapshot *snapshot);

/** Find the unit that holds a code on a day.
 * @param snapshot what to ask
 * @param level level of the code, or QUHUA_LEVEL_ANY when the code alone decides
 * @param code code in normal form
 * @param date the day
 * @param[out] out the version that holds on the day
 * @return QUHUA_OK, QUHUA_E_NOT_FOUND, or QUHUA_E_AMBIGUOUS when @p level is not given and units on several
 *   levels hold the code; @p out is then the one on the highest level
 * @threadsafe
 * @cost constant */
QUHUA_API quhua_status quhua_unit_find(const quhua_snapshot *snapshot, quhua_level level,
                                       const quhua_code *code, quhua_date date, quhua_unit *out);

/** A code to look up. */
typedef struct quhua_lookup {
  quhua_code code;   /**< code in normal form */
  quhua_level level; /**< its level, or QUHUA_LEVEL_ANY when the code alone decides */
} quhua_lookup;

/** Find the units that hold codes on a day: as quhua_unit_find() for each, but several times as fast, because the memory
 * that one answer needs is fetched while others are being found.
 * @param snapshot what to ask
 * @param lookups the codes
 * @param count how many
 * @param date the day
 * @param[out] units @p count versions; id 0 where nobody holds the code, and where several levels do
 * @param[out] statuses @p count answers of quhua_unit_find(); may be NULL
 * @return how many were found
 * @threadsafe
 * @cost linear in @p count */
QUHUA_API size_t quhua_unit_find_many(const quhua_snapshot *snapshot, const quhua_lookup *lookups,
                                      size_t count, quhua_date date, quhua_unit *units,
                                      quhua_status *statuses);

/** The version of a unit that holds on a day.
 * @param snapshot what to ask
 * @param id identity
 * @param date the day
 * @param[out] out the version
 * @return QUHUA_OK, or QUHUA_E_NOT_FOUND when the unit does not live on that day
 * @threadsafe
 * @cost linear in the versions of that unit */
QUHUA_API quhua_status quhua_unit_find_id(const quhua_snapshot *snapshot, quhua_unit_id id, quhua_date date,
                                          quhua_unit *out);

/** The last version of a unit, alive or not.
 * @param snapshot what to ask
 * @param id identity
 * @param[out] out the version that begins last
 * @return QUHUA_OK or QUHUA_E_NOT_FOUND
 * @threadsafe
 * @cost linear in the versions of that unit */
QUHUA_API quhua_status quhua_unit_find_last(const quhua_snapshot *snapshot, quhua_unit_id id,
                                            quhua_unit *out);

/** Is it certain that a version holds on a day? It is not when the act that ended it has an effective day that is known
 * only as a window of days, and the day lies in that window.
 * @param snapshot the snapshot that returned the version
 * @param unit the version
 * @param date a day on which it holds
 * @return false when something else may have been true already
 * @threadsafe */
QUHUA_API bool quhua_unit_is_certain(const quhua_snapshot *snapshot, const quhua_unit *unit, quhua_date date);

/** How many acts may have taken effect by a day or not: their effective day is known only as a window, and the day lies in
 * it. What is answered about that day is what held before them.
 * @param snapshot what to ask
 * @param date the day
 * @return number of acts; those that were taken back do not count
 * @threadsafe
 * @cost linear in the journal */
QUHUA_API size_t quhua_snapshot_count_uncertain(const quhua_snapshot *snapshot, quhua_date date);

/** Walk every version that ever carried an identifier: an attribute `external:…` (发包方编码, 统一社会信用代码), `code:…` (the
 * code of another scheme) or `managing_parent` (代管), in the order of time. An attribute may list several, parted by ";".
 * @param snapshot what to ask; must outlive the cursor
 * @param key key of the attribute
 * @param value one identifier
 * @param[out] out owned
 * @param err reason, may be NULL
 * @return QUHUA_OK or QUHUA_E_NOMEM
 * @threadsafe
 * @cost n log n in the versions of the units that ever had it */
QUHUA_API quhua_status quhua_cursor_new_identified(const quhua_snapshot *snapshot, quhua_str key,
                                                   quhua_str value, quhua_cursor **out, quhua_error *err);

/** The value of an attribute.
 * @param snapshot the snapshot that returned the unit
 * @param unit the version
 * @param key for example "seat"
 * @return borrowed from the snapshot; empty when the version has no such attribute
 * @threadsafe */
QUHUA_API quhua_str quhua_unit_attribute(const quhua_snapshot *snapshot, const quhua_unit *unit,
                                         const char *key);

/** The attribute at a position, in the order of the keys.
 * @param snapshot the snapshot that returned the unit
 * @param unit the version
 * @param index from 0
 * @param[out] out key and value, borrowed from the snapshot
 * @return false past the last attribute
 * @threadsafe */
QUHUA_API bool quhua_unit_attribute_at(const quhua_snapshot *snapshot, const quhua_unit *unit, uint32_t index,
                                       quhua_attribute *out);

/** The latest observed value of a series (户, 人, 亩 …) for a unit at or before a day.
 * @param snapshot what to ask
 * @param id identity
 * @param series name of the series
 * @param date the day
 * @param[out] out the exact decimal as text, borrowed from the snapshot
 * @return QUHUA_OK or QUHUA_E_NOT_FOUND
 * @threadsafe
 * @cost linear in the observations of that unit */
QUHUA_API quhua_status quhua_unit_observed(const quhua_snapshot *snapshot, quhua_unit_id id, quhua_str series,
                                           quhua_date date, quhua_str *out);

/** The name of a series at a position, in order of first appearance.
 * @param snapshot what to ask
 * @param index from 0
 * @param[out] out borrowed from the snapshot
 * @return false past the last series
 * @threadsafe */
QUHUA_API bool quhua_series_at(const quhua_snapshot *snapshot, uint32_t index, quhua_str *out);

/** Write the path of a unit: the names of its parents from the top and its own, without separators.
 * Implied parents have no name and are left out.
 * @param snapshot what to ask
 * @param unit the version
 * @param date the day on which the parents are named
 * @param out buffer, always terminated when @p cap > 0
 * @param cap bytes of the buffer
 * @return bytes of the whole path, as snprintf
 * @threadsafe */
QUHUA_API size_t quhua_unit_path(const quhua_snapshot *snapshot, const quhua_unit *unit, quhua_date date,
                                 char *out, size_t cap);

/** Walk the children of a unit that live on a day, in the order of their codes.
 * @param snapshot what to ask; must outlive the cursor
 * @param parent identity of the parent; 0 walks the units at the top
 * @param date the day
 * @param[out] out owned; free with quhua_cursor_free()
 * @param err reason, may be NULL
 * @return QUHUA_OK or QUHUA_E_NOMEM
 * @threadsafe
 * @cost n log n in the children ever recorded */
QUHUA_API quhua_status quhua_cursor_new_children(const quhua_snapshot *snapshot, quhua_unit_id parent,
                                                 quhua_date date, quhua_cursor **out, quhua_error *err);

/** Walk all units that live on a day, in the order of (code, level).
 * @param snapshot what to ask; must outlive the cursor
 * @param date the day
 * @param[out] out owned
 * @param err reason, may be NULL
 * @return QUHUA_OK or QUHUA_E_NOMEM
 * @threadsafe
 * @cost n log n in the register */
QUHUA_API quhua_status quhua_cursor_new_all(const quhua_snapshot *snapshot, quhua_date date,
                                            quhua_cursor **out, quhua_error *err);

/** Walk all units that carry an attribute on a day, in the order of (code, level): a tag (`tag:产业经济强村`), an organ …
 * @param snapshot what to ask; must outlive the cursor
 * @param key key of the attribute
 * @param date the day
 * @param[out] out owned
 * @param err reason, may be NULL
 * @return QUHUA_OK or QUHUA_E_NOMEM
 * @threadsafe
 * @cost linear in the register, n log n in the hits */
QUHUA_API quhua_status quhua_cursor_new_attributed(const quhua_snapshot *snapshot, quhua_str key,
                                                   quhua_date date, quhua_cursor **out, quhua_error *err);

/** Walk all versions of one unit in the order of time, steps of a same-day chain included.
 * @param snapshot what to ask; must outlive the cursor
 * @param id identity
 * @param[out] out owned
 * @param err reason, may be NULL
 * @return QUHUA_OK or QUHUA_E_NOMEM
 * @threadsafe
 * @cost n log n in the versions of the unit */
QUHUA_API quhua_status quhua_cursor_new_versions(const quhua_snapshot *snapshot, quhua_unit_id id,
                                                 quhua_cursor **out, quhua_error *err);

/** Walk every version that ever held a code, by any unit, in the order of time.
 * @param snapshot what to ask; must outlive the cursor
 * @param level level, or QUHUA_LEVEL_ANY for all
 * @param code code in normal form
 * @param[out] out owned
 * @param err reason, may be NULL
 * @return QUHUA_OK or QUHUA_E_NOMEM
 * @threadsafe
 * @cost n log n in the holders of that code */
QUHUA_API quhua_status quhua_cursor_new_holders(const quhua_snapshot *snapshot, quhua_level level,
                                                const quhua_code *code, quhua_cursor **out, quhua_error *err);

/** Search names, current and former: a name in any spelling (东永村, 东永村村民委员会), a bare proper name (东永), an alias,
 * 原毛公乡, and path fragments (盐亭县毛公乡东永村, 高渠镇/东永村, 盐亭·高渠·东永). A path names some of the units above, from the
 * top; they are looked for under the names that they had while the unit stood below them. When nothing answers exactly,
 * names that contain the text are given; when there are none, names of which the letters are the initials of Pinyin.
 *
 * Order: by @ref quhua_match_kind; within one kind, what is true on @p date before what was true on other days, unless
 * the text asks for the former with 原; then by code.
 *
 * @param snapshot what to ask; must outlive the cursor
 * @param text what a person wrote; more than 4096 bytes find nothing
 * @param date the day on which "current" is judged
 * @param[out] out owned; each unit appears once, with its best matching version; quhua_cursor_match() says how it answers
 * @param err reason, may be NULL
 * @return QUHUA_OK or QUHUA_E_NOMEM
 * @threadsafe
 * @cost linear in the length of the text and in the hits; linear in the register when only parts match, or when some unit
 *   has an alias */
QUHUA_API quhua_status quhua_cursor_new_search(const quhua_snapshot *snapshot, quhua_str text,
                                               quhua_date date, quhua_cursor **out, quhua_error *err);

/** How a name answers a search, best first. Numbers are stable. */
typedef enum quhua_match_kind {
  QUHUA_MATCH_NAME = 0,   /**< 全名: the name as it is written */
  QUHUA_MATCH_STEM = 1,   /**< 同名异写: the same name in another spelling (quhua_name_stem()) */
  QUHUA_MATCH_ALIAS = 2,  /**< 别名: the attribute `alias` (several are parted by ";") or `legal_name` */
  QUHUA_MATCH_PROPER = 3, /**< 专名: the name without its class word */
  QUHUA_MATCH_PART = 4,   /**< 部分: the name contains the text */
  QUHUA_MATCH_PINYIN = 5  /**< 拼音首字母: the initials of its characters */
} quhua_match_kind;

/** The word of a kind of match.
 * @param kind a kind
 * @param lang QUHUA_LANG_ZH: 同名异写; QUHUA_LANG_EN: the keyword "stem"
 * @return static text; "" for a number that is no kind
 * @threadsafe */
QUHUA_API const char *quhua_match_word(quhua_match_kind kind, quhua_lang lang);

/** How one hit answers a search. */
typedef struct quhua_match {
  quhua_match_kind kind; /**< how the name answers */
  uint32_t rank;    /**< 1 and one more for each better hit: hits that answer equally well have the same */
  bool path;        /**< the text named units above it, too */
  bool former;      /**< name or path are not those of the day */
  bool fits;        /**< it is of the time that the text asks for: of the day, or former behind 原 */
  uint8_t reserved; /**< 0 */
} quhua_match;

/** How the version answers that quhua_cursor_next() gave last.
 * @param cursor a cursor of quhua_cursor_new_search()
 * @param[out] out the match
 * @return false for other cursors, and before the first step */
QUHUA_API bool quhua_cursor_match(const quhua_cursor *cursor, quhua_match *out);

/** Step a cursor.
 * @param cursor the cursor
 * @param[out] out the next version; texts are borrowed from the snapshot
 * @return false at the end */
QUHUA_API bool quhua_cursor_next(quhua_cursor *cursor, quhua_unit *out);

/** How many versions a cursor walks in all.
 * @param cursor the cursor
 * @return number of versions */
QUHUA_API size_t quhua_cursor_count(const quhua_cursor *cursor);

/** Free a cursor.
 * @param cursor consumed; NULL is allowed */
QUHUA_API void quhua_cursor_free(quhua_cursor *cursor);

/** Count the units of each kind at and below a unit on a day.
 * @param snapshot what to ask
 * @param scope identity of the unit whose territory is counted; 0 for the whole register
 * @param date the day
 * @param[out] counts units by kind, indexed by @ref quhua_kind
 * @threadsafe
 * @cost linear in the units below the scope */
QUHUA_API void quhua_snapshot_count(const quhua_snapshot *snapshot, quhua_unit_id scope, quhua_date date,
                                    uint64_t counts[QUHUA_KIND_LIMIT]);

/** Bytes of a digest, SM3 and SHA-256 alike. */
#define QUHUA_DIGEST_SIZE 32

/** A digest. */
typedef struct quhua_digest {
  uint8_t bytes[QUHUA_DIGEST_SIZE]; /**< raw bytes */
} quhua_digest;

/** The canonical digest of everything a snapshot knows: all versions and flows that it shows, in canonical
 * order, with SM3. Equal registers have equal digests however they were stored.
 * @param snapshot what to ask
 * @param[out] out the digest
 * @param err reason, may be NULL
 * @return QUHUA_OK, QUHUA_E_NOMEM or QUHUA_E_IO when the digest provider fails
 * @threadsafe
 * @cost n log n in the register */
QUHUA_API quhua_status quhua_snapshot_digest(const quhua_snapshot *snapshot, quhua_digest *out,
                                             quhua_error *err);

QUHUA_END_DECLS
#endif
