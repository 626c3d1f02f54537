/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands before a window says what failed and what to do. */

#include "config.h"

#include "ponder-dialogs.h"
#include "ponder-fault.h"
#include "ponder-message.h"
#include "ponder-test-loop.h"
#include "ponder-test-ui.h"

static AdwMessageDialog *
find_dialog (void)
{
  GtkWidget *dialog;

  ponder_test_settle ();
  dialog = ponder_test_find_window (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_nonnull (dialog);
  return ADW_MESSAGE_DIALOG (dialog);
}

static void
test_fault (void)
{
  g_autoptr(PonderFault) fault = ponder_fault_new (PONDER_ERROR_RATE_LIMIT, "chat");
  g_autofree char *title = ponder_fault_dup_title (fault);
  g_autofree char *suggestion = ponder_fault_dup_suggestion (fault);
  GtkWidget *window = adw_window_new ();
  AdwMessageDialog *dialog;
  GtkWidget *expander;

  fault->details = g_strdup ("the server's own words");
  gtk_window_present (GTK_WINDOW (window));
  ponder_dialogs_show_fault (GTK_WINDOW (window), fault);
  dialog = find_dialog ();
  g_assert_cmpstr (adw_message_dialog_get_heading (dialog), ==, title);
  g_assert_nonnull (strstr (adw_message_dialog_get_body (dialog), suggestion));

  expander = ponder_test_find (GTK_WIDGET (dialog), GTK_TYPE_EXPANDER, NULL);
  g_assert_false (gtk_expander_get_expanded (GTK_EXPANDER (expander)));
  gtk_expander_set_expanded (GTK_EXPANDER (expander), TRUE);
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (
    ponder_test_find (gtk_expander_get_child (GTK_EXPANDER (expander)), GTK_TYPE_LABEL, NULL))),
    "the server's own words"));

  gtk_window_destroy (GTK_WINDOW (dialog));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_long_title (void)
{
  g_autoptr(PonderFault) fault = ponder_fault_new (PONDER_ERROR_STORE, "open database");
  AdwMessageDialog *dialog;

  fault->message = g_strdup ("A sentence that is much too long to stand in big letters over a dialog.");
  ponder_dialogs_show_fault (NULL, fault);
  dialog = find_dialog ();
  g_assert_cmpstr (adw_message_dialog_get_heading (dialog), ==, "Something Went Wrong");
  g_assert_nonnull (strstr (adw_message_dialog_get_body (dialog), "much too long"));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_message (void)
{
  g_autoptr(PonderMessage) message = ponder_message_new ("m", NULL, PONDER_ROLE_ASSISTANT);
  AdwMessageDialog *dialog;

  ponder_message_set_model (message, "qwen-3");
  ponder_message_set_total_ms (message, 1500);
  ponder_dialogs_show_message (NULL, message);
  dialog = find_dialog ();
  g_assert_nonnull (strstr (adw_message_dialog_get_body (dialog), "qwen-3"));
  g_assert_nonnull (strstr (adw_message_dialog_get_body (dialog), "1.5 s"));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_confirm (void)
{
  GtkWidget *window = adw_window_new ();
  GAsyncResult *pending = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  AdwMessageDialog *dialog;

  gtk_window_present (GTK_WINDOW (window));
  ponder_dialogs_confirm_async (GTK_WINDOW (window), "Really?", "It is gone then.", "_Remove", ponder_test_take_result,
                                &pending);
  dialog = find_dialog ();
  g_assert_cmpstr (adw_message_dialog_get_default_response (dialog), ==, "cancel");
  gtk_window_close (GTK_WINDOW (dialog));
  result = ponder_test_await (&pending);
  g_assert_false (ponder_dialogs_confirm_finish (result, &error));
  g_assert_no_error (error);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int   argc,
      char *argv[])
{
  if (!ponder_test_ui_init (&argc, &argv))
    return 0;

  g_test_add_func ("/ui/dialogs/a-fault-says-what-to-do-and-folds-its-details", test_fault);
  g_test_add_func ("/ui/dialogs/a-long-title-is-no-heading", test_long_title);
  g_test_add_func ("/ui/dialogs/an-answer-tells-its-facts", test_message);
  g_test_add_func ("/ui/dialogs/closing-a-question-means-no", test_confirm);

  return g_test_run ();
}
