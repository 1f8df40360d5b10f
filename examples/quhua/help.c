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

#define OPTIONS_EXPORT_EN                                                                                    \
  "  --export[=WHOM]    record that this answer is handed to somebody; its id goes to standard error.\n"     \
  "                     quhua exports tells later whether it is still true\n"                                \
  "  --actor NAME       with --export: who does it; kept in the journal\n"
#define OPTIONS_EXPORT_ZH                                                                                                                  \
  "  --export[=WHOM]    登记该答复已提供给某方，编号写到标准错误；以后用 quhua exports 核对是否仍然有效\n" \
  "  --actor NAME       与 --export 同用：经办人，记入日志\n"

#define OPTIONS_AT_EN "  --at D             the day that is meant, YYYY-MM-DD (default: today)\n"
#define OPTIONS_AT_ZH "  --at D             所问日期，YYYY-MM-DD（默认今天）\n"
#define OPTIONS_KNOWN_EN                                                                                     \
  "  --known K          as it was known at a journal sequence or moment (default: now)\n"
#define OPTIONS_KNOWN_ZH "  --known K          以某日志号或某时刻所知为准（默认：最新）\n"

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
    "REG CODE-OR-NAME [--at D] [--known SEQ-OR-TIME]",
    {"show one unit", "查看一个单位"},
    {"Shows a unit: path, kind, dates, former names, attributes, statistics carried to the day, children,\n"
     "where it came from and where it went with shares and documents, and what of it is uncertain. A code "
     "may\n"
     "be LEVEL:CODE; 原 before a name asks for the former unit; external:KEY:VALUE and code:SCHEME:CODE ask "
     "for\n"
     "an identifier of another office. A name that may mean several units is refused with a list of "
     "them.\n\n" OPTIONS_AT_EN OPTIONS_KNOWN_EN,
     "查看一个单位的全称、类型、起止日期、曾用名、属性、归并到当日的统计数、下辖单位、来源与去向（附比例、文"
     "号）\n"
     "及不确定之处。代码可写作“级别:代码”；名称前加“原”指已撤销的单位；external:键:值、code:体系:代码\n"
     "按外部编码查找。名称可指多个单位时不作选择，列出全部。\n\n" OPTIONS_AT_ZH OPTIONS_KNOWN_ZH}};

const verb_help help_find = {
    "REG TEXT [--at D] [--limit N] [--known SEQ-OR-TIME]",
    {"search current and former names", "按现名、曾用名查找"},
    {"Lists every unit that TEXT may mean: a name in any spelling, an alias, a path in any grouping\n"
     "(盐亭县两河镇和平村, 盐亭/和平村), 原 and a former name, a part of a name, the Pinyin initials of a "
     "name (hpc),\n"
     "a code, external:KEY:VALUE or code:SCHEME:CODE. Hits that answer equally well have the same rank; "
     "match\n"
     "says how a hit answers: name, stem (another spelling), alias, proper (without its class word), part,\n"
     "pinyin, code, identifier; and path, former. now_code and now_name say what became of it by the day.\n"
     "Exit status 1 when there is nothing.\n\n"
     "  --limit N          no more than N hits\n" OPTIONS_AT_EN OPTIONS_KNOWN_EN,
     "列出 TEXT 可能所指的全部单位。TEXT 为任一写法的名称、别名、任意几级连写的全称（盐亭县两河镇和平村、\n"
     "盐亭/和平村）、“原”加曾用名、名称的一部分、名称的拼音首字母（hpc）、代码、external:键:值 或 "
     "code:体系:代码。\n"
     "同样符合者名次（rank）相同；match 说明如何符合：全名、同名异写、别名、专名、部分、拼音首字母、代码、\n"
     "外部编码，以及全称、曾用。now_code、now_name 为其在所问日期的去向。无结果时退出状态为 1。\n\n"
     "  --limit N          最多列出 N 个\n" OPTIONS_AT_ZH OPTIONS_KNOWN_ZH}};

