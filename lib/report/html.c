/* SPDX-License-Identifier: Apache-2.0 */
/* html.c: the report on a period as one page. It is well-formed XML too, so that it can be checked and read by programs. */
#include "report/sections.h"
#include "report/statistics.h"

/* What fits on a page that a browser shows without waiting and a person turns over; the files beside it have all. */
#define ROWS_MAX 5000  /* of the crosswalk */
#define UNITS_MAX 200  /* paragraphs and tables of counted units */
#define PARTS_MAX 2000 /* former villages; events of the announcement */

static const char style[] =
    "@page{size:A4;margin:18mm 15mm}\n"
    "body{font:15px/1.7 'Noto Serif CJK SC','Source Han Serif SC',SimSun,'Noto Sans CJK "
    "SC',serif;color:#1f2933;"
    "max-width:60em;margin:2em auto;padding:0 1em}\n"
    "h1{font-size:1.7em;text-align:center;line-height:1.3}\n"
    "h2{font-size:1.25em;border-bottom:1px solid #8a97a6;margin-top:2em}\n"
    "h3{font-size:1em;margin:1.5em 0 0}\n"
    "table{border-collapse:collapse;width:100%;font-size:.85em}\n"
    "caption{text-align:left;font-weight:bold;padding:.4em 0}\n"
    "th,td{border:1px solid #8a97a6;padding:.2em .5em;text-align:left;vertical-align:top}\n"
    "th{background:#eef2f7}\n"
    "td.n{text-align:right;font-variant-numeric:tabular-nums}\n"
    "figure{margin:1em 0;overflow-x:auto}\n"
    "figure svg{max-width:100%;height:auto}\n"
    ".by{text-align:center;color:#5f6b7a}\n"
    "@media print{body{font-size:10.5pt;margin:0;max-width:none;padding:0}thead{display:table-header-group}"
    "tr{break-inside:avoid}h2,h3,caption{break-after:avoid}figure{overflow:visible}}\n";

/* --- pieces ---------------------------------------------------------------------------------------------------------- */

static void raw(quhua__prose *p, const char *markup) { quhua__xml_raw(&p->xml, markup); }

static void heading(quhua__prose *p, const char *id, quhua__text2 words) {
  quhua__xml_markup(&p->xml, "<h2 id=\"%s\">", id);
  quhua__say(p, words);
  raw(p, "</h2>\n");
}

static void column(quhua__prose *p, quhua__text2 words) {
  raw(p, "<th scope=\"col\">");
  quhua__say(p, words);
  raw(p, "</th>");
}

static void cell(quhua__prose *p, quhua_str text) {
  raw(p, "<td>");
  quhua__say_text(p, text);
  raw(p, "</td>");
}

static void number_cell(quhua__prose *p, quhua_str text) {
  raw(p, "<td class=\"n\">");
  quhua__say_text(p, text);
  raw(p, "</td>");
}

static void count_cell(quhua__prose *p, uint32_t number) {
  raw(p, "<td class=\"n\">");
  quhua__say_number(p, number);
  raw(p, "</td>");
}

/* What was left out, and where it stands. */
static void say_rest(quhua__prose *p, const quhua__extent *extent, quhua__text2 where) {
  if (extent->shown == extent->count) return;
  quhua__prose_begin(p, "p");
  quhua__say(p, QUHUA__T("Listed are the first ", "仅列出前"));
  quhua__say_number(p, extent->shown);
  quhua__say(p, QUHUA__T(" of ", "条，全部"));
  quhua__say_number(p, extent->count);
  quhua__say(p, QUHUA__T("; all of them stand in ", "条见 "));
  quhua__say(p, where);
  quhua__say(p, QUHUA__T(".", "。"));
  quhua__prose_end(p, "p");
}

/* --- statistics ------------------------------------------------------------------------------------------------------ */

