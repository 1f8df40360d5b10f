/* SPDX-License-Identifier: Apache-2.0 */
/** @file opening.h
 * The opening state of a register: the units of its first day. */
#ifndef QUHUA_OPENING_H
#define QUHUA_OPENING_H

#include <stddef.h>
#include <stdint.h>

#include <quhua/code.h>
#include <quhua/error.h>
#include <quhua/export.h>
#include <quhua/memory.h>
#include <quhua/unit.h>

QUHUA_BEGIN_DECLS

/** One unit of an opening state. Texts are copied when it is added. */
typedef struct quhua_opening_row {
  size_t struct_size; /**< set by quhua_opening_row_init() */
  quhua_str code;     /**< as written: any length that the scheme reads */
  quhua_str name;     /**< name; must not be empty */
  quhua_str parent;   /**< code of the parent as written, `LEVEL:CODE` allowed; empty: from the code */
  const quhua_attribute *attributes;   /**< legal_name, urban_rural, seat, status, external:… */
  size_t attribute_count;              /**< how many */
  const quhua_attribute *observations; /**< series and exact decimals */
  size_t observation_count;            /**< how many */
  quhua_kind kind;                     /**< QUHUA_KIND_NONE: from code and name */
  quhua_level level;                   /**< QUHUA_LEVEL_ANY: from the code */
  quhua_standing standing;             /**< formal, unless a table that was exported says implied */
  uint32_t line;                       /**< line of the text input, 0 when there is none */
} quhua_opening_row;

/** Empty a row and set its size.
 * @param row the row
 * @param size sizeof the row as the caller knows it
 * @threadsafe */
QUHUA_API void quhua_opening_row_init_sized(quhua_opening_row *row, size_t size);
/** Empty an opening row. */
#define quhua_opening_row_init(row) quhua_opening_row_init_sized((row), sizeof *(row))

/** An opening state under construction. Opaque; one thread at a time. */
typedef struct quhua_opening quhua_opening;

/** Begin an opening state.
 * @param allocator borrowed for the life of the object; NULL for the default
 * @param scheme scheme of the codes
 * @param date first day of the register
 * @param[out] out owned; free with quhua_opening_free()
 * @param err reason, may be NULL
 * @return QUHUA_OK or QUHUA_E_NOMEM */
QUHUA_API quhua_status quhua_opening_new(const quhua_allocator *allocator, const quhua_scheme *scheme,
                                         quhua_date date, quhua_opening **out, quhua_error *err);

/** Free an opening state.
 * @param opening consumed; NULL is allowed */
QUHUA_API void quhua_opening_free(quhua_opening *opening);

/** Add a unit.
 * @param opening the opening state
 * @param row the unit; everything is copied
 * @param err reason with the row's line, may be NULL
 * @return QUHUA_OK; QUHUA_E_INVALID for a code that the scheme cannot read, an empty name, a kind of another
 *   level, or a (level, code) that was added before; QUHUA_E_NOMEM. Unchanged on failure */
QUHUA_API quhua_status quhua_opening_add(quhua_opening *opening, const quhua_opening_row *row,
                                         quhua_error *err);

/** How many units were added.
 * @param opening the opening state
 * @return number of units, implied ones not counted */
QUHUA_API size_t quhua_opening_count(const quhua_opening *opening);

QUHUA_END_DECLS
#endif
