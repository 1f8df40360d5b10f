/* SPDX-License-Identifier: Apache-2.0 */
/* sql_text.h: SQL text of any size, token by token, as MySQL, PostgreSQL and SQLite write it when they dump tables. */
#ifndef QUHUA_SCAN_SQL_TEXT_H
#define QUHUA_SCAN_SQL_TEXT_H

#include "scan/scanner.h"

#define QUHUA__SQL_END (-1)
/* Bytes of a name that are kept. */
#define QUHUA__SQL_LONGEST_NAME 256u

typedef enum quhua__sql_kind {
  QUHUA__SQL_NOTHING, /* the text has ended, or could not be read */
  QUHUA__SQL_WORD,    /* in upper or lower case as it stands */
  QUHUA__SQL_NAME,    /* between quotes, backticks or brackets */
  QUHUA__SQL_STRING,  /* between apostrophes; not read yet */
  QUHUA__SQL_SIGN
} quhua__sql_kind;

typedef struct quhua__sql {
  quhua_scan *scan;
  quhua__scan_input *in;
  quhua_error *err;
  quhua_status status; /* of reading; once it is not QUHUA_OK the text has ended */
  size_t at;
  uint64_t line;
  bool backslash; /* escapes in strings (MySQL) */
  char word[QUHUA__SQL_LONGEST_NAME + 1];
  size_t word_len;
} quhua__sql;

/* The next byte, or QUHUA__SQL_END; quhua__sql_take() also passes it. */
int quhua__sql_peek(quhua__sql *sql);
int quhua__sql_peek_second(quhua__sql *sql);
int quhua__sql_take(quhua__sql *sql);
/* Pass blanks and comments. */
void quhua__sql_skip_blanks(quhua__sql *sql);
/* The next token behind blanks: a word or name stands in sql->word, a sign is passed, a string is not. */
quhua__sql_kind quhua__sql_next(quhua__sql *sql, int *sign);
/* Pass a string that begins here. With `keep` its content is added to the value of the scan's row. */
void quhua__sql_string(quhua__sql *sql, bool escapes, bool keep);
/* Pass the rest of the statement with its semicolon. */
void quhua__sql_skip_statement(quhua__sql *sql);
void quhua__sql_skip_line(quhua__sql *sql);
bool quhua__sql_is(const quhua__sql *sql, const char *word);

#endif
