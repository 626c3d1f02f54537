/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a question is typed. */

#include "config.h"

#include "ponder-composer-private.h"

#include "ponder-coalesce.h"
#include "ponder-measure-clamp.h"
#include "ponder-token-estimate.h"
#include "ponder-typed-text.h"

#include <glib/gi18n.h>

/* Shorter texts need no estimate. */
#define HINT_TOKENS 20
#define DRAFT_INTERVAL_MS 500
#define HINT_INTERVAL_MS 150
/* So many the box needs to grow, with a bar above it. */
#define N_LAYOUTS 4

enum
{
  PROP_0,
  PROP_RUNNING,
  PROP_EDITING,
  PROP_ENTER_SENDS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  SEND,
  STOP,
  EDIT_LAST,
  EDIT_CANCELLED,
  DRAFT_CHANGED,
  ATTACH,
  PASTE,
  LARGE_TEXT,
  ATTACHMENTS_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderComposer, ponder_composer, GTK_TYPE_WIDGET)

gboolean
ponder_composer_is_empty (PonderComposer *self)
{
  return gtk_text_buffer_get_char_count (self->buffer) == 0;
}

static guint
get_cursor (PonderComposer *self)
{
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_mark (self->buffer, &iter, gtk_text_buffer_get_insert (self->buffer));
  return gtk_text_iter_get_offset (&iter);
}

void
ponder_composer_update_placeholder (PonderComposer *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->placeholder), ponder_composer_is_empty (self) && !self->preedit);
}

static void
update_hint_cb (gpointer user_data)
{
  PonderComposer *self = user_data;
  g_autofree char *text = ponder_typed_text_dup (self->buffer);
  guint n_tokens = ponder_token_estimate (text, -1);
  /* Translators: about so many tokens; keep it short. */
  g_autofree char *hint = g_strdup_printf (_("~%u tok"), n_tokens);

  gtk_label_set_label (self->tokens, hint);
  gtk_widget_set_visible (GTK_WIDGET (self->tokens), n_tokens > HINT_TOKENS);
}

static void
draft_changed_cb (gpointer user_data)
{
  PonderComposer *self = user_data;

  if (!self->editing)
    g_signal_emit (self, signals[DRAFT_CHANGED], 0);
}

static gboolean
show_cursor_cb (gpointer user_data)
{
  PonderComposer *self = user_data;

  self->cursor_source = 0;
  self->cursor_due--;
  gtk_text_view_scroll_mark_onscreen (self->view, gtk_text_buffer_get_insert (self->buffer));
  return G_SOURCE_REMOVE;
}

/* A text that was put there makes the box grow, which takes a few layouts: the cursor is in sight after the last. */
static void
extent_changed_cb (PonderComposer *self)
{
  if (self->cursor_due > 0 && self->cursor_source == 0)
    self->cursor_source = g_idle_add_full (G_PRIORITY_LOW, show_cursor_cb, self, NULL);
}

/* What an input method was composing belonged to the text before. Setting leaves nothing to be undone. */
static void
set_text (PonderComposer *self,
          const char     *text,
          guint           cursor)
{
  GtkTextIter iter;

  self->loading = TRUE;
  gtk_text_view_reset_im_context (self->view);
  gtk_text_buffer_set_text (self->buffer, text, -1);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &iter, (int) MIN (cursor, G_MAXINT));
  gtk_text_buffer_place_cursor (self->buffer, &iter);
  self->loading = FALSE;
  self->cursor_due = N_LAYOUTS;
}

static void
set_editing (PonderComposer *self,
             gboolean        editing)
{
  if (self->editing == editing)
    return;

  self->editing = editing;
  gtk_revealer_set_reveal_child (self->edit_bar, editing);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EDITING]);
}

static void
leave_edit (PonderComposer *self)
{
  g_autofree char *draft = g_steal_pointer (&self->kept_draft);

  set_editing (self, FALSE);
  /* Only now: what was read meanwhile becomes part of the draft. */
  ponder_attachment_bar_bring_back (self->attachments);
  set_text (self, draft, self->kept_cursor);
}

