/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done with a message, and what is known about it. */

#include "config.h"

#include "ponder-message-footer.h"

#include <glib/gi18n.h>

#include "ponder-copy-button.h"
#include "ponder-message-caption.h"
#include "ponder-tooltip.h"
#include "ponder-wrap-layout.h"

/* Under an answer, or beside a question. Belongs to its row. */
struct _PonderMessageFooter
{
  GtkWidget      parent_instance;

  PonderMessage *message;
  GtkWidget     *buttons;
  GtkWidget     *copy;
  GtkWidget     *edit;
  GtkWidget     *regenerate;
  GtkWidget     *go_on;
  GtkWidget     *siblings;
  GtkWidget     *previous;
  GtkWidget     *next;
  GtkLabel      *place;
  GtkWidget     *more;
  GtkWidget     *cached;
  GtkLabel      *age;
  GtkLabel      *caption;
  gboolean       in_column;
};

G_DEFINE_FINAL_TYPE (PonderMessageFooter, ponder_message_footer, GTK_TYPE_WIDGET)

static char *
copy_text_cb (PonderMessageFooter *self)
{
  return g_strdup (ponder_message_get_text (self->message));
}

static void
update_siblings (PonderMessageFooter *self)
{
  guint index = ponder_message_get_sibling_index (self->message);
  guint n_siblings = ponder_message_get_n_siblings (self->message);
  /* Translators: which of several versions of a message is shown, like 2/3. */
  g_autofree char *place = g_strdup_printf (_("%u/%u"), index + 1, n_siblings);
  /* Translators: the same, read out. */
  g_autofree char *name = g_strdup_printf (_("Version %u of %u"), index + 1, n_siblings);

  gtk_widget_set_visible (self->siblings, n_siblings > 1 && !self->in_column);
  gtk_widget_set_sensitive (self->previous, index > 0);
  gtk_widget_set_sensitive (self->next, index + 1 < n_siblings);
  gtk_label_set_text (self->place, place);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->place), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->siblings), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
update_cached (PonderMessageFooter *self)
{
  g_autofree char *words = ponder_message_caption_new_cached (self->message);
  g_autofree char *more = NULL;

  gtk_widget_set_visible (self->cached, words != NULL);
  if (words == NULL)
    return;

  more = ponder_message_caption_new_cached_long (self->message);
  gtk_label_set_text (self->age, words);
  ponder_tooltip_set_text (self->cached, more);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->cached), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, more, -1);
}

static void
update_caption (PonderMessageFooter *self)
{
  g_autofree char *words = ponder_message_caption_new (self->message);
  g_autofree char *more = ponder_message_caption_new_long (self->message);

  gtk_label_set_text (self->caption, words);
  ponder_tooltip_set_text (GTK_WIDGET (self->caption), more);
  gtk_widget_set_visible (GTK_WIDGET (self->caption), *words != '\0');
}

static void
ponder_message_footer_dispose (GObject *object)
{
  PonderMessageFooter *self = PONDER_MESSAGE_FOOTER (object);

  g_clear_pointer (&self->buttons, gtk_widget_unparent);
  g_clear_pointer (&self->cached, gtk_widget_unparent);
  if (self->caption != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->caption)));
  g_clear_object (&self->message);

  G_OBJECT_CLASS (ponder_message_footer_parent_class)->dispose (object);
}

static void
ponder_message_footer_class_init (PonderMessageFooterClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ponder_message_footer_dispose;

  g_type_ensure (PONDER_TYPE_COPY_BUTTON);
  g_type_ensure (PONDER_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "ponder-footer");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/chat/ponder-message-footer.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderMessageFooter, buttons);
  gtk_widget_class_bind_template_child (widget_class, PonderMessageFooter, copy);
  gtk_widget_class_bind_template_child (widget_class, PonderMessageFooter, edit);
  gtk_widget_class_bind_template_child (widget_class, PonderMessageFooter, regenerate);
  gtk_widget_class_bind_template_child (widget_class, PonderMessageFooter, go_on);
  gtk_widget_class_bind_template_child (widget_class, PonderMessageFooter, siblings);
  gtk_widget_class_bind_template_child (widget_class, PonderMessageFooter, previous);
  gtk_widget_class_bind_template_child (widget_class, PonderMessageFooter, next);
  gtk_widget_class_bind_template_child (widget_class, PonderMessageFooter, place);
  gtk_widget_class_bind_template_child (widget_class, PonderMessageFooter, more);
  gtk_widget_class_bind_template_child (widget_class, PonderMessageFooter, caption);
  gtk_widget_class_bind_template_child (widget_class, PonderMessageFooter, cached);
  gtk_widget_class_bind_template_child (widget_class, PonderMessageFooter, age);
  gtk_widget_class_bind_template_callback (widget_class, copy_text_cb);
}

static void
ponder_message_footer_init (PonderMessageFooter *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (self->previous, TRUE);
  gtk_widget_set_visible (self->next, TRUE);
  gtk_widget_set_visible (self->more, TRUE);
}

GtkWidget *
ponder_message_footer_new (void)
{
  return g_object_new (PONDER_TYPE_MESSAGE_FOOTER, NULL);
}

void
ponder_message_footer_update (PonderMessageFooter *self,
                              PonderMessage       *message)
{
  gboolean question = ponder_message_get_role (message) == PONDER_ROLE_USER;
  gboolean failed = ponder_message_get_state (message) == PONDER_MESSAGE_FAILED;
  gboolean has_text = *ponder_message_get_text (message) != '\0';

  g_return_if_fail (PONDER_IS_MESSAGE_FOOTER (self));

  g_set_object (&self->message, message);
  gtk_widget_set_visible (self->copy, has_text);
  gtk_widget_set_visible (self->edit, question);
  /* A failed answer has a card that offers them. */
  gtk_widget_set_visible (self->regenerate, !question && !failed);
  gtk_widget_set_visible (self->go_on, !failed && ponder_message_is_unfinished (message));
  update_siblings (self);
  update_cached (self);
  if (question)
    gtk_widget_set_visible (GTK_WIDGET (self->caption), FALSE);
  else
    update_caption (self);
  /* Nothing came and the card says why. */
  gtk_widget_set_visible (GTK_WIDGET (self),
                          !failed || has_text || ponder_message_get_n_siblings (message) > 1);
}

void
ponder_message_footer_set_in_column (PonderMessageFooter *self,
                                     gboolean             in_column)
{
  g_return_if_fail (PONDER_IS_MESSAGE_FOOTER (self));

  self->in_column = in_column;
}

GtkWidget *
ponder_message_footer_get_menu_button (PonderMessageFooter *self)
{
  g_return_val_if_fail (PONDER_IS_MESSAGE_FOOTER (self), NULL);

  return self->more;
}
