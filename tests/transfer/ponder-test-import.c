/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads files with chats and says as text what was found in them. */

#include "config.h"

#include "ponder-test-import.h"

#include <archive.h>
#include <archive_entry.h>
#include <math.h>

#include "ponder-fault.h"
#include "ponder-import-private.h"

/* --- a chat as text --- */

static void
add_time (GString    *text,
          const char *name,
          gint64      time)
{
  g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC);
  g_autofree char *words = g_date_time_format (date, "%Y-%m-%dT%H:%M:%S");

  if (time == 0)
    return;
  g_string_append_printf (text, " %s%s", name, words);
  if (time % G_USEC_PER_SEC != 0)
    g_string_append_printf (text, ".%06" G_GINT64_FORMAT, time % G_USEC_PER_SEC);
}

static void
add_quoted (GString    *text,
            const char *name,
            const char *value)
{
  g_auto(GStrv) lines = NULL;
  g_autofree char *joined = NULL;

  if (value == NULL || *value == '\0')
    return;
  lines = g_strsplit (value, "\n", -1);
  joined = g_strjoinv ("⏎", lines);
  g_string_append_printf (text, " %s“%s”", name, joined);
}

static void
add_number (GString    *text,
            const char *name,
            double      value)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isnan (value))
    g_string_append_printf (text, " %s=%s", name, g_ascii_formatd (digits, sizeof digits, "%g", value));
}

static void
add_part (GString          *text,
          const PonderPart *part)
{
  g_string_append (text, ponder_part_kind_to_string (part->kind));
  add_quoted (text, "", part->text->str);
  add_quoted (text, "name=", part->name);
  add_quoted (text, "call=", part->call_id);
  add_quoted (text, "type=", part->media_type);
  if (part->data != NULL)
    g_string_append_printf (text, " %" G_GSIZE_FORMAT " bytes %.8s", g_bytes_get_size (part->data), part->digest);
  else
    g_assert_null (part->digest);
  g_string_append_c (text, '\n');
}

static void
add_usage (GString           *text,
           const PonderUsage *usage)
{
  if (usage != NULL)
    g_string_append_printf (text, " tokens=%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT
                            "/%" G_GINT64_FORMAT, usage->input, usage->output, usage->cached, usage->reasoning);
}

static void
add_message (GString       *text,
             PonderMessage *message,
             guint          depth)
{
  GPtrArray *parts = ponder_message_get_parts (message);
  PonderFault *fault = ponder_message_get_fault (message);
  const char *indent = "                                        ";

  g_string_append_printf (text, "%.*s%s%s %s", (int) MIN (2 * depth, 40), indent,
                          ponder_message_get_chosen (message) ? "* " : "- ",
                          ponder_role_to_string (ponder_message_get_role (message)), ponder_message_get_id (message));
  if (ponder_message_get_parent_id (message) != NULL)
    g_string_append_printf (text, " under %s", ponder_message_get_parent_id (message));
  add_time (text, "", ponder_message_get_created (message));
  add_quoted (text, "model=", ponder_message_get_model (message));
  add_quoted (text, "provider=", ponder_message_get_provider (message));
  add_usage (text, ponder_message_get_usage (message));
  if (ponder_message_get_reasoning_ms (message) >= 0)
    g_string_append_printf (text, " thought=%" G_GINT64_FORMAT "ms", ponder_message_get_reasoning_ms (message));
  if (ponder_message_get_state (message) != PONDER_MESSAGE_DONE)
    add_quoted (text, "state=", ponder_message_state_to_string (ponder_message_get_state (message)));
  add_quoted (text, "finish=", ponder_finish_to_string (ponder_message_get_finish (message)));
  if (fault != NULL)
    add_quoted (text, "error=", fault->details != NULL ? fault->details : "?");
  g_string_append_c (text, '\n');
  for (guint i = 0; i < parts->len; i++)
    {
      g_string_append_printf (text, "%.*s", (int) MIN (2 * depth, 40) + 4, indent);
      add_part (text, g_ptr_array_index (parts, i));
    }
}

