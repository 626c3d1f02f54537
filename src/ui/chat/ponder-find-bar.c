/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bar in which one types what to look for in the chat. */

#include "config.h"

#include "ponder-find-bar.h"

#include <glib/gi18n.h>

/* Slides in under the header of its chat page, which acts on what it says. */
struct _PonderFindBar
{
  GtkWidget     parent_instance;

  GtkSearchBar *bar;
  GtkWidget    *entry;
  GtkLabel     *count;
  GtkWidget    *previous;
  GtkWidget    *next;
  char         *text;           /* what is looked for, or was last */
};

enum
{
  CHANGED,
  CLOSED,
  STEP,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderFindBar, ponder_find_bar, GTK_TYPE_WIDGET)

static void
show_nothing (PonderFindBar *self)
{
  gtk_label_set_label (self->count, "");
  gtk_widget_remove_css_class (self->entry, "error");
  gtk_accessible_reset_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID);
  gtk_widget_set_sensitive (self->previous, FALSE);
  gtk_widget_set_sensitive (self->next, FALSE);
}

/* Takes what is typed at once: whoever steps means that, and not what was there a moment ago. */
static void
take_text (PonderFindBar *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  if (g_strcmp0 (text, self->text) == 0)
    return;

  g_free (self->text);
  self->text = g_strdup (text);
  show_nothing (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
search_changed_cb (PonderFindBar *self)
{
  if (ponder_find_bar_get_opened (self))
    take_text (self);
}

static void
step (PonderFindBar *self,
      int            by)
{
  gboolean same = g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self->entry)), self->text) == 0;

  take_text (self);
  /* What was not looked for yet is found now. */
  if (same)
    g_signal_emit (self, signals[STEP], 0, by);
}

static void
next_cb (PonderFindBar *self)
{
  step (self, 1);
}

static void
previous_cb (PonderFindBar *self)
{
  step (self, -1);
}

static gboolean
previous_key_cb (GtkWidget *widget,
                 GVariant  *arguments,
                 gpointer   user_data)
{
  previous_cb (PONDER_FIND_BAR (widget));
  return GDK_EVENT_STOP;
}

/* Escape in the entry closes the bar by itself. */
static void
mode_changed_cb (PonderFindBar *self)
{
  if (!ponder_find_bar_get_opened (self))
    g_signal_emit (self, signals[CLOSED], 0);
}

static gboolean
escape_cb (GtkWidget *widget,
           GVariant  *arguments,
           gpointer   user_data)
{
  ponder_find_bar_close (PONDER_FIND_BAR (widget));
  return GDK_EVENT_STOP;
}

static void
ponder_find_bar_dispose (GObject *object)
{
  PonderFindBar *self = PONDER_FIND_BAR (object);
  GtkWidget *bar = GTK_WIDGET (self->bar);

  if (bar != NULL)
    g_signal_handlers_disconnect_by_func (bar, mode_changed_cb, self);
  self->bar = NULL;
  g_clear_pointer (&bar, gtk_widget_unparent);

  G_OBJECT_CLASS (ponder_find_bar_parent_class)->dispose (object);
}

static void
ponder_find_bar_finalize (GObject *object)
{
  g_free (PONDER_FIND_BAR (object)->text);

  G_OBJECT_CLASS (ponder_find_bar_parent_class)->finalize (object);
}

