/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shown path through a session's tree, however broken the tree is. */

#include "config.h"

#include "ponder-branch.h"
#include "ponder-message.h"
#include "ponder-message-tree.h"

static PonderMessage *
add (GPtrArray  *messages,
     const char *id,
     const char *parent_id,
     gint64      created)
{
  PonderMessage *message = ponder_message_new (id, parent_id, PONDER_ROLE_USER);

  ponder_message_set_created (message, created);
  g_ptr_array_add (messages, message);
  return message;
}

/* As they come. (transfer full) */
static PonderMessageTree *
grow (GPtrArray *messages)
{
  PonderMessageTree *tree = ponder_message_tree_new ();

  for (guint i = 0; i < messages->len; i++)
    ponder_message_tree_add (tree, g_ptr_array_index (messages, i));
  return tree;
}

static PonderMessage *
get_sibling (GPtrArray     *messages,
             PonderMessage *message,
             int            step)
{
  g_autoptr(PonderMessageTree) tree = grow (messages);

  return ponder_message_tree_get_sibling (tree, message, step);
}

static void
choose (GPtrArray     *messages,
        PonderMessage *message)
{
  g_autoptr(PonderMessageTree) tree = grow (messages);

  ponder_message_tree_choose (tree, message, NULL);
}

static void
reveal (GPtrArray     *messages,
        PonderMessage *message,
        GPtrArray     *changed)
{
  g_autoptr(PonderMessageTree) tree = grow (messages);

  ponder_message_tree_reveal (tree, message, changed);
}

static void
assert_path (GPtrArray  *messages,
             const char *expected)
{
  g_autoptr(GPtrArray) path = ponder_branch_find_path (messages);
  g_autoptr(GString) ids = g_string_new (NULL);

  for (guint i = 0; i < path->len; i++)
    g_string_append (ids, ponder_message_get_id (g_ptr_array_index (path, i)));
  g_assert_cmpstr (ids->str, ==, expected);
}

static void
test_choice (void)
{
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  PonderMessage *b;
  PonderMessage *c;
  PonderMessage *f;

  assert_path (messages, "");
  add (messages, "e", "c", 5);
  c = add (messages, "c", "a", 3);
  b = add (messages, "b", "a", 2);
  add (messages, "a", NULL, 1);
  add (messages, "d", "b", 4);
  assert_path (messages, "ace");
  g_assert_cmpuint (ponder_message_get_sibling_index (c), ==, 1);
  g_assert_cmpuint (ponder_message_get_n_siblings (c), ==, 2);
  g_assert_cmpuint (ponder_message_get_sibling_index (b), ==, 0);

  g_assert_true (get_sibling (messages, c, -1) == b);
  g_assert_true (get_sibling (messages, b, 1) == c);
  g_assert_null (get_sibling (messages, b, -1));
  g_assert_null (get_sibling (messages, c, 1));

  choose (messages, b);
  assert_path (messages, "abd");
  choose (messages, c);
  assert_path (messages, "ace");
  g_assert_false (ponder_message_get_chosen (b));

  /* A new root is the first question with other words. */
  f = add (messages, "f", NULL, 6);
  assert_path (messages, "f");
  g_assert_true (get_sibling (messages, f, -1) == g_ptr_array_index (messages, 3));
  choose (messages, g_ptr_array_index (messages, 3));
  assert_path (messages, "ace");
}

static void
test_same_time (void)
{
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);

  add (messages, "c", "a", 1);
  add (messages, "b", "a", 1);
  add (messages, "a", NULL, 1);
  assert_path (messages, "ac");
}

static void
test_broken (void)
{
  g_autoptr(GPtrArray) missing = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) self = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) ring = g_ptr_array_new_with_free_func (g_object_unref);

  add (missing, "b", "gone", 2);
  add (missing, "c", "b", 3);
  assert_path (missing, "bc");

  add (self, "a", "a", 1);
  add (self, "b", "a", 2);
  assert_path (self, "ab");

  /* b, c, d go round; e hangs off it. The oldest of the ring begins it. */
  add (ring, "d", "c", 4);
  add (ring, "c", "b", 3);
  add (ring, "b", "d", 2);
  add (ring, "e", "d", 5);
  assert_path (ring, "bcde");
}

