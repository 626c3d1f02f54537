/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text of JSON or JSON Lines, read chat by chat. */

#include "config.h"

#include "ponder-import-private.h"

#include <glib/gi18n.h>

#include "ponder-import-flatten.h"
#include "ponder-import-shapes.h"
#include "ponder-import-spill.h"
#include "ponder-json-splitter.h"

/* As much is looked at to tell lines from one document. */
#define HEAD_LIMIT (16 * 1024 * 1024)

/* Entries that are no chats, kept until it is known what they are instead of. */
#define MAX_UNKNOWN 1000

typedef enum
{
  UNDECIDED,
  DOCUMENT,
  LINES,
} Mode;

struct _PonderImportStream
{
  PonderImport       *import;
  Mode                mode;
  GByteArray         *head;             /* (nullable) */
  guint               n_scanned;        /* of the head */
  guint               line_start;       /* in the head */
  gboolean            has_whole_line;   /* the head begins with an object on one line */
  PonderJsonSplitter *splitter;         /* (nullable): of the document or of the line */
  gboolean            line_is_bad;
  gboolean            line_has_text;
  guint64             n_lines;
  gboolean            is_array;
  JsonObject         *rest;             /* (nullable): the members of a document that is one object */
  gsize               rest_size;
  gsize               files_size;
  JsonArray          *turns;            /* (nullable): what is said, one by one */
  gsize               turns_size;
  const char         *turn_format;
  GPtrArray          *unknown;          /* names of entries that are no chats */
  guint               n_known;
};

/* --- what was found --- */

static const char *
get_title (JsonObject *object)
{
  const char *title = ponder_json_get_string (object, "title");

  return title != NULL ? title : ponder_json_get_string (object, "name");
}

static void
skip_unknown (PonderImportStream *self,
              const char         *what)
{
  gboolean is_chatgpt = g_strcmp0 (self->import->format, "chatgpt") == 0;

  ponder_import_skip (self->import, what,
                      is_chatgpt ? _("It holds no messages: it is a folder, a project or a damaged entry.")
                                 : _("It is no chat of a kind that this program knows."));
}

/* What came before the first chat is told now that it is known what the file is. */
static void
note_known (PonderImportStream *self)
{
  self->n_known++;
  for (guint i = 0; i < self->unknown->len; i++)
    skip_unknown (self, g_ptr_array_index (self->unknown, i));
  g_ptr_array_set_size (self->unknown, 0);
}

static void
note_unknown (PonderImportStream *self,
              JsonObject         *object)
{
  const char *title = get_title (object);
  g_autofree char *beginning = NULL;
  g_autofree char *what = NULL;

  if (title != NULL)
    beginning = g_utf8_substring (title, 0, MIN (g_utf8_strlen (title, -1), 80));
  /* Translators: the number of an entry of a file, and its title. */
  what = beginning != NULL ? g_strdup_printf (_("Entry %u “%s”"), self->import->n_chats, beginning)
                           : g_strdup_printf (_("Entry %u"), self->import->n_chats);
  if (self->n_known > 0)
    skip_unknown (self, what);
  else if (self->unknown->len < MAX_UNKNOWN)
    g_ptr_array_add (self->unknown, g_steal_pointer (&what));
}

static gboolean
take_turn (PonderImportStream *self,
           JsonObject         *turn,
           gsize               size)
{
  const char *format = ponder_import_get_turn_format (turn);

  if (format == NULL || (self->turn_format != NULL && g_strcmp0 (format, self->turn_format) != 0))
    return FALSE;

  if (self->turns == NULL)
    self->turns = json_array_new ();
  self->turn_format = format;
  self->turns_size += size;
  if (self->turns_size <= PONDER_JSON_SPLITTER_BYTES)
    json_array_add_object_element (self->turns, json_object_ref (turn));
  return TRUE;
}

static void
read_chat (PonderImportStream      *self,
           const PonderImportShape *shape,
           JsonObject              *object)
{
  g_autoptr(GError) error = NULL;

  ponder_import_set_format (self->import, shape->format);
  note_known (self);
  if (!shape->read (self->import, object, &error) && self->import->failure == NULL)
    ponder_import_skip_chat (self->import, get_title (object), error->message);
}

/* One entry of a list, or one line. */
static void
read_entry (PonderImportStream *self,
            const char         *text,
            gsize               length)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) object = NULL;
  const PonderImportShape *shape;

  self->import->n_chats++;
  if (!(object = ponder_json_parse_object (text, (gssize) length, &error)))
    {
      if (*text == '{')
        ponder_import_skip_chat (self->import, NULL, error->message);
      else
        note_unknown (self, NULL);
      return;
    }
  if ((shape = ponder_import_find_shape (object)))
    read_chat (self, shape, object);
  else if (!take_turn (self, object, length))
    note_unknown (self, object);
}

