/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes a leading <think>…</think> out of a model's words, wherever they are cut. Pure. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _PonderThinkSplitter PonderThinkSplitter;

/* @is_thought: @text stood between the marks. */
typedef void (*PonderThinkSplitterFunc) (const char *text,
                                         gboolean    is_thought,
                                         gpointer    user_data);

PonderThinkSplitter *ponder_think_splitter_new  (PonderThinkSplitterFunc  func,
                                                 gpointer                 user_data);
void                 ponder_think_splitter_free (PonderThinkSplitter     *self);
void                 ponder_think_splitter_push (PonderThinkSplitter     *self,
                                                 const char              *text);
/* Gives out what was held back because it could have become a mark. */
void                 ponder_think_splitter_flush (PonderThinkSplitter    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderThinkSplitter, ponder_think_splitter_free)

G_END_DECLS
