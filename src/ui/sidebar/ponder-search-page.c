/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is found in all chats while somebody types. */

#include "config.h"

#include "ponder-search-page.h"

#include "ponder-drop-down.h"
#include "ponder-fault.h"
#include "ponder-hit-groups.h"
#include "ponder-hit-row.h"
#include "ponder-workspace.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* Hits before the end of the list at which the next ones are fetched. */
#define MARGIN 10

/* A part of the sidebar, which has the entry. */
struct _PonderSearchPage
{
  GtkWidget           parent_instance;

  GtkWidget          *box;
  GtkLabel           *count;
  GtkDropDown        *order;
  GtkPopover         *help;
  GtkStack           *stack;
  GtkListView        *view;
  AdwStatusPage      *fault_page;

  PonderSearch       *search;
  GtkSingleSelection *selection;
  char               *session_id;       /* of the hit that was selected last */
  char               *message_id;
  guint               activate_due : 1; /* Enter was quicker than the search */
};

enum
{
  FILTER_CHOSEN,
  HIT_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PonderSearchPage, ponder_search_page, GTK_TYPE_WIDGET)

/* (transfer full) (nullable): a heading, or past the end. */
static PonderSearchHit *
dup_hit_at (PonderSearchPage *self,
            guint             position)
{
  g_autoptr(GObject) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  return item != NULL && PONDER_IS_SEARCH_HIT (item) ? PONDER_SEARCH_HIT (g_steal_pointer (&item)) : NULL;
}

static guint
count_rows (PonderSearchPage *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->selection));
}

static PonderSearchHit *
get_selected (PonderSearchPage *self)
{
  gpointer item = gtk_single_selection_get_selected_item (self->selection);

  return item != NULL && PONDER_IS_SEARCH_HIT (item) ? item : NULL;
}

/* How many hits there are down to the selected one. */
static guint
count_to_selected (PonderSearchPage *self)
{
  guint selected = gtk_single_selection_get_selected (self->selection);
  guint n = 0;

  for (guint i = 0; i <= selected && i < count_rows (self); i++)
    {
      g_autoptr(PonderSearchHit) hit = dup_hit_at (self, i);

      if (hit != NULL)
        n++;
    }
  return n;
}

static void
update_count (PonderSearchPage *self)
{
  guint n_found = ponder_search_get_n_found (self->search);
  g_autofree char *all = g_strdup_printf (ponder_search_get_found_more (self->search) ? "%'u+" : "%'u", n_found);
  g_autofree char *text = NULL;

  /* Translators: which hit of how many: “12 of 1,000+”. */
  text = g_strdup_printf (_("%1$'u of %2$s"), count_to_selected (self), all);
  gtk_label_set_label (self->count, n_found > 0 ? text : "");
}

static void
show_fault (PonderSearchPage *self)
{
  PonderFault *fault = ponder_search_get_fault (self->search);
  g_autofree char *title = ponder_fault_dup_title (fault);
  g_autofree char *suggestion = ponder_fault_dup_suggestion (fault);
  g_autofree char *escaped = g_markup_escape_text (suggestion, -1);

  adw_status_page_set_title (self->fault_page, title);
  adw_status_page_set_description (self->fault_page, escaped);
}

static void
update_stack (PonderSearchPage *self)
{
  const char *name = "none";

  if (ponder_search_get_fault (self->search) != NULL)
    {
      show_fault (self);
      name = "fault";
    }
  else if (count_rows (self) > 0)
    {
      name = "hits";
    }
  else if (ponder_search_get_loading (self->search))
    {
      name = "searching";
    }
  else if (ponder_search_get_is_idle (self->search))
    {
      name = "idle";
    }
  gtk_stack_set_visible_child_name (self->stack, name);
  update_count (self);
}

static void
select_position (PonderSearchPage *self,
                 guint             position)
{
  gtk_single_selection_set_selected (self->selection, position);
  if (position != GTK_INVALID_LIST_POSITION)
    /* The heading of the first hit comes into sight with it. */
    gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", position == 1 ? 0 : position);
}

static gboolean
was_selected (PonderSearchPage *self,
              PonderSearchHit  *hit)
{
  return g_strcmp0 (ponder_search_hit_get_session_id (hit), self->session_id) == 0
         && g_strcmp0 (ponder_search_hit_get_message_id (hit), self->message_id) == 0;
}

/* What was selected before, wherever it is now, else the first hit. */
static void
select_again (PonderSearchPage *self)
{
  for (guint i = 0; self->session_id != NULL && i < count_rows (self); i++)
    {
      g_autoptr(PonderSearchHit) hit = dup_hit_at (self, i);

      if (hit != NULL && was_selected (self, hit))
        {
          gtk_single_selection_set_selected (self->selection, i);
          return;
        }
    }
  select_position (self, count_rows (self) > 0 ? 1 : GTK_INVALID_LIST_POSITION);
}

