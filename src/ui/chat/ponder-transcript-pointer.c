/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What mouse and finger do in the transcript: select, follow links, ask for a menu. */

#include "config.h"

#include "ponder-transcript-pointer.h"

#include <glib/gi18n.h>

#include "ponder-link.h"
#include "ponder-message-menu.h"
#include "ponder-transcript-view-private.h"

/* How fast the list goes by while text is selected beyond its edge, and at most so fast. */
#define EDGE_SPEED 0.25
#define EDGE_LIMIT 60.0

/* One set of controllers for the whole view: a block that listened for itself would cost as much as its
 * text. */
struct _PonderTranscriptPointer
{
  PonderTranscriptView *view;
  GtkWidget            *menu;           /* (nullable): made when first asked for */
  guint                 menu_row;       /* what it was asked for at */
  char                 *menu_link;      /* (nullable) */
  double                x;              /* where a drag is */
  double                y;
  double                drag_x;         /* where it began */
  double                drag_y;
  gboolean              dragging;
  guint                 tick;           /* while a drag is beyond an edge */
};

static GtkWidget *
get_widget (PonderTranscriptPointer *self)
{
  return GTK_WIDGET (self->view);
}

/* (nullable): the text under a point, and the point in it. */
static PonderTextBlock *
pick_text (PonderTranscriptPointer *self,
           double                   x,
           double                   y,
           graphene_point_t        *point)
{
  GtkWidget *picked = gtk_widget_pick (get_widget (self), x, y, GTK_PICK_DEFAULT);

  if (picked == NULL || !PONDER_IS_TEXT_BLOCK (picked)
      || !gtk_widget_compute_point (get_widget (self), picked, &GRAPHENE_POINT_INIT (x, y), point))
    return NULL;
  return PONDER_TEXT_BLOCK (picked);
}

/* (nullable) */
static const PonderTextLink *
pick_link (PonderTranscriptPointer *self,
           double                   x,
           double                   y)
{
  graphene_point_t point;
  PonderTextBlock *text = pick_text (self, x, y, &point);

  return text != NULL ? ponder_text_block_get_link_at (text, point.x, point.y) : NULL;
}

static gboolean
is_touch (GtkGesture *gesture)
{
  GdkDevice *device = gtk_event_controller_get_current_event_device (GTK_EVENT_CONTROLLER (gesture));

  return device != NULL && gdk_device_get_source (device) == GDK_SOURCE_TOUCHSCREEN;
}

/* The row gets the keyboard, so that its buttons show and its text can be copied. */
static void
focus_row (PonderTranscriptPointer *self,
           double                   x,
           double                   y)
{
  PonderMessageRow *row = ponder_transcript_view_get_row_at (self->view, x, y);

  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
pressed_cb (PonderTranscriptPointer *self,
            int                      n_press,
            double                   x,
            double                   y,
            GtkGesture              *gesture)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));

  focus_row (self, x, y);
  if (is_touch (gesture))
    return;
  if ((state & GDK_SHIFT_MASK) != 0 && !ponder_transcript_selection_is_empty (self->view->selection))
    ponder_transcript_selection_extend (self->view->selection, x, y);
  else
    ponder_transcript_selection_begin (self->view->selection, x, y, n_press);
}

static void
own_primary (PonderTranscriptPointer *self)
{
  g_autofree char *text = ponder_transcript_selection_dup_text (self->view->selection);

  if (*text != '\0')
    gdk_clipboard_set_text (gtk_widget_get_primary_clipboard (get_widget (self)), text);
}

static void
released_cb (PonderTranscriptPointer *self,
             int                      n_press,
             double                   x,
             double                   y)
{
  const PonderTextLink *link = n_press == 1 ? pick_link (self, x, y) : NULL;

  if (link != NULL && ponder_transcript_selection_is_empty (self->view->selection))
    ponder_transcript_view_open_link (self->view, link->target);
  own_primary (self);
}

/* How far the list goes with the next frame; 0 while the pointer is inside. */
static double
get_edge_step (PonderTranscriptPointer *self)
{
  double height = gtk_widget_get_height (get_widget (self));
  double beyond = self->y < 0 ? self->y : MAX (0, self->y - height);

  return CLAMP (beyond * EDGE_SPEED, -EDGE_LIMIT, EDGE_LIMIT);
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  PonderTranscriptPointer *self = user_data;
  double step = get_edge_step (self);

  if (!self->dragging || (step > -1 && step < 1))
    {
      self->tick = 0;
      return G_SOURCE_REMOVE;
    }
  ponder_transcript_view_scroll_by (self->view, step);
  ponder_transcript_selection_extend (self->view->selection, self->x, self->y);
  return G_SOURCE_CONTINUE;
}

