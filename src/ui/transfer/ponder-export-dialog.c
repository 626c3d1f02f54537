/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks how chats become files, and makes them. */

#include "config.h"

#include "ponder-export-dialog.h"

#include "ponder-dialogs.h"
#include "ponder-error.h"
#include "ponder-file-name.h"
#include "ponder-links.h"
#include "ponder-toasts.h"
#include "ponder-workspace-export.h"
#include "ponder-workspace.h"

#include <glib/gi18n.h>

#define PULSE_MS 100

static const struct
{
  PonderExportFormat  format;
  const char         *name;
  const char         *what;
  gboolean            has_tree;         /* it holds more than the shown branch, if wanted */
} formats[] = {
  { PONDER_EXPORT_JSON, N_("JSON"), N_("Everything, without loss: can be imported again"), TRUE },
  { PONDER_EXPORT_MARKDOWN, N_("Markdown"), N_("To read, and to go on writing"), FALSE },
  { PONDER_EXPORT_HTML, N_("Web page"), N_("One file that opens in every browser"), FALSE },
  { PONDER_EXPORT_TEXT, N_("Plain text"), N_("For anything that shows text"), FALSE },
  { PONDER_EXPORT_OPENAI_JSONL, N_("OpenAI fine-tuning (JSONL)"),
    N_("Complete turns, to train a model with"), FALSE },
  { PONDER_EXPORT_SHAREGPT, N_("ShareGPT (JSONL)"), N_("The same in the other usual shape"), FALSE },
  { PONDER_EXPORT_SIMPLELLMFRONT, N_("SimpleLLMFront session"), N_("For the front end written in Python"), FALSE },
};

/* Stands before its parent until the file is there. */
struct _PonderExportDialog
{
  AdwWindow        parent_instance;

  AdwWindowTitle  *title;
  GtkWidget       *export_button;
  GtkProgressBar  *progress;
  GtkWidget       *page;
  AdwPreferencesGroup *formats;
  GtkWidget       *extent;
  GtkSwitch       *whole_tree;

  GtkCheckButton  *checks[G_N_ELEMENTS (formats)];
  PonderWorkspace *workspace;
  GPtrArray       *sessions;
  GCancellable    *cancellable;
  GFile           *file;                /* (nullable): that is being written */
  guint            pulse;
};

G_DEFINE_FINAL_TYPE (PonderExportDialog, ponder_export_dialog, ADW_TYPE_WINDOW)

static guint
get_chosen (PonderExportDialog *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (gtk_check_button_get_active (self->checks[i]))
      return i;

  return 0;
}

static void
format_toggled_cb (PonderExportDialog *self)
{
  gtk_widget_set_visible (self->extent, formats[get_chosen (self)].has_tree);
}

static void
add_format (PonderExportDialog *self,
            guint               index)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();

  self->checks[index] = GTK_CHECK_BUTTON (check);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_check_button_set_group (self->checks[index], index > 0 ? self->checks[0] : NULL);
  gtk_check_button_set_active (self->checks[index], index == 0);
  g_signal_connect_object (check, "toggled", G_CALLBACK (format_toggled_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _(formats[index].name));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _(formats[index].what));
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  adw_preferences_group_add (self->formats, row);
}

/* --- writing --- */

static gboolean
pulse_cb (gpointer user_data)
{
  gtk_progress_bar_pulse (PONDER_EXPORT_DIALOG (user_data)->progress);
  return G_SOURCE_CONTINUE;
}

static void
set_busy (PonderExportDialog *self,
          gboolean            busy)
{
  g_clear_handle_id (&self->pulse, g_source_remove);
  if (busy)
    self->pulse = g_timeout_add (PULSE_MS, pulse_cb, self);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), busy);
  gtk_widget_set_sensitive (self->page, !busy);
  gtk_widget_set_sensitive (self->export_button, !busy);
}

static void
show_file_cb (AdwToast *toast,
              GFile    *file)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (g_application_get_default ()));

  if (window != NULL)
    ponder_links_show_file (GTK_WIDGET (window), file);
}

static void
free_file (gpointer  data,
           GClosure *closure)
{
  g_object_unref (data);
}

static char *
dup_outcome (PonderExportDialog *self,
             guint               n_left_out)
{
  guint n = self->sessions->len - n_left_out;
  g_autofree char *exported = NULL;

  if (self->sessions->len == 1)
    return g_strdup (_("Chat exported"));

  exported = g_strdup_printf (ngettext ("%'u chat exported", "%'u chats exported", n), n);
  if (n_left_out == 0)
    return g_steal_pointer (&exported);
  /* Translators: %1$s is like “12 chats exported”; the others have nothing that this format can hold. */
  return g_strdup_printf (ngettext ("%1$s, %2$'u left out", "%1$s, %2$'u left out", n_left_out), exported, n_left_out);
}

/* The parent's overlay is not above it, but its child. */
static void
tell_parent (PonderExportDialog *self,
             AdwToast           *toast)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  GtkWidget *place = parent != NULL ? gtk_window_get_focus (parent) : NULL;

  if (place == NULL && ADW_IS_APPLICATION_WINDOW (parent))
    place = adw_application_window_get_content (ADW_APPLICATION_WINDOW (parent));
  if (place != NULL)
    ponder_toasts_take (place, toast);
  else
    g_object_unref (toast);
}

