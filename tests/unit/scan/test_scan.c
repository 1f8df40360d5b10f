/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* mkdtemp */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "support/bench.h"
#include "support/fail_alloc.h"

static const char opening[] = "code,name\n"
                              "510722000000,三台县\n"
                              "510722109000,三元镇\n"
                              "510722109201,友爱村\n"
                              "510722109202,长发村\n"
                              "510722109203,万安村\n"
                              "510722109204,花园社区居委会\n"
                              "510722138000,立新镇\n"
                              "510722138201,新民村\n"
                              "510722138204,百灵山村\n"
                              "510722138205,万安村\n"
                              "510722138206,西长发村\n"
                              "510722200000,大坪乡\n"
                              "510722200201,石桥村\n"
                              "510722200201G01,石桥第一网格\n";

/* 大坪乡 becomes part of 立新镇, and 石桥村 follows it; 万安村 of 三元镇 is renamed and keeps its code; 新民村 is divided. */
static const char acts[] = "document,effective,relation,old_code,new_code,new_name,share,reason\n"
                           "一,2020-01-01,并入,510722109202,510722109201,,,\n"
                           "一,2020-01-01,更名,510722109203,,大安村,,\n"
                           "一,2020-01-01,更名,510722109204,,新花园社区,,\n"
                           "一,2020-01-01,分设,510722138201,510722138211,新一村,?,\n"
                           "一,2020-01-01,分设,510722138201,510722138212,新二村,?,\n"
                           "一,2020-01-01,撤销,510722138204,,,,搬迁\n"
                           "一,2020-01-01,并入,510722200000,510722138000,,,\n";

typedef struct yard {
  bench *b;
  quhua_scan_needles *needles;
  quhua_scan_options how;
  char folder[64], path[96];
  char text[1 << 14]; /* column@place old code reason, one line for each hit */
  size_t len, hits, room;
  uint64_t cut;
  quhua_error err;
} yard;

static bool take(void *ctx, const quhua_scan_hit *hit) {
  yard *y = ctx;
  if (y->hits == y->room) return false;
  y->hits++;
  if (y->len + 256 > sizeof y->text) return true;
  y->len += (size_t)snprintf(
      y->text + y->len, sizeof y->text - y->len, "%.*s%s%.*s@%llu %.*s %d\n", (int)hit->table.len,
      hit->table.len ? hit->table.ptr : "", hit->table.len ? "." : "", (int)hit->column.len, hit->column.ptr,
      (unsigned long long)hit->place, (int)hit->old_code.len, hit->old_code.ptr, (int)hit->reason);
  return true;
}

static int set_up(void **state) {
  yard *y = calloc(1, sizeof *y);
  assert_non_null(y);
  strcpy(y->folder, "/tmp/quhua-scan.XXXXXX");
  assert_non_null(mkdtemp(y->folder));
  snprintf(y->path, sizeof y->path, "%s/a b?%%.csv", y->folder);
  y->b = bench_open_as("", "cn-stat", "2019-01-01", opening);
  bench_plan(y->b, acts);
  assert_int_equal(quhua_plan_count_findings(y->b->plan, QUHUA_SEVERITY_BLOCKING), 0);
  assert_int_equal(quhua_scan_needles_new(y->b->plan, &y->needles, &y->err), QUHUA_OK);
  quhua_scan_options_init(&y->how);
  y->how.found = take;
  y->how.ctx = y;
  y->room = SIZE_MAX;
  *state = y;
  return 0;
}

static int tear_down(void **state) {
  yard *y = *state;
  unlink(y->path);
  assert_int_equal(rmdir(y->folder), 0);
  quhua_scan_needles_free(y->needles);
  bench_close(y->b);
  free(y);
  return 0;
}

static void write_file(const yard *y, const char *data, size_t len) {
  FILE *f = fopen(y->path, "wb");
  assert_non_null(f);
  assert_int_equal(fwrite(data, 1, len, f), len);
  assert_int_equal(fclose(f), 0);
}

