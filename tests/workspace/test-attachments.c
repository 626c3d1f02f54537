/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions with pictures and files: on the wire of every dialect, in drafts, in branches, and when files are lost. */

#include "config.h"

#include <glib/gstdio.h>

#include "ponder-test-loop.h"
#include "ponder-test-media.h"
#include "ponder-test-workspace.h"

static PonderTest *
new_test (void)
{
  PonderTest *test = ponder_test_new ();

  ponder_test_script (test, 0, "seen", NULL);
  return test;
}

static gboolean
is_read (gpointer part)
{
  return ponder_draft_part_get_state (part) != PONDER_DRAFT_PART_LOADING;
}

static PonderDraftPart *
await_part (PonderDraftPart *part)
{
  ponder_test_wait_for (is_read, part, 20);
  if (ponder_draft_part_get_state (part) == PONDER_DRAFT_PART_FAILED)
    g_test_message ("%s", ponder_draft_part_get_error (part)->message);
  g_assert_cmpint (ponder_draft_part_get_state (part), ==, PONDER_DRAFT_PART_READY);
  return part;
}

static void
attach (PonderTest    *test,
        PonderSession *session,
        GPtrArray     *parts,
        const char    *name,
        GBytes        *bytes)
{
  g_autoptr(PonderDraftPart) part =
    await_part (ponder_workspace_attach_bytes (test->workspace, session, name, bytes));

  g_assert_null (ponder_draft_part_get_part (part)->data);
  g_ptr_array_add (parts, ponder_part_copy (ponder_draft_part_get_part (part)));
}

static GPtrArray *
new_parts (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) ponder_part_free);
}

static GPtrArray *
attach_both (PonderTest    *test,
             PonderSession *session)
{
  g_autoptr(GBytes) picture = ponder_test_picture ("png", 4, 4, NULL);
  g_autoptr(GBytes) pdf = ponder_test_pdf ("the moon pulls");
  GPtrArray *parts = new_parts ();

  attach (test, session, parts, "sea.png", picture);
  attach (test, session, parts, "tides.pdf", pdf);
  return parts;
}

static PonderMessage *
ask (PonderTest     *test,
     PonderTimeline *timeline,
     const char     *text,
     GPtrArray      *parts)
{
  g_autoptr(PonderTurn) turn =
    ponder_workspace_begin_turn_full (test->workspace, timeline, text, parts, PONDER_TURN_NO_CACHE);

  ponder_test_wait_for_end (turn);
  return ponder_turn_get_message (turn);
}