static void
ponder_find_bar_class_init (PonderFindBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ponder_find_bar_dispose;
  G_OBJECT_CLASS (klass)->finalize = ponder_find_bar_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/ponderchat/Ponder/chat/ponder-find-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderFindBar, bar);
  gtk_widget_class_bind_template_child (widget_class, PonderFindBar, entry);
  gtk_widget_class_bind_template_child (widget_class, PonderFindBar, count);
  gtk_widget_class_bind_template_child (widget_class, PonderFindBar, previous);
  gtk_widget_class_bind_template_child (widget_class, PonderFindBar, next);
  gtk_widget_class_bind_template_callback (widget_class, mode_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, ponder_find_bar_close);
  gtk_widget_class_bind_template_callback (widget_class, previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Return, GDK_SHIFT_MASK, previous_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Enter, GDK_SHIFT_MASK, previous_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
  signals[STEP] = g_signal_new ("step", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
ponder_find_bar_init (PonderFindBar *self)
{
  self->text = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->bar, GTK_EDITABLE (self->entry));
  show_nothing (self);
}

void
ponder_find_bar_open (PonderFindBar *self,
                      const char    *text)
{
  g_return_if_fail (PONDER_IS_FIND_BAR (self));

  if (text != NULL && ponder_find_bar_get_opened (self))
    {
      gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
    }
  else if (text != NULL)
    {
      g_free (self->text);
      self->text = g_strdup (text);
    }
  ponder_find_bar_reopen (self);
  gtk_widget_grab_focus (self->entry);
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
  take_text (self);
}

void
ponder_find_bar_reopen (PonderFindBar *self)
{
  GtkRoot *root;
  GtkWidget *focus;
  g_autofree char *text = NULL;

  g_return_if_fail (PONDER_IS_FIND_BAR (self));

  if (ponder_find_bar_get_opened (self))
    return;

  root = gtk_widget_get_root (GTK_WIDGET (self));
  focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  text = g_steal_pointer (&self->text);
  gtk_search_bar_set_search_mode (self->bar, TRUE);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  /* The bar takes the keyboard by itself. */
  if (focus != NULL)
    gtk_root_set_focus (root, focus);
  take_text (self);
}

void
ponder_find_bar_close (PonderFindBar *self)
{
  g_return_if_fail (PONDER_IS_FIND_BAR (self));

  gtk_search_bar_set_search_mode (self->bar, FALSE);
}

gboolean
ponder_find_bar_get_opened (PonderFindBar *self)
{
  g_return_val_if_fail (PONDER_IS_FIND_BAR (self), FALSE);

  return gtk_search_bar_get_search_mode (self->bar);
}

const char *
ponder_find_bar_get_text (PonderFindBar *self)
{
  g_return_val_if_fail (PONDER_IS_FIND_BAR (self), NULL);

  return self->text;
}

void
ponder_find_bar_reset (PonderFindBar *self)
{
  g_return_if_fail (PONDER_IS_FIND_BAR (self));

  ponder_find_bar_close (self);
  g_free (self->text);
  self->text = g_strdup ("");
}

void
ponder_find_bar_show_count (PonderFindBar *self,
                            guint          position,
                            guint          n_places,
                            gboolean       complete)
{
  g_autofree char *words = NULL;
  gboolean none = complete && n_places == 0;

  g_return_if_fail (PONDER_IS_FIND_BAR (self));

  if (none)
    words = g_strdup (_("Not found"));
  else if (complete && position > 0)
    /* Translators: the place that is shown and how many there are, as in “3 of 17”. */
    words = g_strdup_printf (_("%'u of %'u"), position, n_places);
  else if (complete)
    /* Translators: how many places were found. */
    words = g_strdup_printf (ngettext ("%'u place", "%'u places", n_places), n_places);
  else
    words = g_strdup ("…");
  gtk_label_set_label (self->count, words);
  if (none)
    {
      gtk_widget_add_css_class (self->entry, "error");
      gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID, TRUE, -1);
    }
  else
    {
      gtk_widget_remove_css_class (self->entry, "error");
      gtk_accessible_reset_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID);
    }
  gtk_widget_set_sensitive (self->previous, n_places > 0);
  gtk_widget_set_sensitive (self->next, n_places > 0);
}

const char *
ponder_find_bar_get_count (PonderFindBar *self)
{
  g_return_val_if_fail (PONDER_IS_FIND_BAR (self), NULL);

  return gtk_label_get_label (self->count);
}
