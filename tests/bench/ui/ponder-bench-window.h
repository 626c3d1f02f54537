/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program's own window on chats that were made for it. */

#pragma once

#include <adwaita.h>

#include "ponder-model-catalog.h"
#include "ponder-store.h"
#include "ponder-transcript-view.h"
#include "ponder-window.h"
#include "ponder-workspace.h"

G_BEGIN_DECLS

#define PONDER_BENCH_WIDTH 1000
#define PONDER_BENCH_HEIGHT 800

typedef struct
{
  char                 *path;
  AdwApplication       *application;
  PonderWorkspace      *workspace;
  PonderModelCatalog   *catalog;
  PonderWindow         *window;
  PonderTranscriptView *transcript;
  GtkWidget            *composer;
  double                work;   /* milliseconds that the main thread worked to show what was shown last */
} PonderBenchWindow;

/* FALSE after saying that nothing is measured: there is no display. */
gboolean           ponder_bench_init                  (void);

/* The chats in the folder @path, without a window. (transfer full) */
PonderStore       *ponder_bench_store_open            (const char              *path);
/* Takes @store. */
void               ponder_bench_store_close           (PonderStore             *store);
/* Stores a chat of @texts in the folder @path, question and answer in turn. */
void               ponder_bench_store_chat            (const char              *path,
                                                       const char              *id,
                                                       const char *const       *texts,
                                                       guint                    n_texts);
/* The same with @n_messages of ponder_bench_text_dup_message(). */
void               ponder_bench_store_long_chat       (const char              *path,
                                                       const char              *id,
                                                       guint                    n_messages);

/* A chat of the last @n_messages of a chat of @n_all such ones. */
void               ponder_bench_store_end_of_chat     (const char              *path,
                                                       const char              *id,
                                                       guint                    n_all,
                                                       guint                    n_messages);

/* Opens the window on the chats in @path, a new chat in sight. */
PonderBenchWindow *ponder_bench_window_open           (const char              *path);
void               ponder_bench_window_close          (PonderBenchWindow       *self);
/* Shows the chat and runs until its messages are painted; gives the milliseconds that took. */
double             ponder_bench_window_show           (PonderBenchWindow       *self,
                                                       const char              *id);
/* Shows a new chat and runs until that is painted; gives the milliseconds that took. */
double             ponder_bench_window_show_new       (PonderBenchWindow       *self);
/* Adds a server of the OpenAI dialect at @port and chooses it for the chat that is shown. */
void               ponder_bench_window_use_server     (PonderBenchWindow       *self,
                                                       guint                    port);
/* Sends a question. */
void               ponder_bench_window_ask            (PonderBenchWindow       *self);
/* (transfer none) (nullable) */
PonderMessage     *ponder_bench_window_get_last       (PonderBenchWindow       *self);

/* Runs until the next frame of @widget's window is painted, which it asks for. */
void               ponder_bench_wait_frame            (GtkWidget               *widget);

/* Starts bench-answer-server with @text at @n_tokens a second; gives its port. */
guint              ponder_bench_start_server          (const char              *program,
                                                       const char              *text,
                                                       guint                    n_tokens,
                                                       GSubprocess            **process);

G_END_DECLS