static char *
base64 (GBytes *bytes)
{
  return g_base64_encode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
assert_sent (PonderTest *test,
             const char *words)
{
  const char *body = ponder_demo_server_get_last_body (test->server);

  g_test_message ("%s", words);
  g_assert_nonnull (strstr (body, words));
}

/* --- dialects --- */

typedef struct
{
  const char *dialect;
  const char *preset;
  const char *path;
  const char *type;
  const char *answer;
  const char *before_picture;
  const char *before_file;      /* (nullable): its words are sent */
} Dialect;

static const Dialect dialects[] = {
  { "openai", "openai", "/v1/chat/completions", "text/event-stream",
    "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"seen\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n",
    "\"image_url\":{\"url\":\"data:image/png;base64,", "\"file_data\":\"data:application/pdf;base64," },
  { "openai", "custom", "/v1/chat/completions", "text/event-stream",
    "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"seen\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n",
    "\"image_url\":{\"url\":\"data:image/png;base64,", NULL },
  { "openai-responses", "openai", "/v1/responses", "text/event-stream",
    "data: {\"type\":\"response.output_text.delta\",\"delta\":\"seen\"}\n\n"
    "data: {\"type\":\"response.completed\",\"response\":{\"status\":\"completed\"}}\n\n",
    "\"image_url\":\"data:image/png;base64,", "\"file_data\":\"data:application/pdf;base64," },
  { "anthropic", "anthropic", "/v1/messages", "text/event-stream",
    "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":"
    "{\"type\":\"text_delta\",\"text\":\"seen\"}}\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n",
    "\"media_type\":\"image/png\",\"data\":\"", "\"media_type\":\"application/pdf\",\"data\":\"" },
  { "gemini", "gemini", "/v1/models/m:streamGenerateContent", "text/event-stream",
    "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"seen\"}]},\"finishReason\":\"STOP\"}]}\r\n\r\n",
    "\"mimeType\":\"image/png\",\"data\":\"", "\"mimeType\":\"application/pdf\",\"data\":\"" },
  { "ollama", "ollama", "/api/chat", "application/x-ndjson",
    "{\"message\":{\"content\":\"seen\"},\"done\":false}\n{\"done\":true,\"done_reason\":\"stop\"}\n",
    "\"images\":[\"", NULL },
};

static void
speak (PonderTest    *test,
       const Dialect *dialect)
{
  PonderProviderConfig *provider = ponder_workspace_lookup_provider (test->workspace, PONDER_TEST_PROVIDER);
  g_autoptr(GError) error = NULL;
  g_autofree char *base_url = ponder_base_url_normalise (ponder_demo_server_get_base_url (test->server),
                                                         dialect->dialect, &error);
  PonderDemoScript *script = ponder_demo_script_new (200, dialect->type);

  g_assert_no_error (error);
  ponder_provider_config_set_dialect (provider, dialect->dialect);
  ponder_provider_config_set_preset (provider, dialect->preset);
  ponder_provider_config_set_base_url (provider, base_url);
  ponder_demo_script_bytes (script, dialect->answer, -1);
  ponder_demo_server_set_script (test->server, dialect->path, script);
}

static PonderSession *
new_chat (PonderTest *test,
          const char *model)
{
  PonderSession *session = ponder_test_new_chat (test);
  g_autoptr(PonderModelConfig) config = ponder_model_config_copy (ponder_session_get_config (session));

  ponder_model_config_set_model (config, PONDER_TEST_PROVIDER, model);
  ponder_session_set_config (session, config);
  return session;
}

static void
test_wire (gconstpointer data)
{
  const Dialect *dialect = data;
  g_autoptr(PonderTest) test = new_test ();
  g_autoptr(PonderSession) session = new_chat (test, "m");
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);
  g_autoptr(GPtrArray) parts = attach_both (test, session);
  g_autoptr(GBytes) picture = ponder_test_picture ("png", 4, 4, NULL);
  g_autoptr(GBytes) pdf = ponder_test_pdf ("the moon pulls");
  g_autofree char *picture_data = base64 (picture);
  g_autofree char *pdf_data = base64 (pdf);
  g_autofree char *sent_picture = g_strconcat (dialect->before_picture, picture_data, "\"", NULL);
  g_autofree char *sent_file = dialect->before_file != NULL ? g_strconcat (dialect->before_file, pdf_data, "\"", NULL)
                                                            : g_strdup ("the moon pulls\\n</file>");

  speak (test, dialect);
  g_assert_cmpstr (ponder_message_get_text (ask (test, timeline, "What?", parts)), ==, "seen");
  assert_sent (test, sent_picture);
  assert_sent (test, sent_file);
  if (dialect->before_file != NULL)
    g_assert_null (strstr (ponder_demo_server_get_last_body (test->server), "the moon pulls"));
}

/* --- chats --- */

/* The chat in memory does not grow by what is sent; the next question and another run have it all the same. */
static void
test_history (void)
{
  g_autoptr(PonderTest) test = new_test ();
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autofree char *id = g_strdup (ponder_session_get_id (session));
  PonderTimeline *timeline = ponder_test_open_chat (test->workspace, session);
  g_autoptr(GPtrArray) parts = attach_both (test, session);
  PonderMessage *question;

  ask (test, timeline, "What?", parts);
  question = ponder_test_get_message (timeline, 0);
  g_assert_cmpuint (ponder_message_get_parts (question)->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_null (((PonderPart *) g_ptr_array_index (ponder_message_get_parts (question), i))->data);
  g_object_unref (timeline);
  g_clear_object (&session);

  ponder_test_reopen (test);
  timeline = ponder_test_open_chat (test->workspace, ponder_workspace_lookup_session (test->workspace, id));
  ask (test, timeline, "And now?", NULL);
  assert_sent (test, "data:image/png;base64,iVBOR");
  assert_sent (test, "the moon pulls");
  g_object_unref (timeline);
}

static void
test_branches (void)
{
  g_autoptr(PonderTest) test = new_test ();
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);
  g_autoptr(GPtrArray) parts = attach_both (test, session);
  g_autoptr(GPtrArray) none = new_parts ();
  PonderMessage *answer = ask (test, timeline, "", parts);
  g_autoptr(PonderTurn) again = NULL;
  g_autoptr(PonderTurn) edited = NULL;
  g_autoptr(PonderTurn) bare = NULL;

  /* What the answer says of it is more than the name that the picture had until then. */
  g_assert_cmpstr (ponder_session_get_title (session), ==, "seen");
  again = ponder_workspace_regenerate (test->workspace, timeline, answer);
  ponder_test_wait_for_end (again);
  assert_sent (test, "data:image/png;base64,iVBOR");

  edited = ponder_workspace_edit_question (test->workspace, timeline, ponder_test_get_message (timeline, 0), "Why?");
  ponder_test_wait_for_end (edited);
  assert_sent (test, "data:image/png;base64,iVBOR");
  assert_sent (test, "Why?");

  bare = ponder_workspace_edit_question_full (test->workspace, timeline, ponder_test_get_message (timeline, 0), "How?",
                                              none);
  ponder_test_wait_for_end (bare);
  g_assert_null (strstr (ponder_demo_server_get_last_body (test->server), "image/png"));
}