void
ponder_composer_edit_last (PonderComposer *self)
{
  g_signal_emit (self, signals[EDIT_LAST], 0);
}

void
ponder_composer_send (PonderComposer *self)
{
  g_autofree char *text = NULL;

  if (self->running || !ponder_composer_can_send (self))
    return;

  text = ponder_typed_text_dup (self->buffer);
  g_signal_emit (self, signals[SEND], 0, text);
}

static void
button_clicked_cb (PonderComposer *self)
{
  if (self->running)
    g_signal_emit (self, signals[STOP], 0);
  else
    ponder_composer_send (self);
}

static void
buffer_changed_cb (PonderComposer *self)
{
  ponder_composer_update_placeholder (self);
  ponder_composer_update_button (self);
  ponder_coalesce_touch (self->hint_changes);
  if (self->loading)
    return;
  self->cursor_due = 0;
  ponder_coalesce_touch (self->draft_changes);
}

/* Whichever way it came: by the keyboard, the middle button or dropped. */
static void
insert_text_cb (PonderComposer *self,
                GtkTextIter    *place,
                const char     *text,
                int             length)
{
  g_autofree char *whole = NULL;

  if (self->loading || self->replaying || !ponder_typed_text_is_large (text, length))
    return;
  g_signal_stop_emission_by_name (self->buffer, "insert-text");
  whole = g_strndup (text, (gsize) length);
  g_signal_emit (self, signals[LARGE_TEXT], 0, whole);
}

/* What was in the box once may be there again, however long: an insertion that undo does not get would leave it with
 * places that are none. */
static void
replay_begins_cb (PonderComposer *self)
{
  self->replaying = TRUE;
}

static void
replay_ended_cb (PonderComposer *self)
{
  self->replaying = FALSE;
}

static void
paste_cb (PonderComposer *self)
{
  gboolean taken = FALSE;

  g_signal_emit (self, signals[PASTE], 0, gtk_widget_get_clipboard (GTK_WIDGET (self)), &taken);
  if (taken)
    g_signal_stop_emission_by_name (self->view, "paste-clipboard");
}

static void
attach_clicked_cb (PonderComposer *self)
{
  g_signal_emit (self, signals[ATTACH], 0);
}

