/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every question and message that stands before a window: the only user of the dialog API. */

#include "config.h"

#include "ponder-dialogs.h"

#include "ponder-fault-details.h"
#include "ponder-fault.h"
#include "ponder-message-caption.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* Longer titles are sentences: they belong into the body. */
#define HEADING_LENGTH 48

static void
add_paragraph (GString    *text,
               const char *paragraph)
{
  if (paragraph == NULL || paragraph[0] == '\0')
    return;
  if (text->len > 0)
    g_string_append (text, "\n\n");
  g_string_append (text, paragraph);
}

/* @heading is for faults whose own title is too long to be one. */
static AdwMessageDialog *
fault_dialog_new (GtkWindow   *parent,
                  const char  *heading,
                  PonderFault *fault)
{
  g_autofree char *title = ponder_fault_dup_title (fault);
  g_autofree char *place = ponder_fault_dup_place (fault);
  g_autofree char *suggestion = ponder_fault_dup_suggestion (fault);
  g_autofree char *report = ponder_fault_dup_report (fault);
  g_autoptr(GString) body = g_string_new (NULL);
  gboolean is_long = g_utf8_strlen (title, -1) > HEADING_LENGTH;
  GtkWidget *dialog;

  if (is_long)
    add_paragraph (body, title);
  if (!is_long || place == NULL || strstr (title, place) == NULL)
    add_paragraph (body, place);
  add_paragraph (body, suggestion);

  dialog = adw_message_dialog_new (parent, is_long ? heading : title, body->str);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), ponder_fault_details_new (report));
  return ADW_MESSAGE_DIALOG (dialog);
}

void
ponder_dialogs_show_fault (GtkWindow   *parent,
                           PonderFault *fault)
{
  AdwMessageDialog *dialog;

  g_return_if_fail (fault != NULL);

  dialog = fault_dialog_new (parent, _("Something Went Wrong"), fault);
  adw_message_dialog_add_response (dialog, "close", _("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

void
ponder_dialogs_show_fatal (GApplication *application,
                           const GError *error)
{
  g_autoptr(PonderFault) fault = NULL;
  AdwMessageDialog *dialog;

  g_return_if_fail (error != NULL);

  fault = ponder_fault_new_from_error (error, "open database");
  dialog = fault_dialog_new (NULL, _("The Chats Cannot Be Opened"), fault);
  gtk_window_set_title (GTK_WINDOW (dialog), _("Ponder"));
  gtk_window_set_application (GTK_WINDOW (dialog), GTK_APPLICATION (application));
  adw_message_dialog_add_response (dialog, "close", _("_Quit"));
  g_signal_connect_object (dialog, "response", G_CALLBACK (g_application_quit), application, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
ponder_dialogs_show_message (GtkWindow     *parent,
                             PonderMessage *message)
{
  g_autofree char *facts = NULL;
  AdwMessageDialog *dialog;

  g_return_if_fail (PONDER_IS_MESSAGE (message));

  if (ponder_message_get_fault (message) != NULL)
    {
      ponder_dialogs_show_fault (parent, ponder_message_get_fault (message));
      return;
    }

  facts = ponder_message_caption_new_long (message);
  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, _("About This Answer"), facts));
  adw_message_dialog_add_response (dialog, "close", _("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

void
ponder_dialogs_show_about (GtkWindow *parent)
{
  const char *developers[] = { "The Ponder contributors", NULL };

  adw_show_about_window (parent,
                         "application-name", _("Ponder"),
                         "application-icon", PONDER_APPLICATION_ID,
                         "version", PONDER_VERSION,
                         "developer-name", _("The Ponder contributors"),
                         "developers", developers,
                         "comments", _("Talk to language models: on your computer or on a server of your choice."),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         /* Translators: your names, one a line; they appear in the About window. */
                         "translator-credits", _("translator-credits"),
                         NULL);
}

static void
rename_response_cb (AdwMessageDialog *dialog,
                    const char       *response,
                    GTask            *task)
{
  GtkEditable *entry = GTK_EDITABLE (adw_message_dialog_get_extra_child (dialog));

  if (g_str_equal (response, "rename"))
    g_task_return_pointer (task, g_strdup (gtk_editable_get_text (entry)), g_free);
  else
    g_task_return_pointer (task, NULL, NULL);
  g_object_unref (task);
}

static void
rename_changed_cb (GtkEditable      *entry,
                   AdwMessageDialog *dialog)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (entry)));

  adw_message_dialog_set_response_enabled (dialog, "rename", text[0] != '\0');
}

void
ponder_dialogs_rename_async (GtkWindow           *parent,
                             const char          *title,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  GTask *task = g_task_new (parent, NULL, callback, user_data);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, _("Rename Chat"), NULL));
  GtkWidget *entry = gtk_entry_new ();

  g_task_set_source_tag (task, ponder_dialogs_rename_async);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Name of the chat"), -1);
  g_signal_connect (entry, "changed", G_CALLBACK (rename_changed_cb), dialog);
  adw_message_dialog_set_extra_child (dialog, entry);
  adw_message_dialog_add_responses (dialog, "cancel", _("_Cancel"), "rename", _("_Rename"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "rename", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "rename");
  adw_message_dialog_set_close_response (dialog, "cancel");
  adw_message_dialog_set_response_enabled (dialog, "rename", FALSE);
  gtk_editable_set_text (GTK_EDITABLE (entry), title);
  g_signal_connect (dialog, "response", G_CALLBACK (rename_response_cb), task);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (entry);
}

char *
ponder_dialogs_rename_finish (GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, ponder_dialogs_rename_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
confirm_response_cb (AdwMessageDialog *dialog,
                     const char       *response,
                     GTask            *task)
{
  g_task_return_boolean (task, g_str_equal (response, "confirm"));
  g_object_unref (task);
}

void
ponder_dialogs_confirm_async (GtkWindow           *parent,
                              const char          *heading,
                              const char          *body,
                              const char          *verb,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  GTask *task = g_task_new (parent, NULL, callback, user_data);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, heading, body));

  g_task_set_source_tag (task, ponder_dialogs_confirm_async);
  adw_message_dialog_add_responses (dialog, "cancel", _("_Cancel"), "confirm", verb, NULL);
  adw_message_dialog_set_response_appearance (dialog, "confirm", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (confirm_response_cb), task);
  gtk_window_present (GTK_WINDOW (dialog));
}

gboolean
ponder_dialogs_confirm_finish (GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, ponder_dialogs_confirm_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
file_response_cb (GtkNativeDialog *dialog,
                  int              response,
                  GTask           *task)
{
  if (response == GTK_RESPONSE_ACCEPT)
    g_task_return_pointer (task, gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)), g_object_unref);
  else
    g_task_return_pointer (task, NULL, NULL);
  g_object_unref (task);
  g_object_unref (dialog);
}

