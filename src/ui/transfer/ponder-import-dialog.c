/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shows what is in files of chats, takes what is wanted, and tells what could not be taken. */

#include "config.h"

#include "ponder-import-dialog.h"

#include "ponder-copy-button.h"
#include "ponder-dialogs.h"
#include "ponder-import-choice.h"
#include "ponder-import-row.h"
#include "ponder-toasts.h"
#include "ponder-workspace-import.h"

#include <glib/gi18n.h>

/* One of the files. */
/* Of the report; all of it can be copied. */
#define SHOWN_LINES 200

typedef struct
{
  char               *path;             /* (nullable): it is on no disk */
  char               *name;
  PonderImportReport *report;           /* (nullable): of the last pass */
  GError             *error;            /* (nullable): why that ended early */
} Source;

/* Two passes through the files, one after the other: the first looks, the second takes. */
struct _PonderImportDialog
{
  AdwWindow        parent_instance;

  AdwWindowTitle  *title;
  GtkWidget       *cancel_button;
  GtkWidget       *import_button;
  GtkStack        *stack;
  AdwStatusPage   *busy;
  GtkProgressBar  *progress;
  GtkCheckButton  *all;
  GtkLabel        *count;
  GtkListView     *view;
  GtkLabel        *summary;
  GtkLabel        *skipped;
  GtkWidget       *copy;

  PonderWorkspace *workspace;
  GPtrArray       *sources;
  GListStore      *choices;
  GCancellable    *cancellable;
  guint            position;            /* of the file that is being read */
  guint            n_wanted;
  guint            running : 1;
  guint            taking : 1;
  guint            updating : 1;        /* the box for all follows the others */
};

G_DEFINE_FINAL_TYPE (PonderImportDialog, ponder_import_dialog, ADW_TYPE_WINDOW)

static void read_next (PonderImportDialog *self);

static void
source_clear (Source *source)
{
  g_clear_pointer (&source->report, ponder_import_report_free);
  g_clear_error (&source->error);
}

static void
source_free (gpointer data)
{
  Source *source = data;

  source_clear (source);
  g_free (source->path);
  g_free (source->name);
  g_free (source);
}

static PonderImportChoice *
get_choice (PonderImportDialog *self,
            guint               position)
{
  g_autoptr(PonderImportChoice) choice = g_list_model_get_item (G_LIST_MODEL (self->choices), position);

  return choice;
}

static guint
get_n_choices (PonderImportDialog *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->choices));
}

/* --- the report --- */

static void
add_line (GString    *text,
          const char *what,
          const char *why)
{
  /* Translators: something that was not imported, and why. */
  g_string_append_printf (text, _("%1$s: %2$s"), what, why);
  g_string_append_c (text, '\n');
}

static char *
dup_skipped (PonderImportDialog *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->sources->len; i++)
    {
      const Source *source = g_ptr_array_index (self->sources, i);

      for (guint j = 0; source->report != NULL && j < source->report->skipped->len; j++)
        {
          const PonderImportSkip *skip = g_ptr_array_index (source->report->skipped, j);

          add_line (text, skip->what, skip->why);
        }
      if (source->error != NULL)
        add_line (text, source->name, source->error->message);
    }
  return g_string_free (text, FALSE);
}

static char *
dup_summary (PonderImportDialog *self)
{
  g_autofree char *chats = NULL;
  g_autofree char *messages = NULL;
  guint n_sessions = 0;
  guint n_messages = 0;

  for (guint i = 0; self->taking && i < self->sources->len; i++)
    {
      const Source *source = g_ptr_array_index (self->sources, i);

      n_sessions += source->report != NULL ? source->report->n_sessions : 0;
      n_messages += source->report != NULL ? source->report->n_messages : 0;
    }
  if (n_messages == 0 && n_sessions == 0)
    return g_strdup (_("Nothing was imported"));

  chats = g_strdup_printf (ngettext ("%'u new chat", "%'u new chats", n_sessions), n_sessions);
  messages = g_strdup_printf (ngettext ("%'u message", "%'u messages", n_messages), n_messages);
  /* Translators: like “12 new chats, 345 messages”. */
  return g_strdup_printf (_("Imported: %1$s, %2$s"), chats, messages);
}