static void
drag_begin_cb (PonderTranscriptPointer *self,
               double                   x,
               double                   y,
               GtkGesture              *gesture)
{
  self->drag_x = x;
  self->drag_y = y;
  /* A finger scrolls. */
  if (is_touch (gesture))
    gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_DENIED);
}

/* Words that are being selected must not run away from the pointer while more come. */
static void
begin_dragging (PonderTranscriptPointer *self)
{
  self->dragging = TRUE;
  ponder_scroll_follow_hold (&self->view->follow);
  ponder_transcript_view_notify_follows (self->view);
}

static void
drag_update_cb (PonderTranscriptPointer *self,
                double                   dx,
                double                   dy,
                GtkGesture              *gesture)
{
  if (!self->dragging && !gtk_drag_check_threshold (get_widget (self), 0, 0, (int) dx, (int) dy))
    return;

  if (!self->dragging)
    begin_dragging (self);
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  self->x = self->drag_x + dx;
  self->y = self->drag_y + dy;
  ponder_transcript_selection_extend (self->view->selection, self->x, self->y);
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (get_widget (self), tick_cb, self, NULL);
}

static void
drag_end_cb (PonderTranscriptPointer *self)
{
  if (!self->dragging)
    return;
  self->dragging = FALSE;
  ponder_scroll_follow_let_loose (&self->view->follow);
  own_primary (self);
}

static void
motion_cb (PonderTranscriptPointer *self,
           double                   x,
           double                   y)
{
  graphene_point_t point;
  PonderTextBlock *text = pick_text (self, x, y, &point);

  if (text != NULL)
    gtk_widget_set_cursor_from_name (
      GTK_WIDGET (text), ponder_text_block_get_link_at (text, point.x, point.y) != NULL ? "pointer" : "text");
}

/* A link says where it really leads. */
static gboolean
query_tooltip_cb (PonderTranscriptPointer *self,
                  int                      x,
                  int                      y,
                  gboolean                 keyboard,
                  GtkTooltip              *tooltip)
{
  const PonderTextLink *link = keyboard ? NULL : pick_link (self, x, y);
  g_autofree char *words = NULL;

  if (link == NULL)
    return FALSE;
  words = ponder_link_dup_display (link->target);
  gtk_tooltip_set_text (tooltip, words);
  gtk_tooltip_set_tip_area (tooltip, &(GdkRectangle) { x - 1, y - 1, 2, 2 });
  return TRUE;
}

/* --- the menu --- */

static GMenuModel *
create_message_menu (PonderTranscriptPointer *self)
{
  return ponder_message_menu_new (ponder_transcript_view_get_read_message (self->view, self->menu_row),
                                  "transcript.message");
}

static GMenuModel *
create_menu (PonderTranscriptPointer *self)
{
  g_autoptr(GMenu) menu = g_menu_new ();
  g_autoptr(GMenu) link = g_menu_new ();
  g_autoptr(GMenu) text = g_menu_new ();
  g_autoptr(GMenuModel) message = create_message_menu (self);

  if (self->menu_link != NULL)
    {
      g_menu_append (link, _("_Open Link"), "transcript.open-link");
      g_menu_append (link, _("Copy _Link Address"), "transcript.copy-link");
      g_menu_append_section (menu, NULL, G_MENU_MODEL (link));
    }
  g_menu_append (text, _("_Copy"), "transcript.copy");
  g_menu_append (text, _("Select _All"), "transcript.select-all");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (text));
  for (int i = 0; i < g_menu_model_get_n_items (message); i++)
    {
      g_autoptr(GMenuModel) section = g_menu_model_get_item_link (message, i, G_MENU_LINK_SECTION);

      g_menu_append_section (menu, NULL, section);
    }
  return G_MENU_MODEL (g_steal_pointer (&menu));
}

/* The keyboard goes on where the menu was asked for. */
static void
menu_closed_cb (PonderTranscriptPointer *self)
{
  PonderMessageRow *row = ponder_transcript_view_get_row (self->view, self->menu_row);

  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
popup (PonderTranscriptPointer *self,
       GMenuModel              *model,
       const GdkRectangle      *place)
{
  if (self->menu == NULL)
    {
      self->menu = gtk_popover_menu_new_from_model (model);
      gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
      gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
      gtk_widget_set_parent (self->menu, get_widget (self));
      g_signal_connect_swapped (self->menu, "closed", G_CALLBACK (menu_closed_cb), self);
    }
  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->menu), model);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), place);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
