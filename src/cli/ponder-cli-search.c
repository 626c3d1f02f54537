/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `sessions search`: finds among stored chats. */

#include "config.h"

#include "ponder-cli-json.h"
#include "ponder-cli.h"

#include <glib/gi18n.h>

#define DEFAULT_LIMIT 50

/* In characters, as most languages count: [[0, 4], [10, 12]]. */
static JsonArray *
marks_to_json (const char *text,
               GArray     *marks)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < marks->len; i++)
    {
      const PonderTextRange *range = &g_array_index (marks, PonderTextRange, i);
      JsonArray *pair = json_array_new ();

      json_array_add_int_element (pair, g_utf8_pointer_to_offset (text, text + range->start));
      json_array_add_int_element (pair, g_utf8_pointer_to_offset (text, text + range->end));
      json_array_add_array_element (array, pair);
    }
  return array;
}

static JsonObject *
hit_to_json (PonderSearchHit *hit)
{
  const char *message = ponder_search_hit_get_message_id (hit);
  const char *title = ponder_search_hit_get_title (hit);
  const char *snippet = message != NULL ? ponder_search_hit_get_snippet (hit) : title;
  GArray *marks = message != NULL ? ponder_search_hit_get_marks (hit) : ponder_search_hit_get_title_marks (hit);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "session", ponder_search_hit_get_session_id (hit));
  ponder_cli_json_set_string (object, "message", message);
  json_object_set_string_member (object, "title", title);
  json_object_set_string_member (object, "snippet", snippet);
  json_object_set_array_member (object, "marks", marks_to_json (snippet, marks));
  ponder_cli_json_set_string (object, "role",
                              message != NULL ? ponder_role_to_string (ponder_search_hit_get_role (hit)) : NULL);
  ponder_cli_json_set_string (object, "model", ponder_search_hit_get_model (hit));
  ponder_cli_json_set_time (object, "created", ponder_search_hit_get_time (hit));
  return object;
}

/* Every hit has a line of its own for its title, and one for its text. */
static void
write_piece (PonderCli  *self,
             const char *start,
             const char *end,
             gboolean    marked)
{
  g_autofree char *piece = g_strdelimit (g_strndup (start, (gsize) (end - start)), "\n\t", ' ');

  if (marked)
    ponder_output_write_bold (self->output, piece);
  else
    ponder_output_write (self->output, piece);
}

static void
write_marked (PonderCli  *self,
              const char *text,
              GArray     *marks)
{
  const char *place = text;

  for (guint i = 0; i < marks->len; i++)
    {
      const PonderTextRange *range = &g_array_index (marks, PonderTextRange, i);

      write_piece (self, place, text + range->start, FALSE);
      write_piece (self, text + range->start, text + range->end, TRUE);
      place = text + range->end;
    }
  write_piece (self, place, place + strlen (place), FALSE);
  ponder_output_write (self->output, "\n");
}

static void
show_hit (PonderCli       *self,
          PonderSearchHit *hit)
{
  g_autofree char *time = ponder_cli_dup_time (ponder_search_hit_get_time (hit));
  gboolean is_message = ponder_search_hit_get_message_id (hit) != NULL;

  ponder_output_printf (self->output, "%s  %-20s  ", ponder_search_hit_get_session_id (hit), time);
  write_marked (self, ponder_search_hit_get_title (hit), ponder_search_hit_get_title_marks (hit));
  if (!is_message)
    return;

  ponder_output_write (self->output, "    ");
  write_marked (self, ponder_search_hit_get_snippet (hit), ponder_search_hit_get_marks (hit));
}

/* Until there are @limit hits, or no more. */
static void
wait_for_hits (PonderCli    *self,
               PonderSearch *search,
               guint         limit)
{
  do
    {
      ponder_search_load_more (search);
      while (ponder_search_get_loading (search) && !g_cancellable_is_cancelled (self->cancellable))
        g_main_context_iteration (NULL, TRUE);
    }
  while (g_list_model_get_n_items (G_LIST_MODEL (search)) < limit && ponder_search_can_load_more (search) &&
         !g_cancellable_is_cancelled (self->cancellable));
}

static void
show_hits (PonderCli    *self,
           PonderSearch *search,
           guint         limit,
           gboolean      json)
{
  guint n_hits = MIN (g_list_model_get_n_items (G_LIST_MODEL (search)), limit);
  g_autoptr(JsonArray) array = json_array_new ();

  for (guint i = 0; i < n_hits; i++)
    {
      g_autoptr(PonderSearchHit) hit = g_list_model_get_item (G_LIST_MODEL (search), i);

      if (json)
        json_array_add_object_element (array, hit_to_json (hit));
      else
        show_hit (self, hit);
    }
  if (json)
    ponder_output_take_array (self->output, g_steal_pointer (&array));
  else if (ponder_search_get_n_found (search) == 0)
    ponder_cli_say (_("Nothing was found."));
  else if (ponder_search_get_found_more (search))
    /* Translators: the first number is how many are shown, the second one 1000. */
    ponder_cli_say (_("%u of more than %u hits."), n_hits, ponder_search_get_n_found (search));
  else if (ponder_search_get_n_found (search) > n_hits)
    /* Translators: the first number is how many are shown; “--limit” stays as it is. */
    ponder_cli_say (_("%u of %u hits; “--limit” shows more."), n_hits, ponder_search_get_n_found (search));
}

PonderExit
ponder_cli_search_sessions (PonderCli *self,
                            GStrv     *arguments)
{
  gboolean json = FALSE, best = FALSE;
  int limit = DEFAULT_LIMIT;
  const GOptionEntry entries[] = {
    { "limit", 0, 0, G_OPTION_ARG_INT, &limit, N_("Show at most N hits (50; no more than 1000)"), "N" },
    { "best", 0, 0, G_OPTION_ARG_NONE, &best, N_("The best match first instead of the newest"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print JSON"), NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr(PonderSearch) search = NULL;
  g_autofree char *query = NULL;
  PonderExit status = PONDER_EXIT_USAGE;

  if (!ponder_cli_parse (self, "sessions search", _("QUERY"),
                         _("Finds chats and messages, in all branches: words, “phrases”, -without, model:, role:, "
                           "tag:, after:, before:, in:title, in:reasoning, is:pinned, is:archived."),
                         entries, arguments) ||
      !ponder_cli_expect (*arguments, 1, _("QUERY")))
    return status;
  if (limit < 1)
    return ponder_cli_usage (_("The limit must be at least 1."));
  if (!ponder_cli_open (self, &status))
    return status;

  query = g_utf8_make_valid ((*arguments)[1], -1);
  search = ponder_workspace_new_search (self->workspace);
  ponder_search_set_order (search, best ? PONDER_SEARCH_BEST : PONDER_SEARCH_NEWEST);
  ponder_search_set_query (search, query);
  wait_for_hits (self, search, (guint) limit);
  if (ponder_search_get_fault (search) != NULL)
    {
      ponder_cli_show_fault (self, ponder_search_get_fault (search));
      return ponder_exit_from_category (ponder_search_get_fault (search)->category);
    }

  show_hits (self, search, (guint) limit, json);
  return PONDER_EXIT_DONE;
}
