/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages: their properties tell of each change once, and their words stay whole. */

#include "config.h"

#include "ponder-message.h"

#include "ponder-fault.h"

static void
count_cb (GObject    *object,
          GParamSpec *pspec,
          gpointer    user_data)
{
  guint *count = user_data;

  (*count)++;
}

/* Sets @property to @value twice and expects one notification, and the value back. */
static void
expect_one_notify (PonderMessage *message,
                   const char    *property,
                   const GValue  *value)
{
  g_autofree char *signal = g_strconcat ("notify::", property, NULL);
  g_auto(GValue) after = G_VALUE_INIT;
  guint count = 0;
  gulong handler = g_signal_connect (message, signal, G_CALLBACK (count_cb), &count);
  GParamSpec *pspec;

  g_object_set_property (G_OBJECT (message), property, value);
  g_object_set_property (G_OBJECT (message), property, value);
  g_assert_cmpuint (count, ==, 1);

  pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (message), property);
  g_value_init (&after, pspec->value_type);
  g_object_get_property (G_OBJECT (message), property, &after);
  if (!G_VALUE_HOLDS_BOXED (value))
    g_assert_cmpint (g_param_values_cmp (pspec, value, &after), ==, 0);
  g_signal_handler_disconnect (message, handler);
}

static void
set_other_value (GParamSpec *pspec,
                 GValue     *value)
{
  PonderUsage usage = { 1, 2, 3, 4, 0.5 };

  g_value_init (value, pspec->value_type);
  if (G_VALUE_HOLDS_STRING (value))
    g_value_set_string (value, "other");
  else if (G_VALUE_HOLDS_INT64 (value))
    g_value_set_int64 (value, 42);
  else if (G_VALUE_HOLDS_BOOLEAN (value))
    g_value_set_boolean (value, TRUE);
  else if (G_VALUE_HOLDS_ENUM (value))
    g_value_set_enum (value, 2);
  else if (G_VALUE_HOLDS (value, PONDER_TYPE_USAGE))
    g_value_set_boxed (value, &usage);
  else if (G_VALUE_HOLDS (value, PONDER_TYPE_FAULT))
    g_value_take_boxed (value, ponder_fault_new (PONDER_ERROR_NETWORK, "chat"));
  else
    g_assert_not_reached ();
}

static void
test_notify (void)
{
  g_autoptr(PonderMessage) message = ponder_message_new ("a", NULL, PONDER_ROLE_ASSISTANT);
  g_autofree GParamSpec **pspecs = NULL;
  guint n_pspecs;
  guint n_tried = 0;

  pspecs = g_object_class_list_properties (G_OBJECT_GET_CLASS (message), &n_pspecs);
  for (guint i = 0; i < n_pspecs; i++)
    {
      g_auto(GValue) value = G_VALUE_INIT;

      if ((pspecs[i]->flags & G_PARAM_CONSTRUCT_ONLY) || !(pspecs[i]->flags & G_PARAM_WRITABLE))
        continue;

      set_other_value (pspecs[i], &value);
      expect_one_notify (message, pspecs[i]->name, &value);
      n_tried++;
    }
  g_assert_cmpuint (n_tried, ==, 12);
}

static void
test_defaults (void)
{
  gint64 before = g_get_real_time ();
  g_autoptr(PonderMessage) message = ponder_message_new ("a", "b", PONDER_ROLE_USER);

  g_assert_cmpstr (ponder_message_get_id (message), ==, "a");
  g_assert_cmpstr (ponder_message_get_parent_id (message), ==, "b");
  g_assert_cmpint (ponder_message_get_role (message), ==, PONDER_ROLE_USER);
  g_assert_cmpint (ponder_message_get_state (message), ==, PONDER_MESSAGE_DONE);
  g_assert_cmpint (ponder_message_get_finish (message), ==, PONDER_FINISH_NONE);
  g_assert_null (ponder_message_get_usage (message));
  g_assert_cmpint (ponder_message_get_created (message), >=, before);
  g_assert_cmpint (ponder_message_get_total_ms (message), ==, -1);
  g_assert_cmpint (ponder_message_get_cached_from (message), ==, 0);
  g_assert_cmpuint (ponder_message_get_n_siblings (message), ==, 1);
  g_assert_cmpstr (ponder_message_get_text (message), ==, "");
  g_assert_cmpstr (ponder_message_get_reasoning (message), ==, "");
}

