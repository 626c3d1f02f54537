/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures and files in the window: on their way into a question, in drafts and edits, and in the transcript. */

#include "config.h"

#include <glib/gstdio.h>

#include "ponder-attachment-strip.h"
#include "ponder-attachment-tile.h"
#include "ponder-chat-page.h"
#include "ponder-composer.h"
#include "ponder-demo-server.h"
#include "ponder-message-row.h"
#include "ponder-model-catalog.h"
#include "ponder-picture-viewer.h"
#include "ponder-test-dir.h"
#include "ponder-test-loop.h"
#include "ponder-test-media.h"
#include "ponder-test-ui.h"
#include "ponder-thumbnail.h"
#include "ponder-transcript-view.h"
#include "ponder-workspace.h"

typedef struct
{
  char                 *dir;
  PonderDemoServer     *server;
  PonderWorkspace      *workspace;
  PonderModelCatalog   *catalog;
  PonderSession        *session;
  GtkWidget            *window;
  PonderChatPage       *page;
  PonderComposer       *composer;
  PonderAttachmentBar  *bar;
  GtkTextBuffer        *buffer;
} Fixture;

static void
add_provider (Fixture *fixture)
{
  g_autoptr(PonderProviderConfig) provider = ponder_provider_config_new ("test");
  GAsyncResult *place = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  ponder_provider_config_set_dialect (provider, "openai");
  ponder_provider_config_set_preset (provider, "custom");
  ponder_provider_config_set_base_url (provider, ponder_demo_server_get_base_url (fixture->server));
  ponder_provider_config_set_default_model (provider, "blind");
  ponder_workspace_save_provider_async (fixture->workspace, provider, NULL, ponder_test_take_result, &place);
  result = ponder_test_await (&place);
  ponder_workspace_save_provider_finish (fixture->workspace, result, &error);
  g_assert_no_error (error);
}

static void
show_page (Fixture       *fixture,
           PonderSession *session)
{
  GtkWidget *view;

  fixture->window = adw_window_new ();
  fixture->page = g_object_new (PONDER_TYPE_CHAT_PAGE, NULL);
  ponder_chat_page_set_catalog (fixture->page, fixture->catalog);
  adw_window_set_content (ADW_WINDOW (fixture->window), GTK_WIDGET (fixture->page));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 600, 700);
  gtk_window_present (GTK_WINDOW (fixture->window));
  ponder_chat_page_set_session (fixture->page, session);
  fixture->composer = PONDER_COMPOSER (ponder_test_find (GTK_WIDGET (fixture->page), PONDER_TYPE_COMPOSER, NULL));
  fixture->bar = ponder_composer_get_attachments (fixture->composer);
  view = ponder_test_find (GTK_WIDGET (fixture->composer), GTK_TYPE_TEXT_VIEW, NULL);
  fixture->buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
}

static void
open_workspace (Fixture *fixture)
{
  g_autofree char *data = g_build_filename (fixture->dir, "data", NULL);

  fixture->workspace = ponder_test_workspace_open (data);
  fixture->catalog = ponder_model_catalog_new (fixture->workspace);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  PonderDemoScript *answer = ponder_demo_script_new (200, "text/event-stream");
  PonderDemoScript *models = ponder_demo_script_new (200, "application/json");

  g_setenv ("TEST_API_KEY", "sk-test", TRUE);
  fixture->dir = ponder_test_dir_new ();
  fixture->server = ponder_demo_server_new ();
  ponder_demo_server_start (fixture->server, &error);
  g_assert_no_error (error);
  ponder_demo_script_text (answer, "seen");
  ponder_demo_script_end (answer, "stop", 1, 1);
  ponder_demo_server_set_script (fixture->server, "blind", answer);
  ponder_demo_script_bytes (models, "{\"data\":[{\"id\":\"blind\",\"input_modalities\":[\"text\"],"
                            "\"supported_parameters\":[\"tools\"]}]}", -1);
  ponder_demo_server_set_script (fixture->server, "/v1/models", models);
  open_workspace (fixture);
  add_provider (fixture);
  fixture->session = ponder_workspace_create_session (fixture->workspace);
  show_page (fixture, fixture->session);
}

static void
close_page (Fixture *fixture)
{
  ponder_chat_page_save (fixture->page);
  g_object_add_weak_pointer (G_OBJECT (fixture->page), (gpointer *) &fixture->page);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  ponder_test_settle ();
  g_assert_null (fixture->page);
}

