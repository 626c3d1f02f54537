/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is written as JSON comes back as it was. */

#include "config.h"

#include "ponder-error.h"
#include "ponder-exporter.h"
#include "ponder-import-ponder.h"
#include "ponder-json.h"
#include "ponder-test-conversation.h"
#include "ponder-test-dir.h"

#include <string.h>

#define N_SEEDS 1000
#define N_MESSAGES 9
#define N_ARCHIVED 60

/* What one file gave. */
typedef struct
{
  PonderConversation *conversation;
  GPtrArray          *skipped;  /* "what: why" */
} Import;

static void
import_clear (Import *self)
{
  g_clear_pointer (&self->conversation, ponder_conversation_free);
  g_clear_pointer (&self->skipped, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Import, import_clear)

static gboolean
take (PonderConversation  *conversation,
      gpointer             user_data,
      GError             **error)
{
  Import *import = user_data;

  g_assert_null (import->conversation);
  import->conversation = conversation;
  return TRUE;
}

static void
skip (const char *what,
      const char *why,
      gpointer    user_data)
{
  Import *import = user_data;

  g_ptr_array_add (import->skipped, g_strdup_printf ("%s: %s", what, why));
}

static const PonderImportSink sink = { take, skip, NULL };

static gboolean
read_text (Import      *import,
           const char  *text,
           gssize       length,
           GError     **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autoptr(JsonObject) object = ponder_json_parse_object (text, length, &local_error);

  g_assert_no_error (local_error);
  import->skipped = g_ptr_array_new_with_free_func (g_free);
  g_assert_true (ponder_import_ponder_knows (object));
  return ponder_import_ponder_read (object, "a.json", &sink, import, error);
}

static GBytes *
write_json (PonderConversation *conversation,
            gboolean            whole_tree)
{
  g_autoptr(GError) error = NULL;
  GBytes *bytes = ponder_export_conversation (conversation, PONDER_EXPORT_JSON, whole_tree, &error);

  g_assert_no_error (error);
  return bytes;
}

static void
test_random (void)
{
  for (guint seed = 0; seed < N_SEEDS; seed++)
    {
      g_autoptr(GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr(PonderConversation) before = ponder_test_conversation_random (rand, N_MESSAGES);
      g_autoptr(GBytes) bytes = write_json (before, TRUE);
      g_auto(Import) import = { NULL };
      g_autoptr(GError) error = NULL;

      if (g_test_verbose ())
        g_test_message ("seed %u", seed);
      g_assert_true (read_text (&import, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), &error));
      g_assert_no_error (error);
      g_assert_cmpuint (import.skipped->len, ==, 0);
      ponder_test_conversation_assert_same (before, import.conversation);
    }
}

static gboolean
take_next (PonderConversation  *conversation,
           gpointer             user_data,
           GError             **error)
{
  GPtrArray *conversations = user_data;

  g_ptr_array_add (conversations, conversation);
  return TRUE;
}

static void
refuse_skip (const char *what,
             const char *why,
             gpointer    user_data)
{
  g_test_fail_printf ("%s: %s", what, why);
}

static void
ignore_progress (goffset  done,
                 goffset  total,
                 gpointer user_data)
{
  g_assert_cmpint (done, <=, total);
}

static void
write_archive (const char *path,
               GPtrArray  *conversations)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(PonderExportArchive) archive = ponder_export_archive_new (path, PONDER_EXPORT_JSON, TRUE, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < conversations->len; i++)
    {
      g_assert_true (ponder_export_archive_add (archive, conversations->pdata[i], &error));
      g_assert_no_error (error);
    }
  g_assert_true (ponder_export_archive_finish (archive, &error));
  g_assert_no_error (error);
}