static void
test_append (void)
{
  g_autoptr(PonderMessage) message = ponder_message_new ("a", NULL, PONDER_ROLE_ASSISTANT);
  guint n_text = 0;
  guint n_reasoning = 0;

  g_signal_connect (message, "notify::text", G_CALLBACK (count_cb), &n_text);
  g_signal_connect (message, "notify::reasoning", G_CALLBACK (count_cb), &n_reasoning);

  ponder_message_append_reasoning (message, "let ");
  ponder_message_append_reasoning (message, "me");
  ponder_message_append_text (message, "one");
  ponder_message_append_text (message, "");
  ponder_message_append_text (message, " two");
  g_assert_cmpuint (ponder_message_get_parts (message)->len, ==, 2);
  g_assert_cmpstr (ponder_message_get_reasoning (message), ==, "let me");
  g_assert_cmpstr (ponder_message_get_text (message), ==, "one two");

  ponder_message_append_reasoning (message, " see");
  ponder_message_append_text (message, " three");
  ponder_message_append_text (message, " four");
  g_assert_cmpuint (ponder_message_get_parts (message)->len, ==, 4);
  g_assert_cmpstr (ponder_message_get_text (message), ==, "one two three four");
  ponder_message_append_text (message, " five");
  g_assert_cmpstr (ponder_message_get_text (message), ==, "one two three four five");
  g_assert_cmpstr (ponder_message_get_reasoning (message), ==, "let me see");

  ponder_message_take_part (message, ponder_part_new (PONDER_PART_TEXT, " six"));
  ponder_message_take_part (message, ponder_part_new (PONDER_PART_TOOL_CALL, "{}"));
  g_assert_cmpstr (ponder_message_get_text (message), ==, "one two three four five six");
  g_assert_cmpuint (n_text, ==, 6);
  g_assert_cmpuint (n_reasoning, ==, 3);
}

/* The text of an answer is asked for at each frame: it must be the same memory until it changes. */
static void
test_text_is_not_copied (void)
{
  g_autoptr(PonderMessage) message = ponder_message_new ("a", NULL, PONDER_ROLE_ASSISTANT);
  const PonderPart *part;

  ponder_message_append_reasoning (message, "hm");
  ponder_message_append_text (message, "words");
  part = g_ptr_array_index (ponder_message_get_parts (message), 1);
  g_assert_true (ponder_message_get_text (message) == part->text->str);
  g_assert_true (ponder_message_get_text (message) == ponder_message_get_text (message));
}

static void
test_append_is_fast (void)
{
  const int n_words = 1000 * 1000;
  gint64 begin = g_get_monotonic_time ();

  for (guint n_parts = 1; n_parts <= 2; n_parts++)
    {
      g_autoptr(PonderMessage) message = ponder_message_new ("a", NULL, PONDER_ROLE_ASSISTANT);

      if (n_parts == 2)
        {
          ponder_message_append_text (message, "first");
          ponder_message_append_reasoning (message, "then");
        }
      for (int i = 0; i < n_words; i++)
        {
          ponder_message_append_text (message, "12345678");
          g_assert_nonnull (ponder_message_get_text (message));
        }
      g_assert_cmpuint (strlen (ponder_message_get_text (message)), >=, n_words * 8);
    }

  /* Copying at each word would move terabytes. */
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 20 * G_USEC_PER_SEC);
}

