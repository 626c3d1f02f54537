/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the demo server sends and when: bytes, pauses and cuts. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _PonderDemoScript PonderDemoScript;

/* Status line and headers are sent when the first body step comes, after the pauses before it. */
PonderDemoScript *ponder_demo_script_new        (guint              status,
                                                 const char        *content_type);
void              ponder_demo_script_free       (PonderDemoScript  *self);
PonderDemoScript *ponder_demo_script_copy       (PonderDemoScript  *self);
void              ponder_demo_script_header     (PonderDemoScript  *self,
                                                 const char        *name,
                                                 const char        *value);
/* One network chunk of the body, as it is. */
void              ponder_demo_script_bytes      (PonderDemoScript  *self,
                                                 const char        *data,
                                                 gssize             length);
/* "data: " + printf + blank line. */
void              ponder_demo_script_event      (PonderDemoScript  *self,
                                                 const char        *format,
                                                 ...) G_GNUC_PRINTF (2, 3);
/* Frames of the OpenAI chat dialect. */
void              ponder_demo_script_text       (PonderDemoScript  *self,
                                                 const char        *text);
void              ponder_demo_script_reasoning  (PonderDemoScript  *self,
                                                 const char        *text);
void              ponder_demo_script_end        (PonderDemoScript  *self,   /* finish chunk, usage, [DONE] */
                                                 const char        *finish_reason,
                                                 int                input_tokens,
                                                 int                output_tokens);
void              ponder_demo_script_pause      (PonderDemoScript  *self,
                                                 guint              ms);
/* The connection closes here: cleanly between chunks, or with a reset inside one. */
void              ponder_demo_script_cut        (PonderDemoScript  *self);
void              ponder_demo_script_reset      (PonderDemoScript  *self);
/* Nothing more is sent and nothing is closed, until the client leaves. */
void              ponder_demo_script_hang       (PonderDemoScript  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderDemoScript, ponder_demo_script_free)

G_END_DECLS
