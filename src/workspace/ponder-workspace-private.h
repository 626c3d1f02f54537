/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the workspace share. */

#pragma once

#include "ponder-activity-board-private.h"
#include "ponder-attachments.h"
#include "ponder-autosave-private.h"
#include "ponder-cache.h"
#include "ponder-demo-server.h"
#include "ponder-http.h"
#include "ponder-lru.h"
#include "ponder-request.h"
#include "ponder-service.h"
#include "ponder-store.h"
#include "ponder-workspace.h"

G_BEGIN_DECLS

/* The one provider that is never stored. */
#define PONDER_DEMO_PROVIDER "demo"

/* Made by the program, ended by ponder_workspace_close_async(); everything lives on its thread. It owns
 * what has no other owner: lists, the door to the store, the door to the models, running turns. */
struct _PonderWorkspace
{
  GObject            parent_instance;

  char              *data_dir;
  char              *config_dir;
  PonderSettings    *settings;
  PonderKeyring     *keyring;
  PonderStore       *store;
  PonderAttachments *attachments;
  PonderShelf       *shelf;
  PonderAutosave    *autosave;
  PonderHttp        *http;
  PonderService     *service;
  PonderActivityBoard *board;   /* (nullable): none once it is closed */
  PonderDemoServer  *demo;

  PonderProfile      profile;
  char              *cache_path;        /* (nullable): answers are kept in memory only */
  PonderCacheFile   *cache_file;        /* (nullable): the same, or it is not open */
  PonderCache       *cache;             /* of answers; (nullable): it is not open */
  PonderCache       *model_lists;
  PonderLru         *recent;            /* session id -> PonderTimeline that need not be read again */

  PonderSessionList *sessions;
  PonderSessionList *archive;
  PonderSessionList *trash;
  GListStore        *trashed_branches;
  GListStore        *providers;
  GListStore        *presets;
  GListStore        *turns;
  GListStore        *runs;              /* PonderThinkRun, running */

  GHashTable        *timelines;         /* session id -> GWeakRef of a PonderTimeline */
  GHashTable        *stale;             /* set of ids of sessions that changed elsewhere, and were not read again */
  GHashTable        *fresh;             /* set of ids of sessions that are not stored yet */
  GHashTable        *private_ids;       /* set of ids of sessions that never are */

  GHashTable        *draft_parts;       /* session id -> what is attached to its draft, see ponder-draft-parts.h */
  GHashTable        *paces;             /* name of a choice -> PonderThinkPace */
  GHashTable        *comparisons;       /* session id -> PonderComparison */
  GPtrArray         *awaited;           /* (nullable): what is still read for drafts, see ponder-workspace-awaited.c */
  GCancellable      *cleaning;          /* (nullable) */

  guint              clean_source;
  guint              n_choices_saving;  /* that are not in the store yet */
  guint              n_provider_changes;
  guint              n_calls;           /* at a time */
  gint64             serial;            /* of the last stored change that the lists show */

  gint64             last_check;        /* when somebody last looked at the whole file, or 0 */
  char              *last_verdict;      /* (nullable): and what was found */
  guint              upkeep_source;     /* the next look whether there is something to do */
  GCancellable      *upkeep;            /* (nullable): of the copy or check under way */
  GTask             *closing;           /* (nullable): waits for its end */

  guint              refreshing : 1;
  guint              refresh_again : 1;
  guint              is_open : 1;
  guint              has_purged : 1;     /* what lay in the trash for too long is gone */
  guint              has_choices : 1;
  guint              loading_choices : 1;
  guint              choices_passed_by : 1;     /* read while there was some to be saved */
  guint              read_only : 1;             /* a newer version made the database */
  guint              told_no_copy : 1;
};

/* ponder-workspace.c */
void       ponder_workspace_report          (PonderWorkspace      *self,
                                             const GError         *error,
                                             const char           *operation);
/* Emits "filed". */
void       ponder_workspace_notify_filed    (PonderWorkspace      *self);

/* ponder-workspace-activity.c */
/* From now on other programs see what this one asks. */
void       ponder_workspace_show_activity   (PonderWorkspace      *self);

/* ponder-workspace-attachments.c */
/* Files that nobody needs are removed some time from now, unless it ends before. */
void       ponder_workspace_begin_cleaning  (PonderWorkspace      *self);
void       ponder_workspace_end_cleaning    (PonderWorkspace      *self);
/* @choices are those of the store. */
void       ponder_workspace_merge_draft_parts (PonderWorkspace    *self,
                                               GHashTable         *choices);
gboolean   ponder_workspace_has_draft_parts (PonderWorkspace      *self,
                                             PonderSession        *session);
/* ponder-workspace-branches.c */
/* Brings the list of what is in the trash up to date. */
void       ponder_workspace_read_trashed_branches (PonderWorkspace *self);

/* ponder-workspace-cache.c */
/* Kept answers are as good to @request as @wanted says, or no good when the settings or its chat say so. */
void       ponder_workspace_apply_cache     (PonderWorkspace      *self,
                                             PonderRequest        *request,
                                             PonderCacheUse        wanted);
