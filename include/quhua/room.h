/* SPDX-License-Identifier: Apache-2.0 */
/** @file room.h
 * The room that is left for codes (号段余量): what a kind's range below a unit has issued, reserved and free.
 *
 * Retired codes are not issued again (行政区划代码管理办法 arts. 5-6: 废码不用), so a range only ever fills. */
#ifndef QUHUA_ROOM_H
#define QUHUA_ROOM_H

#include <stdint.h>

#include <quhua/code.h>
#include <quhua/error.h>
#include <quhua/export.h>
#include <quhua/registry.h>

QUHUA_BEGIN_DECLS

/** How full a range is. Numbers are segments (顺序码). A range may have holes for unusual numbers (398, 498, 598). */
typedef struct quhua_code_room {
  int32_t first;     /**< lowest number that may be issued */
  int32_t last;      /**< highest */
  uint32_t size;     /**< numbers that may be issued in all */
  uint32_t used;     /**< of these, ever used by anyone */
  uint32_t alive;    /**< of these, in use on the day */
  uint32_t reserved; /**< never used, but reserved for documents */
  uint32_t above;    /**< neither used nor reserved, above the highest used: what `append` can still issue */
  uint32_t gaps;     /**< neither used nor reserved, below it: what only `fill` issues */
  int32_t next; /**< number that the register's policy issues next; -1 when it finds none, or issues none */
  uint32_t reserved2; /**< 0 */
} quhua_code_room;

/** How full the range of a kind is below a unit.
 * @param snapshot what to ask
 * @param parent identity of the unit above
 * @param kind kind of the units that would get codes
 * @param date the day
 * @param[out] out the figures
 * @return QUHUA_OK; QUHUA_E_NOT_FOUND when the parent does not live on the day; QUHUA_E_UNSUPPORTED when codes of that
 *   kind are not issued below it
 * @threadsafe
 * @cost linear in the codes ever used below the unit, and in the facts */
QUHUA_API quhua_status quhua_code_room_find(const quhua_snapshot *snapshot, quhua_unit_id parent,
                                            quhua_kind kind, quhua_date date, quhua_code_room *out);

QUHUA_END_DECLS
#endif
