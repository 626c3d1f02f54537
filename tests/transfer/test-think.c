/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How an answer came about, in the formats that people read. */

#include "config.h"

#include "ponder-export-think.h"
#include "ponder-exporter.h"
#include "ponder-test-conversation.h"

#include <string.h>

#define N_SEEDS 500

static const char *const events[] = {
  "{\"seq\":1,\"t\":0,\"type\":\"run.created\",\"question\":\"Why?\"}",
  "{\"seq\":2,\"t\":900,\"type\":\"plan.task\",\"node\":\"a\",\"title\":\"The *first*\",\"deps\":[]}",
  "{\"seq\":3,\"t\":900,\"type\":\"plan.task\",\"node\":\"b\",\"title\":\"The second\",\"deps\":[\"a\"]}",
  "{\"seq\":4,\"t\":900,\"type\":\"plan.task\",\"node\":\"c\",\"title\":\"The third\",\"deps\":[\"a\",\"b\"]}",
  "{\"seq\":5,\"t\":1000,\"type\":\"node.done\",\"n\":\"a\",\"text\":\"# Big\\n</details>\\n```c\\nopen\",\"conf\":0.7,"
  "\"calls\":1,\"limits\":[\"only <one> year\"]}",
  "{\"seq\":6,\"t\":2000,\"type\":\"node.failed\",\"n\":\"b\",\"class\":\"content\",\"msg\":\"It was refused.\",\"calls\":2}",
  "{\"seq\":7,\"t\":3000,\"type\":\"node.done\",\"n\":\"c\",\"text\":\"Third.\",\"calls\":1}",
  "{\"seq\":8,\"t\":4000,\"type\":\"later.thing\"}",
  "{\"seq\":9,\"t\":5000,\"type\":\"review.issue\",\"severity\":\"major\",\"issue\":\"Too short\",\"quote\":\"the end\"}",
  "{\"seq\":10,\"t\":5000,\"type\":\"review.done\",\"score\":6.5,\"met\":[],\"unmet\":[\"names a year\"],\"passed\":false}",
  "{\"seq\":11,\"t\":6000,\"type\":\"revise.edit\",\"result\":\"applied\",\"find\":\"the end\",\"replace\":\"The End.\"}",
  "{\"seq\":12,\"t\":7000,\"type\":\"revise.edit\",\"result\":\"not found\",\"find\":\"nowhere\",\"replace\":\"x\"}",
  "{\"seq\":13,\"t\":58000,\"type\":\"run.ended\",\"outcome\":\"partial\"}",
};

static PonderStoredRun *
make_run (const char *outcome,
          guint       n_events)
{
  PonderThinkRecord *record = g_new0 (PonderThinkRecord, 1);
  PonderStoredRun *run = ponder_stored_run_new (record);

  record->id = g_strdup ("r");
  record->session = g_strdup ("s");
  record->message = g_strdup ("m");
  record->question = g_strdup ("Why?");
  record->outcome = g_strdup (outcome);
  record->config = g_strdup ("{}");
  for (guint i = 0; i < n_events; i++)
    g_ptr_array_add (run->events, ponder_stored_event_new (i + 1, g_strdup (events[i])));
  return run;
}

/* A question and its answer, which comes of @run. */
static PonderConversation *
make_chat (PonderStoredRun *run)
{
  g_autoptr(PonderSession) session = ponder_session_new ("s");
  PonderConversation *chat = ponder_conversation_new (session);
  PonderMessage *question = ponder_message_new ("q", NULL, PONDER_ROLE_USER);
  PonderMessage *answer = ponder_message_new ("m", "q", PONDER_ROLE_ASSISTANT);

  ponder_message_append_text (question, "Why?");
  ponder_message_append_text (answer, "Because. The End.");
  ponder_conversation_take_message (chat, question);
  ponder_conversation_take_message (chat, answer);
  g_ptr_array_add (chat->runs, run);
  return chat;
}

