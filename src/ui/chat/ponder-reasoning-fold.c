/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a model thought before it answered, folded away. */

#include "config.h"

#include "ponder-reasoning-fold.h"

#include <glib/gi18n.h>

#include "ponder-block-stack.h"
#include "ponder-column-layout.h"
#include "ponder-message-caption.h"

/* The thoughts are laid out only while somebody reads them. Belongs to its row. */
struct _PonderReasoningFold
{
  GtkWidget              parent_instance;

  PonderCodeHighlighter *highlighter;
  GtkWidget             *button;
  GtkWidget             *arrow;
  GtkLabel              *title;
  GtkWidget             *thoughts;      /* (nullable): while open */
  char                  *reasoning;
  gboolean               open;
};

enum
{
  TOGGLED,
  UNFOLDING,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderReasoningFold, ponder_reasoning_fold, GTK_TYPE_WIDGET)

static void
unfolding_cb (PonderReasoningFold *self)
{
  g_signal_emit (self, signals[UNFOLDING], 0);
}

static void
show_thoughts (PonderReasoningFold *self)
{
  if (self->thoughts == NULL)
    {
      self->thoughts = ponder_block_stack_new (self->highlighter, FALSE);
      gtk_widget_add_css_class (self->thoughts, "ponder-thoughts");
      g_signal_connect_object (self->thoughts, "unfolding", G_CALLBACK (unfolding_cb), self, G_CONNECT_SWAPPED);
      gtk_widget_set_parent (self->thoughts, GTK_WIDGET (self));
    }
  ponder_block_stack_set_markdown (PONDER_BLOCK_STACK (self->thoughts), self->reasoning);
}

static void
clicked_cb (PonderReasoningFold *self)
{
  g_signal_emit (self, signals[UNFOLDING], 0);
  ponder_reasoning_fold_set_open (self, !self->open);
  g_signal_emit (self, signals[TOGGLED], 0, self->open);
}

static void
ponder_reasoning_fold_dispose (GObject *object)
{
  PonderReasoningFold *self = PONDER_REASONING_FOLD (object);

  g_clear_pointer (&self->button, gtk_widget_unparent);
  g_clear_pointer (&self->thoughts, gtk_widget_unparent);
  g_clear_object (&self->highlighter);

  G_OBJECT_CLASS (ponder_reasoning_fold_parent_class)->dispose (object);
}

static void
ponder_reasoning_fold_finalize (GObject *object)
{
  g_free (PONDER_REASONING_FOLD (object)->reasoning);

  G_OBJECT_CLASS (ponder_reasoning_fold_parent_class)->finalize (object);
}

static void
ponder_reasoning_fold_class_init (PonderReasoningFoldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ponder_reasoning_fold_dispose;
  object_class->finalize = ponder_reasoning_fold_finalize;

  gtk_widget_class_set_css_name (widget_class, "ponder-reasoning");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/chat/ponder-reasoning-fold.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderReasoningFold, button);
  gtk_widget_class_bind_template_child (widget_class, PonderReasoningFold, arrow);
  gtk_widget_class_bind_template_child (widget_class, PonderReasoningFold, title);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);

  signals[TOGGLED] = g_signal_new ("toggled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  signals[UNFOLDING] = g_signal_new ("unfolding", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                     NULL, G_TYPE_NONE, 0);
}

static void
ponder_reasoning_fold_init (PonderReasoningFold *self)
{
  self->reasoning = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_layout_manager (GTK_WIDGET (self), ponder_column_layout_new (6, 0));
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_STATE_EXPANDED, FALSE, -1);
}

GtkWidget *
ponder_reasoning_fold_new (PonderCodeHighlighter *highlighter)
{
  PonderReasoningFold *self = g_object_new (PONDER_TYPE_REASONING_FOLD, NULL);

  self->highlighter = g_object_ref (highlighter);
  return GTK_WIDGET (self);
}

static gboolean
is_thinking (PonderMessage *message)
{
  PonderMessageState state = ponder_message_get_state (message);

  return (state == PONDER_MESSAGE_STREAMING || state == PONDER_MESSAGE_WAITING)
         && *ponder_message_get_text (message) == '\0';
}

void
ponder_reasoning_fold_update (PonderReasoningFold *self,
                              PonderMessage       *message)
{
  const char *reasoning = ponder_message_get_reasoning (message);
  g_autofree char *title = NULL;

  g_return_if_fail (PONDER_IS_REASONING_FOLD (self));

  title = ponder_message_caption_new_thought (ponder_message_get_reasoning_ms (message), is_thinking (message));
  gtk_label_set_text (self->title, title);
  gtk_widget_set_visible (GTK_WIDGET (self), *reasoning != '\0');

  if (g_strcmp0 (self->reasoning, reasoning) == 0)
    return;
  g_free (self->reasoning);
  self->reasoning = g_strdup (reasoning);
  if (self->open)
    show_thoughts (self);
}

gboolean
ponder_reasoning_fold_get_open (PonderReasoningFold *self)
{
  g_return_val_if_fail (PONDER_IS_REASONING_FOLD (self), FALSE);

  return self->open;
}

GtkWidget *
ponder_reasoning_fold_get_blocks (PonderReasoningFold *self)
{
  g_return_val_if_fail (PONDER_IS_REASONING_FOLD (self), NULL);

  return self->thoughts;
}

void
ponder_reasoning_fold_set_open (PonderReasoningFold *self,
                                gboolean             open)
{
  g_return_if_fail (PONDER_IS_REASONING_FOLD (self));

  if (self->open == open)
    return;

  self->open = open;
  gtk_image_set_from_icon_name (GTK_IMAGE (self->arrow), open ? "pan-down-symbolic" : "pan-end-symbolic");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_STATE_EXPANDED, open, -1);
  if (open)
    show_thoughts (self);
  else
    g_clear_pointer (&self->thoughts, gtk_widget_unparent);
}