const verb_help help_history = {
    "REG CODE-OR-NAME [--at D] [--known SEQ-OR-TIME]",
    {"everything that happened to the holders of a code", "查看代码的沿革"},
    {"Lists all versions and flows of every unit that ever held the code, or of the one unit that bears the\n"
     "name, in the order of time, with the waivers of their acts, the confidence of inferred flows and, "
     "where\n"
     "the day is uncertain, the earliest day that it can have been. The column unit tells the units "
     "apart.\n\n"
     "  --at D             the day on which the name is meant (default: today)\n" OPTIONS_KNOWN_EN,
     "按时间顺序列出曾使用该代码的各单位（或该名称所指单位）的全部版本与沿革，附各变更的豁免、推断的可信度；"
     "\n"
     "生效日不确定的，附最早可能之日。unit 列区分各单位。\n\n"
     "  --at D             名称所属日期（默认今天）\n" OPTIONS_KNOWN_ZH}};

const verb_help help_lineage = {
    "REG CODE-OR-NAME [OTHER] [--at D] [--at2 D2] [--as SHAPE] [--known SEQ-OR-TIME]",
    {"what a unit came from and became; what two have in common", "前身与后继；两单位是否同一地域"},
    {"Follows all changes from a unit in both directions. With OTHER: is the territory of the one on its "
     "day\n"
     "that of the other on its day (yes, no, or unknown where shares are not known), and which predecessors\n"
     "and successors have they in common? Exit status 1 unless the answer is yes.\n\n"
     "  --at D             the day of the unit, YYYY-MM-DD (default: today)\n"
     "  --at2 D2           the day of OTHER (default: D)\n"
     "  --as SHAPE         graph: all flows on the way (default); step: those of the unit itself;\n"
     "                     ends: the units where the way ends\n" OPTIONS_KNOWN_EN,
     "顺着全部变更，向前、向后追溯一个单位。给出 OTHER "
     "时：两者在各自日期是否同一地域（是、否；比例不明时为不能确定），\n"
     "有哪些共同前身、共同后继。答案不为“是”时退出状态为 1。\n\n"
     "  --at D             该单位的日期，YYYY-MM-DD（默认今天）\n"
     "  --at2 D2           OTHER 的日期（默认同 D）\n"
     "  --as 形式          graph 沿途全部流向（默认）；step 只含该单位自身的流向；ends "
     "终点单位\n" OPTIONS_KNOWN_ZH}};

const verb_help help_snapshot = {
    "REG --at D [--known SEQ-OR-TIME] [--export[=WHOM]]",
    {"the register table of a day", "导出某日区划表"},
    {"Writes the register table as of day D.\n\n"
     "  --at D             the day\n"
     "  --known K          as it was known at a journal sequence or moment (default: "
     "now)\n" OPTIONS_EXPORT_EN,
     "写出 D 日的区划表。\n\n"
     "  --at D             日期\n"
     "  --known K          以某日志号或某时刻所知为准（默认：最新）\n" OPTIONS_EXPORT_ZH}};

