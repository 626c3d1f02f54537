/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which tags some chats have: all there are, to tick, and an entry for others. */

#include "config.h"

#include "ponder-tag-chooser.h"

#include "ponder-session.h"

/* The content of a dialog. */
struct _PonderTagChooser
{
  GtkWidget   parent_instance;

  GtkWidget  *box;
  GtkEntry   *entry;
  GtkListBox *list;

  GHashTable *wanted;           /* tag -> gboolean: what was changed */
  GPtrArray  *ticks;            /* GtkCheckButton, a row each, borrowed */
};

G_DEFINE_FINAL_TYPE (PonderTagChooser, ponder_tag_chooser, GTK_TYPE_WIDGET)

/* (transfer full) */
static char *
dup_typed (PonderTagChooser *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));
}

/* The same whatever the case. */
static gboolean
is_tag (GtkCheckButton *tick,
        const char     *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_autofree char *tag = g_utf8_casefold (gtk_check_button_get_label (tick), -1);

  return g_str_equal (folded, tag);
}

static gboolean
is_wanted_row (GtkListBoxRow *row,
               gpointer       user_data)
{
  PonderTagChooser *self = user_data;
  GtkWidget *tick = gtk_list_box_row_get_child (row);
  g_autofree char *typed = dup_typed (self);
  g_autofree char *folded = g_utf8_casefold (typed, -1);
  g_autofree char *tag = g_utf8_casefold (gtk_check_button_get_label (GTK_CHECK_BUTTON (tick)), -1);

  return strstr (tag, folded) != NULL;
}

static void
toggled_cb (GtkCheckButton   *tick,
            PonderTagChooser *self)
{
  gtk_check_button_set_inconsistent (tick, FALSE);
  g_hash_table_insert (self->wanted, g_strdup (gtk_check_button_get_label (tick)),
                       GINT_TO_POINTER (gtk_check_button_get_active (tick)));
}

static GtkCheckButton *
add_tick (PonderTagChooser *self,
          const char       *tag,
          gboolean          first)
{
  GtkWidget *tick = gtk_check_button_new_with_label (tag);
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), tick);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  if (first)
    gtk_list_box_prepend (self->list, row);
  else
    gtk_list_box_append (self->list, row);
  g_ptr_array_add (self->ticks, tick);
  gtk_widget_set_visible (GTK_WIDGET (self->list), TRUE);
  return GTK_CHECK_BUTTON (tick);
}

static void
typed_cb (PonderTagChooser *self)
{
  gtk_list_box_invalidate_filter (self->list);
}

/* Enter in an empty entry is for the dialog. */
static void
entered_cb (PonderTagChooser *self)
{
  g_autofree char *typed = dup_typed (self);
  GtkCheckButton *meant = NULL;

  if (*typed == '\0')
    {
      gtk_widget_activate_default (GTK_WIDGET (self));
      return;
    }

  for (guint i = 0; i < self->ticks->len && meant == NULL; i++)
    if (is_tag (g_ptr_array_index (self->ticks, i), typed))
      meant = g_ptr_array_index (self->ticks, i);
  if (meant == NULL)
    {
      meant = add_tick (self, typed, TRUE);
      g_signal_connect_object (meant, "toggled", G_CALLBACK (toggled_cb), self, 0);
    }
  gtk_check_button_set_active (meant, TRUE);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
}

static gboolean
ponder_tag_chooser_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (PONDER_TAG_CHOOSER (widget)->entry));
}

static void
ponder_tag_chooser_dispose (GObject *object)
{
  PonderTagChooser *self = PONDER_TAG_CHOOSER (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (ponder_tag_chooser_parent_class)->dispose (object);
}

static void
ponder_tag_chooser_finalize (GObject *object)
{
  PonderTagChooser *self = PONDER_TAG_CHOOSER (object);

  g_ptr_array_unref (self->ticks);
  g_hash_table_unref (self->wanted);

  G_OBJECT_CLASS (ponder_tag_chooser_parent_class)->finalize (object);
}

static void
ponder_tag_chooser_class_init (PonderTagChooserClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ponder_tag_chooser_dispose;
  object_class->finalize = ponder_tag_chooser_finalize;
  widget_class->grab_focus = ponder_tag_chooser_grab_focus;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/sidebar/ponder-tag-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderTagChooser, box);
  gtk_widget_class_bind_template_child (widget_class, PonderTagChooser, entry);
  gtk_widget_class_bind_template_child (widget_class, PonderTagChooser, list);
  gtk_widget_class_bind_template_callback (widget_class, typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entered_cb);
}

static void
ponder_tag_chooser_init (PonderTagChooser *self)
{
  self->wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->ticks = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_filter_func (self->list, is_wanted_row, self, NULL);
}

GtkWidget *
ponder_tag_chooser_new (const char *const *tags,
                        GPtrArray         *sessions)
{
  PonderTagChooser *self = g_object_new (PONDER_TYPE_TAG_CHOOSER, NULL);

  g_return_val_if_fail (tags != NULL, NULL);
  g_return_val_if_fail (sessions != NULL, NULL);

  for (guint i = 0; tags[i] != NULL; i++)
    {
      GtkCheckButton *tick = add_tick (self, tags[i], FALSE);
      guint n = 0;

      for (guint j = 0; j < sessions->len; j++)
        n += ponder_session_has_tag (g_ptr_array_index (sessions, j), tags[i]);
      gtk_check_button_set_active (tick, n == sessions->len);
      gtk_check_button_set_inconsistent (tick, n > 0 && n < sessions->len);
      g_signal_connect_object (tick, "toggled", G_CALLBACK (toggled_cb), self, 0);
    }
  return GTK_WIDGET (self);
}

gboolean
ponder_tag_chooser_apply (PonderTagChooser  *self,
                          PonderSessionEdit *edit)
{
  GHashTableIter iter;
  gpointer tag;
  gpointer wanted;

  g_return_val_if_fail (PONDER_IS_TAG_CHOOSER (self), FALSE);

  /* Whoever typed a tag and pressed the button means it too. */
  if (*gtk_editable_get_text (GTK_EDITABLE (self->entry)) != '\0')
    entered_cb (self);

  g_hash_table_iter_init (&iter, self->wanted);
  while (g_hash_table_iter_next (&iter, &tag, &wanted))
    ponder_session_edit_tag (edit, tag, GPOINTER_TO_INT (wanted));
  return g_hash_table_size (self->wanted) > 0;
}
