/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <quhua/report.h>

#include "registry/registry_internal.h"
#include "support/fail_alloc.h"
#include "support/figures.h"
#include "support/paper.h"

#include <string.h>

#define FLOWS                                                                                                \
  "document,effective,relation,old_code,new_code,new_name,new_kind,new_parent,share,attr:seat,reason\n"

static const char table[] = "code,name,kind\n"
                            "510723,盐亭县,县\n"
                            "510723100,云溪镇,镇\n"
                            "510723100201,城关村,村委会\n"
                            "510723104,两河镇,镇\n"
                            "510723104201,金龙村村民委员会,村委会\n"
                            "51072310420101,1组,村民小组\n"
                            "51072310420102,2组,村民小组\n"
                            "510723104202,青石村,村委会\n"
                            "510723208,毛公乡,乡\n"
                            "510723208213,东光村,村委会\n"
                            "510723208214,永和村,村委会\n"
                            "510723208215,石桥村,村委会\n";

static const char reform[] =
    FLOWS "绵府〔2019〕247号,2020-01-01,,510723104,@高渠,高渠镇,镇,,,西街社区,\n"
          "绵府〔2019〕247号,2020-01-01,,510723208,@高渠,高渠镇,镇,,,西街社区,\n"
          "绵府〔2019〕247号,2020-01-01,,510723208213,@东永,东永村,村委会,510723100,,,\n"
          "绵府〔2019〕247号,2020-01-01,,510723208214,@东永,东永村,村委会,510723100,,,\n";

typedef quhua_status text_writer(const quhua_figures *figures, const quhua_report_options *options,
                                 const quhua_writer *writer, quhua_error *err);

/* The text about a scope between 2019-06-01 and 2020-06-01, without its two lines of heading. */
static const char *text_of(bench *b, text_writer *write, const char *scope, quhua_lang lang,
                           const char *series) {
  quhua_figures *f = NULL;
  quhua_report_options options;
  quhua_str name = quhua_str_from(series);
  paper p = paper_blank();
  quhua_writer writer = paper_writer(&p);
  quhua_unit_id id = scope ? bench_unit(b, scope, "2020-06-01").id : 0;
  quhua_report_options_init(&options);
  options.lang = lang;
  options.series = &name;
  options.series_count = series ? 1 : 0;
  assert_int_equal(quhua_figures_new(b->before, id, QUHUA_LEVEL_TOWNSHIP, bench_day("2019-06-01"),
                                     bench_day("2020-06-01"), &f, NULL),
                   QUHUA_OK);
  assert_int_equal(write(f, &options, &writer, &b->err), QUHUA_OK);
  quhua_figures_free(f);
  const char *body = strstr(p.text, "\n\n");
  assert_non_null(body);
  assert_true(strlen(body + 2) < sizeof b->text);
  strcpy(b->text, body + 2);
  paper_free(&p);
  return b->text;
}

/* --- announcements --------------------------------------------------------------------------------------------------- */

/* What is announced of one act on a fresh register. */
static void expect_announced(const char *acts, const char *expected) {
  bench *b = bench_open(table);
  bench_apply(b, acts);
  const char *text = text_of(b, quhua_report_announcement, "510723000000", QUHUA_LANG_ZH, NULL);
  const char *head = "甲（2020-01-01起施行）\n";
  assert_int_equal(strncmp(text, head, strlen(head)), 0);
  assert_string_equal(text + strlen(head), expected);
  bench_close(b);
}

