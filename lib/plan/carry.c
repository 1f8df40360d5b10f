/* SPDX-License-Identifier: Apache-2.0 */
/* carry.c: identifiers and tags that go on with the territory. */
#include "plan/act.h"

void quhua__act_carry(quhua__act *act) { (void)act; }