static void
exported_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(PonderExportDialog) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *words = NULL;
  AdwToast *toast;
  guint n_left_out = 0;

  set_busy (self, FALSE);
  if (!ponder_workspace_export_finish (PONDER_WORKSPACE (source), result, &n_left_out, &error))
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        ponder_toasts_show_error (self->page, error);
      return;
    }

  words = dup_outcome (self, n_left_out);
  toast = adw_toast_new (words);
  adw_toast_set_button_label (toast, _("_Show in Files"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (show_file_cb), g_object_ref (self->file), free_file, 0);
  tell_parent (self, toast);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
file_chosen_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(PonderExportDialog) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GFile) file = ponder_dialogs_save_file_finish (result, &error);

  if (error != NULL)
    ponder_toasts_show_error (self->page, error);
  if (file != NULL)
    ponder_export_dialog_export (self, file);
}

static char *
dup_name (PonderExportDialog *self)
{
  PonderExportFormat format = formats[get_chosen (self)].format;
  const char *suffix = ponder_export_format_get_suffix (format);
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *title = NULL;

  if (self->sessions->len == 1)
    return ponder_file_name_from_title (ponder_session_get_title (g_ptr_array_index (self->sessions, 0)), suffix);

  /* Translators: the name of a file with many chats; the date is written like 2026-01-31. */
  title = g_date_time_format (now, _("Chats %Y-%m-%d"));
  return ponder_file_name_from_title (title, g_str_equal (suffix, ".jsonl") ? suffix : ".zip");
}

static void
export_cb (PonderExportDialog *self)
{
  g_autofree char *name = dup_name (self);

  ponder_dialogs_save_file_async (GTK_WINDOW (self), _("Export"), name, file_chosen_cb, g_object_ref (self));
}

/* While something is written, only that is given up. */
static void
cancel_cb (PonderExportDialog *self)
{
  if (self->pulse == 0)
    {
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }

  g_cancellable_cancel (self->cancellable);
}

static gboolean
ponder_export_dialog_close_request (GtkWindow *window)
{
  cancel_cb (PONDER_EXPORT_DIALOG (window));
  return GDK_EVENT_STOP;
}

/* A window that is destroyed is disposed of only when nobody holds it any more, and its parent may be gone by then. */
static void
ponder_export_dialog_unrealize (GtkWidget *widget)
{
  g_cancellable_cancel (PONDER_EXPORT_DIALOG (widget)->cancellable);
  gtk_window_set_transient_for (GTK_WINDOW (widget), NULL);

  GTK_WIDGET_CLASS (ponder_export_dialog_parent_class)->unrealize (widget);
}

static void
ponder_export_dialog_dispose (GObject *object)
{
  PonderExportDialog *self = PONDER_EXPORT_DIALOG (object);

  g_clear_handle_id (&self->pulse, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->file);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->sessions, g_ptr_array_unref);

  G_OBJECT_CLASS (ponder_export_dialog_parent_class)->dispose (object);
}

static void
ponder_export_dialog_class_init (PonderExportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ponder_export_dialog_dispose;
  widget_class->unrealize = ponder_export_dialog_unrealize;
  GTK_WINDOW_CLASS (klass)->close_request = ponder_export_dialog_close_request;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_DIALOG);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/transfer/ponder-export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderExportDialog, title);
  gtk_widget_class_bind_template_child (widget_class, PonderExportDialog, export_button);
  gtk_widget_class_bind_template_child (widget_class, PonderExportDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, PonderExportDialog, page);
  gtk_widget_class_bind_template_child (widget_class, PonderExportDialog, formats);
  gtk_widget_class_bind_template_child (widget_class, PonderExportDialog, extent);
  gtk_widget_class_bind_template_child (widget_class, PonderExportDialog, whole_tree);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, export_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
ponder_export_dialog_init (PonderExportDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    add_format (self, i);
}

PonderExportDialog *
ponder_export_dialog_new (GtkWindow       *parent,
                          PonderWorkspace *workspace,
                          GPtrArray       *sessions)
{
  PonderExportDialog *self;
  g_autofree char *subtitle = NULL;

  g_return_val_if_fail (PONDER_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (sessions != NULL && sessions->len > 0, NULL);

  self = g_object_new (PONDER_TYPE_EXPORT_DIALOG, "transient-for", parent, NULL);
  self->workspace = g_object_ref (workspace);
  self->sessions = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < sessions->len; i++)
    g_ptr_array_add (self->sessions, g_object_ref (g_ptr_array_index (sessions, i)));

  subtitle = sessions->len == 1
               ? g_strdup (ponder_session_get_title (g_ptr_array_index (sessions, 0)))
               : g_strdup_printf (ngettext ("%'u chat", "%'u chats", sessions->len), sessions->len);
  adw_window_title_set_subtitle (self->title, subtitle);
  return self;
}

void
ponder_export_dialog_export (PonderExportDialog *self,
                             GFile              *file)
{
  g_autofree char *path = NULL;
  guint chosen;

  g_return_if_fail (PONDER_IS_EXPORT_DIALOG (self));
  g_return_if_fail (G_IS_FILE (file));

  if (!(path = g_file_get_path (file)))
    {
      ponder_toasts_show (self->page, _("Choose a folder on this computer"));
      return;
    }

  chosen = get_chosen (self);
  g_set_object (&self->file, file);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  set_busy (self, TRUE);
  ponder_workspace_export_async (self->workspace, self->sessions, formats[chosen].format,
                                 formats[chosen].has_tree && gtk_switch_get_active (self->whole_tree), FALSE, path,
                                 self->cancellable, exported_cb, g_object_ref (self));
}