/* Wording: 撤销A镇和B乡，设立C镇，以…为C镇的行政区域，C镇人民政府驻…。 */
static void test_merger_of_towns(void **state) {
  (void)state;
  bench *b = bench_open(table);
  bench_apply(b, reform);
  assert_string_equal(
      text_of(b, quhua_report_announcement, "510723000000", QUHUA_LANG_ZH, NULL),
      "绵府〔2019〕247号（2020-01-01起施行）\n"
      "撤销两河镇和毛公乡，设立高渠镇，以原两河镇所属行政区域和原毛公乡部分行政区域为高渠镇的行政区域，"
      "高渠镇人民政府驻西街社区。将原毛公乡部分行政区域划归云溪镇管辖。\n"
      "将毛公乡东光村、永和村合并为云溪镇东永村。\n");
  assert_string_equal(
      text_of(b, quhua_report_announcement, "510723000000", QUHUA_LANG_EN, NULL),
      "绵府〔2019〕247号, in force from 2020-01-01\n"
      "两河镇 and 毛公乡 are abolished; 高渠镇 is established with the territory of former 两河镇 "
      "and part of the territory of former 毛公乡; its seat is 西街社区. "
      "To 云溪镇 goes part of the territory of former 毛公乡.\n"
      "毛公乡 东光村 and 永和村 are merged to form 云溪镇 东永村.\n");
  bench_close(b);
}

static void test_towns(void **state) {
  (void)state;
  expect_announced(FLOWS "甲,2020-01-01,,510723208,510723104,,,,,,\n",
                   "撤销毛公乡，将原毛公乡所属行政区域划归两河镇管辖。\n");
  expect_announced(FLOWS
                   "甲,2020-01-01,,510723104,@新,新河镇,镇,,,,\n甲,2020-01-01,,510723208,@新,新河镇,镇,,,,\n",
                   "撤销两河镇和毛公乡，设立新河镇，以原两河镇和原毛公乡所属行政区域为新河镇的行政区域。\n");
  expect_announced(FLOWS "甲,2020-01-01,改设,510723208,,毛公镇,镇,,,,\n",
                   "撤销毛公乡，设立毛公镇，以原毛公乡所属行政区域为毛公镇的行政区域。\n");
  expect_announced(FLOWS "甲,2020-01-01,,510723104,@街,两河街道,街道,,,政府街1号,\n"
                         "甲,2020-01-01,,510723208,@街,两河街道,街道,,,政府街1号,\n",
                   "撤销两河镇和毛公乡，设立两河街道，以原两河镇和原毛公乡所属行政区域为两河街道的行政区域，"
                   "两河街道办事处驻政府街1号。\n");
  expect_announced(FLOWS "甲,2020-01-01,驻地迁移,510723104,510723104,,,,,西街,\n",
                   "两河镇人民政府驻地迁至西街。\n");
}

static void test_villages(void **state) {
  (void)state;
  expect_announced(FLOWS "甲,2020-01-01,,510723104202,510723104201,,,,,,\n", "将两河镇青石村并入金龙村。\n");
  expect_announced(FLOWS "甲,2020-01-01,,510723208213,510723208215,,,,,,\n"
                         "甲,2020-01-01,,510723208214,510723208215,,,,,,\n",
                   "将毛公乡东光村、永和村并入石桥村。\n");
  expect_announced(FLOWS "甲,2020-01-01,,510723208215,@一,南桥村,村委会,,2/5,,\n"
                         "甲,2020-01-01,,510723208215,@二,北桥村,村委会,,3/5,,\n",
                   "撤销毛公乡石桥村，将原石桥村分设为南桥村、北桥村。\n");
  expect_announced(FLOWS "甲,2020-01-01,,510723208215,510723208215,,,,2/5,,\n"
                         "甲,2020-01-01,,510723208215,510723100201,,,,3/5,,\n",
                   "将毛公乡石桥村部分区域划归云溪镇城关村管辖。\n");
  expect_announced(FLOWS "甲,2020-01-01,撤销,510723208215,,,,,,,水库淹没\n",
                   "撤销毛公乡石桥村，无承接单位。\n");
  expect_announced(FLOWS "甲,2020-01-01,设立,,@新,水库村,村委会,510723208,,,\n", "设立毛公乡水库村。\n");
}

