/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Headings between the items of a list model. */

#include "config.h"

#include "ponder-grouped-list.h"
#include "ponder-test-model.h"

#include <gtk/gtk.h>

/* The group of a string is its first letter. */
static char *
dup_group (gpointer item,
           gpointer user_data)
{
  return g_strndup (gtk_string_object_get_string (item), 1);
}

static char *
dup_all (PonderGroupedList *list)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr(GtkStringObject) item = g_list_model_get_item (G_LIST_MODEL (list), i);

      g_string_append_printf (text, "%s ", gtk_string_object_get_string (item));
    }

  return g_string_free (text, FALSE);
}

static void
assert_shows (PonderGroupedList *list,
              const char        *expected)
{
  g_autofree char *text = dup_all (list);

  g_assert_cmpstr (text, ==, expected);
}

static void
splice (GtkStringList *strings,
        guint          position,
        guint          n_removals,
        const char    *added)
{
  g_auto(GStrv) words = g_strsplit (added, " ", -1);

  gtk_string_list_splice (strings, position, n_removals, (const char *const *) words);
}

static void
test_headings (void)
{
  g_autoptr(GtkStringList) strings = gtk_string_list_new (NULL);
  g_autoptr(PonderGroupedList) list = NULL;
  g_autoptr(PonderTestMirror) mirror = NULL;

  splice (strings, 0, 0, "a1 a2 b1");
  list = ponder_grouped_list_new (G_LIST_MODEL (strings), dup_group, NULL);
  mirror = ponder_test_mirror_new (G_LIST_MODEL (list));
  assert_shows (list, "a a1 a2 b b1 ");

  splice (strings, 2, 0, "a3");
  assert_shows (list, "a a1 a2 a3 b b1 ");
  splice (strings, 3, 0, "b0");
  assert_shows (list, "a a1 a2 a3 b b0 b1 ");
  splice (strings, 5, 0, "c1 d1");
  assert_shows (list, "a a1 a2 a3 b b0 b1 c c1 d d1 ");
  gtk_string_list_splice (strings, 3, 2, NULL);
  assert_shows (list, "a a1 a2 a3 c c1 d d1 ");
  splice (strings, 0, 0, "z1");
  assert_shows (list, "z z1 a a1 a2 a3 c c1 d d1 ");
  gtk_string_list_splice (strings, 1, 4, NULL);
  assert_shows (list, "z z1 d d1 ");
  gtk_string_list_splice (strings, 0, 2, NULL);
  assert_shows (list, "");
}

static void
test_same_group_splits (void)
{
  g_autoptr(GtkStringList) strings = gtk_string_list_new (NULL);
  g_autoptr(PonderGroupedList) list = NULL;
  g_autoptr(PonderTestMirror) mirror = NULL;

  splice (strings, 0, 0, "a1 a2");
  list = ponder_grouped_list_new (G_LIST_MODEL (strings), dup_group, NULL);
  mirror = ponder_test_mirror_new (G_LIST_MODEL (list));
  splice (strings, 1, 0, "b1");
  assert_shows (list, "a a1 b b1 a a2 ");
  gtk_string_list_remove (strings, 1);
  assert_shows (list, "a a1 a2 ");
}

/* Whatever happens to the model, the list is what a new list over the same model would be. */
static void
test_random (void)
{
  g_autoptr(GtkStringList) strings = gtk_string_list_new (NULL);
  g_autoptr(PonderGroupedList) list = ponder_grouped_list_new (G_LIST_MODEL (strings), dup_group, NULL);
  g_autoptr(PonderTestMirror) mirror = ponder_test_mirror_new (G_LIST_MODEL (list));

  for (guint i = 0; i < 2000; i++)
    {
      guint n_items = g_list_model_get_n_items (G_LIST_MODEL (strings));
      guint position = (guint) g_test_rand_int_range (0, (int) n_items + 1);
      guint removals = (guint) g_test_rand_int_range (0, (int) MIN (n_items - position, 4) + 1);
      guint additions = (guint) g_test_rand_int_range (0, n_items < 40 ? 5 : 2);
      g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
      g_auto(GStrv) added = NULL;
      g_autoptr(PonderGroupedList) fresh = NULL;
      g_autofree char *expected = NULL;

      for (guint j = 0; j < additions; j++)
        {
          g_autofree char *word = g_strdup_printf ("%c%u", 'a' + g_test_rand_int_range (0, 3), i);

          g_strv_builder_add (builder, word);
        }
      added = g_strv_builder_end (builder);
      gtk_string_list_splice (strings, position, removals, (const char *const *) added);

      fresh = ponder_grouped_list_new (G_LIST_MODEL (strings), dup_group, NULL);
      expected = dup_all (fresh);
      assert_shows (list, expected);
    }
}

/* Titles that change without the model: of a letter, the group that @user_data has for it. */
static char *
dup_mapped (gpointer item,
            gpointer user_data)
{
  const char *map = user_data;

  return g_strndup (map + gtk_string_object_get_string (item)[0] - 'a', 1);
}

