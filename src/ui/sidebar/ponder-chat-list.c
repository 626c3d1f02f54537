/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All chats under their headings, in a list that is quick with ten thousand of them. */

#include "config.h"

#include "ponder-chat-list-private.h"

/* Headings and times of the rows are about today. */
#define DAY_CHECK_SECONDS 60

enum
{
  CHOSEN_CHANGED,
  MENU_REQUESTED,
  SESSION_ACTIVATED,
  SESSION_SELECTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderChatList, ponder_chat_list, GTK_TYPE_WIDGET)

static char *
dup_group (gpointer item,
           gpointer user_data)
{
  return ponder_session_dup_group (item, PONDER_CHAT_LIST (user_data)->today);
}

static gboolean
matches (gpointer item,
         gpointer user_data)
{
  PonderChatList *self = user_data;

  return ponder_session_has_tag (item, self->tag);
}

PonderSession *
ponder_chat_list_dup_session_at (PonderChatList *self,
                                 guint           position)
{
  g_autoptr(GObject) item = g_list_model_get_item (G_LIST_MODEL (self->grouped), position);

  return item != NULL && PONDER_IS_SESSION (item) ? PONDER_SESSION (g_steal_pointer (&item)) : NULL;
}

guint
ponder_chat_list_find_position (PonderChatList *self,
                                PonderSession  *session)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->grouped));

  /* A new chat is not in the list before its first message: no need to walk through thousands for it. */
  if (ponder_session_list_lookup (self->sessions, ponder_session_get_id (session)) == NULL)
    return GTK_INVALID_LIST_POSITION;

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (G_LIST_MODEL (self->grouped), i);

      if (item == (GObject *) session)
        return i;
    }

  return GTK_INVALID_LIST_POSITION;
}

/* The row of @session while it has one: only what is near the view does. */
static GtkWidget *
find_row (PonderChatList *self,
          PonderSession  *session)
{
  for (GtkWidget *item = gtk_widget_get_first_child (GTK_WIDGET (self->view)); item != NULL;
       item = gtk_widget_get_next_sibling (item))
    {
      GtkWidget *row = gtk_widget_get_first_child (item);

      if (row != NULL && PONDER_IS_SIDEBAR_ROW (row)
          && ponder_sidebar_row_get_session (PONDER_SIDEBAR_ROW (row)) == session)
        return row;
    }

  return NULL;
}

gboolean
ponder_chat_list_sync_selection (PonderChatList *self)
{
  guint position;

  if (self->choosing || gtk_single_selection_get_selected_item (self->selection) == self->session)
    return FALSE;

  position = self->session != NULL ? ponder_chat_list_find_position (self, self->session) : GTK_INVALID_LIST_POSITION;
  if (position == gtk_single_selection_get_selected (self->selection))
    return FALSE;

  self->last_position = position;
  gtk_single_selection_set_selected (self->selection, position);
  return position != GTK_INVALID_LIST_POSITION;
}

static void
update_stack (PonderChatList *self)
{
  const char *name = "none";

  if (g_list_model_get_n_items (G_LIST_MODEL (self->grouped)) > 0)
    name = "chats";
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->sessions)) > 0)
    name = "not-found";
  gtk_stack_set_visible_child_name (self->stack, name);
}

static void
list_changed_cb (PonderChatList *self)
{
  update_stack (self);
  ponder_chat_list_sync_selection (self);
}

/* The keyboard walked onto a heading: on to the chat behind it. */
static void
skip_heading (PonderChatList *self,
              guint           position)
{
  guint next = position > 0 && self->last_position != GTK_INVALID_LIST_POSITION && position < self->last_position
               ? position - 1 : position + 1;
  g_autoptr(PonderSession) session = ponder_chat_list_dup_session_at (self, next);
  GtkWidget *row;

  if (session == NULL)
    {
      ponder_chat_list_sync_selection (self);
      return;
    }

  gtk_single_selection_set_selected (self->selection, next);
  if ((row = find_row (self, session)))
    gtk_widget_grab_focus (gtk_widget_get_parent (row));
}

static void
selection_changed_cb (PonderChatList *self)
{
  guint position = gtk_single_selection_get_selected (self->selection);
  GObject *item = gtk_single_selection_get_selected_item (self->selection);

  if (item == NULL)
    return;
  if (!PONDER_IS_SESSION (item))
    {
      skip_heading (self, position);
      return;
    }

  self->last_position = position;
  if (PONDER_SESSION (item) != self->session && !self->choosing)
    g_signal_emit (self, signals[SESSION_SELECTED], 0, item);
}