static quhua_status scan_file(yard *y) {
  quhua_scan *scan = NULL;
  y->len = y->hits = 0;
  y->text[0] = '\0';
  quhua_error_clear(&y->err);
  quhua_status status = quhua_scan_new(y->needles, &y->how, &scan, &y->err);
  if (!status) status = quhua_scan_file(scan, y->path, &y->err);
  if (!status) status = quhua_scan_finish(scan, &y->err);
  if (scan) y->cut = quhua_scan_count_cut(scan);
  quhua_scan_free(scan);
  return status;
}

static void expect_bytes(yard *y, const char *data, size_t len, const char *wanted) {
  write_file(y, data, len);
  assert_int_equal(scan_file(y), QUHUA_OK);
  assert_string_equal(y->text, wanted);
}

static void expect(yard *y, const char *data, const char *wanted) {
  expect_bytes(y, data, strlen(data), wanted);
}

static void refuse(yard *y, const char *data, size_t len, uint32_t line, uint32_t column) {
  write_file(y, data, len);
  assert_int_equal(scan_file(y), QUHUA_E_INVALID);
  assert_int_equal(y->err.line, line);
  assert_int_equal(y->err.column, column);
  assert_string_equal(y->err.subject, y->path);
}

/* Reasons by number, as scan.h gives them. */

static void codes(void **state) {
  yard *y = *state;
  assert_int_equal(quhua_scan_needles_count(y->needles),
                   8); /* six of the acts, and 石桥村 with its grid, which follow */
  expect(y,
         "n,code\n"
         "1,510722109202\n"                   /* absorbed whole: certain */
         "2, 510722200 \n"                    /* a township's short form */
         "3,510722200000\n"                   /* and its full one */
         "4,510722200201\n"                   /* follows its township */
         "5,510722138201\n"                   /* unknown shares */
         "6,510722138204\n"                   /* ended */
         "7,510722109203\n"                   /* renamed only: the code stays */
         "8,510722109201\n"                   /* absorbs: the code stays */
         "9,x510722200\n"                     /* no code */
         "10,\"510722109202;510722138206\"\n" /* a list */
         "11,见510722109202\n"                /* a text */
         "12,510722200201g01\n",              /* a grid, whose letter may be small */
         "code@2 510722109202 0\ncode@3 510722200000 0\ncode@4 510722200000 0\ncode@5 510722200201 0\n"
         "code@6 510722138201 6\ncode@7 510722138204 7\ncode@11 510722109202 2\ncode@12 510722109202 5\n"
         "code@13 510722200201G01 0\n");
}

/* The identity numbers have valid check digits by ISO 7064; 51072220000101001X is not one of a unit of 大坪乡. */
static void longer_identifiers(void **state) {
  yard *y = *state;
  expect(y,
         "n,id\n"
         "1,5107221092021234567890123456\n" /* 28 digits that begin with a village */
         "2,510722200999\n"                 /* a village that nobody knows, of a township that changes */
         "3,51072220099912345\n"            /* something longer below it */
         "4,51072220000101001X\n"
         "5,51072220000101001x\n"
         "6,510722200001010011\n"  /* a wrong check digit: an identifier like others */
         "7,5107221382061234567\n" /* a village that does not change */
         "8,138510722109202\n"
         "9,51072210920201\n", /* a group of a village that changes */
         "id@2 510722109202 3\nid@3 510722200000 3\nid@4 510722200000 3\nid@7 510722200000 3\nid@10 "
         "510722109202 3\n");
}

/* The county gets another code, and everything in it follows. 510722199003071232 is an identity number: the weighted sum
 * of its first 17 digits leaves 10 over 11, which is the check digit 2. */
