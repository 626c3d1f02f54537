/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One part of a run of deep think in one line, which opens to what was asked and said. */

#include "config.h"

#include "ponder-think-part-row.h"

#include "ponder-column-layout.h"
#include "ponder-think-part-details.h"
#include "ponder-think-part-dialog.h"
#include "ponder-think-part-layout.h"
#include "ponder-think-part-menu.h"
#include "ponder-think-trailer.h"
#include "ponder-toasts.h"
#include "ponder-tooltip.h"

#include <glib/gi18n.h>

/* Belongs to its list. The node is looked for in the board each time: it may be gone. */
struct _PonderThinkPartRow
{
  GtkWidget              parent_instance;

  PonderThinkBoard      *board;
  PonderCodeHighlighter *highlighter;
  char                  *id;

  GtkWidget             *head;
  GtkImage              *arrow;
  GtkStack              *mark;
  GtkImage              *icon;
  GtkSpinner            *spinner;
  GtkLabel              *letter;
  GtkLabel              *title;
  GtkLabel              *after;
  GtkLabel              *facts;
  GtkWidget             *words;
  GtkLabel              *status;
  GtkLabel              *note;
  GtkWidget             *buttons;
  GtkWidget             *retry;
  GtkWidget             *leave;
  GtkWidget             *details;       /* (nullable): while open */
  GtkWidget             *menu;          /* (nullable): before it was asked for */
  char                  *name;          /* (nullable): that is told to a screen reader */
  gsize                  seen;          /* bytes of the text that the status shows the end of */
  char                  *conclusion;    /* (nullable): that the status shows, as the model wrote it */
  gboolean               openable;
};

enum
{
  UNFOLDING,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderThinkPartRow, ponder_think_part_row, GTK_TYPE_WIDGET)

/* FALSE: the board does not know it any more. */
static gboolean
look (PonderThinkPartRow *self,
      PonderThinkPart    *part)
{
  part->state = ponder_think_board_get_state (self->board);
  part->node = part->state != NULL ? ponder_think_state_find (part->state, self->id) : NULL;
  part->standing = ponder_think_board_get_standing (self->board);
  part->now = ponder_think_board_get_time (self->board);
  return part->node != NULL;
}

/* --- what it shows --- */

/* Takes @words. */
static void
show (GtkLabel *label,
      char     *words)
{
  if (g_strcmp0 (gtk_label_get_text (label), words) != 0)
    gtk_label_set_text (label, words);
  gtk_widget_set_visible (GTK_WIDGET (label), *words != '\0');
  g_free (words);
}

/* Shape and words say it; a colour only adds to them. */
static const char *
get_icon_class (PonderThinkNodeState state)
{
  if (state == PONDER_THINK_FAILED)
    return "error";
  if (state == PONDER_THINK_PARTIAL)
    return "warning";
  return state == PONDER_THINK_DONE ? "ponder-done" : "ponder-dim";
}

static void
show_mark (PonderThinkPartRow    *self,
           const PonderThinkPart *part)
{
  gboolean running = ponder_think_part_is_running (part);
  const char *icon = ponder_think_part_get_icon (part);
  const char *classes[] = { get_icon_class (part->node->state), NULL };

  gtk_stack_set_visible_child_name (self->mark, running ? "spinner" : "icon");
  gtk_spinner_set_spinning (self->spinner, running);
  if (g_strcmp0 (gtk_image_get_icon_name (self->icon), icon) == 0
      && gtk_widget_has_css_class (GTK_WIDGET (self->icon), classes[0]))
    return;
  gtk_image_set_from_icon_name (self->icon, icon);
  gtk_widget_set_css_classes (GTK_WIDGET (self->icon), classes);
  ponder_tooltip_set_text (GTK_WIDGET (self->mark), ponder_think_part_get_state_word (part));
}

/* A step that is no part has none, and leaves the room for it. */
static void
show_letter (PonderThinkPartRow    *self,
             const PonderThinkPart *part)
{
  g_autofree char *letter = self->openable ? ponder_think_part_dup_line (part->node->id) : g_strdup ("");

  if (g_strcmp0 (gtk_label_get_text (self->letter), letter) != 0)
    gtk_label_set_text (self->letter, letter);
}

static void
show_title (PonderThinkPartRow    *self,
            const PonderThinkPart *part)
{
  g_autofree char *title = ponder_think_part_dup_title (part);

  if (g_strcmp0 (gtk_label_get_text (self->title), title) == 0)
    return;
  gtk_label_set_text (self->title, title);
  ponder_tooltip_set_text (GTK_WIDGET (self->title), title);
}

