/* SPDX-License-Identifier: Apache-2.0 */
#include "labels.h"

#include <stddef.h>

typedef struct label {
  const char *name;
  const char *text[QUHUA_LANG_COUNT];
  bool number;
} label;

static const label labels[] = {
    {"code", {"code", "代码"}, false},
    {"name", {"name", "名称"}, false},
    {"level", {"level", "级别"}, true},
    {"kind", {"kind", "类型"}, false},
    {"parent", {"parent", "上级"}, false},
    {"parent_code", {"parent code", "上级代码"}, false},
    {"parent_name", {"parent", "上级"}, false},
    {"status", {"status", "状态"}, false},
    {"since", {"since", "自"}, false},
    {"path", {"path", "全称"}, false},
    {"from", {"from", "起"}, false},
    {"to", {"to (excl.)", "止（不含）"}, false},
    {"now_code", {"now code", "现代码"}, false},
    {"now_name", {"now", "现名称"}, false},
    {"record", {"record", "记录"}, false},
    {"unit", {"unit", "单位"}, true},
    {"sequence", {"sequence", "日志号"}, true},
    {"event", {"event", "事项"}, true},
    {"direction", {"direction", "方向"}, false},
    {"relation", {"relation", "关系"}, false},
    {"share", {"share", "比例"}, false},
    {"other_code", {"other code", "对方代码"}, false},
    {"other_name", {"other", "对方名称"}, false},
    {"date", {"date", "日期"}, false},
    {"document", {"document", "文号"}, false},
    {"recorded", {"recorded", "登记时间"}, false},
    {"actor", {"actor", "经办"}, false},
    {"effective", {"effective", "生效日期"}, false},
    {"decided", {"decided", "决定日期"}, false},
    {"versions", {"versions", "版本变动"}, true},
    {"flows", {"flows", "沿革条数"}, true},
    {"digest", {"digest", "摘要"}, false},
    {"link", {"link", "前摘要"}, false},
    {"head", {"head digest", "链首摘要"}, false},
    {"result", {"result", "结论"}, false},
    {"detail", {"detail", "说明"}, false},
    {"rule", {"rule", "规则"}, false},
    {"severity", {"severity", "程度"}, false},
    {"file", {"file", "文件"}, false},
    {"table", {"table", "表"}, false},
    {"column", {"column", "列"}, false},
    {"certain_hits", {"certain", "确定"}, true},
    {"derivable_hits", {"derivable", "可推定"}, true},
    {"person_hits", {"person", "人工"}, true},
    {"first_place", {"first place", "首处"}, true},
    {"line", {"line", "行"}, true},
    {"message", {"message", "内容"}, false},
    {"before", {"before", "调整前"}, true},
    {"after", {"after", "调整后"}, true},
    {"change", {"change", "增减"}, true},
    {"percent", {"percent", "增减%"}, true},
    {"old_code", {"old code", "原代码"}, false},
    {"old_name", {"old name", "原名称"}, false},
    {"old_level", {"old level", "原级别"}, true},
    {"new_code", {"new code", "现代码"}, false},
    {"new_name", {"new name", "现名称"}, false},
    {"new_level", {"new level", "现级别"}, true},
    {"new_kind", {"new kind", "现类型"}, false},
    {"new_parent", {"new parent", "现上级"}, false},
    {"verdict", {"verdict", "判断"}, false},
    {"suggested_code", {"suggested code", "建议代码"}, false},
    {"suggested_name", {"suggested name", "建议名称"}, false},
    {"reason", {"reason", "事由"}, false},
    {"note", {"note", "备注"}, false},
    {"identity", {"identity", "同一性"}, false},
    {"confidence", {"confidence", "可信度"}, false},
    {"version", {"stood as", "历任"}, false},
    {"predecessor", {"came from", "来自"}, false},
    {"successor", {"went to", "去向"}, false},
    {"children", {"has", "下辖"}, false},
    {"key", {"key", "键"}, false},
    {"value", {"value", "值"}, false},
    {"series", {"series", "指标"}, false},
    {"lo", {"at least", "至少"}, false},
    {"hi", {"at most", "至多"}, false},
    {"residue", {"residue", "未归属"}, false},
    {"complete", {"complete", "齐全"}, false},
    {"ledger", {"books", "账目"}, false},
    {"observed", {"observed", "数值日期"}, false},
    {"keeper", {"keeper", "保管单位"}, false},
    {"holder_code", {"counts with", "计入代码"}, false},
    {"holder", {"name", "计入单位"}, false},
    {"divided", {"divided", "已分设"}, false},
    {"closed", {"closed", "并入日期"}, false},
    {"lines", {"lines", "笔数"}, true},
    {"initial", {"initially", "初始值"}, false},
    {"title", {"title", "说明"}, false},
    {"id", {"id", "编号"}, false},
    {"still_true", {"still true", "仍有效"}, false},
    {"exported", {"exported", "导出日期"}, false},
    {"known", {"known", "所据日志号"}, true},
    {"for", {"for", "接收方"}, false},
    {"question", {"question", "问题"}, false},
    {"id", {"rule", "规则"}, false},
    {"pack", {"pack", "规则包"}, false},
    {"waivable", {"waivable", "可豁免"}, false},
    {"source", {"source", "依据"}, false},
    {"parameters", {"settings", "所用设置"}, false},
    {"mode", {"set to", "设为"}, false},
    {"first", {"first", "首号"}, true},
    {"last", {"last", "末号"}, true},
    {"size", {"size", "容量"}, true},
    {"used", {"used", "曾用"}, true},
    {"alive", {"alive", "现用"}, true},
    {"reserved", {"reserved", "预留"}, true},
    {"above", {"above", "余量"}, true},
    {"gaps", {"gaps", "空号"}, true},
    {"next", {"next", "下一号"}, true},
    {"tag", {"tag", "标签"}, false},
    {"units", {"units", "单位数"}, true},
    {"values", {"may be", "可取"}, false},
    {"certain", {"certain", "是否确定"}, false},
    {"organ", {"organ", "临时组织"}, false},
    {"start", {"from", "起"}, false},
    {"planned_end", {"planned end", "应止"}, false},
    {"end", {"ended", "终止"}, false},
    {"province", {"provinces", "省级"}, true},
    {"prefecture", {"prefectures", "地级"}, true},
    {"county", {"counties", "县级"}, true},
    {"township", {"townships", "乡级"}, true},
    {"village", {"villages", "村级"}, true},
    {"group", {"groups", "组级"}, true},
    {"due", {"due", "期限"}, false},
    {"subject", {"subject", "事项"}, false},
    {"done", {"done", "完成日期"}, false},
    {"state", {"state", "状态"}, false},
    {"next_due", {"next due", "下一期限"}, false},
    {"next_rule", {"next rule", "下一期限规则"}, false},
    {"facts", {"facts", "登记事项"}, false},
    {"waivers", {"waivers", "豁免"}, false},
    {"earliest", {"earliest", "最早"}, false},
    {"proposed", {"proposed", "提出"}, false},
    {"consulted", {"consulted", "村民会议"}, false},
    {"agreed-out", {"agreed out", "划出方同意"}, false},
    {"agreed-in", {"agreed in", "划入方同意"}, false},
    {"approved", {"approved", "批准"}, false},
    {"announced", {"announced", "公告"}, false},
    {"code-issued", {"code issued", "赋码"}, false},
    {"in-force", {"in force", "实施"}, false},
    {"sealed", {"sealed", "挂牌授印"}, false},
    {"completed", {"completed", "完成"}, false},
    {"rank", {"rank", "名次"}, true},
    {"match", {"matches by", "匹配"}, false},
    {"same_territory", {"same territory", "同一地域"}, false},
    {"common_predecessor", {"both from", "共同前身"}, false},
    {"common_successor", {"both into", "共同后继"}, false},
    {"former_name", {"formerly", "曾用名"}, false},
    {"alias", {"also", "别名"}, false},
    {"uncertain", {"uncertain", "不确定"}, false},
    {"fate", {"became", "去向"}, false},
    {"other", {"other units", "其他"}, true},
};

static const label *find_label(quhua_str name) {
  for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
    if (quhua_str_equal(quhua_str_from(labels[i].name), name)) return &labels[i];
  return NULL;
}

quhua_str column_label(quhua_str name, quhua_lang lang) {
  const label *found = find_label(name);
  return found ? quhua_str_from(found->text[lang]) : name;
}

bool column_is_number(quhua_str name) {
  const label *found = find_label(name);
  return found && found->number;
}

const char *level_word(quhua_level level, quhua_lang lang) {
  static const char *const words[][QUHUA_LANG_COUNT] = {
      {"other", "其他"},    {"province", "省级"}, {"prefecture", "地级"}, {"county", "县级"},
      {"township", "乡级"}, {"village", "村级"},  {"group", "组级"},
  };
  return level >= 0 && level <= QUHUA_LEVEL_MAX ? words[level][lang] : words[0][lang];
}

const char *severity_word(quhua_severity severity, quhua_lang lang) {
  static const char *const words[][QUHUA_LANG_COUNT] = {
      {"note", "提示"}, {"warning", "警告"}, {"blocking", "阻断"}};
  return words[severity <= QUHUA_SEVERITY_BLOCKING ? severity : QUHUA_SEVERITY_BLOCKING][lang];
}
