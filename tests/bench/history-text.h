/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts of a made-up history: the same ones in every run. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _HistoryText HistoryText;

HistoryText *history_text_new       (void);
void         history_text_free      (HistoryText *self);
/* Some 300 characters, half of them in Chinese with a few English words, half the other way round; words as
 * frequent as in a language. Valid until the next one. */
const char  *history_text_next      (HistoryText *self);
/* Word @rank of a language: 0 is the most frequent. */
const char  *history_text_english   (HistoryText *self,
                                     guint        rank);
const char  *history_text_chinese   (HistoryText *self,
                                     guint        rank);
GRand       *history_text_get_rand  (HistoryText *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HistoryText, history_text_free)

G_END_DECLS
