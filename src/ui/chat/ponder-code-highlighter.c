/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Colours for code: made off screen, in small slices, and kept. */

#include "config.h"

#include "ponder-code-highlighter.h"

#include <gtksourceview/gtksource.h>
#include <string.h>

#include "ponder-code-contrast.h"

/* A GtkSourceView per block costs 0.6 MB and 3 ms; a buffer without a view a tenth of a millisecond a
 * line. It works for at most this long between two frames. */
#define SLICE_US 3000
#define SLICE_LINES 8
/* Past these colours are not worth the wait; a minified line alone can take seconds. */
#define CODE_LIMIT (256 * 1024)
#define LINE_LIMIT 2000
#define N_KEPT 128

/* One for each transcript. Lives on the main thread; a job holds it until it is done. */
struct _PonderCodeHighlighter
{
  GObject     parent_instance;

  GHashTable *known;            /* key -> GArray of PonderCodeRun */
  GQueue      order;            /* the keys of `known`, oldest first */
  GQueue      jobs;             /* of GTask, the first one is being worked on */
  guint       source;
};

typedef struct
{
  char            *key;
  char            *language;
  char            *code;
  gboolean         dark;
  GtkSourceBuffer *buffer;      /* (nullable): once it has begun */
  GArray          *runs;
  const char      *place;       /* the byte of letter `letter` */
  int              letter;
  int              line;        /* the next one to be done */
} Job;

G_DEFINE_FINAL_TYPE (PonderCodeHighlighter, ponder_code_highlighter, G_TYPE_OBJECT)

static const struct
{
  const char *name;
  const char *id;
} aliases[] = {
  { "bash", "sh" },
  { "c#", "c-sharp" },
  { "c++", "cpp" },
  { "console", "sh" },
  { "cs", "c-sharp" },
  { "csharp", "c-sharp" },
  { "docker", "dockerfile" },
  { "golang", "go" },
  { "javascript", "js" },
  { "jsonc", "json" },
  { "make", "makefile" },
  { "objectivec", "objc" },
  { "plaintext", NULL },
  { "py", "python3" },
  { "python", "python3" },
  { "shell", "sh" },
  { "text", NULL },
  { "ts", "typescript" },
  { "tex", "latex" },
  { "txt", NULL },
  { "zsh", "sh" },
};

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_object (&job->buffer);
  g_clear_pointer (&job->runs, g_array_unref);
  g_free (job->key);
  g_free (job->language);
  g_free (job->code);
  g_free (job);
}

static char *
dup_key (const char *language,
         const char *code,
         gboolean    dark)
{
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  g_checksum_update (checksum, (const guchar *) language, strlen (language) + 1);
  g_checksum_update (checksum, (const guchar *) (dark ? "dark" : "lght"), 4);
  g_checksum_update (checksum, (const guchar *) code, strlen (code));
  return g_strdup (g_checksum_get_string (checksum));
}

static GtkSourceLanguage *
find_language (const char *name)
{
  GtkSourceLanguageManager *manager = gtk_source_language_manager_get_default ();
  g_autofree char *id = g_ascii_strdown (name, -1);
  g_autofree char *file_name = g_strconcat ("x.", id, NULL);
  GtkSourceLanguage *language;

  if (*id == '\0')
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (aliases); i++)
    {
      if (strcmp (aliases[i].name, id) == 0)
        return aliases[i].id == NULL ? NULL : gtk_source_language_manager_get_language (manager, aliases[i].id);
    }
  if ((language = gtk_source_language_manager_get_language (manager, id)) != NULL)
    return language;
  /* "rs", "yml", "kt": what people write behind a fence is often a file's ending. */
  return gtk_source_language_manager_guess_language (manager, file_name, NULL);
}

static gboolean
is_too_long (const char *code)
{
  const char *line = code;

  if (strlen (code) > CODE_LIMIT)
    return TRUE;
  while (line != NULL)
    {
      const char *end = strchr (line, '\n');

      if (end != NULL ? end - line > LINE_LIMIT : strlen (line) > LINE_LIMIT)
        return TRUE;
      line = end != NULL ? end + 1 : NULL;
    }
  return FALSE;
}