static void
close_workspace (Fixture *fixture)
{
  close_page (fixture);
  g_clear_object (&fixture->session);
  g_clear_object (&fixture->catalog);
  ponder_test_workspace_close (g_steal_pointer (&fixture->workspace));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  close_workspace (fixture);
  ponder_demo_server_stop (fixture->server);
  g_object_unref (fixture->server);
  ponder_test_dir_remove (fixture->dir);
}

static gboolean
is_read (gpointer user_data)
{
  return !ponder_attachment_bar_is_loading (user_data);
}

static void
attach (Fixture    *fixture,
        const char *name,
        GBytes     *bytes)
{
  g_autoptr(PonderDraftPart) part =
    ponder_workspace_attach_bytes (fixture->workspace, fixture->session, name, bytes);

  ponder_attachment_bar_add (fixture->bar, part);
  ponder_test_wait_for (is_read, fixture->bar, 20);
}

static void
attach_picture (Fixture *fixture)
{
  g_autoptr(GBytes) picture = ponder_test_picture ("png", 40, 30, NULL);

  attach (fixture, "sea.png", picture);
}

static guint
count_parts (Fixture *fixture)
{
  g_autoptr(GPtrArray) parts = ponder_attachment_bar_list_parts (fixture->bar);

  return parts->len;
}

static guint
count_drafts (Fixture *fixture)
{
  g_autoptr(GPtrArray) parts = ponder_workspace_dup_draft_parts (fixture->workspace, fixture->session);

  return parts->len;
}

static GtkWidget *
get_button (Fixture    *fixture,
            const char *icon)
{
  return ponder_test_find (GTK_WIDGET (fixture->composer), GTK_TYPE_BUTTON, icon);
}

static gboolean
is_answered (gpointer user_data)
{
  Fixture *fixture = user_data;

  return ponder_demo_server_get_n_requests (fixture->server) > 0 && !ponder_composer_get_running (fixture->composer);
}

static void
test_send (Fixture       *fixture,
           gconstpointer  data)
{
  const char *body;

  g_assert_false (gtk_widget_get_sensitive (get_button (fixture, "go-up-symbolic")));
  attach_picture (fixture);
  g_assert_cmpuint (count_drafts (fixture), ==, 1);
  ponder_test_click (get_button (fixture, "go-up-symbolic"));
  g_assert_cmpuint (count_parts (fixture), ==, 0);
  g_assert_cmpuint (count_drafts (fixture), ==, 0);
  ponder_test_wait_for (is_answered, fixture, 20);
  body = ponder_demo_server_get_last_body (fixture->server);
  g_assert_nonnull (strstr (body, "data:image/png;base64,"));
}

static gboolean
has_picture (gpointer user_data)
{
  GtkWidget *tile = ponder_test_find (user_data, PONDER_TYPE_ATTACHMENT_TILE, NULL);

  return tile != NULL && gtk_widget_get_width (tile) > 0;
}

/* The square is there before the picture, so that nothing jumps. */
static void
test_transcript (Fixture       *fixture,
                 gconstpointer  data)
{
  GtkWidget *transcript = ponder_test_find (GTK_WIDGET (fixture->page), PONDER_TYPE_TRANSCRIPT_VIEW, NULL);
  g_autoptr(GBytes) text = g_bytes_new_static ("words", 5);
  GtkWidget *strip;
  GtkWidget *thumbnail;

  attach_picture (fixture);
  attach (fixture, "notes.txt", text);
  ponder_test_click (get_button (fixture, "go-up-symbolic"));
  ponder_test_wait_for (is_answered, fixture, 20);
  ponder_test_wait_for (has_picture, transcript, 20);
  strip = ponder_test_find (transcript, PONDER_TYPE_ATTACHMENT_STRIP, NULL);
  thumbnail = ponder_test_find (strip, PONDER_TYPE_THUMBNAIL, NULL);
  g_assert_cmpint (gtk_widget_get_width (thumbnail), ==, PONDER_ATTACHMENT_TILE_LARGE);
  g_assert_cmpint (gtk_widget_get_height (thumbnail), ==, PONDER_ATTACHMENT_TILE_LARGE);
  g_assert_nonnull (ponder_test_find (strip, GTK_TYPE_LABEL, "notes.txt"));
  /* A question of pictures alone can be edited all the same. */
  g_assert_nonnull (ponder_test_find (transcript, GTK_TYPE_BUTTON, "document-edit-symbolic"));
}

