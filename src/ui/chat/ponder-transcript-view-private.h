/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of the transcript view know of each other. */

#pragma once

#include "ponder-message-row.h"
#include "ponder-row-heights.h"
#include "ponder-scroll-follow.h"
#include "ponder-text-leaves.h"
#include "ponder-transcript-find.h"
#include "ponder-transcript-pointer.h"
#include "ponder-transcript-selection.h"
#include "ponder-transcript-view.h"

G_BEGIN_DECLS

/* The line of text at the upper edge: what the reader's eye is on when the row around it changes. */
typedef struct
{
  PonderLeafPlace place;
  gpointer        leaf;         /* (nullable) weak: the text of `place`, which counts for more than its number */
  double          y;            /* where the line begins, in the view */
  gboolean        set;
  GtkWidget      *button;       /* (nullable) weak: what was pressed to unfold something, and stays for that */
  double          button_y;
} PonderEye;

/* Rows are made when they come near the window and dropped when they are far. What is kept of the place
 * is a row and where it begins: whatever is measured, added or removed elsewhere cannot move it. */
struct _PonderTranscriptView
{
  GtkWidget                  parent_instance;

  GtkAdjustment             *hadjustment;
  GtkAdjustment             *vadjustment;
  GtkScrollablePolicy        hscroll_policy;
  GtkScrollablePolicy        vscroll_policy;

  GListModel                *messages;
  GListModel                *turns;     /* (nullable) */
  PonderCodeHighlighter     *highlighter;
  PonderShelf               *shelf;     /* (nullable) */
  PonderTranscriptSelection *selection;
  PonderTranscriptPointer   *pointer;
  PonderTranscriptFind      *find;
  PonderRowHeights          *heights;
  GHashTable                *rows;      /* PonderMessage -> PonderMessageRow, the living ones */
  GHashTable                *unfolded;  /* ids of messages whose reasoning is open */
  GHashTable                *boards;    /* id of a message -> whether the reader opened or closed how it came about */
  PonderScrollFollow         follow;

  guint                      first;     /* living rows are first..end */
  guint                      end;
  guint                      anchor;    /* the row at the upper edge */
  double                     anchor_y;  /* where it begins; at most 0 except in a short list */
  PonderEye                  eye;
  double                     top;       /* of the view, in the list as far as it is known */
  double                     value;     /* the adjustment's, as last seen */
  double                     drift;     /* value - top, while the reader scrolls */
  int                        width;
  int                        column;    /* the most that its rows can be filled in the font they were measured with */

  char                      *place_id;  /* (nullable): the place to go to once it is there */
  int                        place_offset;

  char                      *marked_id; /* (nullable): the message that is shown to be the one */
  guint                      mark_source;

  guint                      cursor;    /* the row that has the keyboard, or had it last */
  guint                      focus_tick; /* until the row is there that gets it next */

  int                        margin;    /* how far rows live beyond the window */
  guint                      widen_source; /* until that is as far as they shall */
  guint                      n_guessed; /* of the first rows nobody has looked at the texts yet */
  guint                      estimate_source;

  gulong                     focus_handler;
  guint                      settle_source;
  guint                      notify_source;
  gboolean                   follows;   /* as last told */
  gboolean                   laying_out;
};

/* In ponder-transcript-view.c. */

/* (transfer none): the model holds it. */
PonderMessage    *ponder_transcript_view_get_message     (PonderTranscriptView *self,
                                                          guint                 index);
/* What is asked for on @row, and opened in it, is heard. */
void              ponder_transcript_view_connect_row     (PonderTranscriptView *self,
                                                          GtkWidget            *row);
void              ponder_transcript_view_notify_follows  (PonderTranscriptView *self);
void              ponder_transcript_view_open_link       (PonderTranscriptView *self,
                                                          const char           *target);
/* The selected text, else the message that has the keyboard. */
void              ponder_transcript_view_copy            (PonderTranscriptView *self);

/* In ponder-transcript-answers.c. */

/* (transfer floating) */
GtkWidget        *ponder_transcript_view_create_row      (PonderTranscriptView *self,
                                                          PonderMessage        *message);
/* What is shown of message number @index: of several answers the one that goes on. (transfer none) */
PonderMessage    *ponder_transcript_view_get_read_message (PonderTranscriptView *self,
                                                           guint                 index);
/* Whether the row of message number @index shows the message @message_id, as one of several answers, too. */
gboolean          ponder_transcript_view_row_shows       (PonderTranscriptView *self,
                                                          guint                 index,
                                                          const char           *message_id);
/* (nullable) (transfer none) */
PonderTurn       *ponder_transcript_view_find_turn       (PonderTranscriptView *self,
                                                          PonderMessage        *message);