/* The beginning of @text: nobody reads thousands of lines here, and laying them out would take long. */
static char *
dup_shown (const char *text)
{
  const char *end = text;

  for (guint n = 0; n < SHOWN_LINES && end != NULL; n++)
    end = (end = strchr (end, '\n')) != NULL ? end + 1 : NULL;
  if (end == NULL || *end == '\0')
    return g_strdup (text);

  return g_strdup_printf ("%.*s…", (int) (end - text), text);
}

static void
show_report (PonderImportDialog *self)
{
  g_autofree char *summary = dup_summary (self);
  g_autofree char *skipped = dup_skipped (self);
  g_autofree char *shown = dup_shown (skipped);

  gtk_label_set_label (self->summary, summary);
  gtk_label_set_label (self->skipped, shown[0] != '\0' ? shown : _("Everything could be read."));
  gtk_widget_set_visible (self->copy, skipped[0] != '\0');
  gtk_button_set_label (GTK_BUTTON (self->cancel_button), _("_Close"));
  gtk_widget_set_visible (self->import_button, FALSE);
  gtk_stack_set_visible_child_name (self->stack, "report");
}

static char *
copy_text_cb (PonderImportDialog *self)
{
  g_autofree char *skipped = dup_skipped (self);

  return g_strconcat (gtk_label_get_label (self->summary), "\n\n", skipped, NULL);
}

/* --- the preview --- */

static void
update_count (PonderImportDialog *self)
{
  guint n = get_n_choices (self);
  g_autofree char *words = NULL;

  self->n_wanted = 0;
  for (guint i = 0; i < n; i++)
    self->n_wanted += ponder_import_choice_get_wanted (get_choice (self, i));

  /* Translators: how many of the chats that were found are ticked. */
  words = g_strdup_printf (_("%1$'u of %2$'u"), self->n_wanted, n);
  gtk_label_set_label (self->count, words);
  gtk_widget_set_sensitive (self->import_button, self->n_wanted > 0);
  self->updating = TRUE;
  gtk_check_button_set_inconsistent (self->all, self->n_wanted > 0 && self->n_wanted < n);
  gtk_check_button_set_active (self->all, self->n_wanted == n);
  self->updating = FALSE;
}

static void
wanted_changed_cb (PonderImportDialog *self)
{
  if (!self->updating)
    update_count (self);
}

static void
all_toggled_cb (PonderImportDialog *self)
{
  gboolean wanted = gtk_check_button_get_active (self->all);

  if (self->updating)
    return;

  self->updating = TRUE;
  for (guint i = 0; i < get_n_choices (self); i++)
    ponder_import_choice_set_wanted (get_choice (self, i), wanted);
  self->updating = FALSE;
  update_count (self);
}

static void
setup_cb (PonderImportDialog *self,
          GtkListItem        *list_item)
{
  gtk_list_item_set_child (list_item, ponder_import_row_new ());
}

static void
bind_cb (PonderImportDialog *self,
         GtkListItem        *list_item)
{
  ponder_import_row_set_choice (PONDER_IMPORT_ROW (gtk_list_item_get_child (list_item)),
                                gtk_list_item_get_item (list_item));
}

static void
unbind_cb (PonderImportDialog *self,
           GtkListItem        *list_item)
{
  ponder_import_row_set_choice (PONDER_IMPORT_ROW (gtk_list_item_get_child (list_item)), NULL);
}

static void
activate_cb (PonderImportDialog *self,
             guint               position)
{
  PonderImportChoice *choice = get_choice (self, position);

  ponder_import_choice_set_wanted (choice, !ponder_import_choice_get_wanted (choice));
}

static void
list_choices (PonderImportDialog *self,
              guint               index)
{
  const Source *source = g_ptr_array_index (self->sources, index);

  for (guint i = 0; source->report != NULL && i < source->report->items->len; i++)
    {
      g_autoptr(PonderImportChoice) choice =
        ponder_import_choice_new (index, g_ptr_array_index (source->report->items, i));

      g_signal_connect_object (choice, "notify::wanted", G_CALLBACK (wanted_changed_cb), self, G_CONNECT_SWAPPED);
      g_list_store_append (self->choices, choice);
    }
}

