/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The canned steps of deep think, in the language of the question; gettext has no part in them. A step is known by the
 * last heading of what it is asked. */

#include "config.h"

#include "ponder-demo-thinking.h"

#include <string.h>

#define BEGINNING "# Question\n<data id=\"question\">"
#define TASK "\n# Your task\n"
#define PART "\n# Your part: "
#define AT_MOST ", at most "
/* A plan that may name words for a search of the web, and what was found. */
#define QUERY "\"query\":"
#define FOUND "<data id=\"web-1\""
#define SOURCE "https://example.org/canned"

typedef struct
{
  const char *id;
  const char *deps;
  const char *kind;
  const char *title;
  const char *ask;
  const char *answer;
  const char *trailer;          /* the members of its last line */
} Part;

typedef struct
{
  Part        parts[5];
  const char *plan_end;
  const char *answer;
  const char *review;
} Words;

static const Words english = {
  .parts = {
    { "a", "", "reason", "What is asked", "Say in two sentences what the question asks for, and what it does not.",
      "The question asks for a decision and for the reasons behind it. It does not ask for a history of the subject.",
      "\"conclusion\":\"A decision with reasons is wanted.\",\"confidence\":0.9" },
    { "b", "", "fact", "What is known", "List the facts that the answer has to rest on.",
      "- It has been done before, and more than once.\n- Two of three attempts took longer than planned.\n"
      "- Nobody regretted a small first step.",
      "\"conclusion\":\"Small first steps went well before.\",\"confidence\":0.7,"
      "\"unverified\":[\"how long the attempts took\"]" },
    { "c", "\"a\",\"b\"", "reason", "Which ways there are", "Compare the ways to go, from the facts.",
      "| Way | Effort | Risk |\n| --- | --- | --- |\n| all at once | high | high |\n| step by step | medium | low |\n"
      "| not at all | none | unknown |",
      "\"conclusion\":\"Step by step has the best balance.\",\"confidence\":0.8" },
    { "d", "", "calc", "What it costs", "Estimate the effort in days.",
      "Three steps of two days each, and one day for surprises: 3 × 2 + 1 = **7 days**.",
      "\"conclusion\":\"About 7 days.\",\"confidence\":0.6,\"assumptions\":[\"one person works on it\"]" },
    { "e", "\"c\",\"d\"", "write", "What can go wrong", "Name what can go wrong, and what to do about it.",
      "The first step may show that the estimate was wrong. Then stop and plan again, before the second.",
      "\"conclusion\":\"Stop after the first step and look.\",\"confidence\":null" },
  },
  .plan_end = "{\"t\":\"answer\",\"outline\":[\"Decision\",\"Reasons\",\"Risks\"],"
              "\"criteria\":[\"names one decision\",\"says what it costs\"]}\n{\"t\":\"end\"}\n",
  .answer = "*This answer is canned: it came from Ponder’s demo server, and no model wrote it.*\n\n"
            "**Go step by step.** It has the best balance of effort and risk, and what was tried before speaks for "
            "it.\n\n"
            "1. Take a small first step, and look at what it shows.\n"
            "2. If it went well, take the next two; it is about **7 days** of work in all.\n"
            "3. If it did not, stop and plan again before the second step.\n\n"
            "What was not checked: how long earlier attempts took.\n",
  .review = "{\"issue\":\"The number of people is not said.\",\"severity\":\"minor\",\"quote\":\"of work in all\","
            "\"task\":\"d\",\"fix\":\"Say that one person works on it.\"}\n"
            "{\"score\":9,\"criteria\":[{\"c\":\"names one decision\",\"met\":true},"
            "{\"c\":\"says what it costs\",\"met\":true}]}\n",
};

