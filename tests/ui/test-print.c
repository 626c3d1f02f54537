/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chats on paper: made into PDFs, which are read again. */

#include "config.h"

#include <poppler.h>
#include <string.h>

#include "ponder-message.h"
#include "ponder-print-operation.h"
#include "ponder-print-table.h"
#include "ponder-test-dir.h"
#include "ponder-test-ui.h"

static void
add (GListStore *messages,
     PonderRole  role,
     const char *text)
{
  g_autofree char *id = g_strdup_printf ("m%u", g_list_model_get_n_items (G_LIST_MODEL (messages)));
  g_autoptr(PonderMessage) message = ponder_message_new (id, NULL, role);

  ponder_message_append_text (message, text);
  ponder_message_set_created (message, G_GINT64_CONSTANT (1700000000) * G_USEC_PER_SEC);
  if (role == PONDER_ROLE_ASSISTANT)
    ponder_message_set_model (message, "a-model");
  ponder_message_set_state (message, PONDER_MESSAGE_DONE);
  g_list_store_append (messages, message);
}

/* A question, and @answer. (transfer full) */
static GListStore *
new_chat (const char *question,
          const char *answer)
{
  GListStore *messages = g_list_store_new (PONDER_TYPE_MESSAGE);

  add (messages, PONDER_ROLE_USER, question);
  add (messages, PONDER_ROLE_ASSISTANT, answer);
  return messages;
}

/* What the PDF at @path says, page by page. */
static GStrv
read_pages (const char *path)
{
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  g_autoptr(GError) error = NULL;
  PopplerDocument *document = poppler_document_new_from_file (uri, NULL, &error);
  g_autoptr(GStrvBuilder) pages = g_strv_builder_new ();

  g_assert_no_error (error);
  for (int i = 0; i < poppler_document_get_n_pages (document); i++)
    {
      PopplerPage *page = poppler_document_get_page (document, i);
      g_autofree char *text = poppler_page_get_text (page);

      g_strv_builder_add (pages, text);
      g_object_unref (page);
    }
  g_object_unref (document);
  return g_strv_builder_end (pages);
}

static GStrv
export (PonderPrintOperation *operation)
{
  GtkPrintOperation *printing = GTK_PRINT_OPERATION (operation);
  char *dir = ponder_test_dir_new ();
  g_autofree char *path = g_build_filename (dir, "chat.pdf", NULL);
  GStrv pages;
  g_autoptr(GError) error = NULL;

  gtk_print_operation_set_export_filename (printing, path);
  gtk_print_operation_set_allow_async (printing, FALSE);
  gtk_print_operation_set_show_progress (printing, FALSE);
  gtk_print_operation_run (printing, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, &error);
  g_assert_no_error (error);
  pages = read_pages (path);
  ponder_test_dir_remove (dir);
  return pages;
}

static GStrv
print (GListStore *messages,
       const char *title)
{
  g_autoptr(PonderPrintOperation) operation = ponder_print_operation_new (title, G_LIST_MODEL (messages));

  return export (operation);
}

static void
assert_says (const char *text,
             const char *words)
{
  if (strstr (text, words) == NULL)
    g_test_message ("“%s” is not in: %s", words, text), g_test_fail ();
}

static void
test_says_all (void)
{
  g_autoptr(GListStore) messages = new_chat ("What is *new*?\nAnd old?",
                                             "# A heading\n\nWords that are **strong** with `code`.\n\n"
                                             "1. one\n2. two\n   - three\n\n> A quote\n\n"
                                             "| Name | Price |\n| --- | ---: |\n| Tea | 3 |\n| 茶叶 | 12 |\n\n"
                                             "```c\nint main (void);\n```\n\n你好，世界。\n");
  g_auto(GStrv) pages = print (messages, "My chat");
  g_autofree char *text = g_strdup (pages[0]);

  g_assert_cmpuint (g_strv_length (pages), ==, 1);
  assert_says (text, "My chat");
  assert_says (text, "14 November 2023");
  assert_says (text, "You");
  /* A question is no Markdown. */
  assert_says (text, "What is *new*?\nAnd old?");
  assert_says (text, "a-model");
  assert_says (text, "A heading");
  assert_says (text, "Words that are strong with code");
  assert_says (text, "2.");
  assert_says (text, "three");
  assert_says (text, "A quote");
  assert_says (text, "Price");
  assert_says (text, "茶叶");
  assert_says (text, "int main (void);");
  assert_says (text, "你好，世界。");
  assert_says (text, "Page 1 of 1");
}

/* Nothing is lost at the end of a page, and nothing comes twice. */
static void
test_pages (void)
{
  g_autoptr(GListStore) messages = g_list_store_new (PONDER_TYPE_MESSAGE);
  g_auto(GStrv) pages = NULL;
  g_autofree char *text = NULL;
  g_autofree char *number = NULL;
  const char *place;
  guint n_pages;

  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *answer = g_strdup_printf ("## Title %u\n\nFirst words %u.\n\n```\nline one\nline two %u\n```\n\n"
                                                 "| a | b |\n| --- | --- |\n| cell %u | x |\n", i, i, i, i);

      add (messages, PONDER_ROLE_ASSISTANT, answer);
    }
  pages = print (messages, "Long");
  n_pages = g_strv_length (pages);
  g_assert_cmpuint (n_pages, >, 5);
  text = g_strjoinv ("", pages);
  place = text;
  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *title = g_strdup_printf ("Title %u\n", i);
      g_autofree char *words = g_strdup_printf ("First words %u.\n", i);
      g_autofree char *code = g_strdup_printf ("line two %u\n", i);
      g_autofree char *cell = g_strdup_printf ("cell %u", i);

      place = strstr (place, title);
      g_assert_nonnull (place);
      /* A heading is on the page of what it is the heading of. */
      g_assert_nonnull (g_strstr_len (place, strlen (title) + strlen (words) + 2, words));
      g_assert_nonnull ((place = strstr (place, code)));
      g_assert_nonnull ((place = strstr (place, cell)));
      g_assert_null (strstr (place, title));
    }
  number = g_strdup_printf ("Page %u of %u", n_pages, n_pages);
  assert_says (pages[n_pages - 1], number);
}

