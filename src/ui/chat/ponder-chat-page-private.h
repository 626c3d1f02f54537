/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of the chat page know of each other. */

#pragma once

#include "ponder-chat-find.h"
#include "ponder-chat-header.h"
#include "ponder-chat-page.h"
#include "ponder-composer.h"
#include "ponder-find-bar.h"
#include "ponder-speaker.h"
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
  PonderFindBar        *find_bar;
  GtkLabel             *find_hint;
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
  PonderMessage        *edited;         /* the question that is being edited */
  PonderMessage        *switched;       /* the answer that another model, not yet chosen, is to give */
  GSignalGroup         *session_signals;
  GSignalGroup         *timeline_signals;
  GSignalGroup         *turns_signals;
  GtkNativeDialog      *chooser;        /* (nullable): of files to attach */
  PonderSpeaker        *speaker;
  PonderChatFind       *find;
  guint                 find_hint_source;
  int                   find_step;      /* the way it is looked for, 0 while it is typed */
  guint                 find_due : 1;   /* the count is to be read out once it is known */
  guint                 restoring : 1;  /* the attachments of the draft are being shown */
  guint                 away : 1;       /* another window, or program, is used: nothing is written */
  char                 *draft;          /* (nullable): as it was last shown or saved here */
  char                 *attached;       /* (nullable): to the draft; the same */
  char                 *target_id;      /* the message to go to once the messages are there */
  PonderSearchHit      *target_hit;     /* (nullable): what was found in it */
  guint                 place_due : 1;  /* the place is restored once the messages are there */
};

/* In ponder-chat-page.c. */

gboolean ponder_chat_page_is_running          (PonderChatPage *self);
/* Goes to where the session was left. */
void     ponder_chat_page_restore_place       (PonderChatPage *self);

/* In ponder-chat-page-draft.c: what is typed belongs to the chat, which several pages may show. */

void     ponder_chat_page_show_draft          (PonderChatPage *self);
void     ponder_chat_page_save_draft          (PonderChatPage *self);
/* Shows what is attached to the draft of the session. */
void     ponder_chat_page_restore_attachments (PonderChatPage *self);
/* The same, if another window changed it. */
void     ponder_chat_page_resume_attachments  (PonderChatPage *self);
/* Something else is used now: what is still being read goes to the draft of the session. */
void     ponder_chat_page_leave_attachments   (PonderChatPage *self);
/* What the draft has is what is shown. */
void     ponder_chat_page_note_attachments    (PonderChatPage *self);
/* It is in the window that people use. */
gboolean ponder_chat_page_is_looked_at        (PonderChatPage *self);

/* In ponder-chat-page-find.c: looking for something in the chat. */

void     ponder_chat_page_set_up_find         (PonderChatPage *self);
void     ponder_chat_page_dispose_find        (PonderChatPage *self);
/* What was looked for belongs to the chat that was shown. */
void     ponder_chat_page_reset_find          (PonderChatPage *self);
void     ponder_chat_page_class_bind_find     (GtkWidgetClass *widget_class);

/* Marks the words of @hit in @message for a moment and goes to their line. */
void     ponder_chat_page_mark_hit            (PonderChatPage  *self,
                                               PonderMessage   *message,
                                               PonderSearchHit *hit);

/* In ponder-chat-page-places.c. */

/* Goes to the message that was asked for; everything is loaded. */
void     ponder_chat_page_show_target         (PonderChatPage *self);

/* In ponder-chat-page-attachments.c: what goes along with a question. */

/* Shows what is attached to @question, which is edited. */
void     ponder_chat_page_show_attachments_of (PonderChatPage *self,
                                               PonderMessage  *question);
/* Another model may read less. */
void     ponder_chat_page_update_warning      (PonderChatPage *self);
void     ponder_chat_page_take_drops          (PonderChatPage *self);
void     ponder_chat_page_class_bind_attachments (GtkWidgetClass *widget_class);

/* In ponder-chat-page-comparing.c: several models at once. */

/* Shows which models the next question goes to. */
void     ponder_chat_page_restore_asked_models (PonderChatPage *self);
void     ponder_chat_page_watch_asked_models   (PonderChatPage *self);
void     ponder_chat_page_class_bind_comparing (GtkWidgetClass *widget_class);

/* In ponder-chat-page-thinking.c: whether the next question is thought about deeply. */

gboolean ponder_chat_page_get_deep_think      (PonderChatPage *self);
void     ponder_chat_page_set_deep_think      (PonderChatPage *self,
                                               gboolean        deep);
/* The model, what is asked, or who, is another one. */
void     ponder_chat_page_update_thinking     (PonderChatPage *self);

/* In ponder-chat-page-requests.c: what the reader asks for. */

/* Whether something can be asked now; says why not. @running: also while answers are being written. */
gboolean ponder_chat_page_can_ask             (PonderChatPage *self,
                                               gboolean        running);
/* Stops all answers of the chat. */
void     ponder_chat_page_stop                (PonderChatPage *self);

void     ponder_chat_page_class_bind_requests (GtkWidgetClass *widget_class);

G_END_DECLS
