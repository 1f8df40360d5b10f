/* SPDX-License-Identifier: Apache-2.0 */
/** @file exports.h
 * Exports (导出): answers that were handed to others, and which of them are no longer true.
 *
 * Somebody who was given a crosswalk or a table of statistics goes on using it. When an act is corrected (更正), annulled
 * (自始无效) or recorded late, the register answers the same question in another way, and he should be told.
 *
 * A **question** (问题) is the kind of an answer, the days that it is about, and all else that decides its text, written
 * canonically, so that it can be asked again:
 *
 *     crosswalk/flow?from=2019-01-01&to=2020-01-01&format=csv&lang=zh
 *
 * An **export** is a question, the journal sequence and the head of the register that answered it, and the SM3 digest of
 * the text that was given. Its id is made from the first three: one question to one state has one id everywhere, and
 * another head gives another id. Whether it is still true is found by asking again: the same text, or another. Both
 * texts can be had at any time, because the register answers as it was known at any sequence.
 *
 * Entries that record nothing but exports say nothing of units. An export is bound to the newest other entry, so that
 * exporting twice gives one id.
 *
 * docs/formats/exports.md describes the texts exactly. */
#ifndef QUHUA_EXPORTS_H
#define QUHUA_EXPORTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <quhua/io.h>
#include <quhua/journal.h>
#include <quhua/plan.h>

QUHUA_BEGIN_DECLS

/** A question that can be asked again. Opaque, immutable, thread-shareable. */
typedef struct quhua_question quhua_question;

/** Make a question.
 *
 * The library answers these kinds itself; each takes exactly its parameters:
 *
 * | kind | days | parameters |
 * |---|---|---|
 * | `crosswalk/flow` | from, to | `format` (csv, csv-bom, json), `lang` (zh, en) |
 * | `crosswalk/official` | from, to | `format` |
 * | `crosswalk/sql` | from, to | `lang`, `table` |
 * | `snapshot` | one day | `format`, `lang` |
 *
 * @param allocator NULL for the default
 * @param kind 1 to 40 characters of a-z, 0-9, `-`, `_`, `:` and `/`; one that is not above is a host's own
 * @param from a day that the answer is about, of the years 1000 to 9999
 * @param to the other one, the same for one day, perhaps earlier. The answer is about these and the days between them, and
 *   does not depend on what happens after the later one. One that does (statistics are carried back from later
 *   observations) names 9999-12-31
 * @param parameters what else decides the text, in any order; copied. Keys as kinds, without `/`, not `from` or `to`; a value
 *   is any UTF-8 without NUL, perhaps empty
 * @param count how many, at most 64
 * @param[out] out owned; free with quhua_question_free()
 * @param err what is wrong and what would be right, may be NULL
 * @return QUHUA_OK; QUHUA_E_INVALID for a key that is given twice, for what is said above, or when the text would be longer
 *   than 1 MiB; QUHUA_E_NOMEM
 * @threadsafe
 * @cost linear in the texts */
QUHUA_API quhua_status quhua_question_new(const quhua_allocator *allocator, quhua_str kind, quhua_date from,
                                          quhua_date to, const quhua_attribute *parameters, size_t count,
                                          quhua_question **out, quhua_error *err);
/** Read a question from its text. Only the canonical text is read: two texts are two questions.
 * @param allocator NULL for the default
 * @param text the text
 * @param[out] out owned
 * @param err reason, may be NULL
 * @return QUHUA_OK, QUHUA_E_INVALID or QUHUA_E_NOMEM
 * @threadsafe
 * @cost linear in the text */
QUHUA_API quhua_status quhua_question_parse(const quhua_allocator *allocator, quhua_str text,
                                            quhua_question **out, quhua_error *err);
/** The canonical text: one word without blanks, whatever the values hold.
 * @param question the question
 * @return borrowed from the question
 * @threadsafe */
QUHUA_API quhua_str quhua_question_text(const quhua_question *question);
/** The kind.
 * @param question the question
 * @return borrowed from the question
 * @threadsafe */
QUHUA_API quhua_str quhua_question_kind(const quhua_question *question);
/** The day that was given first.
 * @param question the question
 * @return the day
 * @threadsafe */
