/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The calls of the store, waited for. Each fails the test when it fails or gives an error. */

#pragma once

#include "ponder-store.h"

G_BEGIN_DECLS

PonderStore   *ponder_test_store_open           (const char           *data_dir);
/* Expects the error @code. */
void           ponder_test_store_refuse         (const char           *data_dir,
                                                 int                   code,
                                                 const char           *words);
/* Closes and lets go of it. */
void           ponder_test_store_close          (PonderStore          *store);

void           ponder_test_store_save_session   (PonderStore          *store,
                                                 PonderSession        *session);
gboolean       ponder_test_store_try_save       (PonderStore          *store,
                                                 PonderSession        *session,
                                                 GPtrArray            *messages,
                                                 GError              **error);
void           ponder_test_store_save           (PonderStore          *store,
                                                 PonderSession        *session,
                                                 GPtrArray            *messages);
void           ponder_test_store_save_one       (PonderStore          *store,
                                                 PonderSession        *session,
                                                 PonderMessage        *message);
void           ponder_test_store_purge_trash    (PonderStore          *store,
                                                 gint64                time);
void           ponder_test_store_save_provider  (PonderStore          *store,
                                                 PonderProviderConfig *provider);
GPtrArray     *ponder_test_store_list           (PonderStore          *store,
                                                 gboolean              trash);
GPtrArray     *ponder_test_store_list_changes   (PonderStore          *store,
                                                 gint64                serial);
PonderSession *ponder_test_store_find           (PonderStore          *store,
                                                 const char           *id,
                                                 GError              **error);
GPtrArray     *ponder_test_store_load           (PonderStore          *store,
                                                 const char           *session_id);
GPtrArray     *ponder_test_store_list_providers (PonderStore          *store);
/* Expects that nothing is wrong with the file. */
void           ponder_test_store_check          (PonderStore          *store);
/* Searches on 2026-11-20 at noon in UTC. (transfer full) */
PonderStoreHits *ponder_test_store_search_full  (PonderStore          *store,
                                                 const char           *text,
                                                 PonderSearchOrder     order,
                                                 guint                 offset,
                                                 guint                 limit);
/* All hits, newest first, as "session/message" with spaces between; a title is "session/". (transfer
 * full) */
char          *ponder_test_store_search         (PonderStore          *store,
                                                 const char           *text);

/* "m1", "m2", ... made one after the other; @parent_id nullable. (transfer full) */
PonderMessage *ponder_test_message_new          (const char           *id,
                                                 const char           *parent_id,
                                                 PonderRole            role,
                                                 const char           *text);

/* SHA-256 of a file. (transfer full) */
char          *ponder_test_file_digest          (const char           *path);
/* Runs SQL on the file with no store around it. */
void           ponder_test_sql                  (const char           *path,
                                                 const char           *sql);

/* The path of a file in @dir whose name ends with @suffix. (transfer full) (nullable) */
char          *ponder_test_find_file            (const char           *dir,
                                                 const char           *suffix);

/* This program once more, as `PROGRAM --child ARGUMENTS...`, its output in a pipe. (transfer
 * full) */
GSubprocess   *ponder_test_child_new            (const char           *argument,
                                                 ...) G_GNUC_NULL_TERMINATED;
/* Waits for its end, which must be 0, within 30 seconds. Gives what it wrote. (transfer full) */
char          *ponder_test_child_finish         (GSubprocess          *child);

G_END_DECLS
