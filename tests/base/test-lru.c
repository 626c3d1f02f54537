/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values in memory: who goes first, for how long they stay, and how much they take up. */

#include "config.h"

#include "ponder-lru.h"

#include <malloc.h>
#include <string.h>

#define FOREVER   G_MAXINT64
#define PLENTY    (G_MAXSIZE / 2)
#define UNLIMITED PLENTY, PLENTY

/* What malloc holds ready for a thread counts as given out: seven blocks of each size up to a kilobyte. */
#define HELD_READY (256 * 1024)

static guint n_freed;

static void
free_counted (gpointer value)
{
  n_freed++;
  g_free (value);
}

static PonderLru *
lru_new (gsize max_entries,
         gsize max_bytes)
{
  n_freed = 0;
  return ponder_lru_new (max_entries, max_bytes, free_counted);
}

static guint
insert (PonderLru  *lru,
        const char *key)
{
  return ponder_lru_insert (lru, key, g_strdup (key), ponder_lru_allocated (strlen (key) + 1), 0, FOREVER);
}

static gboolean
has (PonderLru  *lru,
     const char *key)
{
  const char *value = ponder_lru_lookup (lru, key, 1, NULL);

  if (value != NULL)
    g_assert_cmpstr (value, ==, key);
  return value != NULL;
}

static void
test_least_recently_used_goes_first (void)
{
  g_autoptr(PonderLru) lru = lru_new (3, PLENTY);

  g_assert_cmpuint (insert (lru, "a"), ==, 0);
  g_assert_cmpuint (insert (lru, "b"), ==, 0);
  g_assert_cmpuint (insert (lru, "c"), ==, 0);
  g_assert_true (has (lru, "a"));
  g_assert_cmpuint (insert (lru, "d"), ==, 1);
  g_assert_false (has (lru, "b"));
  g_assert_cmpuint (insert (lru, "e"), ==, 1);
  g_assert_false (has (lru, "c"));
  g_assert_true (has (lru, "a"));
  g_assert_true (has (lru, "d"));
  g_assert_true (has (lru, "e"));
  g_assert_cmpuint (ponder_lru_get_n_entries (lru), ==, 3);
  g_assert_cmpuint (n_freed, ==, 2);
}

static void
test_new_value_takes_place_of_old (void)
{
  g_autoptr(PonderLru) lru = lru_new (2, PLENTY);
  gsize n_bytes;

  insert (lru, "a");
  insert (lru, "b");
  n_bytes = ponder_lru_get_n_bytes (lru);
  g_assert_cmpuint (ponder_lru_insert (lru, "a", g_strdup ("new"), ponder_lru_allocated (4), 0, FOREVER), ==, 0);
  g_assert_cmpuint (n_freed, ==, 1);
  g_assert_cmpuint (ponder_lru_get_n_entries (lru), ==, 2);
  g_assert_cmpuint (ponder_lru_get_n_bytes (lru), ==, n_bytes);
  g_assert_cmpstr (ponder_lru_lookup (lru, "a", 1, NULL), ==, "new");

  /* It is as good as used. */
  g_assert_cmpuint (insert (lru, "c"), ==, 1);
  g_assert_false (has (lru, "b"));
}

static void
test_time_ends_entries (void)
{
  g_autoptr(PonderLru) lru = lru_new (UNLIMITED);
  gint64 created = 0;

  ponder_lru_insert (lru, "a", g_strdup ("a"), 32, 100, 200);
  g_assert_nonnull (ponder_lru_lookup (lru, "a", 100, &created));
  g_assert_cmpint (created, ==, 100);
  g_assert_nonnull (ponder_lru_lookup (lru, "a", 199, NULL));
  g_assert_null (ponder_lru_lookup (lru, "a", 200, NULL));
  g_assert_cmpuint (ponder_lru_get_n_entries (lru), ==, 0);

  /* The clock was set back. */
  ponder_lru_insert (lru, "a", g_strdup ("a"), 32, 100, 200);
  g_assert_null (ponder_lru_lookup (lru, "a", 99, NULL));
  g_assert_cmpuint (n_freed, ==, 2);
}

