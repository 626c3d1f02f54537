/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each format makes of one chat, in English and Chinese: tests/fixtures/export. */

#include "config.h"

#include "ponder-error.h"
#include "ponder-export-private.h"
#include "ponder-fault.h"
#include "ponder-test-conversation.h"

/* 2026-01-02 13:29:05.123456 UTC */
#define BEGINNING (G_GINT64_CONSTANT (1767360545123456))
#define MINUTE (60 * G_USEC_PER_SEC)

static const char answer[] =
  "# Which one to take\n"
  "Take the **first** train, *not* the ~~last~~ one: `x < y`.\n"
  "See [the timetable](https://example.com/a?b=1&c=2) or [this](javascript:alert(1)), ![a map](https://example.com/m.png).\n\n"
  "Sum\n===\n\n"
  "1. Buy a ticket\n   - for <b>two</b>\n   - return\n2. Board\n\n"
  "- [x] packed\n- [ ] paid\n\n"
  "> Mind the gap.\n>\n> - really\n\n"
  "| From | To | ¥ |\n|:--|:-:|--:|\n| Ōsaka | Kyōto | 580 |\n\n"
  "The distance is $d = v \\cdot t$:\n\n"
  "```python\nif a < b and \"c\":\n    # not a heading\n    print('</code>')\n```\n\n---\n";

static PonderMessage *
add (PonderConversation *chat,
     const char         *id,
     const char         *parent,
     PonderRole          role,
     const char         *text)
{
  PonderMessage *message = ponder_message_new (id, parent, role);

  ponder_message_set_created (message, BEGINNING + (gint64) chat->messages->len * MINUTE);
  if (role == PONDER_ROLE_ASSISTANT)
    {
      ponder_message_set_provider (message, "openai");
      ponder_message_set_model (message, "gpt-4o");
    }
  if (text != NULL)
    ponder_message_append_text (message, text);
  ponder_conversation_take_message (chat, message);
  return message;
}

static void
add_part (PonderMessage  *message,
          PonderPartKind  kind,
          const char     *text,
          const char     *name,
          const char     *detail)
{
  PonderPart *part = ponder_part_new (kind, text);

  part->name = g_strdup (name);
  if (kind == PONDER_PART_IMAGE || kind == PONDER_PART_FILE)
    part->media_type = g_strdup (detail);
  else
    part->call_id = g_strdup (detail);
  if (kind == PONDER_PART_IMAGE)
    part->data = g_bytes_new_static ("\x89PNG", 4);
  if (kind == PONDER_PART_FILE)
    part->data = g_bytes_new_static ("第一行\n", 10);
  ponder_message_take_part (message, part);
}

static void
add_tools (PonderConversation *chat)
{
  PonderMessage *call = add (chat, "c3", "q3", PONDER_ROLE_ASSISTANT, NULL);
  PonderMessage *result;

  add_part (call, PONDER_PART_TOOL_CALL, "{\"city\":\"京都\"}", "weather", "call_1");
  ponder_message_set_finish (call, PONDER_FINISH_TOOL_CALLS);
  result = add (chat, "r3", "c3", PONDER_ROLE_TOOL, NULL);
  add_part (result, PONDER_PART_TOOL_RESULT, "晴, 21 °C", "weather", "call_1");
  ponder_message_set_finish (add (chat, "a3", "r3", PONDER_ROLE_ASSISTANT, "晴天，二十一度。"), PONDER_FINISH_STOP);
}

static void
add_failure (PonderConversation *chat)
{
  g_autoptr(PonderFault) fault = ponder_fault_new (PONDER_ERROR_RATE_LIMIT, "chat");
  PonderMessage *message;

  add (chat, "q4", "a3", PONDER_ROLE_USER, "And tomorrow?\n# ?");
  message = add (chat, "a4", "q4", PONDER_ROLE_ASSISTANT, "Tomorrow it ```");
  fault->provider = g_strdup ("openai");
  ponder_message_set_fault (message, fault);
  ponder_message_set_state (message, PONDER_MESSAGE_CUT_OFF);
  add (chat, "q5", "a4", PONDER_ROLE_USER, "Hello?");
}

static PonderSession *
make_session (void)
{
  PonderSession *session = ponder_session_new ("01kdz0000000000000000000aa");
  g_autoptr(PonderModelConfig) config = ponder_model_config_new ();

  ponder_model_config_set_model (config, "openai", "gpt-4o");
  config->system = g_strdup ("Be brief. 简短。");
  config->temperature = 0.3;
  ponder_session_set_config (session, config);
  ponder_session_set_title (session, "Kyoto 京都 <b>&\"*x*");
  ponder_session_set_created (session, BEGINNING);
  ponder_session_set_updated (session, BEGINNING + 9 * MINUTE);
  return session;
}

