/* SPDX-License-Identifier: Apache-2.0 */
/* fail.h: how the library says what went wrong, in both languages at once. */
#ifndef QUHUA_BASE_FAIL_H
#define QUHUA_BASE_FAIL_H

#include <quhua/error.h>

/* One text in both languages, with {1} … {9} for arguments. */
typedef struct quhua__text2 {
  const char *lang[QUHUA_LANG_COUNT];
} quhua__text2;

#define QUHUA__T(en, zh) ((quhua__text2){{(en), (zh)}})
#define QUHUA__NO_REMEDY ((quhua__text2){{"", ""}})
/* The arguments of a message: any number of quhua_str. */
#define QUHUA__ARGS(...)                                                                                     \
  (const quhua_str[]){__VA_ARGS__}, (sizeof((const quhua_str[]){__VA_ARGS__}) / sizeof(quhua_str))
#define QUHUA__NO_ARGS NULL, 0

/* Fill err (NULL is allowed) and return status. The place (subject, line, column) is emptied. Arguments may be
 * hostile text: control characters and malformed bytes are shown as '?', and long ones are cut. */
quhua_status quhua__fail(quhua_error *err, quhua_status status, quhua__text2 message, quhua__text2 remedy,
                         const quhua_str *args, size_t count);
/* Set the place of an error that was just raised; NULL err is allowed. Returns err->status, or status when err
 * is NULL. */
quhua_status quhua__fail_at(quhua_error *err, quhua_status status, quhua_str subject, uint32_t line,
                            uint32_t column);
/* QUHUA_E_NOMEM with its text. */
quhua_status quhua__fail_nomem(quhua_error *err);

/* QUHUA_E_IO because the digest provider has no SM3, or failed. */
quhua_status quhua__fail_digest(quhua_error *err);

/* Replace {1} … {9} in a template; terminated when cap > 0. Returns bytes of the whole text, as snprintf. */
size_t quhua__fill(const char *template_text, const quhua_str *args, size_t count, char *out, size_t cap);

#endif
