/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every question and message that stands before a window: the only user of the dialog API. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-types.h"

G_BEGIN_DECLS

/* What failed, where, and what to do; the technical details are folded. @parent (nullable). */
void      ponder_dialogs_show_fault      (GtkWindow           *parent,
                                          PonderFault         *fault);
/* The same when the program cannot go on: its one button quits @application. */
void      ponder_dialogs_show_fatal      (GApplication        *application,
                                          const GError        *error);
/* What is known of an answer: model, tokens, times, and its failure. */
void      ponder_dialogs_show_message    (GtkWindow           *parent,
                                          PonderMessage       *message);
void      ponder_dialogs_show_about      (GtkWindow           *parent);

/* A new name for a chat. */
void      ponder_dialogs_rename_async    (GtkWindow           *parent,
                                          const char          *title,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data);
/* NULL without @error: the person thought better of it. (transfer full) (nullable) */
char     *ponder_dialogs_rename_finish   (GAsyncResult        *result,
                                          GError             **error);

/* @verb is what the button that does it says; it is drawn as dangerous. */
void      ponder_dialogs_confirm_async   (GtkWindow           *parent,
                                          const char          *heading,
                                          const char          *body,
                                          const char          *verb,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data);
gboolean  ponder_dialogs_confirm_finish  (GAsyncResult        *result,
                                          GError             **error);

/* Good news, or a result that wants more room than a toast has. */
void      ponder_dialogs_show_text       (GtkWindow           *parent,
                                          const char          *heading,
                                          const char          *body);

/* Files to read. */
void        ponder_dialogs_open_files_async  (GtkWindow           *parent,
                                              const char          *title,
                                              GAsyncReadyCallback  callback,
                                              gpointer             user_data);
/* NULL without @error: the person thought better of it. A list of GFile. (transfer full) (nullable) */
GListModel *ponder_dialogs_open_files_finish (GAsyncResult        *result,
                                              GError             **error);
/* A file to write, @name unless the person says otherwise. */
void      ponder_dialogs_save_file_async  (GtkWindow           *parent,
                                           const char          *title,
                                           const char          *name,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data);
/* NULL without @error: the person thought better of it. (transfer full) (nullable) */
GFile    *ponder_dialogs_save_file_finish (GAsyncResult        *result,
                                           GError             **error);
/* A file to read. */
void      ponder_dialogs_open_file_async  (GtkWindow           *parent,
                                           const char          *title,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data);
/* NULL without @error: the person thought better of it. (transfer full) (nullable) */
GFile    *ponder_dialogs_open_file_finish (GAsyncResult        *result,
                                           GError             **error);

G_END_DECLS