static const Words chinese = {
  .parts = {
    { "a", "", "reason", "问题要什么", "用两句话说明问题要什么、不要什么。",
      "问题要一个决定和决定的理由，并不要这件事的来龙去脉。",
      "\"conclusion\":\"要一个有理由的决定。\",\"confidence\":0.9" },
    { "b", "", "fact", "已知什么", "列出回答所依据的事实。",
      "- 以前有人做过，而且不止一次。\n- 三次里有两次比计划用时更长。\n- 没有人后悔先迈一小步。",
      "\"conclusion\":\"先迈一小步，以前的结果都不错。\",\"confidence\":0.7,\"unverified\":[\"以前各次的用时\"]" },
    { "c", "\"a\",\"b\"", "reason", "有哪些办法", "根据事实比较各种办法。",
      "| 办法 | 工作量 | 风险 |\n| --- | --- | --- |\n| 一次做完 | 大 | 大 |\n| 分步进行 | 中 | 小 |\n| 不做 | 无 | 未知 |",
      "\"conclusion\":\"分步进行最平衡。\",\"confidence\":0.8" },
    { "d", "", "calc", "要花多少", "估算需要多少天。",
      "三步，每步两天，再留一天应付意外：3 × 2 + 1 = **7 天**。",
      "\"conclusion\":\"大约 7 天。\",\"confidence\":0.6,\"assumptions\":[\"由一个人来做\"]" },
    { "e", "\"c\",\"d\"", "write", "会出什么问题", "说出可能出的问题和对策。",
      "第一步可能表明估算有误。那就在第二步之前停下来，重新计划。",
      "\"conclusion\":\"第一步之后停下来看一看。\",\"confidence\":null" },
  },
  .plan_end = "{\"t\":\"answer\",\"outline\":[\"决定\",\"理由\",\"风险\"],"
              "\"criteria\":[\"说出一个决定\",\"说明代价\"]}\n{\"t\":\"end\"}\n",
  .answer = "*这是预先写好的回答：它来自 Ponder 的演示服务器，没有任何模型参与。*\n\n"
            "**分步进行。**它在工作量与风险之间最平衡，以前的经验也支持它。\n\n"
            "1. 先迈一小步，看看结果。\n"
            "2. 如果顺利，再走后两步；总共大约 **7 天**。\n"
            "3. 如果不顺利，就在第二步之前停下来，重新计划。\n\n"
            "没有核对的是：以前各次的用时。\n",
  .review = "{\"issue\":\"没有说明由几个人来做。\",\"severity\":\"minor\",\"quote\":\"总共大约\","
            "\"task\":\"d\",\"fix\":\"说明由一个人来做。\"}\n"
            "{\"score\":9,\"criteria\":[{\"c\":\"说出一个决定\",\"met\":true},{\"c\":\"说明代价\",\"met\":true}]}\n",
};

const char *
ponder_demo_thinking_get_search (void)
{
  return "{\"query\":\"\",\"results\":["
         "{\"title\":\"Canned result: small steps\",\"url\":\"" SOURCE "/1\","
         "\"content\":\"Nobody searched the web: Ponder’s demo server made this up. Small first steps went well.\"},"
         "{\"title\":\"Canned result: long plans\",\"url\":\"" SOURCE "/2\","
         "\"content\":\"Made up as well. Two of three plans took longer.\"}]}";
}

/* No more parts than somebody wants. */
static char *
dup_plan (const Words *words,
          const char  *task)
{
  const char *limit = strstr (task, AT_MOST);
  guint64 n_parts = limit != NULL ? g_ascii_strtoull (limit + strlen (AT_MOST), NULL, 10) : G_N_ELEMENTS (words->parts);
  GString *plan = g_string_new (NULL);

  for (guint i = 0; i < MIN (n_parts, G_N_ELEMENTS (words->parts)); i++)
    {
      const Part *part = &words->parts[i];

      g_string_append_printf (plan, "{\"t\":\"task\",\"id\":\"%s\",\"title\":\"%s\",\"ask\":\"%s\",\"deps\":[%s],"
                              "\"kind\":\"%s\",\"size\":\"s\"%s}\n",
                              part->id, part->title, part->ask, part->deps, part->kind,
                              strcmp (part->kind, "fact") == 0 && strstr (task, QUERY) != NULL
                              ? "," QUERY "\"small first steps\"" : "");
    }
  g_string_append (plan, words->plan_end);
  return g_string_free (plan, FALSE);
}

/* One that somebody added is as good as the first. */
static char *
dup_part (const Words *words,
          const char  *name,
          gboolean     found)
{
  const Part *part = &words->parts[0];

  for (guint i = 0; i < G_N_ELEMENTS (words->parts); i++)
    if (*name == *words->parts[i].id && name[1] == '\n')
      part = &words->parts[i];
  return g_strdup_printf ("%s%s\n\n@@ {%s}\n", part->answer, found ? "\n- [Canned result](" SOURCE "/1)" : "",
                          part->trailer);
}

char *
ponder_demo_thinking_dup_answer (const PonderDemoQuestion *question)
{
  const Words *words = ponder_demo_question_is_chinese (question) ? &chinese : &english;
  const char *task = g_strrstr (question->text, TASK);
  const char *part = g_strrstr (question->text, PART);

  /* A question that was never answered may stand before it. */
  if (strstr (question->text, BEGINNING) == NULL)
    return NULL;
  if (part != NULL && part > task)
    return dup_part (words, part + strlen (PART), strstr (question->text, "\n" FOUND) != NULL);
  if (task == NULL)
    return NULL;

  task += strlen (TASK);
  if (g_str_has_prefix (task, "Plan how"))
    return dup_plan (words, task);
  if (g_str_has_prefix (task, "Look for"))
    return g_strdup (words->review);
  if (g_str_has_prefix (task, "Mend these"))
    return g_strdup ("{\"find\":\"7\",\"replace\":\"7\"}\n");
  if (g_str_has_prefix (task, "Which answers"))
    return g_strdup ("{\"winner\":\"tie\",\"why\":\"\"}\n");
  return g_strdup (words->answer);
}
