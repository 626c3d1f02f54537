/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what a paragraph shows, copies and lets be opened; no display. */

#include "config.h"

#include "ponder-inline-text.h"
#include "ponder-message-caption.h"

#include <string.h>

static PonderInlineText *
parse_paragraph (const char *markdown)
{
  g_autoptr(GPtrArray) blocks = ponder_markdown_parse (markdown, -1);

  g_assert_cmpuint (blocks->len, ==, 1);
  return ponder_inline_text_new (((PonderBlock *) g_ptr_array_index (blocks, 0))->text);
}

static void
a_link_leads_where_it_says (void)
{
  g_autoptr(PonderInlineText) text = parse_paragraph ("see [the page](https://example.org/a) now");
  const PonderTextLink *link;

  g_assert_cmpstr (text->shown, ==, "see the page now");
  g_assert_cmpuint (text->links->len, ==, 1);
  link = ponder_inline_text_get_link_at (text, 4);
  g_assert_nonnull (link);
  g_assert_cmpstr (link->target, ==, "https://example.org/a");
  g_assert_null (ponder_inline_text_get_link_at (text, 3));
  g_assert_null (ponder_inline_text_get_link_at (text, 12));
}

static void
a_link_with_styles_in_it_is_one_link (void)
{
  g_autoptr(PonderInlineText) text = parse_paragraph ("[a **bold** link](https://example.org/)");

  g_assert_cmpuint (text->links->len, ==, 1);
  g_assert_cmpuint (g_array_index (text->links, PonderTextLink, 0).end, ==, strlen ("a bold link"));
}

static gboolean
is_hyphenated (PangoAttrList *attributes,
               guint          byte)
{
  GSList *list = pango_attr_list_get_attributes (attributes);
  gboolean hyphenated = TRUE;

  for (GSList *l = list; l != NULL; l = l->next)
    {
      PangoAttribute *attribute = l->data;

      if (attribute->klass->type == PANGO_ATTR_INSERT_HYPHENS && attribute->start_index <= byte
          && byte < attribute->end_index)
        hyphenated = FALSE;
    }
  g_slist_free_full (list, (GDestroyNotify) pango_attribute_destroy);
  return hyphenated;
}

static void
no_hyphens_get_into_code_and_addresses (void)
{
  g_autoptr(PonderInlineText) text = parse_paragraph ("words `a_name` <https://example.org/>");
  g_autoptr(PangoAttrList) attributes = ponder_inline_text_dup_attributes (text, &(GdkRGBA) { 0, 0, 0, 1 });

  g_assert_true (is_hyphenated (attributes, 0));
  g_assert_false (is_hyphenated (attributes, strstr (text->shown, "a_name") - text->shown));
  g_assert_false (is_hyphenated (attributes, strstr (text->shown, "https") - text->shown));
}

static void
unsafe_targets_are_plain_words (void)
{
  const char *targets[] = { "javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "ssh://host",
                            "//evil.example", "vscode://x" };

  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    {
      g_autofree char *markdown = g_strdup_printf ("[words](%s)", targets[i]);
      g_autoptr(PonderInlineText) text = parse_paragraph (markdown);

      g_assert_cmpstr (text->shown, ==, "words");
      g_assert_cmpuint (text->links->len, ==, 0);
    }
}

static void
a_picture_is_a_chip_with_its_host (void)
{
  g_autoptr(PonderInlineText) text = parse_paragraph ("![a chart](https://pictures.example/x.png?secret=1)");

  g_assert_nonnull (strstr (text->shown, "a chart"));
  g_assert_nonnull (strstr (text->shown, "pictures.example"));
  g_assert_null (strstr (text->shown, "secret"));
}

static void
invisible_letters_in_code_are_boxes_and_copied_as_they_are (void)
{
  const char *code = "if (admin\u202e) return; \u200b\U000e0041";
  g_autoptr(PonderInlineText) text = ponder_inline_text_new_code (code, -1);

  g_assert_cmpuint (strlen (text->shown), ==, strlen (code));
  g_assert_null (strstr (text->shown, "\u202e"));
  g_assert_null (strstr (text->shown, "\u200b"));
  g_assert_null (strstr (text->shown, "\U000e0041"));
  g_assert_true (g_utf8_validate (text->shown, -1, NULL));
  g_assert_cmpstr (ponder_inline_text_get_raw (text), ==, code);
}