/* That a village ended in parts is said, once; what it ended in follows. */
static void test_divisions(void **state) {
  (void)state;
  expect_announced(FLOWS "甲,2020-01-01,,510723208215,510723208213,,,,2/5,,\n"
                         "甲,2020-01-01,,510723208215,510723100201,,,,3/5,,\n",
                   "撤销毛公乡石桥村，将原石桥村区域划归云溪镇城关村、毛公乡东光村管辖。\n");
  expect_announced(FLOWS "甲,2020-01-01,,510723208215,@一,南桥村,村委会,,2/5,桥头,\n"
                         "甲,2020-01-01,,510723208215,@二,北桥村,村委会,,1/5,,\n"
                         "甲,2020-01-01,,510723208215,@三,中桥村,村委会,,2/5,桥中,\n",
                   "撤销毛公乡石桥村，将原石桥村分设为南桥村、北桥村、中桥村，南桥村办公地点为桥头，"
                   "中桥村办公地点为桥中。\n");
  expect_announced(
      FLOWS "甲,2020-01-01,,510723208215,@一,南桥村,村委会,,2/5,,\n"
            "甲,2020-01-01,,510723208215,510723208213,,,,3/5,,\n",
      "撤销毛公乡石桥村，将原石桥村部分区域设立为南桥村。将毛公乡原石桥村部分区域划归东光村管辖。\n");
  expect_announced(FLOWS "甲,2020-01-01,,510723208214,@一,南桥村,村委会,,,,\n"
                         "甲,2020-01-01,,510723208215,@一,南桥村,村委会,,2/5,,\n"
                         "甲,2020-01-01,,510723208215,510723208213,,,,3/5,,\n",
                   "撤销毛公乡永和村和石桥村，将原永和村、原石桥村部分区域设立为南桥村。"
                   "将毛公乡原石桥村部分区域划归东光村管辖。\n");
  expect_announced(FLOWS "甲,2020-01-01,,510723208215,510723208215,,,,3/5,,\n"
                         "甲,2020-01-01,,510723208215,@一,南桥村,村委会,,2/5,,\n",
                   "将毛公乡石桥村部分区域设立为南桥村。\n");
}

static void expect_announced_in_english(const char *acts, const char *expected) {
  bench *b = bench_open(table);
  bench_apply(b, acts);
  const char *text = text_of(b, quhua_report_announcement, NULL, QUHUA_LANG_EN, NULL);
  assert_string_equal(strchr(text, '\n') + 1, expected);
  bench_close(b);
}

static void test_divisions_in_english(void **state) {
  (void)state;
  expect_announced_in_english(FLOWS "甲,2020-01-01,,510723208215,@一,南桥村,村委会,,2/5,桥头,\n"
                                    "甲,2020-01-01,,510723208215,@二,北桥村,村委会,,3/5,,\n",
                              "毛公乡 石桥村 is abolished; former 石桥村 is divided into 南桥村 and 北桥村; "
                              "the seat of 南桥村 is 桥头.\n");
  expect_announced_in_english(
      FLOWS "甲,2020-01-01,,510723208215,510723208213,,,,2/5,,\n"
            "甲,2020-01-01,,510723208215,510723208214,,,,3/5,,\n",
      "毛公乡 石桥村 is abolished; the area of former 石桥村 goes to 东光村 and 永和村.\n");
  expect_announced_in_english(FLOWS "甲,2020-01-01,,510723208215,510723208215,,,,3/5,,\n"
                                    "甲,2020-01-01,,510723208215,@一,南桥村,村委会,,2/5,,\n",
                              "Part of 毛公乡 石桥村 forms 南桥村.\n");
  expect_announced_in_english(FLOWS "甲,2020-01-01,,510723208215,@一,南桥村,村委会,,2/5,,\n"
                                    "甲,2020-01-01,,510723208215,510723208213,,,,3/5,,\n",
                              "毛公乡 石桥村 is abolished; part of former 石桥村 forms 南桥村. "
                              "Part of 毛公乡 former 石桥村 goes to 东光村.\n");
}