static void
shuffle (GPtrArray *messages)
{
  for (guint i = messages->len; i > 1; i--)
    {
      guint j = (guint) g_test_rand_int_range (0, (gint32) i);
      gpointer swap = messages->pdata[i - 1];

      messages->pdata[i - 1] = messages->pdata[j];
      messages->pdata[j] = swap;
    }
}

static GPtrArray *
random_tree (guint n_messages)
{
  GPtrArray *messages = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n_messages; i++)
    {
      g_autofree char *id = g_strdup_printf ("m%u", i);
      g_autofree char *parent = NULL;

      /* Mostly a message before it; now and then none, a later one, itself, or one that is not
       * there. */
      if (g_test_rand_int_range (0, 20) > 0)
        parent = g_strdup_printf ("m%d", g_test_rand_int_range (0, 4) > 0
                                           ? g_test_rand_int_range (0, (gint32) i + 1)
                                           : g_test_rand_int_range (0, (gint32) n_messages + 2));
      ponder_message_set_chosen (add (messages, id, parent, g_test_rand_int_range (0, 50)),
                                 g_test_rand_bit ());
    }
  shuffle (messages);
  return messages;
}

/* Every message is in one group, whose numbers run from 0 to its end. */
static void
assert_numbers (GPtrArray *messages)
{
  g_autoptr(PonderMessageTree) tree = grow (messages);
  g_autoptr(GPtrArray) path = g_ptr_array_new_with_free_func (g_object_unref);

  ponder_message_tree_append_path (tree, NULL, path);
  for (guint i = 0; i < messages->len; i++)
    {
      PonderMessage *message = g_ptr_array_index (messages, i);
      guint index = ponder_message_get_sibling_index (message);
      guint n = ponder_message_get_n_siblings (message);

      g_assert_cmpuint (index, <, n);
      if (index + 1 < n)
        {
          PonderMessage *next = ponder_message_tree_get_sibling (tree, message, 1);

          g_assert_cmpuint (ponder_message_get_sibling_index (next), ==, index + 1);
          g_assert_cmpuint (ponder_message_get_n_siblings (next), ==, n);
          g_assert_true (ponder_message_tree_get_sibling (tree, next, -1) == message);
        }
      else
        g_assert_null (ponder_message_tree_get_sibling (tree, message, 1));
    }
}

static PonderMessage *
find_parent (GPtrArray     *messages,
             PonderMessage *message)
{
  const char *parent_id = ponder_message_get_parent_id (message);

  for (guint i = 0; parent_id != NULL && i < messages->len; i++)
    if (g_str_equal (ponder_message_get_id (g_ptr_array_index (messages, i)), parent_id))
      return g_ptr_array_index (messages, i);

  return NULL;
}

/* Whatever message is wanted, choosing what is before it and then itself shows it. */
static void
assert_reachable (GPtrArray *messages)
{
  for (guint i = 0; i < messages->len; i++)
    {
      g_autoptr(GPtrArray) ancestors = g_ptr_array_new ();
      g_autoptr(GPtrArray) path = NULL;
      PonderMessage *message = g_ptr_array_index (messages, i);

      for (; message != NULL && !g_ptr_array_find (ancestors, message, NULL);
           message = find_parent (messages, message))
        g_ptr_array_add (ancestors, message);
      for (guint j = ancestors->len; j > 0; j--)
        choose (messages, g_ptr_array_index (ancestors, j - 1));

      path = ponder_branch_find_path (messages);
      g_assert_true (g_ptr_array_find (path, g_ptr_array_index (messages, i), NULL));
    }
}

static void
test_random (void)
{
  for (guint round = 0; round < 300; round++)
    {
      g_autoptr(GPtrArray) messages = random_tree ((guint) g_test_rand_int_range (1, 30));
      g_autoptr(GPtrArray) path = ponder_branch_find_path (messages);
      g_autoptr(GPtrArray) again = NULL;

      g_assert_cmpuint (path->len, >=, 1);
      g_assert_cmpuint (path->len, <=, messages->len);
      for (guint i = 0; i < path->len; i++)
        {
          PonderMessage *message = g_ptr_array_index (path, i);
          guint index;

          g_assert_true (g_ptr_array_find (path, message, &index));
          g_assert_cmpuint (index, ==, i);
          if (i > 0)
            g_assert_cmpstr (ponder_message_get_parent_id (message), ==,
                             ponder_message_get_id (g_ptr_array_index (path, i - 1)));
        }
      assert_numbers (messages);

      shuffle (messages);
      again = ponder_branch_find_path (messages);
      g_assert_cmpmem (path->pdata, path->len * sizeof (gpointer),
                       again->pdata, again->len * sizeof (gpointer));
      assert_reachable (messages);
    }
}

