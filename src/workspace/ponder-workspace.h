/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The root of what a front end shows. Made once, passed down, never a global. */

#pragma once

#include <gio/gio.h>

#include "ponder-fault.h"
#include "ponder-keyring.h"
#include "ponder-message.h"
#include "ponder-provider-config.h"
#include "ponder-provider-preset.h"
#include "ponder-search.h"
#include "ponder-session-list.h"
#include "ponder-settings.h"
#include "ponder-timeline.h"
#include "ponder-turn.h"
#include "ponder-workspace-activity.h"
#include "ponder-workspace-attachments.h"
#include "ponder-workspace-branches.h"
#include "ponder-workspace-cache.h"
#include "ponder-workspace-comparisons.h"
#include "ponder-workspace-parameters.h"
#include "ponder-workspace-safety.h"
#include "ponder-workspace-think.h"

G_BEGIN_DECLS

typedef enum
{
  PONDER_PROFILE_PRODUCTION,    /* 20 calls at a time; answers are kept in the folder, within the settings' limits */
  PONDER_PROFILE_DEVELOPMENT,   /* 5; 100 answers, 10 MB, for 5 minutes, in memory */
} PonderProfile;

#define PONDER_TYPE_WORKSPACE (ponder_workspace_get_type ())

G_DECLARE_FINAL_TYPE (PonderWorkspace, ponder_workspace, PONDER, WORKSPACE, GObject)

/* Property "read-only": see ponder-workspace-safety.h, where copies and checks are.
 * Signals:
 *   "problem" (PonderFault*): something failed that belongs to no message: a chat could not be saved, a
 *     corrupt database was set aside, the keyring is locked. Show it as a dialog.
 *   "filed" (): something about a chat may have changed that says where it belongs: its list, its place there,
 *     its tags. */

/* NULL for the usual places: $XDG_DATA_HOME/ponder, and GSettings. */
PonderWorkspace  *ponder_workspace_new                  (const char            *data_dir,
                                                         const char            *config_dir);
const char       *ponder_workspace_get_data_dir         (PonderWorkspace       *self);
const char       *ponder_workspace_get_database_path    (PonderWorkspace       *self);

/* Before it is opened; PRODUCTION unless said otherwise. */
void              ponder_workspace_set_profile          (PonderWorkspace       *self,
                                                         PonderProfile          profile);

/* Opens the database, loads sessions and providers. The error carries a PonderFault for a dialog. */
void              ponder_workspace_open_async           (PonderWorkspace       *self,
                                                         GCancellable          *cancellable,
                                                         GAsyncReadyCallback    callback,
                                                         gpointer               user_data);
gboolean          ponder_workspace_open_finish          (PonderWorkspace       *self,
                                                         GAsyncResult          *result,
                                                         GError               **error);
/* Stops every turn, writes everything, closes the database. */
void              ponder_workspace_close_async          (PonderWorkspace       *self,
                                                         GAsyncReadyCallback    callback,
                                                         gpointer               user_data);
gboolean          ponder_workspace_close_finish         (PonderWorkspace       *self,
                                                         GAsyncResult          *result,
                                                         GError               **error);

/* (transfer none), each lives as long as the workspace. */
PonderSettings    *ponder_workspace_get_settings        (PonderWorkspace       *self);
PonderKeyring     *ponder_workspace_get_keyring         (PonderWorkspace       *self);
PonderSessionList *ponder_workspace_get_sessions        (PonderWorkspace       *self);
PonderSessionList *ponder_workspace_get_archive         (PonderWorkspace       *self);
GListModel        *ponder_workspace_get_trash           (PonderWorkspace       *self);  /* PonderSession */
GListModel        *ponder_workspace_get_providers       (PonderWorkspace       *self);  /* PonderProviderConfig */
GListModel        *ponder_workspace_get_turns           (PonderWorkspace       *self);  /* PonderTurn, running */

/* --- chats --- */

/* A chat of the default model that is stored with its first message or draft. (transfer full) */
PonderSession    *ponder_workspace_create_session       (PonderWorkspace       *self);
PonderSession    *ponder_workspace_lookup_session       (PonderWorkspace       *self,
                                                         const char            *id);  /* (transfer none) (nullable) */