/* Acts of one day, one after the other: each is told with what it found and what it left. A correction of a name holds for
 * all of them. */
static void test_acts_of_one_day(void **state) {
  (void)state;
  bench *b = bench_open(table);
  bench_apply(b, FLOWS "甲,2020-01-01,更名,510723208214,510723208214,永安村,,,,,\n");
  bench_apply(b, FLOWS "乙,2020-01-01,换码,510723208214,510723208299,,,,,,\n");
  bench_apply(b, FLOWS "丙,2020-01-01,,510723208299,@一,长安村,村委会,,2/5,,\n"
                       "丙,2020-01-01,,510723208299,510723208299,,,,3/5,,\n");
  bench_apply(b, FLOWS "丁,2020-01-01,,510723208299,510723208215,,,,,,\n");
  const char *zh = "甲（2020-01-01起施行）\n毛公乡永和村更名为永安村。\n"
                   "乙（2020-01-01起施行）\n毛公乡永安村的区划代码由510723208214变更为510723208299。\n"
                   "丙（2020-01-01起施行）\n将毛公乡永安村部分区域设立为长安村。\n"
                   "丁（2020-01-01起施行）\n将毛公乡永安村并入石桥村。\n";
  assert_string_equal(text_of(b, quhua_report_announcement, "510723208000", QUHUA_LANG_ZH, NULL), zh);
  bench_close(b);
}

/* Three acts of one day leave two versions without days; a correction reaches both, each with its own code. */
static void test_correction_of_three_acts(void **state) {
  (void)state;
  bench *b = bench_open(table);
  bench_apply(b, FLOWS "甲,2020-01-01,更名,510723208214,510723208214,永按村,,,,,\n");
  bench_apply(b, FLOWS "乙,2020-01-01,换码,510723208214,510723208299,,,,,,\n");
  bench_apply(b, FLOWS "丙,2020-01-01,驻地迁移,510723208299,510723208299,,,,,西街,\n");
  bench_apply(b, FLOWS "正,2020-01-02,更正,510723208299,,永安村,,,,,\n");
  assert_string_equal(text_of(b, quhua_report_announcement, "510723208000", QUHUA_LANG_ZH, NULL),
                      "甲（2020-01-01起施行）\n毛公乡永和村更名为永安村。\n"
                      "乙（2020-01-01起施行）\n毛公乡永安村的区划代码由510723208214变更为510723208299。\n"
                      "丙（2020-01-01起施行）\n永安村办公地点迁至西街。\n");
  bench_close(b);
}

/* The second act was wrong about its day and is taken back; the name of the first is corrected. */
static void test_corrected_acts_of_one_day(void **state) {
  (void)state;
  bench *b = bench_open(table);
  bench_apply(b, FLOWS "甲,2020-01-01,更名,510723208214,510723208214,永按村,,,,,\n");
  bench_apply(b, FLOWS "乙,2020-01-01,换码,510723208214,510723208298,,,,,,\n");
  bench_apply(b, "document,effective,relation,target\n撤,2020-04-01,自始无效,乙\n");
  bench_apply(b, FLOWS "丙,2020-01-01,换码,510723208214,510723208299,,,,,,\n");
  bench_apply(b, FLOWS "正,2020-03-01,更正,510723208299,,永安村,,,,,\n");
  assert_string_equal(text_of(b, quhua_report_announcement, "510723208000", QUHUA_LANG_ZH, NULL),
                      "甲（2020-01-01起施行）\n毛公乡永和村更名为永安村。\n"
                      "丙（2020-01-01起施行）\n毛公乡永安村的区划代码由510723208214变更为510723208299。\n");
  bench_close(b);
}

