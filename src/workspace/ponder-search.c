/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding as one types: a GListModel of PonderSearchHit that follows a text. */

#include "config.h"

#include "ponder-search.h"

#include "ponder-coalesce.h"
#include "ponder-store.h"

#define INTERVAL_MS 50
#define PAGE        50

/* Owned by whoever shows it. A search that is under way holds it and is cancelled by the next one. */
struct _PonderSearch
{
  GObject            parent_instance;

  PonderStore       *store;
  PonderCoalesce    *starter;
  char              *query;
  PonderSearchOrder  order;
  GPtrArray         *hits;
  guint              n_found;
  PonderFault       *fault;
  GCancellable      *cancellable;       /* of the search that is under way, else NULL */
  guint              found_more : 1;
  guint              idle : 1;
  guint              loading : 1;
};

/* One call of the store. */
typedef struct
{
  PonderSearch *search;
  guint         offset;
} Step;

enum
{
  PROP_0,
  PROP_QUERY,
  PROP_ORDER,
  PROP_IS_IDLE,
  PROP_LOADING,
  PROP_FAULT,
  PROP_N_FOUND,
  PROP_FOUND_MORE,
  PROP_ITEM_TYPE,
  PROP_N_ITEMS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static GType
ponder_search_get_item_type (GListModel *model)
{
  return PONDER_TYPE_SEARCH_HIT;
}

static guint
ponder_search_get_n_items (GListModel *model)
{
  return PONDER_SEARCH (model)->hits->len;
}

static gpointer
ponder_search_get_item (GListModel *model,
                        guint       position)
{
  PonderSearch *self = PONDER_SEARCH (model);

  return position < self->hits->len ? g_object_ref (g_ptr_array_index (self->hits, position)) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = ponder_search_get_item_type;
  iface->get_n_items = ponder_search_get_n_items;
  iface->get_item = ponder_search_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PonderSearch, ponder_search, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static void
notify (PonderSearch *self,
        guint         property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/* Replaces what is from @position on. */
static void
splice (PonderSearch *self,
        guint         position,
        GPtrArray    *hits)
{
  guint n_removed = self->hits->len - position;

  if (n_removed == 0 && hits->len == 0)
    return;

  g_ptr_array_set_size (self->hits, (int) position);
  g_ptr_array_extend (self->hits, hits, (GCopyFunc) g_object_ref, NULL);
  g_list_model_items_changed (G_LIST_MODEL (self), position, n_removed, hits->len);
  if (n_removed != hits->len)
    notify (self, PROP_N_ITEMS);
}

static void
set_found (PonderSearch *self,
           guint         n_found,
           gboolean      found_more)
{
  if (self->n_found != n_found)
    {
      self->n_found = n_found;
      notify (self, PROP_N_FOUND);
    }
  if (self->found_more != found_more)
    {
      self->found_more = found_more;
      notify (self, PROP_FOUND_MORE);
    }
}

static void
take_fault (PonderSearch *self,
            PonderFault  *fault)
{
  if (self->fault == NULL && fault == NULL)
    return;

  g_clear_pointer (&self->fault, ponder_fault_unref);
  self->fault = fault;
  notify (self, PROP_FAULT);
}

static void
set_idle (PonderSearch *self,
          gboolean      idle)
{
  if (self->idle == idle)
    return;

  self->idle = idle;
  notify (self, PROP_IS_IDLE);
}

static void
set_loading (PonderSearch *self,
             gboolean      loading)
{
  if (self->loading == loading)
    return;

  self->loading = loading;
  notify (self, PROP_LOADING);
}

static void
cancel (PonderSearch *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
show_fault (PonderSearch *self,
            const GError *error)
{
  g_autoptr(GPtrArray) none = g_ptr_array_new ();

  splice (self, 0, none);
  set_found (self, 0, FALSE);
  take_fault (self, ponder_fault_new_from_error (error, "search"));
}

/* What was cancelled has been followed by another search, or by nothing to look for. */
static void
searched_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autofree Step *step = user_data;
  g_autoptr(PonderSearch) self = step->search;
  g_autoptr(PonderStoreHits) found = NULL;
  g_autoptr(GError) error = NULL;

  found = ponder_store_search_finish (PONDER_STORE (source), result, &error);
  if (self->cancellable == NULL || g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;

  g_clear_object (&self->cancellable);
  if (found != NULL)
    {
      take_fault (self, NULL);
      splice (self, step->offset, found->hits);
      set_found (self, found->n_found, found->more);
    }
  else
    {
      show_fault (self, error);
    }
  set_loading (self, FALSE);
}

static void
begin (PonderSearch      *self,
       PonderSearchQuery *query,
       guint              offset)
{
  Step *step = g_new (Step, 1);

  cancel (self);
  self->cancellable = g_cancellable_new ();
  step->search = g_object_ref (self);
  step->offset = offset;
  set_loading (self, TRUE);
  ponder_store_search_async (self->store, query, self->order, offset, PAGE, self->cancellable, searched_cb, step);
}

static PonderSearchQuery *
parse (PonderSearch *self)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();

  return ponder_search_query_parse (self->query, now);
}

static void
start_cb (gpointer user_data)
{
  PonderSearch *self = user_data;
  g_autoptr(PonderSearchQuery) query = parse (self);
  g_autoptr(GPtrArray) none = NULL;

  set_idle (self, ponder_search_query_is_empty (query));
  if (!self->idle)
    {
      begin (self, query, 0);
      return;
    }

  none = g_ptr_array_new ();
  cancel (self);
  take_fault (self, NULL);
  splice (self, 0, none);
  set_found (self, 0, FALSE);
  set_loading (self, FALSE);
}

static void
ponder_search_get_property (GObject    *object,
                            guint       id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  PonderSearch *self = PONDER_SEARCH (object);

  switch (id)
    {
    case PROP_QUERY:
      g_value_set_string (value, self->query);
      break;
    case PROP_ORDER:
      g_value_set_enum (value, self->order);
      break;
    case PROP_IS_IDLE:
      g_value_set_boolean (value, self->idle);
      break;
    case PROP_LOADING:
      g_value_set_boolean (value, self->loading);
      break;
    case PROP_FAULT:
      g_value_set_boxed (value, self->fault);
      break;
    case PROP_N_FOUND:
      g_value_set_uint (value, self->n_found);
      break;
    case PROP_FOUND_MORE:
      g_value_set_boolean (value, self->found_more);
      break;
    case PROP_ITEM_TYPE:
      g_value_set_gtype (value, PONDER_TYPE_SEARCH_HIT);
      break;
    case PROP_N_ITEMS:
      g_value_set_uint (value, self->hits->len);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ponder_search_set_property (GObject      *object,
                            guint         id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  PonderSearch *self = PONDER_SEARCH (object);

  switch (id)
    {
    case PROP_QUERY:
      ponder_search_set_query (self, g_value_get_string (value));
      break;
    case PROP_ORDER:
      ponder_search_set_order (self, g_value_get_enum (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ponder_search_dispose (GObject *object)
{
  PonderSearch *self = PONDER_SEARCH (object);

  g_clear_pointer (&self->starter, ponder_coalesce_free);
  cancel (self);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (ponder_search_parent_class)->dispose (object);
}

static void
ponder_search_finalize (GObject *object)
{
  PonderSearch *self = PONDER_SEARCH (object);

  g_free (self->query);
  g_ptr_array_unref (self->hits);
  g_clear_pointer (&self->fault, ponder_fault_unref);

  G_OBJECT_CLASS (ponder_search_parent_class)->finalize (object);
}

static void
ponder_search_class_init (PonderSearchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  const GParamFlags write = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = ponder_search_get_property;
  object_class->set_property = ponder_search_set_property;
  object_class->dispose = ponder_search_dispose;
  object_class->finalize = ponder_search_finalize;

  properties[PROP_QUERY] = g_param_spec_string ("query", NULL, NULL, "", write);
  properties[PROP_ORDER] =
    g_param_spec_enum ("order", NULL, NULL, PONDER_TYPE_SEARCH_ORDER, PONDER_SEARCH_NEWEST, write);
  properties[PROP_IS_IDLE] = g_param_spec_boolean ("is-idle", NULL, NULL, TRUE, read);
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, read);
  properties[PROP_FAULT] = g_param_spec_boxed ("fault", NULL, NULL, PONDER_TYPE_FAULT, read);
  properties[PROP_N_FOUND] = g_param_spec_uint ("n-found", NULL, NULL, 0, G_MAXUINT, 0, read);
  properties[PROP_FOUND_MORE] = g_param_spec_boolean ("found-more", NULL, NULL, FALSE, read);
  properties[PROP_ITEM_TYPE] = g_param_spec_gtype ("item-type", NULL, NULL, G_TYPE_OBJECT, read);
  properties[PROP_N_ITEMS] = g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0, read);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ponder_search_init (PonderSearch *self)
{
  self->query = g_strdup ("");
  self->idle = TRUE;
  self->hits = g_ptr_array_new_with_free_func (g_object_unref);
  self->starter = ponder_coalesce_new (INTERVAL_MS, start_cb, self);
}

PonderSearch *
ponder_search_new (PonderStore *store)
{
  PonderSearch *self;

  g_return_val_if_fail (store != NULL, NULL);

  self = g_object_new (PONDER_TYPE_SEARCH, NULL);
  self->store = g_object_ref (store);
  return self;
}

/* What is under way answers another question: it need not go on until the next one starts. */
static void
look_again (PonderSearch *self)
{
  cancel (self);
  set_loading (self, TRUE);
  ponder_coalesce_touch (self->starter);
}

void
ponder_search_set_query (PonderSearch *self,
                         const char   *query)
{
  g_return_if_fail (PONDER_IS_SEARCH (self));
  g_return_if_fail (query != NULL);

  if (g_str_equal (self->query, query))
    return;

  g_free (self->query);
  self->query = g_strdup (query);
  notify (self, PROP_QUERY);
  look_again (self);
}

void
ponder_search_set_order (PonderSearch      *self,
                         PonderSearchOrder  order)
{
  g_return_if_fail (PONDER_IS_SEARCH (self));

  if (self->order == order)
    return;

  self->order = order;
  notify (self, PROP_ORDER);
  look_again (self);
}

gboolean
ponder_search_get_is_idle (PonderSearch *self)
{
  g_return_val_if_fail (PONDER_IS_SEARCH (self), TRUE);

  return self->idle;
}

gboolean
ponder_search_get_loading (PonderSearch *self)
{
  g_return_val_if_fail (PONDER_IS_SEARCH (self), FALSE);

  return self->loading;
}

PonderFault *
ponder_search_get_fault (PonderSearch *self)
{
  g_return_val_if_fail (PONDER_IS_SEARCH (self), NULL);

  return self->fault;
}

guint
ponder_search_get_n_found (PonderSearch *self)
{
  g_return_val_if_fail (PONDER_IS_SEARCH (self), 0);

  return self->n_found;
}

gboolean
ponder_search_get_found_more (PonderSearch *self)
{
  g_return_val_if_fail (PONDER_IS_SEARCH (self), FALSE);

  return self->found_more;
}

gboolean
ponder_search_can_load_more (PonderSearch *self)
{
  g_return_val_if_fail (PONDER_IS_SEARCH (self), FALSE);

  return self->hits->len < self->n_found;
}

void
ponder_search_load_more (PonderSearch *self)
{
  g_autoptr(PonderSearchQuery) query = NULL;

  g_return_if_fail (PONDER_IS_SEARCH (self));

  if (self->loading || !ponder_search_can_load_more (self))
    return;

  query = parse (self);
  begin (self, query, self->hits->len);
}

void
ponder_search_refresh (PonderSearch *self)
{
  g_return_if_fail (PONDER_IS_SEARCH (self));

  if (!self->idle)
    look_again (self);
}
