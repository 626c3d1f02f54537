/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the keys of the composer do, and what input methods keep for themselves. */

#include "config.h"

#include "ponder-composer-private.h"

static void
preedit_changed_cb (PonderComposer *self,
                    const char     *preedit)
{
  self->preedit = preedit[0] != '\0';
  ponder_composer_update_placeholder (self);
}

static gboolean
is_enter (guint keyval)
{
  return keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter || keyval == GDK_KEY_ISO_Enter;
}

/* A method may be at work without a preedit, with its candidates in a window of its own. One that answers later takes
 * every key, and gives those that it did not need once more. */
static gboolean
input_method_takes (PonderComposer     *self,
                    GtkEventController *controller)
{
  GdkEvent *event = gtk_event_controller_get_current_event (controller);

  return event != NULL && gtk_text_view_im_context_filter_keypress (self->view, event);
}

static gboolean
press_enter (PonderComposer     *self,
             GdkModifierType     modifiers,
             GtkEventController *controller)
{
  if (modifiers != GDK_CONTROL_MASK && !(self->enter_sends && modifiers == 0))
    return GDK_EVENT_PROPAGATE;
  /* The view asks the method itself. */
  if (self->preedit)
    return GDK_EVENT_PROPAGATE;
  if (!input_method_takes (self, controller))
    ponder_composer_send (self);
  return GDK_EVENT_STOP;
}

/* What is being composed is given up; neither an edit nor an answer is, which is what Escape does otherwise. */
static gboolean
press_escape (PonderComposer     *self,
              GtkEventController *controller)
{
  if (!self->preedit)
    return GDK_EVENT_PROPAGATE;
  if (!input_method_takes (self, controller))
    gtk_text_view_reset_im_context (self->view);
  return GDK_EVENT_STOP;
}

static gboolean
press_up (PonderComposer     *self,
          GdkModifierType     modifiers,
          GtkEventController *controller)
{
  if (modifiers != 0 || self->preedit || self->running || !ponder_composer_is_empty (self))
    return GDK_EVENT_PROPAGATE;
  if (!input_method_takes (self, controller))
    ponder_composer_edit_last (self);
  return GDK_EVENT_STOP;
}

static gboolean
key_pressed_cb (PonderComposer     *self,
                guint               keyval,
                guint               keycode,
                GdkModifierType     state,
                GtkEventController *controller)
{
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();

  self->cursor_due = 0;
  if (is_enter (keyval))
    return press_enter (self, modifiers, controller);
  if (keyval == GDK_KEY_Escape)
    return press_escape (self, controller);
  if (keyval == GDK_KEY_Up || keyval == GDK_KEY_KP_Up)
    return press_up (self, modifiers, controller);
  return GDK_EVENT_PROPAGATE;
}

void
ponder_composer_class_bind_keys (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, preedit_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
}