static PonderConversation *
make_chat (void)
{
  g_autoptr(PonderSession) session = make_session ();
  PonderConversation *chat = ponder_conversation_new (session);
  PonderMessage *message;

  ponder_session_set_tag (session, "旅行", TRUE);
  add (chat, "q1", NULL, PONDER_ROLE_USER, "Which train?");
  message = add (chat, "a1", "q1", PONDER_ROLE_ASSISTANT, NULL);
  ponder_message_append_reasoning (message, "They want\n# a train");
  ponder_message_append_text (message, answer);
  ponder_message_set_reasoning_ms (message, 12345);
  ponder_message_set_finish (message, PONDER_FINISH_STOP);
  ponder_message_set_chosen (message, TRUE);
  add (chat, "b1", "q1", PONDER_ROLE_ASSISTANT, "Another answer.");

  message = add (chat, "q2", "a1", PONDER_ROLE_USER, "这张图里有什么？");
  add_part (message, PONDER_PART_IMAGE, "", "照片 [1].png", "image/png");
  add_part (message, PONDER_PART_FILE, "", "notes.txt", "text/plain");
  add (chat, "a2", "q2", PONDER_ROLE_ASSISTANT, "一座寺庙。");
  add (chat, "q3", "a2", PONDER_ROLE_USER, "天气呢？");
  add_tools (chat);
  add_failure (chat);
  return chat;
}

static char *
export (PonderConversation *chat,
        PonderExportFormat  format,
        gboolean            whole_tree)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = ponder_export_conversation (chat, format, whole_tree, &error);

  g_assert_no_error (error);
  g_assert_true (g_utf8_validate_len (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL));
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* The style changes for reasons of its own; that it is obeyed is another test's. */
static void
drop_style (char *html)
{
  char *policy = strstr (html, "<meta http-equiv");
  char *end = strstr (html, "</head>");

  if (policy != NULL)
    memmove (policy, end, strlen (end) + 1);
}

/* What differs is left in the folder of the build, to be looked at. */
static void
assert_golden (PonderExportFormat  format,
               gboolean            whole_tree)
{
  const char *name = ponder_export_format_to_string (format);
  g_autofree char *file = g_strconcat (name, whole_tree ? "-tree" : "", ponder_export_format_get_suffix (format), NULL);
  g_autofree char *path = g_build_filename (g_getenv ("PONDER_SOURCE_DIR"), "tests", "fixtures", "export", file, NULL);
  g_autofree char *got_path = g_build_filename (g_getenv ("PONDER_BUILD_DIR"), "tests", "transfer", file, NULL);
  g_autoptr(PonderConversation) chat = make_chat ();
  g_autofree char *got = export (chat, format, whole_tree);
  g_autofree char *wanted = NULL;

  drop_style (got);
  g_file_get_contents (path, &wanted, NULL, NULL);
  if (g_strcmp0 (got, wanted) == 0)
    return;

  g_file_set_contents (got_path, got, -1, NULL);
  g_test_fail_printf ("diff %s %s", path, got_path);
}

static void
test_golden (gconstpointer data)
{
  assert_golden (GPOINTER_TO_UINT (data), FALSE);
}

static void
test_golden_tree (void)
{
  assert_golden (PONDER_EXPORT_MARKDOWN, TRUE);
  assert_golden (PONDER_EXPORT_HTML, TRUE);
  assert_golden (PONDER_EXPORT_TEXT, TRUE);
}

/* Whatever the tree, each message is in exactly one branch. */
static void
test_branches (void)
{
  for (guint seed = 0; seed < 300; seed++)
    {
      g_autoptr(GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr(PonderConversation) chat = ponder_test_conversation_random (rand, 30);
      g_autoptr(GPtrArray) branches = ponder_export_find_branches (chat->messages);
      g_autoptr(GHashTable) seen = g_hash_table_new (NULL, NULL);

      for (guint i = 0; i < branches->len; i++)
        {
          const PonderExportBranch *branch = branches->pdata[i];

          for (guint k = 0; k < branch->messages->len; k++)
            {
              PonderMessage *message = branch->messages->pdata[k];
              PonderMessage *before = k > 0 ? branch->messages->pdata[k - 1] : NULL;

              g_assert_true (g_hash_table_add (seen, message));
              if (before != NULL)
                g_assert_cmpstr (ponder_message_get_parent_id (message), ==, ponder_message_get_id (before));
            }
        }
      g_assert_cmpuint (g_hash_table_size (seen), ==, chat->messages->len);
    }
}

static void
test_names (void)
{
  static const char *const names[] = {
    "json", "markdown", "html", "text", "openai-jsonl", "sharegpt", "simplellmfront",
  };
  PonderExportFormat format;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_assert_true (ponder_export_format_from_string (names[i], &format));
      g_assert_cmpint (format, ==, i);
      g_assert_cmpstr (ponder_export_format_to_string (format), ==, names[i]);
      g_assert_true (g_str_has_prefix (ponder_export_format_get_suffix (format), "."));
    }
  g_assert_false (ponder_export_format_from_string ("docx", &format));
}