/* A chat of the default model that is never stored, listed or remembered: for single answers. (transfer full) */
PonderSession    *ponder_workspace_create_private_session (PonderWorkspace     *self);
/* By its id, or by the beginning of its id when that is unique, the trash included. (transfer full): the
 * object that is listed. PONDER_ERROR_INVALID_REQUEST when there is none or more than one. */
void              ponder_workspace_find_session_async   (PonderWorkspace       *self,
                                                         const char            *id_or_prefix,
                                                         GCancellable          *cancellable,
                                                         GAsyncReadyCallback    callback,
                                                         gpointer               user_data);
PonderSession    *ponder_workspace_find_session_finish  (PonderWorkspace       *self,
                                                         GAsyncResult          *result,
                                                         GError               **error);
/* All branches, without the trash, in the order they were made, without showing them; ponder_branch_find_path() picks
 * the shown ones. (element-type PonderMessage) (transfer full) */
void              ponder_workspace_load_messages_async  (PonderWorkspace       *self,
                                                         PonderSession         *session,
                                                         GCancellable          *cancellable,
                                                         GAsyncReadyCallback    callback,
                                                         gpointer               user_data);
GPtrArray        *ponder_workspace_load_messages_finish (PonderWorkspace       *self,
                                                         GAsyncResult          *result,
                                                         GError               **error);
/* The same timeline for the same session as long as somebody holds it; loads by itself. (transfer full) */
PonderTimeline   *ponder_workspace_open_timeline        (PonderWorkspace       *self,
                                                         PonderSession         *session);
/* The title is fixed from now on. */
void              ponder_workspace_rename_session       (PonderWorkspace       *self,
                                                         PonderSession         *session,
                                                         const char            *title);
/* Stores what was set on @session (pinned, config, draft, scroll), at most once a second. */
void              ponder_workspace_save_session         (PonderWorkspace       *self,
                                                         PonderSession         *session);
/* Stops its turn and moves it to the trash; restore undoes it. */
void              ponder_workspace_trash_session        (PonderWorkspace       *self,
                                                         PonderSession         *session);
void              ponder_workspace_restore_session      (PonderWorkspace       *self,
                                                         PonderSession         *session);

/* A copy of a chat with all its branches, called “Copy of …”, pinned nowhere, in no archive and no trash. What is being
 * written to @session is in the copy up to here. (transfer full) */
void              ponder_workspace_copy_session_async   (PonderWorkspace       *self,
                                                         PonderSession         *session,
                                                         GCancellable          *cancellable,
                                                         GAsyncReadyCallback    callback,
                                                         gpointer               user_data);
PonderSession    *ponder_workspace_copy_session_finish  (PonderWorkspace       *self,
                                                         GAsyncResult          *result,
                                                         GError               **error);
/* Every tag of a chat or an archived chat, in the order of words, each once whatever its case. (transfer full) */
GStrv             ponder_workspace_dup_tags             (PonderWorkspace       *self);

/* Finds among everything that is stored. Made for one list of hits; any number may be in use.
 * (transfer full) */
PonderSearch     *ponder_workspace_new_search           (PonderWorkspace       *self);

/* --- turns --- */

/* The chats that windows show (element-type PonderSession) go before the others in the queues. */
void              ponder_workspace_set_shown            (PonderWorkspace       *self,
                                                         GPtrArray             *sessions);

/* Adds the question and an answer to come to @timeline at once (or as soon as it is loaded), stores the
 * question before anything leaves, and asks. @timeline has no turn. (transfer full) */
PonderTurn       *ponder_workspace_begin_turn           (PonderWorkspace       *self,
                                                         PonderTimeline        *timeline,
                                                         const char            *text);
/* @parts (element-type PonderPart) (nullable): what is attached to it, those of a PonderDraftPart or of another
 * message; the text may be empty when there are some. */
PonderTurn       *ponder_workspace_begin_turn_full      (PonderWorkspace       *self,
                                                         PonderTimeline        *timeline,
                                                         const char            *text,
                                                         GPtrArray             *parts,
                                                         PonderTurnFlags        flags);