static void
test_snapshot (void)
{
  g_autoptr(PonderMessage) message = ponder_message_new ("a", "b", PONDER_ROLE_ASSISTANT);
  g_autoptr(PonderMessage) copy = NULL;
  g_autoptr(PonderFault) fault = ponder_fault_new (PONDER_ERROR_SERVER, "chat");
  PonderUsage usage = { 1, 2, 3, 4, 0.25 };
  PonderPart *file = ponder_part_new (PONDER_PART_FILE, "");

  file->name = g_strdup ("a.png");
  file->media_type = g_strdup ("image/png");
  file->digest = g_strdup ("abc");
  ponder_message_take_part (message, file);
  ponder_message_append_text (message, "hello");
  ponder_message_set_state (message, PONDER_MESSAGE_STREAMING);
  ponder_message_set_finish (message, PONDER_FINISH_LENGTH);
  ponder_message_set_provider (message, "p");
  ponder_message_set_model (message, "m");
  ponder_message_set_usage (message, &usage);
  ponder_message_set_fault (message, fault);
  ponder_message_set_created (message, 5);
  ponder_message_set_first_token_ms (message, 6);
  ponder_message_set_reasoning_ms (message, 7);
  ponder_message_set_total_ms (message, 8);
  ponder_message_set_cached_from (message, 9);
  ponder_message_set_chosen (message, TRUE);
  ponder_message_set_siblings (message, 1, 3);

  copy = ponder_message_snapshot (message);
  ponder_message_append_text (message, " world");
  g_assert_cmpstr (ponder_message_get_text (copy), ==, "hello");
  g_assert_cmpstr (ponder_message_get_id (copy), ==, "a");
  g_assert_cmpstr (ponder_message_get_parent_id (copy), ==, "b");
  g_assert_cmpint (ponder_message_get_role (copy), ==, PONDER_ROLE_ASSISTANT);
  g_assert_cmpint (ponder_message_get_state (copy), ==, PONDER_MESSAGE_STREAMING);
  g_assert_cmpint (ponder_message_get_finish (copy), ==, PONDER_FINISH_LENGTH);
  g_assert_cmpstr (ponder_message_get_provider (copy), ==, "p");
  g_assert_cmpstr (ponder_message_get_model (copy), ==, "m");
  g_assert_true (ponder_usage_equal (ponder_message_get_usage (copy), &usage));
  g_assert_true (ponder_message_get_fault (copy) == fault);
  g_assert_cmpint (ponder_message_get_created (copy), ==, 5);
  g_assert_cmpint (ponder_message_get_first_token_ms (copy), ==, 6);
  g_assert_cmpint (ponder_message_get_reasoning_ms (copy), ==, 7);
  g_assert_cmpint (ponder_message_get_total_ms (copy), ==, 8);
  g_assert_cmpint (ponder_message_get_cached_from (copy), ==, 9);
  g_assert_true (ponder_message_get_chosen (copy));
  g_assert_cmpuint (ponder_message_get_sibling_index (copy), ==, 1);
  g_assert_cmpuint (ponder_message_get_n_siblings (copy), ==, 3);
  file = g_ptr_array_index (ponder_message_get_parts (copy), 0);
  g_assert_cmpint (file->kind, ==, PONDER_PART_FILE);
  g_assert_cmpstr (file->name, ==, "a.png");
  g_assert_cmpstr (file->media_type, ==, "image/png");
  g_assert_cmpstr (file->digest, ==, "abc");
}

static void
assert_unfinished (PonderMessageState state,
                   PonderFinish       finish,
                   const char        *text,
                   gboolean           expected)
{
  g_autoptr(PonderMessage) message = ponder_message_new ("m", NULL, PONDER_ROLE_ASSISTANT);

  ponder_message_append_text (message, text);
  ponder_message_set_state (message, state);
  ponder_message_set_finish (message, finish);
  g_assert_cmpint (ponder_message_is_unfinished (message), ==, expected);
}