static void
long_runs_are_noticed (void)
{
  g_autofree char *run = g_strnfill (600, 'a');
  g_autoptr(PonderInlineText) one = ponder_inline_text_new_plain (run, -1);
  g_autoptr(PonderInlineText) other = NULL;
  g_autoptr(GString) chinese = g_string_new (NULL);

  g_assert_true (one->unbroken);
  for (guint i = 0; i < 600; i++)
    g_string_append (chinese, "字");
  other = ponder_inline_text_new_plain (chinese->str, -1);
  g_assert_false (other->unbroken);
}

static PonderMessage *
create_answer (void)
{
  PonderMessage *message = ponder_message_new ("a", NULL, PONDER_ROLE_ASSISTANT);
  PonderUsage *usage = ponder_usage_new ();

  usage->output = 812;
  ponder_message_set_usage (message, usage);
  ponder_usage_free (usage);
  ponder_message_set_model (message, "qwen-3");
  ponder_message_set_first_token_ms (message, 400);
  ponder_message_set_total_ms (message, 20200);
  ponder_message_set_state (message, PONDER_MESSAGE_DONE);
  ponder_message_set_finish (message, PONDER_FINISH_STOP);
  return message;
}

static void
a_caption_says_what_is_known (void)
{
  g_autoptr(PonderMessage) message = create_answer ();
  g_autofree char *caption = ponder_message_caption_new (message);

  g_assert_cmpstr (caption, ==, "qwen-3 · 812 tokens · 41 tok/s · 0.4 s");
}

static void
a_caption_says_what_the_cache_saved (void)
{
  g_autoptr(PonderMessage) message = create_answer ();
  g_autoptr(PonderUsage) usage = ponder_usage_new ();
  g_autofree char *caption = NULL;
  g_autofree char *unknown = NULL;

  usage->input = 208;
  usage->output = 812;
  ponder_message_set_usage (message, usage);
  ponder_message_set_cached_from (message, ponder_message_get_created (message));
  caption = ponder_message_caption_new (message);
  g_assert_cmpstr (caption, ==, "qwen-3 · saved 1020 tokens");

  ponder_message_set_usage (message, NULL);
  unknown = ponder_message_caption_new (message);
  g_assert_cmpstr (unknown, ==, "qwen-3");
}

static void
a_cached_answer_is_as_old_as_when_it_was_shown_first (void)
{
  g_autoptr(PonderMessage) message = create_answer ();
  gint64 created = (gint64) 1000000000 * G_USEC_PER_SEC;
  g_autofree char *asked = ponder_message_caption_new_cached (message);
  g_autofree char *old = NULL;
  g_autofree char *fresh = NULL;
  g_autofree char *future = NULL;

  g_assert_null (asked);
  ponder_message_set_created (message, created);
  ponder_message_set_cached_from (message, created - 3 * G_TIME_SPAN_DAY - G_TIME_SPAN_HOUR);
  old = ponder_message_caption_new_cached (message);
  g_assert_cmpstr (old, ==, "from cache, 3 days old");
  ponder_message_set_cached_from (message, created - 2 * G_TIME_SPAN_SECOND);
  fresh = ponder_message_caption_new_cached (message);
  g_assert_cmpstr (fresh, ==, "from cache, just now");
  ponder_message_set_cached_from (message, created + G_TIME_SPAN_DAY);
  future = ponder_message_caption_new_cached (message);
  g_assert_cmpstr (future, ==, "from cache, just now");
}

static void
details_say_when_a_cached_answer_was_given (void)
{
  g_autoptr(PonderMessage) message = create_answer ();
  g_autoptr(GDateTime) when = g_date_time_new_local (2026, 2, 17, 8, 5, 0);
  g_autofree char *date = g_date_time_format (when, "%c");
  g_autofree char *details = NULL;
  g_autofree char *tooltip = NULL;

  tooltip = ponder_message_caption_new_cached_long (message);
  g_assert_null (tooltip);
  details = ponder_message_caption_new_long (message);
  g_assert_nonnull (strstr (details, "Tokens written: 812"));
  g_assert_null (strstr (details, "Cost"));
  g_clear_pointer (&details, g_free);

  ponder_message_set_cached_from (message, g_date_time_to_unix (when) * G_USEC_PER_SEC);
  tooltip = ponder_message_caption_new_cached_long (message);
  g_assert_nonnull (strstr (tooltip, date));
  details = ponder_message_caption_new_long (message);
  g_assert_nonnull (strstr (details, date));
  g_assert_nonnull (strstr (details, "\nCost: 0"));
  g_assert_nonnull (strstr (details, "\nTokens saved: 812"));
  g_assert_null (strstr (details, "Tokens written"));
  g_assert_null (strstr (details, "Time to first word"));
}

