/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Puts a heading before every run of items that belong together: a GListModel over another one. */

#include "config.h"

#include "ponder-grouped-list.h"

#include <gtk/gtk.h>

typedef struct
{
  GtkStringObject *heading;
  guint            n_items;     /* without the heading; never 0 */
} Group;

/* Keeps only the runs, so that an item is found in the time of walking the headings, of which a person
 * has a few dozen. Main thread; owned by the view that shows it. */
struct _PonderGroupedList
{
  GObject          parent_instance;

  GListModel      *model;
  PonderGroupFunc  func;
  gpointer         user_data;
  GArray          *groups;      /* of Group */
  guint            n_items;     /* of the model, as last seen */
  gboolean         sorted;
};

static GType
ponder_grouped_list_get_item_type (GListModel *list)
{
  return G_TYPE_OBJECT;
}

static guint
ponder_grouped_list_get_n_items (GListModel *list)
{
  PonderGroupedList *self = PONDER_GROUPED_LIST (list);

  return self->n_items + self->groups->len;
}

static gpointer
ponder_grouped_list_get_item (GListModel *list,
                              guint       position)
{
  PonderGroupedList *self = PONDER_GROUPED_LIST (list);
  guint start = 0;

  for (guint i = 0; i < self->groups->len; i++)
    {
      Group *group = &g_array_index (self->groups, Group, i);

      if (position == 0)
        return g_object_ref (group->heading);
      if (position <= group->n_items)
        return g_list_model_get_item (self->model, start + position - 1);
      position -= group->n_items + 1;
      start += group->n_items;
    }

  return NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = ponder_grouped_list_get_item_type;
  iface->get_n_items = ponder_grouped_list_get_n_items;
  iface->get_item = ponder_grouped_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PonderGroupedList, ponder_grouped_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static void
group_clear (gpointer data)
{
  Group *group = data;

  g_clear_object (&group->heading);
}

static GArray *
groups_new (void)
{
  GArray *groups = g_array_new (FALSE, FALSE, sizeof (Group));

  g_array_set_clear_func (groups, group_clear);
  return groups;
}

/* Adds @n_items of @title to the last run if it has that title, else begins one. */
static void
add_run (GArray          *groups,
         GtkStringObject *heading,
         const char      *title,
         guint            n_items)
{
  Group group = { NULL, n_items };

  if (groups->len > 0)
    {
      Group *last = &g_array_index (groups, Group, groups->len - 1);

      if (g_str_equal (gtk_string_object_get_string (last->heading), title))
        {
          last->n_items += n_items;
          return;
        }
    }

  group.heading = heading != NULL ? g_object_ref (heading) : gtk_string_object_new (title);
  g_array_append_val (groups, group);
}

static char *
dup_title_at (PonderGroupedList *self,
              guint              position)
{
  g_autoptr(GObject) item = g_list_model_get_item (self->model, position);

  return self->func (item, self->user_data);
}

static gboolean
has_title (PonderGroupedList *self,
           guint              position,
           const char        *title)
{
  g_autofree char *other = dup_title_at (self, position);

  return g_str_equal (other, title);
}

/* How many of the @n_items at @position have @title, which the first one has: in ever longer strides, then by
 * halving the last one. */
static guint
measure_run (PonderGroupedList *self,
             guint              position,
             guint              n_items,
             const char        *title)
{
  guint inside = 0;
  guint outside = 1;

  while (outside < n_items && has_title (self, position + outside, title))
    {
      inside = outside;
      outside = self->sorted ? MIN (outside * 2, n_items) : outside + 1;
    }
  while (outside - inside > 1)
    {
      guint middle = inside + (outside - inside) / 2;

      if (has_title (self, position + middle, title))
        inside = middle;
      else
        outside = middle;
    }

  return inside + 1;
}

static void
add_items (PonderGroupedList *self,
           GArray            *groups,
           guint              position,
           guint              n_items)
{
  for (guint i = 0; i < n_items;)
    {
      g_autofree char *title = dup_title_at (self, position + i);
      guint n_run = measure_run (self, position + i, n_items - i, title);

      add_run (groups, NULL, title, n_run);
      i += n_run;
    }
}

/* The group that holds item @position of the model, and where it begins; FALSE past the end. */
static gboolean
find_group (PonderGroupedList *self,
            guint              position,
            guint             *index,
            guint             *start)
{
  *start = 0;
  for (*index = 0; *index < self->groups->len; (*index)++)
    {
      guint n_items = g_array_index (self->groups, Group, *index).n_items;

      if (position < *start + n_items)
        return TRUE;
      *start += n_items;
    }

  return FALSE;
}

static guint
count_shown (GArray *groups,
             guint   first,
             guint   end)
{
  guint n = end - first;

  for (guint i = first; i < end; i++)
    n += g_array_index (groups, Group, i).n_items;

  return n;
}

static void
replace_groups (PonderGroupedList *self,
                guint              first,
                guint              end,
                GArray            *with)
{
  g_array_remove_range (self->groups, first, end - first);
  for (guint i = 0; i < with->len; i++)
    g_object_ref (g_array_index (with, Group, i).heading);
  g_array_insert_vals (self->groups, first, with->data, with->len);
}

/* The groups from the one that ends before the change to the one that goes on after it are made anew;
 * what is the same at both ends is not announced. */
static void
items_changed_cb (GListModel        *model,
                  guint              position,
                  guint              removed,
                  guint              added,
                  PonderGroupedList *self)
{
  g_autoptr(GArray) fresh = groups_new ();
  guint first = 0;
  guint end;
  guint start;
  guint prefix = 0;
  guint suffix = 0;
  guint shown_before;
  guint flat;
  guint n_runs;

  if (position > 0 && find_group (self, position - 1, &first, &start))
    {
      Group *left = &g_array_index (self->groups, Group, first);

      add_run (fresh, left->heading, gtk_string_object_get_string (left->heading), position - start);
      prefix = 1 + position - start;
    }
  add_items (self, fresh, position, added);

  n_runs = fresh->len;
  if (find_group (self, position + removed, &end, &start))
    {
      Group *right = &g_array_index (self->groups, Group, end);
      const char *title = gtk_string_object_get_string (right->heading);

      /* The two halves of one group do not share a heading. */
      suffix = start + right->n_items - (position + removed);
      add_run (fresh, prefix > 0 && end == first ? NULL : right->heading, title, suffix);
      /* A whole group that stays on its own keeps its heading in sight too. */
      if (suffix == right->n_items && fresh->len > n_runs)
        suffix++;
      end++;
    }

  flat = count_shown (self->groups, 0, first);
  shown_before = count_shown (self->groups, first, end);
  replace_groups (self, first, end, fresh);
  self->n_items = self->n_items - removed + added;

  g_list_model_items_changed (G_LIST_MODEL (self), flat + prefix, shown_before - prefix - suffix,
                              count_shown (fresh, 0, fresh->len) - prefix - suffix);
}

static void
ponder_grouped_list_finalize (GObject *object)
{
  PonderGroupedList *self = PONDER_GROUPED_LIST (object);

  g_clear_object (&self->model);
  g_clear_pointer (&self->groups, g_array_unref);

  G_OBJECT_CLASS (ponder_grouped_list_parent_class)->finalize (object);
}

static void
ponder_grouped_list_class_init (PonderGroupedListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ponder_grouped_list_finalize;
}

static void
ponder_grouped_list_init (PonderGroupedList *self)
{
  self->groups = groups_new ();
}

static PonderGroupedList *
create (GListModel      *model,
        PonderGroupFunc  func,
        gpointer         user_data,
        gboolean         sorted)
{
  PonderGroupedList *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (model), NULL);
  g_return_val_if_fail (func != NULL, NULL);

  self = g_object_new (PONDER_TYPE_GROUPED_LIST, NULL);
  self->model = g_object_ref (model);
  self->func = func;
  self->user_data = user_data;
  self->sorted = sorted;
  self->n_items = g_list_model_get_n_items (model);
  add_items (self, self->groups, 0, self->n_items);
  g_signal_connect_object (model, "items-changed", G_CALLBACK (items_changed_cb), self, 0);
  return self;
}

