/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads out an answer while it is written, sentence by sentence, and how it ended. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-announcer.h"
#include "ponder-message.h"

G_BEGIN_DECLS

typedef struct _PonderSpeaker PonderSpeaker;

/* Belongs to @widget, the page of a chat: it only speaks for the chat that is shown, in the active window, to those
 * who use a screen reader. */
PonderSpeaker   *ponder_speaker_new           (GtkWidget     *widget);
void             ponder_speaker_free          (PonderSpeaker *self);
/* The answer that is being written in the chat. (nullable) */
void             ponder_speaker_set_message   (PonderSpeaker *self,
                                               PonderMessage *message);
PonderAnnouncer *ponder_speaker_get_announcer (PonderSpeaker *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderSpeaker, ponder_speaker_free)

G_END_DECLS