static void
rows_changed_cb (PonderSearchPage *self)
{
  select_again (self);
  update_stack (self);
}

static void
loading_changed_cb (PonderSearchPage *self)
{
  update_stack (self);
  if (!ponder_search_get_loading (self->search) && self->activate_due)
    ponder_search_page_activate (self);
}

static void
load_more_if_near (PonderSearchPage *self)
{
  if (gtk_single_selection_get_selected (self->selection) + MARGIN >= count_rows (self)
      && ponder_search_can_load_more (self->search))
    ponder_search_load_more (self->search);
}

static void
edge_reached_cb (PonderSearchPage *self,
                 GtkPositionType   position)
{
  if (position == GTK_POS_BOTTOM && ponder_search_can_load_more (self->search))
    ponder_search_load_more (self->search);
}

static void
activated_cb (PonderSearchPage *self,
              guint             position)
{
  g_autoptr(PonderSearchHit) hit = dup_hit_at (self, position);

  if (hit == NULL)
    return;

  gtk_single_selection_set_selected (self->selection, position);
  ponder_search_page_activate (self);
}

/* A click goes there at once. */
static void
released_cb (PonderSearchPage *self,
             int               n_press,
             double            x,
             double            y)
{
  GtkWidget *picked = gtk_widget_pick (GTK_WIDGET (self->view), x, y, GTK_PICK_DEFAULT);
  GtkWidget *row = picked != NULL ? gtk_widget_get_ancestor (picked, PONDER_TYPE_HIT_ROW) : NULL;
  PonderSearchHit *hit = row != NULL ? ponder_hit_row_get_hit (PONDER_HIT_ROW (row)) : NULL;

  for (guint i = 0; hit != NULL && i < count_rows (self); i++)
    {
      g_autoptr(PonderSearchHit) other = dup_hit_at (self, i);

      if (other != hit)
        continue;
      activated_cb (self, i);
      return;
    }
}

static void
order_changed_cb (PonderSearchPage *self)
{
  if (self->search != NULL)
    ponder_search_set_order (self->search, (PonderSearchOrder) gtk_drop_down_get_selected (self->order));
}

static void
filter_activated_cb (PonderSearchPage *self,
                     GtkListBoxRow    *row)
{
  gtk_popover_popdown (self->help);
  g_signal_emit (self, signals[FILTER_CHOSEN], 0, gtk_widget_get_name (GTK_WIDGET (row)));
}

static void
setup_cb (PonderSearchPage *self,
          GtkListItem      *list_item)
{
  gtk_list_item_set_child (list_item, ponder_hit_row_new ());
}

static void
bind_cb (PonderSearchPage *self,
         GtkListItem      *list_item)
{
  PonderHitRow *row = PONDER_HIT_ROW (gtk_list_item_get_child (list_item));
  gpointer item = gtk_list_item_get_item (list_item);
  gboolean is_hit = PONDER_IS_SEARCH_HIT (item);

  gtk_list_item_set_selectable (list_item, is_hit);
  gtk_list_item_set_activatable (list_item, is_hit);
  if (is_hit)
    ponder_hit_row_set_hit (row, item);
  else
    ponder_hit_row_set_heading (row, ponder_hit_groups_heading_title (gtk_string_object_get_string (item)));
}

static void
unbind_cb (PonderSearchPage *self,
           GtkListItem      *list_item)
{
  ponder_hit_row_set_hit (PONDER_HIT_ROW (gtk_list_item_get_child (list_item)), NULL);
}

static void
ponder_search_page_dispose (GObject *object)
{
  PonderSearchPage *self = PONDER_SEARCH_PAGE (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->selection);
  g_clear_object (&self->search);

  G_OBJECT_CLASS (ponder_search_page_parent_class)->dispose (object);
}

static void
ponder_search_page_finalize (GObject *object)
{
  PonderSearchPage *self = PONDER_SEARCH_PAGE (object);

  g_free (self->session_id);
  g_free (self->message_id);

  G_OBJECT_CLASS (ponder_search_page_parent_class)->finalize (object);
}

