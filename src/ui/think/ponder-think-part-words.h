/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of one part of a run, in words: where it stands, what it waits for, what it found. */

#pragma once

#include "ponder-think-board.h"

G_BEGIN_DECLS

/* One step of a run as it is seen now; borrows everything. */
typedef struct
{
  const PonderThinkState *state;
  const PonderThinkNode  *node;
  PonderThinkStanding     standing;
  gint64                  now;          /* milliseconds of the run */
} PonderThinkPart;

/* It has a row: every part has, another step while there is something to say of it that nothing else does. */
gboolean    ponder_think_part_is_shown       (const PonderThinkPart *self);
/* A model works on it now. */
gboolean    ponder_think_part_is_running     (const PonderThinkPart *self);
/* @command makes sense for it now. */
gboolean    ponder_think_part_offers         (const PonderThinkPart *self,
                                              PonderThinkCommand     command);
/* A part can still be added to the plan. */
gboolean    ponder_think_part_can_be_added   (const PonderThinkState *state,
                                              PonderThinkStanding     standing);

/* Of its state: an icon, and one word for those who do not see that. */
const char *ponder_think_part_get_icon       (const PonderThinkPart *self);
const char *ponder_think_part_get_state_word (const PonderThinkPart *self);
/* All of one line, without anything that cannot be seen. Empty where there is nothing to say. (transfer full) */
char       *ponder_think_part_dup_title      (const PonderThinkPart *self);
char       *ponder_think_part_dup_after      (const PonderThinkPart *self);
char       *ponder_think_part_dup_facts      (const PonderThinkPart *self);
char       *ponder_think_part_dup_status     (const PonderThinkPart *self);
char       *ponder_think_part_dup_note       (const PonderThinkPart *self);
char       *ponder_think_part_dup_problem    (const PonderThinkPart *self);
/* (nullable): how sure its answer is, and from what that is known; nothing is made up. (transfer full) */
char       *ponder_think_part_dup_confidence (const PonderThinkPart *self);
/* For a screen reader: what it is and how it stands, without what changes all the time; @status is that of
 * ponder_think_part_dup_status(). (transfer full) */
char       *ponder_think_part_dup_name       (const PonderThinkPart *self,
                                              const char            *status);

/* "after b, c" without “after”; only those that have not ended, when @open. (transfer full) */
char       *ponder_think_part_dup_inputs     (const PonderThinkPart *self,
                                              gboolean               open);
/* One line of @text without what cannot be seen. (transfer full) */
char       *ponder_think_part_dup_line       (const char            *text);

G_END_DECLS
