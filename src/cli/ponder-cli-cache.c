/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `cache`: the answers that are kept, in numbers, and away with them. */

#include "config.h"

#include "ponder-cli.h"

#include <glib/gi18n.h>
#include <math.h>

typedef void   (*BeginFunc) (PonderWorkspace      *workspace,
                             GCancellable         *cancellable,
                             GAsyncReadyCallback   callback,
                             gpointer              user_data);
typedef gint64 (*EndFunc)   (PonderWorkspace      *workspace,
                             GAsyncResult         *result,
                             GError              **error);

static gboolean
parse (PonderCli  *self,
       const char *command,
       const char *summary,
       GStrv      *arguments,
       gboolean   *json)
{
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, json, N_("Print JSON"), NULL },
    G_OPTION_ENTRY_NULL
  };

  return ponder_cli_parse (self, command, NULL, summary, entries, arguments) &&
         ponder_cli_expect (*arguments, 0, NULL);
}

static void
print_json (PonderCli              *self,
            const PonderCacheStats *stats)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "entries", (gint64) stats->n_entries);
  json_object_set_int_member (object, "bytes", (gint64) stats->n_bytes);
  json_object_set_int_member (object, "hits", (gint64) stats->hits);
  json_object_set_int_member (object, "misses", (gint64) stats->misses);
  json_object_set_double_member (object, "hit_rate", ponder_cache_stats_get_hit_rate (stats));
  json_object_set_int_member (object, "evictions", (gint64) stats->evictions);
  json_object_set_int_member (object, "expired", (gint64) stats->expired);
  ponder_output_take_object (self->output, object);
}

/* Takes @value. */
static void
print_line (PonderCli  *self,
            const char *title,
            char       *value)
{
  g_autofree char *owned = value;
  /* Translators: a line of a report: the name of a fact and the fact. */
  g_autofree char *line = g_strdup_printf (_("%s: %s"), title, owned);

  ponder_output_printf (self->output, "%s\n", line);
}

static void
print_number (PonderCli  *self,
              const char *title,
              guint64     number)
{
  print_line (self, title, g_strdup_printf ("%" G_GUINT64_FORMAT, number));
}

/* The largest unit that says it in whole numbers. */
static char *
dup_duration (guint seconds)
{
  const guint minutes = seconds / 60;

  if (seconds % 60 != 0)
    return g_strdup_printf (ngettext ("%u second", "%u seconds", seconds), seconds);
  if (minutes % 60 != 0)
    return g_strdup_printf (ngettext ("%u minute", "%u minutes", minutes), minutes);
  return g_strdup_printf (ngettext ("%u hour", "%u hours", minutes / 60), minutes / 60);
}

static void
print_limits (PonderCli              *self,
              const PonderCacheStats *stats)
{
  guint max_entries;
  guint max_megabytes;
  guint ttl;
  g_autofree char *size = g_format_size (stats->n_bytes);
  g_autofree char *max_size = NULL;

  ponder_workspace_get_cache_limits (self->workspace, &max_entries, &max_megabytes, &ttl);
  max_size = g_format_size ((guint64) max_megabytes * 1000 * 1000);
  /* Translators: how many answers are kept of how many that may be. */
  print_line (self, _("answers"), g_strdup_printf (_("%lu of %u"), (gulong) stats->n_entries, max_entries));
  /* Translators: two sizes, such as "1.5 MB of 100 MB". */
  print_line (self, _("size"), g_strdup_printf (_("%s of %s"), size, max_size));
  print_line (self, _("time to live"), dup_duration (ttl));
}

static void
print_text (PonderCli              *self,
            const PonderCacheStats *stats)
{
  PonderSettings *settings = ponder_workspace_get_settings (self->workspace);
  double percent = floor (ponder_cache_stats_get_hit_rate (stats) * 100);

  print_line (self, _("cache"), g_strdup (ponder_settings_get_cache_enabled (settings) ? _("on") : _("off")));
  print_limits (self, stats);
  print_number (self, _("hits"), stats->hits);
  print_number (self, _("misses"), stats->misses);
  print_line (self, _("hit rate"), g_strdup_printf ("%.0f %%", percent));
  print_number (self, _("saved tokens"), stats->saved_tokens);
  print_number (self, _("removed to make room"), stats->evictions);
  print_number (self, _("expired"), stats->expired);
}