static void test_units_that_go_on(void **state) {
  (void)state;
  expect_announced(FLOWS "甲,2020-01-01,,510723208214,510723208214,永安村,,,,,\n",
                   "毛公乡永和村更名为永安村。\n");
  expect_announced(FLOWS "甲,2020-01-01,改设,510723208213,,东光社区,居委会,,,,\n",
                   "撤销毛公乡东光村，设立东光社区，以原东光村所属区域为东光社区的区域。\n");
  expect_announced(FLOWS "甲,2020-01-01,,510723208214,,,,510723100,,,\n", "将毛公乡永和村划归云溪镇管辖。\n");
  expect_announced(FLOWS "甲,2020-01-01,,510723208214,,永安村,,510723100,,,\n",
                   "将毛公乡永和村划归云溪镇管辖，更名为永安村。\n");
  expect_announced(FLOWS "甲,2020-01-01,换码,510723208214,510723208299,,,,,,\n",
                   "毛公乡永和村的区划代码由510723208214变更为510723208299。\n");
}

/* Acts of other days, withdrawn ones and those of other towns are not told. */
static void test_what_is_not_announced(void **state) {
  (void)state;
  bench *b = bench_open(table);
  bench_apply(b, FLOWS "早,2019-06-01,,510723208213,510723208213,东明村,,,,,\n");
  bench_apply(b, FLOWS "末,2020-06-01,,510723208214,510723208214,永安村,,,,,\n");
  bench_apply(b, FLOWS "晚,2020-06-02,,510723208215,510723208215,石门村,,,,,\n");
  bench_apply(b, FLOWS "收,2020-05-01,,510723100201,510723100201,城南村,,,,,\n");
  bench_apply(b, "document,effective,relation,target\n撤,2020-04-01,撤回,收\n");
  assert_string_equal(text_of(b, quhua_report_announcement, NULL, QUHUA_LANG_ZH, NULL),
                      "末（2020-06-01起施行）\n毛公乡永和村更名为永安村。\n");
  assert_string_equal(text_of(b, quhua_report_announcement, "510723104000", QUHUA_LANG_ZH, NULL), "");
  assert_string_equal(text_of(b, quhua_report_announcement, "510723208000", QUHUA_LANG_ZH, NULL),
                      "末（2020-06-01起施行）\n毛公乡永和村更名为永安村。\n");
  bench_close(b);
}

/* --- work reports ---------------------------------------------------------------------------------------------------- */

/* 云溪镇: 城关村 50, 东光村 7 and 永和村 8 before; 城关村 and 东永村 after: 65 / 3 = 21.7, 65 / 2 = 32.5. */
static void test_report_of_a_reform(void **state) {
  (void)state;
  bench *b = bench_open(table);
  figures_observe(b, "人口", "2019-01-01",
                  "510723100201 50\n510723104201 100\n510723104202 30\n"
                  "510723208213 7\n510723208214 8\n510723208215 20\n");
  bench_apply(b, reform);
  assert_string_equal(
      text_of(b, quhua_report_work, "510723000000", QUHUA_LANG_ZH, "人口"),
      "一、调整情况\n"
      "盐亭县：对全县3个乡镇（街道）调整合并为2个乡镇（街道）（减少1个，减幅33.3%），"
      "将原6个行政村合并为5个行政村（减少1个，减幅16.7%），村民小组仍为2个。"
      "乡镇（街道）：合并1个、分设1个、新设1个。行政村：合并2个、新设1个、换码3个、改变隶属3个。"
      "村民小组：换码2个。平均每个村级单位人口：调整前35.8，调整后43.0。\n"
      "云溪镇：对全镇3个行政村调整合并为2个行政村（减少1个，减幅33.3%）。行政村：合并2个、新设1个。"
      "平均每个村级单位人口：调整前21.7，调整后32.5。\n"
      "高渠镇：全镇行政村仍为3个，村民小组仍为2个。行政村：换码3个、改变隶属3个。村民小组：换码2个。"
      "平均每个村级单位人口：调整前50.0，调整后50.0。\n"
      "\n二、原村今属\n"
      "毛公乡原东光村（人口7）今属云溪镇东永村。\n"
      "毛公乡原永和村（人口8）今属云溪镇东永村。\n");
  bench_close(b);
}

