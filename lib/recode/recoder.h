/* SPDX-License-Identifier: Apache-2.0 */
/* recoder.h: the inside of a filter, for the files that share it.
 *
 *   recoder.c  life, buffer, and the way of rows through it
 *   select.c   which columns are meant
 *   row.c      what becomes of a row
 *   split.c    rows that are repeated for each successor
 *   sink.c     output, and the patch that takes it back
 *   place.c    errors with line and column */
#ifndef QUHUA_RECODE_RECODER_H
#define QUHUA_RECODE_RECODER_H

#include "base/bytes.h"
#include "base/checksum.h"
#include "recode/map.h"
#include "recode/scan.h"

/* Rows that are looked at together, so that the places of their codes in the map are on the way from memory while
 * others are worked on. */
#define QUHUA__RECODE_BATCH 64

/* What a wanted column is for. */
typedef enum quhua__recode_role {
  QUHUA__RECODE_CODE,
  QUHUA__RECODE_NAME,
  QUHUA__RECODE_AMOUNT
} quhua__recode_role;

typedef struct quhua__recode_column {
  quhua_str given; /* name or number, as the caller wrote it; owned by the arena */
  quhua__recode_role role;
  uint32_t of;     /* a name: which of the columns with codes */
  uint32_t number; /* in the table, from 0 */
} quhua__recode_column;

/* The decision about a cell with a code. */
typedef struct quhua__recode_verdict {
  quhua_recode_outcome outcome;
  const quhua__recode_answer *answer; /* NULL: none */
  const quhua__recode_target *target; /* what is written; NULL: the cell stands */
  quhua_str code;                     /* the text of the cell without blanks */
} quhua__recode_verdict;

/* A cell's place in the map. */
typedef struct quhua__recode_query {
  quhua__recode_key key;
  uint64_t hash;
  uint32_t skip; /* blanks in front */
  uint32_t len;  /* 0: empty; more than QUHUA_CODE_MAX: no code */
} quhua__recode_query;

typedef enum quhua__recode_encoding {
  QUHUA__RECODE_ASCII, /* nothing else was seen yet */
  QUHUA__RECODE_UTF8,
  QUHUA__RECODE_GB18030
} quhua__recode_encoding;

struct quhua_recoder {
  const quhua_allocator *allocator;
  const quhua_recode_map *map;
  quhua__arena arena; /* texts and lists that live as long as the recoder */
  quhua_str source;
  quhua_recode_policy policy;
  bool stops; /* a row that cannot be decided ends the run */
  bool flags; /* rows get columns */
  quhua_recode_header header;
  size_t record_limit;

  quhua__recode_column *columns; /* in ascending order once they are known */
  size_t column_count;
  size_t code_count;
  uint32_t *wanted; /* numbers of the columns */
  uint32_t *codes;  /* positions of the columns with codes, in the order in which they were given */
  bool ready;       /* the columns are known */
  const char *line_end;
  quhua__recode_row tail; /* the row that was read last */

  char *data; /* followed by QUHUA__RECODE_SLACK readable bytes */
  size_t len, cap;
  quhua__recode_scan scan;
  quhua__recode_row rows[QUHUA__RECODE_BATCH];
  quhua__recode_cell *cells;       /* of each row: column_count */
  quhua__recode_query *queries;    /* of each row: code_count */
  quhua__recode_verdict *verdicts; /* of one row: code_count */
  quhua__recode_encoding encoding;
  quhua_str *names; /* of targets, in the encoding of the stream; ptr NULL: not made yet */
  uint32_t width;   /* cells of the header */

  const char *run; /* what of the buffer stands but is not written yet begins here */
  char *out;
  size_t out_len, out_cap;
  quhua_writer writer;
  quhua__bytes text; /* a cell, or rows, that are being made */
  bool undoes;
  bool sums; /* keep checksums of both streams: for a patch, or for checkpoints */
  quhua_writer undo;
  quhua__checksum before, after;
  uint64_t undone; /* bytes of output up to the end of the last edit in the patch */

  quhua_recode_counts counts;
  quhua_status failed;
};

/* A code may be looked up at the very end of the buffer. */
#define QUHUA__RECODE_SLACK 16

/* Room in the buffer, never none; and that so many bytes were put there. */
char *quhua__recoder_room(quhua_recoder *r, size_t *room);
quhua_status quhua__recoder_took(quhua_recoder *r, size_t len, quhua_error *err);

/* --- select.c --- */
/* Copy what the caller wants. */
quhua_status quhua__recoder_want(quhua_recoder *r, const quhua_recode_options *options, quhua_error *err);
/* Find the columns in the first row; *is_header says what it was. */
quhua_status quhua__recoder_select(quhua_recoder *r, const quhua__recode_row *first, bool *is_header,
                                   quhua_error *err);

/* How many cells a row has. */
uint32_t quhua__recoder_count_cells(const quhua_recoder *r, const quhua__recode_row *row);

/* --- row.c --- */
/* Cells to places in the map. */
void quhua__recoder_ask(quhua_recoder *r, size_t row);
/* Rewrite a row; row is its position in the batch. */
quhua_status quhua__recoder_answer(quhua_recoder *r, size_t row, quhua_error *err);
/* The header gets its new columns. */
quhua_status quhua__recoder_head(quhua_recoder *r, const quhua__recode_row *row, quhua_error *err);
/* "510723114201=2/5 510723114202=3/5". */
void quhua__recoder_candidates(const quhua_recoder *r, const quhua__recode_verdict *verdict,
                               quhua__bytes *out);

/* The columns of the flag policy, behind a row. */
void quhua__recoder_add_flags(quhua_recoder *r);
/* The name of a target as the content of a cell, into r->text. */
quhua_status quhua__recoder_add_name(quhua_recoder *r, const quhua__recode_target *target,
                                     const quhua__recode_cell *cell, quhua_error *err);

/* --- split.c --- */
/* The rows that take the place of one, into r->text. */
quhua_status quhua__recoder_split(quhua_recoder *r, const quhua__recode_row *row,
                                  const quhua__recode_cell *cells, quhua_error *err);

/* --- sink.c --- */
/* Let new bytes stand in place of `len` bytes at a place of the buffer that is not before the last edit. */
quhua_status quhua__recoder_edit(quhua_recoder *r, char *at, size_t len, quhua_str bytes, quhua_error *err);
/* Everything before a place of the buffer is done. */
quhua_status quhua__recoder_done(quhua_recoder *r, const char *upto, quhua_error *err);
quhua_status quhua__recoder_flush(quhua_recoder *r, quhua_error *err);
quhua_status quhua__recoder_begin_undo(quhua_recoder *r, quhua_error *err);
quhua_status quhua__recoder_end_undo(quhua_recoder *r, quhua_error *err);

/* --- place.c --- */
/* Give an error that was just raised the place of a byte in a row. */
quhua_status quhua__recoder_fail_at(const quhua_recoder *r, const quhua__recode_row *row, const char *at,
                                    quhua_status status, quhua_error *err);
quhua_status quhua__recoder_refuse_row(quhua_recoder *r, quhua__recode_found found, quhua_error *err);
quhua_status quhua__recoder_refuse_long(quhua_recoder *r, quhua_error *err);

#endif