static void
show_preview (PonderImportDialog *self)
{
  for (guint i = 0; i < self->sources->len; i++)
    list_choices (self, i);
  if (get_n_choices (self) == 0)
    {
      show_report (self);
      return;
    }

  update_count (self);
  gtk_stack_set_visible_child_name (self->stack, "preview");
}

/* --- reading --- */

static void
progress_cb (goffset  done,
             goffset  total,
             gpointer user_data)
{
  PonderImportDialog *self = user_data;
  double part = total > 0 ? CLAMP ((double) done / (double) total, 0, 1) : 0;

  gtk_progress_bar_set_fraction (self->progress, (self->position + part) / self->sources->len);
}

static void
end_pass (PonderImportDialog *self)
{
  self->running = FALSE;
  if (self->taking || g_cancellable_is_cancelled (self->cancellable))
    show_report (self);
  else
    show_preview (self);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(PonderImportDialog) self = user_data;
  Source *source;

  /* The window is gone. */
  if (self->sources == NULL)
    {
      g_autoptr(PonderImportReport) report = NULL;

      ponder_workspace_import_finish (PONDER_WORKSPACE (object), result, &report, NULL);
      return;
    }

  source = g_ptr_array_index (self->sources, self->position);
  source_clear (source);
  ponder_workspace_import_finish (PONDER_WORKSPACE (object), result, &source->report, &source->error);
  if (source->report != NULL && source->report->format != NULL)
    adw_window_title_set_subtitle (self->title, source->name);
  self->position++;
  read_next (self);
}

/* (transfer full) (nullable): the keys that are wanted of the file that is read now; NULL when none is. */
static GHashTable *
list_wanted (PonderImportDialog *self)
{
  g_autoptr(GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < get_n_choices (self); i++)
    {
      PonderImportChoice *choice = get_choice (self, i);

      if (ponder_import_choice_get_file (choice) == self->position && ponder_import_choice_get_wanted (choice))
        g_hash_table_add (keys, g_strdup (ponder_import_choice_get_key (choice)));
    }
  return g_hash_table_size (keys) > 0 ? g_steal_pointer (&keys) : NULL;
}

/* What the first pass told of @source still holds, but for what would have been added. */
static void
pass_over (Source *source)
{
  if (source->report != NULL)
    source->report->n_sessions = source->report->n_messages = 0;
}

static void
read_next (PonderImportDialog *self)
{
  for (; self->position < self->sources->len && !g_cancellable_is_cancelled (self->cancellable); self->position++)
    {
      Source *source = g_ptr_array_index (self->sources, self->position);
      g_autoptr(GHashTable) only = self->taking ? list_wanted (self) : NULL;

      if (source->path != NULL && (only != NULL || !self->taking))
        {
          ponder_workspace_import_async (self->workspace, source->path, only, !self->taking, progress_cb, self,
                                         self->cancellable, read_cb, g_object_ref (self));
          return;
        }
      pass_over (source);
    }
  /* Those that were not come to were not taken. */
  for (guint i = self->position; self->taking && i < self->sources->len; i++)
    pass_over (g_ptr_array_index (self->sources, i));
  end_pass (self);
}

static void
begin_pass (PonderImportDialog *self,
            gboolean            taking)
{
  self->taking = taking;
  self->running = TRUE;
  self->position = 0;
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  adw_status_page_set_title (self->busy, taking ? _("Importing…") : _("Looking Into the File…"));
  gtk_progress_bar_set_fraction (self->progress, 0);
  gtk_widget_set_sensitive (self->import_button, FALSE);
  gtk_stack_set_visible_child_name (self->stack, "busy");
  read_next (self);
}

static void
import_cb (PonderImportDialog *self)
{
  begin_pass (self, TRUE);
}

/* What was taken until then stays and is told. */
static gboolean
ponder_import_dialog_close_request (GtkWindow *window)
{
  PonderImportDialog *self = PONDER_IMPORT_DIALOG (window);

  if (!self->running || !self->taking)
    return GDK_EVENT_PROPAGATE;

  g_cancellable_cancel (self->cancellable);
  return GDK_EVENT_STOP;
}