/* All chats as one file, as `export --all` writes it and `import` reads it. */
static void
test_archive (void)
{
  static const PonderImportSink all = { take_next, refuse_skip, ignore_progress };
  char *folder = ponder_test_dir_new ();
  g_autofree char *path = g_build_filename (folder, "chats.zip", NULL);
  g_autoptr(GPtrArray) before = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_conversation_free);
  g_autoptr(GPtrArray) after = g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_conversation_free);
  g_autoptr(GRand) rand = g_rand_new_with_seed (7);
  g_autoptr(GError) error = NULL;
  g_autofree char *format = NULL;

  for (guint i = 0; i < N_ARCHIVED; i++)
    g_ptr_array_add (before, ponder_test_conversation_random (rand, N_MESSAGES));
  write_archive (path, before);

  g_assert_true (ponder_importer_read (path, &all, after, &format, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (format, ==, "ponder");
  g_assert_cmpuint (after->len, ==, N_ARCHIVED);
  for (guint i = 0; i < N_ARCHIVED; i++)
    ponder_test_conversation_assert_same (before->pdata[i], after->pdata[i]);
  ponder_test_dir_remove (folder);
}

/* Bytes that two parts show are in the file once. */
static void
test_attachment_once (void)
{
  g_autoptr(PonderSession) session = ponder_session_new ("s");
  g_autoptr(PonderConversation) conversation = ponder_conversation_new (session);
  PonderMessage *message = ponder_message_new ("m", NULL, PONDER_ROLE_USER);
  g_autoptr(GBytes) picture = g_bytes_new_static ("picture", 7);
  g_autoptr(GBytes) bytes = NULL;
  g_autofree char *text = NULL;
  g_auto(GStrv) pieces = NULL;

  for (guint i = 0; i < 2; i++)
    {
      PonderPart *part = ponder_part_new (PONDER_PART_IMAGE, "");

      part->data = g_bytes_ref (picture);
      ponder_message_take_part (message, part);
    }
  ponder_conversation_take_message (conversation, message);

  bytes = write_json (conversation, TRUE);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  pieces = g_strsplit (text, "cGljdHVyZQ==", -1);
  g_assert_cmpuint (g_strv_length (pieces), ==, 2);
}

/* The shown branch of a tree is a chat too. */
static void
test_branch (void)
{
  g_autoptr(PonderSession) session = ponder_session_new ("s");
  g_autoptr(PonderConversation) conversation = ponder_conversation_new (session);
  static const char *const messages[][2] = { { "q", NULL }, { "a1", "q" }, { "a2", "q" }, { "z", "a1" } };
  g_autoptr(GBytes) bytes = NULL;
  g_auto(Import) import = { NULL };
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (messages); i++)
    {
      PonderMessage *message = ponder_message_new (messages[i][0], messages[i][1], PONDER_ROLE_USER);

      ponder_message_set_chosen (message, i == 1);
      ponder_conversation_take_message (conversation, message);
    }

  bytes = write_json (conversation, FALSE);
  g_assert_true (read_text (&import, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), &error));
  g_assert_no_error (error);
  g_assert_cmpuint (import.conversation->messages->len, ==, 3);
  g_assert_cmpstr (ponder_message_get_id (import.conversation->messages->pdata[1]), ==, "a1");
  g_assert_cmpstr (ponder_message_get_id (import.conversation->messages->pdata[2]), ==, "z");
}

static void
test_newer (void)
{
  g_auto(Import) import = { NULL };
  g_autoptr(GError) error = NULL;

  g_assert_false (read_text (&import, "{\"format\":\"ponder\",\"version\":2,\"messages\":[]}", -1, &error));
  g_assert_error (error, PONDER_ERROR, PONDER_ERROR_MALFORMED);
  g_assert_nonnull (strstr (error->message, "Update Ponder"));
  g_assert_null (import.conversation);
}

static void
test_no_chat (void)
{
  static const char *const texts[] = {
    "{\"format\":\"ponder\"}",
    "{\"format\":\"ponder\",\"version\":1}",
    "{\"format\":\"ponder\",\"version\":1,\"messages\":{}}",
    "{\"format\":\"ponder\",\"version\":\"1\",\"messages\":[]}",
    "{\"format\":\"ponder\",\"version\":-1,\"messages\":[]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_auto(Import) import = { NULL };
      g_autoptr(GError) error = NULL;

      g_assert_false (read_text (&import, texts[i], -1, &error));
      g_assert_error (error, PONDER_ERROR, PONDER_ERROR_MALFORMED);
      g_assert_null (import.conversation);
    }
}