static char *
export (PonderConversation *chat,
        PonderExportFormat  format)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = ponder_export_conversation (chat, format, TRUE, &error);

  g_assert_no_error (error);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
test_markdown (void)
{
  g_autoptr(PonderConversation) chat = make_chat (make_run ("partial", G_N_ELEMENTS (events)));
  g_autofree char *text = export (chat, PONDER_EXPORT_MARKDOWN);

  g_assert_cmpstr (strstr (text, "<details>"), ==,
                   "<details>\n"
                   "<summary>Deep think: answered from 2 of 3 parts, 4 calls, 58 s, reviewed 6.5/10</summary>\n\n"
                   "**1. The \\*first\\***\n\n"
                   "*stated confidence 70 %*\n\n"
                   "### Big\n\\</details>\n```c\nopen\n```\n\n"
                   "*Limits:*\n\n"
                   "- only \\<one\\> year\n\n"
                   "**2. The second**\n\n"
                   "*failed · It was refused. · builds upon 1*\n\n"
                   "**3. The third**\n\n"
                   "*builds upon 1, 2*\n\n"
                   "Third.\n\n"
                   "**Review**\n\n"
                   "*6.5/10*\n\n"
                   "- major: Too short “the end”\n\n"
                   "*Not met:*\n\n"
                   "- names a year\n\n"
                   "**Edits**\n\n"
                   "- “the end” → “The End.”\n\n"
                   "</details>\n\n"
                   "Because. The End.\n");
}

static void
test_text (void)
{
  g_autoptr(PonderConversation) chat = make_chat (make_run ("partial", G_N_ELEMENTS (events)));
  g_autofree char *text = export (chat, PONDER_EXPORT_TEXT);

  g_assert_cmpstr (strstr (text, "[Deep"), ==,
                   "[Deep think: answered from 2 of 3 parts, 4 calls, 58 s, reviewed 6.5/10]\n"
                   "| 1. The *first*\n"
                   "| (stated confidence 70 %)\n"
                   "| # Big\n| </details>\n| ```c\n| open\n"
                   "| Limits:\n"
                   "| - only <one> year\n"
                   "| \n"
                   "| 2. The second\n"
                   "| (failed · It was refused. · builds upon 1)\n"
                   "| \n"
                   "| 3. The third\n"
                   "| (builds upon 1, 2)\n"
                   "| Third.\n"
                   "| \n"
                   "| Review\n"
                   "| (6.5/10)\n"
                   "| - major: Too short “the end”\n"
                   "| Not met:\n"
                   "| - names a year\n"
                   "| \n"
                   "| Edits\n"
                   "| - “the end” → “The End.”\n"
                   "\n"
                   "Because. The End.\n");
}

static guint
count (const char *text,
       const char *wanted)
{
  guint n = 0;

  for (const char *at = strstr (text, wanted); at != NULL; at = strstr (at + 1, wanted))
    n++;
  return n;
}

static void
test_html (void)
{
  g_autoptr(PonderConversation) chat = make_chat (make_run ("partial", G_N_ELEMENTS (events)));
  g_autofree char *html = export (chat, PONDER_EXPORT_HTML);

  g_assert_nonnull (strstr (html,
                            "<details class=\"think\">\n<summary>Deep think: answered from 2 of 3 parts, 4 calls, 58 s, "
                            "reviewed 6.5/10</summary>\n<h3 class=\"part\" dir=\"auto\">1. The *first*</h3>\n"));
  g_assert_nonnull (strstr (html, "<ul>\n<li dir=\"auto\">only &lt;one&gt; year</li>\n</ul>\n"));
  g_assert_cmpuint (count (html, "<details"), ==, 1);
  g_assert_cmpuint (count (html, "</details>"), ==, 1);
  g_assert_cmpuint (count (html, "<ul>"), ==, count (html, "</ul>"));
}

