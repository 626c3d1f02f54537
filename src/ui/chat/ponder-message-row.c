/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One message of the transcript. */

#include "config.h"

#include "ponder-message-row.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ponder-attachment-strip.h"
#include "ponder-block-stack.h"
#include "ponder-bubble-layout.h"
#include "ponder-column-layout.h"
#include "ponder-column.h"
#include "ponder-error-card.h"
#include "ponder-measure.h"
#include "ponder-message-footer.h"
#include "ponder-message-row-private.h"
#include "ponder-message-text.h"
#include "ponder-reasoning-fold.h"
#include "ponder-sight.h"
#include "ponder-waiting-line.h"

#define SPACING 12

typedef enum
{
  CHANGED_TEXT      = 1 << 0,
  CHANGED_REASONING = 1 << 1,
  CHANGED_REST      = 1 << 2,
} Changes;

enum
{
  BOARD_CHANGING,
  BOARD_TOGGLED,
  REASONING_TOGGLED,
  REQUEST,
  UNFOLDING,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderMessageRow, ponder_message_row, GTK_TYPE_WIDGET)

static gboolean
is_question (PonderMessageRow *self)
{
  return ponder_message_get_role (self->message) == PONDER_ROLE_USER;
}

/* The children of an answer in their order; those that are not needed are NULL. */
static void
put_in_order (PonderMessageRow *self)
{
  GtkWidget *children[] = { self->panel, self->fold, self->attached, self->body, self->more, self->parts,
                            self->waiting, self->card, self->footer };
  GtkWidget *above = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    {
      if (children[i] == NULL || gtk_widget_get_parent (children[i]) != GTK_WIDGET (self))
        continue;
      gtk_widget_insert_after (children[i], GTK_WIDGET (self), above);
      above = children[i];
    }
}

static void
unfolding_cb (PonderMessageRow *self)
{
  g_signal_emit (self, signals[UNFOLDING], 0);
}

static void
reasoning_toggled_cb (PonderMessageRow *self,
                      gboolean          open)
{
  g_signal_emit (self, signals[REASONING_TOGGLED], 0, open);
}

void
ponder_message_row_adopt (PonderMessageRow  *self,
                          GtkWidget        **place,
                          GtkWidget         *child)
{
  *place = child;
  gtk_widget_set_parent (child, GTK_WIDGET (self));
  put_in_order (self);
}