static void
ponder_search_page_class_init (PonderSearchPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = ponder_search_page_dispose;
  object_class->finalize = ponder_search_page_finalize;

  signals[FILTER_CHOSEN] = g_signal_new ("filter-chosen", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[HIT_ACTIVATED] = g_signal_new ("hit-activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, PONDER_TYPE_SEARCH_HIT);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/sidebar/ponder-search-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderSearchPage, box);
  gtk_widget_class_bind_template_child (widget_class, PonderSearchPage, count);
  gtk_widget_class_bind_template_child (widget_class, PonderSearchPage, order);
  gtk_widget_class_bind_template_child (widget_class, PonderSearchPage, help);
  gtk_widget_class_bind_template_child (widget_class, PonderSearchPage, stack);
  gtk_widget_class_bind_template_child (widget_class, PonderSearchPage, view);
  gtk_widget_class_bind_template_child (widget_class, PonderSearchPage, fault_page);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, edge_reached_cb);
  gtk_widget_class_bind_template_callback (widget_class, released_cb);
  gtk_widget_class_bind_template_callback (widget_class, order_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, filter_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
}

static void
ponder_search_page_init (PonderSearchPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ponder_drop_down_name (self->order);
}

void
ponder_search_page_set_workspace (PonderSearchPage *self,
                                  PonderWorkspace  *workspace)
{
  g_return_if_fail (PONDER_IS_SEARCH_PAGE (self));
  g_return_if_fail (self->search == NULL);

  self->search = ponder_workspace_new_search (workspace);
  self->selection = gtk_single_selection_new (ponder_hit_groups_new (self->search));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  /* Only now: the view must hear of a change before we select anything in it. */
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (rows_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (update_count), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->search, "notify::loading", G_CALLBACK (loading_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->search, "notify::fault", G_CALLBACK (update_stack), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->search, "notify::is-idle", G_CALLBACK (update_stack), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->search, "notify::n-found", G_CALLBACK (update_count), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->search, "notify::found-more", G_CALLBACK (update_count), self, G_CONNECT_SWAPPED);
  update_stack (self);
}

void
ponder_search_page_set_query (PonderSearchPage *self,
                              const char       *query)
{
  g_return_if_fail (PONDER_IS_SEARCH_PAGE (self));
  g_return_if_fail (self->search != NULL);

  /* Other words: whoever types sees the first hit first. */
  g_clear_pointer (&self->session_id, g_free);
  g_clear_pointer (&self->message_id, g_free);
  self->activate_due = FALSE;
  ponder_search_set_query (self->search, query);
}

static void
remember_selected (PonderSearchPage *self)
{
  PonderSearchHit *hit = get_selected (self);

  g_free (self->session_id);
  g_free (self->message_id);
  self->session_id = hit != NULL ? g_strdup (ponder_search_hit_get_session_id (hit)) : NULL;
  self->message_id = hit != NULL ? g_strdup (ponder_search_hit_get_message_id (hit)) : NULL;
}

gboolean
ponder_search_page_step (PonderSearchPage *self,
                         int               step)
{
  guint selected;
  guint found = GTK_INVALID_LIST_POSITION;
  int left = ABS (step);

  g_return_val_if_fail (PONDER_IS_SEARCH_PAGE (self), FALSE);

  selected = gtk_single_selection_get_selected (self->selection);
  for (gint64 i = (gint64) selected + (step > 0 ? 1 : -1); left > 0 && i >= 0 && i < count_rows (self);
       i += step > 0 ? 1 : -1)
    {
      g_autoptr(PonderSearchHit) hit = dup_hit_at (self, (guint) i);

      if (hit == NULL)
        continue;
      found = (guint) i;
      left--;
    }
  if (found == GTK_INVALID_LIST_POSITION)
    return FALSE;

  select_position (self, found);
  remember_selected (self);
  load_more_if_near (self);
  return TRUE;
}

void
ponder_search_page_activate (PonderSearchPage *self)
{
  PonderSearchHit *hit;

  g_return_if_fail (PONDER_IS_SEARCH_PAGE (self));

  /* What is shown until then was found for other words. */
  self->activate_due = ponder_search_get_loading (self->search) && self->session_id == NULL;
  if (self->activate_due || !(hit = get_selected (self)))
    return;

  remember_selected (self);
  g_signal_emit (self, signals[HIT_ACTIVATED], 0, hit);
}

void
ponder_search_page_refresh (PonderSearchPage *self)
{
  g_return_if_fail (PONDER_IS_SEARCH_PAGE (self));

  if (!ponder_search_get_is_idle (self->search))
    {
      remember_selected (self);
      ponder_search_refresh (self->search);
    }
}

GtkWidget *
ponder_search_page_get_row (PonderSearchPage *self)
{
  PonderSearchHit *selected;

  g_return_val_if_fail (PONDER_IS_SEARCH_PAGE (self), NULL);

  selected = get_selected (self);
  for (GtkWidget *item = gtk_widget_get_first_child (GTK_WIDGET (self->view)); selected != NULL && item != NULL;
       item = gtk_widget_get_next_sibling (item))
    {
      GtkWidget *row = gtk_widget_get_first_child (item);

      if (row != NULL && PONDER_IS_HIT_ROW (row) && ponder_hit_row_get_hit (PONDER_HIT_ROW (row)) == selected)
        return item;
    }
  return NULL;
}
