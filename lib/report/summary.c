/* SPDX-License-Identifier: Apache-2.0 */
/* summary.c: the paragraph of a work report, with the numbers in. */
#include <quhua/stats.h>

#include "report/sections.h"

/* What is spoken of, in this order: a level as a whole, or one kind. */
typedef struct subject {
  int level; /* of its units */
  int kind;  /* or QUHUA_KIND_NONE: all kinds of the level */
  quhua__text2 word;
} subject;

static const subject subjects[] = {
    {QUHUA_LEVEL_PROVINCE, QUHUA_KIND_NONE, {{"units of the province level", "省级单位"}}},
    {QUHUA_LEVEL_PREFECTURE, QUHUA_KIND_NONE, {{"units of the prefecture level", "地级单位"}}},
    {QUHUA_LEVEL_COUNTY, QUHUA_KIND_NONE, {{"units of the county level", "县级单位"}}},
    {QUHUA_LEVEL_TOWNSHIP, QUHUA_KIND_NONE, {{"townships, towns and subdistricts", "乡镇（街道）"}}},
    {QUHUA_LEVEL_VILLAGE, QUHUA_KIND_VILLAGE, {{"villages", "行政村"}}},
    {QUHUA_LEVEL_VILLAGE, QUHUA_KIND_COMMUNITY, {{"communities", "社区"}}},
    {QUHUA_LEVEL_GROUP, QUHUA_KIND_VILLAGER_GROUP, {{"villager groups", "村民小组"}}},
    {QUHUA_LEVEL_GROUP, QUHUA_KIND_RESIDENT_GROUP, {{"resident groups", "居民小组"}}},
    {QUHUA_LEVEL_ANY, QUHUA_KIND_NONE, {{"units", "单位"}}},
};
#define SUBJECTS (sizeof subjects / sizeof *subjects)

static quhua_figure figure_of(const quhua_figures *f, size_t index, const subject *of) {
  return of->kind ? quhua_figures_kind(f, index, (quhua_kind)of->kind)
                  : quhua_figures_level(f, index, (quhua_level)of->level);
}

/* A unit is not spoken of inside itself. */
static bool is_below(const subject *of, const quhua_unit *unit) {
  return !unit->id || of->level == QUHUA_LEVEL_ANY || of->level > (int)unit->level;
}

/* Units above the townships that stay as they are need no words. */
static bool is_quiet(const subject *of, const quhua_figure *g) {
  bool high = of->level != QUHUA_LEVEL_ANY && of->level < QUHUA_LEVEL_TOWNSHIP;
  return high && g->before == g->after && g->before == g->before_most && !g->begun && !g->retyped_to;
}

/* The village level has kinds beside villages and communities: 类似村委会, 虚拟社区. They have no clause of their own. */
static bool is_spoken_of(const subject *of, const quhua_unit *unit, const quhua_figure *g) {
  return is_below(of, unit) && (g->before_most || g->after) && !is_quiet(of, g);
}

/* 全镇, 全乡 … */
static const char *whole_word(const quhua_unit *unit) {
  switch (unit->kind) {
  case QUHUA_KIND_PROVINCE: return "全省";
  case QUHUA_KIND_AUTONOMOUS_REGION:
  case QUHUA_KIND_DISTRICT: return "全区";
  case QUHUA_KIND_MUNICIPALITY:
  case QUHUA_KIND_PREFECTURE_CITY:
  case QUHUA_KIND_COUNTY_CITY: return "全市";
  case QUHUA_KIND_COUNTY:
  case QUHUA_KIND_AUTONOMOUS_COUNTY: return "全县";
  case QUHUA_KIND_SUBDISTRICT: return "全街道";
  case QUHUA_KIND_TOWN: return "全镇";
  case QUHUA_KIND_TOWNSHIP:
  case QUHUA_KIND_ETHNIC_TOWNSHIP: return "全乡";
  case QUHUA_KIND_VILLAGE: return "全村";
  case QUHUA_KIND_COMMUNITY: return "全社区";
  default: return "全域";
  }
}

/* --- before and after ------------------------------------------------------------------------------------------------ */

static void say_before(quhua__prose *p, const quhua_figure *g) {
  quhua__say_number(p, g->before);
  if (g->before_most == g->before) return;
  quhua__say(p, QUHUA__T(" to ", "至"));
  quhua__say_number(p, g->before_most);
}

