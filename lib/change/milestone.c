/* SPDX-License-Identifier: Apache-2.0 */
#include "change/milestone.h"

#define DAY_LENGTH 10 /* YYYY-MM-DD */

bool quhua__milestone_read(quhua_str value, quhua_date *day, quhua_str *text) {
  *text = (quhua_str){"", 0};
  if (value.len < DAY_LENGTH || !quhua_date_parse((quhua_str){value.ptr, DAY_LENGTH}, day)) return false;
  if (value.len == DAY_LENGTH) return true;
  if (value.ptr[DAY_LENGTH] != ' ' || value.len == DAY_LENGTH + 1) return false;
  *text = (quhua_str){value.ptr + DAY_LENGTH + 1, value.len - DAY_LENGTH - 1};
  return true;
}
