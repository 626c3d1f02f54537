/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a list keeps its end in sight: decided by the reader's moves, never by what grows. */

#include "config.h"

#include "ponder-scroll-follow.h"

void
ponder_scroll_follow_init (PonderScrollFollow *self)
{
  self->held = FALSE;
  ponder_scroll_follow_take (self);
}

void
ponder_scroll_follow_move (PonderScrollFollow *self,
                           double              delta)
{
  if (delta < 0)
    ponder_scroll_follow_let_go (self);
  else if (delta > 0)
    self->moved_down = TRUE;
}

void
ponder_scroll_follow_settle (PonderScrollFollow *self,
                             double              below,
                             gboolean            fits)
{
  if (!self->held && (fits || (self->moved_down && below <= PONDER_SCROLL_FOLLOW_SLACK)))
    self->follows = TRUE;
  self->moved_down = FALSE;
}

void
ponder_scroll_follow_hold (PonderScrollFollow *self)
{
  ponder_scroll_follow_let_go (self);
  self->held = TRUE;
}

void
ponder_scroll_follow_let_loose (PonderScrollFollow *self)
{
  self->held = FALSE;
}

void
ponder_scroll_follow_take (PonderScrollFollow *self)
{
  self->follows = TRUE;
  self->moved_down = FALSE;
}

void
ponder_scroll_follow_let_go (PonderScrollFollow *self)
{
  self->follows = FALSE;
  self->moved_down = FALSE;
}