static void county(void **state) {
  yard *y = *state;
  quhua_scan_needles_free(y->needles);
  bench_plan(y->b,
             "document,effective,relation,old_code,new_code\n二,2020-01-01,换码,510722000000,510724000000\n");
  assert_int_equal(quhua_plan_count_findings(y->b->plan, QUHUA_SEVERITY_BLOCKING), 0);
  assert_int_equal(quhua_scan_needles_new(y->b->plan, &y->needles, &y->err), QUHUA_OK);
  assert_int_equal(quhua_scan_needles_count(y->needles), 14);
  expect(y,
         "n,id\n"
         "1,510722199003071232\n"
         "2,510722\n"
         "3,510722000000\n"
         "4,510722109201\n"
         "5,7510722\n"
         "6,510722999999\n"
         "7,三台县\n",
         "id@2 510722000000 4\nid@3 510722000000 0\nid@4 510722000000 0\nid@5 510722109201 0\n"
         "id@7 510722000000 3\n");
}

static void names(void **state) {
  yard *y = *state;
  expect(y,
         "n,name\n"
         "1,长发村\n"                  /* one unit has it */
         "2,长发村村民委员会\n"        /* the same */
         "3,万安村\n"                  /* two units have it */
         "4,三元镇万安村\n"            /* this one is renamed */
         "5,立新镇万安村\n"            /* this one is not */
         "6,三台县/三元镇/长发村3组\n" /* an address */
         "7,三元镇长发村小学\n"        /* something else with that name */
         "8,西长发村\n"                /* another unit */
         "9,新民村\n"                  /* two successors */
         "10,百灵山村\n"               /* none */
         "11,石桥村\n"                 /* keeps its name */
         "12,大坪乡石桥村\n"           /* but not its path */
         "13,大坪乡\n"
         "14,花园居委会\n" /* another spelling of 花园社区 */
         "15,在长发村和百灵山村\n",
         "name@2 510722109202 10\nname@3 510722109202 10\nname@4 510722109203 11\nname@5 510722109203 9\n"
         "name@7 510722109202 9\nname@8 510722109202 14\nname@10 510722138201 12\nname@11 510722138204 13\n"
         "name@13 510722200201 9\nname@14 510722200000 10\nname@15 510722109204 10\n"
         "name@16 510722109202 14\nname@16 510722138204 14\n");
}

static void tables(void **state) {
  yard *y = *state;
  expect(y,
         "\xEF\xBB\xBF"
         "代码;备注\r\n510722109202;x\r\n",
         "代码@2 510722109202 0\n");
  expect(y, "510722109202\tx\n\n510722109202\ty", "1@1 510722109202 0\n1@3 510722109202 0\n"); /* no header */
  expect(y, "a,b\n\"x\ny\",\"长发\"\"村\"\n1,\"510722109202\"\n", "b@4 510722109202 0\n");
  expect(y, "", "");
  y->how.header = 1;
  expect(y, "510722109202\n510722109202\n", "510722109202@2 510722109202 0\n");
}

/* 三元镇长发村 and 名称 in GB18030, by hand from the code table. */
static void gb18030(void **state) {
  yard *y = *state;
  expect(y, "\xC3\xFB\xB3\xC6,c\n\xC8\xFD\xD4\xAA\xD5\xF2\xB3\xA4\xB7\xA2\xB4\xE5,510722109202\n",
         "名称@2 510722109202 9\nc@2 510722109202 0\n");
}

static void hostile_tables(void **state) {
  yard *y = *state;
  refuse(y, "a,b\n1,\"x\n", 9, 2, 3);
  refuse(y, "a,b\n1,x\"y\n", 10, 2, 4);
  refuse(y, "a,b\n1,\"x\"y\n", 11, 2, 6);
  refuse(y, "a,b\n1\0,2\n", 9, 2, 2);
  y->how.delimiter = '|';
  assert_int_equal(scan_file(y), QUHUA_E_INVALID);
  y->how.delimiter = '\0';
  assert_int_equal(unlink(y->path), 0);
  assert_int_equal(scan_file(y), QUHUA_E_NOT_FOUND);
}