static GtkSourceBuffer *
create_buffer (const char        *code,
               GtkSourceLanguage *language,
               gboolean           dark)
{
  GtkSourceStyleSchemeManager *manager = gtk_source_style_scheme_manager_get_default ();
  GtkSourceBuffer *buffer = gtk_source_buffer_new_with_language (language);

  gtk_text_buffer_set_enable_undo (GTK_TEXT_BUFFER (buffer), FALSE);
  gtk_source_buffer_set_highlight_matching_brackets (buffer, FALSE);
  gtk_source_buffer_set_style_scheme (buffer, gtk_source_style_scheme_manager_get_scheme (
                                                manager, dark ? "Adwaita-dark" : "Adwaita"));
  gtk_text_buffer_set_text (GTK_TEXT_BUFFER (buffer), code, -1);
  return buffer;
}

/* Later tags have the higher priority. */
static gboolean
read_style (const GtkTextIter *iter,
            gboolean           dark,
            PonderCodeRun     *run)
{
  g_autoptr(GSList) tags = gtk_text_iter_get_tags (iter);

  for (GSList *l = tags; l != NULL; l = l->next)
    {
      g_autoptr(GdkRGBA) color = NULL;
      gboolean color_set;
      gboolean weight_set;
      gboolean style_set;
      int weight;
      PangoStyle style;

      g_object_get (l->data, "foreground-rgba", &color, "foreground-set", &color_set, "weight", &weight,
                    "weight-set", &weight_set, "style", &style, "style-set", &style_set, NULL);
      if (color_set && color != NULL)
        {
          run->color = *color;
          run->has_color = TRUE;
        }
      if (weight_set)
        run->bold = weight >= PANGO_WEIGHT_BOLD;
      if (style_set)
        run->italic = style != PANGO_STYLE_NORMAL;
    }
  /* The scheme is made for another ground, and has comments that few can read on ours. */
  if (run->has_color)
    ponder_code_contrast_mend (&run->color, dark);
  return run->has_color || run->bold || run->italic;
}

/* Letters are counted by the buffer, bytes are what Pango wants. */
static guint
find_byte (Job *job,
           int  letter)
{
  job->place = g_utf8_offset_to_pointer (job->place, letter - job->letter);
  job->letter = letter;
  return job->place - job->code;
}

static void
read_runs (Job         *job,
           GtkTextIter *start,
           GtkTextIter *end)
{
  GtkTextIter iter = *start;

  while (gtk_text_iter_compare (&iter, end) < 0)
    {
      GtkTextIter next = iter;
      PonderCodeRun run = { 0 };

      if (!gtk_text_iter_forward_to_tag_toggle (&next, NULL) || gtk_text_iter_compare (&next, end) > 0)
        next = *end;
      if (read_style (&iter, job->dark, &run))
        {
          run.start = find_byte (job, gtk_text_iter_get_offset (&iter));
          run.end = find_byte (job, gtk_text_iter_get_offset (&next));
          g_array_append_val (job->runs, run);
        }
      iter = next;
    }
}

/* FALSE when there is nothing more to do. */
static gboolean
work_on_lines (Job *job)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (job->buffer);
  GtkTextIter start;
  GtkTextIter end;
  gboolean more;

  gtk_text_buffer_get_iter_at_line (buffer, &start, job->line);
  job->line += SLICE_LINES;
  more = gtk_text_buffer_get_iter_at_line (buffer, &end, job->line);
  if (!more)
    gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_source_buffer_ensure_highlight (job->buffer, &start, &end);
  read_runs (job, &start, &end);
  return more;
}

static gboolean
begin (Job *job)
{
  GtkSourceLanguage *language = find_language (job->language);

  job->runs = g_array_new (FALSE, FALSE, sizeof (PonderCodeRun));
  if (language == NULL || is_too_long (job->code))
    return FALSE;

  job->place = job->code;
  job->buffer = create_buffer (job->code, language, job->dark);
  return TRUE;
}

static void
keep (PonderCodeHighlighter *self,
      const char            *key,
      GArray                *runs)
{
  char *own_key;

  if (g_hash_table_contains (self->known, key))
    return;

  own_key = g_strdup (key);
  g_hash_table_insert (self->known, own_key, g_array_ref (runs));
  g_queue_push_tail (&self->order, own_key);
  if (g_queue_get_length (&self->order) > N_KEPT)
    g_hash_table_remove (self->known, g_queue_pop_head (&self->order));
}