/* What is asked before its chat is there has its picture with it. */
static void
test_early (void)
{
  g_autoptr(PonderTest) test = new_test ();
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autofree char *id = g_strdup (ponder_session_get_id (session));
  PonderTimeline *timeline = ponder_test_open_chat (test->workspace, session);
  g_autoptr(GPtrArray) parts = attach_both (test, session);
  g_autoptr(PonderTurn) turn = NULL;

  ask (test, timeline, "first", NULL);
  g_object_unref (timeline);
  g_clear_object (&session);
  ponder_test_reopen (test);
  timeline = ponder_workspace_open_timeline (test->workspace, ponder_workspace_lookup_session (test->workspace, id));
  g_assert_true (ponder_timeline_get_loading (timeline));
  turn = ponder_workspace_begin_turn_full (test->workspace, timeline, "", parts, PONDER_TURN_DEFAULT);
  ponder_test_wait_for_end (turn);
  assert_sent (test, "first");
  assert_sent (test, "data:image/png;base64,iVBOR");
  g_object_unref (timeline);
}

static char *
find_file (PonderTest *test,
           const char *digest)
{
  g_autofree char *subfolder = g_strndup (digest, 2);

  return g_build_filename (test->dir, "data", "attachments", subfolder, digest, NULL);
}

static void
test_lost (void)
{
  g_autoptr(PonderTest) test = new_test ();
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);
  g_autoptr(GPtrArray) parts = attach_both (test, session);

  for (guint i = 0; i < parts->len; i++)
    {
      g_autofree char *path = find_file (test, ((PonderPart *) g_ptr_array_index (parts, i))->digest);

      if (i == 0)
        g_assert_cmpint (g_unlink (path), ==, 0);
      else
        g_assert_true (g_file_set_contents (path, "damaged", -1, NULL));
    }
  g_assert_cmpint (ponder_message_get_state (ask (test, timeline, "What?", parts)), ==, PONDER_MESSAGE_DONE);
  assert_sent (test, "[The attached picture “sea.png” is missing.]");
  assert_sent (test, "the moon pulls");
  g_assert_cmpuint (test->problems->len, ==, 0);
}

/* Stopped while its files are being read: nothing is asked. */
static void
test_stop (void)
{
  g_autoptr(PonderTest) test = new_test ();
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);
  g_autoptr(GPtrArray) parts = attach_both (test, session);
  g_autoptr(PonderTurn) turn =
    ponder_workspace_begin_turn_full (test->workspace, timeline, "What?", parts, PONDER_TURN_DEFAULT);

  ponder_turn_stop (turn);
  ponder_test_wait_for_end (turn);
  ponder_test_run_for (100);
  g_assert_cmpint (ponder_message_get_state (ponder_turn_get_message (turn)), ==, PONDER_MESSAGE_STOPPED);
  g_assert_cmpuint (ponder_demo_server_get_n_requests (test->server), ==, 0);
}

/* Sixteen megabytes, which are read and written down on threads: every byte is there. */
static void
test_large (void)
{
  g_autoptr(PonderTest) test = new_test ();
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(PonderTimeline) timeline = ponder_test_open_chat (test->workspace, session);
  g_autoptr(GBytes) picture = ponder_test_picture ("png", 1200, 1100, NULL);
  g_autoptr(GPtrArray) parts = new_parts ();
  g_autofree char *data = base64 (picture);
  PonderMessage *answer;

  for (guint i = 0; i < 4; i++)
    attach (test, session, parts, "sea.png", picture);
  answer = ask (test, timeline, "What?", parts);
  g_assert_cmpstr (ponder_message_get_text (answer), ==, "seen");
  g_assert_nonnull (strstr (ponder_demo_server_get_last_body (test->server), data));
}