static gboolean
says_missing (gpointer user_data)
{
  return ponder_test_find (user_data, GTK_TYPE_LABEL, "The file is missing.") != NULL;
}

static void
test_missing (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(PonderMessage) message = ponder_message_new ("m", NULL, PONDER_ROLE_USER);
  g_autoptr(GtkWidget) strip = NULL;
  PonderPart *part = ponder_part_new (PONDER_PART_IMAGE, "");

  part->name = g_strdup ("sea.png");
  part->digest = g_strdup ("0000");
  ponder_message_take_part (message, part);
  strip = g_object_ref_sink (ponder_attachment_strip_new (ponder_workspace_get_shelf (fixture->workspace), message));
  ponder_test_wait_for (says_missing, strip, 20);
  g_assert_false (gtk_widget_get_sensitive (gtk_widget_get_first_child (strip)));
}

static void
test_remove (Fixture       *fixture,
             gconstpointer  data)
{
  attach_picture (fixture);
  attach_picture (fixture);
  g_assert_cmpuint (count_parts (fixture), ==, 2);
  ponder_test_click (ponder_test_find (GTK_WIDGET (fixture->bar), GTK_TYPE_BUTTON, "window-close-symbolic"));
  g_assert_cmpuint (count_parts (fixture), ==, 1);
  g_assert_cmpuint (count_drafts (fixture), ==, 1);
  ponder_test_click (ponder_test_find (GTK_WIDGET (fixture->bar), GTK_TYPE_BUTTON, "window-close-symbolic"));
  g_assert_true (ponder_attachment_bar_is_empty (fixture->bar));
  g_assert_cmpuint (count_drafts (fixture), ==, 0);
}

static gboolean
is_part_read (gpointer user_data)
{
  return ponder_draft_part_get_state (user_data) != PONDER_DRAFT_PART_LOADING;
}

/* What went wrong is told where it happened, and keeps nobody from asking. */
static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GBytes) zip = g_bytes_new_static ("PK\x03\x04\0\0\0\0", 8);
  GtkWidget *label;

  attach (fixture, "a.zip", zip);
  g_assert_true (ponder_attachment_bar_is_empty (fixture->bar));
  g_assert_cmpuint (count_drafts (fixture), ==, 0);
  g_assert_false (gtk_widget_get_sensitive (get_button (fixture, "go-up-symbolic")));
  label = ponder_test_find (GTK_WIDGET (fixture->bar), GTK_TYPE_LABEL, NULL);
  g_assert_nonnull (strstr (gtk_label_get_label (GTK_LABEL (label)), "a.zip"));
  g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (label)), ==, GTK_ACCESSIBLE_ROLE_ALERT);

  gtk_text_buffer_insert_at_cursor (fixture->buffer, "Without it", -1);
  ponder_test_click (get_button (fixture, "go-up-symbolic"));
  g_assert_null (ponder_test_find (GTK_WIDGET (fixture->bar), GTK_TYPE_BUTTON, "window-close-symbolic"));
  ponder_test_wait_for (is_answered, fixture, 20);
}

static PonderDraftPart *
begin_to_attach (Fixture    *fixture,
                 const char *name,
                 GBytes     *bytes)
{
  g_autoptr(PonderDraftPart) part =
    ponder_workspace_attach_bytes (fixture->workspace, fixture->session, name, bytes);

  ponder_attachment_bar_add (fixture->bar, part);
  g_assert_true (ponder_attachment_bar_is_loading (fixture->bar));
  return g_steal_pointer (&part);
}

static gboolean
is_in_draft (gpointer user_data)
{
  return count_drafts (user_data) == 1;
}

