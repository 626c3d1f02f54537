/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trees out of whatever a file says. */

#include "config.h"

#include "ponder-import-tree.h"

/* "id<parent" for each node that is kept, "*" behind those that are shown. */
static char *
arrange (PonderImportTree *tree,
         const char       *leaf)
{
  g_autoptr(GPtrArray) nodes = ponder_import_tree_arrange (tree, leaf);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < nodes->len; i++)
    {
      const PonderImportNode *node = g_ptr_array_index (nodes, i);

      g_string_append_printf (text, "%s%s%s%s%s", i > 0 ? " " : "", node->id, node->parent != NULL ? "<" : "",
                              node->parent != NULL ? node->parent->id : "", node->shown ? "*" : "");
    }
  return g_string_free (text, FALSE);
}

static void
test_order (void)
{
  g_autoptr(PonderImportTree) tree = ponder_import_tree_new ();
  g_autofree char *found = NULL;

  ponder_import_tree_add (tree, "c", "b", NULL, TRUE);
  ponder_import_tree_add (tree, "b", "a", NULL, TRUE);
  ponder_import_tree_add (tree, "d", "b", NULL, TRUE);
  ponder_import_tree_add (tree, "a", NULL, NULL, TRUE);
  found = arrange (tree, "c");
  g_assert_cmpstr (found, ==, "a* b<a* c<b* d<b");
}

static void
test_passed_over (void)
{
  g_autoptr(PonderImportTree) tree = ponder_import_tree_new ();
  g_autofree char *found = NULL;

  ponder_import_tree_add (tree, "root", NULL, NULL, FALSE);
  ponder_import_tree_add (tree, "a", "root", NULL, TRUE);
  ponder_import_tree_add (tree, "h1", "a", NULL, FALSE);
  ponder_import_tree_add (tree, "h2", "h1", NULL, FALSE);
  ponder_import_tree_add (tree, "b", "h2", NULL, TRUE);
  ponder_import_tree_add (tree, "c", "h1", NULL, TRUE);
  found = arrange (tree, "b");
  g_assert_cmpstr (found, ==, "a* b<a* c<a");
}

/* Each circle becomes a chain that begins with the node of it that the file has first. */
static void
test_circles (void)
{
  g_autoptr(PonderImportTree) tree = ponder_import_tree_new ();
  g_autofree char *found = NULL;

  ponder_import_tree_add (tree, "side", "x", NULL, TRUE);
  ponder_import_tree_add (tree, "y", "x", NULL, TRUE);
  ponder_import_tree_add (tree, "x", "z", NULL, TRUE);
  ponder_import_tree_add (tree, "z", "y", NULL, TRUE);
  ponder_import_tree_add (tree, "self", "self", NULL, TRUE);
  ponder_import_tree_add (tree, "lost", "nobody", NULL, TRUE);
  found = arrange (tree, "nobody");
  g_assert_cmpstr (found, ==, "y z<y x<z side<x self lost*");
}

/* A circle of what nobody sees holds nothing. */
static void
test_hidden_circle (void)
{
  g_autoptr(PonderImportTree) tree = ponder_import_tree_new ();
  g_autofree char *found = NULL;

  ponder_import_tree_add (tree, "a", "b", NULL, FALSE);
  ponder_import_tree_add (tree, "b", "a", NULL, FALSE);
  ponder_import_tree_add (tree, "c", "b", NULL, TRUE);
  found = arrange (tree, "a");
  g_assert_cmpstr (found, ==, "c");
}

static void
test_ids (void)
{
  g_autoptr(PonderImportTree) tree = ponder_import_tree_new ();
  g_autofree char *found = NULL;

  ponder_import_tree_add (tree, NULL, NULL, NULL, TRUE);
  ponder_import_tree_add (tree, "", NULL, NULL, TRUE);
  ponder_import_tree_add (tree, "a", NULL, NULL, TRUE);
  ponder_import_tree_add (tree, "a", NULL, NULL, TRUE);
  ponder_import_tree_add (tree, "b", "a", NULL, TRUE);
  ponder_import_tree_add (tree, "00000001", NULL, NULL, TRUE);
  found = arrange (tree, NULL);
  g_assert_cmpstr (found, ==, "00000000 00000002 a 00000003 b<a 00000001*");
}

/* A long line, long circles and many small ones take no more than a moment, and no stack. */
static void
test_size (void)
{
  const guint n = 200000;
  g_autoptr(PonderImportTree) tree = ponder_import_tree_new ();
  g_autoptr(GPtrArray) nodes = NULL;
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("chain%u", i);
      g_autofree char *parent = g_strdup_printf ("chain%u", (i + 1) % n);
      g_autofree char *self = g_strdup_printf ("self%u", i);

      ponder_import_tree_add (tree, id, parent, NULL, i % 3 != 0);
      ponder_import_tree_add (tree, self, self, NULL, TRUE);
      ponder_import_tree_add (tree, "same", "same", NULL, i % 2 == 0);
    }
  nodes = ponder_import_tree_arrange (tree, "chain7");
  g_assert_cmpuint (nodes->len, >, n);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 30 * G_USEC_PER_SEC);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/transfer/import-tree/puts-parents-before-children", test_order);
  g_test_add_func ("/transfer/import-tree/hangs-children-of-what-is-hidden-higher", test_passed_over);
  g_test_add_func ("/transfer/import-tree/cuts-circles", test_circles);
  g_test_add_func ("/transfer/import-tree/lets-a-hidden-circle-go", test_hidden_circle);
  g_test_add_func ("/transfer/import-tree/makes-ids-where-they-are-missing-or-there-twice", test_ids);
  g_test_add_func ("/transfer/import-tree/takes-long-ones-without-recursion", test_size);
  return g_test_run ();
}