const verb_help help_tags = {
    "REG [TAG] [--at D] [--under CODE-OR-NAME] [--organs] [--known SEQ-OR-TIME]",
    {"units by tag, and provisional organs", "按标签列出单位，或列出临时组织"},
    {"Lists the tags with the number of units that carry each; with TAG, the units that carry it.\n\n"
     "  --organs           the provisional organs with their terms instead; TAG is the name of one sort\n"
     "  --under U          only units at and below this one\n" OPTIONS_AT_EN OPTIONS_KNOWN_EN,
     "列出各标签及其单位数；给出 TAG 时列出有该标签的单位。\n\n"
     "  --organs           改为列出临时组织及任期，TAG 为组织名称\n"
     "  --under U          只列该单位及其下辖单位\n" OPTIONS_AT_ZH OPTIONS_KNOWN_ZH}};

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
    "REG CODE-OR-NAME... --from D --to D [--known SEQ-OR-TIME] [--export[=WHOM]]",
    {"what codes of one day mean on another", "把某日的代码换算到另一日"},
    {"Says what became of the unit that held each CODE on one day, in either direction and over any number "
     "of\n"
     "changes: code,from,to,new_code,new_name,share,status. Forward, a share is the part of the old unit; "
     "the\n"
     "shares of a code sum to 1. Backward, the units of the earlier day are those it was made of. A share\n"
     "that is not known is ? or an interval a..b; text and json name the one fact that would narrow the "
     "answer\n"
     "most; with csv it is said on standard error. A unit is given as a code, LEVEL:CODE, a name of the "
     "first day,\n"
     "or - for lines on standard input, of which the first cell counts. What means no unit, or one of "
     "several,\n"
     "is listed as unknown or ambiguous and said with its line. Exit status 1 when nothing was known.\n\n"
     "  --from D           the day on which the codes are valid\n"
     "  --to D             the day that is asked about, earlier or later\n"
     "  --known S          as known at a journal sequence or a moment (default: now)\n\n"
     "  same, renamed, recoded   the unit as a whole\n"
     "  merged             all of it lies in a unit that others went into, too\n"
     "  part               a part of a unit that goes on (backward: only a part of that unit came)\n"
     "  split              a part of a unit that ended\n"
     "  ended              without successor (backward: without predecessor)\n"
     "  unknown, ambiguous no unit is meant on that day, or one of several\n" OPTIONS_EXPORT_EN,
     "说明某日持有各代码的单位在另一日是什么，顺推、回溯均可，跨越任意多次变更：\n"
     "code,from,to,new_code,new_name,share,status。顺推时 share 为占原单位的份额，同一代码各份之和为 1；\n"
     "回溯时列出该单位由前一日的哪些单位组成。未知份额写作 ? 或区间 a..b；text 与 json\n"
     "格式另指出最能收窄结果的一项事实，csv "
     "格式时在标准错误输出中指出。单位写作代码、“级别:代码”或前一日期的名称；\n"
     "- 表示从标准输入读取，每行取首格。不存在或可指多个单位的，列为 unknown、ambiguous 并指出行号。\n"
     "全部不存在时退出状态为 1。\n\n"
     "  --from D           代码所属日期\n"
     "  --to D             所问日期，可早可晚\n"
     "  --known S          按某日志号或某时刻所知回答（默认现在）\n\n"
     "  same、renamed、recoded   未变、更名、换码\n"
     "  merged             合并：整体并入还有他方加入的单位\n"
     "  part               部分：原单位存续，此为其一部分（回溯：只有该单位的一部分划来）\n"
     "  split              分设：原单位终止，此为其中一份\n"
     "  ended              撤销而无后继（回溯：设立而无前身）\n"
     "  unknown、ambiguous 当日无此单位，或可指多个单位\n" OPTIONS_EXPORT_ZH}};

const verb_help help_crosswalk = {
    "REG --from D --to D [--as SHAPE] [--known SEQ-OR-TIME] [--export[=WHOM]]",
    {"what differs between two days", "导出两日之间的代码变更对照表"},
    {"Writes the flow table of everything that differs between two days, composed over all changes.\n\n"
     "  --from D           the earlier day\n"
     "  --to D             the later day\n"
     "  --as SHAPE         flow (default); official, with the columns of 变动及代码变更对照表; sql or\n"
     "                     sql:TABLE, a script that makes and fills a table\n" OPTIONS_KNOWN_EN
         OPTIONS_EXPORT_EN,
     "写出两日之间全部变动的对照表，历次变更已合成。\n\n"
     "  --from D           前一日期\n"
     "  --to D             后一日期\n"
     "  --as 形式          flow 流向表（默认）；official 变动及代码变更对照表；sql 或 sql:表名 "
     "建表脚本\n" OPTIONS_KNOWN_ZH OPTIONS_EXPORT_ZH}};