/* --- drafts --- */

static void
test_draft (void)
{
  g_autoptr(PonderTest) test = new_test ();
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autofree char *id = g_strdup (ponder_session_get_id (session));
  g_autoptr(GPtrArray) parts = attach_both (test, session);
  g_autoptr(GPtrArray) kept = NULL;
  g_autoptr(GPtrArray) none = new_parts ();
  g_autoptr(PonderDraftPart) part = NULL;
  PonderSession *again;

  ponder_workspace_set_draft_parts (test->workspace, session, parts);
  g_clear_object (&session);
  ponder_test_reopen (test);

  again = ponder_workspace_lookup_session (test->workspace, id);
  g_assert_nonnull (again);
  kept = ponder_workspace_dup_draft_parts (test->workspace, again);
  g_assert_cmpuint (kept->len, ==, 2);
  part = await_part (ponder_workspace_attach_stored (test->workspace, g_ptr_array_index (kept, 1)));
  g_assert_cmpstr (ponder_draft_part_get_name (part), ==, "tides.pdf");
  g_assert_cmpstr (ponder_draft_part_get_part (part)->text->str, ==, "the moon pulls");
  g_assert_cmpstr (ponder_draft_part_get_part (part)->digest, ==,
                   ((PonderPart *) g_ptr_array_index (parts, 1))->digest);

  ponder_workspace_set_draft_parts (test->workspace, again, none);
  ponder_test_reopen (test);
  again = ponder_workspace_lookup_session (test->workspace, id);
  g_ptr_array_unref (kept);
  kept = ponder_workspace_dup_draft_parts (test->workspace, again);
  g_assert_cmpuint (kept->len, ==, 0);
}

static void
test_private (void)
{
  g_autoptr(PonderTest) test = new_test ();
  g_autoptr(PonderSession) session = ponder_workspace_create_private_session (test->workspace);
  g_autoptr(GBytes) picture = ponder_test_picture ("png", 4, 4, NULL);
  g_autoptr(PonderDraftPart) part =
    await_part (ponder_workspace_attach_bytes (test->workspace, session, "sea.png", picture));
  g_autofree char *folder = g_build_filename (test->dir, "data", "attachments", NULL);

  g_assert_true (g_bytes_equal (ponder_draft_part_get_part (part)->data, picture));
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
}

static void
test_refused (void)
{
  g_autoptr(PonderTest) test = new_test ();
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(GFile) folder = g_file_new_for_path (test->dir);
  g_autoptr(GFile) gone = g_file_new_for_path ("/nowhere/sea.png");
  g_autoptr(PonderPart) lost = ponder_part_new (PONDER_PART_FILE, "");
  PonderDraftPart *parts[3];

  lost->name = g_strdup ("lost.pdf");
  lost->digest = g_strdup ("0000");
  parts[0] = ponder_workspace_attach_file (test->workspace, session, folder);
  parts[1] = ponder_workspace_attach_file (test->workspace, session, gone);
  parts[2] = ponder_workspace_attach_stored (test->workspace, lost);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      ponder_test_wait_for (is_read, parts[i], 20);
      g_assert_cmpint (ponder_draft_part_get_state (parts[i]), ==, PONDER_DRAFT_PART_FAILED);
      g_assert_null (ponder_draft_part_get_part (parts[i]));
      g_assert_nonnull (strstr (ponder_draft_part_get_error (parts[i])->message,
                                ponder_draft_part_get_name (parts[i])));
      g_object_unref (parts[i]);
    }
}

/* Let go of while its file is read, as when somebody removes it again at once. */
static void
test_let_go (void)
{
  g_autoptr(PonderTest) test = new_test ();
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(GBytes) picture = ponder_test_picture ("png", 1000, 1000, NULL);

  for (guint i = 0; i < 10; i++)
    g_assert_finalize_object (ponder_workspace_attach_bytes (test->workspace, session, "sea.png", picture));
  ponder_test_run_for (100);
}

/* --- the shelf --- */