QUHUA_API quhua_date quhua_question_from(const quhua_question *question);
/** The day that was given second.
 * @param question the question
 * @return the day
 * @threadsafe */
QUHUA_API quhua_date quhua_question_to(const quhua_question *question);
/** The value of a parameter.
 * @param question the question
 * @param key its key
 * @return borrowed from the question; empty when there is none
 * @threadsafe */
QUHUA_API quhua_str quhua_question_parameter(const quhua_question *question, const char *key);
/** Free a question.
 * @param question consumed; NULL is allowed */
QUHUA_API void quhua_question_free(quhua_question *question);

/** Answers to questions of kinds that the library does not know. The text must follow from the question and from what the
 * snapshot says of units, their lineage and their statistics up to the later day, and from nothing else: not from
 * settings, milestones, reservations, the clock or the environment. Else nobody can tell whether it is still true. */
typedef struct quhua_host_answer {
  /** Write an answer.
   * @param ctx as below @param question the question @param snapshot whom to ask @param writer takes the text
   * @param err reason of a failure
   * @return QUHUA_OK, or QUHUA_E_UNSUPPORTED for an unknown kind, or what went wrong */
  quhua_status (*answer)(void *ctx, const quhua_question *question, const quhua_snapshot *snapshot,
                         const quhua_writer *writer, quhua_error *err);
  void *ctx; /**< the caller's */
} quhua_host_answer;

/** Ask a question.
 * @param question the question
 * @param snapshot whom to ask
 * @param host answers to other kinds; NULL for none
 * @param writer where the text goes
 * @param err reason, may be NULL
 * @return QUHUA_OK; QUHUA_E_UNSUPPORTED for a kind that nobody knows; QUHUA_E_INVALID for a missing, unknown or wrong parameter, or
 *   for days that are out of order; QUHUA_E_NOMEM or QUHUA_E_IO; what the host returned
 * @threadsafe
 * @cost that of the answer */
QUHUA_API quhua_status quhua_question_answer(const quhua_question *question, const quhua_snapshot *snapshot,
                                             const quhua_host_answer *host, const quhua_writer *writer,
                                             quhua_error *err);

/** Bytes of an id with the zeros behind it: `x` and 16 hexadecimal digits. */
#define QUHUA_EXPORT_ID_MAX 24

/** An answer that was given. */
typedef struct quhua_export {
  char id[QUHUA_EXPORT_ID_MAX]; /**< its id, terminated */
  quhua_str question;           /**< canonical text of the question */
  quhua_str recipient;          /**< for whom; may be empty */
  quhua_sequence known;         /**< journal sequence whose state answered */
  quhua_digest head;            /**< digest of that entry */
  quhua_digest text;            /**< SM3 of the text that was given */
  quhua_sequence sequence;      /**< journal entry that recorded it; 0: not recorded */
  quhua_date date;              /**< day on which it was recorded, in UTC; QUHUA_DATE_NONE: not recorded */
  uint32_t reserved;            /**< 0 */
} quhua_export;

/** The id of the answer to a question.
 * @param question the question
 * @param snapshot who is asked: a snapshot of a register, not of a plan
 * @param[out] out the id, terminated
 * @param err reason, may be NULL
 * @return QUHUA_OK; QUHUA_E_INVALID for a snapshot of a plan or of an empty register; QUHUA_E_NOMEM or QUHUA_E_IO
 * @threadsafe
 * @cost linear in the question */
QUHUA_API quhua_status quhua_export_id(const quhua_question *question, const quhua_snapshot *snapshot,
                                       char out[QUHUA_EXPORT_ID_MAX], quhua_error *err);
/** Ask a question and keep what is needed to tell later whether the answer is still true. Nothing is recorded.
 * @param question the question; must outlive the export
 * @param snapshot whom to ask, as quhua_export_id()
 * @param host as quhua_question_answer()
 * @param writer where the text goes; NULL for nowhere
 * @param[out] out the export, without recipient; texts are borrowed from the question
 * @param err reason, may be NULL
 * @return as quhua_question_answer() and quhua_export_id()
 * @threadsafe
 * @cost that of the answer */
QUHUA_API quhua_status quhua_export_make(const quhua_question *question, const quhua_snapshot *snapshot,
                                         const quhua_host_answer *host, const quhua_writer *writer,
                                         quhua_export *out, quhua_error *err);