const verb_help help_infer = {
    "OLD NEW.csv --date D [--from D] [--hints ACTS] [--scheme cn-stat|opaque]",
    {"acts that turn one list into another", "由两期名录推断变更"},
    {"Writes a flow table of acts that turn the list OLD, a register table or a register, into NEW.csv, "
     "each\n"
     "row with its confidence and reason. Applied to OLD it gives NEW exactly. How many units there are of\n"
     "each class goes to standard error.\n\n"
     "  --date D           the day on which NEW is true\n"
     "  --from D           the day on which OLD was true: the changes lie in between\n"
     "  --hints ACTS       a flow table of acts that are known for the interval; they override\n"
     "  --scheme NAME      of the codes, where OLD is a table: cn-stat (default) or opaque\n",
     "写出把名录 OLD（区划表或登记册）变为 NEW.csv 的变动对照表，每行附可信度和理由；对 OLD\n"
     "执行后与 NEW 完全一致。各类单位的数目写到标准错误。\n\n"
     "  --date D           NEW 对应的日期\n"
     "  --from D           OLD 对应的日期，变更发生于两者之间\n"
     "  --hints ACTS       期间已知变更的对照表，优先于推断\n"
     "  --scheme NAME      OLD 为区划表时的编码方案：cn-stat（默认）或 opaque\n"}};

const verb_help help_observe = {
    "REG FILE.csv --date D [--series SERIES.csv] [--strict] [--actor NAME]",
    {"take observed values of a day", "登记某日的统计数据"},
    {"Takes the values in the columns stat:<series> of FILE.csv for the units that hold the codes in the\n"
     "column code on the day D. All of them or none. Later values take the place of earlier ones. Prints\n"
     "the new journal sequence and the head digest.\n\n"
     "  --date D           the day of which the values are true\n"
     "  --series FILE      declares series: columns series, kind (count, decimal, intensive, ledger), unit,\n"
     "                     weight. An undeclared column of integers is a count, else a decimal\n"
     "  --strict           refuse columns of series that were never declared\n"
     "  --actor NAME       who does it; kept in the journal\n",
     "登记 FILE.csv 中 stat:<指标> 各列的数值，属于 D 日使用 code "
     "列代码的单位；要么全部登记，要么毫无更改。\n"
     "后登记的取代先登记的。输出新的日志号和链首摘要。\n\n"
     "  --date D           数值所属日期\n"
     "  --series FILE      定义指标：series 名称、kind 类别（计数、小数、平均、账目）、unit 单位、weight "
     "权重；\n"
     "                     未定义的整数列为计数，否则为小数\n"
     "  --strict           拒绝未定义的指标列\n"
     "  --actor NAME       经办人，记入日志\n"}};

const verb_help help_stats = {
    "REG [--at D] [--series S] [--level L] [--known SEQ-OR-TIME] [--export[=WHOM]]",
    {"statistics carried to the units of a day", "把统计数据归并到某日的单位"},
    {"Carries observed values to the units of the day D over all mergers and divisions in between. Where\n"
     "nobody knows how a unit was divided, the value is empty and lies between lo and hi. The residue is in\n"
     "the unit and certainly in no unit below it. The last row of each series is the whole register.\n"
     "Averages are means by the series that weights them. A row whose since is after D was first counted then and is\n"
     "carried back; no total adds it to what was known by D.\n\n"
     "  --at D             the day that is meant, YYYY-MM-DD (default: today)\n"
     "  --series S         this series only\n"
     "  --level L          units of this level only, 1 province to 6 group\n" OPTIONS_KNOWN_EN
         OPTIONS_EXPORT_EN,
     "把登记的数值随历次合并、分设归并到 D 日的单位。分设比例不明时 value 为空，数值介于 lo 与 hi 之间；\n"
     "residue 为确属该单位、但不能确定属于其哪个下级的部分。各指标末行为全册合计。\n"
     "平均类指标按其权重指标加权平均。since 晚于 D 的行为事后首次登记、向前归并的数值，不计入由当日已知数值得出的合计。\n\n"
     "  --at D             所问日期，YYYY-MM-DD（默认今天）\n"
     "  --series S         只列该指标\n"
     "  --level L          只列该级单位，1 省级至 6 组级\n" OPTIONS_KNOWN_ZH OPTIONS_EXPORT_ZH}};