void       ponder_workspace_set_up_caches   (PonderWorkspace      *self);
/* Once the settings are known. */
void       ponder_workspace_open_cache      (PonderWorkspace      *self);
/* Nobody may be asking any more. */
void       ponder_workspace_close_cache_async  (PonderWorkspace      *self,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
void       ponder_workspace_close_cache_finish (PonderWorkspace      *self,
                                                GAsyncResult         *result);
/* As many calls at a time are wanted: whoever says how many knows better than the profile. */
void       ponder_workspace_allow_calls     (PonderWorkspace      *self,
                                             guint                 n_calls);

/* ponder-workspace-choices.c */
void       ponder_workspace_merge_choices   (PonderWorkspace      *self,
                                             GHashTable           *choices);
void       ponder_workspace_watch_choices   (PonderWorkspace      *self);
/* What is read meanwhile is older. */
void       ponder_workspace_save_choice     (PonderWorkspace      *self,
                                             const char           *name,
                                             const char           *value);

/* ponder-workspace-open.c */
/* Goes on with closing, the task @closing. */
void       ponder_workspace_close_store     (PonderWorkspace      *self,
                                             GTask                *closing);

/* ponder-workspace-refresh.c */
/* Reads chats, trash, providers and choices, and makes the lists say what is stored. */
void       ponder_workspace_refresh_async   (PonderWorkspace      *self,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
gboolean   ponder_workspace_refresh_finish  (PonderWorkspace      *self,
                                             GAsyncResult         *result,
                                             GError              **error);
/* Does so again, now or after the reading that is under way. */
void       ponder_workspace_read_changes    (PonderWorkspace      *self);

/* ponder-workspace-safety.c */
/* That the database was damaged, or is of a newer version. */
void       ponder_workspace_tell_opening    (PonderWorkspace      *self);
void       ponder_workspace_begin_upkeep    (PonderWorkspace      *self);
/* TRUE: something is under way, and ponder_workspace_close_store() is called at its end. */
gboolean   ponder_workspace_stop_upkeep     (PonderWorkspace      *self,
                                             GTask                *closing);
void       ponder_workspace_take_last_check (PonderWorkspace      *self,
                                             GHashTable           *choices);
void       ponder_workspace_note_check      (PonderWorkspace      *self,
                                             const char           *verdict);

/* ponder-workspace-sessions.c */
void       ponder_workspace_purge_old_trash (PonderWorkspace      *self);
/* Puts @session where it belongs: into the list, the archive or the trash, or nowhere while it is not stored. */
void       ponder_workspace_file_session    (PonderWorkspace      *self,
                                             PonderSession        *session);
/* The store has no such chat any more. */
void       ponder_workspace_drop_session    (PonderWorkspace      *self,
                                             PonderSession        *session);
/* @session is being stored from now on. */
void       ponder_workspace_note_stored     (PonderWorkspace      *self,
                                             PonderSession        *session);
/* Gives @session the model of the settings. */
void       ponder_workspace_set_default_model (PonderWorkspace    *self,
                                               PonderSession      *session);

/* ponder-workspace-timelines.c */
/* Reloads the timeline of @session if somebody holds it. */
void       ponder_workspace_reload_timeline (PonderWorkspace      *self,
                                             PonderSession        *session);
/* What is in memory of @session may be out of date: it is read when it is opened again. */
void       ponder_workspace_doubt_timeline  (PonderWorkspace      *self,
                                             PonderSession        *session);
/* Nobody comes back to @session soon. */
void       ponder_workspace_forget_timeline (PonderWorkspace      *self,
                                             PonderSession        *session);
/* @timeline is whole now, and will be for whoever comes back to it. */
void       ponder_workspace_keep_timeline   (PonderWorkspace      *self,
                                             PonderTimeline       *timeline);

/* ponder-workspace-titles.c */
/* From the first question, unless there is a title. */
void       ponder_workspace_make_title      (PonderSession        *session,
                                             PonderMessage        *question);
/* A turn of @timeline ended. Once the first answer is whole, and if the title is still the one that was made of a
 * question that says little, it is made of the answer: never later, when somebody might know the chat by it. */
void       ponder_workspace_improve_title   (PonderTimeline       *timeline);

/* ponder-workspace-providers.c */
void       ponder_workspace_merge_providers (PonderWorkspace      *self,
                                             GPtrArray            *rows);
/* The provider a chat asks, starting the built-in one when it is that; NULL with a fault that says
 * what to do. (transfer none) */
PonderProviderConfig *ponder_workspace_resolve_provider (PonderWorkspace         *self,
                                                         const PonderModelConfig *config,
                                                         PonderFault            **fault);

/* ponder-workspace-turns.c */
/* That of @session, or all for NULL. */
void       ponder_workspace_stop_turns      (PonderWorkspace      *self,
                                             PonderSession        *session);

G_END_DECLS
