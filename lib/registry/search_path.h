/* SPDX-License-Identifier: Apache-2.0 */
/* search_path.h: does a text name the units above another? */
#ifndef QUHUA_REGISTRY_SEARCH_PATH_H
#define QUHUA_REGISTRY_SEARCH_PATH_H

#include "registry/registry_internal.h"

typedef enum quhua__path_answer {
  QUHUA__PATH_NO,
  QUHUA__PATH_YES,
  QUHUA__PATH_FORMER /* yes, and a unit on it is called former: 盐亭县原毛公乡 */
} quhua__path_answer;

/* Do the parents of some one of the days bear the names in the path, from nearest to farthest? Any of them may be left
 * out; each part of the path must be the name, stem or proper name of one of them. An empty path leads anywhere.
 * Separators were dropped. Cost: the versions of the units above. */
quhua__path_answer quhua__path_leads(const quhua_snapshot *snapshot, uint32_t parent, quhua_period days,
                                     quhua_str path);

/* Take 原 from the end of a path; false when there is none. */
bool quhua__path_drop_former(quhua_str *path);

#endif
