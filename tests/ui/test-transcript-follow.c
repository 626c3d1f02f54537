/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what makes a list follow its end and what lets it go. */

#include "config.h"

#include "ponder-scroll-follow.h"

static void
a_new_list_follows (void)
{
  PonderScrollFollow follow;

  ponder_scroll_follow_init (&follow);
  g_assert_true (follow.follows);
}

static void
growing_changes_nothing (void)
{
  PonderScrollFollow follow;

  ponder_scroll_follow_init (&follow);
  ponder_scroll_follow_settle (&follow, 500, FALSE);
  g_assert_true (follow.follows);

  ponder_scroll_follow_let_go (&follow);
  ponder_scroll_follow_settle (&follow, 500, FALSE);
  ponder_scroll_follow_settle (&follow, 0, FALSE);
  g_assert_false (follow.follows);
}

static void
the_smallest_move_up_lets_go (void)
{
  PonderScrollFollow follow;

  ponder_scroll_follow_init (&follow);
  ponder_scroll_follow_move (&follow, -0.5);
  ponder_scroll_follow_settle (&follow, 0.5, FALSE);
  g_assert_false (follow.follows);
}

static void
coming_back_to_the_end_follows_again (void)
{
  PonderScrollFollow follow;

  ponder_scroll_follow_init (&follow);
  ponder_scroll_follow_move (&follow, -300);
  ponder_scroll_follow_settle (&follow, 300, FALSE);
  ponder_scroll_follow_move (&follow, 200);
  ponder_scroll_follow_settle (&follow, 100, FALSE);
  g_assert_false (follow.follows);
  ponder_scroll_follow_move (&follow, 100);
  ponder_scroll_follow_settle (&follow, 0, FALSE);
  g_assert_true (follow.follows);
}

static void
moving_up_to_the_end_is_not_coming_back (void)
{
  PonderScrollFollow follow;

  ponder_scroll_follow_init (&follow);
  ponder_scroll_follow_let_go (&follow);
  ponder_scroll_follow_move (&follow, 10);
  ponder_scroll_follow_move (&follow, -10);
  ponder_scroll_follow_settle (&follow, 0, FALSE);
  g_assert_false (follow.follows);
}

static void
a_list_that_fits_follows (void)
{
  PonderScrollFollow follow;

  ponder_scroll_follow_init (&follow);
  ponder_scroll_follow_let_go (&follow);
  ponder_scroll_follow_settle (&follow, -200, TRUE);
  g_assert_true (follow.follows);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/transcript/follow/a-new-list-follows", a_new_list_follows);
  g_test_add_func ("/transcript/follow/growing-changes-nothing", growing_changes_nothing);
  g_test_add_func ("/transcript/follow/the-smallest-move-up-lets-go", the_smallest_move_up_lets_go);
  g_test_add_func ("/transcript/follow/coming-back-to-the-end-follows-again", coming_back_to_the_end_follows_again);
  g_test_add_func ("/transcript/follow/moving-up-to-the-end-is-not-coming-back",
                   moving_up_to_the_end_is_not_coming_back);
  g_test_add_func ("/transcript/follow/a-list-that-fits-follows", a_list_that_fits_follows);
  return g_test_run ();
}