/* FALSE: the status shows that already. What is Markdown is not read again with each update. */
static gboolean
note_source (PonderThinkPartRow    *self,
             const PonderThinkPart *part,
             gboolean               live)
{
  const char *conclusion = ponder_think_node_has_answer (part->node) ? part->node->conclusion : NULL;

  if (live ? self->seen == part->node->text->len
           : conclusion != NULL && g_strcmp0 (self->conclusion, conclusion) == 0)
    return FALSE;
  self->seen = live ? part->node->text->len : 0;
  g_free (self->conclusion);
  self->conclusion = g_strdup (conclusion);
  return TRUE;
}

/* Of what is being written the end is shown, of everything else the beginning. */
static void
show_status (PonderThinkPartRow    *self,
             const PonderThinkPart *part)
{
  gboolean live = part->node->state == PONDER_THINK_RUNNING && part->node->text->len > 0
                  && part->node->retry_category == NULL;
  g_autofree char *status = NULL;

  if (!note_source (self, part, live))
    return;
  status = ponder_think_part_dup_status (part);
  if (g_strcmp0 (gtk_label_get_text (self->status), status) == 0)
    return;
  gtk_label_set_ellipsize (self->status, live ? PANGO_ELLIPSIZE_START : PANGO_ELLIPSIZE_END);
  gtk_label_set_wrap (self->status, !live);
  gtk_label_set_lines (self->status, live ? -1 : 2);
  ponder_tooltip_set_text (GTK_WIDGET (self->status), live ? NULL : status);
  show (self->status, g_steal_pointer (&status));
}

/* A countdown, and what is being written, are not told with every change: who wants to know asks. */
static void
show_name (PonderThinkPartRow    *self,
           const PonderThinkPart *part)
{
  char *name = ponder_think_part_dup_name (part, gtk_label_get_text (self->status));

  if (g_strcmp0 (self->name, name) == 0)
    {
      g_free (name);
      return;
    }
  g_free (self->name);
  self->name = name;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* The keyboard stays in the row when the button that had it is gone. */
static void
show_buttons (PonderThinkPartRow    *self,
              const PonderThinkPart *part)
{
  gboolean failed = part->node->state == PONDER_THINK_FAILED;
  gboolean delayed = part->node->state == PONDER_THINK_RUNNING && part->node->retry_category != NULL;
  gboolean retry = failed && ponder_think_part_offers (part, PONDER_THINK_RETRY);
  gboolean leave = delayed && ponder_think_part_offers (part, PONDER_THINK_SKIP);

  if (!retry && !leave && gtk_widget_get_focus_child (self->head) == self->buttons)
    gtk_widget_grab_focus (GTK_WIDGET (self));
  gtk_widget_set_visible (self->retry, retry);
  gtk_widget_set_visible (self->leave, leave);
  gtk_widget_set_visible (self->buttons, retry || leave);
}

void
ponder_think_part_row_update (PonderThinkPartRow    *self,
                              const PonderThinkPart *part)
{
  gboolean openable = part->node->kind == PONDER_THINK_KIND_SOLVE;

  g_return_if_fail (PONDER_IS_THINK_PART_ROW (self));

  if (self->openable != openable)
    {
      self->openable = openable;
      gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_EXPANDED, FALSE, -1);
    }
  gtk_widget_set_opacity (GTK_WIDGET (self->arrow), openable ? 1 : 0);
  show_mark (self, part);
  show_letter (self, part);
  show_title (self, part);
  show (self->after, ponder_think_part_dup_after (part));
  show (self->facts, ponder_think_part_dup_facts (part));
  show_status (self, part);
  show (self->note, ponder_think_part_dup_note (part));
  gtk_widget_set_visible (self->words, gtk_widget_get_visible (GTK_WIDGET (self->status))
                                       || gtk_widget_get_visible (GTK_WIDGET (self->note)));
  show_buttons (self, part);
  show_name (self, part);
  if (self->details != NULL)
    ponder_think_part_details_update (PONDER_THINK_PART_DETAILS (self->details), part);
}

/* --- opening --- */

static void
unfolding_cb (PonderThinkPartRow *self)
{
  g_signal_emit (self, signals[UNFOLDING], 0);
}

