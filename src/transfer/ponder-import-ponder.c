/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads back what Ponder itself wrote as JSON. */

#include "config.h"

#include "ponder-import-ponder.h"

#include "ponder-fault.h"
#include "ponder-id.h"
#include "ponder-import-run.h"
#include "ponder-json.h"
#include "ponder-transfer-json-private.h"

#include <glib/gi18n.h>

/* One file that is being read. */
typedef struct
{
  const PonderImportSink *sink;
  gpointer                user_data;
  const char             *where;
  JsonObject             *attachments;  /* (nullable) digest -> base64 */
  GHashTable             *bytes;        /* digest -> GBytes that are what the digest says */
  GHashTable             *ids;          /* of the messages so far */
  GHashTable             *answers;      /* those of them that a model gave, borrowed from the chat */
} Reading;

static void
reading_clear (Reading *self)
{
  g_clear_pointer (&self->bytes, g_hash_table_unref);
  g_clear_pointer (&self->ids, g_hash_table_unref);
  g_clear_pointer (&self->answers, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, reading_clear)

static void
skip (Reading    *self,
      const char *what,
      const char *why)
{
  /* Translators: a file, then what in it: "Trip.json, message 12". */
  g_autofree char *place = g_strdup_printf (_("%s, %s"), self->where, what);

  self->sink->skip (place, why, self->user_data);
}

static void
skip_message (Reading    *self,
              guint       index,
              const char *why)
{
  g_autofree char *what = g_strdup_printf (_("message %u"), index + 1);

  skip (self, what, why);
}

static gint64
get_int (JsonObject *object,
         const char *member,
         gint64      fallback)
{
  gint64 value = fallback;

  ponder_json_get_int (object, member, &value);
  return value;
}

/* The bytes are kept under their digest: what is not what it says would be shown in place of something else.
 * (transfer full) (nullable) */
static GBytes *
decode_attachment (Reading    *self,
                   const char *digest)
{
  const char *text = ponder_json_get_string (self->attachments, digest);
  g_autoptr(GBytes) bytes = NULL;
  g_autofree char *found = NULL;
  guchar *data;
  gsize size;

  if (text == NULL)
    return NULL;

  data = g_base64_decode (text, &size);
  bytes = g_bytes_new_take (data, size);
  found = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  if (g_strcmp0 (found, digest) == 0)
    return g_steal_pointer (&bytes);

  skip (self, digest, _("The attachment is damaged: its bytes are not those that its digest names."));
  return NULL;
}

/* Remembers also what was not there, so that it is said once. (transfer none) (nullable) */
static GBytes *
find_attachment (Reading    *self,
                 const char *digest)
{
  gpointer bytes;

  if (!g_hash_table_lookup_extended (self->bytes, digest, NULL, &bytes))
    {
      bytes = decode_attachment (self, digest);
      g_hash_table_insert (self->bytes, g_strdup (digest), bytes);
    }

  return bytes;
}

/* (nullable) */
static PonderPart *
read_part (Reading    *self,
           JsonObject *object)
{
  PonderPartKind kind;
  PonderPart *part;
  GBytes *bytes;

  if (!ponder_part_kind_from_string (ponder_json_get_string (object, "kind"), &kind))
    return NULL;

  part = ponder_part_new (kind, ponder_json_get_string (object, "text"));
  part->name = g_strdup (ponder_json_get_string (object, "name"));
  part->call_id = g_strdup (ponder_json_get_string (object, "call_id"));
  part->media_type = g_strdup (ponder_json_get_string (object, "media_type"));
  part->digest = g_strdup (ponder_json_get_string (object, "digest"));
  if (part->digest != NULL && (bytes = find_attachment (self, part->digest)))
    part->data = g_bytes_ref (bytes);

  return part;
}

static void
read_parts (Reading       *self,
            PonderMessage *message,
            JsonArray     *parts,
            guint          index)
{
  for (guint i = 0; parts != NULL && i < json_array_get_length (parts); i++)
    {
      PonderPart *part = read_part (self, ponder_json_array_object (parts, i));

      if (part != NULL)
        ponder_message_take_part (message, part);
      else
        skip_message (self, index, _("A part of it has a kind that is not known."));
    }
}

static void
read_usage (PonderMessage *message,
            JsonObject    *object)
{
  g_autoptr(PonderUsage) usage = NULL;

  if (object == NULL)
    return;

  usage = ponder_usage_new ();
  ponder_json_get_int (object, "input", &usage->input);
  ponder_json_get_int (object, "output", &usage->output);
  ponder_json_get_int (object, "cached", &usage->cached);
  ponder_json_get_int (object, "reasoning", &usage->reasoning);
  ponder_json_get_double (object, "cost_usd", &usage->cost_usd);
  ponder_message_set_usage (message, usage);
}

/* The text of the object @member, for a type that reads itself. (transfer full) (nullable) */
static char *
dup_serialized (JsonObject *object,
                const char *member)
{
  if (ponder_json_get_object (object, member) == NULL)
    return NULL;

  return ponder_json_to_string (json_object_get_member (object, member));
}

static void
read_fault (PonderMessage *message,
            JsonObject    *object)
{
  g_autofree char *json = dup_serialized (object, "fault");
  g_autoptr(PonderFault) fault = NULL;
  g_autoptr(GError) error = NULL;

  if (json == NULL)
    return;

  if ((fault = ponder_fault_deserialize (json, &error)))
    ponder_message_set_fault (message, fault);
  else
    g_message ("what went wrong with “%s” cannot be read: %s", ponder_message_get_id (message),
               error->message);
}

static void
read_times (PonderMessage *message,
            JsonObject    *object)
{
  ponder_message_set_created (message, get_int (object, "created", 0));
  ponder_message_set_first_token_ms (message, get_int (object, "first_token_ms", -1));
  ponder_message_set_reasoning_ms (message, get_int (object, "reasoning_ms", -1));
  ponder_message_set_total_ms (message, get_int (object, "total_ms", -1));
  ponder_message_set_cached_from (message, get_int (object, "cached_from", 0));
}

/* (nullable): said why not. */
static PonderMessage *
begin_message (Reading    *self,
               JsonObject *object,
               guint       index)
{
  const char *id = ponder_json_get_string (object, "id");
  PonderRole role;

  if (id == NULL || !ponder_role_from_string (ponder_json_get_string (object, "role"), &role))
    {
      skip_message (self, index, _("It has no id, or nobody known said it."));
      return NULL;
    }
  if (!g_hash_table_add (self->ids, g_strdup (id)))
    {
      skip_message (self, index, _("Another message has the same id."));
      return NULL;
    }

  return ponder_message_new (id, ponder_json_get_string (object, "parent"), role);
}

static void
read_message (Reading            *self,
              PonderConversation *conversation,
              JsonObject         *object,
              guint               index)
{
  PonderMessage *message = begin_message (self, object, index);
  PonderMessageState state;

  if (message == NULL)
    return;

  if (ponder_message_state_from_string (ponder_json_get_string (object, "state"), &state))
    ponder_message_set_state (message, state);
  ponder_message_set_finish (message,
                             ponder_finish_from_string (ponder_json_get_string (object, "finish")));
  ponder_message_set_provider (message, ponder_json_get_string (object, "provider"));
  ponder_message_set_model (message, ponder_json_get_string (object, "model"));
  ponder_message_set_chosen (message, ponder_json_get_boolean (object, "chosen", FALSE));
  read_times (message, object);
  read_usage (message, ponder_json_get_object (object, "usage"));
  read_fault (message, object);
  read_parts (self, message, ponder_json_get_array (object, "parts"), index);
  if (ponder_message_get_role (message) == PONDER_ROLE_ASSISTANT)
    g_hash_table_add (self->answers, (char *) ponder_message_get_id (message));
  ponder_conversation_take_message (conversation, message);
}

static void
read_config (PonderSession *session,
             JsonObject    *object)
{
  g_autofree char *json = dup_serialized (object, "config");
  g_autoptr(PonderModelConfig) config = NULL;
  g_autoptr(GError) error = NULL;

  if (json == NULL)
    return;

  if ((config = ponder_model_config_deserialize (json, &error)))
    ponder_session_set_config (session, config);
  else
    g_message ("the settings of a chat cannot be read: %s", error->message);
}

static PonderSession *
read_session (JsonObject *object)
{
  const char *id = ponder_json_get_string (object, "id");
  g_autofree char *new_id = id == NULL ? ponder_id_new () : NULL;
  PonderSession *session = ponder_session_new (id != NULL ? id : new_id);
  JsonObject *draft = ponder_json_get_object (object, "draft");
  JsonObject *scroll = ponder_json_get_object (object, "scroll");

  ponder_session_set_title (session, ponder_json_get_string (object, "title"));
  ponder_session_set_title_fixed (session, ponder_json_get_boolean (object, "title_fixed", FALSE));
  ponder_session_set_preview (session, ponder_json_get_string (object, "preview"));
  ponder_session_set_pinned (session, ponder_json_get_boolean (object, "pinned", FALSE));
  ponder_session_set_archived (session, ponder_json_get_boolean (object, "archived", FALSE));
  ponder_session_set_branched_from (session, ponder_json_get_string (object, "branched_from"));
  ponder_session_set_created (session, get_int (object, "created", 0));
  ponder_session_set_updated (session, get_int (object, "updated", 0));
  ponder_session_set_trashed (session, get_int (object, "trashed", 0));
  ponder_session_set_draft (session, ponder_json_get_string (draft, "text"),
                            (guint) CLAMP (get_int (draft, "cursor", 0), 0, G_MAXUINT));
  ponder_session_set_scroll (session, ponder_json_get_string (scroll, "message"),
                             (int) CLAMP (get_int (scroll, "offset", 0), G_MININT, G_MAXINT));
  read_config (session, object);
  return session;
}

static void
read_tags (PonderSession *session,
           JsonArray     *tags)
{
  g_autoptr(GPtrArray) all = g_ptr_array_new ();

  for (guint i = 0; tags != NULL && i < json_array_get_length (tags); i++)
    {
      const char *tag = ponder_json_array_string (tags, i);

      if (tag != NULL)
        g_ptr_array_add (all, (char *) tag);
    }
  g_ptr_array_add (all, NULL);
  ponder_session_set_tags (session, (const char *const *) all->pdata);
}

/* @ids: of the runs so far, borrowed from the chat. */
static void
read_run (Reading            *self,
          PonderConversation *conversation,
          GHashTable         *ids,
          JsonObject         *object,
          guint               index)
{
  /* Translators: the number of a run of deep think in a file. */
  g_autofree char *what = g_strdup_printf (_("run %u"), index + 1);
  g_autoptr(PonderStoredRun) run = NULL;
  const char *why = NULL;

  if (!(run = ponder_import_run_read (object, &why)))
    skip (self, what, why);
  else if (!g_hash_table_contains (self->answers, run->record->message))
    skip (self, what, _("Its answer is not in this file."));
  else if (g_hash_table_contains (ids, run->record->id))
    skip (self, what, _("Another run has the same id."));
  else
    {
      g_hash_table_add (ids, run->record->id);
      g_ptr_array_add (conversation->runs, g_steal_pointer (&run));
    }
}

static void
read_runs (Reading            *self,
           PonderConversation *conversation,
           JsonArray          *runs)
{
  g_autoptr(GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; runs != NULL && i < json_array_get_length (runs); i++)
    read_run (self, conversation, ids, ponder_json_array_object (runs, i), i);
}

static PonderConversation *
read_conversation (Reading    *self,
                   JsonObject *object,
                   JsonArray  *messages)
{
  g_autoptr(PonderSession) session = read_session (ponder_json_get_object (object, "session"));
  PonderConversation *conversation = ponder_conversation_new (session);
  JsonObject *source = ponder_json_get_object (object, "source");

  read_tags (session, ponder_json_get_array (object, "tags"));
  conversation->source = g_strdup (ponder_json_get_string (source, "program"));
  conversation->external_id = g_strdup (ponder_json_get_string (source, "id"));
  conversation->source_updated = get_int (source, "updated", 0);
  for (guint i = 0; i < json_array_get_length (messages); i++)
    read_message (self, conversation, ponder_json_array_object (messages, i), i);
  read_runs (self, conversation, ponder_json_get_array (object, "runs"));
  ponder_session_set_n_messages (session, conversation->messages->len);

  return conversation;
}

gboolean
ponder_import_ponder_knows (JsonObject *object)
{
  return g_strcmp0 (ponder_json_get_string (object, "format"), PONDER_TRANSFER_FORMAT) == 0;
}

gboolean
ponder_import_ponder_read (JsonObject              *object,
                           const char              *where,
                           const PonderImportSink  *sink,
                           gpointer                 user_data,
                           GError                 **error)
{
  g_auto(Reading) reading = { sink, user_data, where, NULL, NULL, NULL, NULL };
  JsonArray *messages = ponder_json_get_array (object, "messages");
  gint64 version = get_int (object, "version", 0);

  if (version > PONDER_TRANSFER_VERSION)
    {
      g_set_error (error, PONDER_ERROR, PONDER_ERROR_MALFORMED,
                   /* Translators: %s is a file. */
                   _("%s was written by a newer Ponder. Update Ponder to read it."), where);
      return FALSE;
    }
  if (version < 1 || messages == NULL)
    {
      g_set_error (error, PONDER_ERROR, PONDER_ERROR_MALFORMED,
                   /* Translators: %s is a file. */
                   _("%s says that it is of Ponder and holds no chat. It may be damaged."), where);
      return FALSE;
    }

  reading.attachments = ponder_json_get_object (object, "attachments");
  reading.bytes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) g_bytes_unref);
  reading.answers = g_hash_table_new (g_str_hash, g_str_equal);
  reading.ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return sink->take (read_conversation (&reading, object, messages), user_data, error);
}