static GdkPixbuf *
look (PonderTest  *test,
      PonderPart  *part,
      gsize       *size,
      GError     **error)
{
  PonderShelf *shelf = ponder_workspace_get_shelf (test->workspace);
  GAsyncResult *place = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  GdkPixbuf *picture = NULL;

  ponder_shelf_look_async (shelf, part, 160, NULL, ponder_test_take_result, &place);
  result = ponder_test_await (&place);
  ponder_shelf_look_finish (shelf, result, size, &picture, error);
  return picture;
}

static void
test_look (void)
{
  g_autoptr(PonderTest) test = new_test ();
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(GBytes) large = ponder_test_picture ("jpeg", 640, 320, NULL);
  g_autoptr(GPtrArray) parts = attach_both (test, session);
  g_autoptr(GError) error = NULL;
  g_autofree char *path = NULL;
  gsize size = 0;

  attach (test, session, parts, "large.jpg", large);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(GdkPixbuf) picture = look (test, g_ptr_array_index (parts, 2), &size, &error);

      g_assert_no_error (error);
      g_assert_cmpint (gdk_pixbuf_get_width (picture), ==, 160);
      g_assert_cmpint (gdk_pixbuf_get_height (picture), ==, 80);
      g_assert_cmpuint (size, ==, g_bytes_get_size (large));
    }
  g_assert_null (look (test, g_ptr_array_index (parts, 1), &size, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (size, >, 100);

  path = find_file (test, ((PonderPart *) g_ptr_array_index (parts, 0))->digest);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_null (look (test, g_ptr_array_index (parts, 0), &size, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

/* It is a text, so no program is started by opening it. */
static void
test_copy (void)
{
  g_autoptr(PonderTest) test = new_test ();
  g_autoptr(PonderSession) session = ponder_test_new_chat (test);
  g_autoptr(GBytes) script = g_bytes_new_static ("[Desktop Entry]\nExec=rm", 23);
  g_autoptr(GPtrArray) parts = new_parts ();
  PonderShelf *shelf = ponder_workspace_get_shelf (test->workspace);
  GAsyncResult *place = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GFile) file = NULL;
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  attach (test, session, parts, "../run.desktop", script);
  ponder_shelf_copy_async (shelf, g_ptr_array_index (parts, 0), NULL, ponder_test_take_result, &place);
  result = ponder_test_await (&place);
  file = ponder_shelf_copy_finish (shelf, result, &error);
  g_assert_no_error (error);
  name = g_file_get_basename (file);
  g_assert_cmpstr (name, ==, "run.desktop.txt");
  g_assert_true (g_file_load_contents (file, NULL, &text, NULL, NULL, NULL));
  g_assert_cmpstr (text, ==, "[Desktop Entry]\nExec=rm");

  g_clear_object (&result);
  ponder_test_close (test);
  g_assert_false (g_file_query_exists (file, NULL));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (dialects); i++)
    {
      g_autofree char *path = g_strdup_printf ("/workspace/attachments/wire/%s/%s", dialects[i].dialect,
                                               dialects[i].preset);

      g_test_add_data_func (path, &dialects[i], test_wire);
    }
  g_test_add_func ("/workspace/attachments/later-questions-have-them-too", test_history);
  g_test_add_func ("/workspace/attachments/branches-have-them-unless-somebody-says-otherwise", test_branches);
  g_test_add_func ("/workspace/attachments/a-question-before-its-chat-is-loaded-has-them", test_early);
  g_test_add_func ("/workspace/attachments/the-model-is-told-what-was-lost", test_lost);
  g_test_add_func ("/workspace/attachments/stop-while-they-are-read-asks-nothing", test_stop);
  g_test_add_func ("/workspace/attachments/large-ones-arrive-whole", test_large);
  g_test_add_func ("/workspace/attachments/drafts-keep-them", test_draft);
  g_test_add_func ("/workspace/attachments/a-private-chat-keeps-none", test_private);
  g_test_add_func ("/workspace/attachments/what-cannot-be-read-is-refused-by-name", test_refused);
  g_test_add_func ("/workspace/attachments/one-that-is-removed-at-once-does-no-harm", test_let_go);
  g_test_add_func ("/workspace/attachments/a-look-is-small-and-says-what-is-missing", test_look);
  g_test_add_func ("/workspace/attachments/a-copy-has-a-harmless-name-and-goes", test_copy);
  return g_test_run ();
}