/* The chat is left before the file is read. */
static void
test_left_while_read (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr(PonderSession) other = ponder_workspace_create_session (fixture->workspace);
  g_autoptr(GBytes) text = g_bytes_new_static ("words", 5);

  g_object_unref (begin_to_attach (fixture, "notes.txt", text));
  ponder_chat_page_set_session (fixture->page, other);
  g_assert_cmpuint (count_drafts (fixture), ==, 0);
  ponder_test_wait_for (is_in_draft, fixture, 20);
  g_assert_true (ponder_attachment_bar_is_empty (fixture->bar));
  ponder_chat_page_set_session (fixture->page, fixture->session);
  ponder_test_wait_for (is_read, fixture->bar, 20);
  g_assert_cmpuint (count_parts (fixture), ==, 1);

  /* Back before it is read, it is shown as it was, once. */
  g_object_unref (begin_to_attach (fixture, "more.txt", text));
  ponder_chat_page_set_session (fixture->page, other);
  ponder_chat_page_set_session (fixture->page, fixture->session);
  ponder_test_wait_for (is_read, fixture->bar, 20);
  g_assert_cmpuint (count_parts (fixture), ==, 2);
  g_assert_cmpuint (count_drafts (fixture), ==, 2);
}

/* What cannot be read meanwhile says so when its chat is shown again, and in no other. */
static void
test_left_and_refused (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr(PonderSession) other = ponder_workspace_create_session (fixture->workspace);
  g_autoptr(GBytes) zip = g_bytes_new_static ("PK\x03\x04\0\0\0\0", 8);
  g_autoptr(PonderDraftPart) part = begin_to_attach (fixture, "a.zip", zip);

  ponder_chat_page_set_session (fixture->page, other);
  ponder_test_wait_for (is_part_read, part, 20);
  g_assert_null (ponder_test_find (GTK_WIDGET (fixture->bar), GTK_TYPE_BUTTON, "window-close-symbolic"));
  ponder_chat_page_set_session (fixture->page, fixture->session);
  g_assert_nonnull (ponder_test_find (GTK_WIDGET (fixture->bar), GTK_TYPE_BUTTON, "window-close-symbolic"));
}

static gboolean
has_focus_within (GtkWidget *widget)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));

  return focus != NULL && gtk_widget_is_ancestor (focus, widget);
}

static void
test_delete_key (Fixture       *fixture,
                 gconstpointer  data)
{
  GtkWidget *line;

  for (guint i = 0; i < 3; i++)
    attach_picture (fixture);
  line = GTK_WIDGET (gtk_widget_get_template_child (GTK_WIDGET (fixture->bar), PONDER_TYPE_ATTACHMENT_BAR, "line"));
  gtk_widget_grab_focus (ponder_test_find (GTK_WIDGET (fixture->bar), PONDER_TYPE_ATTACHMENT_TILE, NULL));
  for (guint n = 3; n > 0; n--)
    {
      g_assert_cmpuint (count_parts (fixture), ==, n);
      g_assert_true (has_focus_within (line));
      g_assert_true (ponder_test_press (line, GDK_KEY_Delete, 0));
    }
  g_assert_cmpuint (count_parts (fixture), ==, 0);
  g_assert_false (has_focus_within (line));
  g_assert_true (has_focus_within (GTK_WIDGET (fixture->composer)));
}

/* Many of them wrap, and leave room for the question. */
static void
test_many (Fixture       *fixture,
           gconstpointer  data)
{
  GtkWidget *scroller;

  for (guint i = 0; i < 30; i++)
    attach_picture (fixture);
  ponder_test_settle ();
  scroller = ponder_test_find (GTK_WIDGET (fixture->bar), GTK_TYPE_SCROLLED_WINDOW, NULL);
  g_assert_cmpint (gtk_widget_get_height (scroller), <=, 174);
  g_assert_cmpint (gtk_widget_get_height (scroller), >, 60);
  g_assert_cmpint (gtk_widget_get_width (scroller), <=, 600);
  g_assert_cmpuint (count_drafts (fixture), ==, 30);
}

static void
test_strip_folds (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(PonderMessage) message = ponder_message_new ("m", NULL, PONDER_ROLE_USER);
  g_autoptr(GtkWidget) strip = NULL;
  GtkWidget *more;
  guint n = 0;

  for (guint i = 0; i < 30; i++)
    {
      PonderPart *part = ponder_part_new (PONDER_PART_FILE, "");

      part->name = g_strdup_printf ("%u.txt", i);
      part->digest = g_strdup ("0000");
      ponder_message_take_part (message, part);
    }
  strip = g_object_ref_sink (ponder_attachment_strip_new (ponder_workspace_get_shelf (fixture->workspace), message));
  for (GtkWidget *child = gtk_widget_get_first_child (strip); child != NULL; child = gtk_widget_get_next_sibling (child))
    n++;
  g_assert_cmpuint (n, ==, 13);
  more = ponder_test_find (strip, GTK_TYPE_BUTTON, "+18 more");
  g_assert_nonnull (more);
  ponder_test_click (more);
  n = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (strip); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += PONDER_IS_ATTACHMENT_TILE (child);
  g_assert_cmpuint (n, ==, 30);
  ponder_test_run_for (100);
}

