/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a list keeps its end in sight: decided by the reader's moves, never by what grows. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How near the end, in pixels, counts as being there. */
#define PONDER_SCROLL_FOLLOW_SLACK 2.0

typedef struct
{
  gboolean follows;
  gboolean moved_down;  /* since the last look at where the end is */
  gboolean held;        /* nothing may move, wherever the reader is */
} PonderScrollFollow;

void     ponder_scroll_follow_init       (PonderScrollFollow *self);
/* The reader scrolled by @delta pixels. Any move up lets go; a move down counts once it is known where it led. */
void     ponder_scroll_follow_move       (PonderScrollFollow *self,
                                          double              delta);
/* The list is laid out: @below pixels lie under the lower edge, and @fits when all is in sight. */
void     ponder_scroll_follow_settle     (PonderScrollFollow *self,
                                          double              below,
                                          gboolean            fits);
/* The reader selects text: from now on until it is let loose nothing but the reader's own moves moves anything, and
 * afterwards the end wants to be reached anew. */
void     ponder_scroll_follow_hold       (PonderScrollFollow *self);
void     ponder_scroll_follow_let_loose  (PonderScrollFollow *self);
/* The reader asked for the end. */
void     ponder_scroll_follow_take       (PonderScrollFollow *self);
/* The reader asked for another place, or unfolded something: it shall stay where it is. */
void     ponder_scroll_follow_let_go     (PonderScrollFollow *self);

G_END_DECLS
