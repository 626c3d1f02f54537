/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The preferences of kept answers: limits, what they were good for, and removing them. */

#include "config.h"

#include "ponder-cache-page.h"

#include "ponder-cache-stats.h"
#include "ponder-choice-row.h"
#include "ponder-dialogs.h"
#include "ponder-toasts.h"
#include "ponder-workspace.h"

#include <glib/gi18n.h>

#define MINUTE 60
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define WEEK (7 * DAY)

static const guint ttls[] = { MINUTE, 10 * MINUTE, HOUR, DAY, WEEK, 30 * DAY };
static const guint megabytes[] = { 10, 50, 100, 500, 1000 };
static const guint entries[] = { 100, 1000, 10000, 100000 };

/* Part of the preferences window. What is set holds at once; the numbers are read when it is shown, and after what is
 * done here. */
struct _PonderCachePage
{
  AdwPreferencesPage  parent_instance;

  GtkSwitch          *enabled;
  PonderChoiceRow    *ttl;
  PonderChoiceRow    *max_megabytes;
  PonderChoiceRow    *max_entries;
  GtkSwitch          *paced;
  AdwActionRow       *kept;
  AdwActionRow       *found;
  AdwActionRow       *saved;

  PonderWorkspace    *workspace;
  GCancellable       *cancellable;
};

G_DEFINE_FINAL_TYPE (PonderCachePage, ponder_cache_page, ADW_TYPE_PREFERENCES_PAGE)

static char *
dup_duration (guint seconds)
{
  guint days = seconds / DAY;

  if (seconds % DAY == 0 && days % 7 == 0 && days > 0)
    return g_strdup_printf (ngettext ("%u week", "%u weeks", days / 7), days / 7);
  if (seconds % DAY == 0 && days > 0)
    return g_strdup_printf (ngettext ("%u day", "%u days", days), days);
  if (seconds % HOUR == 0 && seconds > 0)
    return g_strdup_printf (ngettext ("%u hour", "%u hours", seconds / HOUR), seconds / HOUR);
  if (seconds % MINUTE == 0 && seconds > 0)
    return g_strdup_printf (ngettext ("%u minute", "%u minutes", seconds / MINUTE), seconds / MINUTE);
  return g_strdup_printf (ngettext ("%u second", "%u seconds", seconds), seconds);
}

static char *
dup_size (guint n_megabytes)
{
  if (n_megabytes % 1000 == 0 && n_megabytes > 0)
    /* Translators: gigabytes. */
    return g_strdup_printf (_("%u GB"), n_megabytes / 1000);
  /* Translators: megabytes. */
  return g_strdup_printf (_("%u MB"), n_megabytes);
}

static char *
dup_number (guint number)
{
  return g_strdup_printf ("%'u", number);
}

/* A reader of the screen says both. */
static void
show_fact (AdwActionRow *row,
           const char   *fact)
{
  const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row));
  /* Translators: a line of a report: the name of a fact and the fact. */
  g_autofree char *name = g_strdup_printf (_("%s: %s"), title, fact);

  adw_action_row_set_subtitle (row, fact);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
show_kept (PonderCachePage        *self,
           const PonderCacheStats *stats)
{
  g_autofree char *size = g_format_size (stats->n_bytes);
  /* Translators: %'u is how many answers are kept, %s how much room they take, like 1.2 MB. */
  g_autofree char *fact = g_strdup_printf (ngettext ("%'u answer, %s", "%'u answers, %s", stats->n_entries),
                                           (guint) stats->n_entries, size);

  show_fact (self->kept, fact);
}

static void
show_found (PonderCachePage        *self,
            const PonderCacheStats *stats)
{
  double percent = ponder_cache_stats_get_hit_percent (stats);
  g_autofree char *hits = g_strdup_printf ("%'" G_GUINT64_FORMAT, stats->hits);
  g_autofree char *misses = g_strdup_printf ("%'" G_GUINT64_FORMAT, stats->misses);
  /* Translators: how often a kept answer was found: in percent, how often it was, how often it was not. */
  g_autofree char *fact = g_strdup_printf (_("%.0f %% of the time: %s found, %s not"), percent, hits, misses);

  show_fact (self->found, stats->hits + stats->misses > 0 ? fact : _("Nothing was looked for yet"));
}

static void
show_stats (PonderCachePage        *self,
            const PonderCacheStats *stats)
{
  g_autofree char *tokens = g_strdup_printf ("%'" G_GUINT64_FORMAT, stats->saved_tokens);

  show_kept (self, stats);
  show_found (self, stats);
  show_fact (self->saved, tokens);
}

static void
stats_read_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(PonderCachePage) self = user_data;
  g_autoptr(GError) error = NULL;
  PonderCacheStats stats;

  if (ponder_workspace_read_cache_stats_finish (PONDER_WORKSPACE (source), result, &stats, &error))
    show_stats (self, &stats);
  else
    ponder_toasts_show_error (GTK_WIDGET (self), error);
}