static gboolean
shows_picture (gpointer user_data)
{
  GtkWidget *viewer = ponder_test_find_window (PONDER_TYPE_PICTURE_VIEWER);
  GtkWidget *picture = viewer != NULL ? ponder_test_find (viewer, GTK_TYPE_PICTURE, NULL) : NULL;

  return picture != NULL && gtk_picture_get_paintable (GTK_PICTURE (picture)) != NULL;
}

static gboolean
is_closed (gpointer user_data)
{
  return ponder_test_find_window (PONDER_TYPE_PICTURE_VIEWER) == NULL;
}

static void
test_viewer (Fixture       *fixture,
             gconstpointer  data)
{
  attach_picture (fixture);
  ponder_test_wait_for (has_picture, fixture->bar, 20);
  ponder_test_click (ponder_test_find (GTK_WIDGET (fixture->bar), PONDER_TYPE_ATTACHMENT_TILE, NULL));
  ponder_test_wait_for (shows_picture, NULL, 20);
  gtk_widget_activate_action (ponder_test_find_window (PONDER_TYPE_PICTURE_VIEWER), "window.close", NULL);
  ponder_test_wait_for (is_closed, NULL, 20);
}

static void
test_draft (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *id = g_strdup (ponder_session_get_id (fixture->session));
  g_autoptr(GBytes) text = g_bytes_new_static ("words", 5);
  g_autoptr(GPtrArray) parts = NULL;

  attach_picture (fixture);
  attach (fixture, "notes.txt", text);
  close_workspace (fixture);

  open_workspace (fixture);
  fixture->session = g_object_ref (ponder_workspace_lookup_session (fixture->workspace, id));
  show_page (fixture, fixture->session);
  ponder_test_wait_for (is_read, fixture->bar, 20);
  parts = ponder_attachment_bar_list_parts (fixture->bar);
  g_assert_cmpuint (parts->len, ==, 2);
  g_assert_cmpstr (((PonderPart *) g_ptr_array_index (parts, 1))->text->str, ==, "words");
}

static void
test_other_chat (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(PonderSession) other = ponder_workspace_create_session (fixture->workspace);

  attach_picture (fixture);
  ponder_chat_page_set_session (fixture->page, other);
  g_assert_true (ponder_attachment_bar_is_empty (fixture->bar));
  g_assert_cmpuint (count_drafts (fixture), ==, 1);
  ponder_chat_page_set_session (fixture->page, fixture->session);
  ponder_test_wait_for (is_read, fixture->bar, 20);
  g_assert_cmpuint (count_parts (fixture), ==, 1);
}

/* The question's own are shown while it is edited, and those of the draft come back. */
static void
test_edit (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GBytes) text = g_bytes_new_static ("words", 5);
  GtkWidget *view = ponder_test_find (GTK_WIDGET (fixture->composer), GTK_TYPE_TEXT_VIEW, NULL);
  g_autoptr(GPtrArray) parts = NULL;

  attach_picture (fixture);
  gtk_text_buffer_insert_at_cursor (fixture->buffer, "What?", -1);
  ponder_test_click (get_button (fixture, "go-up-symbolic"));
  ponder_test_wait_for (is_answered, fixture, 20);
  attach (fixture, "notes.txt", text);
  attach (fixture, "more.txt", text);

  g_assert_true (ponder_test_press (view, GDK_KEY_Up, 0));
  ponder_test_wait_for (is_read, fixture->bar, 20);
  parts = ponder_attachment_bar_list_parts (fixture->bar);
  g_assert_cmpuint (parts->len, ==, 1);
  g_assert_cmpstr (((PonderPart *) g_ptr_array_index (parts, 0))->name, ==, "sea.png");
  g_assert_cmpuint (count_drafts (fixture), ==, 2);
  ponder_composer_cancel_edit (fixture->composer);
  g_assert_cmpuint (count_parts (fixture), ==, 2);
  g_assert_cmpuint (count_drafts (fixture), ==, 2);
}