static void
finish (PonderCodeHighlighter *self)
{
  g_autoptr(GTask) task = g_queue_pop_head (&self->jobs);
  Job *job = g_task_get_task_data (task);

  if (g_task_return_error_if_cancelled (task))
    return;
  keep (self, job->key, job->runs);
  g_task_return_pointer (task, g_array_ref (job->runs), (GDestroyNotify) g_array_unref);
}

/* TRUE when the first job is done. */
static gboolean
work (PonderCodeHighlighter *self)
{
  GTask *task = g_queue_peek_head (&self->jobs);
  Job *job = g_task_get_task_data (task);

  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    return TRUE;
  if (job->runs == NULL)
    return !begin (job);
  return !work_on_lines (job);
}

static gboolean
idle_cb (gpointer user_data)
{
  g_autoptr(PonderCodeHighlighter) self = g_object_ref (PONDER_CODE_HIGHLIGHTER (user_data));
  gint64 end = g_get_monotonic_time () + SLICE_US;

  while (!g_queue_is_empty (&self->jobs) && g_get_monotonic_time () < end)
    {
      if (work (self))
        finish (self);
    }
  if (!g_queue_is_empty (&self->jobs))
    return G_SOURCE_CONTINUE;
  self->source = 0;
  return G_SOURCE_REMOVE;
}

static void
ponder_code_highlighter_finalize (GObject *object)
{
  PonderCodeHighlighter *self = PONDER_CODE_HIGHLIGHTER (object);

  /* A job holds its highlighter, so none is left. */
  g_clear_handle_id (&self->source, g_source_remove);
  g_queue_clear (&self->order);
  g_hash_table_unref (self->known);

  G_OBJECT_CLASS (ponder_code_highlighter_parent_class)->finalize (object);
}

static void
ponder_code_highlighter_class_init (PonderCodeHighlighterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ponder_code_highlighter_finalize;
}

static void
ponder_code_highlighter_init (PonderCodeHighlighter *self)
{
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  g_queue_init (&self->order);
  g_queue_init (&self->jobs);
}

PonderCodeHighlighter *
ponder_code_highlighter_new (void)
{
  return g_object_new (PONDER_TYPE_CODE_HIGHLIGHTER, NULL);
}

GArray *
ponder_code_highlighter_lookup (PonderCodeHighlighter *self,
                                const char            *language,
                                const char            *code,
                                gboolean               dark)
{
  g_autofree char *key = NULL;
  GArray *runs;

  g_return_val_if_fail (PONDER_IS_CODE_HIGHLIGHTER (self), NULL);

  if (language == NULL)
    return NULL;
  key = dup_key (language, code, dark);
  runs = g_hash_table_lookup (self->known, key);
  return runs != NULL ? g_array_ref (runs) : NULL;
}

void
ponder_code_highlighter_highlight_async (PonderCodeHighlighter *self,
                                         const char            *language,
                                         const char            *code,
                                         gboolean               dark,
                                         GCancellable          *cancellable,
                                         GAsyncReadyCallback    callback,
                                         gpointer               user_data)
{
  GTask *task;
  Job *job;

  g_return_if_fail (PONDER_IS_CODE_HIGHLIGHTER (self));

  job = g_new0 (Job, 1);
  job->language = g_strdup (language != NULL ? language : "");
  job->code = g_strdup (code);
  job->dark = dark;
  job->key = dup_key (job->language, code, dark);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ponder_code_highlighter_highlight_async);
  g_task_set_task_data (task, job, job_free);
  g_queue_push_tail (&self->jobs, task);
  /* After input and frames: colours may come a little later. */
  if (self->source == 0)
    self->source = g_idle_add_full (G_PRIORITY_LOW, idle_cb, self, NULL);
}

GArray *
ponder_code_highlighter_highlight_finish (PonderCodeHighlighter *self,
                                          GAsyncResult          *result,
                                          GError               **error)
{
  g_return_val_if_fail (PONDER_IS_CODE_HIGHLIGHTER (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
