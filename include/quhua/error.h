/* SPDX-License-Identifier: Apache-2.0 */
/** @file error.h
 * Status codes and the caller-owned error record.
 *
 * Every function that can fail returns a @ref quhua_status and takes a nullable `quhua_error *` as its last
 * parameter. The record is written only on failure; the first cause wins and is never overwritten on the
 * way up. Nothing is printed, nothing is kept in thread-local storage, the process is never ended.
 * Violated rules of the domain are not errors but findings, see rules.h. */
#ifndef QUHUA_ERROR_H
#define QUHUA_ERROR_H

#include <stdint.h>

#include <quhua/export.h>
#include <quhua/text.h>

QUHUA_BEGIN_DECLS

/** What became of a call. Numbers are stable; treat unknown positive numbers as a failure. */
typedef enum quhua_status {
  QUHUA_OK = 0,             /**< done */
  QUHUA_E_NOT_FOUND = 1,    /**< no such unit, entry or file */
  QUHUA_E_AMBIGUOUS = 2,    /**< several units answer; nothing was chosen */
  QUHUA_E_INVALID = 3,      /**< bad input or bad argument */
  QUHUA_E_EXISTS = 4,       /**< would overwrite what is there */
  QUHUA_E_BLOCKED = 5,      /**< blocking findings; nothing was stored */
  QUHUA_E_CONFLICT = 6,     /**< the register changed since the plan was made: plan again */
  QUHUA_E_BUSY = 7,         /**< another process holds the store */
  QUHUA_E_NOMEM = 8,        /**< an allocation failed; nothing changed */
  QUHUA_E_IO = 9,           /**< the operating system or the store failed */
  QUHUA_E_FORMAT = 10,      /**< the file is not a register */
  QUHUA_E_NEWER = 11,       /**< the register was written by a newer version */
  QUHUA_E_CORRUPT = 12,     /**< the register contradicts itself */
  QUHUA_E_EXHAUSTED = 13,   /**< a range of codes is full */
  QUHUA_E_UNSUPPORTED = 14, /**< not available here, for example in this scheme */
  QUHUA_E_MISMATCH = 15     /**< verification: the register is not what was expected */
} quhua_status;

/** Details of a failure. Lives with the caller, holds no pointers, needs no freeing. */
typedef struct quhua_error {
  quhua_status status; /**< the status that was returned */
  uint32_t line;       /**< line of text input, from 1; 0 when the input has no lines */
  uint32_t column;     /**< column in characters (Unicode code points), from 1; 0 when unknown */
  char subject[256];   /**< what it is about: a file name, a code, a document; may be empty */
  char message[QUHUA_LANG_COUNT][384]; /**< what is wrong, in English and Chinese */
  char remedy[QUHUA_LANG_COUNT][256];  /**< what would be right; may be empty */
} quhua_error;

/** The name of a status, for example "QUHUA_E_CONFLICT".
 * @param status any status
 * @return static text; "QUHUA_E_UNKNOWN" for a number this version does not know
 * @threadsafe */
QUHUA_API const char *quhua_status_name(quhua_status status);

/** Empty an error record, so that the next failure is its first cause.
 * @param err the record; NULL is allowed
 * @threadsafe */
QUHUA_API void quhua_error_clear(quhua_error *err);

/** Write an error for people. The form is `subject:line:column: message. remedy`.
 * @param err the record
 * @param lang language of the text
 * @param out buffer, always terminated when @p cap > 0
 * @param cap bytes of the buffer
 * @return bytes of the whole text without terminator, as snprintf
 * @threadsafe */
QUHUA_API size_t quhua_error_format(const quhua_error *err, quhua_lang lang, char *out, size_t cap);

QUHUA_END_DECLS
#endif
