/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what makes a list follow its end and what lets it go. */

#include "config.h"

#include "ponder-scroll-follow.h"

#define PAGE 600.0
#define N_EVENTS 20000

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

static void
nothing_follows_while_it_is_held (void)
{
  PonderScrollFollow follow;

  ponder_scroll_follow_init (&follow);
  ponder_scroll_follow_hold (&follow);
  ponder_scroll_follow_settle (&follow, 0, TRUE);
  ponder_scroll_follow_move (&follow, 20);
  ponder_scroll_follow_settle (&follow, 0, FALSE);
  g_assert_false (follow.follows);

  ponder_scroll_follow_let_loose (&follow);
  ponder_scroll_follow_settle (&follow, 0, FALSE);
  g_assert_false (follow.follows);
  ponder_scroll_follow_move (&follow, 20);
  ponder_scroll_follow_settle (&follow, 0, FALSE);
  g_assert_true (follow.follows);
}

/* --- whatever happens --- */

/* A list as it is laid out, and what its reader did last. */
typedef struct
{
  PonderScrollFollow follow;
  double             total;
  double             page;
  double             top;
  gboolean           held;
} List;

static gboolean
list_fits (const List *list)
{
  return list->total <= list->page;
}

static void
list_lay_out (List *list)
{
  double end = MAX (0, list->total - list->page);

  list->top = list->follow.follows ? end : CLAMP (list->top, 0, end);
  ponder_scroll_follow_settle (&list->follow, list->total - list->top - list->page, list_fits (list));
}

static void
list_scroll (List   *list,
             double  delta)
{
  double end = MAX (0, list->total - list->page);
  double top = CLAMP (list->top + delta, 0, end);

  /* An adjustment that is at its end does not change, and nobody hears of it. */
  if (top > list->top || top < list->top)
    ponder_scroll_follow_move (&list->follow, top - list->top);
  list->top = top;
}

/* What is not the reader's doing changes neither whether it follows nor the place of who does not. */
static void
check_change (List  *list,
              GRand *dice)
{
  gboolean followed = list->follow.follows;
  double top = list->top;

  if (g_rand_boolean (dice))
    list->total += g_rand_double_range (dice, 0, 400);
  else
    list->page = g_rand_double_range (dice, 100, PAGE);
  list_lay_out (list);
  if (list_fits (list) && !list->held)
    g_assert_true (list->follow.follows);
  else
    g_assert_true (list->follow.follows == followed);
  if (!followed && top <= list->total - list->page)
    g_assert_cmpfloat_with_epsilon (list->top, top, 0.001);
}

static void
check_scroll (List  *list,
              GRand *dice)
{
  double delta = g_rand_double_range (dice, -500, 500);
  double top = list->top;

  list_scroll (list, delta);
  if (list->top < top)
    g_assert_false (list->follow.follows);
  list_lay_out (list);
  if (list->held)
    g_assert_false (list->follow.follows);
  else if (list->top > top && list->total - list->top - list->page <= PONDER_SCROLL_FOLLOW_SLACK)
    g_assert_true (list->follow.follows);
}

static void
check_request (List  *list,
               GRand *dice)
{
  switch (g_rand_int_range (dice, 0, 4))
    {
    case 0:
      ponder_scroll_follow_take (&list->follow);
      ponder_scroll_follow_let_loose (&list->follow);
      list->held = FALSE;
      list_lay_out (list);
      g_assert_cmpfloat_with_epsilon (list->top, MAX (0, list->total - list->page), 0.001);
      break;
    case 1:
      ponder_scroll_follow_hold (&list->follow);
      list->held = TRUE;
      break;
    case 2:
      ponder_scroll_follow_let_loose (&list->follow);
      list->held = FALSE;
      break;
    default:
      ponder_scroll_follow_let_go (&list->follow);
      g_assert_false (list->follow.follows);
    }
  list_lay_out (list);
}

static void
only_the_reader_decides_whatever_happens (void)
{
  g_autoptr(GRand) dice = g_rand_new_with_seed (11);
  List list = { .total = 200, .page = PAGE };

  ponder_scroll_follow_init (&list.follow);
  list_lay_out (&list);
  for (guint i = 0; i < N_EVENTS; i++)
    {
      switch (g_rand_int_range (dice, 0, 3))
        {
        case 0:
          check_change (&list, dice);
          break;
        case 1:
          check_scroll (&list, dice);
          break;
        default:
          check_request (&list, dice);
        }
      /* A new chat now and then, so that it also fits. */
      if (i % 100 == 0)
        list.total = 200;
      list_lay_out (&list);
    }
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
  g_test_add_func ("/transcript/follow/nothing-follows-while-it-is-held", nothing_follows_while_it_is_held);
  g_test_add_func ("/transcript/follow/only-the-reader-decides-whatever-happens",
                   only_the_reader_decides_whatever_happens);
  return g_test_run ();
}
