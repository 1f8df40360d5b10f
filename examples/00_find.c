/* SPDX-License-Identifier: Apache-2.0 */
#include <quhua/quhua.h>
#include <stdio.h>

int main(int argc, char **argv) { /* 00_find REGISTER TEXT: every unit that is or was called so */
  quhua_registry *reg = NULL;
  quhua_snapshot *now = NULL;
  quhua_cursor *hits = NULL;
  quhua_unit unit;
  bool bad = argc != 3 || quhua_registry_open(argv[1], NULL, &reg, NULL) ||
             quhua_snapshot_new(reg, QUHUA_SEQUENCE_OPEN, &now, NULL) ||
             quhua_cursor_new_search(now, quhua_str_from(argv[2]), QUHUA_DATE_OPEN - 1, &hits, NULL);
  while (!bad && quhua_cursor_next(hits, &unit)) printf("%s\n", unit.code.text);
  return quhua_cursor_free(hits), quhua_snapshot_free(now), quhua_registry_close(reg), bad;
}