static void
activate (PonderChatList *self,
          guint           position)
{
  g_autoptr(PonderSession) session = ponder_chat_list_dup_session_at (self, position);

  if (session != NULL)
    g_signal_emit (self, signals[SESSION_ACTIVATED], 0, session);
}

static void
activated_cb (PonderChatList *self,
              guint           position)
{
  if (self->choosing)
    {
      ponder_chat_list_toggle_at (self, position);
      return;
    }

  activate (self, position);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.focus-message", NULL);
}

PonderSidebarRow *
ponder_chat_list_pick_row (PonderChatList *self,
                           double          x,
                           double          y)
{
  GtkWidget *picked = gtk_widget_pick (GTK_WIDGET (self->view), x, y, GTK_PICK_DEFAULT);
  GtkWidget *row = picked != NULL ? gtk_widget_get_ancestor (picked, PONDER_TYPE_SIDEBAR_ROW) : NULL;

  /* The list item reaches further than what is in it. */
  if (row == NULL && picked != NULL && picked != GTK_WIDGET (self->view))
    row = gtk_widget_get_first_child (picked);

  if (row == NULL || !PONDER_IS_SIDEBAR_ROW (row) || ponder_sidebar_row_get_session (PONDER_SIDEBAR_ROW (row)) == NULL)
    return NULL;

  return PONDER_SIDEBAR_ROW (row);
}

static void
released_cb (PonderChatList *self,
             int             n_press,
             double          x,
             double          y)
{
  PonderSidebarRow *row = ponder_chat_list_pick_row (self, x, y);

  if (row != NULL && !self->choosing)
    g_signal_emit (self, signals[SESSION_ACTIVATED], 0, ponder_sidebar_row_get_session (row));
}

/* @x and @y in coordinates of @widget. */
static void
request_menu (PonderChatList   *self,
              PonderSidebarRow *row,
              GtkWidget        *widget,
              double            x,
              double            y)
{
  double at_x;
  double at_y;

  if (gtk_widget_translate_coordinates (widget, GTK_WIDGET (self), x, y, &at_x, &at_y))
    g_signal_emit (self, signals[MENU_REQUESTED], 0, ponder_sidebar_row_get_session (row), at_x, at_y);
}

static void
long_pressed_cb (PonderChatList *self,
                 double          x,
                 double          y)
{
  PonderSidebarRow *row = ponder_chat_list_pick_row (self, x, y);

  if (row != NULL)
    request_menu (self, row, GTK_WIDGET (self->view), x, y);
}

static void
menu_pressed_cb (PonderChatList *self,
                 int             n_press,
                 double          x,
                 double          y)
{
  long_pressed_cb (self, x, y);
}

static void
setup_cb (PonderChatList *self,
          GtkListItem    *list_item)
{
  gtk_list_item_set_child (list_item, ponder_sidebar_row_new ());
}

static void
bind_cb (PonderChatList *self,
         GtkListItem    *list_item)
{
  gpointer item = gtk_list_item_get_item (list_item);
  gboolean is_session = PONDER_IS_SESSION (item);

  gtk_list_item_set_selectable (list_item, is_session);
  gtk_list_item_set_activatable (list_item, is_session);
  ponder_sidebar_row_set_item (PONDER_SIDEBAR_ROW (gtk_list_item_get_child (list_item)), item);
  ponder_chat_list_show_chosen (self, PONDER_SIDEBAR_ROW (gtk_list_item_get_child (list_item)));
}

static void
unbind_cb (PonderChatList *self,
           GtkListItem    *list_item)
{
  ponder_sidebar_row_set_item (PONDER_SIDEBAR_ROW (gtk_list_item_get_child (list_item)), NULL);
}

/* The times of the rows are about today as well. */
static void
refresh_rows (PonderChatList *self)
{
  for (GtkWidget *item = gtk_widget_get_first_child (GTK_WIDGET (self->view)); item != NULL;
       item = gtk_widget_get_next_sibling (item))
    {
      GtkWidget *row = gtk_widget_get_first_child (item);

      if (row != NULL && PONDER_IS_SIDEBAR_ROW (row))
        ponder_sidebar_row_refresh (PONDER_SIDEBAR_ROW (row));
    }
}

void
ponder_chat_list_set_today (PonderChatList *self,
                            GDateTime      *today)
{
  g_return_if_fail (PONDER_IS_CHAT_LIST (self));
  g_return_if_fail (today != NULL);

  if (g_date_time_get_day_of_year (today) == g_date_time_get_day_of_year (self->today))
    return;

  g_clear_pointer (&self->today, g_date_time_unref);
  self->today = g_date_time_ref (today);
  ponder_grouped_list_regroup (self->grouped);
  refresh_rows (self);
}

