/* SPDX-License-Identifier: Apache-2.0 */
#include "help.h"

#define OPTIONS_PLAN_EN                                                                                      \
  "  --rules PACK[=off|report|block],…  rule packs cn-law, cn-size, shunxiang for this run; PACK alone "   \
  "blocks\n"                                                                                                 \
  "  --size FILE        thresholds of cn-size for this run\n"                                                \
  "  --neighbours FILE  pairs of adjacent units for shunxiang, for this run\n"                               \
  "  --issue HOW        new codes: append, above the highest ever used (default); fill, the lowest never\n"  \
  "                     used; explicit, none\n"                                                              \
  "  --set KEY=VALUE    any setting for this run; may be given several times. quhua set REG lists them\n"
#define OPTIONS_PLAN_ZH                                                                                                                    \
  "  --rules PACK[=off|report|block],…  本次使用的规则包：cn-law、cn-size、shunxiang；只写名称即为 block\n"            \
  "  --size FILE        本次使用的规模标准表\n"                                                                                  \
  "  --neighbours FILE  本次使用的相邻单位表\n"                                                                                  \
  "  --issue HOW        新代码：append 取历史最大号之后（默认）；fill 取从未用过的最小号；explicit 不编制\n" \
  "  --set KEY=VALUE    本次使用的任一设置，可多次给出；quhua set REG 列出全部设置\n"

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
    "REG ACTS [--out DIR] [--rules PACKS] [--set KEY=VALUE]...",
    {"show what acts would do, and change nothing", "推演变更方案，不作任何更改"},
    {"Plans the flow table ACTS and shows the number of units before and after, the findings and the code\n"
     "crosswalk. Exit status 1 when findings block. In csv the crosswalk goes to standard output and\n"
     "the rest to standard error.\n\n"
     "  --out DIR          also write crosswalk.csv, statistics.csv, lineage.svg and "
     "findings.csv\n" OPTIONS_PLAN_EN,
     "推演变动对照表 ACTS，列出调整前后单位数、核查意见和代码变更对照表。有阻断意见时退出状态为 1。\n"
     "csv 格式下对照表写到标准输出，其余写到标准错误。\n\n"
     "  --out DIR          另写出 "
     "crosswalk.csv、statistics.csv、lineage.svg、findings.csv\n" OPTIONS_PLAN_ZH}};

const verb_help help_apply = {
    "REG ACTS [--actor NAME] [--waive RULE[@CODE]=REASON]... [--rules PACKS] [--set KEY=VALUE]...",
    {"carry acts out", "执行变更"},
    {"Plans the flow table ACTS and stores it, whole or not at all. Prints the new journal sequence and\n"
     "the head digest.\n\n"
     "  --actor NAME       who does it; kept in the journal\n"
     "  --waive RULE[@CODE]=REASON  go on in spite of the findings of a rule, or of the one about a code; "
     "the\n"
     "                     reason is kept in the journal. May be given several times\n" OPTIONS_PLAN_EN,
     "推演并执行变动对照表 ACTS，要么全部生效，要么毫无更改。输出新的日志号和链首摘要。\n\n"
     "  --actor NAME       经办人，记入日志\n"
     "  --waive RULE[@CODE]=REASON  "
     "虽有该规则（或其中关于某代码）的阻断意见仍予执行，理由记入日志；可多次给出\n" OPTIONS_PLAN_ZH}};

const verb_help help_milestone = {
    "REG DOCUMENT NAME=DAY... [--actor NAME]",
    {"record what a document has reached", "登记文件的办理节点"},
    {"Records milestones of a document, the value NAME=DAY or \"NAME=DAY TEXT\", where the text says who or\n"
     "with what result. A later one takes the place of an earlier one. A document may have milestones\n"
     "before its act is applied. Prints the new journal sequence and the head digest. Names:\n\n"
     "  proposed           提出: by the township government\n"
     "  consulted          村民会议: day and result of the villagers' meeting\n"
     "  agreed-out         划出方同意: the side that gives territory signed\n"
     "  agreed-in          划入方同意: the side that takes it signed\n"
     "  approved           批准: the text is the authority\n"
     "  announced          公告\n"
     "  code-issued        赋码: the codes were fixed and published\n"
     "  in-force           实施: carried out on the ground\n"
     "  sealed             挂牌授印: new name board and seal\n"
     "  completed          完成: everything done and reported\n\n"
     "  --actor NAME       who does it; kept in the journal\n",
     "登记一个文件的办理节点，写作“名称=日期”或“名称=日期 "
     "说明”，说明为何人、何种结果。后登记的取代先登记的。\n"
     "变更执行之前即可登记。输出新的日志号和链首摘要。名称（中英文均可）：\n\n"
     "  提出 proposed      村民会议 consulted    划出方同意 agreed-out   划入方同意 agreed-in\n"
     "  批准 approved      公告 announced        赋码 code-issued        实施 in-force\n"
     "  挂牌授印 sealed    完成 completed\n\n"
     "  --actor NAME       经办人，记入日志\n"}};