static void
ensure_fold (PonderMessageRow *self)
{
  if (self->fold != NULL)
    return;

  ponder_message_row_adopt (self, &self->fold, ponder_reasoning_fold_new (self->highlighter));
  g_signal_connect_object (self->fold, "unfolding", G_CALLBACK (unfolding_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->fold, "toggled", G_CALLBACK (reasoning_toggled_cb), self, G_CONNECT_SWAPPED);
}

static void
update_fold (PonderMessageRow *self)
{
  if (*ponder_message_get_reasoning (self->message) == '\0')
    return;

  ensure_fold (self);
  ponder_reasoning_fold_update (PONDER_REASONING_FOLD (self->fold), self->message);
}

/* The button shows the text again. */
static void update_text (PonderMessageRow *self);

static void
more_cb (PonderMessageRow *self)
{
  g_signal_emit (self, signals[UNFOLDING], 0);
  ponder_message_row_show_whole (self);
}

static void
offer_more (PonderMessageRow *self,
            gsize             length)
{
  g_autofree char *size = g_format_size (length);
  /* Translators: %s is a size like 1.2 MB. */
  g_autofree char *words = g_strdup_printf (_("Show all (%s)"), size);

  if (self->more == NULL)
    {
      ponder_message_row_adopt (self, &self->more, gtk_button_new ());
      gtk_widget_set_halign (self->more, is_question (self) ? GTK_ALIGN_END : GTK_ALIGN_START);
      g_signal_connect_object (self->more, "clicked", G_CALLBACK (more_cb), self, G_CONNECT_SWAPPED);
    }
  gtk_button_set_label (GTK_BUTTON (self->more), words);
}

/* What is shown of the text: all of it, or the lines of its beginning. (transfer full) */
static char *
dup_shown_text (PonderMessageRow *self)
{
  const char *text = ponder_message_get_text (self->message);
  gsize fold = ponder_message_text_find_fold (text);

  if (text[fold] == '\0' || ponder_message_is_being_written (self->message))
    self->whole = TRUE;
  if (self->whole)
    {
      g_clear_pointer (&self->more, gtk_widget_unparent);
      return g_strdup (text);
    }
  offer_more (self, strlen (text));
  return g_strndup (text, fold);
}

static void
update_text (PonderMessageRow *self)
{
  g_autofree char *text = dup_shown_text (self);
  PonderBlockStack *blocks = PONDER_BLOCK_STACK (self->blocks);

  if (ponder_message_text_is_markdown (self->message))
    ponder_block_stack_set_markdown (blocks, text);
  else
    ponder_block_stack_set_plain (blocks, text);
  /* The buttons of a question that is a picture stay. */
  gtk_widget_set_visible (self->blocks, *text != '\0');
}

static void
update_attached (PonderMessageRow *self)
{
  GtkWidget *strip;

  if (self->shelf == NULL || self->attached != NULL
      || !(strip = ponder_attachment_strip_new (self->shelf, self->message)))
    return;
  gtk_widget_set_halign (strip, is_question (self) ? GTK_ALIGN_END : GTK_ALIGN_START);
  ponder_message_row_adopt (self, &self->attached, strip);
}

/* What came with the message and is not text is at least named. */
static void
update_parts (PonderMessageRow *self)
{
  g_autofree char *names = ponder_message_text_dup_part_names (self->message, self->shelf == NULL);

  if (*names == '\0')
    return;

  if (self->parts == NULL)
    {
      ponder_message_row_adopt (self, &self->parts, gtk_label_new (NULL));
      gtk_label_set_xalign (GTK_LABEL (self->parts), is_question (self) ? 1 : 0);
      gtk_label_set_ellipsize (GTK_LABEL (self->parts), PANGO_ELLIPSIZE_MIDDLE);
      gtk_widget_add_css_class (self->parts, "ponder-caption");
    }
  gtk_label_set_text (GTK_LABEL (self->parts), names);
}

/* (nullable) (transfer full): until it is tried again. */
static PonderCountdown *
dup_countdown (PonderMessageRow *self)
{
  g_autoptr(PonderTurn) turn = g_signal_group_dup_target (self->turn);
  PonderCountdown *countdown = turn != NULL ? ponder_turn_get_countdown (turn) : NULL;

  return countdown != NULL ? g_object_ref (countdown) : NULL;
}

void
ponder_message_row_update_waiting (PonderMessageRow *self)
{
  gboolean awaited = ponder_message_get_state (self->message) == PONDER_MESSAGE_WAITING;
  g_autoptr(PonderTurn) turn = g_signal_group_dup_target (self->turn);
  g_autoptr(PonderCountdown) countdown = dup_countdown (self);

  /* The board tells what is waited for. */
  if (!ponder_message_is_being_written (self->message) || countdown != NULL || self->panel != NULL)
    {
      g_clear_pointer (&self->waiting, gtk_widget_unparent);
      return;
    }
  if (self->waiting == NULL)
    ponder_message_row_adopt (self, &self->waiting, ponder_waiting_line_new ());
  ponder_waiting_line_set_turn (PONDER_WAITING_LINE (self->waiting), turn);
  ponder_waiting_line_set_awaited (PONDER_WAITING_LINE (self->waiting), awaited);
}

/* What is under the reader's eye stays where it is: the room of the card stays too. */
static void
drop_card (PonderMessageRow *self)
{
  graphene_rect_t bounds;

  if (self->card == NULL)
    return;

  if (gtk_widget_compute_bounds (GTK_WIDGET (self), GTK_WIDGET (self), &bounds))
    gtk_widget_set_size_request (GTK_WIDGET (self), -1, (int) bounds.size.height);
  if (gtk_widget_get_focus_child (GTK_WIDGET (self)) == self->card)
    gtk_widget_grab_focus (GTK_WIDGET (self));
  g_clear_pointer (&self->card, gtk_widget_unparent);
}

static void
update_card (PonderMessageRow *self)
{
  g_autoptr(PonderCountdown) countdown = dup_countdown (self);

  if (ponder_message_get_fault (self->message) == NULL
      || (ponder_message_is_being_written (self->message) && countdown == NULL))
    {
      drop_card (self);
      return;
    }
  if (self->card == NULL)
    {
      ponder_message_row_adopt (self, &self->card, ponder_error_card_new ());
      g_signal_connect_object (self->card, "unfolding", G_CALLBACK (unfolding_cb), self, G_CONNECT_SWAPPED);
    }
  ponder_error_card_show (PONDER_ERROR_CARD (self->card), self->message, countdown);
}

static void
update_footer (PonderMessageRow *self)
{
  if (is_question (self))
    {
      ponder_message_footer_update (PONDER_MESSAGE_FOOTER (self->footer), self->message);
      return;
    }
  if (ponder_message_is_being_written (self->message))
    {
      g_clear_pointer (&self->footer, gtk_widget_unparent);
      return;
    }
  if (self->footer == NULL)
    ponder_message_row_adopt (self, &self->footer, ponder_message_footer_new ());
  ponder_message_footer_set_in_column (PONDER_MESSAGE_FOOTER (self->footer), self->in_column);
  ponder_message_footer_update (PONDER_MESSAGE_FOOTER (self->footer), self->message);
}

static void
update (PonderMessageRow *self)
{
  guint changes = self->changes;
  g_autofree char *name = NULL;

  self->changes = 0;
  if ((changes & CHANGED_TEXT) != 0)
    update_text (self);
  if (!is_question (self))
    {
      update_fold (self);
      ponder_message_row_update_waiting (self);
      update_card (self);
    }
  if ((changes & (CHANGED_REST | CHANGED_TEXT)) == 0)
    return;
  update_attached (self);
  update_parts (self);
  update_footer (self);
  if ((changes & CHANGED_REST) == 0)
    return;
  name = ponder_message_text_dup_name (self->message);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_BUSY,
                               ponder_message_is_being_written (self->message), -1);
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  PonderMessageRow *self = PONDER_MESSAGE_ROW (widget);

  self->tick = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

static void
touch (PonderMessageRow *self,
       Changes           changes)
{
  self->changes |= changes;
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

static void
message_changed_cb (PonderMessageRow *self,
                    GParamSpec       *pspec)
{
  if (strcmp (pspec->name, "text") == 0)
    touch (self, CHANGED_TEXT);
  else if (strcmp (pspec->name, "reasoning") == 0)
    touch (self, CHANGED_REASONING);
  else
    touch (self, CHANGED_REST);
}

static void
countdown_changed_cb (PonderMessageRow *self)
{
  touch (self, CHANGED_REST);
}

/* What each action asks for. */
static const char *const request_actions[PONDER_MESSAGE_ROW_N_REQUESTS] = {
  [PONDER_MESSAGE_ROW_BRANCH] = "message.branch",
  [PONDER_MESSAGE_ROW_CHOOSE] = "message.choose",
  [PONDER_MESSAGE_ROW_COMPARE] = "message.compare",
  [PONDER_MESSAGE_ROW_COMPARE_VERSIONS] = "message.compare-versions",
  [PONDER_MESSAGE_ROW_CONTINUE] = "message.continue",
  [PONDER_MESSAGE_ROW_EDIT] = "message.edit",
  [PONDER_MESSAGE_ROW_KEEP_WAITING] = "message.keep-waiting",
  [PONDER_MESSAGE_ROW_MARK] = "message.mark",
  [PONDER_MESSAGE_ROW_OPEN_PROVIDER_SETTINGS] = "message.open-provider-settings",
  [PONDER_MESSAGE_ROW_REGENERATE] = "message.regenerate",
  [PONDER_MESSAGE_ROW_SHOW_DETAILS] = "message.show-details",
  [PONDER_MESSAGE_ROW_SHOW_MENU] = "message.show-menu",
  [PONDER_MESSAGE_ROW_SHOW_SIBLING] = "message.show-sibling",
  [PONDER_MESSAGE_ROW_STOP] = "message.stop",
  [PONDER_MESSAGE_ROW_SWITCH_MODEL] = "message.switch-model",
  [PONDER_MESSAGE_ROW_TRASH] = "message.trash",
};

static void
request_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  int step = parameter != NULL ? g_variant_get_int32 (parameter) : 0;

  for (int i = 0; i < PONDER_MESSAGE_ROW_N_REQUESTS; i++)
    if (strcmp (request_actions[i], name) == 0)
      g_signal_emit (widget, signals[REQUEST], 0, i, step);
}

static void
copy_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  PonderMessageRow *self = PONDER_MESSAGE_ROW (widget);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget),
                          ponder_message_get_text (ponder_message_row_get_message (self)));
}

