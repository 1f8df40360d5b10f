/* SPDX-License-Identifier: Apache-2.0 */
#include "help.h"

#define OPTIONS_AT_EN "  --at D             the day that is meant, YYYY-MM-DD (default: today)\n"
#define OPTIONS_AT_ZH "  --at D             所问日期，YYYY-MM-DD（默认今天）\n"

const char *const help_common[QUHUA_LANG_COUNT] = {
    "\n"
    "  --format F         text, csv or json (default: text on a terminal, else csv)\n"
    "  --lang L           zh or en (default: from LC_ALL, LC_MESSAGES, LANG)\n"
    "  --                 what follows is no option\n"
    "\n"
    "REG is the file of a register; FILE and ACTS may be - for standard input. Dates are YYYY-MM-DD.\n"
    "Exit status: 0 done; 1 the answer is no; 2 bad usage or input; 3 busy or changed meanwhile;\n"
    "4 out of memory or I/O failure.\n",
    "\n"
    "  --format F         text、csv 或 json（默认：终端上为 text，否则为 csv）\n"
    "  --lang L           zh 或 en（默认取自 LC_ALL、LC_MESSAGES、LANG）\n"
    "  --                 其后不再是选项\n"
    "\n"
    "REG 为登记册文件；FILE 与 ACTS 可写 - 表示标准输入。日期写作 YYYY-MM-DD。\n"
    "退出状态：0 完成；1 答案为否；2 用法或输入有误；3 登记册忙或已被他人更改；4 内存不足或读写失败。\n",
};

const verb_help help_init = {
    "REG --date D [--scheme cn-stat|opaque] [FILE.csv]",
    {"make a register", "新建登记册"},
    {"Makes the register REG whose first day is D and takes the register table FILE.csv as its opening\n"
     "state; without a file it is empty. Never overwrites. Prints the number of units and the head "
     "digest.\n\n"
     "  --date D           first day of the register\n"
     "  --scheme S         cn-stat: national statistical codes (default); opaque: codes without structure\n"
     "  --actor NAME       who does it; kept in the journal\n",
     "新建登记册 REG，首日为 D，以区划表 FILE.csv 为初始状态；不给文件则为空册。绝不覆盖已有文件。\n"
     "输出各级单位数和链首摘要。\n\n"
     "  --date D           登记册首日\n"
     "  --scheme S         cn-stat：统计用区划代码（默认）；opaque：无结构的代码\n"
     "  --actor NAME       经办人，记入日志\n"}};

const verb_help help_simulate = {
    "REG ACTS [--out DIR] [--issue HOW]",
    {"show what acts would do, and change nothing", "推演变更方案，不作任何更改"},
    {"Plans the flow table ACTS and shows the number of units before and after, the findings and the code\n"
     "crosswalk. Exit status 1 when findings block. In csv the crosswalk goes to standard output and\n"
     "the rest to standard error.\n\n"
     "  --out DIR          also write crosswalk.csv, statistics.csv, lineage.svg and findings.csv\n"
     "  --issue HOW        new codes: append, above the highest ever used (default), or fill, the lowest "
     "never used\n",
     "推演变动对照表 ACTS，列出调整前后单位数、核查意见和代码变更对照表。有阻断意见时退出状态为 1。\n"
     "csv 格式下对照表写到标准输出，其余写到标准错误。\n\n"
     "  --out DIR          另写出 crosswalk.csv、statistics.csv、lineage.svg、findings.csv\n"
     "  --issue HOW        新代码：append 取历史最大号之后（默认）；fill 取从未用过的最小号\n"}};