/* Nothing a page shows can make a browser do anything. */
static void
test_html_is_inert (void)
{
  static const char *const hostile =
    "<script>alert(1)</script> <img src=x onerror=alert(1)> \"' [a](javascript:alert(1)) [b](data:text/html,x)\n\n"
    "![c](https://tracker.example/x.png)\n\n```\"><script>\n</code></pre><script>\n```\n\n<!-- --><style>*{}</style>\n"
    "[d](https://x.example/\"onmouseover=\"alert(1)) \x01\x1b";
  g_autoptr(PonderSession) session = ponder_session_new ("s");
  g_autoptr(PonderConversation) chat = ponder_conversation_new (session);
  PonderMessage *message = add (chat, "a", NULL, PONDER_ROLE_ASSISTANT, hostile);
  g_autofree char *html = NULL;
  static const char *const forbidden[] = {
    "<script", "<img", "javascript:", "href=\"data:", "onerror=alert(1)>", "src=\"http", "url(", "@import", "\x01", "\x1b",
    "<!--", "\"onmouseover", "<svg", "<iframe", "<link", "<form",
  };

  ponder_session_set_title (session, "</title><script>alert(1)</script>");
  ponder_message_set_model (message, "<script>alert(1)</script>");
  add_part (message, PONDER_PART_IMAGE, "", "\"><script>", "image/svg+xml");
  add_part (message, PONDER_PART_TOOL_CALL, "</pre><script>", "<script>", "x");
  html = export (chat, PONDER_EXPORT_HTML, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (forbidden); i++)
    if (strstr (html, forbidden[i]) != NULL)
      g_test_fail_printf ("“%s” is in %s", forbidden[i], strstr (html, "</style>"));
}

/* The policy lets through this style and nothing else. */
static void
test_html_style (void)
{
  g_autoptr(PonderConversation) chat = make_chat ();
  g_autofree char *html = export (chat, PONDER_EXPORT_HTML, FALSE);
  const char *begin = strstr (html, "<style>") + strlen ("<style>");
  const char *end = strstr (html, "</style>");
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *hash = NULL;
  g_autofree char *policy = NULL;
  guint8 digest[32];
  gsize length = sizeof digest;

  g_assert_nonnull (end);
  g_checksum_update (checksum, (const guchar *) begin, end - begin);
  g_checksum_get_digest (checksum, digest, &length);
  hash = g_base64_encode (digest, length);
  policy = g_strdup_printf ("content=\"default-src 'none'; style-src 'sha256-%s'; img-src data:;", hash);
  g_assert_nonnull (strstr (html, policy));
}

static void
test_nothing_to_learn (void)
{
  static const PonderExportFormat formats[] = { PONDER_EXPORT_OPENAI_JSONL, PONDER_EXPORT_SHAREGPT };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr(PonderSession) session = make_session ();
      g_autoptr(PonderConversation) chat = ponder_conversation_new (session);
      g_autoptr(GError) error = NULL;

      add (chat, "q", NULL, PONDER_ROLE_USER, "Hello?");
      ponder_message_set_state (add (chat, "a", "q", PONDER_ROLE_ASSISTANT, "Hel"), PONDER_MESSAGE_STOPPED);
      g_assert_null (ponder_export_conversation (chat, formats[i], FALSE, &error));
      g_assert_error (error, PONDER_ERROR, PONDER_ERROR_INVALID_REQUEST);
    }
}

/* Even a chat in which nothing was said is a file. */
static void
test_empty (void)
{
  static const PonderExportFormat formats[] = {
    PONDER_EXPORT_JSON, PONDER_EXPORT_MARKDOWN, PONDER_EXPORT_HTML, PONDER_EXPORT_TEXT, PONDER_EXPORT_SIMPLELLMFRONT,
  };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr(PonderSession) session = ponder_session_new ("s");
      g_autoptr(PonderConversation) chat = ponder_conversation_new (session);
      g_autofree char *text = export (chat, formats[i], TRUE);

      g_assert_true (g_str_has_suffix (text, "\n"));
      g_assert_false (g_str_has_suffix (text, "\n\n"));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint format = PONDER_EXPORT_MARKDOWN; format <= PONDER_EXPORT_SIMPLELLMFRONT; format++)
    {
      g_autofree char *name = g_strconcat ("/transfer/export/is-as-expected/", ponder_export_format_to_string (format),
                                           NULL);

      g_test_add_data_func (name, GUINT_TO_POINTER (format), test_golden);
    }
  g_test_add_func ("/transfer/export/a-tree-is-as-expected", test_golden_tree);
  g_test_add_func ("/transfer/export/every-message-is-in-one-branch", test_branches);
  g_test_add_func ("/transfer/export/formats-have-the-names-of-the-command-line", test_names);
  g_test_add_func ("/transfer/export/a-page-runs-and-fetches-nothing", test_html_is_inert);
  g_test_add_func ("/transfer/export/a-page-allows-its-own-style-only", test_html_style);
  g_test_add_func ("/transfer/export/a-chat-without-answers-is-nothing-to-learn-from", test_nothing_to_learn);
  g_test_add_func ("/transfer/export/an-empty-chat-is-a-file-too", test_empty);
  return g_test_run ();
}