/* A row beyond the limit is an error with its place; what stood before it was reported. */
static void long_rows(void **state) {
  yard *y = *state;
  size_t len = 1 << 20;
  char *text = malloc(len);
  assert_non_null(text);
  memset(text, 'x', len);
  memcpy(text, "a,b\n510722109202,1\n", 19);
  y->how.record_limit = 512 * 1024;
  refuse(y, text, len, 3, 1);
  assert_string_equal(y->text, "a@2 510722109202 0\n");
  text[19] = '"';
  refuse(y, text, len, 3, 1);
  y->how.record_limit = 0;
  text[19] = 'x';
  memcpy(text + len - 14, ",510722109202\n", 14);
  expect_bytes(y, text, len, "a@2 510722109202 0\nb@3 510722109202 0\n");
  free(text);
}

/* Rows of changing length, so that the pieces in which the file is read begin and end everywhere. */
static void pieces(void **state) {
  yard *y = *state;
  size_t rows = 40000, len = 0;
  char *text = malloc(rows * 64);
  assert_non_null(text);
  len += (size_t)sprintf(text, "a,b,c\n");
  for (size_t i = 0; i < rows; i++)
    len += (size_t)sprintf(text + len, "%zu,%s,%.*s\n", i, i % 3 ? "\"三元镇长发村\"" : "510722109202",
                           (int)(i % 23), "zzzzzzzzzzzzzzzzzzzzzzzzz");
  write_file(y, text, len);
  assert_int_equal(scan_file(y), QUHUA_OK);
  assert_int_equal(y->hits, rows);
  len = (size_t)sprintf(text, "INSERT INTO t VALUES ");
  for (size_t i = 0; i < rows; i++)
    len += (size_t)sprintf(text + len, "('%s','%.*s')%s", i % 3 ? "三元镇长发村" : "510722109202",
                           (int)(i % 23), "zzzzzzzzzzzzzzzzzzzzzzzzz", i + 1 < rows ? "," : ";");
  write_file(y, text, len);
  assert_int_equal(scan_file(y), QUHUA_OK);
  assert_int_equal(y->hits, rows);
  free(text);
}

static void dumps(void **state) {
  yard *y = *state;
  expect(y,
         "-- MySQL dump 10.13\n"
         "/*!40101 SET NAMES utf8 */;\n"
         "CREATE TABLE IF NOT EXISTS `d`.`户` (\n  `id` int,\n  `code` char(12) COMMENT 'a, (b',\n"
         "  `addr` text,\n  PRIMARY KEY (`id`), KEY `k` (`code`)\n) ENGINE=InnoDB;\n"
         "INSERT INTO `户` VALUES (1,'510722109202','it\\'s; 三元镇长发村'),(2,NULL,_utf8'百灵山村'),\n"
         "(3,'510722138204','a''b');\n"
         "REPLACE INTO `u`(`x`,`c d`) VALUES (0x00,\"510722138204\");\n",
         "户.code@9 510722109202 0\n户.addr@9 510722109202 9\n户.addr@9 510722138204 13\n"
         "户.code@10 510722138204 7\nu.c d@11 510722138204 7\n");
  expect(y,
         "SET statement_timeout = 0;\n"
         "CREATE FUNCTION f() RETURNS text AS $_$ select '; 510722109202 $_$ LANGUAGE sql;\n"
         "COPY public.\"hu kou\" (id, code, note) FROM stdin;\n"
         "1\t510722109202\tx\\ty\n"
         "2\t\\N\t立新镇\\\\百灵山村\n"
         "\\.\n"
         "INSERT INTO public.t (a, b) VALUES ('back\\', E'it\\'s', '510722109202'::text, f(1, (2)), "
         "510722138204);\n"
         "\\restrict abc\n"
         "INSERT INTO s SELECT '510722109202';\n",
         "hu kou.code@4 510722109202 0\nhu kou.note@5 510722138204 13\nt.3@7 510722109202 0\nt.5@7 "
         "510722138204 7\n");
  expect(
      y,
      "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE t(a TEXT, \"b;\" TEXT, CHECK (a > ''));\n"
      "INSERT INTO t VALUES('x\ny','510722109202');\nINSERT OR REPLACE INTO t "
      "VALUES(X'00','510722109202');\nCOMMIT;\n",
      "t.b;@4 510722109202 0\nt.b;@6 510722109202 0\n");
}