static void
ponder_message_row_dispose (GObject *object)
{
  PonderMessageRow *self = PONDER_MESSAGE_ROW (object);
  GtkWidget *child;

  g_clear_object (&self->turn);
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  self->columns = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->highlighter);
  g_clear_object (&self->shelf);
  g_clear_object (&self->message);

  G_OBJECT_CLASS (ponder_message_row_parent_class)->dispose (object);
}

static void
ponder_message_row_class_init (PonderMessageRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ponder_message_row_dispose;

  gtk_widget_class_set_css_name (widget_class, "ponder-message");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_ITEM);

  gtk_widget_class_install_action (widget_class, "message.copy", NULL, copy_action);
  for (guint i = 0; i < PONDER_MESSAGE_ROW_N_REQUESTS; i++)
    gtk_widget_class_install_action (widget_class, request_actions[i],
                                     i == PONDER_MESSAGE_ROW_SHOW_SIBLING ? "i" : NULL, request_action);

  signals[BOARD_CHANGING] = g_signal_new ("board-changing", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 0);
  signals[BOARD_TOGGLED] = g_signal_new ("board-toggled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  signals[REASONING_TOGGLED] = g_signal_new ("reasoning-toggled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                             NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  signals[REQUEST] = g_signal_new ("request", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_INT);
  signals[UNFOLDING] = g_signal_new ("unfolding", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                     NULL, G_TYPE_NONE, 0);
}

