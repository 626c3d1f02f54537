/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text that grows, as sentences to be read out: each once, as soon as it is whole. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _PonderSentences PonderSentences;

PonderSentences *ponder_sentences_new  (void);
void             ponder_sentences_free (PonderSentences *self);

/* What can be read out of @markdown and was not before: whole sentences as plain text, one after the other; of
 * code, tables and formulas what they are. @finished: nothing will follow, so all of it is whole.
 * (transfer full) (nullable): nothing new. */
char            *ponder_sentences_take (PonderSentences *self,
                                        const char      *markdown,
                                        gboolean         finished);

/* Where the sentence that begins at byte @start of @text ends, blanks behind it included; 0 when it is not
 * known yet whether it does. @finished: the end of the text is one. */
gsize            ponder_sentences_find_end (const char *text,
                                            gsize       start,
                                            gboolean    finished);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderSentences, ponder_sentences_free)

G_END_DECLS