static void write_figure(quhua__prose *p, const char *kind, const quhua_figure *g) {
  char change[QUHUA__PERCENT_TEXT_MAX], percent[QUHUA__PERCENT_TEXT_MAX];
  bool known = g->before == g->before_most;
  if (!g->before_most && !g->after) return;
  raw(p, "<tr><th scope=\"row\">");
  quhua__say_text(p, quhua_str_from(kind));
  raw(p, "</th><td class=\"n\">");
  quhua__say_number(p, g->before);
  if (!known) {
    raw(p, "–");
    quhua__say_number(p, g->before_most);
  }
  raw(p, "</td>");
  count_cell(p, g->after);
  number_cell(p, known ? quhua__change_text(g->before, g->after, change) : quhua_str_from("–"));
  number_cell(p, known ? quhua__percent_text(g->before, g->after, percent) : quhua_str_from("–"));
  const uint32_t rest[] = {g->merged,     g->divided, g->replaced, g->lost,  g->begun,
                           g->retyped_to, g->renamed, g->recoded,  g->moved, g->crossed};
  for (size_t i = 0; i < sizeof rest / sizeof *rest; i++) count_cell(p, rest[i]);
  raw(p, "</tr>\n");
}

static void write_level(quhua__prose *p, const quhua_figures *f, size_t index, quhua_level level) {
  for (int kind = 0; kind < QUHUA_KIND_LIMIT; kind++) {
    quhua_figure figure = quhua_figures_kind(f, index, (quhua_kind)kind);
    if (quhua_kind_level((quhua_kind)kind) == level)
      write_figure(p, quhua_kind_word((quhua_kind)kind, p->lang), &figure);
  }
  quhua_figure sum = quhua_figures_level(f, index, level);
  write_figure(p, quhua__total_word(level, p->lang), &sum);
}

static void write_table(quhua__prose *p, const quhua_figures *f, size_t index) {
  static const quhua__text2 columns[] = {
      {{"Kind", "类型"}},         {{"Before", "调整前"}}, {{"After", "调整后"}},   {{"Change", "增减"}},
      {{"%", "增减幅%"}},         {{"Merged", "合并"}},   {{"Divided", "分设"}},   {{"Replaced", "改建"}},
      {{"No successor", "撤销"}}, {{"New", "新设"}},      {{"Retyped", "改设"}},   {{"Renamed", "更名"}},
      {{"Recoded", "换码"}},      {{"Moved", "改隶"}},    {{"Border", "界线变更"}}};
  quhua_unit unit;
  quhua_figures_unit(f, index, &unit);
  raw(p, "<table>\n<caption>");
  if (unit.id)
    quhua__say_name(p, &unit);
  else
    quhua__say(p, QUHUA__T("All", "全部"));
  raw(p, "</caption>\n<thead><tr>");
  for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) column(p, columns[i]);
  raw(p, "</tr></thead>\n<tbody>\n");
  for (int level = QUHUA_LEVEL_PROVINCE; level <= QUHUA_LEVEL_MAX; level++)
    write_level(p, f, index, (quhua_level)level);
  write_level(p, f, index, QUHUA_LEVEL_ANY);
  raw(p, "</tbody>\n</table>\n");
}

/* --- crosswalk ------------------------------------------------------------------------------------------------------- */

static void write_row(quhua__prose *p, const quhua_crosswalk_row *row) {
  char share[QUHUA_SHARE_TEXT_MAX], day[QUHUA_DATE_TEXT_MAX];
  raw(p, "<tr>");
  cell(p, quhua_str_from(quhua_relation_word(row->relation, p->lang)));
  cell(p, quhua_str_from(row->before.code.text));
  cell(p, row->before.name);
  cell(p, quhua_str_from(row->after.code.text));
  cell(p, row->after.name);
  cell(p, (quhua_str){share, row->before.id ? quhua_share_format(row->share, share) : 0});
  cell(p, (quhua_str){day, quhua_date_format(row->effective, day)});
  raw(p, "</tr>\n");
}

static void write_crosswalk(quhua__prose *p, const quhua_figures *f) {
  static const quhua__text2 columns[] = {{{"Change", "变更类型"}},   {{"Old code", "原代码"}},
                                         {{"Old name", "原名称"}},   {{"New code", "现代码"}},
                                         {{"New name", "现名称"}},   {{"Share", "比例"}},
                                         {{"Effective", "生效日期"}}};
  size_t count = quhua_crosswalk_count(f->crosswalk);
  quhua__extent extent = {.most = ROWS_MAX};
  raw(p, "<table>\n<thead><tr>");
  for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) column(p, columns[i]);
  raw(p, "</tr></thead>\n<tbody>\n");
  for (size_t i = 0; i < count; i++)
    if (quhua__extent_next(&extent)) write_row(p, quhua_crosswalk_at(f->crosswalk, i));
  raw(p, "</tbody>\n</table>\n");
  say_rest(p, &extent, QUHUA__T("crosswalk.csv", "crosswalk.csv"));
}