static void
open_details (PonderThinkPartRow    *self,
              const PonderThinkPart *part)
{
  self->details = ponder_think_part_details_new (self->highlighter);
  g_signal_connect_object (self->details, "unfolding", G_CALLBACK (unfolding_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_insert_after (self->details, GTK_WIDGET (self), self->head);
  ponder_think_part_details_update (PONDER_THINK_PART_DETAILS (self->details), part);
}

static void
close_details (PonderThinkPartRow *self)
{
  if (gtk_widget_get_focus_child (GTK_WIDGET (self)) == self->details)
    gtk_widget_grab_focus (GTK_WIDGET (self));
  g_clear_pointer (&self->details, gtk_widget_unparent);
}

static void
set_open (PonderThinkPartRow *self,
          gboolean            open)
{
  PonderThinkPart part;

  if (!self->openable || open == (self->details != NULL) || !look (self, &part))
    return;
  unfolding_cb (self);
  if (open)
    open_details (self, &part);
  else
    close_details (self);
  gtk_image_set_from_icon_name (self->arrow, open ? "pan-down-symbolic" : "pan-end-symbolic");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_EXPANDED, open, -1);
}

static gboolean
toggle_key_cb (GtkWidget *widget,
               GVariant  *arguments,
               gpointer   user_data)
{
  PonderThinkPartRow *self = PONDER_THINK_PART_ROW (widget);

  if (!gtk_widget_is_focus (widget) || !self->openable)
    return GDK_EVENT_PROPAGATE;
  set_open (self, self->details == NULL);
  return GDK_EVENT_STOP;
}

/* As in any tree: towards the words opens, away from them closes. */
static gboolean
fold_key_cb (GtkWidget *widget,
             GVariant  *arguments,
             gpointer   user_data)
{
  PonderThinkPartRow *self = PONDER_THINK_PART_ROW (widget);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  if (!gtk_widget_is_focus (widget) || !self->openable)
    return GDK_EVENT_PROPAGATE;
  set_open (self, (g_variant_get_int32 (arguments) > 0) != mirrored);
  return GDK_EVENT_STOP;
}

/* FALSE at either end: the transcript goes on. */
static gboolean
step_key_cb (GtkWidget *widget,
             GVariant  *arguments,
             gpointer   user_data)
{
  GtkWidget *next = g_variant_get_int32 (arguments) > 0 ? gtk_widget_get_next_sibling (widget)
                                                        : gtk_widget_get_prev_sibling (widget);

  if (!gtk_widget_is_focus (widget) || next == NULL || !PONDER_IS_THINK_PART_ROW (next))
    return GDK_EVENT_PROPAGATE;
  return gtk_widget_grab_focus (next);
}

static void
pressed_cb (PonderThinkPartRow *self,
            int                 n_press,
            double              x,
            double              y,
            GtkGesture         *gesture)
{
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
released_cb (PonderThinkPartRow *self,
             int                 n_press,
             double              x,
             double              y)
{
  if (gtk_widget_contains (self->head, x, y))
    set_open (self, self->details == NULL);
}

/* --- the menu --- */

static void
menu_closed_cb (PonderThinkPartRow *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
open_menu (PonderThinkPartRow *self,
           int                 x,
           int                 y)
{
  g_autoptr(GMenuModel) model = NULL;
  PonderThinkPart part;

  if (!look (self, &part))
    return;
  model = ponder_think_part_menu_new (&part);
  if (self->menu == NULL)
    {
      self->menu = gtk_popover_menu_new_from_model (NULL);
      gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
      gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
      gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
      g_signal_connect_swapped (self->menu, "closed", G_CALLBACK (menu_closed_cb), self);
    }
  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->menu), model);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &(GdkRectangle) { x, y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
menu_pressed_cb (PonderThinkPartRow *self,
                 int                 n_press,
                 double              x,
                 double              y,
                 GtkGesture         *gesture)
{
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  open_menu (self, (int) x, (int) y);
}

static gboolean
menu_key_cb (GtkWidget *widget,
             GVariant  *arguments,
             gpointer   user_data)
{
  PonderThinkPartRow *self = PONDER_THINK_PART_ROW (widget);

  open_menu (self, gtk_widget_get_width (widget) / 2, gtk_widget_get_height (self->head));
  return GDK_EVENT_STOP;
}

static void
command (PonderThinkPartRow *self,
         PonderThinkCommand  what)
{
  if (!ponder_think_board_command (self->board, what, self->id, NULL))
    ponder_toasts_show (GTK_WIDGET (self), _("That cannot be done any more"));
}

static void
copy_answer (PonderThinkPartRow    *self,
             const PonderThinkNode *node)
{
  g_autofree char *text = g_strndup (node->text->str, ponder_think_trailer_find (node->text->str));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  ponder_toasts_show (GTK_WIDGET (self), _("Copied"));
}

static void
part_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  PonderThinkPartRow *self = PONDER_THINK_PART_ROW (widget);
  PonderThinkPart part;

  if (!look (self, &part))
    return;
  if (g_str_equal (name, "part.skip"))
    command (self, PONDER_THINK_SKIP);
  else if (g_str_equal (name, "part.retry"))
    command (self, PONDER_THINK_RETRY);
  else if (g_str_equal (name, "part.copy"))
    copy_answer (self, part.node);
  else if (g_str_equal (name, "part.hint"))
    ponder_think_part_dialog_open (widget, self->board, PONDER_THINK_RETRY, part.node);
  else if (g_str_equal (name, "part.edit"))
    ponder_think_part_dialog_open (widget, self->board, PONDER_THINK_EDIT, part.node);
  else
    ponder_think_part_dialog_open (widget, self->board, PONDER_THINK_SUPPLY, part.node);
}

/* --- the object --- */

static void
ponder_think_part_row_dispose (GObject *object)
{
  PonderThinkPartRow *self = PONDER_THINK_PART_ROW (object);

  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_pointer (&self->details, gtk_widget_unparent);
  g_clear_pointer (&self->head, gtk_widget_unparent);
  g_clear_object (&self->board);
  g_clear_object (&self->highlighter);

  G_OBJECT_CLASS (ponder_think_part_row_parent_class)->dispose (object);
}

static void
ponder_think_part_row_finalize (GObject *object)
{
  PonderThinkPartRow *self = PONDER_THINK_PART_ROW (object);

  g_free (self->id);
  g_free (self->conclusion);
  g_free (self->name);

  G_OBJECT_CLASS (ponder_think_part_row_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PonderThinkPartRow, head);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkPartRow, arrow);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkPartRow, mark);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkPartRow, icon);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkPartRow, spinner);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkPartRow, letter);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkPartRow, title);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkPartRow, after);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkPartRow, facts);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkPartRow, words);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkPartRow, status);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkPartRow, note);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkPartRow, buttons);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkPartRow, retry);
  gtk_widget_class_bind_template_child (widget_class, PonderThinkPartRow, leave);
}