/* （减少5个，减幅38.5%） */
static void say_change(quhua__prose *p, const quhua_figure *g) {
  char percent[QUHUA_PERCENT_TEXT_MAX];
  bool fewer = g->after < g->before;
  if (g->before_most != g->before) {
    quhua__say(p,
               QUHUA__T(" (the number before cannot be attributed exactly)", "（调整前个数不能准确归属）"));
    return;
  }
  quhua__say(p, QUHUA__T(" (", "（"));
  if (p->lang == QUHUA_LANG_ZH) quhua__say(p, fewer ? QUHUA__T("", "减少") : QUHUA__T("", "增加"));
  quhua__say_number(p, fewer ? g->before - g->after : g->after - g->before);
  quhua__say(p, fewer ? QUHUA__T(" fewer", "个") : QUHUA__T(" more", "个"));
  quhua_str text = {percent, quhua_percent_format(g->before, g->after, percent)};
  if (text.len) {
    quhua__say(p, fewer ? QUHUA__T(", ", "，减幅") : QUHUA__T(", ", "，增幅"));
    if (p->lang == QUHUA_LANG_ZH && percent[0] == '-') text = (quhua_str){text.ptr + 1, text.len - 1};
    quhua__say_text(p, text);
    quhua__say(p, QUHUA__T("%", "%"));
  }
  quhua__say(p, QUHUA__T(")", "）"));
}

static void say_clause_zh(quhua__prose *p, const subject *of, const quhua_figure *g, const char *whole) {
  bool same = g->before == g->after && g->before_most == g->before;
  quhua_str word = quhua_str_from(of->word.lang[QUHUA_LANG_ZH]);
  if (same) {
    if (whole) quhua__say_text(p, quhua_str_from(whole));
    quhua__say_text(p, word);
    quhua__say(p, QUHUA__T("", "仍为"));
    quhua__say_number(p, g->after);
    quhua__say(p, QUHUA__T("", "个"));
    return;
  }
  quhua__say(p, whole ? QUHUA__T("", "对") : QUHUA__T("", "将原"));
  if (whole) quhua__say_text(p, quhua_str_from(whole));
  say_before(p, g);
  quhua__say(p, QUHUA__T("", "个"));
  quhua__say_text(p, word);
  if (g->merged == 0)
    quhua__say(p, QUHUA__T("", "调整为"));
  else
    quhua__say(p, whole ? QUHUA__T("", "调整合并为") : QUHUA__T("", "合并为"));
  quhua__say_number(p, g->after);
  quhua__say(p, QUHUA__T("", "个"));
  quhua__say_text(p, word);
  say_change(p, g);
}

static void say_clause_en(quhua__prose *p, const subject *of, const quhua_figure *g) {
  bool same = g->before == g->after && g->before_most == g->before;
  quhua_str word = quhua_str_from(of->word.lang[QUHUA_LANG_EN]);
  if (!same) {
    say_before(p, g);
    quhua__say(p, QUHUA__T(" ", ""));
    quhua__say_text(p, word);
    quhua__say(p, QUHUA__T(" became ", ""));
    quhua__say_number(p, g->after);
    say_change(p, g);
    return;
  }
  quhua__say(p, QUHUA__T("there are ", ""));
  quhua__say_number(p, g->after);
  quhua__say(p, QUHUA__T(" ", ""));
  quhua__say_text(p, word);
  quhua__say(p, QUHUA__T(" as before", ""));
}

static void say_numbers(quhua__prose *p, const quhua_figures *f, size_t index, const quhua_unit *unit) {
  bool any = false;
  for (size_t i = 0; i < SUBJECTS; i++) {
    quhua_figure g = figure_of(f, index, &subjects[i]);
    if (!is_spoken_of(&subjects[i], unit, &g)) continue;
    if (any) quhua__say(p, QUHUA__T("; ", "，"));
    if (p->lang == QUHUA_LANG_ZH)
      say_clause_zh(p, &subjects[i], &g, any ? NULL : whole_word(unit));
    else
      say_clause_en(p, &subjects[i], &g);
    any = true;
  }
  if (!any) quhua__say(p, QUHUA__T("nothing below it changed", "下辖单位没有变动"));
  quhua__say(p, QUHUA__T(".", "。"));
}

/* --- what became of them --------------------------------------------------------------------------------------------- */

static void say_fates(quhua__prose *p, const subject *of, const quhua_figure *g) {
  const struct {
    uint32_t number;
    quhua__text2 word;
  } fates[] = {{g->merged, {{"merged", "合并"}}},
               {g->divided, {{"divided", "分设"}}},
               {g->replaced, {{"replaced", "改建"}}},
               {g->lost, {{"abolished without successor", "撤销而无承接"}}},
               {g->begun, {{"new", "新设"}}},
               {g->retyped_to, {{"of another kind before", "改设"}}},
               {g->renamed, {{"renamed", "更名"}}},
               {g->recoded, {{"recoded", "换码"}}},
               {g->moved, {{"now below another unit", "改变隶属"}}},
               {g->crossed, {{"with a changed border of this area", "界线变更涉及本域内外"}}}};
  bool any = false;
  for (size_t i = 0; i < sizeof fates / sizeof *fates; i++) {
    if (!fates[i].number) continue;
    if (!any && p->lang == QUHUA_LANG_EN) quhua__say(p, QUHUA__T(" Of the ", ""));
    if (!any) quhua__say(p, of->word);
    quhua__say(p, any ? QUHUA__T(", ", "、") : QUHUA__T(": ", "："));
    if (p->lang == QUHUA_LANG_ZH) quhua__say(p, fates[i].word);
    quhua__say_number(p, fates[i].number);
    quhua__say(p, QUHUA__T(" ", "个"));
    if (p->lang == QUHUA_LANG_EN) quhua__say(p, fates[i].word);
    any = true;
  }
  if (any) quhua__say(p, QUHUA__T(".", "。"));
}