static void
details_name_no_time_that_nobody_knows (void)
{
  g_autoptr(PonderMessage) message = create_answer ();
  g_autofree char *known = ponder_message_caption_new_long (message);
  g_autofree char *unknown = NULL;

  ponder_message_set_created (message, 0);
  unknown = ponder_message_caption_new_long (message);
  g_assert_nonnull (strstr (known, "\nTime: "));
  g_assert_null (strstr (unknown, "\nTime: "));
}

static void
a_caption_says_how_it_ended (void)
{
  g_autoptr(PonderMessage) message = ponder_message_new ("a", NULL, PONDER_ROLE_ASSISTANT);
  g_autofree char *stopped = NULL;
  g_autofree char *limit = NULL;
  g_autofree char *nothing = ponder_message_caption_new (message);

  g_assert_cmpstr (nothing, ==, "");
  ponder_message_set_state (message, PONDER_MESSAGE_STOPPED);
  stopped = ponder_message_caption_new (message);
  g_assert_cmpstr (stopped, ==, "stopped");
  ponder_message_set_state (message, PONDER_MESSAGE_DONE);
  ponder_message_set_finish (message, PONDER_FINISH_LENGTH);
  limit = ponder_message_caption_new (message);
  g_assert_cmpstr (limit, ==, "hit the length limit");
}

static void
thoughts_have_a_duration (void)
{
  g_autofree char *live = ponder_message_caption_new_thought (-1, TRUE);
  g_autofree char *unknown = ponder_message_caption_new_thought (-1, FALSE);
  g_autofree char *seconds = ponder_message_caption_new_thought (12300, FALSE);
  g_autofree char *minutes = ponder_message_caption_new_thought (84000, FALSE);

  g_assert_cmpstr (live, ==, "Thinking…");
  g_assert_cmpstr (unknown, ==, "Thoughts");
  g_assert_cmpstr (seconds, ==, "Thought for 12 s");
  g_assert_cmpstr (minutes, ==, "Thought for 1 min 24 s");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/transcript/text/no-hyphens-get-into-code-and-addresses", no_hyphens_get_into_code_and_addresses);
  g_test_add_func ("/transcript/text/a-link-leads-where-it-says", a_link_leads_where_it_says);
  g_test_add_func ("/transcript/text/a-link-with-styles-in-it-is-one-link", a_link_with_styles_in_it_is_one_link);
  g_test_add_func ("/transcript/text/unsafe-targets-are-plain-words", unsafe_targets_are_plain_words);
  g_test_add_func ("/transcript/text/a-picture-is-a-chip-with-its-host", a_picture_is_a_chip_with_its_host);
  g_test_add_func ("/transcript/text/invisible-letters-in-code-are-boxes-and-copied-as-they-are",
                   invisible_letters_in_code_are_boxes_and_copied_as_they_are);
  g_test_add_func ("/transcript/text/long-runs-are-noticed", long_runs_are_noticed);
  g_test_add_func ("/transcript/text/a-caption-says-what-is-known", a_caption_says_what_is_known);
  g_test_add_func ("/transcript/text/a-caption-says-what-the-cache-saved", a_caption_says_what_the_cache_saved);
  g_test_add_func ("/transcript/text/a-cached-answer-is-as-old-as-when-it-was-shown-first",
                   a_cached_answer_is_as_old_as_when_it_was_shown_first);
  g_test_add_func ("/transcript/text/details-say-when-a-cached-answer-was-given",
                   details_say_when_a_cached_answer_was_given);
  g_test_add_func ("/transcript/text/details-name-no-time-that-nobody-knows", details_name_no_time_that_nobody_knows);
  g_test_add_func ("/transcript/text/a-caption-says-how-it-ended", a_caption_says_how_it_ended);
  g_test_add_func ("/transcript/text/thoughts-have-a-duration", thoughts_have_a_duration);
  return g_test_run ();
}