/* Nothing is cut off at the right edge. */
static void
test_wide (void)
{
  g_autoptr(GString) answer = g_string_new ("```\n");
  g_autofree char *unbroken = g_strnfill (200, 'u');
  g_autoptr(GListStore) messages = NULL;
  g_auto(GStrv) pages = NULL;
  g_autofree char *text = NULL;

  for (int i = 0; i < 40; i++)
    g_string_append_printf (answer, "word%02d ", i);
  g_string_append_printf (answer, "\n%s\n```\n\n|", unbroken);
  for (int i = 0; i < 12; i++)
    g_string_append_printf (answer, " heading of column %d |", i);
  g_string_append (answer, "\n|");
  for (int i = 0; i < 12; i++)
    g_string_append (answer, " --- |");
  g_string_append (answer, "\n|");
  for (int i = 0; i < 12; i++)
    g_string_append_printf (answer, " c%d |", i);
  messages = new_chat ("wide", answer->str);
  pages = print (messages, "Wide");
  text = g_strjoinv ("", pages);
  for (int i = 0; i < 40; i++)
    {
      g_autofree char *word = g_strdup_printf ("word%02d", i);

      assert_says (text, word);
    }
  /* A hyphen would be a part of the code. */
  g_assert_null (strstr (text, "u-"));
  assert_says (text, "uuuuuuuu");
  for (int i = 0; i < 12; i++)
    {
      g_autofree char *cell = g_strdup_printf ("c%d", i);

      assert_says (text, cell);
    }
}

/* What does not end, or is higher than a page, ends nevertheless. */
static void
test_huge (void)
{
  g_autofree char *unbroken = g_strnfill (100 * 1000, 'x');
  g_autoptr(GString) answer = g_string_new ("| a |\n| --- |\n| ");
  g_autoptr(GListStore) messages = NULL;
  g_auto(GStrv) pages = NULL;

  for (int i = 0; i < 1500; i++)
    g_string_append (answer, "cell of many words ");
  g_string_append_printf (answer, "|\n\n```\n%s\n```\n", unbroken);
  messages = new_chat (unbroken, answer->str);
  pages = print (messages, "");
  g_assert_cmpuint (g_strv_length (pages), >, 40);
  g_assert_cmpuint (g_strv_length (pages), <, 200);
}

static void
test_empty (void)
{
  g_autoptr(GListStore) messages = new_chat ("", "");
  g_auto(GStrv) pages = print (messages, "Empty");
  g_autofree char *text = g_strjoinv ("", pages);

  g_assert_cmpuint (g_strv_length (pages), ==, 1);
  assert_says (text, "a-model");
}

static void
sliced_cb (GtkPrintOperation *operation,
           GParamSpec        *pspec,
           guint             *n_slices)
{
  (*n_slices)++;
}

/* The window is drawn between the slices: see SLICE_US. */
static void
test_slices (void)
{
  g_autoptr(GListStore) messages = g_list_store_new (PONDER_TYPE_MESSAGE);
  g_autoptr(PonderPrintOperation) operation = NULL;
  g_auto(GStrv) pages = NULL;
  guint n_slices = 0;

  for (guint i = 0; i < 500; i++)
    add (messages, PONDER_ROLE_ASSISTANT, "Some words.\n\nMore words, a line of them.");
  operation = ponder_print_operation_new ("Slices", G_LIST_MODEL (messages));
  g_signal_connect (operation, "notify::n-pages", G_CALLBACK (sliced_cb), &n_slices);
  pages = export (operation);
  g_assert_cmpuint (n_slices, >, 3);
}

static void
test_columns (void)
{
  double enough[] = { 10, 20, 30 };
  double narrow[] = { 10, 400, 100, 500 };

  ponder_print_table_fit (enough, 3, 100);
  g_assert_cmpfloat_with_epsilon (enough[2], 30, 0.01);
  ponder_print_table_fit (narrow, 4, 310);
  g_assert_cmpfloat_with_epsilon (narrow[0], 10, 0.01);
  g_assert_cmpfloat_with_epsilon (narrow[1], 100, 0.01);
  g_assert_cmpfloat_with_epsilon (narrow[2], 100, 0.01);
  g_assert_cmpfloat_with_epsilon (narrow[3], 100, 0.01);
}

int
main (int   argc,
      char *argv[])
{
  if (!ponder_test_ui_init (&argc, &argv))
    return 0;

  g_test_add_func ("/ui/print/says-all-that-the-chat-says", test_says_all);
  g_test_add_func ("/ui/print/loses-nothing-between-pages", test_pages);
  g_test_add_func ("/ui/print/wraps-what-is-wide", test_wide);
  g_test_add_func ("/ui/print/parts-what-is-higher-than-a-page", test_huge);
  g_test_add_func ("/ui/print/prints-what-is-empty", test_empty);
  g_test_add_func ("/ui/print/makes-pages-in-slices", test_slices);
  g_test_add_func ("/ui/print/columns-share-what-there-is", test_columns);
  return g_test_run ();
}