static void
add_keys (GtkWidgetClass *widget_class)
{
  static const guint toggles[] = { GDK_KEY_Return, GDK_KEY_KP_Enter, GDK_KEY_ISO_Enter, GDK_KEY_space,
                                   GDK_KEY_KP_Space };

  for (guint i = 0; i < G_N_ELEMENTS (toggles); i++)
    gtk_widget_class_add_binding (widget_class, toggles[i], 0, toggle_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Left, 0, fold_key_cb, "i", -1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Left, 0, fold_key_cb, "i", -1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Right, 0, fold_key_cb, "i", 1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Right, 0, fold_key_cb, "i", 1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Up, 0, step_key_cb, "i", -1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Up, 0, step_key_cb, "i", -1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Down, 0, step_key_cb, "i", 1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Down, 0, step_key_cb, "i", 1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, menu_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, menu_key_cb, NULL);
}

static void
ponder_think_part_row_class_init (PonderThinkPartRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ponder_think_part_row_dispose;
  object_class->finalize = ponder_think_part_row_finalize;

  g_type_ensure (PONDER_TYPE_THINK_PART_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "ponder-part");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_TREE_ITEM);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/think/ponder-think-part-row.ui");
  bind_template (widget_class);
  add_keys (widget_class);
  ponder_think_part_menu_add_actions (widget_class, part_action);

  signals[UNFOLDING] = g_signal_new ("unfolding", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 0);
}

static void
ponder_think_part_row_init (PonderThinkPartRow *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *menu = gtk_gesture_click_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_layout_manager (GTK_WIDGET (self), ponder_column_layout_new (6, 0));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LEVEL, 1, -1);

  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect_swapped (click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (self->head, GTK_EVENT_CONTROLLER (click));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (menu), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (menu, "pressed", G_CALLBACK (menu_pressed_cb), self);
  gtk_widget_add_controller (self->head, GTK_EVENT_CONTROLLER (menu));
}

GtkWidget *
ponder_think_part_row_new (PonderThinkBoard      *board,
                           PonderCodeHighlighter *highlighter,
                           const char            *id)
{
  PonderThinkPartRow *self = g_object_new (PONDER_TYPE_THINK_PART_ROW, NULL);

  self->board = g_object_ref (board);
  self->highlighter = g_object_ref (highlighter);
  self->id = g_strdup (id);
  return GTK_WIDGET (self);
}

const char *
ponder_think_part_row_get_id (PonderThinkPartRow *self)
{
  g_return_val_if_fail (PONDER_IS_THINK_PART_ROW (self), NULL);

  return self->id;
}

void
ponder_think_part_row_set_position (PonderThinkPartRow *self,
                                    guint               position,
                                    guint               n)
{
  g_return_if_fail (PONDER_IS_THINK_PART_ROW (self));

  gtk_accessible_update_relation (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_RELATION_POS_IN_SET, (int) position,
                                  GTK_ACCESSIBLE_RELATION_SET_SIZE, (int) n,
                                  -1);
}