const verb_help help_acts = {
    "REG [--at D | --due D]",
    {"acts with their milestones, or missed deadlines", "查看变更的办理进度，或逾期事项"},
    {"Lists every act with the days of its milestones, its state and its next deadline. States: planned,\n"
     "pending (a transfer between counties that one side has not agreed to), in-force, completed,\n"
     "withdrawn, annulled, postponed. As text, milestones that nobody has reached are left out.\n\n"
     "  --at D             the day that is meant, YYYY-MM-DD (default: today)\n"
     "  --due D            instead: deadlines that are missed on day D, of acts and of provisional organs\n",
     "列出各项变更的办理节点、状态和下一期限。状态：待实施、待定（跨县划转有一方未同意）、已生效、已完成、\n"
     "已撤回、自始无效、已延期。文本格式不列无人到达的节点。\n\n"
     "  --at D             所问日期，YYYY-MM-DD（默认今天）\n"
     "  --due D            改为列出 D 日已逾期的事项，含临时组织的任期\n"}};

const verb_help help_show = {
    "REG CODE-OR-NAME [--at D]",
    {"show one unit", "查看一个单位"},
    {"Shows a unit: path, kind, dates, attributes, statistics, children, where it came from and where it\n"
     "went. A code may be LEVEL:CODE; 原 before a name asks for the former unit; external:KEY:VALUE and\n"
     "code:SCHEME:CODE ask for an identifier of another office.\n\n" OPTIONS_AT_EN,
     "查看一个单位的全称、类型、起止日期、属性、统计数、下辖单位、来源与去向。\n"
     "代码可写作“级别:代码”；名称前加“原”指已撤销的单位；external:键:值、code:体系:代码 "
     "按外部编码查找。\n\n" OPTIONS_AT_ZH}};

const verb_help help_find = {
    "REG TEXT [--at D]",
    {"search current and former names", "按现名、曾用名查找"},
    {"Searches names, 原 names and fragments of paths. now_code and now_name say what became of each hit\n"
     "by the day. TEXT may be external:KEY:VALUE or code:SCHEME:CODE, an identifier of another office.\n"
     "Exit status 1 when there is nothing.\n\n" OPTIONS_AT_EN,
     "查找名称、“原”名称和路径片段。now_code、now_name 为该单位在所问日期的去向。\n"
     "TEXT 可写作 external:键:值 或 code:体系:代码，按外部编码查找。无结果时退出状态为 "
     "1。\n\n" OPTIONS_AT_ZH}};

const verb_help help_history = {
    "REG CODE",
    {"everything that happened to the holders of a code", "查看代码的沿革"},
    {"Lists all versions and flows of every unit that ever held the code, in the order of time, with the\n"
     "waivers of their acts, the confidence of inferred flows and, where the day is uncertain, the earliest\n"
     "day that it can have been.\n",
     "按时间顺序列出曾使用该代码的各单位的全部版本与沿革，附各变更的豁免、推断的可信度；生效日不确定的，附最"
     "早可能之日。\n"}};

const verb_help help_snapshot = {
    "REG --at D [--known SEQ-OR-TIME]",
    {"the register table of a day", "导出某日区划表"},
    {"Writes the register table as of day D.\n\n"
     "  --at D             the day\n"
     "  --known K          as it was known at a journal sequence or moment (default: now)\n",
     "写出 D 日的区划表。\n\n"
     "  --at D             日期\n"
     "  --known K          以某日志号或某时刻所知为准（默认：最新）\n"}};