static PonderExit
show_stats (PonderCli *self,
            GStrv     *arguments)
{
  gboolean json = FALSE;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  PonderCacheStats stats;
  PonderExit status = PONDER_EXIT_USAGE;

  if (!parse (self, "cache stats", _("Shows how many answers are kept, and what they were good for."), arguments,
              &json) ||
      !ponder_cli_open (self, &status))
    return status;

  ponder_workspace_read_cache_stats_async (self->workspace, self->cancellable, ponder_cli_done_cb, &result);
  ponder_cli_wait (self, &result);
  if (!ponder_workspace_read_cache_stats_finish (self->workspace, result, &stats, &error))
    return ponder_cli_fail (self, error, "read cache");

  if (json)
    print_json (self, &stats);
  else
    print_text (self, &stats);
  return PONDER_EXIT_DONE;
}

/* (out) @n: how many went. */
static gboolean
remove_answers (PonderCli  *self,
                BeginFunc   begin,
                EndFunc     finish,
                gint64     *n,
                PonderExit *status)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  begin (self->workspace, self->cancellable, ponder_cli_done_cb, &result);
  ponder_cli_wait (self, &result);
  if ((*n = finish (self->workspace, result, &error)) >= 0)
    return TRUE;

  *status = ponder_cli_fail (self, error, "clear cache");
  return FALSE;
}

/* Takes @text. */
static PonderExit
print_removed (PonderCli *self,
               gboolean   json,
               gint64     n,
               char      *text)
{
  g_autofree char *owned = text;

  if (json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_int_member (object, "removed", n);
      ponder_output_take_object (self->output, object);
    }
  else
    ponder_output_printf (self->output, "%s\n", owned);
  return PONDER_EXIT_DONE;
}

static PonderExit
clean (PonderCli *self,
       GStrv     *arguments)
{
  gboolean json = FALSE;
  PonderExit status = PONDER_EXIT_USAGE;
  gint64 n;

  if (!parse (self, "cache clean", _("Removes the answers whose time is over."), arguments, &json) ||
      !ponder_cli_open (self, &status) ||
      !remove_answers (self, ponder_workspace_clean_cache_async, ponder_workspace_clean_cache_finish, &n, &status))
    return status;

  return print_removed (self, json, n,
                        g_strdup_printf (ngettext ("%lu expired answer was removed.",
                                                   "%lu expired answers were removed.", (gulong) n), (gulong) n));
}

static PonderExit
clear (PonderCli *self,
       GStrv     *arguments)
{
  gboolean json = FALSE;
  PonderExit status = PONDER_EXIT_USAGE;
  gint64 n;

  if (!parse (self, "cache clear", _("Removes all answers that are kept. Chats stay."), arguments, &json) ||
      !ponder_cli_open (self, &status) ||
      !remove_answers (self, ponder_workspace_clear_cache_async, ponder_workspace_clear_cache_finish, &n, &status))
    return status;

  return print_removed (self, json, n,
                        g_strdup_printf (ngettext ("%lu answer was removed.", "%lu answers were removed.",
                                                   (gulong) n), (gulong) n));
}

static const PonderCommand commands[] = {
  { "stats", show_stats, N_("Show how many answers are kept, and what they were good for") },
  { "clean", clean, N_("Remove the answers whose time is over") },
  { "clear", clear, N_("Remove all answers that are kept") },
  { NULL }
};

PonderExit
ponder_cli_cache (PonderCli *self,
                  GStrv     *arguments)
{
  return ponder_cli_dispatch (self, "ponder-cli cache", _("Answers that are kept."), commands, arguments);
}