static void
read_stats (PonderCachePage *self)
{
  if (self->workspace != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    ponder_workspace_read_cache_stats_async (self->workspace, self->cancellable, stats_read_cb, g_object_ref (self));
}

/* @n_removed of either; -1 with @error. */
static void
end_removal (PonderCachePage *self,
             gint64           n_removed,
             const GError    *error)
{
  g_autofree char *words = NULL;

  if (n_removed < 0)
    {
      ponder_toasts_show_error (GTK_WIDGET (self), error);
      return;
    }

  words = g_strdup_printf (ngettext ("%'u kept answer removed", "%'u kept answers removed", (gulong) n_removed),
                           (guint) n_removed);
  ponder_toasts_show (GTK_WIDGET (self), n_removed > 0 ? words : _("There was nothing to remove"));
  read_stats (self);
}

static void
cleaned_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(PonderCachePage) self = user_data;
  g_autoptr(GError) error = NULL;
  gint64 n_removed = ponder_workspace_clean_cache_finish (PONDER_WORKSPACE (source), result, &error);

  end_removal (self, n_removed, error);
}

static void
clean_cb (PonderCachePage *self)
{
  ponder_workspace_clean_cache_async (self->workspace, self->cancellable, cleaned_cb, g_object_ref (self));
}

static void
cleared_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(PonderCachePage) self = user_data;
  g_autoptr(GError) error = NULL;
  gint64 n_removed = ponder_workspace_clear_cache_finish (PONDER_WORKSPACE (source), result, &error);

  end_removal (self, n_removed, error);
}

static void
clear_confirmed_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(PonderCachePage) self = user_data;
  g_autoptr(GError) error = NULL;
  gboolean confirmed = ponder_dialogs_confirm_finish (result, &error);

  if (error != NULL)
    ponder_toasts_show_error (GTK_WIDGET (self), error);
  if (confirmed && self->workspace != NULL)
    ponder_workspace_clear_cache_async (self->workspace, self->cancellable, cleared_cb, g_object_ref (self));
}

static void
clear_cb (PonderCachePage *self)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));

  ponder_dialogs_confirm_async (window, _("Clear all kept answers?"),
                                _("Your chats stay as they are. The same questions are asked anew the next time."),
                                _("_Clear"), clear_confirmed_cb, g_object_ref (self));
}

static void
ponder_cache_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ponder_cache_page_parent_class)->map (widget);

  read_stats (PONDER_CACHE_PAGE (widget));
}

static void
ponder_cache_page_dispose (GObject *object)
{
  ponder_cache_page_set_workspace (PONDER_CACHE_PAGE (object), NULL);

  G_OBJECT_CLASS (ponder_cache_page_parent_class)->dispose (object);
}

static void
ponder_cache_page_class_init (PonderCachePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ponder_cache_page_dispose;
  widget_class->map = ponder_cache_page_map;

  g_type_ensure (PONDER_TYPE_CHOICE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/ponderchat/Ponder/prefs/ponder-cache-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PonderCachePage, enabled);
  gtk_widget_class_bind_template_child (widget_class, PonderCachePage, ttl);
  gtk_widget_class_bind_template_child (widget_class, PonderCachePage, max_megabytes);
  gtk_widget_class_bind_template_child (widget_class, PonderCachePage, max_entries);
  gtk_widget_class_bind_template_child (widget_class, PonderCachePage, paced);
  gtk_widget_class_bind_template_child (widget_class, PonderCachePage, kept);
  gtk_widget_class_bind_template_child (widget_class, PonderCachePage, found);
  gtk_widget_class_bind_template_child (widget_class, PonderCachePage, saved);
  gtk_widget_class_bind_template_callback (widget_class, clean_cb);
  gtk_widget_class_bind_template_callback (widget_class, clear_cb);
}

static void
ponder_cache_page_init (PonderCachePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  ponder_choice_row_set_choices (self->ttl, ttls, G_N_ELEMENTS (ttls), dup_duration);
  ponder_choice_row_set_choices (self->max_megabytes, megabytes, G_N_ELEMENTS (megabytes), dup_size);
  ponder_choice_row_set_choices (self->max_entries, entries, G_N_ELEMENTS (entries), dup_number);
}

static void
bind (PonderSettings *settings,
      const char     *name,
      gpointer        widget,
      const char     *property)
{
  g_object_bind_property (settings, name, widget, property, G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
}

void
ponder_cache_page_set_workspace (PonderCachePage *self,
                                 PonderWorkspace *workspace)
{
  PonderSettings *settings;

  g_return_if_fail (PONDER_IS_CACHE_PAGE (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (!g_set_object (&self->workspace, workspace) || workspace == NULL)
    return;

  self->cancellable = g_cancellable_new ();
  settings = ponder_workspace_get_settings (workspace);
  bind (settings, "cache-enabled", self->enabled, "active");
  bind (settings, "cache-ttl", self->ttl, "value");
  bind (settings, "cache-max-megabytes", self->max_megabytes, "value");
  bind (settings, "cache-max-entries", self->max_entries, "value");
  bind (settings, "cache-replay-paced", self->paced, "active");
  read_stats (self);
}