/* A parent always comes before its children, and an id is there once: what stands in the tree is told by that. */
static void
add_messages (GString   *text,
              GPtrArray *messages)
{
  g_autoptr(GHashTable) depths = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < messages->len; i++)
    {
      PonderMessage *message = g_ptr_array_index (messages, i);
      const char *parent = ponder_message_get_parent_id (message);
      guint depth = 0;

      if (parent != NULL)
        {
          g_assert_true (g_hash_table_contains (depths, parent));
          depth = GPOINTER_TO_UINT (g_hash_table_lookup (depths, parent)) + 1;
        }
      g_assert_true (g_hash_table_insert (depths, (gpointer) ponder_message_get_id (message), GUINT_TO_POINTER (depth)));
      add_message (text, message, depth);
    }
}

static void
add_conversation (GString            *text,
                  PonderConversation *conversation)
{
  PonderSession *session = conversation->session;
  PonderModelConfig *config = ponder_session_get_config (session);

  g_string_append_printf (text, "\n=");
  add_quoted (text, "", ponder_session_get_title (session));
  g_string_append_printf (text, "%s", ponder_session_get_title_fixed (session) ? "!" : "");
  add_quoted (text, "id=", strlen (conversation->external_id) == 64 ? "(digest)" : conversation->external_id);
  add_time (text, "created=", ponder_session_get_created (session));
  add_time (text, "updated=", ponder_session_get_updated (session));
  if (conversation->source_updated != ponder_session_get_updated (session))
    add_time (text, "source=", conversation->source_updated);
  g_string_append (text, ponder_session_get_pinned (session) ? " pinned" : "");
  g_string_append (text, ponder_session_get_archived (session) ? " archived" : "");
  for (guint i = 0; ponder_session_get_tags (session)[i] != NULL; i++)
    add_quoted (text, "tag=", ponder_session_get_tags (session)[i]);
  add_quoted (text, "provider=", config->provider);
  add_quoted (text, "model=", config->model);
  add_quoted (text, "system=", config->system);
  add_number (text, "temperature", config->temperature);
  add_number (text, "top_p", config->top_p);
  add_number (text, "max_tokens", config->max_tokens > 0 ? config->max_tokens : NAN);
  g_string_append (text, config->deep_think ? " deep-think" : "");
  if (config->think != NULL)
    {
      g_autofree char *think = ponder_think_config_serialize (config->think);

      g_string_append_printf (text, " think=%s", think);
    }
  g_string_append_c (text, '\n');
  add_messages (text, conversation->messages);
}

/* --- the sink --- */

static gboolean
take_cb (PonderConversation  *conversation,
         gpointer             user_data,
         GError             **error)
{
  g_autoptr(PonderConversation) owned = conversation;

  g_assert_nonnull (owned->source);
  g_assert_nonnull (owned->external_id);
  add_conversation (user_data, owned);
  return TRUE;
}

static void
skip_cb (const char *what,
         const char *why,
         gpointer    user_data)
{
  g_string_append_printf (user_data, "\nskipped: %s: %s\n", what, why);
}

static void
progress_cb (goffset  done,
             goffset  total,
             gpointer user_data)
{
  g_assert_cmpint (done, <=, total);
}

static const PonderImportSink text_sink = { take_cb, skip_cb, progress_cb };

static char *
finish (GString      *text,
        const char   *format,
        const GError *error)
{
  g_autofree char *head = g_strdup_printf ("format: %s\n", format != NULL ? format : "?");

  g_string_prepend (text, head);
  if (error != NULL)
    g_string_append_printf (text, "\nerror: %s\n", error->message);
  return g_string_free (text, FALSE);
}

char *
ponder_test_import_read (const char *path)
{
  GString *text = g_string_new (NULL);
  g_autofree char *format = NULL;
  g_autoptr(GError) error = NULL;
  gboolean done;

  done = ponder_importer_read (path, &text_sink, text, &format, NULL, &error);
  g_assert_cmpint (done, ==, error == NULL);
  return finish (text, format, error);
}

