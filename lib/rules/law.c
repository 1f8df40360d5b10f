/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/judge.h"

void quhua__judge_law(quhua__judge *judge) { (void)judge; }
