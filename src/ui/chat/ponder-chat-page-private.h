/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of the chat page know of each other. */

#pragma once

#include "ponder-chat-header.h"
#include "ponder-chat-page.h"
#include "ponder-composer.h"
#include "ponder-transcript-view.h"
#include "ponder-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Shows the timeline of one session and turns what is asked of it into calls of the workspace. A turn goes
 * on when the page shows another session. Owned by its window. */
struct _PonderChatPage
{
  GtkWidget             parent_instance;

  PonderChatHeader     *header;
  GtkWidget            *demo_note;
  GtkStack             *stack;
  AdwStatusPage        *fault_page;
  PonderTranscriptView *transcript;
  GtkWidget            *pill;
  GtkWidget            *pill_text;
  GtkWidget            *choose_model;
  PonderComposer       *composer;

  PonderModelCatalog   *catalog;
  PonderWorkspace      *workspace;
  PonderSession        *session;
  PonderTimeline       *timeline;
  PonderTurn           *turn;
  PonderMessage        *edited;         /* the question that is being edited */
  PonderMessage        *switched;       /* the answer that another model, not yet chosen, is to give */
  GSignalGroup         *session_signals;
  GSignalGroup         *timeline_signals;
  GSignalGroup         *turn_signals;
  GtkNativeDialog      *chooser;        /* (nullable): of files to attach */
  guint                 restoring : 1;  /* the attachments of the draft are being shown */
  char                 *target_id;      /* the message to go to once the messages are there */
  guint                 place_due : 1;  /* the place is restored once the messages are there */
};

/* In ponder-chat-page.c. */

gboolean ponder_chat_page_is_running          (PonderChatPage *self);
void     ponder_chat_page_save_draft          (PonderChatPage *self);
/* Goes to where the session was left. */
void     ponder_chat_page_restore_place       (PonderChatPage *self);

/* In ponder-chat-page-places.c. */

/* Goes to the message that was asked for; everything is loaded. */
void     ponder_chat_page_show_target         (PonderChatPage *self);

/* In ponder-chat-page-attachments.c: what goes along with a question. */

/* Shows what is attached to the draft of the session. */
void     ponder_chat_page_restore_attachments (PonderChatPage *self);
/* Another session is about to be shown: what is still being read goes to the draft of this one. */
void     ponder_chat_page_leave_attachments   (PonderChatPage *self);
/* Shows what is attached to @question, which is edited. */
void     ponder_chat_page_show_attachments_of (PonderChatPage *self,
                                               PonderMessage  *question);
/* Another model may read less. */
void     ponder_chat_page_update_warning      (PonderChatPage *self);
void     ponder_chat_page_take_drops          (PonderChatPage *self);
void     ponder_chat_page_class_bind_attachments (GtkWidgetClass *widget_class);

/* In ponder-chat-page-requests.c: what the reader asks for. */

void     ponder_chat_page_class_bind_requests (GtkWidgetClass *widget_class);

G_END_DECLS