const verb_help help_report = {
    "REG [CODE-OR-NAME] --from D --to D --out DIR [--series S] [--known SEQ-OR-TIME] [--export[=WHOM]]",
    {"the report on a period: page, picture, tables, texts", "编写一个时期的调整报告"},
    {"Writes into the folder DIR what happened between two days, in the whole register or in the territory "
     "that\n"
     "a unit has on the later day:\n\n"
     "  index.html         everything on one page, for reading and printing on A4\n"
     "  report.txt         paragraphs of a work report, and where the former villages are\n"
     "  announcement.txt   the acts in the words of an announcement\n"
     "  statistics.csv     numbers before and after, by kind and level, for the scope and its townships\n"
     "  crosswalk.csv      变动及代码变更对照表\n"
     "  lineage.svg        before on the left, after on the right\n\n"
     "  --from D           the earlier day\n"
     "  --to D             the later day\n"
     "  --out DIR          the folder; made when it is not there\n"
     "  --series S         averages and values of this series (default: the first eight)\n"
     "  --known S          as known at a journal sequence or a moment (default: now)\n" OPTIONS_EXPORT_EN
     "\nThe id stands at the end of the texts and at the foot of the page, recorded or not. What is checked later is\n"
     "the words and figures; the files are not kept.\n",
     "把两日之间的变动写入目录 DIR，范围为全册，或某单位末日所辖区域：\n\n"
     "  index.html         全部内容合为一页，可阅读，可按 A4 打印\n"
     "  report.txt         工作报告段落，及原村今属\n"
     "  announcement.txt   公告\n"
     "  statistics.csv     统计表：按类型、级别列调整前后数，含各乡镇\n"
     "  crosswalk.csv      变动及代码变更对照表\n"
     "  lineage.svg        沿革图，左为调整前，右为调整后\n\n"
     "  --from D           前一日期\n"
     "  --to D             后一日期\n"
     "  --out DIR          目录，不存在时创建\n"
     "  --series S         只用该指标的平均数与数值（默认前八个）\n"
     "  --known S          按某日志号或某时刻所知（默认现在）\n" OPTIONS_EXPORT_ZH
     "\n编号写在各文本末尾和页面底部，登记与否均有。以后核对的是其文字和数字，文件本身不保存。\n"}};