/* (nullable): those that stand in the place of @message. (transfer none) */
GPtrArray        *ponder_transcript_view_get_columns     (PonderTranscriptView *self,
                                                          PonderMessage        *message);
/* What stands beside @first is not what it was: it gets a new row. */
void              ponder_transcript_view_columns_changed (PonderTranscriptView *self,
                                                          PonderMessage        *first);
/* How @message comes about is known now. */
void              ponder_transcript_view_board_added     (PonderTranscriptView *self,
                                                          PonderMessage        *message);
/* What of several answers is to stay in sight; @row has just been allocated. */
void              ponder_transcript_view_pin_columns     (PonderTranscriptView *self,
                                                          GtkWidget            *row);
/* The innermost row at a point. (nullable) (transfer none) */
PonderMessageRow *ponder_transcript_view_get_row_at      (PonderTranscriptView *self,
                                                          double                x,
                                                          double                y);

/* In ponder-transcript-mark.c. */

/* A new row may be the marked one. */
void              ponder_transcript_view_mark_row        (PonderTranscriptView *self,
                                                          PonderMessageRow     *row);
void              ponder_transcript_view_unmark          (PonderTranscriptView *self);

/* In ponder-transcript-estimates.c: how high rows will be. */

/* Other rows are in the list. */
void              ponder_transcript_estimates_splice     (PonderTranscriptView *self,
                                                          guint                 position,
                                                          guint                 n_removed,
                                                          guint                 n_added);
void              ponder_transcript_estimates_end        (PonderTranscriptView *self);

/* In ponder-transcript-layout.c: where rows stand. */

void              ponder_transcript_layout_run           (PonderTranscriptView *self,
                                                          int                   width,
                                                          int                   height);
/* The rows shall be placed again, before the next frame. */
void              ponder_transcript_layout_queue         (PonderTranscriptView *self);
void              ponder_transcript_layout_drop_rows     (PonderTranscriptView *self);
/* Another chat: what is in sight shall be seen first. */
void              ponder_transcript_layout_begin         (PonderTranscriptView *self);
/* Rows that kept an old height for the reader's eye take the one they need. */
void              ponder_transcript_layout_release_heights (PonderTranscriptView *self);
/* The reader unfolds something: what has the keyboard, if it is in sight, stays where it is. */
void              ponder_transcript_layout_unfold        (PonderTranscriptView *self);
/* Row @index shall begin at @y. */
void              ponder_transcript_layout_set_anchor    (PonderTranscriptView *self,
                                                          guint                 index,
                                                          double                y);
/* What stands above the answer of @row is about to have another height: its first line that is in sight stays. */
void              ponder_transcript_layout_keep_answer   (PonderTranscriptView *self,
                                                          PonderMessageRow     *row);
/* To be called when the vertical adjustment's value changes. */
void              ponder_transcript_layout_value_changed (PonderTranscriptView *self);
/* (nullable): the living row of message number @index. (transfer none) */
PonderMessageRow *ponder_transcript_view_get_row         (PonderTranscriptView *self,
                                                          guint                 index);
/* Number of the living row nearest to @y; FALSE when there is none. */
gboolean          ponder_transcript_view_find_row        (PonderTranscriptView *self,
                                                          double                y,
                                                          guint                *index);
/* Where message number @index begins in the view and how high it is. */
void              ponder_transcript_view_get_extent      (PonderTranscriptView *self,
                                                          guint                 index,
                                                          double               *y,
                                                          double               *height);
void              ponder_transcript_view_scroll_by       (PonderTranscriptView *self,
                                                          double                step);
void              ponder_transcript_view_go_to_start     (PonderTranscriptView *self);
/* Scrolls no more than it must. */
void              ponder_transcript_view_reveal          (PonderTranscriptView *self,
                                                          double                y,
                                                          double                height);

/* In ponder-transcript-keys.c: the keyboard. */

void              ponder_transcript_view_class_add_keys (GtkWidgetClass    *widget_class);
gboolean          ponder_transcript_view_focus      (GtkWidget            *widget,
                                                     GtkDirectionType      direction);
/* The focus of the window: what the keyboard goes to must be in sight. */
void              ponder_transcript_view_focus_changed (PonderTranscriptView *self,
                                                        GParamSpec           *pspec,
                                                        GtkRoot              *root);
/* Other messages are in the list: whoever had the keyboard in one that went has it in the one that took its place. */
void              ponder_transcript_view_keep_focus (PonderTranscriptView *self,
                                                     guint                 position,
                                                     guint                 removed,
                                                     guint                 added);
/* The row that has the keyboard, else the one at the upper edge. */
gboolean          ponder_transcript_view_get_cursor (PonderTranscriptView *self,
                                                     guint                *index);

G_END_DECLS