static void hostile_dumps(void **state) {
  yard *y = *state;
  static const char open[] = "BEGIN;\nINSERT INTO t VALUES (1,\n'abc";
  static const char nul[] = "INSERT INTO t VALUES ('a\0b','510722109202');\n";
  refuse(y, open, sizeof open - 1, 3, 0);
  expect_bytes(y, nul, sizeof nul - 1, "t.2@1 510722109202 0\n");
  expect(y, "INSERT INTO", "");
  expect(y, "INSERT INTO t VALUES (((((", "");
  expect(y, "CREATE TABLE t (a", "");
  expect(y, "COPY t FROM stdin;\n510722109202", "t.1@2 510722109202 0\n"); /* the end is missing */
  expect(y, "INSERT INTO \"x'; DROP TABLE y\" VALUES ('510722109202');",
         "x'; DROP TABLE y.1@1 510722109202 0\n");
  y->how.value_limit = 20;
  expect(y, "INSERT INTO t VALUES ('0123456789.........510722109202','510722109202');",
         "t.2@1 510722109202 0\n");
  assert_int_equal(y->cut, 1);
}

static void make_database(const yard *y, const char *sql) {
  sqlite3 *db;
  char *why = NULL;
  unlink(y->path);
  assert_int_equal(sqlite3_open(y->path, &db), SQLITE_OK);
  if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK) fail_msg("%s", why);
  assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void databases(void **state) {
  yard *y = *state;
  make_database(
      y, "CREATE TABLE \"a\"\"; DROP TABLE b\"(id INTEGER PRIMARY KEY, \"co\"\"de\" TEXT, n, rowid TEXT);"
         "INSERT INTO \"a\"\"; DROP TABLE b\" VALUES(7, '510722109202', 510722138204, 'x'), (9, NULL, x'00', "
         "'');"
         "CREATE TABLE b(k TEXT PRIMARY KEY, v TEXT) WITHOUT ROWID;"
         "INSERT INTO b VALUES('x', 'y'), ('z', '三元镇长发村');"
         "CREATE TABLE g(a TEXT, v TEXT AS (a || '') VIRTUAL, s TEXT AS (a) STORED);"
         "INSERT INTO g(a) VALUES('510722109202');"
         "CREATE VIEW w AS SELECT '510722109202' AS c;"
         "CREATE TABLE \"select\"(\"\" TEXT); INSERT INTO \"select\" VALUES('长发村');");
  static const char without_views[] =
      "a\"; DROP TABLE b.co\"de@7 510722109202 0\na\"; DROP TABLE b.n@7 510722138204 7\n"
      "b.v@2 510722109202 9\ng.a@1 510722109202 0\ng.s@1 510722109202 0\n"
      "select.1@1 510722109202 10\n";
  assert_int_equal(scan_file(y), QUHUA_OK);
  assert_string_equal(y->text, without_views);
  y->how.views = true;
  assert_int_equal(scan_file(y), QUHUA_OK);
  assert_int_equal(strlen(y->text), strlen(without_views) + strlen("w.c@1 510722109202 0\n"));
  assert_non_null(strstr(y->text, "w.c@1 510722109202 0\n"));
}

/* Nothing appears beside a file in WAL mode: tear_down() could not remove the folder. */
static void write_ahead_log(void **state) {
  yard *y = *state;
  make_database(y, "PRAGMA journal_mode = WAL; CREATE TABLE t(a); INSERT INTO t VALUES('510722109202');");
  assert_int_equal(scan_file(y), QUHUA_OK);
  assert_string_equal(y->text, "t.a@1 510722109202 0\n");
}

static void hostile_databases(void **state) {
  yard *y = *state;
  make_database(
      y, "CREATE TABLE t(a); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) "
         "INSERT INTO t SELECT '510722109202' FROM n;");
  FILE *f = fopen(y->path, "r+b");
  assert_non_null(f);
  assert_int_equal(fseek(f, 3 * 4096, SEEK_SET), 0);
  for (int i = 0; i < 4096; i++) fputc(0xFF, f);
  assert_int_equal(fclose(f), 0);
  assert_int_equal(scan_file(y), QUHUA_E_CORRUPT);
  assert_string_equal(y->err.subject, y->path);
  y->how.kind = QUHUA_SCAN_SQLITE;
  write_file(y, "a,b\n", 4);
  assert_int_equal(scan_file(y), QUHUA_E_FORMAT);
}

