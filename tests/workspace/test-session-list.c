/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of chats: its order, its one writer, its headings. */

#include "config.h"

#include "ponder-session-list.h"

#include "ponder-test-model.h"

#define DAY ((gint64) 24 * 60 * 60 * G_USEC_PER_SEC)

static PonderSession *
new_session (const char *id,
             gint64      updated)
{
  PonderSession *session = ponder_session_new (id);

  ponder_session_set_updated (session, updated);
  return session;
}

static char *
dup_order (PonderSessionList *list)
{
  GString *order = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr(PonderSession) session = g_list_model_get_item (G_LIST_MODEL (list), i);

      g_string_append (order, ponder_session_get_id (session));
    }
  return g_string_free (order, FALSE);
}

static void
assert_order (PonderSessionList *list,
              const char        *expected)
{
  g_autofree char *order = dup_order (list);

  g_assert_cmpstr (order, ==, expected);
}

static void
test_newest_first (void)
{
  g_autoptr(PonderSessionList) list = ponder_session_list_new ();
  g_autoptr(PonderTestMirror) mirror = ponder_test_mirror_new (G_LIST_MODEL (list));
  g_autoptr(PonderSession) a = new_session ("a", 10);
  g_autoptr(PonderSession) b = new_session ("b", 30);
  g_autoptr(PonderSession) c = new_session ("c", 20);

  ponder_session_list_place (list, a);
  ponder_session_list_place (list, b);
  ponder_session_list_place (list, c);
  assert_order (list, "bca");

  ponder_session_set_updated (a, 40);
  ponder_session_list_place (list, a);
  assert_order (list, "abc");

  ponder_session_set_pinned (c, TRUE);
  ponder_session_list_place (list, c);
  assert_order (list, "cab");

  ponder_session_list_remove (list, a);
  ponder_session_list_remove (list, a);
  assert_order (list, "cb");
  g_assert_null (ponder_session_list_lookup (list, "a"));
  g_assert_true (ponder_session_list_lookup (list, "b") == b);
}

static void
test_staying_is_silent (void)
{
  g_autoptr(PonderSessionList) list = ponder_session_list_new ();
  g_autoptr(PonderSession) a = new_session ("a", 10);
  g_autoptr(PonderSession) b = new_session ("b", 30);
  g_autoptr(PonderTestMirror) mirror = NULL;

  ponder_session_list_place (list, a);
  ponder_session_list_place (list, b);
  mirror = ponder_test_mirror_new (G_LIST_MODEL (list));
  ponder_session_set_updated (b, 50);
  ponder_session_list_place (list, b);
  ponder_session_set_updated (a, 20);
  ponder_session_list_place (list, a);
  g_assert_cmpuint (ponder_test_mirror_get_changes (mirror), ==, 0);
}

static void
test_take_is_one_change (void)
{
  g_autoptr(PonderSessionList) list = ponder_session_list_new ();
  g_autoptr(PonderTestMirror) mirror = ponder_test_mirror_new (G_LIST_MODEL (list));
  GPtrArray *sessions = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTable *by_id = g_hash_table_new (g_str_hash, g_str_equal);
  PonderSession *a = new_session ("a", 30);
  PonderSession *b = new_session ("b", 20);

  g_ptr_array_add (sessions, a);
  g_ptr_array_add (sessions, b);
  g_hash_table_insert (by_id, (char *) ponder_session_get_id (a), a);
  g_hash_table_insert (by_id, (char *) ponder_session_get_id (b), b);
  ponder_session_list_take (list, sessions, by_id);
  assert_order (list, "ab");
  g_assert_cmpuint (ponder_test_mirror_get_changes (mirror), ==, 1);
  g_assert_true (ponder_session_list_lookup (list, "b") == b);

  /* It is a list like any other from then on. */
  ponder_session_set_updated (b, 40);
  ponder_session_list_place (list, b);
  assert_order (list, "ba");
  ponder_session_list_remove (list, a);
  assert_order (list, "b");
  g_assert_null (ponder_session_list_lookup (list, "a"));
}

