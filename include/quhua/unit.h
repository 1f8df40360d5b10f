/* SPDX-License-Identifier: Apache-2.0 */
/** @file unit.h
 * A unit as it stood during one period: the value that every question returns. */
#ifndef QUHUA_UNIT_H
#define QUHUA_UNIT_H

#include <stdbool.h>
#include <stdint.h>

#include <quhua/code.h>
#include <quhua/date.h>
#include <quhua/export.h>
#include <quhua/text.h>

QUHUA_BEGIN_DECLS

/** Identity of a unit inside one register: given once, never reused, not a code. 0 is no unit. */
typedef uint64_t quhua_unit_id;

/** Position in the journal: 1 is the opening entry. 0 is "before everything". */
typedef uint64_t quhua_sequence;

/** Not a sequence: the record still holds. */
#define QUHUA_SEQUENCE_OPEN UINT64_MAX

/** Standing of a unit. Numbers are stable. */
typedef enum quhua_standing {
  QUHUA_STANDING_FORMAL = 0, /**< an established unit */
  QUHUA_STANDING_IMPLIED = 1 /**< made only because a child needed a parent; it has no name of its own */
} quhua_standing;

/** One version of a unit: what was true of it during `valid`, as recorded during
 * [recorded_from, recorded_to). Texts are borrowed from the snapshot that answered. */
typedef struct quhua_unit {
  quhua_unit_id id;             /**< immutable identity */
  quhua_unit_id parent;         /**< unit above, 0 at the top; may skip levels (东莞) */
  quhua_sequence recorded_from; /**< journal sequence that recorded it */
  quhua_sequence recorded_to;   /**< sequence that superseded the record, or QUHUA_SEQUENCE_OPEN */
  quhua_str name;               /**< as written in the act or table */
  quhua_code code;              /**< normal form */
  quhua_period valid;           /**< days on which it is true */
  quhua_level level;            /**< level */
  quhua_kind kind;              /**< kind */
  quhua_standing standing;      /**< formal or implied */
  uint32_t attributes;          /**< handle for quhua_unit_attribute(); 0 when there are none */
  uint32_t row;                 /**< number of this record in the store's table, from 1 */
} quhua_unit;

/** A key and a value that ride on a version: `legal_name`, `urban_rural`, `seat`, `external:<key>`,
 * `organ:<name>`, `tag:<name>` … */
typedef struct quhua_attribute {
  quhua_str key;   /**< key */
  quhua_str value; /**< value; empty means the attribute is dropped, where an act sets it */
} quhua_attribute;

QUHUA_END_DECLS
#endif