/* Old sessions of Chatbox look like anybody's; the list they stand in does not. */
static void
read_old_session (PonderImportStream *self,
                  const char         *text,
                  gsize               length)
{
  static const PonderImportShape shape = { "chatbox", NULL, ponder_import_chatbox_read };
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) session = ponder_json_parse_object (text, (gssize) length, &error);

  self->import->n_chats++;
  if (session != NULL)
    read_chat (self, &shape, session);
  else
    ponder_import_skip_chat (self->import, NULL, error->message);
}

/* --- one document --- */

static gboolean
is_one_of (const char        *name,
           const char *const *names)
{
  return name != NULL && g_strv_contains (names, name);
}

/* Lists of chats are opened; what may hold keys, and what nobody needs, never comes into memory. */
static PonderJsonSplit
begin_member (const PonderJsonPlace *place,
              char                   first)
{
  static const char *const lists[] = { "chats", "conversations", "chat-sessions", NULL };
  static const char *const maps[] = { "indexedDB", "attachments", NULL };
  static const char *const dropped[] = { "settings", "chat-sessions-list", "configs", "remoteConfig", NULL };
  static const char *const tables[] = { "topics", "message_blocks", NULL };
  const char *name = place->names[place->depth - 1];

  if (place->depth == 1)
    {
      if (is_one_of (name, dropped))
        return PONDER_JSON_SPLIT_DROP;
      return (first == '[' && is_one_of (name, lists)) || (first == '{' && is_one_of (name, maps))
               ? PONDER_JSON_SPLIT_OPEN : PONDER_JSON_SPLIT_WHOLE;
    }
  if (place->depth == 2 && g_strcmp0 (place->names[0], "indexedDB") == 0)
    return first == '[' && is_one_of (name, tables) ? PONDER_JSON_SPLIT_OPEN : PONDER_JSON_SPLIT_DROP;
  return PONDER_JSON_SPLIT_WHOLE;
}

static PonderJsonSplit
begin_cb (const PonderJsonPlace *place,
          char                   first,
          gpointer               user_data)
{
  PonderImportStream *self = user_data;

  if (self->mode == LINES)
    return PONDER_JSON_SPLIT_WHOLE;
  if (place->depth == 0)
    {
      self->is_array = first == '[';
      return PONDER_JSON_SPLIT_OPEN;
    }
  return self->is_array ? PONDER_JSON_SPLIT_WHOLE : begin_member (place, first);
}

static void
take_member (PonderImportStream *self,
             const char         *name,
             const char         *text,
             gsize               length)
{
  /* LibreChat's: as deep as the chat is long. */
  static const char *const trees[] = { "messages", "messagesTree", NULL };
  g_autoptr(GError) error = NULL;
  JsonNode *node;

  self->rest_size += length;
  if (self->rest_size > PONDER_JSON_SPLITTER_BYTES)
    ponder_import_skip (self->import, name, _("The file is too large for what it is: one chat of more than 64 MB."));
  else if ((node = ponder_json_parse (text, (gssize) length, &error))
           || (is_one_of (name, trees)
               && (node = ponder_import_flatten (text, length, "messageId", "parentMessageId"))))
    {
      if (self->rest == NULL)
        self->rest = json_object_new ();
      json_object_set_member (self->rest, name, node);
    }
  else
    ponder_import_skip (self->import, name, error->message);
}

/* The bytes of a file of our own. */
static void
take_attachment (PonderImportStream *self,
                 const char         *name,
                 const char         *text,
                 gsize               length)
{
  JsonObject *attachments;
  JsonNode *node;

  self->files_size += length;
  if (self->files_size > PONDER_IMPORT_FILES_LIMIT / 3 * 4)
    {
      ponder_import_skip (self->import, name, _("The files of this chat have more than 256 MB."));
      return;
    }
  if (!(node = ponder_json_parse (text, (gssize) length, NULL)))
    return;
  if (self->rest == NULL)
    self->rest = json_object_new ();
  if (ponder_json_get_object (self->rest, "attachments") == NULL)
    json_object_set_object_member (self->rest, "attachments", json_object_new ());
  attachments = ponder_json_get_object (self->rest, "attachments");
  json_object_set_member (attachments, name, node);
}