open_menu (PonderTranscriptPointer *self,
           double                   x,
           double                   y,
           const PonderTextLink    *link)
{
  g_autoptr(GMenuModel) model = NULL;

  if (!ponder_transcript_view_find_row (self->view, y, &self->menu_row))
    return;

  g_free (self->menu_link);
  self->menu_link = link != NULL ? g_strdup (link->target) : NULL;
  gtk_widget_action_set_enabled (get_widget (self), "transcript.copy",
                                 !ponder_transcript_selection_is_empty (self->view->selection));
  model = create_menu (self);
  popup (self, model, &(GdkRectangle) { (int) x, (int) y, 1, 1 });
}

static void
menu_pressed_cb (PonderTranscriptPointer *self,
                 int                      n_press,
                 double                   x,
                 double                   y,
                 GtkGesture              *gesture)
{
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  /* Of several answers beside each other it is the menu of this one. */
  focus_row (self, x, y);
  open_menu (self, x, y, pick_link (self, x, y));
}

static PonderTranscriptPointer *
get_pointer (GtkWidget *widget)
{
  return PONDER_TRANSCRIPT_VIEW (widget)->pointer;
}

static void
copy_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  ponder_transcript_view_copy (PONDER_TRANSCRIPT_VIEW (widget));
}

static void
message_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  PonderTranscriptPointer *self = get_pointer (widget);
  PonderMessageRow *row = ponder_transcript_view_get_row (self->view, self->menu_row);

  if (row != NULL)
    gtk_widget_activate_action (GTK_WIDGET (row), g_variant_get_string (parameter, NULL), NULL);
}

static void
copy_link_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  PonderTranscriptPointer *self = get_pointer (widget);

  if (self->menu_link != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), self->menu_link);
}

static void
open_link_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  PonderTranscriptPointer *self = get_pointer (widget);

  if (self->menu_link != NULL)
    ponder_transcript_view_open_link (self->view, self->menu_link);
}

static void
select_all_action (GtkWidget  *widget,
                   const char *name,
                   GVariant   *parameter)
{
  ponder_transcript_selection_select_all (PONDER_TRANSCRIPT_VIEW (widget)->selection);
}

void
ponder_transcript_pointer_class_add_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "transcript.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "transcript.copy-link", NULL, copy_link_action);
  gtk_widget_class_install_action (widget_class, "transcript.open-link", NULL, open_link_action);
  gtk_widget_class_install_action (widget_class, "transcript.select-all", NULL, select_all_action);
  gtk_widget_class_install_action (widget_class, "transcript.message", "s", message_action);
}

static void
add_controllers (PonderTranscriptPointer *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *menu = gtk_gesture_click_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkWidget *widget = get_widget (self);

  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect_swapped (click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (menu), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (menu, "pressed", G_CALLBACK (menu_pressed_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (menu));
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  gtk_widget_add_controller (widget, motion);
}

PonderTranscriptPointer *
ponder_transcript_pointer_new (PonderTranscriptView *view)
{
  PonderTranscriptPointer *self = g_new0 (PonderTranscriptPointer, 1);

  self->view = view;
  gtk_widget_set_has_tooltip (get_widget (self), TRUE);
  g_signal_connect_swapped (view, "query-tooltip", G_CALLBACK (query_tooltip_cb), self);
  add_controllers (self);
  return self;
}

void
ponder_transcript_pointer_free (PonderTranscriptPointer *self)
{
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (get_widget (self), self->tick);
  g_signal_handlers_disconnect_by_data (self->view, self);
  if (self->menu != NULL)
    g_signal_handlers_disconnect_by_data (self->menu, self);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_free (self->menu_link);
  g_free (self);
}

void
ponder_transcript_pointer_allocate (PonderTranscriptPointer *self)
{
  if (self->menu != NULL)
    gtk_popover_present (GTK_POPOVER (self->menu));
}

void
ponder_transcript_pointer_open_menu (PonderTranscriptPointer *self)
{
  guint index;
  double y;
  double height;

  if (!ponder_transcript_view_get_cursor (self->view, &index))
    return;
  ponder_transcript_view_get_extent (self->view, index, &y, &height);
  open_menu (self, gtk_widget_get_width (get_widget (self)) / 2.0, MAX (0, y), NULL);
}

void
ponder_transcript_pointer_open_row_menu (PonderTranscriptPointer *self,
                                         PonderMessageRow        *row)
{
  GtkWidget *button = ponder_message_row_get_menu_button (row);
  g_autoptr(GMenuModel) model = NULL;
  graphene_rect_t bounds;

  if (button == NULL || !gtk_widget_compute_bounds (button, get_widget (self), &bounds)
      || !ponder_transcript_view_find_row (self->view, bounds.origin.y + 1, &self->menu_row))
    return;

  model = create_message_menu (self);
  popup (self, model, &(GdkRectangle) { (int) bounds.origin.x, (int) bounds.origin.y, (int) bounds.size.width,
                                        (int) bounds.size.height });
}
