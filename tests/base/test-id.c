/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Identifiers: their shape, their order, their being different. */

#include "config.h"

#include "ponder-id.h"

#include <string.h>

#define DIGITS "0123456789abcdefghjkmnpqrstvwxyz"
#define N_IDS 20000

static guint64
read_milliseconds (const char *id)
{
  guint64 milliseconds = 0;

  for (int i = 0; i < 10; i++)
    milliseconds = milliseconds * 32 + (guint64) (strchr (DIGITS, id[i]) - DIGITS);
  return milliseconds;
}

static void
test_shape (void)
{
  guint64 before = (guint64) g_get_real_time () / 1000;
  g_autofree char *id = ponder_id_new ();
  guint64 after = (guint64) g_get_real_time () / 1000;

  g_assert_cmpuint (strlen (id), ==, 26);
  g_assert_cmpuint (strspn (id, DIGITS), ==, 26);
  g_assert_cmpuint (read_milliseconds (id), >=, before);
  g_assert_cmpuint (read_milliseconds (id), <=, after);
}

static void
test_order (void)
{
  g_autofree char *last = ponder_id_new ();

  for (int i = 0; i < N_IDS; i++)
    {
      char *id = ponder_id_new ();

      g_assert_cmpstr (last, <, id);
      g_free (last);
      last = id;
    }
}

static gpointer
make_ids_cb (gpointer user_data)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

  for (int i = 0; i < N_IDS; i++)
    g_ptr_array_add (ids, ponder_id_new ());
  return ids;
}

static void
test_threads (void)
{
  GThread *threads[4];
  g_autoptr(GHashTable) all = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("ids", make_ids_cb, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      g_autoptr(GPtrArray) ids = g_thread_join (threads[i]);

      for (guint j = 0; j < ids->len; j++)
        g_assert_true (g_hash_table_add (all, g_strdup (g_ptr_array_index (ids, j))));
    }
  g_assert_cmpuint (g_hash_table_size (all), ==, G_N_ELEMENTS (threads) * N_IDS);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/id/is-a-ulid-in-small-letters", test_shape);
  g_test_add_func ("/id/sorts-by-the-time-it-was-made", test_order);
  g_test_add_func ("/id/differs-between-threads", test_threads);
  return g_test_run ();
}
