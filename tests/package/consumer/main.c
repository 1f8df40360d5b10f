/* SPDX-License-Identifier: Apache-2.0 */
/* A program of somebody else: it knows the installed headers only, and is C and C++ alike. */
#include <quhua/quhua.h>

#include <stdio.h>
#include <string.h>

#if !QUHUA_AT_LEAST_VERSION(0, 1, 0)
#error "these are the headers of an older version"
#endif

/* Uses each library that the static one depends on: libcrypto, SQLite, utf8proc and iconv come in with the register. */
static int make_a_register(void) {
  quhua_error err;
  quhua_error_clear(&err);
  quhua_date day;
  if (!quhua_date_from_civil(2019, 10, 31, &day)) return 1;
  quhua_opening *opening = NULL;
  quhua_registry *registry = NULL;
  const quhua_scheme *scheme = quhua_scheme_find(quhua_str_from("cn-stat"));
  quhua_status status = quhua_opening_new(NULL, scheme, day, &opening, &err);
  const char table[] = "code,name\n510723106,高渠镇\n";
  if (status == QUHUA_OK)
    status = quhua_opening_read_csv(opening, table, strlen(table), "table", &err);
  if (status == QUHUA_OK) status = quhua_registry_create("", opening, NULL, &registry, &err);
  if (status == QUHUA_OK) status = quhua_registry_verify(registry, NULL, &err);
  if (status != QUHUA_OK) fprintf(stderr, "%s: %s\n", quhua_status_name(status), err.message[QUHUA_LANG_EN]);
  quhua_registry_close(registry);
  quhua_opening_free(opening);
  return status != QUHUA_OK;
}

int main(void) {
  if (strcmp(quhua_version(), QUHUA_VERSION) != 0) return 1;
  if (make_a_register() != 0) return 1;
  printf("quhua %s\n", quhua_version());
  return 0;
}