static void
test_expired_are_removed_together (void)
{
  g_autoptr(PonderLru) lru = lru_new (UNLIMITED);

  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *key = g_strdup_printf ("%u", i);

      ponder_lru_insert (lru, key, g_strdup (key), 32, i % 2, 100 + i);
    }
  g_assert_cmpuint (ponder_lru_remove_expired (lru, 99), ==, 0);
  g_assert_cmpuint (ponder_lru_remove_expired (lru, 103), ==, 4);
  g_assert_cmpuint (ponder_lru_remove_expired (lru, 103), ==, 0);
  g_assert_null (ponder_lru_lookup (lru, "3", 50, NULL));
  g_assert_nonnull (ponder_lru_lookup (lru, "4", 50, NULL));

  ponder_lru_limit_age (lru, 60);
  g_assert_cmpuint (ponder_lru_remove_expired (lru, 60), ==, 3);
  g_assert_cmpuint (ponder_lru_remove_expired (lru, 61), ==, 3);
  g_assert_cmpuint (ponder_lru_get_n_entries (lru), ==, 0);
  g_assert_cmpuint (ponder_lru_get_n_bytes (lru), ==, 0);
}

static void
test_longer_age_prolongs_nothing (void)
{
  g_autoptr(PonderLru) lru = lru_new (UNLIMITED);

  ponder_lru_insert (lru, "a", g_strdup ("a"), 32, 0, 10);
  ponder_lru_limit_age (lru, 1000);
  g_assert_null (ponder_lru_lookup (lru, "a", 10, NULL));
}

static void
test_limits_hold_at_once (void)
{
  g_autoptr(PonderLru) lru = lru_new (UNLIMITED);
  guint n_left;

  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *key = g_strdup_printf ("%u", i);

      insert (lru, key);
    }
  g_assert_cmpuint (ponder_lru_set_limits (lru, 40, PLENTY), ==, 60);
  g_assert_false (has (lru, "59"));
  g_assert_true (has (lru, "60"));
  g_assert_cmpuint (ponder_lru_set_limits (lru, 40, ponder_lru_get_n_bytes (lru) / 2), >, 0);
  n_left = ponder_lru_get_n_entries (lru);
  g_assert_cmpuint (n_freed, ==, 100 - n_left);
  g_assert_cmpuint (ponder_lru_set_limits (lru, 0, PLENTY), ==, n_left);
  g_assert_cmpuint (n_freed, ==, 100);
  g_assert_cmpuint (insert (lru, "a"), ==, 0);
  g_assert_cmpuint (ponder_lru_get_n_entries (lru), ==, 0);
  g_assert_cmpuint (n_freed, ==, 101);
}

static void
test_too_large_is_let_go (void)
{
  g_autoptr(PonderLru) lru = lru_new (PLENTY, 10000);

  insert (lru, "a");
  insert (lru, "b");
  g_assert_cmpuint (ponder_lru_insert (lru, "a", g_strdup ("x"), 10000, 0, FOREVER), ==, 0);
  g_assert_false (has (lru, "a"));
  g_assert_true (has (lru, "b"));
  g_assert_cmpuint (n_freed, ==, 2);

  /* What just fits alone is alone. */
  g_assert_cmpuint (ponder_lru_insert (lru, "c", g_strdup ("c"), 9000, 0, FOREVER), ==, 0);
  g_assert_cmpuint (ponder_lru_insert (lru, "d", g_strdup ("d"), 9000, 0, FOREVER), ==, 2);
  g_assert_true (has (lru, "d"));
}