/* --- the page -------------------------------------------------------------------------------------------------------- */

static void write_head(quhua__prose *p, const quhua_figures *f, const quhua_report_options *options) {
  const char *lang = p->lang == QUHUA_LANG_ZH ? "zh-CN" : "en";
  quhua__xml_markup(&p->xml,
                    "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"%s\" "
                    "xml:lang=\"%s\">\n<head>\n<meta charset=\"utf-8\"/>\n"
                    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<title>",
                    lang, lang);
  quhua__say_title(p, f, options);
  raw(p, "</title>\n<style>\n");
  raw(p, style);
  raw(p, "</style>\n</head>\n<body>\n<header>\n<h1>");
  quhua__say_title(p, f, options);
  raw(p, "</h1>\n<p class=\"by\">");
  quhua__say_period(p, f, options);
  raw(p, "</p>\n</header>\n<main>\n");
}

static void write_foot(quhua__prose *p, const quhua_report_options *options) {
  raw(p, "</main>\n");
  if (options->export_id.len) {
    raw(p, "<footer>\n<p class=\"by\">");
    quhua__say_export(p, options);
    raw(p, "</p>\n</footer>\n");
  }
  raw(p, "</body>\n</html>\n");
}

static quhua_status write_summary(quhua__prose *p, const quhua_figures *f,
                                  const quhua_report_options *options, quhua_error *err) {
  quhua__extent extent = {.most = UNITS_MAX};
  heading(p, "summary", QUHUA__T("Summary", "一、调整情况"));
  quhua_status status = quhua__write_summary(p, f, options, &extent, err);
  say_rest(p, &extent, QUHUA__T("report.txt", "report.txt"));
  return status;
}

static void write_statistics(quhua__prose *p, const quhua_figures *f) {
  quhua__extent extent = {.most = UNITS_MAX};
  heading(p, "statistics", QUHUA__T("Statistics", "二、统计表"));
  for (size_t i = 0; i < f->count; i++)
    if ((i == 0 || quhua_figures_changed(f, i)) && quhua__extent_next(&extent)) write_table(p, f, i);
  say_rest(p, &extent, QUHUA__T("statistics.csv", "statistics.csv"));
}

static quhua_status write_former(quhua__prose *p, const quhua_figures *f, const quhua_report_options *options,
                                 quhua_error *err) {
  quhua__extent extent = {.most = PARTS_MAX};
  heading(p, "former", QUHUA__T("Former villages", "四、原村今属"));
  raw(p, "<ul>\n");
  quhua_status status = quhua__write_former(p, f, options, &extent, err);
  raw(p, "</ul>\n");
  say_rest(p, &extent,
           QUHUA__T("report.txt, and with their codes in crosswalk.csv", "report.txt，代码见 crosswalk.csv"));
  return status;
}

static quhua_status write_announcement(quhua__prose *p, const quhua_figures *f, quhua_error *err) {
  quhua__extent extent = {.most = PARTS_MAX};
  heading(p, "announcement", QUHUA__T("Announcement", "五、公告"));
  quhua_status status = quhua__write_announcement(p, f, &extent, err);
  say_rest(p, &extent, QUHUA__T("announcement.txt", "announcement.txt"));
  return status;
}

static quhua_status write_page(quhua__prose *p, const quhua_figures *f, const quhua_report_options *options,
                               quhua_error *err) {
  write_head(p, f, options);
  quhua_status status = write_summary(p, f, options, err);
  if (status) return status;
  write_statistics(p, f);
  heading(p, "lineage", QUHUA__T("Lineage", "三、沿革图"));
  status = quhua__write_pictures(p, f, err);
  if (!status) status = write_former(p, f, options, err);
  if (!status) status = write_announcement(p, f, err);
  if (status) return status;
  heading(p, "crosswalk", QUHUA__T("Crosswalk", "六、变动及代码变更对照表"));
  write_crosswalk(p, f);
  write_foot(p, options);
  return QUHUA_OK;
}

quhua_status quhua_report_html(const quhua_figures *figures, const quhua_report_options *options,
                               const quhua_writer *writer, quhua_error *err) {
  quhua__prose prose;
  quhua_report_options own = quhua__report_options(options);
  quhua__prose_init(&prose, figures->snapshot, own.lang, true, writer);
  quhua_status status = write_page(&prose, figures, &own, err);
  return status ? status : quhua__prose_finish(&prose, err);
}
