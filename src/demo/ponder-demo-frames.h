/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The JSON of the OpenAI chat dialect, as a server writes it. All (transfer full). */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *ponder_demo_frame_role    (const char         *model);
/* @field is "content" or "reasoning_content". */
char *ponder_demo_frame_delta   (const char         *model,
                                 const char         *field,
                                 const char         *text);
char *ponder_demo_frame_tool    (const char         *model,
                                 const char         *id,
                                 const char         *name,
                                 const char         *arguments);
char *ponder_demo_frame_finish  (const char         *model,
                                 const char         *reason);
char *ponder_demo_frame_usage   (const char         *model,
                                 int                 input_tokens,
                                 int                 output_tokens,
                                 int                 reasoning_tokens);
char *ponder_demo_body_complete (const char         *model,
                                 const char         *reasoning,     /* (nullable) */
                                 const char         *text,
                                 const char         *reason,
                                 int                 input_tokens,
                                 int                 output_tokens);
char *ponder_demo_body_tool     (const char         *model,
                                 const char         *id,
                                 const char         *name,
                                 const char         *arguments,
                                 int                 input_tokens,
                                 int                 output_tokens);
char *ponder_demo_body_error    (const char         *message,
                                 const char         *type,
                                 const char         *code);         /* (nullable) */
char *ponder_demo_body_models   (const char *const  *names);

G_END_DECLS