const verb_help help_ledger = {
    "REG [CODE] [--at D] [--series S] [--sums] | REG CODE --mode MODE --date D [--keeper CODE]",
    {"assets and debts of the original villages, and what became of their books",
     "原村账目（集体资产、债权、债务）及其融合方式"},
    {"Without --mode, lists the values of series of the kind ledger as they stand on a day. A line stays "
     "with\n"
     "the unit that it was recorded for; holder is the unit of the day with which it counts, new_code and\n"
     "share say where the territory of the original unit lies. A line whose unit was divided (divided) "
     "counts\n"
     "with the unit above until a keeper is named. A closed line is inside the value that its holder has on\n"
     "that day. CODE: what lies in a unit of the day; of a unit that ended, its own lines.\n\n"
     "  --at D             the day that is meant, YYYY-MM-DD (default: today)\n"
     "  --series S         this series only\n"
     "  --sums             instead: sums by unit and mode\n\n"
     "With --mode, records what became of the books of the unit CODE. Prints the new journal sequence and "
     "the\n"
     "head digest.\n\n"
     "  --mode MODE        direct, negotiated, gradual or unmerged\n"
     "  --date D           the day from which it holds\n"
     "  --keeper CODE      the unit that keeps the books from then on (default: where the territory lies)\n"
     "  --actor NAME       who does it; kept in the journal\n",
     "不带 --mode 时，列出某日的账目类指标。账目始终属于登记时的原单位；holder 为当日计入的单位，new_code "
     "与\n"
     "share 为原单位地域当日所在单位及份额。原单位已分设的（divided）计入上级单位，直至指定保管单位。closed\n"
     "为已并入 holder 该日数值的账目。CODE 为当日单位则列其范围内账目，为已撤销单位则列其自身账目。\n\n"
     "  --at D             所问日期，YYYY-MM-DD（默认今天）\n"
     "  --series S         只列该指标\n"
     "  --sums             改为按单位和方式求和\n\n"
     "带 --mode 时，登记单位 CODE 的账目融合方式，输出新的日志号和链首摘要。\n\n"
     "  --mode 方式        直接并账、协商并账、逐步融合、未融合\n"
     "  --date D           起始日期\n"
     "  --keeper CODE      此后保管账目的单位（默认为原单位地域所在单位）\n"
     "  --actor NAME       经办人，记入日志\n"}};

const verb_help help_exports = {
    "REG [ID] [--changed] [--diff]",
    {"answers that were handed to others, and which are no longer true",
     "列出已导出的答复，核对是否仍然有效"},
    {"Lists every answer that was recorded with --export: its id, whether the same text would be given "
     "today,\n"
     "when it was recorded, the journal sequence that it stands on, for whom it was, and the question. With "
     "ID,\n"
     "prints today's answer to its question in full. JSON gives the new text of what changed.\n\n"
     "  --changed          only those that are no longer true\n"
     "  --diff             the lines that went (-) and came (+) since it was handed over\n",
     "列出用 --export 登记的每份答复：编号、今日答复是否相同、登记日期、所据日志号、接收方和问题。\n"
     "给出 ID 时写出该问题今日的完整答复。JSON 附上已变化者的新文本。\n\n"
     "  --changed          只列不再有效的\n"
     "  --diff             自提供以来删去（-）和新增（+）的行\n"}};

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

