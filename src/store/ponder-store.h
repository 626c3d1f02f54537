/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The door to everything that is kept: SQLite behind one worker thread. */

#pragma once

#include <gio/gio.h>

#include "ponder-backup-info.h"
#include "ponder-message.h"
#include "ponder-provider-config.h"
#include "ponder-session.h"
#include "ponder-store-rows.h"

G_BEGIN_DECLS

#define PONDER_TYPE_STORE (ponder_store_get_type ())

G_DECLARE_FINAL_TYPE (PonderStore, ponder_store, PONDER, STORE, GObject)

/* Signals, all on the thread that made the store:
 *   "changed-elsewhere" (): another program committed something: see ponder_store_list_changes_async(). */

/* Nothing is touched before ponder_store_open_async(). @data_dir holds everything of the user's. */
PonderStore *ponder_store_new                    (const char           *data_dir);
const char  *ponder_store_get_path               (PonderStore          *self);

/* Makes the folder (0700) and file (0600), migrates with a copy first, sets a corrupt file aside with what can be
 * read of it in a new one (then ponder_store_get_set_aside() names it), opens one of a newer version for reading
 * only (then ponder_store_get_read_only() is TRUE, and writing fails with PONDER_ERROR_STORE_TOO_NEW). Errors:
 * PONDER_ERROR_STORE with the path and what to do, PONDER_ERROR_STORE_TOO_NEW, PONDER_ERROR_STORE_FULL. */