static void
test_edit_while_read (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr(GBytes) text = g_bytes_new_static ("words", 5);
  g_autoptr(PonderDraftPart) part =
    ponder_workspace_attach_bytes (fixture->workspace, fixture->session, "notes.txt", text);

  ponder_attachment_bar_add (fixture->bar, part);
  ponder_composer_begin_edit (fixture->composer, "old question");
  ponder_test_wait_for (is_part_read, part, 20);
  ponder_composer_cancel_edit (fixture->composer);
  g_assert_cmpuint (count_parts (fixture), ==, 1);
  g_assert_cmpuint (count_drafts (fixture), ==, 1);
}

static char *
make_lines (guint n_lines)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n_lines; i++)
    g_string_append (text, "ab\n");
  return g_string_free (text, FALSE);
}

static void
test_large (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *few = make_lines (200);
  g_autofree char *many = make_lines (201);
  g_autofree char *wide = g_strnfill (10 * 1024 + 1, 'x');
  g_autofree char *text = NULL;

  gtk_text_buffer_insert_at_cursor (fixture->buffer, few, -1);
  g_assert_cmpint (gtk_text_buffer_get_char_count (fixture->buffer), ==, 600);
  g_assert_true (ponder_attachment_bar_is_empty (fixture->bar));

  gtk_text_buffer_set_text (fixture->buffer, "", -1);
  gtk_text_buffer_insert_at_cursor (fixture->buffer, many, -1);
  gtk_text_buffer_insert_at_cursor (fixture->buffer, wide, -1);
  g_assert_cmpint (gtk_text_buffer_get_char_count (fixture->buffer), ==, 0);
  ponder_test_wait_for (is_read, fixture->bar, 20);
  g_assert_cmpuint (count_parts (fixture), ==, 2);

  ponder_test_click (ponder_test_find (GTK_WIDGET (fixture->bar), GTK_TYPE_BUTTON, "edit-undo-symbolic"));
  g_object_get (fixture->buffer, "text", &text, NULL);
  g_assert_cmpstr (text, ==, many);
  g_assert_cmpuint (count_parts (fixture), ==, 1);
}

/* What a paste hands over is gone from the main thread within a few frames, however long it is. */
static void
test_huge (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *text = make_lines (200000);
  gint64 begin = g_get_monotonic_time ();

  gtk_text_buffer_insert_at_cursor (fixture->buffer, text, -1);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 200000);
  ponder_test_wait_for (is_read, fixture->bar, 20);
  g_assert_cmpuint (count_parts (fixture), ==, 1);
}

static void paste (Fixture            *fixture,
                   GdkContentProvider *content);

static gboolean
note_gap_cb (gpointer user_data)
{
  gint64 *times = user_data;
  gint64 now = g_get_monotonic_time ();

  times[1] = MAX (times[1], now - times[0]);
  times[0] = now;
  return G_SOURCE_CONTINUE;
}

/* It is there and read, or refused. */
static gboolean
has_come (gpointer user_data)
{
  return ponder_test_find (user_data, GTK_TYPE_BUTTON, "window-close-symbolic") != NULL
         && !ponder_attachment_bar_is_loading (user_data);
}

/* More than can be sent, and told so; nobody looked at every letter on the main thread. */
static void
test_paste_huge (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *text = g_strnfill (10 * 1024 * 1024, 'x');
  g_autoptr(GdkContentProvider) content = gdk_content_provider_new_typed (G_TYPE_STRING, text);
  gint64 times[2] = { g_get_monotonic_time (), 0 };
  guint source = g_timeout_add_full (G_PRIORITY_HIGH, 1, note_gap_cb, times, NULL);

  paste (fixture, content);
  ponder_test_wait_for (has_come, fixture->bar, 60);
  g_source_remove (source);
  g_test_message ("longest gap %" G_GINT64_FORMAT " ms", times[1] / 1000);
  g_assert_cmpint (times[1], <, 300000);
  g_assert_cmpint (gtk_text_buffer_get_char_count (fixture->buffer), ==, 0);
}

static gboolean
has_part (gpointer user_data)
{
  return count_parts (user_data) > 0;
}