/* Sessions and pictures of Chatbox wait for one another. */
static gboolean
take_piece (PonderImportStream *self,
            const char         *name,
            const char         *text,
            gsize               length)
{
  gboolean is_session = g_str_has_prefix (name, "session:");
  PonderImportSpill *spill;

  if (!is_session && !(length > 6 && memcmp (text, "\"data:", 6) == 0))
    return FALSE;

  if (is_session)
    {
      ponder_import_set_format (self->import, "chatbox");
      note_known (self);
    }
  if ((spill = ponder_import_get_spill (self->import)))
    ponder_import_spill_put (spill, is_session ? "session" : "blob", name, text, length, &self->import->failure);
  return TRUE;
}

static gboolean
value_cb (const PonderJsonPlace  *place,
          const char             *text,
          gsize                   length,
          gpointer                user_data,
          GError                **error)
{
  PonderImportStream *self = user_data;

  if (place->depth == 2 && !self->is_array && g_strcmp0 (place->names[0], "chat-sessions") == 0)
    read_old_session (self, text, length);
  else if (self->mode == LINES || self->is_array || (place->depth == 2 && place->names[1] == NULL))
    read_entry (self, text, length);
  else if (place->depth == 3)
    ponder_import_cherry_keep (self->import, place->names[1], text, length);
  else if (place->depth == 2)
    take_attachment (self, place->names[1], text, length);
  else if (place->depth == 1 && !take_piece (self, place->names[0], text, length))
    take_member (self, place->names[0], text, length);

  if (ponder_import_goes_on (self->import))
    return TRUE;
  g_propagate_error (error, g_error_copy (self->import->failure));
  return FALSE;
}

static void
skip_cb (const PonderJsonPlace *place,
         const char            *why,
         gpointer               user_data)
{
  PonderImportStream *self = user_data;
  const char *name = place->depth > 0 ? place->names[place->depth - 1] : NULL;

  if (name != NULL)
    {
      ponder_import_skip (self->import, name, why);
      return;
    }
  self->import->n_chats++;
  ponder_import_skip_chat (self->import, NULL, why);
}

static const PonderJsonSplitterHandler handler = { begin_cb, value_cb, skip_cb };

/* --- lines --- */

static void
end_line (PonderImportStream *self)
{
  g_autoptr(GError) error = NULL;

  if (self->line_has_text && !self->line_is_bad && !ponder_json_splitter_finish (self->splitter, &error)
      && self->import->failure == NULL)
    self->line_is_bad = TRUE;
  if (self->line_is_bad)
    {
      /* Translators: %lu is the number of a line of a file. */
      g_autofree char *what = g_strdup_printf (_("Line %lu"), (gulong) self->n_lines);

      ponder_import_skip (self->import, what, _("It is not valid JSON."));
    }
  g_clear_pointer (&self->splitter, ponder_json_splitter_free);
  self->line_is_bad = self->line_has_text = FALSE;
}