const verb_help help_recode = {
    "REG [FILE] --from D --to D --column N-OR-NAME [--policy P] [--out FILE]",
    {"rewrite the codes in a table", "把表中的代码换成另一日的代码"},
    {"Reads a table (CSV or TSV, UTF-8 or GB18030) from FILE or standard input and writes it with the codes of\n"
     "another day; every other byte stays as it is. A code is written in the form in which it was found. Codes\n"
     "that nobody held on the first day stay, and are counted. The counts go to standard error.\n"
     "Exit status 1 where policy error stops at a row, or a check finds an old code.\n\n"
     "  --from D           the day on which the codes are valid\n"
     "  --to D             the day whose codes are wanted, earlier or later\n"
     "  --column C,...     columns with codes: names in the header, or numbers from 1\n"
     "  --name C,...       columns with the names of these units, which become the new names\n"
     "  --policy P         a code with several successors, or none: error (default), the run ends; flag, it\n"
     "                     stays, and each row gets the columns status and candidates; largest, the successor\n"
     "                     that is certainly largest; split:C,..., the row is repeated for each successor and\n"
     "                     the numbers in these columns are divided exactly\n"
     "  --otherwise O      error (default) or flag, where largest and split cannot decide\n"
     "  --delimiter X      between cells: , (default), ; or tab\n"
     "  --header yes|no    is the first row a header? (default: told by the columns and its first code)\n"
     "  --out FILE         the result; it appears whole or not at all (default: standard output)\n"
     "  --undo FILE        write a patch that restores the table exactly\n"
     "  --apply-undo FILE  restore: quhua recode TABLE --apply-undo FILE [--out ORIGINAL]\n"
     "  --checkpoint FILE  go on where a run that was ended stood; with FILE and --out\n"
     "  --threads N        rewrite with N threads (default: 1); the result is the same\n"
     "  --sqlite DATABASE  rewrite a table of a SQLite database in one transaction, instead of FILE\n"
     "  --table NAME       which; --undo and --apply-undo name a table that keeps what was replaced\n"
     "  --check            only look: does a code of the first day stand that is not one of the second?\n",
     "读入一个表（CSV 或 TSV，UTF-8 或 GB18030；FILE 或标准输入），把其中的代码换成另一日的代码写出，其余字节一律\n"
     "不动。代码按原有写法（长短）写出。首日无人使用的代码保持不变并计数。计数写到标准错误。\n"
     "error 策略遇到不能确定的行，或 --check 发现旧码时，退出状态为 1。\n\n"
     "  --from D           代码所属日期\n"
     "  --to D             所要代码的日期，可早可晚\n"
     "  --column 列,...    代码列：表头中的列名，或从 1 数起的序号\n"
     "  --name 列,...      对应单位的名称列，换成新名称\n"
     "  --policy P         代码有多个承继单位或没有承继单位时：error（默认）停止；flag 保留原码，每行增加\n"
     "                     status、candidates 两列；largest 取确定最大的承继单位；split:列,... 每个承继单位\n"
     "                     各成一行，所列数值按份额精确分摊\n"
     "  --otherwise O      largest、split 不能确定时：error（默认）或 flag\n"
     "  --delimiter X      分隔符：,（默认）、; 或 tab\n"
     "  --header yes|no    首行是否表头（默认按列的写法和首个代码判断）\n"
     "  --out FILE         结果文件，完整出现或不出现（默认标准输出）\n"
     "  --undo FILE        另写还原文件，可使表一字不差地复原\n"
     "  --apply-undo FILE  还原：quhua recode 表 --apply-undo FILE [--out 原表]\n"
     "  --checkpoint FILE  从上次中断处继续；须给出 FILE 和 --out\n"
     "  --threads N        用 N 个线程换码（默认 1），结果相同\n"
     "  --sqlite 数据库    不读 FILE，而在一个事务内改写 SQLite 数据库中的表\n"
     "  --table 表名       要换码的表；此时 --undo、--apply-undo 为保存原值的表名\n"
     "  --check            只检查：是否还有只在首日有效的代码\n"}};

