/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list of hits that follows a text. */

#include "config.h"

#include "ponder-search.h"

#include "ponder-test-loop.h"
#include "ponder-test-model.h"
#include "ponder-test-workspace.h"

static gboolean
has_loaded (gpointer user_data)
{
  return !ponder_search_get_loading (user_data);
}

static void
wait_for (PonderSearch *search)
{
  ponder_test_wait_for (has_loaded, search, 20);
}

static void
look_for (PonderSearch *search,
          const char   *words)
{
  ponder_search_set_query (search, words);
  wait_for (search);
}

static guint
count (PonderSearch *search)
{
  return g_list_model_get_n_items (G_LIST_MODEL (search));
}

/* A chat that is stored, with this title and draft. */
static PonderSession *
add_chat (PonderTest *test,
          const char *title)
{
  PonderSession *session = ponder_test_new_chat (test);

  ponder_session_set_draft (session, "Something", 0);
  ponder_workspace_rename_session (test->workspace, session, title);
  return session;
}

static void
test_follows (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSearch) search = ponder_workspace_new_search (test->workspace);
  g_autoptr(PonderTestMirror) mirror = ponder_test_mirror_new (G_LIST_MODEL (search));
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);
  g_autoptr(PonderSearchHit) hit = NULL;
  PonderMessage *answer;

  ponder_test_script (test, 0, "The moon ", "pulls the water. 潮汐", NULL);
  answer = ponder_test_ask (test->workspace, timeline, "Why are there tides?");

  g_assert_true (ponder_search_get_is_idle (search));
  look_for (search, "moon");
  g_assert_false (ponder_search_get_is_idle (search));
  g_assert_cmpuint (count (search), ==, 1);
  g_assert_cmpuint (ponder_search_get_n_found (search), ==, 1);
  hit = g_list_model_get_item (G_LIST_MODEL (search), 0);
  g_assert_cmpstr (ponder_search_hit_get_session_id (hit), ==, ponder_session_get_id (session));
  g_assert_cmpstr (ponder_search_hit_get_message_id (hit), ==, ponder_message_get_id (answer));
  g_assert_cmpint (ponder_search_hit_get_role (hit), ==, PONDER_ROLE_ASSISTANT);

  look_for (search, "潮汐");
  g_assert_cmpuint (count (search), ==, 1);
  look_for (search, "nowhere");
  g_assert_cmpuint (count (search), ==, 0);
  g_assert_null (ponder_search_get_fault (search));
  look_for (search, "tides");
  g_assert_cmpuint (count (search), >=, 1);
  look_for (search, "");
  g_assert_true (ponder_search_get_is_idle (search));
  g_assert_cmpuint (count (search), ==, 0);
}

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  guint      *n_changes)
{
  *n_changes += 1;
}

/* What was found stays until something else is; what was typed in between is never shown. */
static void
test_typing (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSearch) search = ponder_workspace_new_search (test->workspace);
  g_autoptr(PonderSession) moon = add_chat (test, "Moon");
  g_autoptr(PonderSession) mars = add_chat (test, "Mars and more");
  g_autoptr(PonderSearchHit) hit = NULL;
  guint n_changes = 0;

  ponder_test_reopen (test);
  g_clear_object (&search);
  search = ponder_workspace_new_search (test->workspace);
  look_for (search, "moon");
  g_assert_cmpuint (count (search), ==, 1);

  g_signal_connect (search, "items-changed", G_CALLBACK (items_changed_cb), &n_changes);
  ponder_search_set_query (search, "mar");
  g_assert_true (ponder_search_get_loading (search));
  g_assert_cmpuint (count (search), ==, 1);
  ponder_search_set_query (search, "mars");
  ponder_search_set_query (search, "mars an");
  ponder_search_set_query (search, "mars and");
  ponder_search_set_query (search, "mars and m");
  ponder_search_set_query (search, "mars and more");
  g_assert_cmpuint (count (search), ==, 1);
  wait_for (search);
  g_assert_cmpuint (n_changes, ==, 1);
  g_assert_cmpuint (count (search), ==, 1);
  hit = g_list_model_get_item (G_LIST_MODEL (search), 0);
  g_assert_cmpstr (ponder_search_hit_get_title (hit), ==, "Mars and more");
  g_signal_handlers_disconnect_by_data (search, &n_changes);
}