void         ponder_store_open_async             (PonderStore          *self,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
gboolean     ponder_store_open_finish            (PonderStore          *self,
                                                  GAsyncResult         *result,
                                                  GError              **error);
/* (nullable): where a corrupt database was moved by the last open. */
const char  *ponder_store_get_set_aside          (PonderStore          *self);
/* (transfer none) (nullable): what was read of it. */
const PonderRecovery *ponder_store_get_recovery  (PonderStore          *self);
/* Somebody, this store or another, found the file damaged: opening it once more recovers what can be read. */
gboolean     ponder_store_is_damaged             (PonderStore          *self);
gboolean     ponder_store_get_read_only          (PonderStore          *self);

/* Writes what is queued and ends the worker. The store can be opened again. */
void         ponder_store_close_async            (PonderStore          *self,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
gboolean     ponder_store_close_finish           (PonderStore          *self,
                                                  GAsyncResult         *result,
                                                  GError              **error);

/* Every call below takes its own copy of what it is given, runs in the order of the calls, and ends
 * on the caller's main context. */

/* Every session, for a list that is still empty. (transfer full) */
void                 ponder_store_list_sessions_async  (PonderStore          *self,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
PonderStoreSessions *ponder_store_list_sessions_finish (PonderStore          *self,
                                                        GAsyncResult         *result,
                                                        GError              **error);

/* At most so many changes come at once. */
#define PONDER_STORE_MAX_CHANGES 50

/* What happened after the change @serial, or all that ever did for 0, whoever did it: each session
 * once, in the order of their last changes. (element-type PonderStoreChange) (transfer full) */
void                 ponder_store_list_changes_async   (PonderStore          *self,
                                                        gint64                serial,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
GPtrArray           *ponder_store_list_changes_finish  (PonderStore          *self,
                                                        GAsyncResult         *result,
                                                        GError              **error);

/* One session wherever it is, by its id or by the beginning of its id when that is unique.
 * (transfer full); PONDER_ERROR_INVALID_REQUEST when there is none or more than one. */
void           ponder_store_find_session_async   (PonderStore          *self,
                                                  const char           *id,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
PonderSession *ponder_store_find_session_finish  (PonderStore          *self,
                                                  GAsyncResult         *result,
                                                  GError              **error);

/* No more than so many are counted, and given. */
#define PONDER_STORE_MAX_HITS 1000

/* Titles and messages, of all branches and without the trash, that @query finds: titles first, each in
 * @order; @limit of them after the first @offset. NEWEST is by time among those that were stored last,
 * which is quick for any word; BEST has to weigh every message that has it. Cancelling ends the search
 * itself. (transfer full) */
void             ponder_store_search_async         (PonderStore          *self,
                                                    PonderSearchQuery    *query,
                                                    PonderSearchOrder     order,
                                                    guint                 offset,
                                                    guint                 limit,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
PonderStoreHits *ponder_store_search_finish        (PonderStore          *self,
                                                    GAsyncResult         *result,
                                                    GError              **error);

/* Inserts or updates all stored values of @session (its messages are not touched). */
void         ponder_store_save_session_async     (PonderStore          *self,
                                                  PonderSession        *session,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
gboolean     ponder_store_save_session_finish    (PonderStore          *self,
                                                  GAsyncResult         *result,
                                                  GError              **error);
/* The same for several, in one transaction. (element-type PonderSession) */
void         ponder_store_save_sessions_async    (PonderStore          *self,
                                                  GPtrArray            *sessions,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
gboolean     ponder_store_save_sessions_finish   (PonderStore          *self,
                                                  GAsyncResult         *result,
                                                  GError              **error);

/* Stores @session, which is new, with a copy of all messages of @source_id: their ids and branches stay,
 * what is being written is a copy that was interrupted. (transfer full): the row as it is afterwards. */
void           ponder_store_copy_session_async   (PonderStore          *self,
                                                  const char           *source_id,
                                                  PonderSession        *session,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
PonderSession *ponder_store_copy_session_finish  (PonderStore          *self,
                                                  GAsyncResult         *result,
                                                  GError              **error);

/* (element-type PonderTrashedBranch) (transfer full): those of chats that are not in the trash, what was thrown
 * away last first. They are thrown away, and brought back, by saving their messages. */
void         ponder_store_list_trashed_branches_async  (PonderStore          *self,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
GPtrArray   *ponder_store_list_trashed_branches_finish (PonderStore          *self,
                                                        GAsyncResult         *result,
                                                        GError              **error);

/* Removes for good what was thrown away at @time or before: chats with their messages, and branches. */
void         ponder_store_purge_trash_async      (PonderStore          *self,
                                                  gint64                time,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
gboolean     ponder_store_purge_trash_finish     (PonderStore          *self,
                                                  GAsyncResult         *result,
                                                  GError              **error);

/* All branches, the trash included, in the order they were made. A message left streaming by a program that is gone
 * comes back INTERRUPTED. (element-type PonderMessage) (transfer full) */
void         ponder_store_load_messages_async    (PonderStore          *self,
                                                  const char           *session_id,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
GPtrArray   *ponder_store_load_messages_finish   (PonderStore          *self,
                                                  GAsyncResult         *result,
                                                  GError              **error);
/* The same for the last @n_messages of the shown branch, to be seen meanwhile; none when it cannot be told quickly. */
void         ponder_store_load_latest_async      (PonderStore          *self,
                                                  const char           *session_id,
                                                  guint                 n_messages,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
GPtrArray   *ponder_store_load_latest_finish     (PonderStore          *self,
                                                  GAsyncResult         *result,
                                                  GError              **error);

/* Inserts or updates @messages of one session in one transaction, with the session's row (its
 * preview, count and time are brought up to date by it, and with them those of @session when it
 * ends well); the session is created if it is new. Its own values, such as the title, go along when
 * they changed since this store last saved them: another program may have set them meanwhile. */
void         ponder_store_save_messages_async    (PonderStore          *self,
                                                  PonderSession        *session,
                                                  GPtrArray            *messages,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
gboolean     ponder_store_save_messages_finish   (PonderStore          *self,
                                                  GAsyncResult         *result,
                                                  GError              **error);

/* (element-type PonderProviderConfig) (transfer full), in the order they were added. */
void         ponder_store_list_providers_async   (PonderStore          *self,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
GPtrArray   *ponder_store_list_providers_finish  (PonderStore          *self,
                                                  GAsyncResult         *result,
                                                  GError              **error);
void         ponder_store_save_provider_async    (PonderStore          *self,
                                                  PonderProviderConfig *provider,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
gboolean     ponder_store_save_provider_finish   (PonderStore          *self,
                                                  GAsyncResult         *result,
                                                  GError              **error);
void         ponder_store_remove_provider_async  (PonderStore          *self,
                                                  const char           *provider_id,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
gboolean     ponder_store_remove_provider_finish (PonderStore          *self,
                                                  GAsyncResult         *result,
                                                  GError              **error);

/* What a person chose for this folder: "default-model", "last-session".
 * (element-type utf8 utf8) (transfer full) */
void         ponder_store_list_choices_async     (PonderStore          *self,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
GHashTable  *ponder_store_list_choices_finish    (PonderStore          *self,
                                                  GAsyncResult         *result,
                                                  GError              **error);
/* An empty @value is none. */
void         ponder_store_save_choice_async      (PonderStore          *self,
                                                  const char           *name,
                                                  const char           *value,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
gboolean     ponder_store_save_choice_finish     (PonderStore          *self,
                                                  GAsyncResult         *result,
                                                  GError              **error);

/* What `doctor` says: "ok" or what is wrong, from PRAGMA quick_check; that is remembered for the next time the file is
 * opened. (transfer full) */
void         ponder_store_check_async            (PonderStore          *self,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
char        *ponder_store_check_finish           (PonderStore          *self,
                                                  GAsyncResult         *result,
                                                  GError              **error);

G_END_DECLS
