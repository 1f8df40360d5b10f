/* SPDX-License-Identifier: Apache-2.0 */
/* crosswalk.h: crosswalks of plans. */
#ifndef QUHUA_CROSSWALK_INTERNAL_H
#define QUHUA_CROSSWALK_INTERNAL_H

#include <quhua/crosswalk.h>

#include "registry/registry_internal.h"

/* What the entries of an overlay change: from its base on the first day to itself on the last. */
quhua_status quhua__crosswalk_of_overlay(const quhua_snapshot *after, quhua_date first, quhua_date last,
                                         quhua_crosswalk **out, quhua_error *err);

#endif