static void summary_and_writer(void **state) {
  yard *y = *state;
  quhua_scan *scan = NULL;
  write_file(y, "c,n\n510722109202,长发村\n510722138204,x\n",
             strlen("c,n\n510722109202,长发村\n510722138204,x\n"));
  assert_int_equal(quhua_scan_new(y->needles, &y->how, &scan, NULL), QUHUA_OK);
  assert_int_equal(quhua_scan_file(scan, y->path, NULL), QUHUA_OK);
  assert_int_equal(quhua_scan_file(scan, y->path, NULL), QUHUA_OK); /* once more: the same columns */
  const quhua_scan_column *column = quhua_scan_column_at(scan, 0);
  assert_int_equal(column->hits[QUHUA_SCAN_CERTAIN], 2);
  assert_int_equal(column->hits[QUHUA_SCAN_PERSON], 2);
  assert_int_equal(column->first, 2);
  assert_int_equal(quhua_scan_column_at(scan, 1)->hits[QUHUA_SCAN_DERIVABLE], 2);
  assert_null(quhua_scan_column_at(scan, 2));
  quhua_scan_free(scan);
  y->room = 1;
  assert_int_equal(scan_file(y), QUHUA_E_IO);
  assert_int_equal(y->hits, 1);
}

static void words(void **state) {
  (void)state;
  assert_string_equal(quhua_scan_verdict_word(QUHUA_SCAN_DERIVABLE, QUHUA_LANG_ZH), "可推定");
  assert_string_equal(quhua_scan_verdict_word((quhua_scan_verdict)3, QUHUA_LANG_EN), "");
  assert_int_equal(quhua_scan_reason_verdict(QUHUA_SCAN_CODE), QUHUA_SCAN_CERTAIN);
  assert_int_equal(quhua_scan_reason_verdict(QUHUA_SCAN_NAME_IN_TEXT), QUHUA_SCAN_PERSON);
  assert_string_equal(quhua_scan_reason_text((quhua_scan_reason)99, QUHUA_LANG_EN), "");
  for (int i = 0; i < QUHUA_SCAN_REASONS; i++)
    for (int lang = 0; lang < QUHUA_LANG_COUNT; lang++)
      assert_true(strlen(quhua_scan_reason_text((quhua_scan_reason)i, (quhua_lang)lang)) > 0);
}

static void out_of_memory(void **state) {
  yard *y = *state;
  static const char *const texts[] = {"c,n\n510722109202,三元镇长发村\n",
                                      "CREATE TABLE t(a);INSERT INTO t VALUES('510722109202');",
                                      "\xC3\xFB\xB3\xC6\n\xC8\xFD\xD4\xAA\xD5\xF2\xB3\xA4\xB7\xA2\xB4\xE5\n"};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    quhua_status status = QUHUA_E_NOMEM;
    write_file(y, texts[i], strlen(texts[i]));
    for (long left = 0; status != QUHUA_OK; left++) {
      fail_alloc books;
      quhua_allocator allocator = fail_alloc_make(&books, left);
      y->how.allocator = &allocator;
      status = scan_file(y);
      assert_true(status == QUHUA_OK || status == QUHUA_E_NOMEM);
      assert_true(fail_alloc_is_clean(&books));
      assert_true(left < 1000);
    }
  }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(codes),
      TEST(longer_identifiers),
      TEST(county),
      TEST(names),
      TEST(tables),
      TEST(gb18030),
      TEST(hostile_tables),
      TEST(long_rows),
      TEST(pieces),
      TEST(dumps),
      TEST(hostile_dumps),
      TEST(databases),
      TEST(write_ahead_log),
      TEST(hostile_databases),
      TEST(summary_and_writer),
      TEST(out_of_memory),
      cmocka_unit_test(words),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
