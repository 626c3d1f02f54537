/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The searches of the web that come before parts of a run of deep think are asked. */

#include "config.h"

#include "ponder-think-run-state-private.h"

#include "ponder-web-lookup-private.h"

/* One that is under way. */
typedef struct
{
  PonderThinkRun *run;
  GCancellable   *cancellable;
  char           *node;
} Search;

static void
search_free (Search *self)
{
  g_object_unref (self->run);
  g_object_unref (self->cancellable);
  g_free (self->node);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Search, search_free)

/* A search that fails is no end: the part is asked without. */
static void
searched_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(Search) search = user_data;
  PonderThinkRun *self = search->run;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) results = ponder_web_lookup_finish (result, &error);
  g_autoptr(PonderFault) fault = error != NULL ? ponder_fault_new_from_error (error, "web search") : NULL;
  g_autofree char *json = results != NULL ? ponder_web_results_to_json (results) : NULL;
  g_autofree char *problem = fault != NULL ? ponder_fault_dup_sentences (fault) : NULL;

  if (g_cancellable_is_cancelled (search->cancellable))
    return;

  g_hash_table_remove (self->searches, search->node);
  ponder_think_engine_sources (self->engine, search->node, json, problem, ponder_think_run_get_time (self));
  ponder_think_run_pump (self);
}

void
ponder_think_run_start_search (PonderThinkRun        *self,
                               const PonderThinkNode *node)
{
  Search *search = g_new0 (Search, 1);

  search->run = g_object_ref (self);
  search->cancellable = g_cancellable_new ();
  search->node = g_strdup (node->id);
  g_hash_table_insert (self->searches, g_strdup (node->id), g_object_ref (search->cancellable));
  ponder_web_lookup_async (self->means->http, self->means->keys, self->means->web, ponder_think_node_get_query (node),
                           search->cancellable, searched_cb, search);
}

void
ponder_think_run_end_search (PonderThinkRun *self,
                             const char     *node)
{
  g_autoptr(GCancellable) cancellable = g_hash_table_lookup (self->searches, node);

  if (cancellable == NULL)
    return;
  g_object_ref (cancellable);
  g_hash_table_remove (self->searches, node);
  g_cancellable_cancel (cancellable);
}

void
ponder_think_run_end_searches (PonderThinkRun *self)
{
  GHashTableIter iter;
  gpointer cancellable;

  g_hash_table_iter_init (&iter, self->searches);
  while (g_hash_table_iter_next (&iter, NULL, &cancellable))
    g_cancellable_cancel (cancellable);
  g_hash_table_remove_all (self->searches);
}
