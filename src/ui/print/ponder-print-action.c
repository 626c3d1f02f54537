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
} Origin;

static void
origin_free (gpointer  data,
             GClosure *closure)
{
  Origin *self = data;

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
print (PonderWindow   *window,
       PonderTimeline *timeline)
{
  const char *title = ponder_title_or_stand_in (ponder_session_get_title (ponder_timeline_get_session (timeline)));
  g_autoptr(GListModel) messages = ponder_timeline_dup_branch (timeline);
  g_autoptr(PonderPrintOperation) operation = NULL;

  if (g_list_model_get_n_items (messages) == 0)
    {
      ponder_window_add_toast (window, _("There is nothing in this chat yet"));
      return;
    }

  operation = ponder_print_operation_new (title, messages);
  set_file_name (GTK_PRINT_OPERATION (operation), title);
  g_signal_connect_object (operation, "done", G_CALLBACK (done_cb), window, 0);
  /* GTK holds it until it is done; what goes wrong is said by "done". */
  gtk_print_operation_run (GTK_PRINT_OPERATION (operation), GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                           GTK_WINDOW (window), NULL);
}

/* Whoever asked twice meanwhile gets one dialog. */
static void
loaded_cb (PonderTimeline *timeline,
           GParamSpec     *pspec,
           PonderWindow   *window)
{
  g_signal_handlers_disconnect_by_func (timeline, loaded_cb, window);
  print (window, timeline);
}

/* Of a long chat only the end is there at first. */
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
    g_signal_connect_object (timeline, "notify::loading", G_CALLBACK (loaded_cb), origin->window, 0);
  else
    print (origin->window, timeline);
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
  g_signal_connect_data (action, "activate", G_CALLBACK (print_cb), origin, origin_free, 0);
  g_action_map_add_action (G_ACTION_MAP (window), G_ACTION (action));
}