static void
test_unfinished (void)
{
  g_autoptr(PonderMessage) question = ponder_message_new ("q", NULL, PONDER_ROLE_USER);
  g_autoptr(PonderMessage) withheld = ponder_message_new ("a", NULL, PONDER_ROLE_ASSISTANT);
  g_autoptr(PonderFault) fault = ponder_fault_new (PONDER_ERROR_CONTENT_FILTER, "chat");

  assert_unfinished (PONDER_MESSAGE_CUT_OFF, PONDER_FINISH_CUT_OFF, "half", TRUE);
  assert_unfinished (PONDER_MESSAGE_STOPPED, PONDER_FINISH_CANCELLED, "half", TRUE);
  assert_unfinished (PONDER_MESSAGE_INTERRUPTED, PONDER_FINISH_NONE, "half", TRUE);
  assert_unfinished (PONDER_MESSAGE_FAILED, PONDER_FINISH_NONE, "half", TRUE);
  assert_unfinished (PONDER_MESSAGE_DONE, PONDER_FINISH_LENGTH, "half", TRUE);
  assert_unfinished (PONDER_MESSAGE_DONE, PONDER_FINISH_STOP, "whole", FALSE);
  assert_unfinished (PONDER_MESSAGE_STREAMING, PONDER_FINISH_NONE, "half", FALSE);
  assert_unfinished (PONDER_MESSAGE_CUT_OFF, PONDER_FINISH_CUT_OFF, "", FALSE);

  ponder_message_append_text (question, "why?");
  ponder_message_set_state (question, PONDER_MESSAGE_STOPPED);
  g_assert_false (ponder_message_is_unfinished (question));
  ponder_message_append_text (withheld, "half");
  ponder_message_set_state (withheld, PONDER_MESSAGE_FAILED);
  ponder_message_set_fault (withheld, fault);
  g_assert_false (ponder_message_is_unfinished (withheld));
}

static void
test_names (void)
{
  PonderRole role;
  PonderMessageState state;
  PonderPartKind kind;

  for (PonderRole i = PONDER_ROLE_SYSTEM; i <= PONDER_ROLE_TOOL; i++)
    {
      g_assert_true (ponder_role_from_string (ponder_role_to_string (i), &role));
      g_assert_cmpint (role, ==, i);
    }
  for (PonderMessageState i = PONDER_MESSAGE_DONE; i <= PONDER_MESSAGE_INTERRUPTED; i++)
    {
      g_assert_true (ponder_message_state_from_string (ponder_message_state_to_string (i), &state));
      g_assert_cmpint (state, ==, i);
    }
  for (PonderPartKind i = PONDER_PART_TEXT; i <= PONDER_PART_TOOL_RESULT; i++)
    {
      g_assert_true (ponder_part_kind_from_string (ponder_part_kind_to_string (i), &kind));
      g_assert_cmpint (kind, ==, i);
    }
  for (PonderFinish i = PONDER_FINISH_NONE; i <= PONDER_FINISH_CANCELLED; i++)
    g_assert_cmpint (ponder_finish_from_string (ponder_finish_to_string (i)), ==, i);

  g_assert_null (ponder_finish_to_string (PONDER_FINISH_NONE));
  g_assert_cmpstr (ponder_message_state_to_string (PONDER_MESSAGE_CUT_OFF), ==, "cut_off");
  g_assert_cmpstr (ponder_finish_to_string (PONDER_FINISH_CONTENT_FILTER), ==, "content_filter");
  g_assert_false (ponder_role_from_string ("robot", &role));
  g_assert_false (ponder_role_from_string (NULL, &role));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/message/begins-empty-and-done", test_defaults);
  g_test_add_func ("/message/each-property-notifies-once", test_notify);
  g_test_add_func ("/message/appending-joins-parts", test_append);
  g_test_add_func ("/message/text-is-not-copied", test_text_is_not_copied);
  g_test_add_func ("/message/appending-is-linear", test_append_is_fast);
  g_test_add_func ("/message/snapshot-is-a-whole-copy", test_snapshot);
  g_test_add_func ("/message/only-what-broke-off-can-be-gone-on-with", test_unfinished);
  g_test_add_func ("/message/names-lead-back", test_names);
  return g_test_run ();
}
