/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A workspace in a folder of its own with a demo server as its provider. */

#pragma once

#include "ponder-demo-server.h"
#include "ponder-workspace.h"

G_BEGIN_DECLS

#define PONDER_TEST_PROVIDER "test"
#define PONDER_TEST_MODEL    "scripted"

typedef struct
{
  char                 *dir;
  PonderDemoServer     *server;
  PonderWorkspace      *workspace;
  PonderProviderConfig *provider;
  GPtrArray            *problems;       /* PonderFault: what "problem" said */
} PonderTest;

/* Opened, with the provider saved. */
PonderTest      *ponder_test_new             (void);
void             ponder_test_free            (PonderTest       *self);
void             ponder_test_close           (PonderTest       *self);
void             ponder_test_open            (PonderTest       *self);
/* Closes the workspace and opens another one on the same folder. */
void             ponder_test_reopen          (PonderTest       *self);

PonderWorkspace *ponder_test_open_workspace  (const char       *dir,
                                              GError          **error);
void             ponder_test_close_workspace (PonderWorkspace  *workspace);
void             ponder_test_save_provider   (PonderWorkspace  *workspace,
                                              PonderProviderConfig *provider);

/* A chat that asks the scripted model. (transfer full) */
PonderSession   *ponder_test_new_chat        (PonderTest       *self);
/* Opened and loaded. (transfer full) */
PonderTimeline  *ponder_test_open_chat       (PonderWorkspace  *workspace,
                                              PonderSession    *session);
/* Asks and waits for the end; the answer. (transfer none) */
PonderMessage   *ponder_test_ask             (PonderWorkspace  *workspace,
                                              PonderTimeline   *timeline,
                                              const char       *question);
void             ponder_test_wait_for_end    (PonderTurn       *turn);
/* Waits until the text of @message is at least @length bytes. */
void             ponder_test_wait_for_text   (PonderMessage    *message,
                                              gsize             length);
/* What the scripted model answers: pieces, each after @pause_ms. (NULL-terminated) */
void             ponder_test_script          (PonderTest       *self,
                                              guint             pause_ms,
                                              ...) G_GNUC_NULL_TERMINATED;

PonderMessage   *ponder_test_get_message     (PonderTimeline   *timeline,
                                              guint             position);  /* (transfer none) */
PonderSession   *ponder_test_get_session     (GListModel       *model,
                                              guint             position);  /* (transfer none) */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PonderTest, ponder_test_free)

G_END_DECLS