/* The button that had the keyboard may be gone. */
static void
attachments_changed_cb (PonderComposer *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  ponder_composer_update_button (self);
  if (root != NULL && gtk_root_get_focus (root) == NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
  g_signal_emit (self, signals[ATTACHMENTS_CHANGED], 0);
}

static void
unfold_cb (PonderComposer *self,
           const char     *text)
{
  self->loading = TRUE;
  gtk_text_buffer_insert_at_cursor (self->buffer, text, -1);
  self->loading = FALSE;
  ponder_coalesce_touch (self->draft_changes);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
ponder_composer_dispose (GObject *object)
{
  PonderComposer *self = PONDER_COMPOSER (object);

  g_clear_pointer (&self->draft_changes, ponder_coalesce_free);
  g_clear_pointer (&self->hint_changes, ponder_coalesce_free);
  g_clear_handle_id (&self->cursor_source, g_source_remove);
  if (self->buffer != NULL)
    g_signal_handlers_disconnect_by_data (self->buffer, self);
  self->buffer = NULL;
  g_clear_pointer (&self->clamp, gtk_widget_unparent);

  G_OBJECT_CLASS (ponder_composer_parent_class)->dispose (object);
}

static void
ponder_composer_finalize (GObject *object)
{
  PonderComposer *self = PONDER_COMPOSER (object);

  g_clear_pointer (&self->kept_draft, g_free);
  g_clear_pointer (&self->closed, g_free);

  G_OBJECT_CLASS (ponder_composer_parent_class)->finalize (object);
}

static void
ponder_composer_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  PonderComposer *self = PONDER_COMPOSER (object);

  switch (prop_id)
    {
    case PROP_RUNNING:
      g_value_set_boolean (value, self->running);
      break;
    case PROP_EDITING:
      g_value_set_boolean (value, self->editing);
      break;
    case PROP_ENTER_SENDS:
      g_value_set_boolean (value, self->enter_sends);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ponder_composer_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  PonderComposer *self = PONDER_COMPOSER (object);

  switch (prop_id)
    {
    case PROP_RUNNING:
      ponder_composer_set_running (self, g_value_get_boolean (value));
      break;
    case PROP_ENTER_SENDS:
      if (self->enter_sends == g_value_get_boolean (value))
        break;
      self->enter_sends = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
install_properties (GObjectClass *object_class)
{
  properties[PROP_RUNNING] =
    g_param_spec_boolean ("running", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_EDITING] =
    g_param_spec_boolean ("editing", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ENTER_SENDS] =
    g_param_spec_boolean ("enter-sends", NULL, NULL, TRUE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
install_signals (GType type)
{
  signals[SEND] = g_signal_new ("send", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[STOP] = g_signal_new ("stop", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[EDIT_LAST] = g_signal_new ("edit-last", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[EDIT_CANCELLED] = g_signal_new ("edit-cancelled", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
  signals[DRAFT_CHANGED] = g_signal_new ("draft-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 0);
  signals[ATTACH] = g_signal_new ("attach", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[PASTE] = g_signal_new ("paste", type, G_SIGNAL_RUN_LAST, 0, g_signal_accumulator_true_handled, NULL, NULL,
                                 G_TYPE_BOOLEAN, 1, GDK_TYPE_CLIPBOARD);
  signals[LARGE_TEXT] = g_signal_new ("large-text", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                      G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[ATTACHMENTS_CHANGED] = g_signal_new ("attachments-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                               G_TYPE_NONE, 0);
}

static void
ponder_composer_class_init (PonderComposerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ponder_composer_dispose;
  object_class->finalize = ponder_composer_finalize;
  object_class->get_property = ponder_composer_get_property;
  object_class->set_property = ponder_composer_set_property;

  install_properties (object_class);
  install_signals (G_TYPE_FROM_CLASS (klass));

  g_type_ensure (PONDER_TYPE_ASKED_MODELS);
  g_type_ensure (PONDER_TYPE_ATTACHMENT_BAR);
  g_type_ensure (PONDER_TYPE_MEASURE_CLAMP);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/composer/ponder-composer.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderComposer, clamp);
  gtk_widget_class_bind_template_child (widget_class, PonderComposer, edit_bar);
  gtk_widget_class_bind_template_child (widget_class, PonderComposer, attachments);
  gtk_widget_class_bind_template_child (widget_class, PonderComposer, asked);
  gtk_widget_class_bind_template_child (widget_class, PonderComposer, view);
  gtk_widget_class_bind_template_child (widget_class, PonderComposer, buffer);
  gtk_widget_class_bind_template_child (widget_class, PonderComposer, placeholder);
  gtk_widget_class_bind_template_child (widget_class, PonderComposer, tokens);
  gtk_widget_class_bind_template_child (widget_class, PonderComposer, button);
  ponder_composer_class_bind_keys (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, button_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, attach_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, attachments_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, buffer_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, insert_text_cb);
  gtk_widget_class_bind_template_callback (widget_class, paste_cb);
  gtk_widget_class_bind_template_callback (widget_class, unfold_cb);
  gtk_widget_class_bind_template_callback (widget_class, extent_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, replay_begins_cb);
  gtk_widget_class_bind_template_callback (widget_class, replay_ended_cb);
  gtk_widget_class_bind_template_callback (widget_class, ponder_composer_cancel_edit);
  gtk_widget_class_bind_template_callback (widget_class, ponder_composer_focus_text);
}

static void
ponder_composer_init (PonderComposer *self)
{
  self->enter_sends = TRUE;
  self->draft_changes = ponder_coalesce_new (DRAFT_INTERVAL_MS, draft_changed_cb, self);
  self->hint_changes = ponder_coalesce_new (HINT_INTERVAL_MS, update_hint_cb, self);
  gtk_widget_init_template (GTK_WIDGET (self));
  ponder_composer_update_button (self);
}

gboolean
ponder_composer_get_running (PonderComposer *self)
{
  g_return_val_if_fail (PONDER_IS_COMPOSER (self), FALSE);

  return self->running;
}

void
ponder_composer_set_running (PonderComposer *self,
                             gboolean        running)
{
  g_return_if_fail (PONDER_IS_COMPOSER (self));

  if (self->running == running)
    return;

  self->running = running;
  ponder_composer_update_button (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
}

void
ponder_composer_set_draft (PonderComposer *self,
                           const char     *text,
                           guint           cursor)
{
  g_return_if_fail (PONDER_IS_COMPOSER (self));

  g_clear_pointer (&self->kept_draft, g_free);
  ponder_attachment_bar_bring_back (self->attachments);
  set_editing (self, FALSE);
  set_text (self, text, cursor);
}

char *
ponder_composer_dup_draft (PonderComposer *self,
                           guint          *cursor)
{
  g_return_val_if_fail (PONDER_IS_COMPOSER (self), NULL);

  if (cursor != NULL)
    *cursor = self->editing ? self->kept_cursor : get_cursor (self);

  return self->editing ? g_strdup (self->kept_draft) : ponder_typed_text_dup (self->buffer);
}

void
ponder_composer_begin_edit (PonderComposer *self,
                            const char     *text)
{
  g_return_if_fail (PONDER_IS_COMPOSER (self));

  ponder_coalesce_flush (self->draft_changes);
  if (!self->editing)
    {
      self->kept_draft = ponder_typed_text_dup (self->buffer);
      self->kept_cursor = get_cursor (self);
    }
  set_editing (self, TRUE);
  ponder_attachment_bar_set_aside (self->attachments);
  set_text (self, text, G_MAXINT);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

void
ponder_composer_cancel_edit (PonderComposer *self)
{
  g_return_if_fail (PONDER_IS_COMPOSER (self));

  if (!self->editing)
    return;

  leave_edit (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  g_signal_emit (self, signals[EDIT_CANCELLED], 0);
}

gboolean
ponder_composer_get_editing (PonderComposer *self)
{
  g_return_val_if_fail (PONDER_IS_COMPOSER (self), FALSE);

  return self->editing;
}

void
ponder_composer_clear (PonderComposer *self)
{
  g_return_if_fail (PONDER_IS_COMPOSER (self));

  if (self->editing)
    {
      leave_edit (self);
      return;
    }
  set_text (self, "", 0);
  ponder_attachment_bar_clear (self->attachments);
}

PonderAskedModels *
ponder_composer_get_asked_models (PonderComposer *self)
{
  g_return_val_if_fail (PONDER_IS_COMPOSER (self), NULL);

  return self->asked;
}

PonderAttachmentBar *
ponder_composer_get_attachments (PonderComposer *self)
{
  g_return_val_if_fail (PONDER_IS_COMPOSER (self), NULL);

  return self->attachments;
}

void
ponder_composer_insert_text (PonderComposer *self,
                             const char     *text)
{
  g_return_if_fail (PONDER_IS_COMPOSER (self));

  gtk_text_buffer_begin_user_action (self->buffer);
  gtk_text_buffer_delete_selection (self->buffer, TRUE, TRUE);
  gtk_text_buffer_insert_at_cursor (self->buffer, text, -1);
  gtk_text_buffer_end_user_action (self->buffer);
  gtk_text_view_scroll_mark_onscreen (self->view, gtk_text_buffer_get_insert (self->buffer));
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

void
ponder_composer_flush (PonderComposer *self)
{
  g_return_if_fail (PONDER_IS_COMPOSER (self));

  ponder_coalesce_flush (self->draft_changes);
}

void
ponder_composer_focus_text (PonderComposer *self)
{
  g_return_if_fail (PONDER_IS_COMPOSER (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}
