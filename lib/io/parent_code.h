/* SPDX-License-Identifier: Apache-2.0 */
/* parent_code.h: the unit above, as the tables write it. */
#ifndef QUHUA_IO_PARENT_CODE_H
#define QUHUA_IO_PARENT_CODE_H

#include <quhua/registry.h>

/* "LEVEL:" and a code. */
#define QUHUA__PARENT_TEXT_MAX (QUHUA_CODE_MAX + 3)

/* The code of the parent of a unit on a day; empty at the top. With LEVEL: in front where the code alone would be
 * read as another level (441900000000 is a prefecture and its own county). A view of out. */
quhua_str quhua__parent_code(const quhua_snapshot *snapshot, const quhua_unit *unit, quhua_date date,
                             char out[QUHUA__PARENT_TEXT_MAX]);

#endif