/* What can be taken is taken, and each of the rest is named. */
static void
test_damaged (void)
{
  g_auto(Import) import = { NULL };
  g_autoptr(GError) error = NULL;
  g_autofree char *skipped = NULL;

  g_assert_true (read_text (&import,
                            "{\"format\":\"ponder\",\"version\":1,\"session\":[],\"tags\":[1,\"a\"],\"messages\":["
                            "{\"id\":\"1\",\"role\":\"user\",\"parts\":[{\"kind\":\"text\",\"text\":\"hello\"},7,"
                            "{\"kind\":\"hologram\"},{\"kind\":\"image\",\"digest\":\"00\"}]},"
                            "{\"id\":\"1\",\"role\":\"user\"},{\"role\":\"user\"},{\"id\":\"2\",\"role\":\"dog\"},null,"
                            "{\"id\":\"3\",\"role\":\"assistant\",\"usage\":3,\"fault\":\"x\",\"created\":\"soon\"}"
                            "],\"attachments\":{\"00\":\"AAAA\"}}", -1, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (import.conversation->messages->len, ==, 2);
  g_assert_cmpstr (ponder_message_get_text (import.conversation->messages->pdata[0]), ==, "hello");
  g_assert_true (ponder_session_has_tag (import.conversation->session, "a"));
  g_ptr_array_add (import.skipped, NULL);
  skipped = g_strjoinv ("\n", (GStrv) import.skipped->pdata);
  g_assert_cmpstr (skipped, ==,
                   "a.json, message 1: A part of it has a kind that is not known.\n"
                   "a.json, message 1: A part of it has a kind that is not known.\n"
                   "a.json, 00: The attachment is damaged: its bytes are not those that its digest names.\n"
                   "a.json, message 2: Another message has the same id.\n"
                   "a.json, message 3: It has no id, or nobody known said it.\n"
                   "a.json, message 4: It has no id, or nobody known said it.\n"
                   "a.json, message 5: It has no id, or nobody known said it.");
}

/* A file of one question, its answer, and @runs. */
static void
read_runs (Import     *import,
           const char *runs)
{
  g_autofree char *text =
    g_strdup_printf ("{\"format\":\"ponder\",\"version\":1,\"session\":{},\"tags\":[],\"attachments\":{},\"messages\":["
                     "{\"id\":\"q\",\"role\":\"user\"},{\"id\":\"m\",\"parent\":\"q\",\"role\":\"assistant\"}],"
                     "\"runs\":%s}", runs);
  g_autoptr(GError) error = NULL;

  g_assert_true (read_text (import, text, -1, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (import->conversation->messages->len, ==, 2);
}

#define GOOD "\"events\":[{\"seq\":1,\"t\":0,\"type\":\"run.created\"}]"

/* Each is left out for its own reason, and the chat is there all the same. */
static void
test_bad_runs (void)
{
  static const struct
  {
    const char *runs;
    const char *reason;
  } cases[] = {
    { "[7]", "It has no id, or no answer." },
    { "[{\"id\":\"\",\"message\":\"m\"," GOOD "}]", "It has no id, or no answer." },
    { "[{\"id\":\"r\",\"message\":\"elsewhere\"," GOOD "}]", "Its answer is not in this file." },
    { "[{\"id\":\"r\",\"message\":\"q\"," GOOD "}]", "Its answer is not in this file." },
    { "[{\"id\":\"r\",\"message\":\"m\"}]", "It has no log." },
    { "[{\"id\":\"r\",\"message\":\"m\",\"events\":{\"seq\":1}}]", "It has no log." },
    { "[{\"id\":\"r\",\"message\":\"m\",\"events\":[null]}]", "Its log is damaged" },
    { "[{\"id\":\"r\",\"message\":\"m\",\"events\":[{\"seq\":\"1\",\"type\":\"run.created\"}]}]", "Its log is damaged" },
    { "[{\"id\":\"r\",\"message\":\"m\",\"events\":[{\"seq\":1,\"type\":7}]}]", "Its log is damaged" },
    { "[{\"id\":\"r\",\"message\":\"m\",\"events\":[{\"seq\":2,\"type\":\"a\"},{\"seq\":2,\"type\":\"a\"}]}]",
      "Its log is damaged" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(Import) import = { NULL };

      read_runs (&import, cases[i].runs);
      g_assert_cmpuint (import.conversation->runs->len, ==, 0);
      g_assert_cmpuint (import.skipped->len, ==, 1);
      g_assert_nonnull (strstr (g_ptr_array_index (import.skipped, 0), cases[i].reason));
    }
}

static void
test_endless_runs (void)
{
  static const struct
  {
    const char *event;
    guint       n;
  } cases[] = {
    { "{\"seq\":%u,\"t\":0,\"type\":\"later.thing\"}", 100000 },
    { "{\"seq\":%u,\"t\":0,\"type\":\"plan.task\",\"node\":\"a\"}", 400 },
    { "{\"seq\":%u,\"t\":0,\"type\":\"plan.task\",\"deps\":[\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\"]}", 9000 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GString) runs = g_string_new ("[{\"id\":\"r\",\"message\":\"m\",\"events\":[");
      g_auto(GStrv) halves = g_strsplit (cases[i].event, "%u", 2);
      g_auto(Import) import = { NULL };

      for (guint seq = 1; seq <= cases[i].n; seq++)
        g_string_append_printf (runs, "%s%s%u%s", seq > 1 ? "," : "", halves[0], seq, halves[1]);
      g_string_append (runs, "]}]");
      read_runs (&import, runs->str);
      g_assert_cmpuint (import.conversation->runs->len, ==, 0);
      g_assert_nonnull (strstr (g_ptr_array_index (import.skipped, 0), "more in it than any run can have"));
    }
}

/* Whoever wrote what is not known here gets it back. */
static void
test_strange_runs (void)
{
  g_auto(Import) import = { NULL };
  const PonderStoredRun *run;

  read_runs (&import,
             "[{\"id\":\"r\",\"message\":\"m\",\"created\":\"x\",\"question\":[],\"outcome\":\"later\",\"config\":7,"
             "\"events\":[{\"seq\":3,\"t\":1,\"type\":\"later.thing\",\"x\":{\"y\":[1]}}]},"
             "{\"id\":\"r\",\"message\":\"m\"," GOOD "},{\"id\":\"r\",\"message\":\"m\"," GOOD "}]");
  g_assert_cmpuint (import.conversation->runs->len, ==, 1);
  g_assert_cmpuint (import.skipped->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (import.skipped, 0), ==, "a.json, run 2: Another run has the same id.");
  run = g_ptr_array_index (import.conversation->runs, 0);
  g_assert_cmpstr (run->record->outcome, ==, PONDER_THINK_RECORD_OPEN);
  g_assert_cmpstr (run->record->config, ==, "{}");
  g_assert_cmpstr (((PonderStoredEvent *) g_ptr_array_index (run->events, 0))->json, ==,
                   "{\"seq\":3,\"t\":1,\"type\":\"later.thing\",\"x\":{\"y\":[1]}}");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/transfer/round-trip/a-thousand-random-trees-come-back-the-same", test_random);
  g_test_add_func ("/transfer/round-trip/all-chats-come-back-from-one-archive", test_archive);
  g_test_add_func ("/transfer/round-trip/bytes-of-two-parts-are-written-once", test_attachment_once);
  g_test_add_func ("/transfer/round-trip/the-shown-branch-alone-is-a-chat", test_branch);
  g_test_add_func ("/transfer/round-trip/a-newer-version-is-refused-and-says-to-update", test_newer);
  g_test_add_func ("/transfer/round-trip/a-file-without-a-chat-is-refused", test_no_chat);
  g_test_add_func ("/transfer/round-trip/damage-is-named-and-the-rest-taken", test_damaged);
  g_test_add_func ("/transfer/round-trip/runs-that-cannot-be-taken-are-named", test_bad_runs);
  g_test_add_func ("/transfer/round-trip/runs-that-no-program-made-are-not-taken", test_endless_runs);
  g_test_add_func ("/transfer/round-trip/what-is-not-known-of-a-run-is-kept", test_strange_runs);
  return g_test_run ();
}