/* Answers the question before @answer once more, as a new branch; @answer stays. (transfer full) */
PonderTurn       *ponder_workspace_regenerate           (PonderWorkspace       *self,
                                                         PonderTimeline        *timeline,
                                                         PonderMessage         *answer);
/* Goes on with @answer, which is unfinished, as a new branch beside it that begins with what there is; @answer
 * stays. (transfer full) */
PonderTurn       *ponder_workspace_continue_answer      (PonderWorkspace       *self,
                                                         PonderTimeline        *timeline,
                                                         PonderMessage         *answer);
/* A new branch beside @question with other words, and with what is attached to it. (transfer full) */
PonderTurn       *ponder_workspace_edit_question        (PonderWorkspace       *self,
                                                         PonderTimeline        *timeline,
                                                         PonderMessage         *question,
                                                         const char            *text);
/* The same with @parts attached, and nothing else. (transfer full) */
PonderTurn       *ponder_workspace_edit_question_full   (PonderWorkspace       *self,
                                                         PonderTimeline        *timeline,
                                                         PonderMessage         *question,
                                                         const char            *text,
                                                         GPtrArray             *parts);

/* --- providers --- */

/* A list of PonderProviderPreset.
 * (transfer none) */
GListModel       *ponder_workspace_get_presets          (PonderWorkspace       *self);
/* A configuration from preset @preset_id with an id that is still free; not added yet. (transfer full) */
PonderProviderConfig *ponder_workspace_new_provider     (PonderWorkspace       *self,
                                                         const char            *preset_id);
PonderProviderConfig *ponder_workspace_lookup_provider  (PonderWorkspace       *self,
                                                         const char            *id);  /* (transfer none) (nullable) */
/* Adds or updates; the first one with a default model becomes the default of new chats. */
void              ponder_workspace_save_provider_async  (PonderWorkspace       *self,
                                                         PonderProviderConfig  *provider,
                                                         GCancellable          *cancellable,
                                                         GAsyncReadyCallback    callback,
                                                         gpointer               user_data);
gboolean          ponder_workspace_save_provider_finish (PonderWorkspace       *self,
                                                         GAsyncResult          *result,
                                                         GError               **error);
/* Its key is removed too; chats keep its name. */
void              ponder_workspace_remove_provider_async  (PonderWorkspace       *self,
                                                           PonderProviderConfig  *provider,
                                                           GCancellable          *cancellable,
                                                           GAsyncReadyCallback    callback,
                                                           gpointer               user_data);
gboolean          ponder_workspace_remove_provider_finish (PonderWorkspace       *self,
                                                           GAsyncResult          *result,
                                                           GError               **error);
/* What the server offers, or said less than a minute ago; with @key (nullable), which is tried instead of the stored
 * one, it is asked anew. (transfer full): a list of PonderModelInfo */
void              ponder_workspace_list_models_async    (PonderWorkspace       *self,
                                                         PonderProviderConfig  *provider,
                                                         const char            *key,
                                                         GCancellable          *cancellable,
                                                         GAsyncReadyCallback    callback,
                                                         gpointer               user_data);
/* What servers said before is not good enough for whoever asks next. */
void              ponder_workspace_forget_models        (PonderWorkspace       *self);
GListModel       *ponder_workspace_list_models_finish   (PonderWorkspace       *self,
                                                         GAsyncResult          *result,
                                                         GError               **error);
/* Starts the built-in server and puts "demo" among the providers (never stored). (transfer none) */
PonderProviderConfig *ponder_workspace_start_demo       (PonderWorkspace       *self,
                                                         GError               **error);

/* --- what is nearby --- */

/* Local servers on their usual ports and keys in the environment. (transfer full): a list of
 * PonderDiscovery; an empty one is no error. */
void              ponder_workspace_discover_async       (PonderWorkspace       *self,
                                                         GCancellable          *cancellable,
                                                         GAsyncReadyCallback    callback,
                                                         gpointer               user_data);
GListModel       *ponder_workspace_discover_finish      (PonderWorkspace       *self,
                                                         GAsyncResult          *result,
                                                         GError               **error);

G_END_DECLS