const verb_help help_vintage = {
    "REG FILE --column CODES [--name NAMES] [--at D]",
    {"of which day is an undated list?", "判断一份未注日期的名单属于何日"},
    {"Finds the days on which most rows of a list are true (a unit had this code under this name) and says of every\n"
     "row what it is on these days, with a reason and the code and name that would be right:\n"
     "line,code,name,verdict,from,to,suggested_code,suggested_name,reason; [from, to) are the days on which the row\n"
     "is true, or would be without its slip. The days, how many rows are true on them, those of the runner-up and\n"
     "what was mixed in from other days go to standard error; with --format json into the object. As text only the\n"
     "rows are shown that are not simply true. Exit status 1 when no row is true on any day.\n\n"
     "  --column C         column with the codes: its name in the header, or a number from 1\n"
     "  --name C           column with the names; without it a row is true while anybody has its code\n"
     "  --at D             judge the rows on this day, not on the likely ones\n"
     "  --known S          the answer as known then: a journal sequence or a time (default: now)\n\n"
     "  true, respelt      as in the register; the same name in another spelling\n"
     "  other-day          true on other days; the code is free on the likely ones, or the same unit's\n"
     "  reused             true on other days; on the likely ones the code means another unit\n"
     "  swapped            two rows below one parent have each other's names\n"
     "  code-typo          a character of the code is wrong, or two are transposed; the name fits\n"
     "  name-typo          the same of the name; the code fits\n"
     "  wrong-name         the code is held, but never under this name\n"
     "  unknown-code       nobody ever held the code; the name is known\n"
     "  unknown            neither is known\n",
     "找出名单中相符的行最多的日期（当日有单位以此名使用此代码），并逐行说明其在该日是什么、理由以及应有的代码和名称：\n"
     "line,code,name,verdict,from,to,suggested_code,suggested_name,reason；[from, to) 为该行相符（或改正后相符）的\n"
     "日期。可能日期、相符行数、其次的日期以及混入的其他日期写到标准错误；--format json 时写入对象。text 格式只列出\n"
     "并非完全相符的行。任何日期均无一行相符时退出状态为 1。\n\n"
     "  --column 列        代码列：表头中的列名，或从 1 数起的序号\n"
     "  --name 列          名称列；不给出时，只要代码有人使用即为相符\n"
     "  --at D             按此日判断各行，而不按可能日期\n"
     "  --known S          按某日志号或某时刻所知回答（默认现在）\n\n"
     "  true、respelt      相符；同名异写\n"
     "  other-day          他期：其他日期相符；可能日期该代码空置或仍属该单位\n"
     "  reused             重用：其他日期相符；可能日期该代码指另一单位\n"
     "  swapped            互换：同一上级之下两行名称互换\n"
     "  code-typo          码误：代码错一位或两位颠倒，名称可据\n"
     "  name-typo          名误：名称错一字或两字颠倒，代码可据\n"
     "  wrong-name         名不符：代码有人使用，但从未用过此名\n"
     "  unknown-code       码不存：从未有过该代码，名称可查\n"
     "  unknown            查无：代码和名称均不可查\n"}};

const verb_help help_scan = {
    "REG ACTS FILE... [--summary]",
    {"find the old codes and names of planned acts in tables", "在各类表中查找拟调整单位的旧代码和旧名称"},
    {"Plans the flow table ACTS and looks in every FILE for the codes and names that would change, those of children\n"
     "that follow included. FILE is a CSV or TSV (UTF-8 or GB18030), a SQLite file, or an SQL dump of MySQL, PostgreSQL\n"
     "or SQLite; nothing is changed. Each place has a verdict: certain, the new code can be written; derivable, it\n"
     "follows, but the value is more than a code; person, somebody has to look. Hits go to standard output, counts by\n"
     "column to standard error. Exit status 1 when blocking findings stop the acts: then nothing is looked at.\n\n"
     "  --summary          only the counts, on standard output\n"
     "  --as KIND          csv, sqlite or sql (default: told by the content)\n"
     "  --delimiter X      between cells of a CSV: , ; or tab (default: told by the first row)\n"
     "  --header yes|no    is the first row a header? (default: yes, unless it holds a code)\n"
     "  --views            also look at the views of SQLite files\n" OPTIONS_KNOWN_EN OPTIONS_PLAN_EN,
     "对 ACTS（对照表）作推演，在每个 FILE 中查找将要变动的代码和名称（含随上级变动的下级单位）。FILE 可以是 CSV、TSV\n"
     "（UTF-8 或 GB18030）、SQLite 文件，或 MySQL、PostgreSQL、SQLite 的 SQL 转储；文件一律不改。每处给出结论：\n"
     "certain 确定，可直接换码；derivable 可推定，新值能推出，但该值不只是代码；person 人工，须由人判断。\n"
     "各处写到标准输出，按列的计数写到标准错误。有阻断性问题时不查找，退出状态为 1。\n\n"
     "  --summary          只把计数写到标准输出\n"
     "  --as 种类          csv、sqlite 或 sql（默认按内容识别）\n"
     "  --delimiter X      CSV 的分隔符：,、; 或 tab（默认按首行识别）\n"
     "  --header yes|no    首行是否表头（默认是，除非其中有代码）\n"
     "  --views            也查看 SQLite 文件中的视图\n" OPTIONS_KNOWN_ZH OPTIONS_PLAN_ZH}};
