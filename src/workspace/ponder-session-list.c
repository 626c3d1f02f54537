/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chats, as a GListModel: pinned ones first, then by time, newest first; in the trash, what was thrown
 * away last first. */

#include "config.h"

#include "ponder-session-list.h"

#include <glib/gi18n.h>

/* Owned by the workspace. A chat whose times or pin changed is moved by the next
 * ponder_session_list_place(), which has to follow at once. */
struct _PonderSessionList
{
  GObject     parent_instance;

  GPtrArray  *sessions;
  GHashTable *by_id;            /* id of the session -> session, both borrowed from the array */
};

enum
{
  PROP_0,
  PROP_ITEM_TYPE,
  PROP_N_ITEMS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static int
compare_times (gint64 a,
               gint64 b)
{
  return a == b ? 0 : a > b ? -1 : 1;
}

/* The store lists them in this order too. */
static int
compare (PonderSession *a,
         PonderSession *b)
{
  int order = compare_times (ponder_session_get_trashed (a), ponder_session_get_trashed (b));

  if (order == 0)
    order = ponder_session_get_pinned (b) - ponder_session_get_pinned (a);
  if (order == 0)
    order = compare_times (ponder_session_get_updated (a), ponder_session_get_updated (b));
  if (order == 0)
    order = -strcmp (ponder_session_get_id (a), ponder_session_get_id (b));
  return order;
}

static GType
ponder_session_list_get_item_type (GListModel *model)
{
  return PONDER_TYPE_SESSION;
}

static guint
ponder_session_list_get_n_items (GListModel *model)
{
  return PONDER_SESSION_LIST (model)->sessions->len;
}

static gpointer
ponder_session_list_get_item (GListModel *model,
                              guint       position)
{
  PonderSessionList *self = PONDER_SESSION_LIST (model);

  if (position >= self->sessions->len)
    return NULL;
  return g_object_ref (g_ptr_array_index (self->sessions, position));
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = ponder_session_list_get_item_type;
  iface->get_n_items = ponder_session_list_get_n_items;
  iface->get_item = ponder_session_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PonderSessionList, ponder_session_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static void
items_changed (PonderSessionList *self,
               guint              position,
               guint              removed,
               guint              added)
{
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
  if (removed != added)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
}

static gboolean
find (PonderSessionList *self,
      PonderSession     *session,
      guint             *position)
{
  return g_hash_table_lookup (self->by_id, ponder_session_get_id (session)) == session
         && g_ptr_array_find (self->sessions, session, position);
}

static guint
find_place (PonderSessionList *self,
            PonderSession     *session)
{
  guint low = 0;
  guint high = self->sessions->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (compare (g_ptr_array_index (self->sessions, middle), session) < 0)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static gboolean
is_in_order (PonderSessionList *self,
             guint              position)
{
  gpointer *rows = self->sessions->pdata;

  if (position > 0 && compare (rows[position - 1], rows[position]) > 0)
    return FALSE;
  return position + 1 >= self->sessions->len || compare (rows[position], rows[position + 1]) < 0;
}

static void
ponder_session_list_get_property (GObject    *object,
                                  guint       id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  PonderSessionList *self = PONDER_SESSION_LIST (object);

  switch (id)
    {
    case PROP_ITEM_TYPE:
      g_value_set_gtype (value, PONDER_TYPE_SESSION);
      break;
    case PROP_N_ITEMS:
      g_value_set_uint (value, self->sessions->len);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ponder_session_list_finalize (GObject *object)
{
  PonderSessionList *self = PONDER_SESSION_LIST (object);

  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->sessions);

  G_OBJECT_CLASS (ponder_session_list_parent_class)->finalize (object);
}

static void
ponder_session_list_class_init (PonderSessionListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = ponder_session_list_get_property;
  object_class->finalize = ponder_session_list_finalize;

  properties[PROP_ITEM_TYPE] =
    g_param_spec_gtype ("item-type", NULL, NULL, G_TYPE_OBJECT, flags);
  properties[PROP_N_ITEMS] =
    g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ponder_session_list_init (PonderSessionList *self)
{
  self->sessions = g_ptr_array_new_with_free_func (g_object_unref);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
}

PonderSessionList *
ponder_session_list_new (void)
{
  return g_object_new (PONDER_TYPE_SESSION_LIST, NULL);
}

void
ponder_session_list_take (PonderSessionList *self,
                          GPtrArray         *sessions,
                          GHashTable        *by_id)
{
  g_return_if_fail (PONDER_IS_SESSION_LIST (self));
  g_return_if_fail (self->sessions->len == 0);
  g_return_if_fail (sessions->len == g_hash_table_size (by_id));

  g_ptr_array_unref (self->sessions);
  g_hash_table_unref (self->by_id);
  self->sessions = sessions;
  self->by_id = by_id;
  if (sessions->len > 0)
    items_changed (self, 0, 0, sessions->len);
}

static void
insert (PonderSessionList *self,
        PonderSession     *session)
{
  guint position = find_place (self, session);

  g_ptr_array_insert (self->sessions, position, g_object_ref (session));
  g_hash_table_insert (self->by_id, (char *) ponder_session_get_id (session), session);
  items_changed (self, position, 0, 1);
}

static void
remove_at (PonderSessionList *self,
           guint              position)
{
  PonderSession *session = g_ptr_array_index (self->sessions, position);

  g_hash_table_remove (self->by_id, ponder_session_get_id (session));
  g_ptr_array_remove_index (self->sessions, position);
  items_changed (self, position, 1, 0);
}

void
ponder_session_list_place (PonderSessionList *self,
                           PonderSession     *session)
{
  g_autoptr(PonderSession) keep = NULL;
  guint position;

  g_return_if_fail (PONDER_IS_SESSION_LIST (self));
  g_return_if_fail (PONDER_IS_SESSION (session));

  keep = g_object_ref (session);
  if (find (self, session, &position))
    {
      if (is_in_order (self, position))
        return;
      remove_at (self, position);
    }
  insert (self, session);
}

void
ponder_session_list_remove (PonderSessionList *self,
                            PonderSession     *session)
{
  guint position;

  g_return_if_fail (PONDER_IS_SESSION_LIST (self));
  g_return_if_fail (PONDER_IS_SESSION (session));

  if (find (self, session, &position))
    remove_at (self, position);
}

PonderSession *
ponder_session_list_lookup (PonderSessionList *self,
                            const char        *id)
{
  g_return_val_if_fail (PONDER_IS_SESSION_LIST (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return g_hash_table_lookup (self->by_id, id);
}

/* Days between the calendar days of @then and @now: 0 on the same day, whatever the hour. */
static int
days_between (GDateTime *then,
              GDateTime *now)
{
  GDate then_day;
  GDate now_day;

  g_date_clear (&then_day, 1);
  g_date_clear (&now_day, 1);
  g_date_set_dmy (&then_day, g_date_time_get_day_of_month (then), g_date_time_get_month (then),
                  g_date_time_get_year (then));
  g_date_set_dmy (&now_day, g_date_time_get_day_of_month (now), g_date_time_get_month (now),
                  g_date_time_get_year (now));
  return g_date_days_between (&then_day, &now_day);
}

char *
ponder_session_dup_group (PonderSession *session,
                          GDateTime     *now)
{
  g_autoptr(GDateTime) utc = NULL;
  g_autoptr(GDateTime) then = NULL;
  gint64 updated;
  int days;

  g_return_val_if_fail (PONDER_IS_SESSION (session), NULL);
  g_return_val_if_fail (now != NULL, NULL);

  if (ponder_session_get_pinned (session))
    return g_strdup (_("Pinned"));

  updated = ponder_session_get_updated (session);
  if (updated != 0 && (utc = g_date_time_new_from_unix_utc (updated / G_USEC_PER_SEC)))
    then = g_date_time_to_timezone (utc, g_date_time_get_timezone (now));
  /* What is later than any calendar goes with all that is later than today: in the list they are beside each other. */
  if (then == NULL)
    return g_strdup (updated > 0 ? _("Today") : _("Older"));

  days = days_between (then, now);
  if (days <= 0)
    return g_strdup (_("Today"));
  if (days == 1)
    return g_strdup (_("Yesterday"));
  if (days <= 7)
    return g_strdup (_("Previous 7 days"));
  if (days <= 30)
    return g_strdup (_("Previous 30 days"));
  /* Translators: a heading, a month and a year, as for g_date_time_format(): “March 2025”. */
  return g_date_time_format (then, _("%OB %Y"));
}
