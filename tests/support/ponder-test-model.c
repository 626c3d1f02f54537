/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A mirror of a list model: catches every items-changed that does not tell the truth. */

#include "config.h"

#include "ponder-test-model.h"

struct _PonderTestMirror
{
  GListModel *model;
  GPtrArray  *items;
  gulong      handler;
  guint       n_changes;
};

static void
compare (PonderTestMirror *self)
{
  g_assert_cmpuint (g_list_model_get_n_items (self->model), ==, self->items->len);
  for (guint i = 0; i < self->items->len; i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (self->model, i);

      g_assert_true (item == g_ptr_array_index (self->items, i));
    }
}

static void
items_changed_cb (GListModel       *model,
                  guint             position,
                  guint             removed,
                  guint             added,
                  PonderTestMirror *self)
{
  self->n_changes++;
  g_assert_cmpuint (position + removed, <=, self->items->len);
  if (removed > 0)
    g_ptr_array_remove_range (self->items, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (self->items, position + i, g_list_model_get_item (model, position + i));
  compare (self);
}

PonderTestMirror *
ponder_test_mirror_new (GListModel *model)
{
  PonderTestMirror *self = g_new0 (PonderTestMirror, 1);

  self->model = g_object_ref (model);
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    g_ptr_array_add (self->items, g_list_model_get_item (model, i));
  self->handler = g_signal_connect (model, "items-changed", G_CALLBACK (items_changed_cb), self);
  return self;
}

guint
ponder_test_mirror_get_changes (PonderTestMirror *self)
{
  return self->n_changes;
}

void
ponder_test_mirror_free (PonderTestMirror *self)
{
  compare (self);
  g_signal_handler_disconnect (self->model, self->handler);
  g_ptr_array_unref (self->items);
  g_object_unref (self->model);
  g_free (self);
}