static void
test_removing_and_clearing_frees (void)
{
  g_autoptr(PonderLru) lru = lru_new (UNLIMITED);

  insert (lru, "a");
  insert (lru, "b");
  insert (lru, "c");
  g_assert_false (ponder_lru_remove (lru, "x"));
  g_assert_true (ponder_lru_remove (lru, "b"));
  g_assert_false (ponder_lru_remove (lru, "b"));
  g_assert_cmpuint (n_freed, ==, 1);
  ponder_lru_clear (lru);
  g_assert_cmpuint (n_freed, ==, 3);
  g_assert_cmpuint (ponder_lru_get_n_entries (lru), ==, 0);
  g_assert_cmpuint (ponder_lru_get_n_bytes (lru), ==, 0);
  insert (lru, "a");
  g_assert_true (has (lru, "a"));
}

/* The same with arrays and nothing else: the most recently used is the last. */
typedef struct
{
  GPtrArray *keys;
  GArray    *ends;              /* of gint64 */
} Model;

static gboolean
model_find (Model      *model,
            const char *key,
            guint      *index)
{
  return g_ptr_array_find_with_equal_func (model->keys, key, g_str_equal, index);
}

static void
model_remove (Model *model,
              guint  index)
{
  g_ptr_array_remove_index (model->keys, index);
  g_array_remove_index (model->ends, index);
}

static void
model_add (Model      *model,
           const char *key,
           gint64      end)
{
  g_ptr_array_add (model->keys, g_strdup (key));
  g_array_append_val (model->ends, end);
}

static void
model_insert (Model      *model,
              const char *key,
              gint64      end,
              guint       limit)
{
  guint index;

  if (model_find (model, key, &index))
    model_remove (model, index);
  model_add (model, key, end);
  while (model->keys->len > limit)
    model_remove (model, 0);
}

static gboolean
model_lookup (Model      *model,
              const char *key,
              gint64      now)
{
  gint64 end;
  guint index;

  if (!model_find (model, key, &index))
    return FALSE;

  end = g_array_index (model->ends, gint64, index);
  model_remove (model, index);
  if (end <= now)
    return FALSE;

  model_add (model, key, end);
  return TRUE;
}

static guint
model_remove_expired (Model  *model,
                      gint64  now)
{
  guint n_removed = 0;

  for (guint i = model->keys->len; i > 0; i--)
    if (g_array_index (model->ends, gint64, i - 1) <= now)
      {
        model_remove (model, i - 1);
        n_removed++;
      }
  return n_removed;
}

static void
step (PonderLru *lru,
      Model     *model,
      gint64     now)
{
  g_autofree char *key = g_strdup_printf ("%d", g_test_rand_int_range (0, 30));
  gint64 end = now + g_test_rand_int_range (0, 60);
  guint index;

  switch (g_test_rand_int_range (0, 8))
    {
    case 0:
    case 1:
    case 2:
      ponder_lru_insert (lru, key, g_strdup (key), 32, now, end);
      model_insert (model, key, end, 20);
      break;
    case 3:
      g_assert_cmpuint (ponder_lru_remove_expired (lru, now), ==, model_remove_expired (model, now));
      break;
    case 4:
      g_assert_cmpint (ponder_lru_remove (lru, key), ==, model_find (model, key, &index));
      if (model_find (model, key, &index))
        model_remove (model, index);
      break;
    default:
      g_assert_cmpint (ponder_lru_lookup (lru, key, now, NULL) != NULL, ==, model_lookup (model, key, now));
      break;
    }
}

static void
test_behaves_like_a_simple_list (void)
{
  for (guint round = 0; round < 100; round++)
    {
      g_autoptr(PonderLru) lru = lru_new (20, PLENTY);
      g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
      g_autoptr(GArray) ends = g_array_new (FALSE, FALSE, sizeof (gint64));
      Model model = { keys, ends };

      for (gint64 now = 1; now <= 300; now++)
        {
          step (lru, &model, now);
          g_assert_cmpuint (ponder_lru_get_n_entries (lru), ==, keys->len);
        }
    }
}