static void
paste (Fixture            *fixture,
       GdkContentProvider *content)
{
  GtkWidget *view = ponder_test_find (GTK_WIDGET (fixture->composer), GTK_TYPE_TEXT_VIEW, NULL);

  g_assert_true (gdk_clipboard_set_content (gtk_widget_get_clipboard (view), content));
  g_signal_emit_by_name (view, "paste-clipboard");
}

static void
test_paste_picture (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(GBytes) picture = ponder_test_picture ("png", 40, 30, NULL);
  g_autoptr(GdkContentProvider) content = gdk_content_provider_new_for_bytes ("image/png", picture);

  paste (fixture, content);
  ponder_test_wait_for (has_part, fixture, 20);
}

/* It belongs to the chat that it was pasted in. */
static void
test_paste_and_leave (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr(PonderSession) other = ponder_workspace_create_session (fixture->workspace);
  g_autoptr(GBytes) bytes = ponder_test_picture ("png", 40, 30, NULL);
  g_autoptr(GdkTexture) texture = gdk_texture_new_from_bytes (bytes, NULL);
  g_autoptr(GdkContentProvider) content = gdk_content_provider_new_typed (GDK_TYPE_TEXTURE, texture);

  paste (fixture, content);
  ponder_chat_page_set_session (fixture->page, other);
  ponder_test_wait_for (is_in_draft, fixture, 20);
  g_assert_true (ponder_attachment_bar_is_empty (fixture->bar));
}

static void
test_paste_file (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->dir, "潮汐.txt", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GdkContentProvider) files = NULL;
  g_autoptr(GdkContentProvider) content = NULL;
  g_autoptr(GPtrArray) parts = NULL;
  GSList list = { file, NULL };
  GdkFileList *boxed = gdk_file_list_new_from_list (&list);

  g_assert_true (g_file_set_contents (path, "high water", -1, NULL));
  files = gdk_content_provider_new_typed (GDK_TYPE_FILE_LIST, boxed);
  /* The file manager offers the path as a text, too. */
  content = gdk_content_provider_new_union ((GdkContentProvider *[]) {
    g_object_ref (files), gdk_content_provider_new_typed (G_TYPE_STRING, path) }, 2);
  paste (fixture, content);
  ponder_test_wait_for (has_part, fixture, 20);
  parts = ponder_attachment_bar_list_parts (fixture->bar);
  g_assert_cmpstr (((PonderPart *) g_ptr_array_index (parts, 0))->name, ==, "潮汐.txt");
  g_assert_cmpint (gtk_text_buffer_get_char_count (fixture->buffer), ==, 0);
  g_boxed_free (GDK_TYPE_FILE_LIST, boxed);
}

static gboolean
has_words (gpointer user_data)
{
  return gtk_text_buffer_get_char_count (user_data) > 0;
}

static void
test_paste_words (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(GdkContentProvider) content = gdk_content_provider_new_typed (G_TYPE_STRING, "words");

  paste (fixture, content);
  ponder_test_wait_for (has_words, fixture->buffer, 20);
  g_assert_true (ponder_attachment_bar_is_empty (fixture->bar));
}

static GtkDropTarget *
find_drop_target (GtkWidget           *widget,
                  GtkPropagationPhase  phase)
{
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr(GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller) && gtk_event_controller_get_propagation_phase (controller) == phase)
        return GTK_DROP_TARGET (controller);
    }
  g_assert_not_reached ();
}

/* A page of the web gives an address where a picture is: nothing is fetched. */
static void
test_drop (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->dir, "sea.png", NULL);
  g_autoptr(GBytes) picture = ponder_test_picture ("png", 40, 30, NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GFile) remote = g_file_new_for_uri ("http://127.0.0.1:1/sea.png");
  GSList second = { remote, NULL };
  GSList first = { file, &second };
  g_auto(GValue) value = G_VALUE_INIT;
  gboolean taken = FALSE;

  g_assert_true (g_file_set_contents (path, g_bytes_get_data (picture, NULL), (gssize) g_bytes_get_size (picture), NULL));
  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, gdk_file_list_new_from_list (&first));
  g_signal_emit_by_name (find_drop_target (GTK_WIDGET (fixture->page), GTK_PHASE_CAPTURE), "drop", &value, 10.0, 10.0,
                         &taken);
  g_assert_true (taken);
  ponder_test_wait_for (is_read, fixture->bar, 20);
  g_assert_cmpuint (count_parts (fixture), ==, 1);
}