static void
assert_same (PonderMessageTree *tree,
             GPtrArray         *messages)
{
  g_autoptr(GPtrArray) path = ponder_branch_find_path (messages);
  g_autoptr(GPtrArray) grown = g_ptr_array_new_with_free_func (g_object_unref);

  ponder_message_tree_append_path (tree, NULL, grown);
  g_assert_cmpmem (path->pdata, path->len * sizeof (gpointer), grown->pdata, grown->len * sizeof (gpointer));
  assert_numbers (messages);
}

/* It is always what it would be had it been made of what is in it now. */
static void
test_tree (void)
{
  for (guint round = 0; round < 300; round++)
    {
      g_autoptr(GPtrArray) messages = random_tree ((guint) g_test_rand_int_range (1, 30));
      g_autoptr(GPtrArray) inside = g_ptr_array_new ();
      g_autoptr(PonderMessageTree) tree = ponder_message_tree_new ();

      for (guint i = 0; i < 60; i++)
        {
          PonderMessage *message = g_ptr_array_index (messages, g_test_rand_int_range (0, (gint32) messages->len));

          if (g_ptr_array_remove (inside, message))
            ponder_message_tree_remove (tree, message);
          else
            {
              g_ptr_array_add (inside, message);
              ponder_message_tree_add (tree, message);
            }
          assert_same (tree, inside);
        }
    }
}

static void
test_list (void)
{
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(PonderMessageTree) tree = NULL;
  g_autoptr(GPtrArray) branch = NULL;
  g_autoptr(GString) ids = g_string_new (NULL);
  PonderMessage *b;

  add (messages, "a", NULL, 1);
  b = add (messages, "b", "a", 2);
  add (messages, "c", "a", 3);
  add (messages, "d", "b", 4);
  add (messages, "e", "b", 5);
  add (messages, "f", "e", 6);
  tree = grow (messages);
  branch = ponder_message_tree_list (tree, b);
  for (guint i = 0; i < branch->len; i++)
    g_string_append (ids, ponder_message_get_id (g_ptr_array_index (branch, i)));
  g_assert_cmpstr (ids->str, ==, "bdef");
}

static void
test_reveal (void)
{
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) changed = g_ptr_array_new_with_free_func (g_object_unref);
  PonderMessage *e;

  add (messages, "a", NULL, 1);
  add (messages, "b", "a", 2);
  add (messages, "c", "a", 3);
  add (messages, "d", "b", 4);
  e = add (messages, "e", "b", 5);
  add (messages, "f", "b", 6);
  add (messages, "g", "e", 7);
  assert_path (messages, "ac");

  reveal (messages, e, changed);
  assert_path (messages, "abeg");
  g_assert_cmpuint (changed->len, ==, 2);
  /* Who is in sight already is left alone. */
  reveal (messages, e, changed);
  g_assert_cmpuint (changed->len, ==, 2);
}

static void
test_long (void)
{
  const guint n_messages = 100 * 1000;
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) path = NULL;

  for (guint i = 0; i < n_messages; i++)
    {
      g_autofree char *id = g_strdup_printf ("m%06u", i);
      g_autofree char *parent = i > 0 ? g_strdup_printf ("m%06u", i - 1) : NULL;

      add (messages, id, parent, i);
    }
  shuffle (messages);
  path = ponder_branch_find_path (messages);
  g_assert_cmpuint (path->len, ==, n_messages);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/branch/the-chosen-or-the-newest-is-shown", test_choice);
  g_test_add_func ("/branch/ids-settle-the-same-time", test_same_time);
  g_test_add_func ("/branch/broken-trees-have-an-end", test_broken);
  g_test_add_func ("/branch/every-message-of-any-tree-can-be-shown", test_random);
  g_test_add_func ("/branch/a-tree-that-grows-and-shrinks-is-the-same-one", test_tree);
  g_test_add_func ("/branch/a-branch-is-all-that-follows", test_list);
  g_test_add_func ("/branch/the-way-to-any-message-is-chosen", test_reveal);
  g_test_add_func ("/branch/a-long-chat-needs-no-stack", test_long);
  return g_test_run ();
}
