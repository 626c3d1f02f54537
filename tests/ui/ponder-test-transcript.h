/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A transcript in a window, for tests. */

#pragma once

#include <gtk/gtk.h>

#include "ponder-message.h"
#include "ponder-transcript-view.h"

G_BEGIN_DECLS

typedef struct
{
  GtkWindow            *window;
  PonderTranscriptView *view;
  GListStore           *messages;
  GtkAdjustment        *adjustment;
  guint                 n_made;         /* messages, for their ids */
} PonderTestTranscript;

/* FALSE after saying that the program is skipped: there is no display. */
gboolean              ponder_test_transcript_init        (int                    *argc,
                                                          char                 ***argv);
PonderTestTranscript *ponder_test_transcript_new         (int                     width,
                                                          int                     height);
/* Closes the window and makes sure that the view is gone. */
void                  ponder_test_transcript_free        (PonderTestTranscript   *self);
/* Shows the list once it has its messages. */
void                  ponder_test_transcript_show        (PonderTestTranscript   *self);

/* The id is "m0", "m1", ... (transfer none) */
PonderMessage        *ponder_test_transcript_add         (PonderTestTranscript   *self,
                                                          PonderRole              role,
                                                          const char             *text);
/* Questions and answers of every shape; always the same ones. */
void                  ponder_test_transcript_add_many    (PonderTestTranscript   *self,
                                                          guint                   n_messages);
/* Runs until so many frames are painted. */
void                  ponder_test_transcript_wait        (PonderTestTranscript   *self,
                                                          guint                   n_frames);

/* (nullable) (transfer none): the row that shows @message. */
GtkWidget            *ponder_test_transcript_find_row    (PonderTestTranscript   *self,
                                                          PonderMessage          *message);
/* (nullable): descendant number @index of @root that is a @type. */
GtkWidget            *ponder_test_find_widget            (GtkWidget              *root,
                                                          GType                   type,
                                                          guint                   index);
/* (nullable): the button that can be seen and activates @action. */
GtkWidget            *ponder_test_find_button            (GtkWidget              *root,
                                                          const char             *action);
/* What lies on the clipboard of @widget. (transfer full) */
char                 *ponder_test_dup_clipboard          (GtkWidget              *widget);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderTestTranscript, ponder_test_transcript_free)

G_END_DECLS