/* A window that is destroyed is disposed of only when nobody holds it any more, and its parent may be gone by then. */
static void
ponder_import_dialog_unrealize (GtkWidget *widget)
{
  g_cancellable_cancel (PONDER_IMPORT_DIALOG (widget)->cancellable);
  gtk_window_set_transient_for (GTK_WINDOW (widget), NULL);

  GTK_WIDGET_CLASS (ponder_import_dialog_parent_class)->unrealize (widget);
}

static void
ponder_import_dialog_dispose (GObject *object)
{
  PonderImportDialog *self = PONDER_IMPORT_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->choices);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->sources, g_ptr_array_unref);

  G_OBJECT_CLASS (ponder_import_dialog_parent_class)->dispose (object);
}

static void
ponder_import_dialog_class_init (PonderImportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ponder_import_dialog_dispose;
  widget_class->unrealize = ponder_import_dialog_unrealize;
  GTK_WINDOW_CLASS (klass)->close_request = ponder_import_dialog_close_request;

  g_type_ensure (PONDER_TYPE_COPY_BUTTON);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_DIALOG);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/transfer/ponder-import-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderImportDialog, title);
  gtk_widget_class_bind_template_child (widget_class, PonderImportDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, PonderImportDialog, import_button);
  gtk_widget_class_bind_template_child (widget_class, PonderImportDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, PonderImportDialog, busy);
  gtk_widget_class_bind_template_child (widget_class, PonderImportDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, PonderImportDialog, all);
  gtk_widget_class_bind_template_child (widget_class, PonderImportDialog, count);
  gtk_widget_class_bind_template_child (widget_class, PonderImportDialog, view);
  gtk_widget_class_bind_template_child (widget_class, PonderImportDialog, summary);
  gtk_widget_class_bind_template_child (widget_class, PonderImportDialog, skipped);
  gtk_widget_class_bind_template_child (widget_class, PonderImportDialog, copy);
  gtk_widget_class_bind_template_callback (widget_class, import_cb);
  gtk_widget_class_bind_template_callback (widget_class, all_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_text_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
ponder_import_dialog_init (PonderImportDialog *self)
{
  g_autoptr(GtkNoSelection) selection = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->sources = g_ptr_array_new_with_free_func (source_free);
  self->choices = g_list_store_new (PONDER_TYPE_IMPORT_CHOICE);
  selection = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->choices)));
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
}

static void
add_source (PonderImportDialog *self,
            GFile              *file)
{
  Source *source = g_new0 (Source, 1);

  source->path = g_file_get_path (file);
  source->name = g_file_get_basename (file);
  if (!g_utf8_validate (source->name, -1, NULL))
    {
      g_autofree char *raw = g_steal_pointer (&source->name);

      source->name = g_filename_display_name (raw);
    }
  if (source->path == NULL)
    source->error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, _("Choose a file on this computer"));
  g_ptr_array_add (self->sources, source);
}

PonderImportDialog *
ponder_import_dialog_new (GtkWindow       *parent,
                          PonderWorkspace *workspace,
                          GListModel      *files)
{
  PonderImportDialog *self;

  g_return_val_if_fail (PONDER_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (files) && g_list_model_get_n_items (files) > 0, NULL);

  self = g_object_new (PONDER_TYPE_IMPORT_DIALOG, "transient-for", parent, NULL);
  self->workspace = g_object_ref (workspace);
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr(GFile) file = g_list_model_get_item (files, i);

      add_source (self, file);
    }
  begin_pass (self, FALSE);
  return self;
}

static void
files_chosen_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(PonderWorkspace) workspace = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GListModel) files = ponder_dialogs_open_files_finish (result, &error);

  if (error != NULL)
    ponder_toasts_show_error (GTK_WIDGET (source), error);
  if (files != NULL && g_list_model_get_n_items (files) > 0)
    gtk_window_present (GTK_WINDOW (ponder_import_dialog_new (GTK_WINDOW (source), workspace, files)));
}

void
ponder_import_dialog_choose (GtkWindow       *parent,
                             PonderWorkspace *workspace)
{
  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (PONDER_IS_WORKSPACE (workspace));

  ponder_dialogs_open_files_async (parent, _("Import Chats"), files_chosen_cb, g_object_ref (workspace));
}