static void
test_pages (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSearch) search = NULL;
  g_autoptr(PonderTestMirror) mirror = NULL;
  g_autoptr(GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < 120; i++)
    {
      g_autofree char *title = g_strdup_printf ("Moon %u", i);
      g_autoptr(PonderSession) session = add_chat (test, title);
    }
  ponder_test_reopen (test);
  search = ponder_workspace_new_search (test->workspace);
  mirror = ponder_test_mirror_new (G_LIST_MODEL (search));
  look_for (search, "moon");
  g_assert_cmpuint (ponder_search_get_n_found (search), ==, 120);
  g_assert_false (ponder_search_get_found_more (search));
  g_assert_cmpuint (count (search), ==, 50);
  while (ponder_search_can_load_more (search))
    {
      ponder_search_load_more (search);
      wait_for (search);
    }
  for (guint i = 0; i < count (search); i++)
    {
      g_autoptr(PonderSearchHit) hit = g_list_model_get_item (G_LIST_MODEL (search), i);

      g_hash_table_add (ids, g_strdup (ponder_search_hit_get_session_id (hit)));
    }
  g_assert_cmpuint (count (search), ==, 120);
  g_assert_cmpuint (g_hash_table_size (ids), ==, 120);
}

typedef struct
{
  PonderSearch *search;
  guint         n_hits;
} Expectation;

/* The workspace may still be storing what was done to a chat. */
static gboolean
has_hits_after_refresh (gpointer user_data)
{
  Expectation *expectation = user_data;

  ponder_search_refresh (expectation->search);
  wait_for (expectation->search);
  return count (expectation->search) == expectation->n_hits;
}

static void
test_refresh (void)
{
  Expectation expectation;
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) session = add_chat (test, "Moon");
  g_autoptr(PonderSession) listed = NULL;
  g_autoptr(PonderSearch) search = NULL;

  ponder_test_reopen (test);
  search = ponder_workspace_new_search (test->workspace);
  listed = g_object_ref (ponder_workspace_lookup_session (test->workspace, ponder_session_get_id (session)));
  look_for (search, "moon");
  g_assert_cmpuint (count (search), ==, 1);
  ponder_workspace_trash_session (test->workspace, listed);
  expectation = (Expectation) { search, 0 };
  ponder_test_wait_for (has_hits_after_refresh, &expectation, 20);
  ponder_workspace_restore_session (test->workspace, listed);
  expectation.n_hits = 1;
  ponder_test_wait_for (has_hits_after_refresh, &expectation, 20);
}

static void
test_fault (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  g_autoptr(PonderSession) session = add_chat (test, "Moon");
  g_autoptr(PonderSearch) search = NULL;

  ponder_test_reopen (test);
  search = ponder_workspace_new_search (test->workspace);
  look_for (search, "moon");
  g_assert_cmpuint (count (search), ==, 1);
  ponder_test_close (test);
  look_for (search, "moon again");
  g_assert_nonnull (ponder_search_get_fault (search));
  g_assert_cmpuint (count (search), ==, 0);
  ponder_test_open (test);
}

static gboolean
is_gone (gpointer user_data)
{
  return *(gpointer *) user_data == NULL;
}

/* Nobody waits for what nobody shows any more. */
static void
test_dropped (void)
{
  g_autoptr(PonderTest) test = ponder_test_new ();
  PonderSearch *search = ponder_workspace_new_search (test->workspace);
  gpointer alive = search;

  g_object_add_weak_pointer (G_OBJECT (search), &alive);
  ponder_search_set_query (search, "moon");
  g_object_run_dispose (G_OBJECT (search));
  g_object_unref (search);
  ponder_test_wait_for (is_gone, &alive, 20);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/workspace/search/follows-what-is-typed", test_follows);
  g_test_add_func ("/workspace/search/keeps-what-it-found-until-it-finds-more", test_typing);
  g_test_add_func ("/workspace/search/gives-more-when-asked", test_pages);
  g_test_add_func ("/workspace/search/looks-again-when-asked", test_refresh);
  g_test_add_func ("/workspace/search/says-what-went-wrong", test_fault);
  g_test_add_func ("/workspace/search/ends-with-who-shows-it", test_dropped);
  return g_test_run ();
}