PonderGroupedList *
ponder_grouped_list_new (GListModel      *model,
                         PonderGroupFunc  func,
                         gpointer         user_data)
{
  return create (model, func, user_data, FALSE);
}

PonderGroupedList *
ponder_grouped_list_new_sorted (GListModel      *model,
                                PonderGroupFunc  func,
                                gpointer         user_data)
{
  return create (model, func, user_data, TRUE);
}

/* Makes group @index, at @flat of what is shown, the same as the first one of @fresh: as many items, by taking some
 * from the groups behind it or giving them some. */
static void
match_group (PonderGroupedList *self,
             guint              index,
             guint              flat,
             const Group       *fresh)
{
  Group *group = &g_array_index (self->groups, Group, index);

  if (!g_str_equal (gtk_string_object_get_string (group->heading), gtk_string_object_get_string (fresh->heading)))
    {
      g_set_object (&group->heading, fresh->heading);
      g_list_model_items_changed (G_LIST_MODEL (self), flat, 1, 1);
    }
  /* The headings in between go. */
  while (group->n_items < fresh->n_items)
    {
      guint at = flat + 1 + group->n_items;

      group->n_items += g_array_index (self->groups, Group, index + 1).n_items;
      g_array_remove_index (self->groups, index + 1);
      g_list_model_items_changed (G_LIST_MODEL (self), at, 1, 0);
      group = &g_array_index (self->groups, Group, index);
    }
  if (group->n_items > fresh->n_items)
    {
      Group rest = { gtk_string_object_new (""), group->n_items - fresh->n_items };

      group->n_items = fresh->n_items;
      g_array_insert_val (self->groups, index + 1, rest);
      g_list_model_items_changed (G_LIST_MODEL (self), flat + 1 + fresh->n_items, 0, 1);
    }
}

/* Only headings come and go: whoever looks at an item goes on looking at it. */
void
ponder_grouped_list_regroup (PonderGroupedList *self)
{
  g_autoptr(GArray) fresh = groups_new ();
  guint flat = 0;

  g_return_if_fail (PONDER_IS_GROUPED_LIST (self));

  add_items (self, fresh, 0, self->n_items);
  for (guint i = 0; i < fresh->len; i++)
    {
      match_group (self, i, flat, &g_array_index (fresh, Group, i));
      flat += 1 + g_array_index (fresh, Group, i).n_items;
    }
}