static void
test_size_is_what_malloc_gives (void)
{
  for (gsize size = 1; size < 100000; size = size * 5 / 4 + 1)
    {
      g_autofree char *block = g_malloc (size);
      gsize taken = malloc_usable_size (block) + sizeof (gsize);

      /* The header stands before what can be used; a rest too small for a block of its own is given along. */
      g_assert_cmpuint (taken, >=, ponder_lru_allocated (size));
      g_assert_cmpuint (taken, <=, ponder_lru_allocated (size) + 2 * sizeof (gsize));
    }
}

static gsize
get_allocated (void)
{
  struct mallinfo2 info = mallinfo2 ();

  return info.uordblks + info.hblkhd;
}

/* Random keys and sizes, and removals, which leave holes in the table. */
static void
churn (PonderLru *lru,
       guint      n_times,
       gsize      largest)
{
  for (guint i = 0; i < n_times; i++)
    {
      g_autofree char *key = g_strdup_printf ("%056x%08x", 0, (guint) g_test_rand_int_range (0, 40000));
      gsize size = (gsize) g_test_rand_int_range (1, (int) largest);

      if (g_test_rand_int_range (0, 10) == 0)
        ponder_lru_remove (lru, key);
      else
        ponder_lru_insert (lru, key, g_malloc (size), ponder_lru_allocated (size), 0, FOREVER);
    }
}

static void
assert_counted (PonderLru *lru,
                gsize      before,
                gsize      slack)
{
  double counted = (double) ponder_lru_get_n_bytes (lru);
  double real = (double) (get_allocated () - before);

  g_assert_cmpfloat (real, <=, counted * 1.01 + (double) slack);
  g_assert_cmpfloat (counted, <=, real * 1.1 + (double) slack);
}

static void
test_bytes_are_true (void)
{
  static const gsize limits[] = { 4000000, 40000000 };

  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      gsize before = get_allocated ();
      g_autoptr(PonderLru) lru = lru_new (PLENTY, limits[i]);

      for (guint round = 0; round < 20; round++)
        {
          churn (lru, 2000, 4000);
          g_assert_cmpuint (ponder_lru_get_n_bytes (lru), <=, limits[i]);
          assert_counted (lru, before, HELD_READY);
        }
      g_assert_cmpuint (ponder_lru_get_n_bytes (lru), >, limits[i] / 2);
      ponder_lru_set_limits (lru, 3, limits[i]);
      assert_counted (lru, before, HELD_READY);
    }
}

/* All of it is overhead. */
static void
test_bytes_of_tiny_values_are_true (void)
{
  gsize before = get_allocated ();
  g_autoptr(PonderLru) lru = lru_new (UNLIMITED);

  for (guint round = 0; round < 100; round++)
    {
      churn (lru, 1000, 2);
      assert_counted (lru, before, 8192);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lru/the-least-recently-used-goes-first", test_least_recently_used_goes_first);
  g_test_add_func ("/lru/a-new-value-takes-the-place-of-the-old", test_new_value_takes_place_of_old);
  g_test_add_func ("/lru/time-ends-entries", test_time_ends_entries);
  g_test_add_func ("/lru/expired-ones-are-removed-together", test_expired_are_removed_together);
  g_test_add_func ("/lru/a-longer-age-prolongs-nothing", test_longer_age_prolongs_nothing);
  g_test_add_func ("/lru/limits-hold-at-once", test_limits_hold_at_once);
  g_test_add_func ("/lru/what-is-too-large-is-let-go", test_too_large_is_let_go);
  g_test_add_func ("/lru/removing-and-clearing-frees", test_removing_and_clearing_frees);
  g_test_add_func ("/lru/behaves-like-a-simple-list", test_behaves_like_a_simple_list);
  g_test_add_func ("/lru/a-size-is-what-malloc-gives", test_size_is_what_malloc_gives);
  g_test_add_func ("/lru/bytes-are-true", test_bytes_are_true);
  g_test_add_func ("/lru/bytes-of-tiny-values-are-true", test_bytes_of_tiny_values_are_true);
  return g_test_run ();
}