const verb_help help_apply = {
    "REG ACTS [--actor NAME] [--waive RULE=REASON]... [--issue HOW]",
    {"carry acts out", "执行变更"},
    {"Plans the flow table ACTS and stores it, whole or not at all. Prints the new journal sequence and\n"
     "the head digest.\n\n"
     "  --actor NAME       who does it; kept in the journal\n"
     "  --waive RULE=REASON  go on in spite of the findings of a rule; the reason is kept in the journal.\n"
     "                     May be given several times\n"
     "  --issue HOW        new codes: append, above the highest ever used (default), or fill, the lowest "
     "never used\n",
     "推演并执行变动对照表 ACTS，要么全部生效，要么毫无更改。输出新的日志号和链首摘要。\n\n"
     "  --actor NAME       经办人，记入日志\n"
     "  --waive RULE=REASON  虽有该规则的阻断意见仍予执行，理由记入日志；可多次给出\n"
     "  --issue HOW        新代码：append 取历史最大号之后（默认）；fill 取从未用过的最小号\n"}};

const verb_help help_show = {
    "REG CODE-OR-NAME [--at D]",
    {"show one unit", "查看一个单位"},
    {"Shows a unit: path, kind, dates, attributes, statistics, children, where it came from and where it\n"
     "went. A code may be LEVEL:CODE; 原 before a name asks for the former unit.\n\n" OPTIONS_AT_EN,
     "查看一个单位的全称、类型、起止日期、属性、统计数、下辖单位、来源与去向。\n"
     "代码可写作“级别:代码”；名称前加“原”指已撤销的单位。\n\n" OPTIONS_AT_ZH}};

const verb_help help_find = {
    "REG TEXT [--at D]",
    {"search current and former names", "按现名、曾用名查找"},
    {"Searches names, 原 names and fragments of paths. now_code and now_name say what became of each hit\n"
     "by the day. Exit status 1 when there is nothing.\n\n" OPTIONS_AT_EN,
     "查找名称、“原”名称和路径片段。now_code、now_name 为该单位在所问日期的去向。无结果时退出状态为 "
     "1。\n\n" OPTIONS_AT_ZH}};

const verb_help help_history = {
    "REG CODE",
    {"everything that happened to the holders of a code", "查看代码的沿革"},
    {"Lists all versions and flows of every unit that ever held the code, in the order of time.\n",
     "按时间顺序列出曾使用该代码的各单位的全部版本与沿革。\n"}};

const verb_help help_snapshot = {
    "REG --at D [--known SEQ-OR-TIME]",
    {"the register table of a day", "导出某日区划表"},
    {"Writes the register table as of day D.\n\n"
     "  --at D             the day\n"
     "  --known K          as it was known at a journal sequence or moment (default: now)\n",
     "写出 D 日的区划表。\n\n"
     "  --at D             日期\n"
     "  --known K          以某日志号或某时刻所知为准（默认：最新）\n"}};

const verb_help help_crosswalk = {
    "REG --from D --to D",
    {"what differs between two days", "导出两日之间的代码变更对照表"},
    {"Writes the flow table of everything that differs between two days, composed over all changes.\n\n"
     "  --from D           the earlier day\n"
     "  --to D             the later day\n",
     "写出两日之间全部变动的对照表，历次变更已合成。\n\n"
     "  --from D           前一日期\n"
     "  --to D             后一日期\n"}};

const verb_help help_log = {"REG [--since SEQ]",
                            {"the journal, one JSON object a line", "导出日志，每行一个 JSON 对象"},
                            {"Writes the journal entries as JSON, one object on each line, or as a table "
                             "with --format csv or text.\n\n"
                             "  --since SEQ        first entry to write (default: 1)\n",
                             "写出日志，每行一个 JSON 对象；用 --format csv 或 text 则为表格。\n\n"
                             "  --since SEQ        从该日志号写起（默认 1）\n"}};

const verb_help help_verify = {
    "REG [--head DIGEST]",
    {"derive everything again from the journal and compare", "由日志重新推导并核对"},
    {"Checks every digest and link of the journal, derives the register again and compares it with the\n"
     "tables. Exit status 1 when anything differs.\n\n"
     "  --head DIGEST      the digest that the newest entry must have\n",
     "核对日志的摘要与链接，重新推导登记册并与各表比较。不一致时退出状态为 1。\n\n"
     "  --head DIGEST      最新一条日志应有的摘要\n"}};