static void test_report_in_english(void **state) {
  (void)state;
  bench *b = bench_open(table);
  bench_apply(b, reform);
  assert_string_equal(text_of(b, quhua_report_work, "510723100000", QUHUA_LANG_EN, NULL),
                      "Summary\n"
                      "云溪镇: 3 villages became 2 (1 fewer, -33.3%). Of the villages: 2 merged, 1 new.\n"
                      "\nFormer villages\n"
                      "毛公乡 former 东光村 now belongs to 云溪镇 东永村.\n"
                      "毛公乡 former 永和村 now belongs to 云溪镇 东永村.\n");
  bench_close(b);
}

/* Two groups become one. */
static void test_groups(void **state) {
  (void)state;
  bench *b = bench_open(table);
  bench_apply(b, FLOWS "甲,2020-01-01,,51072310420102,51072310420101,,,,,,\n");
  assert_string_equal(text_of(b, quhua_report_work, "510723104000", QUHUA_LANG_ZH, NULL),
                      "一、调整情况\n"
                      "两河镇：全镇行政村仍为2个，将原2个村民小组合并为1个村民小组（减少1个，减幅50.0%）。"
                      "村民小组：合并1个。\n\n二、原村今属\n");
  bench_close(b);
}

/* What is not known is said to be not known. */
static void test_shares_and_unknowns(void **state) {
  (void)state;
  bench *b = bench_open(table);
  bench_apply(b, FLOWS "甲,2020-01-01,,510723208215,@一,南桥村,村委会,,2/5,,\n"
                       "甲,2020-01-01,,510723208215,@二,北桥村,村委会,,3/5,,\n"
                       "甲,2020-01-01,,510723104202,510723104201,,,,?,,\n"
                       "甲,2020-01-01,,510723104202,510723100201,,,,?,,\n"
                       "甲,2020-01-01,更名,510723208214,510723208214,永安村,,,,,\n"
                       "甲,2020-01-01,撤销,510723208213,,,,,,,水库淹没\n");
  const char *text = text_of(b, quhua_report_work, NULL, QUHUA_LANG_ZH, NULL);
  assert_non_null(strstr(text, "\n毛公乡原石桥村：2/5今属南桥村，3/5今属北桥村。\n"));
  assert_non_null(strstr(text, "\n两河镇原青石村：部分今属云溪镇城关村，部分今属两河镇金龙村，比例未定。\n"));
  assert_non_null(strstr(text, "\n毛公乡原永和村今属永安村。\n"));
  assert_non_null(strstr(text, "\n毛公乡原东光村已撤销，无承接单位。\n"));
  assert_non_null(strstr(text, "云溪镇：对全镇1至2个行政村调整为1个行政村（调整前个数不能准确归属）"));
  bench_close(b);
}

/* --- failures -------------------------------------------------------------------------------------------------------- */

