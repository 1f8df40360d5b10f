/* SPDX-License-Identifier: Apache-2.0 */
/* bench.h: a register on the workbench: tables go in as CSV text, and what the library answers comes out as
 * lines of text that a test can write down by hand.
 *
 *   findings   rule severity line            code.held blocking 2
 *   crosswalk  relation,old code,old name,new code,new name,share
 *   units      code,name,code of the parent  formal units only: implied ones have no name
 */
#ifndef QUHUA_TESTS_BENCH_H
#define QUHUA_TESTS_BENCH_H

#include <quhua/quhua.h>

#define BENCH_TEXT_MAX (1 << 16)

typedef struct bench {
  quhua_registry *registry;
  quhua_snapshot *before; /* newest snapshot: what the plan stands on */
  quhua_changeset *acts;
  quhua_plan *plan;
  quhua_plan_options options; /* of the next plan; the pack cn-law is off unless bench_set() says otherwise */
  quhua_attribute settings[8];
  char *setting_texts[8]; /* key and value of each, owned */
  quhua_receipt receipt;  /* of the last commit */
  quhua_error err;        /* of the last call that may fail */
  char text[BENCH_TEXT_MAX];
} bench;

/* A register in memory with scheme cn-stat, opened on 2019-01-01 with a register table. */
bench *bench_open(const char *table);
/* The same at a location ("" for memory), with a scheme and a day. */
bench *bench_open_as(const char *location, const char *scheme, const char *date, const char *table);
void bench_close(bench *b);

/* Let a setting hold for the plans that follow. */
void bench_set(bench *b, const char *key, const char *value);

/* Record a fact of the register: a setting, or a reservation. Must succeed. */
void bench_record(bench *b, const char *key, const char *value);

quhua_date bench_day(const char *text);

/* Read a flow table; QUHUA_E_INVALID for bad input. Leaves the table in b->acts. */
quhua_status bench_read(bench *b, const char *acts);
/* Plan a flow table on the newest snapshot. Must succeed, whatever the findings. */
void bench_plan(bench *b, const char *acts);
/* Commit the plan; on success b->before is the snapshot after it. */
quhua_status bench_commit(bench *b, const quhua_waiver *waivers, size_t count);
/* Plan and commit acts that nothing blocks. */
void bench_apply(bench *b, const char *acts);

/* Lines about the plan, or about a snapshot. The text lives until the next call. */
const char *bench_findings(bench *b);
const char *bench_crosswalk(bench *b);
const char *bench_crosswalk_between(bench *b, const char *from, const char *to);
const char *bench_units(bench *b, const quhua_snapshot *snapshot, const char *date);

/* Compare, with a readable message. */
void bench_expect_findings(bench *b, const char *expected);
void bench_expect_crosswalk(bench *b, const char *expected);
void bench_expect_units(bench *b, const char *date, const char *expected); /* after the plan */

/* Two small towns for tests that need no others. */
#define BENCH_TOWNS                                                                                          \
  "code,name\n"                                                                                              \
  "510722000000,三台县\n"                                                                                 \
  "510722109000,三元镇\n"                                                                                 \
  "510722109201,友爱村\n"                                                                                 \
  "510722109202,长发村\n"                                                                                 \
  "510722109203,万安村\n"                                                                                 \
  "510722138000,立新镇\n"                                                                                 \
  "510722138201,新民村\n"                                                                                 \
  "510722138204,百灵山村\n"
/* Plan acts on a fresh register of these towns and compare the findings. */
void bench_expect(const char *acts, const char *findings);

/* The unit that holds a code after the plan (before, when there is no plan). Must exist. */
quhua_unit bench_unit(bench *b, const char *code, const char *date);
/* Its identity before the plan; 0 when nobody holds the code. */
quhua_unit_id bench_id_before(bench *b, const char *code, const char *date);
/* The finding of a rule; must exist. */
const quhua_finding *bench_finding(bench *b, const char *rule);
/* Does its Chinese message hold a word? */
bool bench_finding_names(bench *b, const char *rule, const char *word);

/* Hexadecimal digest of a snapshot, in b->text. */
const char *bench_digest(bench *b, const quhua_snapshot *snapshot);

#endif