static gboolean
feed_line (PonderImportStream  *self,
           const char          *data,
           gsize                length,
           GError             **error)
{
  g_autoptr(GError) local_error = NULL;

  if (self->splitter == NULL)
    {
      self->splitter = ponder_json_splitter_new (&handler, self);
      self->n_lines++;
    }
  for (gsize i = 0; i < length && !self->line_has_text; i++)
    self->line_has_text = strchr (" \t\r", data[i]) == NULL || data[i] == '\0';
  if (self->line_is_bad || ponder_json_splitter_feed (self->splitter, data, length, &local_error))
    return TRUE;

  if (self->import->failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  self->line_is_bad = TRUE;
  return TRUE;
}

static gboolean
feed_lines (PonderImportStream  *self,
            const char          *data,
            gsize                length,
            GError             **error)
{
  const char *end = data + length;

  while (data < end)
    {
      const char *stop = memchr (data, '\n', (gsize) (end - data));

      if (!feed_line (self, data, (gsize) ((stop != NULL ? stop : end) - data), error))
        return FALSE;
      if (stop == NULL)
        break;
      end_line (self);
      data = stop + 1;
    }
  return TRUE;
}

/* --- which of the two --- */

static PonderJsonSplit
drop_cb (const PonderJsonPlace *place,
         char                   first,
         gpointer               user_data)
{
  return PONDER_JSON_SPLIT_DROP;
}

/* An object that ends where the line ends can be a line among lines. */
static gboolean
is_whole_object (const char *line,
                 gsize       length)
{
  static const PonderJsonSplitterHandler counter = { drop_cb, NULL, NULL };
  g_autoptr(PonderJsonSplitter) splitter = ponder_json_splitter_new (&counter, NULL);
  gsize start = length >= 3 && memcmp (line, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

  while (start < length && g_ascii_isspace (line[start]))
    start++;
  return start < length && line[start] == '{' && ponder_json_splitter_feed (splitter, line, length, NULL)
         && ponder_json_splitter_finish (splitter, NULL);
}

static gboolean
is_blank (const char *text,
          gsize       length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isspace (text[i]) && strchr ("\xef\xbb\xbf", text[i]) == NULL)
      return FALSE;
  return TRUE;
}

/* Looks at the first line that is not empty and at whether something follows, once they are there: an object on one
 * line is a document. */
static void
decide (PonderImportStream *self)
{
  const char *text = (const char *) self->head->data;

  while (self->mode == UNDECIDED && self->n_scanned < self->head->len)
    {
      char byte = text[self->n_scanned++];

      if (self->has_whole_line && !g_ascii_isspace (byte))
        self->mode = LINES;
      if (self->has_whole_line || byte != '\n')
        continue;

      if (is_blank (text + self->line_start, self->n_scanned - self->line_start))
        self->line_start = self->n_scanned;
      else if (is_whole_object (text + self->line_start, self->n_scanned - self->line_start))
        self->has_whole_line = TRUE;
      else
        self->mode = DOCUMENT;
    }
  if (self->mode == UNDECIDED && self->head->len > HEAD_LIMIT)
    self->mode = DOCUMENT;
}

static gboolean
feed_decided (PonderImportStream  *self,
              const char          *data,
              gsize                length,
              GError             **error)
{
  if (self->mode == LINES)
    return feed_lines (self, data, length, error);

  if (self->splitter == NULL)
    self->splitter = ponder_json_splitter_new (&handler, self);
  return ponder_json_splitter_feed (self->splitter, data, length, error);
}

static gboolean
feed_head (PonderImportStream  *self,
           GError             **error)
{
  g_autoptr(GByteArray) head = g_steal_pointer (&self->head);

  return feed_decided (self, (const char *) head->data, head->len, error);
}

PonderImportStream *
ponder_import_stream_new (PonderImport *import)
{
  PonderImportStream *self = g_new0 (PonderImportStream, 1);

  self->import = import;
  self->head = g_byte_array_new ();
  self->unknown = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
ponder_import_stream_free (PonderImportStream *self)
{
  g_clear_pointer (&self->head, g_byte_array_unref);
  g_clear_pointer (&self->splitter, ponder_json_splitter_free);
  g_clear_pointer (&self->rest, json_object_unref);
  g_clear_pointer (&self->turns, json_array_unref);
  g_ptr_array_unref (self->unknown);
  g_free (self);
}

gboolean
ponder_import_stream_feed (PonderImportStream  *self,
                           const char          *data,
                           gsize                length,
                           GError             **error)
{
  if (self->mode != UNDECIDED)
    return feed_decided (self, data, length, error);

  g_byte_array_append (self->head, (const guint8 *) data, (guint) length);
  decide (self);
  return self->mode == UNDECIDED || feed_head (self, error);
}

/* What is said makes one chat: under the name where its reader looks for it. */
static void
finish_turns (PonderImportStream *self)
{
  const char *member = g_strcmp0 (self->turn_format, "sharegpt") == 0 ? "conversations" : "messages";

  if (self->turns == NULL || self->turns_size > PONDER_JSON_SPLITTER_BYTES)
    return;

  if (self->rest == NULL)
    self->rest = json_object_new ();
  if (self->is_array || self->mode == LINES)
    self->import->n_chats = 0;
  json_object_set_array_member (self->rest, member, g_steal_pointer (&self->turns));
}

static void
finish_rest (PonderImportStream *self)
{
  const PonderImportShape *shape;

  finish_turns (self);
  if (self->rest == NULL || self->import->failure != NULL)
    return;

  if ((shape = ponder_import_find_shape (self->rest)))
    {
      self->import->n_chats++;
      read_chat (self, shape, self->rest);
    }
}

gboolean
ponder_import_stream_finish (PonderImportStream  *self,
                             GError             **error)
{
  if (self->mode == UNDECIDED)
    {
      self->mode = DOCUMENT;
      if (!feed_head (self, error))
        return FALSE;
    }
  if (self->mode == LINES && self->splitter != NULL)
    end_line (self);
  else if (self->mode == DOCUMENT && !ponder_json_splitter_finish (self->splitter, error))
    return FALSE;

  if (ponder_import_cherry_finish (self->import, self->rest) || ponder_import_chatbox_finish (self->import))
    note_known (self);
  else
    finish_rest (self);
  if (!ponder_import_goes_on (self->import))
    {
      g_propagate_error (error, g_error_copy (self->import->failure));
      return FALSE;
    }
  return self->n_known > 0 || ponder_import_fail (error, _("This is no file of chats that this program knows."));
}