static void
ponder_message_row_init (PonderMessageRow *self)
{
  gtk_widget_set_layout_manager (GTK_WIDGET (self), ponder_column_layout_new (SPACING, PONDER_MEASURE_COLUMN));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);

  self->turn = g_signal_group_new (PONDER_TYPE_TURN);
  g_signal_group_connect_swapped (self->turn, "notify::countdown", G_CALLBACK (countdown_changed_cb), self);
}

static GtkWidget *
create_bubble_line (PonderMessageRow *self)
{
  GtkWidget *line = ponder_column_new (0);

  gtk_widget_set_layout_manager (line, ponder_bubble_layout_new ());
  gtk_widget_add_css_class (self->blocks, "ponder-bubble");
  ponder_column_append (PONDER_COLUMN (line), self->blocks);
  self->footer = ponder_message_footer_new ();
  ponder_column_append (PONDER_COLUMN (line), self->footer);
  return line;
}

static void
build (PonderMessageRow *self)
{
  self->blocks = ponder_block_stack_new (self->highlighter, is_question (self));
  g_signal_connect_object (self->blocks, "unfolding", G_CALLBACK (unfolding_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_css_class (GTK_WIDGET (self), is_question (self) ? "ponder-question" : "ponder-answer");
  ponder_message_row_adopt (self, &self->body, is_question (self) ? create_bubble_line (self) : self->blocks);
  self->changes = CHANGED_TEXT | CHANGED_REASONING | CHANGED_REST;
  update (self);
}

GtkWidget *
ponder_message_row_new (PonderMessage         *message,
                        PonderCodeHighlighter *highlighter,
                        PonderShelf           *shelf)
{
  PonderMessageRow *self = g_object_new (PONDER_TYPE_MESSAGE_ROW, NULL);

  self->message = g_object_ref (message);
  self->highlighter = g_object_ref (highlighter);
  g_set_object (&self->shelf, shelf);
  g_signal_connect_object (message, "notify", G_CALLBACK (message_changed_cb), self, G_CONNECT_SWAPPED);
  build (self);
  return GTK_WIDGET (self);
}

void
ponder_message_row_set_turn (PonderMessageRow *self,
                             PonderTurn       *turn)
{
  g_return_if_fail (PONDER_IS_MESSAGE_ROW (self));

  g_signal_group_set_target (self->turn, turn);
  if (is_question (self))
    return;
  ponder_message_row_update_waiting (self);
  update_card (self);
}

void
ponder_message_row_note_place (PonderMessageRow *self,
                               int               y,
                               int               page)
{
  g_return_if_fail (PONDER_IS_MESSAGE_ROW (self));

  ponder_sight_moved (GTK_WIDGET (self), y, page, &self->drawn_y);
}

void
ponder_message_row_release_height (PonderMessageRow *self)
{
  g_return_if_fail (PONDER_IS_MESSAGE_ROW (self));

  if (self->columns != NULL)
    ponder_answer_columns_release_heights (self->columns);
  gtk_widget_set_size_request (GTK_WIDGET (self), -1, -1);
}

void
ponder_message_row_set_reasoning_open (PonderMessageRow *self,
                                       gboolean          open)
{
  g_return_if_fail (PONDER_IS_MESSAGE_ROW (self));

  if (self->fold != NULL)
    ponder_reasoning_fold_set_open (PONDER_REASONING_FOLD (self->fold), open);
}

GtkWidget *
ponder_message_row_get_menu_button (PonderMessageRow *self)
{
  g_return_val_if_fail (PONDER_IS_MESSAGE_ROW (self), NULL);

  return self->footer != NULL ? ponder_message_footer_get_menu_button (PONDER_MESSAGE_FOOTER (self->footer)) : NULL;
}

GtkWidget *
ponder_message_row_get_blocks (PonderMessageRow *self,
                               gboolean          reasoning)
{
  g_return_val_if_fail (PONDER_IS_MESSAGE_ROW (self), NULL);

  self = PONDER_MESSAGE_ROW (ponder_message_row_get_reading (self));
  if (!reasoning)
    return self->blocks;
  return self->fold != NULL ? ponder_reasoning_fold_get_blocks (PONDER_REASONING_FOLD (self->fold)) : NULL;
}

void
ponder_message_row_show_whole (PonderMessageRow *self)
{
  g_return_if_fail (PONDER_IS_MESSAGE_ROW (self));

  self = PONDER_MESSAGE_ROW (ponder_message_row_get_reading (self));
  if (self->whole)
    return;
  self->whole = TRUE;
  update_text (self);
}

void
ponder_message_row_set_position (PonderMessageRow *self,
                                 guint             position,
                                 guint             n_rows)
{
  g_return_if_fail (PONDER_IS_MESSAGE_ROW (self));

  if (self->position == position && self->n_rows == n_rows)
    return;
  self->position = position;
  self->n_rows = n_rows;
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_POS_IN_SET, (int) position + 1,
                                  GTK_ACCESSIBLE_RELATION_SET_SIZE, (int) n_rows, -1);
}