const verb_help help_tags = {
    "REG [TAG] [--at D] [--under CODE-OR-NAME] [--organs]",
    {"units by tag, and provisional organs", "按标签列出单位，或列出临时组织"},
    {"Lists the tags with the number of units that carry each; with TAG, the units that carry it.\n\n"
     "  --organs           the provisional organs with their terms instead; TAG is the name of one sort\n"
     "  --under U          only units at and below this one\n" OPTIONS_AT_EN,
     "列出各标签及其单位数；给出 TAG 时列出有该标签的单位。\n\n"
     "  --organs           改为列出临时组织及任期，TAG 为组织名称\n"
     "  --under U          只列该单位及其下辖单位\n" OPTIONS_AT_ZH}};

const verb_help help_room = {
    "REG CODE-OR-NAME [--at D]",
    {"room that is left for codes below a unit", "查看一个单位下的号段余量"},
    {"Shows for each kind that is issued below the unit how many numbers its range has, were ever used, are\n"
     "in use on the day, are reserved, and are left: above, past the highest ever used; gaps, below it, "
     "which\n"
     "only codes.issue=fill issues. next is issued next. Warns when less than a tenth is "
     "left.\n\n" OPTIONS_AT_EN,
     "列出该单位下各类型号段的容量（size）、曾用（used）、现用（alive）、预留（reserved）、最大号之后的余量（"
     "above）、\n"
     "空号（gaps，只有补空才编制）和下一号（next）。余量不足十分之一时提示。\n\n" OPTIONS_AT_ZH}};

const verb_help help_reserve = {
    "REG [ACTS | --release DOCUMENT]",
    {"reserve codes for acts that are not in force yet", "为待批文件预留代码"},
    {"Plans the flow table ACTS and reserves every code that its documents would use for the first time. No\n"
     "other document is issued a reserved code; its own document gets it by the name of the unit. Without "
     "ACTS\n"
     "lists what is reserved.\n\n"
     "  --release DOCUMENT  end the reservations of a document\n"
     "  --actor NAME       who does it; kept in the journal\n" OPTIONS_PLAN_EN,
     "推演变动对照表 "
     "ACTS，并为其中各文件预留将首次使用的代码。预留代码不编给其他文件；本文件按单位名称取用。\n"
     "不给 ACTS 时列出现有预留。\n\n"
     "  --release DOCUMENT  解除某文件的预留\n"
     "  --actor NAME       经办人，记入日志\n" OPTIONS_PLAN_ZH}};

const verb_help help_set = {
    "REG [KEY=VALUE]... [--actor NAME]",
    {"settings of the register", "查看或更改登记册的设置"},
    {"Lists the settings, or records new values, all together in one journal entry. An empty value goes back "
     "to\n"
     "the initial one; @FILE takes the text of a file.\n\n"
     "  --actor NAME       who does it; kept in the journal\n",
     "列出全部设置，或登记新值（同记一条日志）。空值恢复初始值；@FILE 取文件内容。\n\n"
     "  --actor NAME       经办人，记入日志\n"}};

const verb_help help_rules = {
    "[REG]",
    {"the rules, and how their packs are set", "列出全部规则"},
    {"Lists every rule with its pack, severity, whether it can be waived, its source, what it demands and "
     "the\n"
     "settings that it reads; with REG also how its pack is set there.\n",
     "列出每条规则的规则包、程度、可否豁免、依据、内容和所用设置；给出 REG 时另列其规则包的设置。\n"}};

const verb_help help_project = {
    "REG CODE... --from D --to D [--known SEQ-OR-TIME]",
    {"what codes of one day mean on another", "把某日的代码换算到另一日"},
    {"Says what became of the unit that held each CODE on one day, in either direction and over any number "
     "of\n"
     "changes: code,from,to,new_code,new_name,share,status. Forward, a share is the part of the old unit; "
     "the\n"
     "shares of a code sum to 1. Backward, the units of the earlier day are those it was made of. A share\n"
     "that is not known is ? or an interval a..b; text and json name the one fact that would narrow the "
     "answer\n"
     "most. CODE is a code, LEVEL:CODE, or - for codes on standard input: one a line, the first cell of a "
     "CSV\n"
     "line. Exit status 1 when no code was known.\n\n"
     "  --from D           the day on which the codes are valid\n"
     "  --to D             the day that is asked about, earlier or later\n"
     "  --known S          as known at a journal sequence or a moment (default: now)\n\n"
     "  same, renamed, recoded   the unit as a whole\n"
     "  merged             all of it lies in a unit that others went into, too\n"
     "  part               a part of a unit that goes on (backward: only a part of that unit came)\n"
     "  split              a part of a unit that ended\n"
     "  ended              without successor (backward: without predecessor)\n"
     "  unknown, ambiguous no unit held the code that day, or units on several levels\n",
     "说明某日持有各代码的单位在另一日是什么，顺推、回溯均可，跨越任意多次变更：\n"
     "code,from,to,new_code,new_name,share,status。顺推时 share 为占原单位的份额，同一代码各份之和为 1；\n"
     "回溯时列出该单位由前一日的哪些单位组成。未知份额写作 ? 或区间 a..b；text 与 json\n"
     "格式另指出最能收窄结果的一项事实。CODE 为代码、“级别:代码”，或 - 表示从标准输入读取：每行一个，\n"
     "CSV 行取首格。全部代码均不存在时退出状态为 1。\n\n"
     "  --from D           代码所属日期\n"
     "  --to D             所问日期，可早可晚\n"
     "  --known S          按某日志号或某时刻所知回答（默认现在）\n\n"
     "  same、renamed、recoded   未变、更名、换码\n"
     "  merged             合并：整体并入还有他方加入的单位\n"
     "  part               部分：原单位存续，此为其一部分（回溯：只有该单位的一部分划来）\n"
     "  split              分设：原单位终止，此为其中一份\n"
     "  ended              撤销而无后继（回溯：设立而无前身）\n"
     "  unknown、ambiguous 当日无此代码，或在多个级别使用\n"}};

