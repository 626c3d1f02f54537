/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The button of the composer, and the words in its empty box: what happens with what is typed. */

#include "config.h"

#include "ponder-composer-private.h"

#include "ponder-typed-text.h"

#include <glib/gi18n.h>

gboolean
ponder_composer_can_send (PonderComposer *self)
{
  return !ponder_attachment_bar_is_loading (self->attachments)
         && (ponder_typed_text_has_words (self->buffer) || !ponder_attachment_bar_is_empty (self->attachments));
}

static const char *
get_icon (PonderComposer *self)
{
  if (self->running)
    return "media-playback-stop-symbolic";
  return self->thinks ? "ponder-deep-think-symbolic" : "go-up-symbolic";
}

static const char *
get_label (PonderComposer *self)
{
  if (self->running)
    return _("Stop the answer");
  return self->thinks ? _("Send, and think deeply") : _("Send");
}

void
ponder_composer_update_button (PonderComposer *self)
{
  const char *label = get_label (self);

  gtk_button_set_icon_name (self->button, get_icon (self));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), self->running || ponder_composer_can_send (self));
  if (self->running)
    gtk_widget_remove_css_class (GTK_WIDGET (self->button), "suggested-action");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->button), "suggested-action");
}

static void
update_words (PonderComposer *self)
{
  const char *words = self->thinks ? _("Think deeply about…") : _("Message…");

  gtk_label_set_label (self->placeholder, self->closed != NULL ? self->closed : words);
}

void
ponder_composer_set_closed (PonderComposer *self,
                            const char     *reason)
{
  g_return_if_fail (PONDER_IS_COMPOSER (self));

  g_free (self->closed);
  self->closed = g_strdup (reason);
  update_words (self);
  gtk_widget_set_sensitive (GTK_WIDGET (self), reason == NULL);
}

void
ponder_composer_set_thinks (PonderComposer *self,
                            gboolean        thinks)
{
  g_return_if_fail (PONDER_IS_COMPOSER (self));

  if (self->thinks == thinks)
    return;

  self->thinks = thinks;
  update_words (self);
  ponder_composer_update_button (self);
}