/* Anywhere in the chat. */
static void
test_drop_words (Fixture       *fixture,
                 gconstpointer  data)
{
  g_auto(GValue) value = G_VALUE_INIT;
  g_autofree char *text = NULL;
  gboolean taken = FALSE;

  gtk_text_buffer_insert_at_cursor (fixture->buffer, "Explain: ", -1);
  g_value_init (&value, G_TYPE_STRING);
  g_value_set_string (&value, "潮汐");
  g_signal_emit_by_name (find_drop_target (GTK_WIDGET (fixture->page), GTK_PHASE_BUBBLE), "drop", &value, 10.0, 10.0,
                         &taken);
  g_assert_true (taken);
  g_object_get (fixture->buffer, "text", &text, NULL);
  g_assert_cmpstr (text, ==, "Explain: 潮汐");
}

static gboolean
warns (gpointer user_data)
{
  GtkWidget *label =
    ponder_test_find (user_data, GTK_TYPE_LABEL, "blind does not read pictures: it will not see what is in them.");

  return label != NULL && gtk_widget_get_mapped (label);
}

/* The server says what the model can do; nobody had to look at the list. */
static void
test_warning (Fixture       *fixture,
              gconstpointer  data)
{
  attach_picture (fixture);
  ponder_test_wait_for (warns, fixture->bar, 20);
  ponder_test_click (ponder_test_find (GTK_WIDGET (fixture->bar), GTK_TYPE_BUTTON, "window-close-symbolic"));
  g_assert_false (warns (fixture->bar));
}

static void
test_names (Fixture       *fixture,
            gconstpointer  data)
{
  GtkWidget *remove;

  attach_picture (fixture);
  remove = ponder_test_find (GTK_WIDGET (fixture->bar), GTK_TYPE_BUTTON, "window-close-symbolic");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (remove), GTK_ACCESSIBLE_PROPERTY_LABEL, "Remove “sea.png”");
  g_assert_true (gtk_widget_get_focusable (remove));
  g_assert_true (gtk_widget_get_focusable (get_button (fixture, "mail-attachment-symbolic")));
}

static void
add (const char *name,
     void      (*func) (Fixture *fixture, gconstpointer data))
{
  g_autofree char *path = g_strconcat ("/ui/attachments/", name, NULL);

  g_test_add (path, Fixture, NULL, set_up, func, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  if (!ponder_test_ui_init (&argc, &argv))
    return 0;

  add ("a-picture-alone-is-sent", test_send);
  add ("the-transcript-shows-them-without-a-jump", test_transcript);
  add ("what-is-missing-says-so", test_missing);
  add ("they-can-be-removed", test_remove);
  add ("what-cannot-be-sent-says-so", test_refused);
  add ("what-is-read-when-the-chat-is-left-is-in-its-draft", test_left_while_read);
  add ("what-cannot-be-read-after-that-says-so-there", test_left_and_refused);
  add ("the-delete-key-removes-one-after-the-other", test_delete_key);
  add ("many-wrap-and-scroll", test_many);
  add ("a-message-shows-twelve-and-a-button", test_strip_folds);
  add ("a-picture-opens-large", test_viewer);
  add ("drafts-keep-them-over-a-restart", test_draft);
  add ("each-chat-has-its-own", test_other_chat);
  add ("an-edit-shows-those-of-the-question", test_edit);
  add ("what-is-read-during-an-edit-stays-in-the-draft", test_edit_while_read);
  add ("a-large-text-is-attached-and-can-be-turned-back", test_large);
  add ("two-hundred-thousand-lines-do-not-freeze", test_huge);
  add ("ten-megabytes-are-pasted-without-a-pause", test_paste_huge);
  add ("a-pasted-picture-is-attached", test_paste_picture);
  add ("a-picture-pasted-before-the-chat-is-left-is-in-its-draft", test_paste_and_leave);
  add ("a-pasted-file-is-attached-and-its-path-not-typed", test_paste_file);
  add ("pasted-words-are-typed", test_paste_words);
  add ("dropped-files-are-attached-and-addresses-are-not-followed", test_drop);
  add ("dropped-words-are-typed", test_drop_words);
  add ("a-model-that-does-not-see-is-warned-of", test_warning);
  add ("buttons-say-what-they-are-for", test_names);
  return g_test_run ();
}
