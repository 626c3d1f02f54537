/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Says how long an answer has been awaited. */

#include "config.h"

#include "ponder-waiting-line.h"

#include <glib/gi18n.h>

#include "ponder-wrap-layout.h"

/* Long enough for an answer that was kept, too short for anybody to wonder. */
#define UNSEEN_MS 200

/* Not seen at first, quiet for a second, then counts. Belongs to its row; looks at a turn that may end before it. */
struct _PonderWaitingLine
{
  GtkWidget     parent_instance;

  GtkWidget    *words;
  GtkSpinner   *spinner;
  GtkLabel     *label;
  GtkWidget    *keep_waiting;
  GtkWidget    *stop;

  GSignalGroup *turn;
  gboolean      awaited;
  guint         source;         /* while it is not seen */
};

G_DEFINE_FINAL_TYPE (PonderWaitingLine, ponder_waiting_line, GTK_TYPE_WIDGET)

static char *
dup_words (PonderTurn *turn)
{
  int seconds = turn != NULL ? ponder_turn_get_waiting (turn) : -1;
  g_autofree char *time = g_strdup_printf ("%d:%02d", MAX (0, seconds) / 60, MAX (0, seconds) % 60);

  if (seconds < 1)
    return g_strdup ("");
  if (ponder_turn_get_can_keep_waiting (turn))
    /* Translators: %s is a time like 0:42; a model on this computer is read from the disk before it answers. */
    return g_strdup_printf (ponder_turn_is_local (turn) ? _("still waiting %s, the model may be loading")
                                                        : _("still waiting %s"), time);
  /* Translators: %s is a time like 0:07. */
  return g_strdup_printf (ponder_turn_get_queued (turn) ? _("in the queue %s") : _("waiting %s"), time);
}

static void
update (PonderWaitingLine *self)
{
  g_autoptr(PonderTurn) turn = g_signal_group_dup_target (self->turn);
  gboolean offered = turn != NULL && ponder_turn_get_can_keep_waiting (turn);
  gboolean visible = self->awaited || offered;
  g_autofree char *words = dup_words (turn);

  gtk_label_set_text (self->label, words);
  gtk_widget_set_visible (self->keep_waiting, offered);
  gtk_widget_set_visible (self->stop, offered);
  gtk_widget_set_visible (GTK_WIDGET (self), visible);
  gtk_spinner_set_spinning (self->spinner, visible);
}

static gboolean
seen_cb (gpointer user_data)
{
  PonderWaitingLine *self = user_data;

  self->source = 0;
  gtk_widget_set_opacity (self->words, 1);
  return G_SOURCE_REMOVE;
}

static void
ponder_waiting_line_dispose (GObject *object)
{
  PonderWaitingLine *self = PONDER_WAITING_LINE (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_object (&self->turn);
  g_clear_pointer (&self->words, gtk_widget_unparent);
  g_clear_pointer (&self->keep_waiting, gtk_widget_unparent);
  g_clear_pointer (&self->stop, gtk_widget_unparent);

  G_OBJECT_CLASS (ponder_waiting_line_parent_class)->dispose (object);
}

static void
ponder_waiting_line_class_init (PonderWaitingLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ponder_waiting_line_dispose;

  g_type_ensure (PONDER_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "ponder-waiting");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/chat/ponder-waiting-line.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderWaitingLine, words);
  gtk_widget_class_bind_template_child (widget_class, PonderWaitingLine, spinner);
  gtk_widget_class_bind_template_child (widget_class, PonderWaitingLine, label);
  gtk_widget_class_bind_template_child (widget_class, PonderWaitingLine, keep_waiting);
  gtk_widget_class_bind_template_child (widget_class, PonderWaitingLine, stop);
}

static void
ponder_waiting_line_init (PonderWaitingLine *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_widget_set_opacity (self->words, 0);
  self->source = g_timeout_add (UNSEEN_MS, seen_cb, self);
  self->turn = g_signal_group_new (PONDER_TYPE_TURN);
  g_signal_group_connect_swapped (self->turn, "notify::waiting", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->turn, "notify::queued", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->turn, "notify::can-keep-waiting", G_CALLBACK (update), self);
}

GtkWidget *
ponder_waiting_line_new (void)
{
  return g_object_new (PONDER_TYPE_WAITING_LINE, NULL);
}

void
ponder_waiting_line_set_turn (PonderWaitingLine *self,
                              PonderTurn        *turn)
{
  g_return_if_fail (PONDER_IS_WAITING_LINE (self));

  g_signal_group_set_target (self->turn, turn);
  update (self);
}

void
ponder_waiting_line_set_awaited (PonderWaitingLine *self,
                                 gboolean           awaited)
{
  g_return_if_fail (PONDER_IS_WAITING_LINE (self));

  if (self->awaited == awaited)
    return;

  self->awaited = awaited;
  update (self);
}