/* --- averages -------------------------------------------------------------------------------------------------------- */

static void say_average(quhua__prose *p, const quhua_average *average, quhua_str unit) {
  char text[QUHUA_PERCENT_TEXT_MAX];
  size_t len = quhua_average_format(average, text);
  if (len == 0) {
    quhua__say(p, QUHUA__T("not known (not everything was counted, or it cannot be attributed)",
                           "不详（数据不全或不能准确归属）"));
    return;
  }
  quhua__say_text(p, (quhua_str){text, len});
  if (p->lang == QUHUA_LANG_EN && unit.len) quhua__say(p, QUHUA__T(" ", ""));
  quhua__say_text(p, unit);
}

/* 平均每个村级单位人口由…变为… */
static void say_averages(quhua__prose *p, quhua_str name, quhua_str unit, const quhua_averages *of) {
  quhua__say(p, QUHUA__T(" ", "平均每个村级单位"));
  quhua__say_text(p, name);
  quhua__say(p, QUHUA__T(" per unit of the village level: before ", "：调整前"));
  say_average(p, &of->before, unit);
  quhua__say(p, QUHUA__T(", after ", "，调整后"));
  say_average(p, &of->after, unit);
  quhua__say(p, QUHUA__T(".", "。"));
}

/* --- paragraphs ------------------------------------------------------------------------------------------------------ */

static void write_paragraph(quhua__prose *p, const quhua_figures *f, size_t index,
                            const quhua_report_options *options, const quhua_str *units,
                            const quhua_averages *averages) {
  quhua_unit unit;
  quhua_figures_unit(f, index, &unit);
  quhua__prose_begin(p, "p");
  if (unit.id)
    quhua__say_unit(p, &unit, f->to, false);
  else
    quhua__say(p, QUHUA__T("All", "全部"));
  quhua__say(p, QUHUA__T(": ", "："));
  say_numbers(p, f, index, &unit);
  for (size_t i = 0; i < SUBJECTS; i++) {
    quhua_figure g = figure_of(f, index, &subjects[i]);
    if (is_spoken_of(&subjects[i], &unit, &g)) say_fates(p, &subjects[i], &g);
  }
  bool above_villages = !unit.id || unit.level < QUHUA_LEVEL_VILLAGE;
  for (size_t i = 0; above_villages && i < options->series_count; i++)
    say_averages(p, options->series[i], units[i], &averages[i * f->count + index]);
  quhua__prose_end(p, "p");
}

static quhua_status read_averages(const quhua_figures *f, const quhua_report_options *options,
                                  quhua_averages *averages, quhua_error *err) {
  quhua_status status = QUHUA_OK;
  for (size_t i = 0; !status && i < options->series_count; i++)
    status = quhua_figures_average(f, options->series[i], QUHUA_LEVEL_VILLAGE, averages + i * f->count, err);
  return status;
}

/* The units of measure, once for all paragraphs: a series that was never declared is looked for in all observations. */
static quhua_str *read_units(const quhua_figures *f, const quhua_report_options *options,
                             quhua__arena *arena) {
  quhua_str *units = quhua__arena_alloc(arena, (options->series_count + 1) * sizeof *units);
  for (size_t i = 0; units && i < options->series_count; i++) {
    quhua_series series;
    units[i] = quhua_series_find(f->snapshot, options->series[i], &series) ? (quhua_str){"", 0} : series.unit;
  }
  return units;
}

quhua_status quhua__write_summary(quhua__prose *p, const quhua_figures *figures,
                                  const quhua_report_options *options, quhua__extent *extent,
                                  quhua_error *err) {
  quhua__arena arena;
  quhua__arena_init(&arena, figures->allocator);
  quhua_averages *averages =
      quhua__arena_alloc(&arena, options->series_count * figures->count * sizeof *averages);
  quhua_str *units = read_units(figures, options, &arena);
  quhua_status status =
      averages && units ? read_averages(figures, options, averages, err) : quhua__fail_nomem(err);
  for (size_t i = 0; !status && i < figures->count; i++)
    if ((i == 0 || quhua_figures_changed(figures, i)) && quhua__extent_next(extent))
      write_paragraph(p, figures, i, options, units, averages);
  quhua__arena_free(&arena);
  return status;
}