/** Record an export as one journal entry: the fact `export:<id>` of the register. Nothing is written when the same
 * answer was recorded for the same recipient before.
 * @param registry the register that answered; may have gone on since
 * @param made from quhua_export_make()
 * @param recipient for whom: UTF-8 without NUL, at most 1000 bytes, may be empty
 * @param options actor and time; waivers are ignored. NULL for the defaults
 * @param[out] receipt may be NULL; the newest entry when nothing was written
 * @param err reason, may be NULL
 * @return QUHUA_OK; QUHUA_E_INVALID for another recipient, or when this register never was in the state that answered;
 *   QUHUA_E_CONFLICT when other processes keep writing; QUHUA_E_BUSY, QUHUA_E_NOMEM or QUHUA_E_IO
 * @cost linear in the question and in the facts of the register; one durable write */
QUHUA_API quhua_status quhua_export_record(quhua_registry *registry, const quhua_export *made,
                                           quhua_str recipient, const quhua_commit_options *options,
                                           quhua_receipt *receipt, quhua_error *err);

/** Is an exported answer still true? Numbers are stable. */
typedef enum quhua_export_standing {
  QUHUA_EXPORT_TRUE = 0,      /**< the same text would be given today */
  QUHUA_EXPORT_CHANGED = 1,   /**< another text would be given */
  QUHUA_EXPORT_UNANSWERED = 2 /**< the question has no answer any more, or nobody here knows its kind */
} quhua_export_standing;

/** The exports that a register has recorded. Opaque, immutable, thread-shareable. */
typedef struct quhua_exports quhua_exports;

/** Collect the recorded exports, in the order of record. An answer that was given to two recipients stands here twice.
 * @param snapshot what to ask, and what "today" is; must outlive the result
 * @param[out] out owned; free with quhua_exports_free()
 * @param err reason, may be NULL
 * @return QUHUA_OK; QUHUA_E_CORRUPT when a recorded export is not what its id says; QUHUA_E_NOMEM or QUHUA_E_IO
 * @threadsafe
 * @cost linear in the journal, the facts and the questions */
QUHUA_API quhua_status quhua_exports_new(const quhua_snapshot *snapshot, quhua_exports **out,
                                         quhua_error *err);
/** How many there are.
 * @param exports the exports
 * @return number of exports
 * @threadsafe */
QUHUA_API size_t quhua_exports_count(const quhua_exports *exports);
/** An export by position.
 * @param exports the exports
 * @param index from 0
 * @return borrowed; texts live as long as the exports. NULL past the end
 * @threadsafe */
QUHUA_API const quhua_export *quhua_exports_at(const quhua_exports *exports, size_t index);
/** Is it certain, without asking, that nothing recorded after a sequence changed the answer? It is when every entry after
 * it is one of these:
 *
 * - a record of exports, settings, milestones or reservations;
 * - an act that takes effect after the last day of the question, takes nothing back, corrects nothing and brings no value.
 *   Where only a window of days is known, its first day counts.
 *
 * @param exports the exports
 * @param index from 0
 * @param since the sequence; the `known` of the export, to learn whether it is still true
 * @return false when only asking again can tell, and past the end
 * @threadsafe
 * @cost constant */
QUHUA_API bool quhua_exports_is_untouched(const quhua_exports *exports, size_t index, quhua_sequence since);
/** Is an export still true? Asks again, unless quhua_exports_is_untouched() knows.
 * @param exports the exports
 * @param index from 0
 * @param host answers to other kinds; NULL for none
 * @param[out] out the standing
 * @param err reason, and for QUHUA_EXPORT_UNANSWERED why there is no answer; may be NULL
 * @return QUHUA_OK; QUHUA_E_NOT_FOUND past the end; QUHUA_E_NOMEM, QUHUA_E_IO and whatever else is not about the question
 * @threadsafe
 * @cost constant, or that of the answer */
QUHUA_API quhua_status quhua_exports_check(const quhua_exports *exports, size_t index,
                                           const quhua_host_answer *host, quhua_export_standing *out,
                                           quhua_error *err);
/** Free exports.
 * @param exports consumed; NULL is allowed */
QUHUA_API void quhua_exports_free(quhua_exports *exports);

QUHUA_END_DECLS
#endif