static gboolean
day_checked_cb (gpointer user_data)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();

  ponder_chat_list_set_today (user_data, now);
  return G_SOURCE_CONTINUE;
}

static void
ponder_chat_list_dispose (GObject *object)
{
  PonderChatList *self = PONDER_CHAT_LIST (object);

  g_clear_handle_id (&self->day_source, g_source_remove);
  if (self->stack != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->stack));
  self->stack = NULL;
  g_clear_object (&self->last_chosen);
  g_clear_object (&self->selection);
  g_clear_object (&self->grouped);
  g_clear_object (&self->found);
  g_clear_object (&self->session);
  g_clear_object (&self->sessions);

  G_OBJECT_CLASS (ponder_chat_list_parent_class)->dispose (object);
}

static void
ponder_chat_list_finalize (GObject *object)
{
  PonderChatList *self = PONDER_CHAT_LIST (object);

  g_clear_pointer (&self->chosen, g_hash_table_unref);
  g_clear_pointer (&self->tag, g_free);
  g_clear_pointer (&self->today, g_date_time_unref);

  G_OBJECT_CLASS (ponder_chat_list_parent_class)->finalize (object);
}

/* A GtkListView that Tab comes to for the first time offers its first row; here that is a heading, which takes no
 * keyboard. */
static gboolean
ponder_chat_list_focus (GtkWidget        *widget,
                        GtkDirectionType  direction)
{
  PonderChatList *self = PONDER_CHAT_LIST (widget);
  g_autoptr(PonderSession) first = ponder_chat_list_dup_session_at (self, 1);
  gboolean inside = (gtk_widget_get_state_flags (widget) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;
  GtkWidget *row = self->session != NULL ? find_row (self, self->session) : NULL;

  if (row == NULL && first != NULL)
    row = find_row (self, first);
  if (inside || row == NULL || !gtk_widget_get_mapped (row))
    return GTK_WIDGET_CLASS (ponder_chat_list_parent_class)->focus (widget, direction);
  return gtk_widget_grab_focus (gtk_widget_get_parent (row));
}

static void
ponder_chat_list_class_init (PonderChatListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = ponder_chat_list_dispose;
  object_class->finalize = ponder_chat_list_finalize;
  widget_class->focus = ponder_chat_list_focus;

  signals[CHOSEN_CHANGED] = g_signal_new ("chosen-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
  signals[SESSION_SELECTED] = g_signal_new ("session-selected", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 1, PONDER_TYPE_SESSION);
  signals[SESSION_ACTIVATED] = g_signal_new ("session-activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                             G_TYPE_NONE, 1, PONDER_TYPE_SESSION);
  signals[MENU_REQUESTED] = g_signal_new ("menu-requested", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 3, PONDER_TYPE_SESSION, G_TYPE_DOUBLE, G_TYPE_DOUBLE);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/sidebar/ponder-chat-list.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderChatList, stack);
  gtk_widget_class_bind_template_child (widget_class, PonderChatList, view);
  gtk_widget_class_bind_template_child (widget_class, PonderChatList, empty);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, released_cb);
  gtk_widget_class_bind_template_callback (widget_class, menu_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, long_pressed_cb);
  ponder_chat_list_class_bind_choosing (widget_class);
  ponder_chat_list_class_bind_apart (widget_class);
}

static void
ponder_chat_list_init (PonderChatList *self)
{
  self->chosen = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->last_position = GTK_INVALID_LIST_POSITION;
  self->today = g_date_time_new_now_local ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
ponder_chat_list_set_sessions (PonderChatList    *self,
                               PonderSessionList *sessions)
{
  g_return_if_fail (PONDER_IS_CHAT_LIST (self));
  g_return_if_fail (self->sessions == NULL);

  self->sessions = g_object_ref (sessions);
  self->found = gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (sessions)), NULL);
  gtk_filter_list_model_set_incremental (self->found, TRUE);
  self->grouped = ponder_grouped_list_new_sorted (G_LIST_MODEL (self->found), dup_group, self);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->grouped)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  /* Only now: the view must hear of a change before we select anything in it. */
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selection_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (list_changed_cb), self, G_CONNECT_SWAPPED);
  self->day_source = g_timeout_add_seconds (DAY_CHECK_SECONDS, day_checked_cb, self);
  update_stack (self);
}

static gboolean
is_in_sight (PonderChatList *self,
             PonderSession  *session)
{
  GtkWidget *row = find_row (self, session);
  graphene_rect_t bounds;

  return row != NULL && gtk_widget_get_mapped (row)
         && gtk_widget_compute_bounds (row, GTK_WIDGET (self->view), &bounds) && bounds.origin.y >= 0
         && bounds.origin.y + bounds.size.height <= gtk_widget_get_height (GTK_WIDGET (self->view));
}