static void test_titles_and_options(void **state) {
  (void)state;
  bench *b = bench_open(table);
  quhua_figures *f = NULL;
  quhua_report_options options;
  paper p = paper_blank();
  quhua_writer writer = paper_writer(&p);
  assert_int_equal(quhua_figures_new(b->before, 0, QUHUA_LEVEL_ANY, bench_day("2019-06-01"),
                                     bench_day("2020-06-01"), &f, NULL),
                   QUHUA_OK);
  quhua_report_options_init(&options);
  assert_int_equal(options.struct_size, sizeof options);
  options.title = quhua_str_from("题\n目"); /* stays one line */
  assert_int_equal(quhua_report_work(f, &options, &writer, NULL), QUHUA_OK);
  assert_int_equal(strncmp(p.text, "题 目\n统计期间：", strlen("题 目\n统计期间：")), 0);
  paper_free(&p);
  assert_int_equal(quhua_report_announcement(f, NULL, &writer, NULL), QUHUA_OK);
  assert_string_equal(p.text,
                      "行政区划调整情况\n统计期间：2019-06-01至2020-06-01（据登记册日志第1号及以前）\n\n");
  paper_free(&p);
  quhua_report_options bound = options;
  bound.title = quhua_str_from("题");
  bound.export_id = quhua_str_from("x0123456789abcdef");
  bound.timeless = 1;
  assert_int_equal(quhua_report_announcement(f, &bound, &writer, NULL), QUHUA_OK);
  assert_string_equal(p.text, "题\n统计期间：2019-06-01至2020-06-01\n\n\n导出编号：x0123456789abcdef\n");
  paper_free(&p);
  quhua_str unknown = quhua_str_from("无此指标");
  options.series = &unknown;
  options.series_count = 1;
  quhua_error_clear(&b->err);
  assert_int_equal(quhua_report_work(f, &options, &writer, &b->err), QUHUA_E_NOT_FOUND);
  assert_int_equal(b->err.status, QUHUA_E_NOT_FOUND);
  paper_free(&p);
  p.room = 5;
  quhua_error_clear(&b->err);
  assert_int_equal(quhua_report_announcement(f, NULL, &writer, &b->err), QUHUA_E_IO);
  assert_int_equal(b->err.status, QUHUA_E_IO);
  assert_int_equal(quhua_report_work(f, NULL, &writer, NULL), QUHUA_E_IO);
  paper_free(&p);
  quhua_figures_free(f);
  bench_close(b);
}

static quhua_status write_both(const quhua_snapshot *view) {
  quhua_figures *f = NULL;
  quhua_report_options options;
  quhua_str name = quhua_str_from("人口");
  paper p = paper_blank();
  quhua_writer writer = paper_writer(&p);
  quhua_report_options_init(&options);
  options.series = &name;
  options.series_count = 1;
  quhua_status status = quhua_figures_new(view, 0, QUHUA_LEVEL_TOWNSHIP, bench_day("2019-06-01"),
                                          bench_day("2020-06-01"), &f, NULL);
  if (!status) status = quhua_report_work(f, &options, &writer, NULL);
  if (!status) status = quhua_report_announcement(f, &options, &writer, NULL);
  quhua_figures_free(f);
  paper_free(&p);
  return status;
}

static void test_out_of_memory(void **state) {
  (void)state;
  bench *b = bench_open(table);
  figures_observe(b, "人口", "2019-01-01", "510723100201 50\n510723208213 7\n");
  bench_apply(b, reform);
  for (long after = 0;; after++) {
    fail_alloc books;
    quhua_allocator allocator = fail_alloc_make(&books, after);
    quhua_snapshot view = *b->before;
    view.allocator = &allocator;
    quhua_status status = write_both(&view);
    assert_true(fail_alloc_is_clean(&books));
    if (status == QUHUA_OK) {
      assert_true(after > 20);
      break;
    }
    assert_int_equal(status, QUHUA_E_NOMEM);
  }
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_merger_of_towns),
      cmocka_unit_test(test_towns),
      cmocka_unit_test(test_villages),
      cmocka_unit_test(test_divisions),
      cmocka_unit_test(test_divisions_in_english),
      cmocka_unit_test(test_acts_of_one_day),
      cmocka_unit_test(test_corrected_acts_of_one_day),
      cmocka_unit_test(test_correction_of_three_acts),
      cmocka_unit_test(test_units_that_go_on),
      cmocka_unit_test(test_what_is_not_announced),
      cmocka_unit_test(test_report_of_a_reform),
      cmocka_unit_test(test_report_in_english),
      cmocka_unit_test(test_groups),
      cmocka_unit_test(test_shares_and_unknowns),
      cmocka_unit_test(test_titles_and_options),
      cmocka_unit_test(test_out_of_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