static void
test_interrupted (void)
{
  g_autoptr(PonderConversation) chat = make_chat (make_run (PONDER_THINK_RECORD_OPEN, 5));
  g_autoptr(PonderExportThink) think = ponder_export_think_find (chat, "m");
  const PonderExportPiece *first = g_ptr_array_index (think->pieces, 0);
  const PonderExportPiece *last = g_ptr_array_index (think->pieces, think->pieces->len - 1);

  g_assert_cmpstr (think->caption, ==, "Deep think: 1 of 3 parts, 1 call, 1 s");
  g_assert_cmpstr (first->text, ==, "It was interrupted.");
  g_assert_cmpstr (last->text, ==, "not finished · builds upon 1, 2");
  g_assert_null (ponder_export_think_find (chat, "q"));
}

static void
add_source (PonderThinkNode   *node,
            PonderThinkSource *source)
{
  if (node->sources == NULL)
    node->sources = g_ptr_array_new ();
  g_ptr_array_add (node->sources, source);
}

static const PonderExportPiece *
find_piece (const PonderExportThink *think,
            const char              *text)
{
  for (guint i = 0; i < think->pieces->len; i++)
    if (strcmp (((PonderExportPiece *) g_ptr_array_index (think->pieces, i))->text, text) == 0)
      return g_ptr_array_index (think->pieces, i);
  return NULL;
}

/* Only pages of the web are links. */
static void
test_sources (void)
{
  g_autoptr(PonderThinkState) state = ponder_think_state_new ();
  g_autoptr(PonderThinkEvent) task = ponder_think_event_new (PONDER_THINK_PLAN_TASK);
  g_autoptr(PonderStoredRun) run = make_run ("done", 0);
  g_autoptr(GPtrArray) no_events = g_ptr_array_new ();
  g_autoptr(PonderExportThink) think = NULL;
  PonderThinkSource page = { (char *) "A page", (char *) "https://example.com/a(b)?c=[d]", NULL };
  PonderThinkSource nothing = { NULL, (char *) "https://example.com/", NULL };
  PonderThinkSource program = { (char *) "A program", (char *) "javascript:alert(1)", NULL };

  task->node = g_strdup ("a");
  ponder_think_state_apply (state, task);
  add_source (ponder_think_state_find (state, "a"), &page);
  add_source (ponder_think_state_find (state, "a"), &nothing);
  add_source (ponder_think_state_find (state, "a"), &program);
  think = ponder_export_think_new (run->record, no_events, state);
  g_assert_cmpint (find_piece (think, "A page")->kind, ==, PONDER_EXPORT_LINK);
  g_assert_true (g_str_has_prefix (find_piece (think, "A page")->url, "https://example.com/a"));
  g_assert_cmpstr (find_piece (think, "https://example.com/")->url, ==, "https://example.com/");
  g_assert_cmpint (find_piece (think, "A program")->kind, ==, PONDER_EXPORT_ITEM);
  g_assert_null (find_piece (think, "A program")->url);
}

/* Logs in which anything follows anything. */
static void
test_random (void)
{
  for (guint seed = 0; seed < N_SEEDS; seed++)
    {
      g_autoptr(GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr(PonderConversation) chat = ponder_test_conversation_random (rand, 9);

      for (guint format = PONDER_EXPORT_JSON; format <= PONDER_EXPORT_TEXT; format++)
        {
          g_autofree char *text = export (chat, format);

          g_assert_true (g_utf8_validate (text, -1, NULL));
          g_assert_cmpuint (count (text, "<details>"), ==, format == PONDER_EXPORT_MARKDOWN ? chat->runs->len : 0);
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/transfer/think/markdown-folds-it-above-the-answer", test_markdown);
  g_test_add_func ("/transfer/think/text-puts-it-beside-a-line", test_text);
  g_test_add_func ("/transfer/think/a-page-folds-it", test_html);
  g_test_add_func ("/transfer/think/what-was-interrupted-says-so", test_interrupted);
  g_test_add_func ("/transfer/think/only-pages-are-links", test_sources);
  g_test_add_func ("/transfer/think/any-log-can-be-exported", test_random);
  return g_test_run ();
}