static void
test_regroup (void)
{
  static const char *const maps[] = {
    "abcdefgh", "aacdefgh", "aaaaaaaa", "abbbbccc", "xxyyyyzz", "abcdefgh", "ghhhhhhh", "abbbbbbb", "aabbccdd",
  };
  g_autoptr(GtkStringList) strings = gtk_string_list_new (NULL);
  g_autoptr(PonderGroupedList) list = NULL;
  g_autoptr(PonderTestMirror) mirror = NULL;
  char map[9];

  g_strlcpy (map, maps[0], sizeof map);
  splice (strings, 0, 0, "a1 a2 b1 c1 c2 c3 d1 e1 f1 g1 g2 h1");
  list = ponder_grouped_list_new_sorted (G_LIST_MODEL (strings), dup_mapped, map);
  mirror = ponder_test_mirror_new (G_LIST_MODEL (list));
  for (gsize from = 0; from < G_N_ELEMENTS (maps); from++)
    for (gsize to = 0; to < G_N_ELEMENTS (maps); to++)
      {
        g_autoptr(PonderGroupedList) fresh = NULL;
        g_autofree char *expected = NULL;

        g_strlcpy (map, maps[from], sizeof map);
        ponder_grouped_list_regroup (list);
        g_strlcpy (map, maps[to], sizeof map);
        ponder_grouped_list_regroup (list);
        fresh = ponder_grouped_list_new (G_LIST_MODEL (strings), dup_mapped, map);
        expected = dup_all (fresh);
        assert_shows (list, expected);
      }
}

static void
count_cb (GListModel *model,
          guint       position,
          guint       removed,
          guint       added,
          guint      *n_items)
{
  *n_items += removed + added;
}

/* Whoever scrolled, or has the keyboard on an item, stays there. */
static void
test_regroup_leaves_items (void)
{
  g_autoptr(GtkStringList) strings = gtk_string_list_new (NULL);
  g_autoptr(PonderGroupedList) list = NULL;
  guint n_items = 0;
  char map[] = "abc";

  splice (strings, 0, 0, "a1 a2 a3 b1 b2 c1");
  list = ponder_grouped_list_new_sorted (G_LIST_MODEL (strings), dup_mapped, map);
  g_signal_connect (list, "items-changed", G_CALLBACK (count_cb), &n_items);
  ponder_grouped_list_regroup (list);
  g_assert_cmpuint (n_items, ==, 0);
  map[0] = 'b';
  ponder_grouped_list_regroup (list);
  assert_shows (list, "b a1 a2 a3 b1 b2 c c1 ");
  g_assert_cmpuint (n_items, ==, 3);
}

static char *
dup_thousands (gpointer item,
               gpointer user_data)
{
  (*(guint *) user_data)++;
  return g_strdup_printf ("%u", (guint) atoi (gtk_string_object_get_string (item)) / 1000);
}

static void
test_sorted_is_quick (void)
{
  g_autoptr(GtkStringList) strings = gtk_string_list_new (NULL);
  g_autoptr(PonderGroupedList) list = NULL;
  guint n_asked = 0;

  for (int i = 0; i < 10500; i++)
    gtk_string_list_take (strings, g_strdup_printf ("%d", i));
  list = ponder_grouped_list_new_sorted (G_LIST_MODEL (strings), dup_thousands, &n_asked);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 10500 + 11);
  g_assert_cmpuint (n_asked, <, 500);
}

static void
test_kept_rows (void)
{
  g_autoptr(GtkStringList) strings = gtk_string_list_new (NULL);
  g_autoptr(PonderGroupedList) list = NULL;
  g_autoptr(GObject) before = NULL;
  g_autoptr(GObject) after = NULL;

  splice (strings, 0, 0, "a1 b1 b2");
  list = ponder_grouped_list_new (G_LIST_MODEL (strings), dup_group, NULL);
  before = g_list_model_get_item (G_LIST_MODEL (list), 2);
  splice (strings, 1, 0, "a2");
  after = g_list_model_get_item (G_LIST_MODEL (list), 3);
  g_assert_true (before == after);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ui/grouped-list/a-heading-stands-before-every-group", test_headings);
  g_test_add_func ("/ui/grouped-list/a-group-in-the-middle-splits-and-heals", test_same_group_splits);
  g_test_add_func ("/ui/grouped-list/any-change-is-told-truly", test_random);
  g_test_add_func ("/ui/grouped-list/a-heading-that-stays-is-the-same-object", test_kept_rows);

  g_test_add_func ("/ui/grouped-list/regroups-from-anything-to-anything", test_regroup);
  g_test_add_func ("/ui/grouped-list/regrouping-leaves-the-items-alone", test_regroup_leaves_items);
  g_test_add_func ("/ui/grouped-list/asks-few-of-ten-thousand", test_sorted_is_quick);
  return g_test_run ();
}