static void
files_response_cb (GtkNativeDialog *dialog,
                   int              response,
                   GTask           *task)
{
  if (response == GTK_RESPONSE_ACCEPT)
    g_task_return_pointer (task, gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog)), g_object_unref);
  else
    g_task_return_pointer (task, NULL, NULL);
  g_object_unref (task);
  g_object_unref (dialog);
}

void
ponder_dialogs_open_files_async (GtkWindow           *parent,
                                 const char          *title,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  GTask *task = g_task_new (parent, NULL, callback, user_data);
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_OPEN, NULL,
                                                              NULL);

  g_task_set_source_tag (task, ponder_dialogs_open_files_async);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog), TRUE);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (files_response_cb), task);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

GListModel *
ponder_dialogs_open_files_finish (GAsyncResult  *result,
                                  GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, ponder_dialogs_open_files_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
ponder_dialogs_save_file_async (GtkWindow           *parent,
                                const char          *title,
                                const char          *name,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  GTask *task = g_task_new (parent, NULL, callback, user_data);
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_SAVE, NULL,
                                                              NULL);

  g_task_set_source_tag (task, ponder_dialogs_save_file_async);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (file_response_cb), task);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

GFile *
ponder_dialogs_save_file_finish (GAsyncResult  *result,
                                 GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, ponder_dialogs_save_file_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
ponder_dialogs_show_text (GtkWindow  *parent,
                          const char *heading,
                          const char *body)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, heading, body));

  adw_message_dialog_add_response (dialog, "close", _("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

void
ponder_dialogs_open_file_async (GtkWindow           *parent,
                                const char          *title,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  GTask *task = g_task_new (parent, NULL, callback, user_data);
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_OPEN, NULL,
                                                              NULL);

  g_task_set_source_tag (task, ponder_dialogs_open_file_async);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (file_response_cb), task);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

GFile *
ponder_dialogs_open_file_finish (GAsyncResult  *result,
                                 GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, ponder_dialogs_open_file_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