const verb_help help_crosswalk = {
    "REG --from D --to D [--as SHAPE]",
    {"what differs between two days", "导出两日之间的代码变更对照表"},
    {"Writes the flow table of everything that differs between two days, composed over all changes.\n\n"
     "  --from D           the earlier day\n"
     "  --to D             the later day\n"
     "  --as SHAPE         flow (default); official, with the columns of 变动及代码变更对照表; sql or\n"
     "                     sql:TABLE, a script that makes and fills a table\n",
     "写出两日之间全部变动的对照表，历次变更已合成。\n\n"
     "  --from D           前一日期\n"
     "  --to D             后一日期\n"
     "  --as 形式          flow 流向表（默认）；official 变动及代码变更对照表；sql 或 sql:表名 建表脚本\n"}};

const verb_help help_observe = {
    "REG FILE.csv --date D [--series SERIES.csv] [--actor NAME]",
    {"take observed values of a day", "登记某日的统计数据"},
    {"Takes the values in the columns stat:<series> of FILE.csv for the units that hold the codes in the\n"
     "column code on the day D. All of them or none. Later values take the place of earlier ones. Prints\n"
     "the new journal sequence and the head digest.\n\n"
     "  --date D           the day of which the values are true\n"
     "  --series FILE      declares series: columns series, kind (count, decimal, intensive, ledger), unit,\n"
     "                     weight. An undeclared column of integers is a count, else a decimal\n"
     "  --actor NAME       who does it; kept in the journal\n",
     "登记 FILE.csv 中 stat:<指标> 各列的数值，属于 D 日使用 code "
     "列代码的单位；要么全部登记，要么毫无更改。\n"
     "后登记的取代先登记的。输出新的日志号和链首摘要。\n\n"
     "  --date D           数值所属日期\n"
     "  --series FILE      定义指标：series 名称、kind 类别（计数、小数、平均、账目）、unit 单位、weight "
     "权重；\n"
     "                     未定义的整数列为计数，否则为小数\n"
     "  --actor NAME       经办人，记入日志\n"}};

const verb_help help_stats = {
    "REG [--at D] [--series S] [--level L]",
    {"statistics carried to the units of a day", "把统计数据归并到某日的单位"},
    {"Carries observed values to the units of the day D over all mergers and divisions in between. Where\n"
     "nobody knows how a unit was divided, the value is empty and lies between lo and hi. The residue is in\n"
     "the unit and certainly in no unit below it. The last row of each series is the whole register.\n\n"
     "  --at D             the day that is meant, YYYY-MM-DD (default: today)\n"
     "  --series S         this series only\n"
     "  --level L          units of this level only, 1 province to 6 group\n",
     "把登记的数值随历次合并、分设归并到 D 日的单位。分设比例不明时 value 为空，数值介于 lo 与 hi 之间；\n"
     "residue 为确属该单位、但不能确定属于其哪个下级的部分。各指标末行为全册合计。\n\n"
     "  --at D             所问日期，YYYY-MM-DD（默认今天）\n"
     "  --series S         只列该指标\n"
     "  --level L          只列该级单位，1 省级至 6 组级\n"}};

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