char *
ponder_test_import_feed (GBytes *bytes,
                         GRand  *random,
                         guint   max_length)
{
  GString *text = g_string_new (NULL);
  PonderImport import = { .sink = &text_sink, .user_data = text, .path = "/nowhere/file" };
  g_autoptr(PonderImportStream) stream = ponder_import_stream_new (&import);
  g_autoptr(GError) error = NULL;
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  gsize at = 0;
  char *found;

  while (at < length && error == NULL)
    {
      gsize piece = (gsize) g_rand_int_range (random, 1, (gint32) max_length + 1);

      piece = MIN (piece, length - at);
      ponder_import_stream_feed (stream, data + at, piece, &error);
      at += piece;
    }
  if (error == NULL)
    ponder_import_stream_finish (stream, &error);
  found = finish (text, import.format, error);
  ponder_import_clear (&import);
  return found;
}

/* --- counting --- */

typedef struct
{
  guint n_taken;
  guint n_skipped;
} Count;

static gboolean
count_cb (PonderConversation  *conversation,
          gpointer             user_data,
          GError             **error)
{
  ((Count *) user_data)->n_taken++;
  ponder_conversation_free (conversation);
  return TRUE;
}

static void
count_skip_cb (const char *what,
               const char *why,
               gpointer    user_data)
{
  g_assert_cmpstr (what, !=, "");
  g_assert_cmpstr (why, !=, "");
  ((Count *) user_data)->n_skipped++;
}

guint
ponder_test_import_count (const char  *path,
                          char       **format,
                          guint       *n_skipped,
                          GError     **error)
{
  static const PonderImportSink sink = { count_cb, count_skip_cb, progress_cb };
  Count count = { 0, 0 };

  ponder_importer_read (path, &sink, &count, format, NULL, error);
  if (n_skipped != NULL)
    *n_skipped = count.n_skipped;
  return count.n_taken;
}

/* --- files --- */

char *
ponder_test_import_path (const char *name)
{
  return g_build_filename (g_getenv ("PONDER_SOURCE_DIR"), "tests", "fixtures", "import", name, NULL);
}

void
ponder_test_import_compare (const char *found,
                            const char *name)
{
  g_autofree char *path = ponder_test_import_path (name);
  g_autofree char *expected = NULL;
  g_autoptr(GError) error = NULL;

  if (g_getenv ("PONDER_UPDATE_FIXTURES") != NULL)
    g_file_set_contents (path, found, -1, &error);
  else
    g_file_get_contents (path, &expected, NULL, &error);
  g_assert_no_error (error);
  if (expected != NULL)
    g_assert_cmpstr (found, ==, expected);
}

void
ponder_test_import_make_zip (const char *path,
                             ...)
{
  struct archive *archive = archive_write_new ();
  va_list files;
  const char *name;

  archive_write_set_format_zip (archive);
  g_assert_cmpint (archive_write_open_filename (archive, path), ==, ARCHIVE_OK);
  va_start (files, path);
  while ((name = va_arg (files, const char *)))
    {
      GBytes *bytes = va_arg (files, GBytes *);
      struct archive_entry *entry = archive_entry_new ();

      archive_entry_set_pathname (entry, name);
      archive_entry_set_size (entry, (la_int64_t) g_bytes_get_size (bytes));
      archive_entry_set_filetype (entry, AE_IFREG);
      archive_entry_set_perm (entry, 0600);
      g_assert_cmpint (archive_write_header (archive, entry), ==, ARCHIVE_OK);
      g_assert_cmpint (archive_write_data (archive, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)), ==,
                       g_bytes_get_size (bytes));
      archive_entry_free (entry);
    }
  va_end (files);
  g_assert_cmpint (archive_write_close (archive), ==, ARCHIVE_OK);
  archive_write_free (archive);
}