static void
test_trash_order (void)
{
  g_autoptr(PonderSessionList) list = ponder_session_list_new ();
  g_autoptr(PonderTestMirror) mirror = ponder_test_mirror_new (G_LIST_MODEL (list));
  g_autoptr(PonderSession) a = new_session ("a", 10);
  g_autoptr(PonderSession) b = new_session ("b", 30);
  g_autoptr(PonderSession) c = new_session ("c", 20);

  ponder_session_set_trashed (a, 9);
  ponder_session_set_trashed (b, 7);
  ponder_session_set_trashed (c, 8);
  ponder_session_set_pinned (b, TRUE);
  ponder_session_list_place (list, a);
  ponder_session_list_place (list, b);
  ponder_session_list_place (list, c);
  assert_order (list, "acb");
}

static void
test_any_order_of_moves (void)
{
  g_autoptr(PonderSessionList) list = ponder_session_list_new ();
  g_autoptr(PonderTestMirror) mirror = ponder_test_mirror_new (G_LIST_MODEL (list));
  g_autoptr(GPtrArray) sessions = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GRand) dice = g_rand_new_with_seed (7);

  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *id = g_strdup_printf ("s%02u", i);

      g_ptr_array_add (sessions, new_session (id, g_rand_int_range (dice, 0, 20)));
    }
  for (guint round = 0; round < 1000; round++)
    {
      PonderSession *session = sessions->pdata[g_rand_int_range (dice, 0, 40)];

      ponder_session_set_updated (session, g_rand_int_range (dice, 0, 20));
      ponder_session_set_pinned (session, g_rand_int_range (dice, 0, 4) == 0);
      if (g_rand_int_range (dice, 0, 5) == 0)
        ponder_session_list_remove (list, session);
      else
        ponder_session_list_place (list, session);
    }
  for (guint i = 1; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr(PonderSession) upper = g_list_model_get_item (G_LIST_MODEL (list), i - 1);
      g_autoptr(PonderSession) lower = g_list_model_get_item (G_LIST_MODEL (list), i);

      g_assert_cmpint (ponder_session_get_pinned (upper), >=, ponder_session_get_pinned (lower));
      if (ponder_session_get_pinned (upper) == ponder_session_get_pinned (lower))
        g_assert_cmpint (ponder_session_get_updated (upper), >=, ponder_session_get_updated (lower));
    }
}

static void
assert_group (GDateTime  *now,
              gint64      updated,
              const char *expected)
{
  g_autoptr(PonderSession) session = new_session ("a", updated);
  g_autofree char *group = ponder_session_dup_group (session, now);

  g_assert_cmpstr (group, ==, expected);
}

static void
test_groups (void)
{
  g_autoptr(GTimeZone) zone = g_time_zone_new_offset (8 * 60 * 60);
  /* Just after midnight: yesterday is minutes away. */
  g_autoptr(GDateTime) now = g_date_time_new (zone, 2025, 3, 31, 0, 10, 0);
  gint64 moment = g_date_time_to_unix (now) * G_USEC_PER_SEC;
  g_autoptr(PonderSession) pinned = new_session ("p", 0);
  g_autofree char *group = NULL;

  assert_group (now, moment, "Today");
  assert_group (now, moment - DAY / 24 / 6, "Today");
  assert_group (now, moment - DAY / 24 / 5, "Yesterday");
  assert_group (now, moment - DAY, "Yesterday");
  assert_group (now, moment - 2 * DAY, "Previous 7 days");
  assert_group (now, moment - 7 * DAY, "Previous 7 days");
  assert_group (now, moment - 8 * DAY, "Previous 30 days");
  assert_group (now, moment - 30 * DAY, "Previous 30 days");
  assert_group (now, moment - 31 * DAY, "February 2025");
  assert_group (now, moment - 100 * DAY, "December 2024");
  /* A clock that was wrong once. */
  assert_group (now, moment + 400 * DAY, "Today");
  assert_group (now, G_MAXINT64, "Today");
  assert_group (now, 0, "Older");

  ponder_session_set_pinned (pinned, TRUE);
  group = ponder_session_dup_group (pinned, now);
  g_assert_cmpstr (group, ==, "Pinned");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session-list/the-newest-chat-is-first-and-pinned-ones-before-it", test_newest_first);
  g_test_add_func ("/session-list/a-chat-that-stays-where-it-is-changes-nothing", test_staying_is_silent);
  g_test_add_func ("/session-list/taking-over-is-one-change", test_take_is_one_change);
  g_test_add_func ("/session-list/what-was-thrown-away-last-is-first", test_trash_order);
  g_test_add_func ("/session-list/order-holds-after-any-moves", test_any_order_of_moves);
  g_test_add_func ("/session-list/headings-follow-the-calendar", test_groups);
  return g_test_run ();
}