/* The list would hold on to a row that it scrolled to: chats that begin push what is above out of sight. */
static void
scroll_to_selected (PonderChatList *self)
{
  PonderSession *selected = ponder_chat_list_get_selected (self);

  if (selected == NULL || is_in_sight (self, selected))
    return;

  gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u",
                              gtk_single_selection_get_selected (self->selection));
}

/* A GtkListView that scrolls before it knew its height leaves what is above the row empty. */
static gboolean
scroll_tick_cb (GtkWidget     *widget,
                GdkFrameClock *clock,
                gpointer       user_data)
{
  PonderChatList *self = PONDER_CHAT_LIST (widget);

  if (gtk_widget_get_height (GTK_WIDGET (self->view)) == 0)
    return G_SOURCE_CONTINUE;

  self->scroll_tick = 0;
  scroll_to_selected (self);
  return G_SOURCE_REMOVE;
}

void
ponder_chat_list_set_session (PonderChatList *self,
                              PonderSession  *session)
{
  g_return_if_fail (PONDER_IS_CHAT_LIST (self));
  g_return_if_fail (self->sessions != NULL);

  g_set_object (&self->session, session);
  if (!ponder_chat_list_sync_selection (self) || self->scroll_tick != 0)
    return;

  if (gtk_widget_get_height (GTK_WIDGET (self->view)) > 0)
    scroll_to_selected (self);
  else
    self->scroll_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), scroll_tick_cb, NULL, NULL);
}

void
ponder_chat_list_set_tag (PonderChatList *self,
                          const char     *tag)
{
  g_autoptr(GtkFilter) filter = NULL;

  g_return_if_fail (PONDER_IS_CHAT_LIST (self));
  g_return_if_fail (self->sessions != NULL);

  if (g_strcmp0 (self->tag, tag) == 0)
    return;

  g_free (self->tag);
  self->tag = g_strdup (tag);
  if (tag != NULL)
    filter = GTK_FILTER (gtk_custom_filter_new (matches, self, NULL));
  gtk_filter_list_model_set_filter (self->found, filter);
  list_changed_cb (self);
}

void
ponder_chat_list_refilter (PonderChatList *self)
{
  GtkFilter *filter;

  g_return_if_fail (PONDER_IS_CHAT_LIST (self));

  if ((filter = gtk_filter_list_model_get_filter (self->found)))
    gtk_filter_changed (filter, GTK_FILTER_CHANGE_DIFFERENT);
}

void
ponder_chat_list_set_empty_text (PonderChatList *self,
                                 const char     *text)
{
  g_return_if_fail (PONDER_IS_CHAT_LIST (self));

  gtk_label_set_label (self->empty, text);
}

PonderSession *
ponder_chat_list_get_selected (PonderChatList *self)
{
  gpointer item;

  g_return_val_if_fail (PONDER_IS_CHAT_LIST (self), NULL);

  item = self->selection != NULL ? gtk_single_selection_get_selected_item (self->selection) : NULL;
  return item != NULL && PONDER_IS_SESSION (item) ? item : NULL;
}

PonderSession *
ponder_chat_list_dup_neighbour (PonderChatList *self,
                                PonderSession  *session,
                                GPtrArray      *leaving)
{
  guint position;
  guint n_items;

  g_return_val_if_fail (PONDER_IS_CHAT_LIST (self), NULL);

  position = ponder_chat_list_find_position (self, session);
  n_items = g_list_model_get_n_items (G_LIST_MODEL (self->grouped));
  if (position == GTK_INVALID_LIST_POSITION)
    return NULL;

  for (guint i = 0; i < n_items; i++)
    {
      guint at = i < n_items - position ? position + i : n_items - i - 1;
      g_autoptr(PonderSession) neighbour = ponder_chat_list_dup_session_at (self, at);

      if (neighbour != NULL && !g_ptr_array_find (leaving, neighbour, NULL))
        return g_steal_pointer (&neighbour);
    }
  return NULL;
}

void
ponder_chat_list_notify_choosing (PonderChatList *self)
{
  g_signal_emit (self, signals[CHOSEN_CHANGED], 0);
}

gboolean
ponder_chat_list_request_menu (PonderChatList *self)
{
  PonderSession *selected;
  GtkWidget *row;

  g_return_val_if_fail (PONDER_IS_CHAT_LIST (self), FALSE);

  selected = ponder_chat_list_get_selected (self);
  if (selected == NULL || !(row = find_row (self, selected)))
    return FALSE;

  request_menu (self, PONDER_SIDEBAR_ROW (row), row, gtk_widget_get_width (row) / 2,
                gtk_widget_get_height (row) / 2);
  return TRUE;
}
