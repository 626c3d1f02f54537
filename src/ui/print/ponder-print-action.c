/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way from a window to a printer. */

#include "config.h"

#include "ponder-print-action.h"

#include "ponder-file-name.h"
#include "ponder-print-operation.h"
#include "ponder-session.h"
#include "ponder-timeline.h"
#include "ponder-title.h"
#include "ponder-workspace.h"

#include <glib/gi18n.h>

/* Ends with the window, and holds nobody: a window that is closed may stay for a while. */
typedef struct
{
  PonderWindow *window;
  GWeakRef      workspace;
  GSignalGroup *loading;        /* of the timeline that is printed once it is there */
} Origin;

static void
origin_free (gpointer  data,
             GClosure *closure)
{
  Origin *self = data;

  g_object_unref (self->loading);
  g_weak_ref_clear (&self->workspace);
  g_free (self);
}

static void
done_cb (GtkPrintOperation       *operation,
         GtkPrintOperationResult  result,
         PonderWindow            *window)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  if (result != GTK_PRINT_OPERATION_RESULT_ERROR)
    return;

  gtk_print_operation_get_error (operation, &error);
  /* Translators: %s is what the printing system says. */
  text = g_strdup_printf (_("Could not print: %s"), error->message);
  ponder_window_add_toast (window, text);
}

/* What a PDF is called unless somebody calls it otherwise. */
static void
set_file_name (GtkPrintOperation *operation,
               const char        *title)
{
  g_autoptr(GtkPrintSettings) settings = gtk_print_settings_new ();
  g_autofree char *name = ponder_file_name_from_title (title, "");

  gtk_print_settings_set (settings, GTK_PRINT_SETTINGS_OUTPUT_BASENAME, name);
  gtk_print_operation_set_print_settings (operation, settings);
}

static void
print (Origin         *origin,
       PonderTimeline *timeline)
{
  const char *title = ponder_title_or_stand_in (ponder_session_get_title (ponder_timeline_get_session (timeline)));
  g_autoptr(GListModel) messages = ponder_timeline_dup_branch (timeline);
  g_autoptr(PonderPrintOperation) operation = NULL;

  if (g_list_model_get_n_items (messages) == 0)
    {
      ponder_window_add_toast (origin->window, _("There is nothing in this chat yet"));
      return;
    }

  operation = ponder_print_operation_new (title, messages);
  set_file_name (GTK_PRINT_OPERATION (operation), title);
  g_signal_connect_object (operation, "done", G_CALLBACK (done_cb), origin->window, 0);
  /* GTK holds it until it is done; what goes wrong is said by "done". */
  gtk_print_operation_run (GTK_PRINT_OPERATION (operation), GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                           GTK_WINDOW (origin->window), NULL);
}

/* Whoever shows another chat by then does not want a dialog about this one. */
static void
loaded_cb (Origin         *origin,
           GParamSpec     *pspec,
           PonderTimeline *timeline)
{
  if (ponder_timeline_get_loading (timeline))
    return;

  g_signal_group_set_target (origin->loading, NULL);
  if (ponder_window_get_session (origin->window) == ponder_timeline_get_session (timeline))
    print (origin, timeline);
}

static void
print_cb (GSimpleAction *action,
          GVariant      *parameter,
          Origin        *origin)
{
  g_autoptr(PonderWorkspace) workspace = g_weak_ref_get (&origin->workspace);
  PonderSession *session = ponder_window_get_session (origin->window);
  g_autoptr(PonderTimeline) timeline = NULL;

  if (workspace == NULL || session == NULL)
    return;

  timeline = ponder_workspace_open_timeline (workspace, session);
  if (ponder_timeline_get_loading (timeline))
    g_signal_group_set_target (origin->loading, timeline);
  else
    print (origin, timeline);
}

void
ponder_print_action_add (PonderWindow    *window,
                         PonderWorkspace *workspace)
{
  g_autoptr(GSimpleAction) action = g_simple_action_new ("print", NULL);
  Origin *origin;

  g_return_if_fail (PONDER_IS_WINDOW (window));
  g_return_if_fail (PONDER_IS_WORKSPACE (workspace));

  origin = g_new (Origin, 1);
  origin->window = window;
  g_weak_ref_init (&origin->workspace, workspace);
  origin->loading = g_signal_group_new (PONDER_TYPE_TIMELINE);
  /* After the page, which shows what is there first. */
  g_signal_group_connect_data (origin->loading, "notify::loading", G_CALLBACK (loaded_cb), origin, NULL,
                               G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_data (action, "activate", G_CALLBACK (print_cb), origin, origin_free, 0);
  g_action_map_add_action (G_ACTION_MAP (window), G_ACTION (action));
}
